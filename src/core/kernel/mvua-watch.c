/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-watch.h"

#include <math.h>
#include <string.h>

static float
find_first (const float *values, size_t n_points)
{
  for (size_t p = 0; p < n_points; p++)
    if (!isnan (values[p]))
      return values[p];
  return NAN;
}

static uint32_t
bits_of (const float *value)
{
  uint32_t bits;

  memcpy (&bits, value, sizeof bits);
  return bits;
}

/* Two plain loops, which the compiler turns into vectors. */
void
mvua_kernel_watch (
    const float *values, size_t n_points, float lowest, float highest, MvuaWatch *watch)
{
  const float first = find_first (values, n_points);
  uint32_t n_valid = 0, n_alike = 0, n_outside = 0, n_changes = 0;

  for (size_t p = 0; p < n_points; p++)
    {
      const float v = values[p];
      n_valid += v == v; /* false for NaN, and so are the other two */
      n_alike += v == first;
      n_outside += (uint32_t) (v < lowest) | (uint32_t) (v > highest);
    }
  for (size_t p = 1; p < n_points; p++)
    n_changes += bits_of (values + p) != bits_of (values + p - 1);
  *watch = (MvuaWatch){ first, n_valid, n_alike, n_outside, n_changes };
}
