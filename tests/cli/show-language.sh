# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# A map speaks the language of who asks for it; the catalogues are those of the build folder.

mvua demo demo --count 3 --steps 0-24 >/dev/null
export LANGUAGE=sw MVUA_LOCALEDIR="${MVUA%/src/cli/mvua}/po"
mvua show demo mean t2m 12 -o map.png --size 400x300
mvua show demo mean t2m 12 -o map.svg --size 400x300 --utc | sed -n 2p
LANGUAGE=fr mvua show demo gep02 tp 0-24 -o map.png --size 400x300 | head -1
