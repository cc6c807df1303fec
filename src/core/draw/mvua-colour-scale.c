/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-colour-table.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* The titles in data/colours, where those who make catalogues do not look; a test holds
 * them against the table. */
static const char *const titles[] G_GNUC_UNUSED = {
  N_ ("Batlow"),
  N_ ("Lapaz"),
  N_ ("Vik (about zero)"),
  N_ ("Viridis"),
  N_ ("Rain"),
  N_ ("Rain, colours of the rainbow"),
  N_ ("Rain, old plots"),
  N_ ("Probability"),
  N_ ("Probability, old plots"),
  N_ ("Temperature, old plots"),
  N_ ("Spread, old plots"),
};

const MvuaColourScale *
mvua_colour_scale_table (guint *n_scales)
{
  *n_scales = mvua_colour_table_length;
  return mvua_colour_table;
}

const MvuaColourScale *
mvua_colour_scale_by_name (const char *name)
{
  for (guint i = 0; i < mvua_colour_table_length; i++)
    if (strcmp (mvua_colour_table[i].name, name) == 0)
      return &mvua_colour_table[i];
  return NULL;
}

static guint32
mix (guint32 a, guint32 b, double share)
{
  guint32 colour = 0;

  for (int shift = 0; shift <= 16; shift += 8)
    {
      const double from = (double) (a >> shift & 0xff);
      const double to = (double) (b >> shift & 0xff);
      colour |= (guint32) lround (from + (to - from) * share) << shift;
    }
  return colour;
}

/* Between the colours, of whatever kind of scale. */
static guint32
walk (const MvuaColourScale *self, double position)
{
  const double place = position * (self->n_colours - 1);
  const guint index = MIN ((guint) place, self->n_colours - 2);

  return mix (self->colours[index], self->colours[index + 1], place - index);
}

guint32
mvua_colour_scale_at (const MvuaColourScale *self, gboolean reversed, double position)
{
  const double clamped = CLAMP (position, 0, 1);
  const double place = reversed ? 1 - clamped : clamped;

  g_return_val_if_fail (!isnan (position), 0);
  if (!self->is_discrete)
    return walk (self, place);
  return self->colours[MIN ((guint) (place * self->n_colours), self->n_colours - 1)];
}

guint32
mvua_colour_scale_class (const MvuaColourScale *self,
                         gboolean reversed,
                         guint index,
                         guint n_classes)
{
  const guint place = reversed ? n_classes - 1 - index : index;

  if (self->is_discrete && self->n_colours == n_classes)
    return self->colours[place];
  return walk (self, n_classes > 1 ? (double) place / (n_classes - 1) : 0.5);
}
