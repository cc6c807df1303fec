# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# A map out of a bucket takes a few requests, and the second time only the listing's; it
# is the map of the same files in a folder but for the name of the source.

. "${BASH_SOURCE%/*}/remote.bash"
mvua demo demo --count 3 --steps 0-12 >/dev/null
serve demo
try show noaa:20250918/00 gep02 t2m 6 -o map.png
try show noaa:20250918/00 gep02 t2m 6 -o again.png
cmp map.png again.png
try show noaa:20250918/00 mean tp 6-12 -o rain.png
try show noaa:20250918/00 gep02 t2m 6 -o fresh.png --no-cache
cmp map.png fresh.png
try show noaa:latest gep03 t2m 6 -o latest.png
try show noaa:20250918/00 gep07 t2m 6 -o none.png
