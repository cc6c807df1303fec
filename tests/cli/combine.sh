# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# From stores of members to one store, and what there is to see of it.

mvua demo demo --count 3 --steps 0-36 --control >/dev/null
mvua export demo direct.zarr --members gep01-gep03,gec00 --variables t2m,tp >/dev/null
mvua export demo members --layout members --members gep01-gep03,gec00 \
  --variables t2m,tp >/dev/null
mvua combine members out.zarr
mvua verify out.zarr
# All but what the metadata says of how the rain was made.
diff -r direct.zarr out.zarr | grep -vE '\.z(attrs|metadata)|^[<>]|^---|^[0-9,]+c|^\\|\.mvua/files'
# And out of that once more; the rain is then nobody's differences.
mvua export out.zarr final.zarr --members gep01-gep03,gec00 >/dev/null
diff -r out.zarr final.zarr -x .mvua -x .zattrs -x .zmetadata && echo "export, combine, export: the same values"
rm -r final.zarr
mvua ls out.zarr
mvua ls members | sed -n 4,7p
mvua show out.zarr mean t2m 12 -o map.png
mvua point out.zarr tp -1.29 36.82 >is
mvua point demo tp -1.29 36.82 >was
cmp is was
mvua combine out.zarr again.zarr --format zarr3 --members gep01,gep02 --stats mean,p90 --thresholds 2.5
ls -A again.zarr again.zarr/ensemble_stats
mvua combine members out.nc --format netcdf --variables t2m --json | grep -E '"(n_fields|demo)"'
rm -r members/gep02.zarr/t2m/0.0.0
mvua combine members gaps.zarr --variables t2m --steps 3 --json | grep -E '"(member|step|status|why)"'
ls -A
