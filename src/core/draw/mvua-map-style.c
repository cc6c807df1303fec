/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-style.h"

#include "mvua-map-palette.h"
#include "mvua-map-round.h"
#include "mvua-map-style-table.h"

#include <string.h>

/* As many classes as automatic limits aim at. */
#define AUTOMATIC_CLASSES 12

static gboolean
is_spread (const MvuaProduct *product)
{
  return (product->kind == MVUA_PRODUCT_STATISTIC &&
          product->statistic.kind == MVUA_STATISTIC_STD) ||
         (product->kind == MVUA_PRODUCT_MEMBER &&
          product->member.kind == MVUA_MEMBER_SPREAD);
}

/* Levels from @lowest to @highest, both of which are multiples of @step, or the ends of a
 * ramp if that is 0. */
static void
set_regular (MvuaMapLimits *limits, double lowest, double highest, double step)
{
  const double from = lowest;

  limits->lowest = lowest;
  limits->highest = highest;
  limits->n_levels = 0;
  if (!(step > 0))
    return;
  while (round ((highest - lowest) / step) > MVUA_MAP_MAX_LEVELS - 1)
    step *= 2;

  const guint n = (guint) round ((highest - lowest) / step) + 1;
  for (guint i = 0; i < n; i++)
    limits->levels[i] = (round (from / step) + i) * step;
  limits->n_levels = n;
  limits->lowest = limits->levels[0];
  limits->highest = limits->levels[n - 1];
}

/* Percent: ten classes, of which the last holds 100 as well. */
static void
set_percent (MvuaMapLimits *limits)
{
  set_regular (limits, 0, 90, 10);
  limits->highest = 100;
  limits->is_least = TRUE;
  limits->is_most = TRUE;
}

static void
set_rain (MvuaMapLimits *limits, int hours)
{
  const MvuaRainClasses *classes = mvua_map_style_rain (hours);

  limits->n_levels = classes->n_levels;
  memcpy (limits->levels, classes->levels, classes->n_levels * sizeof (double));
  limits->lowest = classes->levels[0];
  limits->highest = classes->levels[classes->n_levels - 1];
  limits->is_least = TRUE;
}

/* What the table says, in the unit that people expect. */
static void
set_row (MvuaMapStyle *self, const MvuaMapStyleRow *row)
{
  MvuaMapLimits *limits = &self->limits;

  self->scale = mvua_colour_scale_by_name (row->scale);
  self->reversed = row->reversed;
  limits->is_least = row->ends == MVUA_ENDS_LEAST || row->ends == MVUA_ENDS_BOTH;
  limits->is_most = row->ends == MVUA_ENDS_MOST || row->ends == MVUA_ENDS_BOTH;
  set_regular (limits, row->lowest,
               limits->is_most ? row->highest - row->step : row->highest, row->step);
  limits->highest = row->highest;
  self->isoline_interval = row->isolines;
}

MvuaMapStyle
mvua_map_style_new (const MvuaVariable *variable,
                    const MvuaProduct *product,
                    int hours,
                    const MvuaUnit *unit)
{
  const MvuaMapStyleRow *row = mvua_map_style_row (variable->name);
  MvuaMapStyle self = {
    .unit = mvua_unit_choose (variable, product, NULL),
    .fill = MVUA_MAP_FILL_SMOOTH,
    .borders = TRUE,
    .divisions = TRUE,
    .rivers = TRUE,
    .lakes = TRUE,
    .places = TRUE,
    .graticule = TRUE,
  };

  g_assert (row != NULL);
  set_row (&self, row);
  if (product->kind == MVUA_PRODUCT_PROBABILITY)
    {
      self.scale = mvua_colour_scale_by_name ("probability");
      self.reversed = FALSE;
      self.isoline_interval = 0;
      self.isoline_levels[self.n_isoline_levels++] = 50;
      set_percent (&self.limits);
    }
  else if (is_spread (product))
    {
      self.scale = mvua_colour_scale_by_name ("lapaz");
      self.reversed = TRUE;
      self.isoline_interval = 0;
      self.limits.is_least = TRUE;
      self.limits.is_most = FALSE;
      set_regular (&self.limits, 0, row->spread, row->spread_step);
    }
  else if (mvua_variable_is_rain (variable))
    set_rain (&self.limits, hours);
  if (unit != NULL)
    mvua_map_style_set_unit (&self, unit);
  return self;
}

