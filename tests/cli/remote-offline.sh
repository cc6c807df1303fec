# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Without a network, what was looked at stays, and the rest says why it is not there.

. "${BASH_SOURCE%/*}/remote.bash"
mvua demo demo --count 2 --steps 0-6 >/dev/null
serve demo
try show noaa:20250918/00 gep02 t2m 6 -o map.png
try ls noaa:20250918/00 >/dev/null
away
try show noaa:20250918/00 gep02 t2m 6 -o again.png
cmp map.png again.png
try show noaa:20250918/00 gep02 cape 6 -o none.png
try show noaa:20250918/00 gep02 t2m 3 -o none.png
try ls noaa:latest | sed -n 2,4p
try export noaa:20250918/00 out.zarr --members gep02 --steps 6 --variables t2m,sp |
  sed -E 's/, [^,]* written.*//'
mvua cache clear >/dev/null
try ls noaa:20250918/00
try ls noaa:latest

# References are of no listing.
mvua refs demo set.json >/dev/null
sed "s|\"[^\"]*gep02[^\"]*f006\"|\"$MVUA_NOAA_URL/f006\"|g" set.json >remote.json
try point remote.json t2m 0 36 | sed -n 1p
