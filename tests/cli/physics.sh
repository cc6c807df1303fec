# SPDX-FileCopyrightText: 2026 The Mvua developers
# SPDX-License-Identifier: Apache-2.0

# Fields that look odd are exported as they are, and named.

"$MVUA_FLAWED" flawed
mvua export flawed out.zarr --region global --thresholds none --daily-thresholds none
echo "= $?"
mvua export flawed again.zarr --region global --steps 9 --stats none --json 2>/dev/null |
  sed -n '/odd_fields/,$p'
grep -oE '"physics_(n|by)[a-z_]*":[^}]*,"physics_comment' out.zarr/.zattrs | tr ',' '\n'
