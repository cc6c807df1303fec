# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What cannot be made into references, or is none: why, and with which status.

try () {
  echo "\$ mvua $*" >&2
  mvua "$@"
  echo "= $?" >&2
}

mvua demo demo --count 1 --steps 0-3 >/dev/null
try refs demo out.zarr
try refs demo out.json --url s3
try refs demo out.json --url ftp
try refs demo out.json --members gep09
try refs demo out.json --variables t9m
try refs nowhere out.json
: >there.json
try refs demo there.json
mkdir folder && : >folder/mine
try refs demo folder --overwrite
mkdir other.parq && : >other.parq/mine
try refs demo other.parq --overwrite

echo '{"version":1,"refs":{},"gen":[{"key":"x"}]}' >gen.json
echo '{"version":3,"refs":{}}' >version.json
echo '{"type":"FeatureCollection","features":[]}' >map.json
echo '{"version":1,"refs":{"a/0":["{{u}}",1,2]},"templates":{"v":"x"}}' >template.json
echo '{"version":1,"refs":{"../a":"x"}}' >path.json
echo '{"version":1,"refs":{"a/0":["x",-1,2]}}' >negative.json
echo '{"version":1,"refs":{".zgroup":"{}"}}' >empty.json
printf '{"version":1,"refs":{"a' >short.json
for name in gen version map template path negative empty short; do
  try ls "$name.json"
done
mvua refs demo here.json --url relative >/dev/null
sed 's|\["demo/|["s3://noaa-gefs-pds/|' here.json >bucket.json
try ls bucket.json --base-url http://127.0.0.1:1/ 2>&1 | sed 's/after [0-9]* ms/after N ms/' >&2
sed 's|\["demo/|["gs://noaa-gefs-pds/|' here.json >google.json
try ls google.json
ls
