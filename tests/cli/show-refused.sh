# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# What cannot be drawn is said, and no file is left.

mvua demo demo --count 2 --steps 0-6 >/dev/null
try () {
  mvua show demo "$@"
  echo "= $?" >&2
}

try gep01 t2m 12 -o map.png
try gep01 t2m day1 -o map.png
try gep01 nothing 6 -o map.png
try gep99x t2m 6 -o map.png
try probabilities tp 6 -o map.png
try gep01 tp day1 -o map.png
try gep01 t2m 6 -o map.gif
try gep01 t2m 6 -o map.png --size 9x9
try gep01 t2m 6 -o map.png --scale nothing
try gep01 t2m 6 -o map.png --fill solid
try gep01 t2m 6 -o none/map.png
try gep01 t2m 6
ls
