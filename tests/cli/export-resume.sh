# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# An export that was killed is told of, is gone on with by whoever has all of it as it
# was, and is as if nothing had happened; while somebody is at work on it nobody else is.

hide () {
  sed -E 's/part-[0-9a-f]{8}/part-ID/; s/[1-9][0-9]* of ([0-9]+) parts/N of \1 parts/'
}

# try ARGUMENTS…
try () {
  mvua export "$@" 2>&1 | hide | sed -E 's/, [^,]* read.*//; s/^[0-9]+ of them/N of them/'
  echo "= ${PIPESTATUS[0]}"
}

# cut TARGET PATTERN COMMAND…: one that stands still when PATTERN is a line of its
# journal; on a machine that is too fast for that it is tried again
cut () {
  local target=$1 pattern=$2
  shift 2
  while true; do
    "$@" >/dev/null 2>&1 &
    id=$!
    while kill -0 "$id" 2>/dev/null && ! grep -qs "$pattern" ".$target.part-"*/journal; do
      sleep 0.01
    done
    kill -STOP "$id" 2>/dev/null
    [ -e "$target" ] || return
    kill -KILL "$id" 2>/dev/null
    wait "$id" 2>/dev/null
    rm -rf "$target" ".$target.part-"*
  done
}

# stop TARGET ARGUMENTS…
stop () {
  cut "$1" " unit " mvua export demo "$@" --jobs 1
}

end () {
  kill -KILL "$id"
  wait "$id" 2>/dev/null
}

mvua demo demo --count 6 --steps 0-72 >/dev/null
mvua export demo whole.zarr >/dev/null
for format in zarr2 zarr3; do
  stop "$format" --format "$format"
  try --resume "$format"
  try --discard "$format"
  end
  try demo "$format" --members gep01 --variables nothing
  try --resume demo "$format" --format "$format" --steps 0-48
  try --resume demo "$format" --format "$format" --top-up
  cp -a demo other
  touch other/*/*/atmos/*/*.f012
  try --resume other "$format" --format "$format"
  rm -r other
  try --resume demo "$format" --format "$format"
  mvua verify "$format" >/dev/null && echo whole
done
diff -rq zarr2 whole.zarr && echo the same

stop out.zarr
end
try --discard out.zarr | sed "s|$PWD|SCRATCH|"
try --discard out.zarr
try --resume out.zarr
try --resume demo out.zarr
try --resume demo out.zarr
try out.zarr

# netCDF begins anew.
cut out.nc " begun" mvua export demo out.nc --format netcdf --jobs 1
end
try demo out.nc --format nothing
try --resume out.nc
ls -A
