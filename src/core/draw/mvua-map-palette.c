/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-palette.h"

#include "mvua-colour-table.h"

/* A bucket holds the class of where the one before it began, so that rounding in the
 * search for a bucket cannot lead past a level. */
static void
init_buckets (MvuaMapPalette *self)
{
  const float first = self->levels[0];
  const float last = self->levels[self->n_levels - 1];
  guint n = 0;

  self->from = first;
  self->per_value = last > first ? (MVUA_PALETTE_BUCKETS - 2) / (last - first) : 0;
  for (guint i = 0; i < MVUA_PALETTE_BUCKETS; i++)
    {
      self->buckets[i] = (guint8) n;
      while (n < self->n_levels &&
             (self->levels[n] - first) * self->per_value <= (float) i - 0.5f)
        n++;
    }
}

static void
init_classes (MvuaMapPalette *self,
              const MvuaMapStyle *style,
              const MvuaMapLimits *limits)
{
  self->n_levels = MIN (limits->n_levels, MVUA_MAP_MAX_LEVELS);
  for (guint i = 0; i < self->n_levels; i++)
    self->levels[i] = (float) mvua_unit_to_stored (style->unit, limits->levels[i]);
  self->n_below = limits->is_least ? 0 : 1;
  self->n_classes = self->n_levels + self->n_below;
  for (guint i = 0; i < self->n_classes; i++)
    self->colours[i] =
        mvua_colour_scale_class (style->scale, style->reversed, i, self->n_classes);
  init_buckets (self);
}

void
mvua_map_palette_init (MvuaMapPalette *self,
                       const MvuaMapStyle *style,
                       const MvuaMapLimits *limits)
{
  self->n_levels = 0;
  self->n_below = 0;
  if (limits->n_levels > 0)
    {
      init_classes (self, style, limits);
      return;
    }

  const double low = mvua_unit_to_stored (style->unit, limits->lowest);
  const double high = mvua_unit_to_stored (style->unit, limits->highest);

  self->n_classes = MVUA_PALETTE_RAMP;
  for (guint i = 0; i < MVUA_PALETTE_RAMP; i++)
    self->colours[i] = mvua_colour_scale_at (style->scale, style->reversed,
                                             i / (MVUA_PALETTE_RAMP - 1.0));
  self->from = (float) low;
  self->per_value = high > low ? (float) ((MVUA_PALETTE_RAMP - 1) / (high - low)) : 0;
}
