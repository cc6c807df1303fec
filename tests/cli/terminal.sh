# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Names and texts that somebody else chose reach neither the terminal as orders nor a
# reader of JSON as what is none.

evil=$'\e[31mEVIL\a\n\xff'

# look ARGUMENTS…: whether it names the evil, and what else it should not print
look () {
  mvua "$@" >said 2>&1
  echo "$1 = $?"
  grep -q EVIL said || echo "it is not named"
  LC_ALL=C tr -d '\n -~\200-\377' <said | od -An -c
  iconv -f UTF-8 -t UTF-8 said >/dev/null || echo "no UTF-8"
}

mvua demo demo --count 2 --steps 0-6 >/dev/null
what=(--variables t2m --stats none --thresholds none --daily-thresholds none)

# Files of a folder.
mkdir files
cp demo/*/*/atmos/*/gep01* files
echo no index >"files/gep01.t00z.pgrb2s.0p25.f009$evil.grib2.idx"
echo no GRIB >"files/gep01.t00z.pgrb2s.0p25.f009$evil.grib2"
look ls files
look ls files --json
look export files out.zarr "${what[@]}"

# Stores, and what is in them.
mvua export demo members --layout members "${what[@]}" >/dev/null
mv members/gep02.zarr "members/$evil.zarr"
touch "members/$evil.zarr/file"
look verify members
look verify members --json
echo >"members/$evil.zarr/.mvua/files"
look verify members
look verify members --json
look verify members --source
mvua export demo unit.zarr "${what[@]}" >/dev/null
rm -r unit.zarr/.mvua
sed -i 's/"units":"K"/"units":"\\u001b[31mEVIL"/' unit.zarr/.zmetadata unit.zarr/gep0*/t2m/.zattrs
look ls unit.zarr

# Reference sets.
mvua refs demo set.json >/dev/null
sed 's|"[^"]*f003"|"/\\u001b[31mEVIL\\u009b"|' set.json >url.json
look point url.json t2m 0 36
look export url.json gaps.zarr "${what[@]}"
sed 's|"gep01/t2m/.zarray"|"gep01/\\u001b[31mEVIL/.zarray"|' set.json >key.json
look ls key.json

# What is left of exports.
mkdir ".left.zarr.part-$evil"
touch ".left.zarr.part-$evil/file"
look export demo left.zarr "${what[@]}"
look export --discard left.zarr

# Arguments.
look ls "$evil"
look show demo "$evil" t2m 3 -o map.png
