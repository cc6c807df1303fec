# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Runs that are not there, names that are none, and places that are not allowed.

. "${BASH_SOURCE%/*}/remote.bash"
mvua demo demo --count 1 --steps 0-6 >/dev/null
serve demo
try ls noaa:20250917/00
try ls noaa:20250918/03
try ls noaa:yesterday
try show noaa:20250917/00 gep01 t2m 6 -o map.png
try export noaa:20250917/00 out.zarr
ls out.zarr 2>&1
try ls noaa:20250918/00 --base-url ftp://office.example/gefs
try ls noaa:20250918/00 --base-url http://me@office.example/gefs
# A mirror that is named is asked, plain http or not; this one is nowhere.
try ls noaa:20250918/00 --base-url http://office.invalid/gefs
try ls noaa:20250918/00 --base-url "$MVUA_NOAA_URL/elsewhere"
MVUA_NOAA_URL=https://bucket.invalid
try ls noaa:latest
