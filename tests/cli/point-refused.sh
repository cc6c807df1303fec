# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Places and variables that are not there.

try () {
  mvua point demo "$@"
  echo "= $?" >&2
}

mvua demo demo --count 1 --steps 3 >/dev/null
try rain 0 30
try gust 0 30
try t2m 60 0
try t2m -91 30
try t2m north 30
try t2m 0 3x
try t2m 0 400
try t2m "" 30
try t2m nan 30
