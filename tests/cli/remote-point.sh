# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# The series at a place out of a bucket are those of the folder.

. "${BASH_SOURCE%/*}/remote.bash"
mvua demo demo --count 3 --steps 0-12 >/dev/null
serve demo
columns () { cut -d, -f1-6; }
mvua point demo tp -1.3 36.8 --csv | columns >folder.csv
try point noaa:20250918/00 tp -1.3 36.8 --csv | columns >remote.csv
diff folder.csv remote.csv && echo the same
try point noaa:20250918/00 tp -1.3 36.8 --csv | columns | diff folder.csv - &&
  echo the same
