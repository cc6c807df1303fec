/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: colours of values as they are stored, fast and exact. */

#include "mvua-map-style.h"

G_BEGIN_DECLS

#define MVUA_PALETTE_RAMP 1024
#define MVUA_PALETTE_BUCKETS 512

/**
 * MvuaMapPalette:
 * @n_levels: 0 of a ramp
 * @levels: in the unit of what is stored, rounded as the values are
 * @n_below: 1 if there is a class below the first level, otherwise 0
 * @n_classes: colours that there are
 * @colours: [n_classes] or [MVUA_PALETTE_RAMP], 0xRRGGBB
 * @from: stored value of the first bucket or of the beginning of the ramp
 * @per_value: buckets or points of the ramp a unit of what is stored
 * @buckets: class at which the search begins
 */
typedef struct
{
  guint n_levels;
  float levels[MVUA_MAP_MAX_LEVELS];
  guint n_below;
  guint n_classes;
  guint32 colours[MVUA_PALETTE_RAMP];
  float from;
  float per_value;
  guint8 buckets[MVUA_PALETTE_BUCKETS];
} MvuaMapPalette;

void mvua_map_palette_init (MvuaMapPalette *self,
                            const MvuaMapStyle *style,
                            const MvuaMapLimits *limits);

/* Number of levels that are not above @value, which is not NaN. */
static inline guint
mvua_map_palette_class (const MvuaMapPalette *self, float value)
{
  const float place = (value - self->from) * self->per_value;
  guint n = place >= MVUA_PALETTE_BUCKETS ? self->buckets[MVUA_PALETTE_BUCKETS - 1]
            : place > 0                   ? self->buckets[(guint) place]
                                          : 0;

  while (n < self->n_levels && value >= self->levels[n])
    n++;
  return n;
}

/* Colour of a value as it is stored, which is not NaN. */
static inline guint32
mvua_map_palette_at (const MvuaMapPalette *self, float value)
{
  if (self->n_levels > 0)
    {
      const guint n = mvua_map_palette_class (self, value);
      return self->colours[n > 0 ? n - 1 + self->n_below : 0];
    }
  const float place = (value - self->from) * self->per_value;
  return self->colours[place >= MVUA_PALETTE_RAMP - 1 ? MVUA_PALETTE_RAMP - 1
                       : place > 0                    ? (guint) (place + 0.5f)
                                                      : 0];
}

G_END_DECLS
