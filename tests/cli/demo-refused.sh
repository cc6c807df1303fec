# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Options of the demo that cannot be met, and places that it does not touch.

try () {
  mvua demo "$@"
  echo "= $?" >&2
}

try d --count 0
try d --count 31
try d --steps 0-7/2
try d --steps 243
try d --steps ""
try d --grid mars
try d --run 20250918
try d --run 20250918/05
try d --jobs -1
mkdir -p real/gefs.20250918/00/atmos/pgrb2sp25
try real
mvua demo d --count 1 --steps 3 --json >/dev/null
try d --count 1 --steps 3
echo text >file
try file
try file/below
ls -A
