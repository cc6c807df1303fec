# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Ctrl-C and SIGTERM: status 130, and nothing is left.

interrupt () {
  mvua export demo out.zarr --jobs 1 &
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
}

mvua demo demo --count 12 --steps 0-72 >/dev/null
interrupt INT
interrupt TERM
