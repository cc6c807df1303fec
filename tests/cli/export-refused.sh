# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What cannot be exported, or not to there: status 2, and nothing is left.

try () {
  mvua export "$@"
  echo "= $?" >&2
}

mvua demo demo --count 2 --steps 0-6 >/dev/null
mkdir documents
echo text >documents/letter
mvua export demo out.zarr --variables t2m >/dev/null
try demo out.zarr
try demo demo
try demo demo --overwrite
try demo documents --overwrite
try demo documents/letter/out.zarr
try demo nowhere/out.zarr
try nowhere new.zarr
try demo new.zarr --region 60,-10,50,0
try demo new.zarr --members gep05
try demo new.zarr --variables gust
try demo new.zarr --steps 120-240
try demo new.zarr --format netcdf --layout members
try demo new.zarr --layout variables
try demo new.zarr --run 20250918/06
mvua export demo out.zarr --variables tp --overwrite >/dev/null
mvua verify out.zarr >/dev/null && ls -A . documents
