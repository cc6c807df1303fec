# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# One thing is not said as if there were several.

try () {
  mvua "$@" 2>&1
  echo "= $?"
}

what=(--variables t2m --stats none --thresholds none)
mvua demo demo --count 1 --steps 0 | sed 's/ in [0-9].*//'
try ls demo | grep '^Files'
try export demo out.zarr "${what[@]}" | sed -E 's/, [0-9].* s$//'
try ls out.zarr | grep '^Arrays'
try verify out.zarr --source | tail -2
try refs demo refs.json --variables t2m | sed -E 's/, in [0-9].*//'

# A message that is not what it was.
file=$(echo demo/*/*/atmos/*/gep01*.f000)
at=$(grep ':TMP:2 m' "$file.idx" | cut -d: -f2)
printf X | dd of="$file" bs=1 seek=$((at + 300)) conv=notrunc status=none
try verify out.zarr --source | tail -2
printf XXXX | dd of="$file" bs=1 seek="$at" conv=notrunc status=none
try export demo gap.zarr "${what[@]}" | sed -E 's/, [0-9].* s$//; s/t2m: .*/t2m/'
