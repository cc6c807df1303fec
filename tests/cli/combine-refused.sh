# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What cannot be joined.

try () {
  mvua combine "$@"
  echo "= $?" >&2
}

try nowhere out.zarr
mvua demo demo --count 2 --steps 0,3 >/dev/null
try demo out.zarr
mvua export demo members --layout members --variables t2m >/dev/null
try members
try members out.zarr --top-up
try members out.zarr --variables rain
try members out.zarr --members gep07
try members out.zarr --format csv
mkdir full
touch full/file
try members full
echo '{' >members/gep02.zarr/.zmetadata
try members out.zarr --stats none --thresholds none
mkdir bare.zarr
echo '{"zarr_format":2}' >bare.zarr/.zgroup
try bare.zarr out2.zarr
