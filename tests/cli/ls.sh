# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What a folder has, and that nothing is missing.

mvua demo demo --count 3 --steps 0-12 --control >/dev/null
mvua ls demo
