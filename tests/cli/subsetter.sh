# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What a server cuts out: two programs at once that want the same have it cut once, it is
# asked for again to be compared, and what is left is told and removed.

. "${BASH_SOURCE%/*}/remote.bash"
mvua demo demo --count 2 --steps 0-6 >/dev/null
serve demo
"$MVUA_CUT" demo go >cuts &
cutter=$!
trap 'kill $server $cutter' EXIT
what=(--variables "t2m,tp" --stats none --thresholds none --members "gep01,gep02" --steps 0-6)

# until_true COMMAND …: for a minute at most
until_true () {
  for _ in {1..1200}; do
    ! "$@" || return 0
    sleep 0.05
  done
  echo "not true: $*"
  return 1
}
has_lines () { [ -e cuts ] && [ "$(wc -l <cuts)" -ge "$1" ]; }
is_at_it () { find "/proc/$1/fd" -lname "*.cut-out*" 2>/dev/null | grep -q .; }
# n_cut: requests since the last call
n_cut () {
  local n=$(($(wc -l <cuts) - 1))
  echo "cut out: $((n - ${cut_before:-0}))"
  cut_before=$n
}
cut_out () {
  mvua export noaa:20250918/00 "$1" "${what[@]}" --way subsetter --subsetter-url "$script" >/dev/null 2>&1
}

until_true has_lines 1
script=$(head -1 cuts)
mvua export noaa:20250918/00 one.zarr "${what[@]}" --way subsetter --subsetter-url "$script" >/dev/null 2>&1 &
one=$!
until_true has_lines 2
mvua export noaa:20250918/00 two.zarr "${what[@]}" --way subsetter --subsetter-url "$script" >/dev/null 2>&1 &
two=$!
until_true is_at_it $two
touch go
wait $one && wait $two && echo "both done"
n_cut
ls caches/mvua/subset
mvua verify one.zarr
mvua verify two.zarr

# Each field says what it was cut out of, so that it is asked for again, once a file.
again () {
  mvua verify "$@" --source | tail -n +2 | sed "s|$script|SCRIPT|; s/subregion=.*bottomlat=-12/BOX/"
  echo "= ${PIPESTATUS[0]}"
}
n_cut >/dev/null
again one.zarr
n_cut
again one.zarr --sample 1
n_cut
again one.zarr --json | grep -E 'n_|='
file=$(ls demo/*/*/atmos/*/gep01*.f003)
at=$(grep ':TMP:2 m' "$file.idx" | cut -d: -f2)
cp "$file" whole
printf X | dd of="$file" bs=1 seek=$((at + 300)) conv=notrunc status=none
again one.zarr
again one.zarr demo
rm "$file"
again one.zarr
mv whole "$file"
n_cut >/dev/null

# An export that was killed is gone on with from what was cut out, and says the same of it;
# where that has been removed since, it cannot be.
killed () {
  while true; do
    mvua export noaa:20250918/00 "$1" "${what[@]}" --way subsetter --subsetter-url "$script" --jobs 1 >/dev/null 2>&1 &
    local id=$!
    while kill -0 "$id" 2>/dev/null && ! grep -qs " unit " ".$1.part-"*/journal; do
      sleep 0.005
    done
    kill -KILL "$id" 2>/dev/null
    wait "$id" 2>/dev/null
    [ -e "$1" ] || return
    rm -rf "$1"
  done
}
killed five.zarr
mvua export five.zarr --resume | sed -E 's/ fields,.*//; s/^[0-9]+ of them/N of them/'
ls caches/mvua/subset
again five.zarr
killed six.zarr
mvua cache clear >/dev/null
mvua export six.zarr --resume; echo "= $?"
n_cut >/dev/null

# What failed leaves what it had cut out; it is told, stays while somebody is at it, and
# goes with the rest.
file=$(ls demo/*/*/atmos/*/gep02*.f006)
echo "<html>" >"$file"
cut_out three.zarr; echo "= $?"
mvua cache | grep -v Folder
mvua cache --json | grep cut_out
mvua cache list | grep -A1 filter | sed "s|$script|SCRIPT|"
rm go
mvua export noaa:20250918/00 three.zarr "${what[@]}" --way subsetter --subsetter-url "$script" >/dev/null 2>&1 &
three=$!
until_true is_at_it $three
mvua cache clear | sed 's/in .*//'
find caches/mvua/subset -mindepth 1 -maxdepth 1 | wc -l
touch go
wait $three; echo "= $?"
mvua cache clear >/dev/null
ls caches/mvua/subset

# And by itself, a day after it was used last.
cut_out three.zarr; echo "= $?"
find caches/mvua/subset -exec touch -d "25 hours ago" {} +
old=$(find caches/mvua/subset -mindepth 1 -maxdepth 1)
what+=(--region "5,30,0,40")
cut_out four.zarr; echo "= $?"
find caches/mvua/subset -mindepth 1 -maxdepth 1 | wc -l
find caches/mvua/subset -mindepth 1 -maxdepth 1 | grep -cF "$old" || true
