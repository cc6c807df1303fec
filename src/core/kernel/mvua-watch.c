/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-watch.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* A plain loop, which the compiler turns into vectors. */
static size_t
count_outside (const float *values, size_t n_points, float lowest, float highest)
{
  uint32_t n = 0;

  for (size_t p = 0; p < n_points; p++) /* false for NaN, both */
    n += (uint32_t) (values[p] < lowest) | (uint32_t) (values[p] > highest);
  return n;
}

/* These two end early in all fields but those that are constant. */
static size_t
count_alike (const float *values, size_t n_points, bool *is_varied)
{
  float first = NAN;
  size_t n = 0;

  *is_varied = false;
  for (size_t p = 0; p < n_points && !*is_varied; p++)
    {
      if (isnan (values[p]))
        continue;
      if (n == 0)
        first = values[p];
      if (values[p] == first)
        n++;
      else
        *is_varied = true;
    }
  return n;
}

static size_t
count_changes (const float *values, size_t n_points, size_t enough)
{
  size_t n = 0;

  for (size_t p = 1; p < n_points && n < enough; p++)
    /* The bits, so that NaN is like NaN. */
    n += memcmp (values + p, values + p - 1, sizeof *values) != 0; /* NOLINT */
  return n;
}

void
mvua_kernel_watch (const float *values,
                   size_t n_points,
                   float lowest,
                   float highest,
                   size_t enough,
                   MvuaWatch *watch)
{
  watch->n_outside = count_outside (values, n_points, lowest, highest);
  watch->n_alike = count_alike (values, n_points, &watch->is_varied);
  watch->n_changes = count_changes (values, n_points, enough);
}
