# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0
#
# What is printed into a full disk is lost, and that is no success.

for arguments in --help --version "cache size"; do
  # shellcheck disable=SC2086 # these are words
  XDG_CACHE_HOME=$PWD/cache mvua $arguments >/dev/full
  echo "mvua $arguments: status $?"
done
