# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# A cycle that is still running is exported, and the store gets the rest when it has come:
# only that is fetched, and then it is to the byte what an export of all of it is.

. "${BASH_SOURCE%/*}/remote.bash"
export SOURCE_DATE_EPOCH=1758153600
mvua demo demo --count 3 --steps 0-36 >/dev/null
folder=$(cd demo && echo */*/atmos/*)
mkdir -p "now/$folder"
what=(--members gep01-gep03 --steps 0-36 --variables "t2m,tp,cape")

# arrive PATTERN
arrive () {
  # shellcheck disable=SC2086 # it is a pattern
  (cd "demo/$folder" && cp $1 "../../../../../now/$folder")
}

# What is told before and after, without what depends on the link.
add () {
  try export noaa:20250918/00 out.zarr "$@" 2>&1 |
    sed -E '/^  gep/d; s/: [0-9:]+ at .*//; s/, [0-9.]+ .?B read, .*//'
}

arrive "gep0[12]*.f0[01]*"
arrive "gep03*.f00*"
serve now
add "${what[@]}"
arrive "*.f0[012]*"
look_again
add --top-up
arrive "*"
look_again
add --top-up
add --top-up
mvua verify out.zarr >/dev/null && echo whole
try export noaa:20250918/00 fresh.zarr "${what[@]}" >/dev/null 2>&1
diff -rq out.zarr fresh.zarr && echo as fresh
mvua export demo local.zarr "${what[@]}" >/dev/null
diff -rq -x .mvua out.zarr local.zarr && echo as from files
