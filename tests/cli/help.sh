# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What each command tells of itself.

mvua --help
for command in demo ls export combine point show refs verify cache; do
  mvua "$command" --help
done
mvua -h | cmp - <(mvua --help)
