# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Sources that are none.

try () {
  mvua ls "$@"
  echo "= $?" >&2
}

try nowhere
mkdir empty
try empty
echo hello >text
try text
mvua demo demo --count 1 --steps 0,3 >/dev/null
mkdir bare.zarr statistics.zarr
echo '{"zarr_format":2}' >bare.zarr/.zgroup
try bare.zarr
echo '{"zarr_format":3,"node_type":"group","attributes":{},"consolidated_metadata":{"metadata":{
  "ensemble_stats":{"zarr_format":3,"node_type":"group"}}}}' >statistics.zarr/zarr.json
try statistics.zarr
echo '{"zarr_format":3' >statistics.zarr/zarr.json
try statistics.zarr
try demo --run 20250918/06
try demo --run yesterday
mvua demo demo --count 1 --steps 3 --run 20250919/12 >/dev/null
try demo
mvua ls demo --run 20250919/12 | head -2
