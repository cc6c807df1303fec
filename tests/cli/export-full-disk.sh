# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# As if the disk were full: status 1, and nothing is left.

mvua demo demo --count 2 --steps 0-12 >/dev/null
# What HDF5 cannot write is left open on purpose, which a sanitizer takes for a leak.
export ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
for format in zarr2 zarr3 netcdf; do
  (
    ulimit -f 8
    mvua export demo "out.$format" --format "$format"
  )
  echo "= $?" >&2
done
ls -A
