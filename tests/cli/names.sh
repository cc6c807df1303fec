# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Outputs and sources of any name, such as one that begins like an option.

mvua demo demo --count 1 --steps 0-3 >/dev/null
what=(--variables t2m --stats none --thresholds none --daily-thresholds none)
long=$(printf '%0240d' 0)
for name in -out.zarr "two words" "prévu.zarr" $'two\nlines' $'pr\xe9vu.zarr' "$long"; do
  mvua export "${what[@]}" -- demo "$name" >/dev/null && echo exported
  mvua verify -- "$name" >/dev/null && echo whole
  mvua ls -- "$name" | grep '^Steps'
  mvua point -- "$name" t2m -1.29 36.82 | grep -c EAT
  mvua export --discard -- "$name" >/dev/null && echo nothing left
done
mvua export demo -- "-a" "-b"
echo "= $?"
mvua combine --discard none.zarr
mvua combine demo none.zarr --discard
