# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Every octet that is not as it was written is found.

try () {
  mvua verify "$@"
  echo "= $?"
}

mvua demo demo --count 1 --steps 0-6 >/dev/null
mvua export demo out.zarr --variables t2m --stats none >/dev/null
try out.zarr
try out.zarr --json
printf X | dd of=out.zarr/gep01/t2m/0.0.0 bs=1 seek=100 conv=notrunc status=none
try out.zarr
rm out.zarr/gep01/latitude/0
echo more >>out.zarr/.zattrs
echo new >out.zarr/gep01/new
try out.zarr
try out.zarr --json
try demo
try nowhere
printf X | dd of=out.zarr/.mvua/files bs=1 seek=30 conv=notrunc status=none
try out.zarr
