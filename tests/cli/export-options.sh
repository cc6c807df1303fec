# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Options that make no sense, each with what was expected.

try () {
  mvua export demo out.zarr "$@"
  echo "= $?" >&2
}

mvua demo demo --count 1 --steps 3 >/dev/null
try --members ""
try --members gep02-gep01
try --members 1-10
try --variables ""
try --variables rain
try --steps ""
try --steps 6-3
try --steps 0-240/0
try --steps 0,,3
try --region africa
try --region 1,2,3
try --region 0,0,10,10
try --format grib
try --layout heap
try --stats ""
try --stats median
try --stats p101
try --thresholds ""
try --thresholds five
try --thresholds -5
try --daily-thresholds 5,,10
try --daily-window 5
try --daily-window noon
try --daily-window 24
try --jobs -1
try --run 2025-09-18
ls -A
