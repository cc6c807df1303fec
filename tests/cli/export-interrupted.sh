# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Ctrl-C and SIGTERM: status 130.  After Ctrl-C nothing is left; after SIGTERM what was
# done stays, and is gone on with.

# interrupt SIGNAL PATTERN: when the journal has a line with that in it; on a machine
# that is too fast for that it is tried again
interrupt () {
  local id status=0
  while [ "$status" -eq 0 ]; do
    rm -rf out.zarr
    mvua export demo out.zarr --jobs 1 >/dev/null &
    id=$!
    while kill -0 "$id" 2>/dev/null && ! grep -qs "$2" .out.zarr.part-*/journal; do
      sleep 0.01
    done
    kill "-$1" "$id" 2>/dev/null
    wait "$id"
    status=$?
  done
  echo "= $status" >&2
  find . -mindepth 1 -maxdepth 1 -printf '%f\n' | sort | sed -E 's/part-[0-9a-f]{8}/part-ID/'
}

mvua demo demo --count 12 --steps 0-72 >/dev/null
interrupt INT " begun"
interrupt TERM " unit "
mvua export --resume out.zarr >/dev/null
echo "= $?" >&2
mvua export demo whole.zarr >/dev/null
diff -rq out.zarr whole.zarr && echo the same
ls -A
