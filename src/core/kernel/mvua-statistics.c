/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-statistics.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Points that are worked on together.  Thirty rows of them stay in the first-level
 * cache, and every inner loop has this one length, which compilers turn into vector
 * code without a remainder. */
#define TILE 64

typedef struct
{
  _Alignas(64) float rows[MVUA_KERNEL_MAX_MEMBERS][TILE];
  double mean[TILE];
  int32_t n_valid[TILE]; /* signed, since SSE2 converts no unsigned ones */
  size_t n_members;
  size_t n_points; /* of the TILE; the others are padding */
} Tile;

/* Arithmetic makes NaNs of either sign; what is missing shall be one bit pattern. */
static inline float
to_float (double value)
{
  const float rounded = (float) value;

  return isnan (rounded) ? NAN : rounded;
}

/* The values themselves where they fill a tile, else a copy with padding. */
static inline const float *
as_row (const float *values, size_t n_values, float *copy)
{
  if (n_values == TILE)
    return values;

  memcpy (copy, values, n_values * sizeof *copy);
  for (size_t p = n_values; p < TILE; p++)
    copy[p] = 0;
  return copy;
}

static void
load (Tile *tile, const float *const *members, size_t first)
{
  memset (tile->n_valid, 0, sizeof tile->n_valid);
  for (size_t m = 0; m < tile->n_members; m++)
    {
      float copy[TILE];
      const float *row = as_row (members[m] + first, tile->n_points, copy);

      for (size_t p = 0; p < TILE; p++)
        {
          const float v = row[p];

          tile->rows[m][p] = v;
          tile->n_valid[p] += !isnan (v);
        }
    }
}

static void
compute_mean (Tile *tile)
{
  double sum[TILE] = { 0 };

  for (size_t m = 0; m < tile->n_members; m++)
    for (size_t p = 0; p < TILE; p++)
      {
        const double v = (double) tile->rows[m][p];

        sum[p] += isnan (v) ? 0 : v;
      }

  for (size_t p = 0; p < TILE; p++)
    tile->mean[p] = sum[p] / tile->n_valid[p]; /* 0/0 is NaN, as it should be */
}

static void
write_std (const Tile *tile, float *std)
{
  double sum[TILE];

  /* 0, or NaN for a mean that is not finite.  Where it is finite no member is
   * infinite, so that below a difference is NaN for missing members alone. */
  for (size_t p = 0; p < TILE; p++)
    sum[p] = tile->mean[p] - tile->mean[p];

  for (size_t m = 0; m < tile->n_members; m++)
    for (size_t p = 0; p < TILE; p++)
      {
        const double d = (double) tile->rows[m][p] - tile->mean[p];
        const double square = d * d;

        sum[p] += isnan (square) ? 0 : square;
      }

  for (size_t p = 0; p < tile->n_points; p++)
    std[p] = to_float (sqrt (sum[p] / tile->n_valid[p]));
}

static void
write_min (const Tile *tile, float *min)
{
  float lowest[TILE];

  for (size_t p = 0; p < TILE; p++)
    lowest[p] = INFINITY;
  for (size_t m = 0; m < tile->n_members; m++)
    for (size_t p = 0; p < TILE; p++) /* false for NaN */
      lowest[p] = tile->rows[m][p] < lowest[p] ? tile->rows[m][p] : lowest[p];
  for (size_t p = 0; p < tile->n_points; p++)
    min[p] = tile->n_valid[p] > 0 ? lowest[p] : NAN;
}

static void
write_max (const Tile *tile, float *max)
{
  float highest[TILE];

  for (size_t p = 0; p < TILE; p++)
    highest[p] = -INFINITY;
  for (size_t m = 0; m < tile->n_members; m++)
    for (size_t p = 0; p < TILE; p++)
      highest[p] = tile->rows[m][p] > highest[p] ? tile->rows[m][p] : highest[p];
  for (size_t p = 0; p < tile->n_points; p++)
    max[p] = tile->n_valid[p] > 0 ? highest[p] : NAN;
}

/* Missing members sort last, where the count of valid ones keeps readers away. */
static void
move_missing_last (Tile *tile)
{
  for (size_t m = 0; m < tile->n_members; m++)
    for (size_t p = 0; p < TILE; p++)
      tile->rows[m][p] = isnan (tile->rows[m][p]) ? INFINITY : tile->rows[m][p];
}

/* The two comparisons are the very definitions of MINPS and MAXPS, which gcc and
 * clang see; any other way of writing them costs a mask and three more operations. */
static void
compare_exchange (float *restrict upper, float *restrict lower)
{
  for (size_t p = 0; p < TILE; p++)
    {
      const float a = upper[p];
      const float b = lower[p];

      upper[p] = b < a ? b : a;
      lower[p] = b > a ? b : a;
    }
}

/* Batcher's merge exchange, a network: which members are compared does not depend on
 * their values, so that one instruction compares them at several points.
 * Source: D. E. Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M. */
