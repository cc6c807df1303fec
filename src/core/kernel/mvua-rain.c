/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-rain.h"

#include <math.h>
#include <stdbool.h>

/* Beyond these nothing is left to round, or nothing is left at all: 10^22 is the last
 * power of ten that a double holds exactly, and no float reaches 10^39. */
#define MAX_DECIMALS 22
#define MIN_DECIMALS (-39)

/* One of the two factors is 1.  Values are multiplied or divided by 10^n, never by
 * 10^-n, which no double holds. */
typedef struct
{
  bool is_wanted;
  double multiplier;
  double divisor;
} Rounding;

static Rounding
make_rounding (int decimals)
{
  Rounding rounding = { false, 1, 1 };

  if (decimals == MVUA_RAIN_UNROUNDED || decimals > MAX_DECIMALS)
    return rounding;

  rounding.is_wanted = true;
  for (int i = 0; i < decimals; i++)
    rounding.multiplier *= 10;
  for (int i = 0; i > decimals && i > MIN_DECIMALS; i--)
    rounding.divisor *= 10;
  return rounding;
}

static double
round_to (double value, const Rounding *rounding)
{
  if (!rounding->is_wanted)
    return value;

  const double units = rint (value * rounding->multiplier / rounding->divisor);

  return units / rounding->multiplier * rounding->divisor;
}

void
mvua_kernel_rain_difference (const float *later,
                             const float *earlier,
                             size_t n_points,
                             int decimals,
                             float *rain,
                             MvuaRainClamps *clamps)
{
  const Rounding rounding = make_rounding (decimals);
  double lowest = 0;

  *clamps = (MvuaRainClamps){ 0 };
  for (size_t p = 0; p < n_points; p++)
    {
      /* Rounded before it is clamped: what rounds to 0 is noise of the subtraction. */
      const double d = round_to ((double) later[p] - (double) earlier[p], &rounding);

      if (isnan (d))
        {
          rain[p] = NAN;
          continue;
        }
      lowest = d < lowest ? d : lowest;
      clamps->n_valid++;
      clamps->n_clamped += d < 0;
      rain[p] = d > 0 ? (float) d : 0; /* nor is there a -0 */
    }
  clamps->lowest = (float) lowest;
}

void
mvua_kernel_rain_accumulate (double *restrict total,
                             const float *restrict part,
                             size_t n_points)
{
  for (size_t p = 0; p < n_points; p++)
    total[p] += (double) part[p];
}
