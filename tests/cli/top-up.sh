# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# A run comes bit by bit, and the store gets what has come: only that, and to the byte
# what an export of all of it is.

export SOURCE_DATE_EPOCH=1758153600
mvua demo demo --count 3 --steps 0-36 >/dev/null
folder=$(echo demo/*/*/atmos/*)
mkdir now

# arrive PATTERN
arrive () {
  # shellcheck disable=SC2086 # it is a pattern
  cp "$folder"/$1 now
}

add () {
  mvua export now "$@" --top-up 2>&1
  echo "= $?"
}

for format in zarr2 zarr3; do
  rm -f now/*
  arrive "gep0[12]*.f0[01]*"
  mvua export now "$format" --format "$format" --variables t2m,tp 2>&1
  echo "= $?"
  arrive "gep03*.f0[01]*"
  arrive "*.f02[17]*"
  add "$format"
  arrive "*.f024*"
  add "$format" --variables t2m,tp --format "$format"
  before=$(stat -c '%i %Y %Z' "$format")
  add "$format"
  [ "$before" = "$(stat -c '%i %Y %Z' "$format")" ] && echo untouched
  arrive "gep01*.f030*"
  add "$format" --json
  add "$format" --steps 0-36
  arrive "*"
  add "$format" --jobs 1
  mvua verify "$format" >/dev/null && echo whole
  mvua export now fresh --format "$format" --variables t2m,tp --steps 0-36 >/dev/null
  diff -rq "$format" fresh && echo as fresh
  rm -r fresh
done
ls -A
