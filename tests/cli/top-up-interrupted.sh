# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Ctrl-C and SIGTERM while a store is added to: status 130, and it is as it was.

interrupt () {
  mvua export demo out.zarr --steps 0-72 --top-up --jobs 1 &
  local id=$!
  # It has begun when the partial output is there.
  for _ in $(seq 1000); do
    [ -z "$(find . -maxdepth 1 -name '.out.zarr.part-*')" ] || break
    sleep 0.01
  done
  kill "-$1" "$id"
  wait "$id"
  echo "= $?" >&2
  ls -A
  diff -rq out.zarr before.zarr && echo as it was
}

mvua demo demo --count 12 --steps 0-72 >/dev/null
mvua export demo out.zarr --steps 0-6 --variables t2m,tp,cape,sp --stats mean --thresholds none >/dev/null
cp -a out.zarr before.zarr
interrupt INT
interrupt TERM
