# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What a store was made of is read again where it says it is, or somewhere else.

. "${BASH_SOURCE%/*}/remote.bash"
mvua demo demo --count 2 --steps 0-9 >/dev/null
cp -r demo fresh
serve fresh
what=(--variables "t2m,tp" --stats none --thresholds none)
mvua export demo out.zarr "${what[@]}" >/dev/null
mvua export demo members --layout members "${what[@]}" >/dev/null
mvua export demo out.nc --format netcdf "${what[@]}" >/dev/null
mvua export demo folder.nc --format netcdf --layout variables "${what[@]}" >/dev/null
for store in out.zarr members out.nc folder.nc; do
  try verify "$store" --source 2>&1 | tail -2
done
mvua combine members again.zarr --stats none >/dev/null
try verify again.zarr --source 2>&1 | tail -2
try verify out.zarr --source --sample 5 2>&1 | tail -2

# Another message in the place of one, and one that is not there any more.
folder=$(echo demo/*/*/atmos/*)
printf X | dd of="$(echo "$folder"/gep01*.f003)" bs=1 seek=$(($(grep ':TMP:2 m' "$folder"/gep01*.f003.idx | cut -d: -f2) + 300)) conv=notrunc status=none
rm "$folder"/gep02*.f006
try verify out.zarr --source
try verify out.zarr --source --json | sed -n '/source/,$p'

# A bucket, as recorded and as another place of the same run.
try export noaa:20250918/00 remote.zarr --members gep01,gep02 --steps 0-9 "${what[@]}" >/dev/null 2>&1
try verify remote.zarr --source
try verify out.zarr --source noaa:20250918/00
try verify remote.zarr fresh --source
try verify remote.zarr --source --sample -1
try verify remote.zarr --sample 2
try verify demo --source

# A folder of which the name is no text, as on a disk in Latin-1.
latin=$'pr\xe9vu'
mvua demo "$latin" --count 2 --steps 0-9 >/dev/null
mvua export "$latin" latin.zarr --steps 0-6 "${what[@]}" >/dev/null
try export --top-up "$latin" latin.zarr --steps 0-9
try verify latin.zarr --source
