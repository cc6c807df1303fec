# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# A made-up ensemble says that it is one, everywhere.

mvua demo demo --count 2 --steps 0-6 --jobs 1
find demo -type f | LC_ALL=C sort
head -1 demo/DEMO-NOT-A-FORECAST.txt
mvua demo demo --count 1 --steps 3 --overwrite --control --json
find demo -name 'ge*.f*' | LC_ALL=C sort
