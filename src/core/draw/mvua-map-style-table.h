/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: what each variable looks like, as data. */

#include "mvua-map-style.h"

G_BEGIN_DECLS

/**
 * MvuaMapStyleRow:
 * @variable: name in the table of variables
 * @scale: name of a colour scale
 * @reversed: of the scale
 * @lowest: first level
 * @highest: last level
 * @step: from level to level; 0 for a ramp
 * @ends: which ends of the limits are the least or the most that there can be
 * @isolines: interval of the lines that are drawn at first; 0 for none
 * @spread: last level of the standard deviation
 * @spread_step: from level to level of it, the first being 0
 *
 * In the unit that people expect, which is the first of mvua_unit_choices().
 */
typedef struct
{
  const char *variable;
  const char *scale;
  gboolean reversed;
  double lowest;
  double highest;
  double step;
  enum
  {
    MVUA_ENDS_OPEN,
    MVUA_ENDS_LEAST,
    MVUA_ENDS_MOST,
    MVUA_ENDS_BOTH,
  } ends;
  double isolines;
  double spread;
  double spread_step;
} MvuaMapStyleRow;

const MvuaMapStyleRow *mvua_map_style_row (const char *variable);

/**
 * MvuaRainClasses:
 * @most_hours: length of the longest window that they are for
 *
 * Classes of rain in mm, beginning with 0.
 */
typedef struct
{
  int most_hours;
  guint n_levels;
  double levels[16];
} MvuaRainClasses;

const MvuaRainClasses *mvua_map_style_rain (int hours);

G_END_DECLS
