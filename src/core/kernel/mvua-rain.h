/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <limits.h>
#include <stddef.h>

/* No common decimal precision is known: the difference is not rounded. */
#define MVUA_RAIN_UNROUNDED INT_MIN

/**
 * MvuaRainClamps:
 * @n_valid: points where both buckets had a value
 * @n_clamped: of those, points where the difference was below 0 and became 0
 * @lowest: the most negative difference before clamping, mm; 0 if none was
 *
 * Packing makes some differences slightly negative; how many and how far is kept,
 * so that a broken pair of buckets shows.
 */
typedef struct
{
  size_t n_valid;
  size_t n_clamped;
  float lowest;
} MvuaRainClamps;

/**
 * mvua_kernel_rain_difference:
 * @later: [n_points], mm, the bucket from a to c; NaN is missing
 * @earlier: [n_points], mm, the bucket from a to b, a < b < c
 * @decimals: round the difference to 10^-@decimals (may be negative), or
 *   %MVUA_RAIN_UNROUNDED
 * @rain: (out caller-allocates): [n_points], mm from b to c; never negative; NaN
 *   where either bucket is missing; may be @later itself
 * @clamps: (out caller-allocates): overwritten
 *
 * Subtracts in double.  Cannot fail, allocates nothing, safe from any thread.
 */
void mvua_kernel_rain_difference (const float *later,
                                  const float *earlier,
                                  size_t n_points,
                                  int decimals,
                                  float *rain,
                                  MvuaRainClamps *clamps);

/**
 * mvua_kernel_rain_accumulate:
 * @total: (inout): [n_points], mm
 * @part: [n_points], mm; NaN is missing and makes the total NaN for good
 *
 * Adds one part of a longer window, in double.
 */
void mvua_kernel_rain_accumulate (double *restrict total,
                                  const float *restrict part,
                                  size_t n_points);
