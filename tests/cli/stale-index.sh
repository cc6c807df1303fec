# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# An index that is out of date is said once, and costs nothing else.

mvua demo demo --count 2 --steps 0-12 >/dev/null
mvua export demo right.zarr >/dev/null
for index in demo/*/*/atmos/*/gep01*f009.idx; do
  awk -F: -v OFS=: '{ $2 += 1; print }' "$index" >new
  mv new "$index"
done
echo nonsense >"$(echo demo/*/*/atmos/*/gep02*f012.idx)"
mvua export demo out.zarr
cmp right.zarr/gep01/tp/0.0.0 out.zarr/gep01/tp/0.0.0
