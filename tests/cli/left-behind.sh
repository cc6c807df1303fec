# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What is left of references that were killed, and of exports that had no journal yet, is
# told of and can be discarded, but not while somebody is at work on it.

hide () {
  sed -E "s/part-[0-9a-f]{8}/part-ID/; s|$PWD|SCRATCH|; s/, in [0-9.]+ s//"
}

# try COMMAND…
try () {
  mvua "$@" 2>&1 | hide
  echo "= ${PIPESTATUS[0]}"
}

# stop TARGET COMMAND…: stands still while the output grows; on a machine that is too
# fast for that it is tried again
stop () {
  local target=$1
  shift
  while true; do
    "$@" >/dev/null 2>&1 &
    id=$!
    while kill -0 "$id" 2>/dev/null && ! ls ".$target.part-"*/.lock >/dev/null 2>&1; do
      :
    done
    kill -STOP "$id" 2>/dev/null
    while grep -q '^State:.[RSD]' "/proc/$id/status" 2>/dev/null; do
      :
    done
    ls ".$target.part-"*/.lock >/dev/null 2>&1 && [ ! -e "$target" ] && return
    kill -KILL "$id" 2>/dev/null
    wait "$id" 2>/dev/null
    rm -rf "$target" ".$target.part-"*
  done
}

end () {
  kill -KILL "$id"
  wait "$id" 2>/dev/null
}

mvua demo demo --count 30 --steps 0-72 >/dev/null
for target in refs.json refs.par refs.parq; do
  stop "$target" mvua refs demo "$target"
  try refs --discard "$target"
  end
  try refs demo "$target" --variables nothing
  try refs --discard "$target"
  try refs --discard "$target"
  ls -A
done
stop refs.json mvua refs demo refs.json
end
try refs demo refs.json --members gep01
try refs --discard refs.json

# As an export is killed before it has a journal.
for command in export combine; do
  mkdir .out.nc.part-0badcafe
  touch .out.nc.part-0badcafe/.lock
  try "$command" demo out.nc --format nothing
  try "$command" --discard out.nc
done
ls -A
