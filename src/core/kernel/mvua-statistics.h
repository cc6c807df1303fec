/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stddef.h>

/**
 * MvuaStatistics:
 * @mean: (nullable): [n_points]
 * @std: (nullable): [n_points], ddof 0
 * @min: (nullable): [n_points]
 * @max: (nullable): [n_points]
 * @quantiles: [n_quantiles], each 0..1
 * @percentiles: [n_quantiles] arrays of [n_points], linear between order
 *   statistics (numpy's default method)
 *
 * Where to put which statistic; %NULL asks for none.  All in the members' unit.
 */
typedef struct
{
  float *mean;
  float *std;
  float *min;
  float *max;
  size_t n_quantiles;
  const double *quantiles;
  float *const *percentiles;
} MvuaStatistics;

/**
 * mvua_kernel_statistics:
 * @members: [n_members] arrays of [n_points], any unit; NaN is missing
 * @n_members: 1 to %MVUA_KERNEL_MAX_MEMBERS
 *
 * Each statistic over the valid members of each point; NaN where none is valid.
 * Sums run in double, results are rounded to float once.  The outputs must not
 * overlap the members or each other.  Cannot fail, allocates nothing, safe from
 * any thread.
 */
void mvua_kernel_statistics (const float *const *members,
                             size_t n_members,
                             size_t n_points,
                             const MvuaStatistics *out);

#define MVUA_KERNEL_MAX_MEMBERS 128

/**
 * mvua_kernel_exceedance:
 * @members: [n_members] arrays of [n_points], any unit; NaN is missing
 * @threshold: same unit as @members
 * @percent: (out caller-allocates): [n_points], 0..100; must not overlap @members
 *
 * Share of the valid members strictly above @threshold, point by point; NaN where
 * no member is valid.  Cannot fail, allocates nothing, safe from any thread.
 *
 * Source: WMO-No. 1091 (2012), probability as the relative frequency of members.
 */
void mvua_kernel_exceedance (const float *const *members,
                             size_t n_members,
                             size_t n_points,
                             float threshold,
                             float *restrict percent);
