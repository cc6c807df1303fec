# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Series at places, south and west of 0 as well.

mvua demo demo --count 3 --steps 0-9 >/dev/null
mvua point demo t2m -1.29 36.82
mvua point demo tp -1.29 -323.18 --csv
mvua point demo tp -1.29 36.82 --json
