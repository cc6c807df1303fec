# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Maps of a member, a statistic and a probability, as each kind of file.

mvua demo demo --count 3 --steps 0-30 >/dev/null
mvua show demo gep02 t2m 12 -o t2m.png --isolines --size 400x300
mvua show demo ensemble_stats/mean tp 0-24 -o mean.pdf --wind barbs
mvua show demo probabilities prob_gt_25mm day1 -o probability.svg --utc --fill contours
for file in t2m.png mean.pdf probability.svg; do head -c 4 "$file" | tr -dc 'A-Z<?x%' && echo; done
ls
