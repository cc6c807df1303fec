# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# From a folder to a store that is whole.

mvua demo demo --count 3 --steps 0-36 >/dev/null
mvua export demo out.zarr --thresholds 2.5,10
mvua verify out.zarr
ls -A
ls -A out.zarr out.zarr/ensemble_stats
ls -d out.zarr/probabilities/prob* out.zarr/probabilities/daily/prob*
mvua export demo three.zarr --format zarr3 --variables t2m,tp --steps 0-36/6 --jobs 1
mvua verify three.zarr
mvua export demo members --layout members --variables t2m --steps 3
ls -A members
mvua export demo out.nc --format netcdf --variables tp --stats none
mvua export demo variables --format netcdf --layout variables --variables tp,t2m
ls -A variables
mvua export demo point.zarr --region -1.25,36.75,-1.25,36.75 --variables t2m
ls -A
