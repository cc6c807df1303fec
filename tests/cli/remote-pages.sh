# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# A mirror on an ordinary web server, whose pages of folders know no sizes and no tags.

. "${BASH_SOURCE%/*}/remote.bash"
mvua demo demo --count 2 --steps 0-6 >/dev/null
serve demo pages
try ls noaa:latest | sed -n 2,4p
try show noaa:20250918/00 gep02 t2m 6 -o map.png
try show noaa:20250918/00 gep02 t2m 6 -o again.png
away
try show noaa:20250918/00 gep02 t2m 6 -o offline.png
cmp map.png offline.png
