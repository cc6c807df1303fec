# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What is no cache, and files that are not as they were written.

echo text >text
mvua cache --folder text
echo "= $?" >&2
"$MVUA_KEEP" cache https://noaa.example/gep01.f003 '"1"' 1000 0
"$MVUA_KEEP" cache https://noaa.example/gep01.f006 '"1"' 1000 0
first=$(find cache -name "$(printf https://noaa.example/gep01.f003 | sha256sum | cut -c1-32)-*")
truncate -s 100 "$first"
touch -d 2025-09-18T03:00:00Z cache/*/*-*
mvua cache list --folder cache
mvua cache clear --folder cache
find cache -type f
