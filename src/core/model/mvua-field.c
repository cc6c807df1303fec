/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-field.h"

#include "mvua-error.h"

#include <math.h>

guint
mvua_field_key_hash (gconstpointer key)
{
  const MvuaFieldKey *self = key;
  const MvuaProduct *product = &self->product;
  guint hash = g_direct_hash (self->variable);

  hash = hash * 31 + (guint) self->start;
  hash = hash * 31 + (guint) self->end;
  hash = hash * 31 + (guint) product->kind;
  if (product->kind == MVUA_PRODUCT_MEMBER)
    hash = hash * 31 + product->member.kind * 256u + product->member.number;
  else if (product->kind == MVUA_PRODUCT_STATISTIC)
    hash =
        hash * 31 + (guint) product->statistic.kind * 128u + product->statistic.percent;
  else
    hash = hash * 31 + (guint) lrintf (fmodf (product->threshold, 1e6f) * 64);
  return hash * 31 + self->window.n_rows * 7919u + self->window.n_columns;
}

static gboolean
same_window (const MvuaWindow *a, const MvuaWindow *b)
{
  return a->row == b->row && a->n_rows == b->n_rows && a->column == b->column &&
         a->n_columns == b->n_columns && a->turns == b->turns;
}

gboolean
mvua_field_key_equal (gconstpointer a, gconstpointer b)
{
  const MvuaFieldKey *one = a;
  const MvuaFieldKey *other = b;

  return one->variable == other->variable && one->start == other->start &&
         one->end == other->end && same_window (&one->window, &other->window) &&
         mvua_product_equal (&one->product, &other->product);
}

MvuaField *
mvua_field_new (const MvuaFieldKey *key,
                const MvuaGrid *grid,
                MvuaRun run,
                GError **error)
{
  const gsize n_points = mvua_window_n_points (&key->window);
  float *values = g_try_new (float, n_points);

  if (values == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                   "No memory for a field of %" G_GSIZE_FORMAT " points", n_points);
      return NULL;
    }
  for (gsize i = 0; i < n_points; i++)
    values[i] = NAN;

  MvuaField *self = g_new (MvuaField, 1);
  *self = (MvuaField){
    .key = *key,
    .run = run,
    .grid = *grid,
    .start = key->start == MVUA_HOUR_UNKNOWN ? key->end : key->start,
    .end = key->end,
    .status = MVUA_STATUS_MISSING,
    .n_wanted = 1,
    .absent = g_array_new (FALSE, FALSE, sizeof (MvuaMember)),
    .lowest = NAN,
    .highest = NAN,
    .n_missing = n_points,
    .n_points = n_points,
    .values = values,
  };
  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

void
mvua_field_seal (MvuaField *self)
{
  self->n_missing = 0;
  self->lowest = NAN;
  self->highest = NAN;
  for (gsize i = 0; i < self->n_points; i++)
    {
      const float value = self->values[i];
      /* fminf and fmaxf pass over a NaN. */
      self->lowest = fminf (self->lowest, value);
      self->highest = fmaxf (self->highest, value);
      self->n_missing += isnan (value) ? 1 : 0;
    }
}

MvuaField *
mvua_field_ref (MvuaField *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mvua_field_unref (MvuaField *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->absent);
  g_free (self->complaint);
  g_free (self->values);
  g_free (self);
}

gsize
mvua_field_size (const MvuaField *self)
{
  return sizeof *self + self->n_points * sizeof *self->values;
}

gboolean
mvua_field_is_final (const MvuaField *self)
{
  return self->n_members + self->absent->len >= self->n_wanted;
}

/* Index of the row or column at @position steps from the first, or -1 if it lies further
 * than half a step outside. */
static gssize
nearest (double position, guint32 n)
{
  const double index = floor (position + 0.5);
  return index >= 0 && index < n ? (gssize) index : -1;
}

float
mvua_field_at (const MvuaField *self, double latitude, double longitude)
{
  const MvuaWindow *window = &self->key.window;
  const MvuaGrid *grid = &self->grid;
  const double north = mvua_window_latitude (grid, window, 0);
  const double west = mvua_window_longitude (grid, window, 0);
  const double rows =
      grid->n_rows > 1 ? (grid->n_rows - 1) / (((double) grid->north - grid->south) / 1e6)
                       : 1;
  const double columns =
      grid->n_columns > 1 ? (grid->n_columns - 1) / ((double) grid->width / 1e6) : 1;
  /* East of the first column, less than half a step west of it included. */
  const double turn = 360 * columns;
  double east = fmod ((longitude - west) * columns, turn);
  if (east < -0.5)
    east += turn;
  else if (east >= turn - 0.5)
    east -= turn;

  const gssize row = nearest ((north - latitude) * rows, window->n_rows);
  const gssize column = nearest (east, window->n_columns);
  if (row < 0 || column < 0)
    return NAN;
  return self->values[(gsize) row * window->n_columns + (gsize) column];
}