static void
sort (Tile *tile)
{
  const size_t n = tile->n_members;
  size_t half = 1;

  while (2 * half < n)
    half *= 2;

  for (size_t bit = half; bit > 0; bit /= 2)
    {
      size_t distance = bit;
      size_t phase = 0;

      for (size_t q = half; true; q /= 2)
        {
          for (size_t i = 0; i + distance < n; i++)
            if ((i & bit) == phase)
              compare_exchange (tile->rows[i], tile->rows[i + distance]);
          if (q == bit)
            break;
          distance = q - bit;
          phase = bit;
        }
    }
}

/* numpy's linear interpolation. */
static inline double
interpolate (double a, double b, double t)
{
  return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
}

/* Where that would be infinity minus infinity, the sum is the limit: infinite if one
 * of the two is, NaN between -inf and +inf alone. */
static inline double
interpolate_any (double a, double b, double t)
{
  return isfinite (b - a) ? interpolate (a, b, t) : a + b;
}

typedef struct
{
  size_t below;
  size_t above; /* == below if the position is a whole number */
  double t;
} Position;

static inline Position
find_position (double quantile, int32_t n_valid)
{
  const double position = quantile * (n_valid - 1);
  const size_t below = (size_t) position;
  const double t = position - (double) below;

  return (Position){ below, below + (t > 0), t };
}

/* Sorted, whether all points have the same number of valid members, all finite. */
static bool
is_plain (const Tile *tile)
{
  const int32_t n = tile->n_valid[0];
  int n_odd = n == 0;

  for (size_t p = 0; n > 0 && p < tile->n_points; p++)
    {
      n_odd += tile->n_valid[p] != n;
      n_odd += !(tile->rows[0][p] > -INFINITY);
      n_odd += !(tile->rows[n - 1][p] < INFINITY);
    }
  return n_odd == 0;
}

static void
write_plain_percentile (const Tile *tile, double quantile, float *restrict percentile)
{
  const Position at = find_position (quantile, tile->n_valid[0]);
  const float *a = tile->rows[at.below];
  const float *b = tile->rows[at.above];

  for (size_t p = 0; p < tile->n_points; p++)
    percentile[p] = (float) interpolate ((double) a[p], (double) b[p], at.t);
}

static void
write_percentile (const Tile *tile, double quantile, float *restrict percentile)
{
  for (size_t p = 0; p < tile->n_points; p++)
    {
      if (tile->n_valid[p] == 0)
        {
          percentile[p] = NAN;
          continue;
        }

      const Position at = find_position (quantile, tile->n_valid[p]);
      const double a = (double) tile->rows[at.below][p];
      const double b = (double) tile->rows[at.above][p];

      percentile[p] = to_float (interpolate_any (a, b, at.t));
    }
}

static void
write_percentiles (Tile *tile, size_t first, const MvuaStatistics *out)
{
  move_missing_last (tile);
  sort (tile);

  const bool plain = is_plain (tile);
  for (size_t q = 0; q < out->n_quantiles; q++)
    if (plain)
      write_plain_percentile (tile, out->quantiles[q], out->percentiles[q] + first);
    else
      write_percentile (tile, out->quantiles[q], out->percentiles[q] + first);
}

static void
write_statistics (Tile *tile, size_t first, const MvuaStatistics *out)
{
  if (out->mean != NULL || out->std != NULL)
    compute_mean (tile);
  if (out->mean != NULL)
    for (size_t p = 0; p < tile->n_points; p++)
      out->mean[first + p] = to_float (tile->mean[p]);
  if (out->std != NULL)
    write_std (tile, out->std + first);

  if (out->min != NULL)
    write_min (tile, out->min + first);
  if (out->max != NULL)
    write_max (tile, out->max + first);

  if (out->n_quantiles > 0)
    write_percentiles (tile, first, out);
}

void
mvua_kernel_statistics (const float *const *members,
                        size_t n_members,
                        size_t n_points,
                        const MvuaStatistics *out)
{
  Tile tile;

  assert (n_members >= 1 && n_members <= MVUA_KERNEL_MAX_MEMBERS);

  tile.n_members = n_members;
  for (size_t first = 0; first < n_points; first += TILE)
    {
      tile.n_points = n_points - first < TILE ? n_points - first : TILE;
      load (&tile, members, first);
      write_statistics (&tile, first, out);
    }
}

void
mvua_kernel_exceedance (const float *const *members,
                        size_t n_members,
                        size_t n_points,
                        float threshold,
                        float *restrict percent)
{
  for (size_t first = 0; first < n_points; first += TILE)
    {
      const size_t n = n_points - first < TILE ? n_points - first : TILE;
      int32_t n_valid[TILE] = { 0 };
      int32_t n_above[TILE] = { 0 };

      for (size_t m = 0; m < n_members; m++)
        {
          float copy[TILE];
          const float *row = as_row (members[m] + first, n, copy);

          for (size_t p = 0; p < TILE; p++)
            {
              n_valid[p] += !isnan (row[p]);
              n_above[p] += row[p] > threshold; /* false for NaN, so no second test */
            }
        }

      for (size_t p = 0; p < n; p++)
        percent[first + p] = to_float (100.0 * n_above[p] / n_valid[p]);
    }
}
