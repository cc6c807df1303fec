# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What a run in a bucket has, what of the whole run is missing, and what that took.

. "${BASH_SOURCE%/*}/remote.bash"
mvua demo demo --count 3 --steps 0-12 --control >/dev/null
serve demo
try ls noaa:20250918/00
try ls noaa:20250918/00 --no-cache | head -1
try ls noaa:latest | sed -n 2,4p

# All that is missing is in the JSON: 30 members × 81 steps, but for 3 × 5 files.
try ls noaa:20250918/00 --json >json
grep -c '"step":' json
grep -c '"member":"gep0[123]"' json
