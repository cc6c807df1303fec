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

# Of a folder of members a whole store is missed, the last one, too, and the control.
mvua demo three --count 2 --control --steps 0-3 >/dev/null
mvua export three members --layout members --members gec00,gep01,gep02 --variables t2m >/dev/null
try members
mv members/gep02.zarr members/gec00.zarr .
try members
try members --json
mv gec00.zarr members
printf X | dd of=members/gep01.zarr/.mvua/stores bs=1 conv=notrunc status=none
try members
