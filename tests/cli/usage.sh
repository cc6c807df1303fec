# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Commands that cannot be understood: a line that says why, where help is, and status 2.

try () {
  echo "\$ mvua $*" >&2
  mvua "$@"
  echo "= $?" >&2
}

try
try frobnicate
try --frobnicate
for command in demo ls export point show refs verify; do
  try "$command"
done
try demo a b
try ls a b
try export a
try export a b c
try point a t2m 1
try show a gep01 t2m
try verify a b
try refs a
try refs a b c
try cache size b
try cache all
try ls --frobnicate a
try export --frobnicate a b
try export --jobs many a b
try export --jobs
