/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What an ensemble has besides that is kept in stores and not in messages. */

#include "mvua-ensemble-private.h"

void
mvua_ensemble_expect (MvuaEnsemble *self, MvuaMember member, const GArray *steps)
{
  g_array_append_val (self->claimed, member);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const int step = g_array_index (steps, int, i);
      guint at = 0;

      while (at < self->steps->len && g_array_index (self->steps, int, at) < step)
        at++;
      if (at == self->steps->len || g_array_index (self->steps, int, at) != step)
        g_array_insert_val (self->steps, at, step);
    }
}

MvuaRegion
mvua_ensemble_get_region (const MvuaEnsemble *self)
{
  const double width = self->grid.width / 1e6;

  if (self->fields == NULL || self->grid.wraps)
    return (MvuaRegion){ .whole = TRUE };
  return (MvuaRegion){ .north = self->grid.north / 1e6,
                       .west = self->west,
                       .south = self->grid.south / 1e6,
                       .east = self->west + width };
}

gboolean
mvua_ensemble_is_of_fields (const MvuaEnsemble *self)
{
  return self->fields != NULL;
}

gboolean
mvua_ensemble_is_hybrid (const MvuaEnsemble *self)
{
  return self->fields != NULL && self->files->len > self->n_field_files;
}

guint
mvua_ensemble_get_n_fields (const MvuaEnsemble *self)
{
  guint n = 0;

  for (guint i = 0; i < self->references->len; i++)
    n += mvua_ensemble_is_field (self,
                                 &g_array_index (self->references, MvuaReference, i));
  return n;
}

guint
mvua_ensemble_get_n_message_files (const MvuaEnsemble *self)
{
  return self->files->len - self->n_field_files;
}

guint
mvua_ensemble_get_n_stores (const MvuaEnsemble *self)
{
  return self->n_stores;
}

MvuaFieldSource *
mvua_ensemble_get_field_source (const MvuaEnsemble *self)
{
  return self->fields;
}

MvuaWindow
mvua_ensemble_to_messages (const MvuaEnsemble *self, const MvuaWindow *window)
{
  MvuaWindow in_messages = *window;

  in_messages.row += self->in_messages.row;
  in_messages.column =
      (in_messages.column + self->in_messages.column) % self->message_grid.n_columns;
  return in_messages;
}

const GArray *
mvua_ensemble_get_claimed (const MvuaEnsemble *self)
{
  return self->claimed;
}
