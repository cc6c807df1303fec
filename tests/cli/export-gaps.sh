# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What is missing is listed with its reason, and the status says so.

mvua demo demo --count 3 --steps 0-12 >/dev/null
folder=$(echo demo/*/*/atmos/*)
rm "$folder"/gep02*f009 "$folder"/gep02*f009.idx
cp "$folder"/gep03.t00z.pgrb2s.0p25.f006 "$folder"/gep01.t00z.pgrb2s.0p25.f006
truncate -s 1000 "$folder"/gep03.t00z.pgrb2s.0p25.f012
mvua export demo out.zarr --variables t2m,tp
