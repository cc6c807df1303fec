# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

mvua demo demo --count 2 --steps 0-9 >/dev/null
rm demo/*/*/atmos/*/gep02*f003*
mvua point demo tp 1.01 30 --csv
