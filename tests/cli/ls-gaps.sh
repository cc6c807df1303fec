# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What is missing is listed, and the status says so.

mvua demo demo --count 3 --steps 0-24 >/dev/null
rm demo/*/*/atmos/*/gep02*f003*
rm demo/*/*/atmos/*/gep02*f006*
rm demo/*/*/atmos/*/gep03*f012*
: >"$(echo demo/*/*/atmos/*/gep01*f018)"
rm demo/*/*/atmos/*/gep01*f018.idx
mvua ls demo
