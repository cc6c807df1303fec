# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What cannot be added to, and options that are not those of the store.

try () {
  mvua export "$@" --top-up
  echo "= $?" >&2
}

mvua demo demo --count 2 --steps 0-12 >/dev/null
mvua demo other --count 2 --steps 0-12 --run 20250918/06 >/dev/null
mvua export demo out.zarr --variables t2m,tp --thresholds 5 --steps 0-6 >/dev/null
mvua export demo out.nc --variables t2m --format netcdf >/dev/null
mvua export demo stores --variables t2m --layout members >/dev/null
mvua export demo files --variables t2m --format netcdf --layout variables >/dev/null
try demo none.zarr
try demo out.nc
try demo stores
try demo stores/gep01.zarr
try demo files
try demo demo
try other out.zarr
try nowhere out.zarr
try demo out.zarr --overwrite
try demo out.zarr --way subsetter
try demo out.zarr --members gep01
try demo out.zarr --variables t2m
try demo out.zarr --variables all
try demo out.zarr --steps 3-12
try demo out.zarr --region 10,30,0,40
try demo out.zarr --format zarr3
try demo out.zarr --layout members
try demo out.zarr --stats mean
try demo out.zarr --thresholds 5,10
try demo out.zarr --daily-thresholds none
try demo out.zarr --daily-window 00
mvua verify out.zarr >/dev/null && echo whole
printf X | dd of=out.zarr/gep01/t2m/0.0.0 bs=1 seek=100 conv=notrunc status=none
try demo out.zarr --steps 0-12
printf X | dd of=out.zarr/.zmetadata bs=1 seek=100 conv=notrunc status=none
try demo out.zarr
ls -A
