# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Messages that are not there have no key, and are listed; what a set says that a message
# is it must be.

mvua demo demo --count 3 --steps 0-12 >/dev/null
folder=$(echo demo/*/*/atmos/*)
rm "$folder"/gep02*f009 "$folder"/gep02*f009.idx
sed -i '/APCP/d' "$folder"/gep01*f012.idx
mvua refs demo refs.json
grep -c 'gep02/.*/3.0.0' refs.json
grep -c '"gep01/tp_bucket/[1-4]' refs.json

# Of two members that are swapped in a set no field is taken for the other's.
sed -e 's/gep01\.t00z/gepXX.t00z/; s/gep03\.t00z/gep01.t00z/; s/gepXX\.t00z/gep03.t00z/' refs.json >swapped.json
mvua export swapped.json out.zarr --members gep01,gep03 --variables t2m --steps 3 --stats none
