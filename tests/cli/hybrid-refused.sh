# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What cannot be a hybrid: status 2, and nothing is left.

try () {
  mvua "$@"
  echo "= $?" >&2
}

mvua demo demo --count 2 --steps 0-6 >/dev/null
mvua export demo out --decode t2m --rest refs >/dev/null
mvua export demo store >/dev/null
mvua refs demo set.json >/dev/null
try export demo new --decode stats
try export demo new --decode stats --rest zarr
try export demo new --decode gust-0-6 --rest refs
try export demo new --decode t2m, --rest refs
try export demo new --decode tp --rest refs --variables t2m
try export demo new --decode 0-6 --rest refs --steps 3-6
try export demo new --decode stats --rest refs --format zarr3
try export demo new --decode stats --rest refs --layout members
try export demo new --rest refs --url s3
try export demo new --url s3
try export store new --decode stats --rest refs
try export out new --decode stats --rest refs
try refs store new.json
try export demo out --top-up
try export demo store --top-up --rest refs
try verify set.json
printf x >>out/refs.json
try ls out
try verify out
rm -r demo
try export out new --members gep01 --steps 6
try ls out/refs.par
ls
