# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# References to an ensemble, in each form, are the ensemble again.

mvua demo demo --count 2 --steps 0-12 >/dev/null
mvua export demo direct.zarr >/dev/null
for form in json par parquet parq; do
  mvua refs demo "refs.$form"
  mvua export "refs.$form" "$form.zarr" >/dev/null && diff -r direct.zarr "$form.zarr" && echo "$form: the same store"
done

# A set is opened for what it is, compressed or not, whatever it is called.
gzip -c refs.json >other-name
mvua ls other-name --json | grep -c '"gep0[12]"'

# From form to form, and back: to the byte the same.
mvua refs demo one.json >/dev/null
mvua refs one.json two.parq >/dev/null
mvua refs two.parq three.par >/dev/null
mvua refs three.par four.json >/dev/null
cmp one.json four.json && echo "json, parq, par, json: the same set"

# Made of a set, relative to where it lies.
mkdir below
mvua refs refs.par below/moved.json --url relative --members gep02 --variables t2m,tp
grep -o '\["[^,]*f003' below/moved.json
mvua point below/moved.json tp -1.29 36.82 --csv >moved.csv
mvua point demo tp -1.29 36.82 --csv | grep -v '^#' | cut -d, -f1-3,5 |
  cmp - <(grep -v '^#' moved.csv) && echo "the same rain"
mvua refs demo refs.json --overwrite --json
mvua refs demo refs.parq --overwrite
find . -name '*part*'

# Raw rain does not go by the name of rain that can be summed up.
grep -c tp_bucket refs.json
grep -q '"gep01/tp/' refs.json || echo "no tp"
