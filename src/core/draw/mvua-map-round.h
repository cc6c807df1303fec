/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: round numbers, as scales and graticules have them. */

#include <glib.h>
#include <math.h>

/* The number of 1, 2, 2.5 or 5 times a power of ten that is nearest to @step, which is
 * above 0; by ratio. */
static inline double
mvua_round_step (double step)
{
  static const double mantissas[] = { 1, 2, 2.5, 5, 10 };
  const double power = pow (10, floor (log10 (step)));
  double best = power;

  for (guint i = 0; i < G_N_ELEMENTS (mantissas); i++)
    if (fabs (log (mantissas[i] * power / step)) < fabs (log (best / step)))
      best = mantissas[i] * power;
  return best;
}

/* Decimals that multiples of @step need, three at most. */
static inline int
mvua_round_decimals (double step)
{
  int decimals = 0;

  for (double rest = fabs (step);
       decimals < 3 && fabs (rest - round (rest)) > 1e-6 * MAX (1, rest); rest *= 10)
    decimals++;
  return decimals;
}