/* The interval between levels, or 0 if they are not evenly spaced. */
static double
interval_of (const MvuaMapLimits *limits)
{
  if (limits->n_levels < 2)
    return 0;
  const double step = limits->levels[1] - limits->levels[0];
  for (guint i = 2; i < limits->n_levels; i++)
    if (fabs (limits->levels[i] - limits->levels[i - 1] - step) > step * 1e-6)
      return 0;
  return step;
}

static double
convert (double value, const MvuaUnit *from, const MvuaUnit *to)
{
  return from == to ? value
                    : mvua_unit_from_stored (to, mvua_unit_to_stored (from, value));
}

static void
convert_limits (MvuaMapLimits *limits, const MvuaUnit *from, const MvuaUnit *to)
{
  const double step = interval_of (limits);
  const double high = convert (limits->highest, from, to);

  for (guint i = 0; i < limits->n_levels; i++)
    limits->levels[i] = convert (limits->levels[i], from, to);
  limits->lowest = convert (limits->lowest, from, to);
  limits->highest = high;
  if (!(step > 0))
    return;

  const double round_step = mvua_round_step (step * to->factor / from->factor);
  const double last = limits->levels[limits->n_levels - 1];
  set_regular (limits, round (limits->levels[0] / round_step) * round_step,
               round (last / round_step) * round_step, round_step);
  if (limits->is_most)
    limits->highest = high;
}

void
mvua_map_style_set_unit (MvuaMapStyle *self, const MvuaUnit *unit)
{
  const MvuaUnit *old = self->unit;

  g_return_if_fail (unit != NULL);
  if (unit == old)
    return;
  convert_limits (&self->limits, old, unit);
  if (self->isoline_interval > 0)
    self->isoline_interval =
        mvua_round_step (self->isoline_interval * unit->factor / old->factor);
  for (guint i = 0; i < self->n_isoline_levels; i++)
    self->isoline_levels[i] = convert (self->isoline_levels[i], old, unit);
  self->unit = unit;
}

/* 0 … vmax in ten classes: the rule of the plots that Mvua replaces. */
static void
fit_rain (MvuaMapLimits *limits, double highest)
{
  const double most = MAX (5, ceil (1.1 * highest / 5) * 5);

  set_regular (limits, 0, most, most / 10);
}

static void
fit (MvuaMapLimits *limits, double lowest, double highest)
{
  const gboolean is_ramp = limits->n_levels == 0;
  const double least = limits->lowest;
  const double most = limits->highest;

  if (!(highest > lowest))
    {
      lowest -= 1;
      highest += 1;
    }
  const double step = mvua_round_step ((highest - lowest) / AUTOMATIC_CLASSES);
  double from = floor (lowest / step) * step;
  double to = ceil (highest / step) * step;
  if (limits->is_least && from < least)
    from = least;
  /* An end that belongs to what can be at most is no level: the last class ends there. */
  limits->is_most = limits->is_most && to >= most;
  if (limits->is_most)
    to = most - step;
  limits->is_least = limits->is_least && from <= least;
  set_regular (limits, from, MAX (to, from + step), is_ramp ? 0 : step);
  if (limits->is_most)
    limits->highest = most;
}

static void
make_symmetric (MvuaMapLimits *limits)
{
  const double most = MAX (fabs (limits->lowest), fabs (limits->highest));
  const double step = interval_of (limits);
  const gboolean is_ramp = limits->n_levels == 0;

  limits->is_least = FALSE;
  limits->is_most = FALSE;
  set_regular (limits, -most, most, is_ramp ? 0 : step > 0 ? step : most / 10);
}

MvuaMapLimits
mvua_map_style_limits (const MvuaMapStyle *self, const MvuaField *field)
{
  MvuaMapLimits limits = self->limits;

  if (self->automatic && field != NULL && !isnan (field->lowest))
    {
      const double low = mvua_unit_from_stored (self->unit, (double) field->lowest);
      const double high = mvua_unit_from_stored (self->unit, (double) field->highest);

      if (mvua_variable_is_rain (field->key.variable) &&
          field->key.product.kind != MVUA_PRODUCT_PROBABILITY && limits.n_levels > 0)
        fit_rain (&limits, high);
      else
        fit (&limits, low, high);
    }
  if (self->symmetric)
    make_symmetric (&limits);
  return limits;
}

guint32
mvua_map_style_colour (const MvuaMapStyle *self,
                       const MvuaMapLimits *limits,
                       double value)
{
  MvuaMapPalette palette;

  g_return_val_if_fail (!isnan (value), 0);
  mvua_map_palette_init (&palette, self, limits);
  return mvua_map_palette_at (&palette, (float) mvua_unit_to_stored (self->unit, value));
}
