# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# A hybrid, whatever is decoded of it, is the ensemble again.

options=(--region "5,30,-5,42" --variables "t2m,tp,cape" --stats "mean,p90" --thresholds 5)
mvua demo demo --count 2 --steps 0-12 >/dev/null
mvua export demo direct.zarr "${options[@]}" >/dev/null

# differs FOLDER: what differs from the direct export; a note on how many differences of rain
# were below 0 is told by whoever made them.
differs () {
  diff -r direct.zarr "$1" -x .mvua -x .zmetadata -x .zattrs
}

for decode in stats 0-9; do
  mvua export demo hybrid --decode "$decode" --rest refs "${options[@]}" --overwrite >/dev/null
  mvua export hybrid again.zarr "${options[@]:2}" --overwrite >/dev/null && differs again.zarr && echo "$decode: the same fields"
done
for form in par parq; do
  mvua export demo "hybrid-$form" --decode t2m,tp,0-6 --rest $form "${options[@]}"
  mvua export "hybrid-$form/refs.$form" again.zarr "${options[@]:2}" --overwrite >/dev/null && differs again.zarr && echo "$form: the same fields"
done

mvua ls hybrid-par
mvua point hybrid-par t2m -1.29 36.82 --csv | grep -v '^#' | cmp - <(mvua point demo t2m -1.29 36.82 --csv | grep -v '^#') &&
  echo "the same series"
mvua show hybrid-par mean t2m 12 -o hybrid.png && mvua show direct.zarr mean t2m 12 -o direct.png
cmp <(head -c 8 hybrid.png) <(head -c 8 direct.png) && echo "a map"

# It can be moved as a whole, for its chunks are named by where the set lies.
mkdir below
mv hybrid-parq below
mvua verify below/hybrid-parq
mvua verify hybrid-par/refs.par
mvua export demo stats --decode stats,cape,0-6 --rest refs --json | grep n_references
ls stats
find . -name '*part*'
