# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# An export of a run in a bucket is that of the same files in a folder, to the byte.

. "${BASH_SOURCE%/*}/remote.bash"
mvua demo demo --count 3 --steps 0-12 >/dev/null
serve demo
what=(--members gep01-gep03 --steps 0-12 --variables "t2m,tp")
mvua export demo folder.zarr "${what[@]}" | sed -E 's/, [^,]* written.*//'
try export noaa:20250918/00 remote.zarr "${what[@]}" | sed -E 's/, [^,]* written.*//'
# But for where the messages lie.
diff -r -x files -x fields.parquet folder.zarr remote.zarr && echo the same
mvua verify remote.zarr | tail -1

# The whole run: what is not there yet is a gap.
try export noaa:20250918/00 whole.zarr --steps 0-15 --variables t2m 2>&1 >/dev/null |
  sed -n '2,4p;$p'
