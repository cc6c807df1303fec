/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-parquet-encode.h"

#include "mvua-parquet-runs.h"

#include <string.h>

#define N_PAGE ((gsize) 1 << 20)
#define N_PAGE_ROWS ((guint64) 1 << 17)
#define N_LENGTH sizeof (guint32)

/* What is in memory is written as it is. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

guint8 *
mvua_parquet_buffer_reserve (MvuaParquetBuffer *self, gsize n, GError **error)
{
  if (self->data == NULL || n > self->room - self->n)
    {
      const gsize room = MAX (MAX (self->n + n, 2 * self->room), 4096);
      guint8 *data = g_try_realloc (self->data, room);
      if (data == NULL)
        {
          g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE,
                       "Not enough memory for %" G_GSIZE_FORMAT " bytes of Parquet",
                       room);
          return NULL;
        }
      self->data = data;
      self->room = room;
    }
  return self->data + self->n;
}

gboolean
mvua_parquet_buffer_append (MvuaParquetBuffer *self,
                            const void *data,
                            gsize n,
                            GError **error)
{
  guint8 *room = mvua_parquet_buffer_reserve (self, n, error);

  if (room == NULL)
    return FALSE;
  if (n > 0)
    memcpy (room, data, n);
  self->n += n;
  return TRUE;
}

void
mvua_parquet_buffer_clear (MvuaParquetBuffer *self)
{
  g_clear_pointer (&self->data, g_free);
  self->n = self->room = 0;
}

/* Octets a value: in memory beside what the page takes, and in the page (without the
 * length and the content of bytes). */
static const struct
{
  MvuaParquetPhysical physical;
  gsize n_memory;
  gsize n_plain;
} layouts[] = {
  [MVUA_PARQUET_BYTES] = { MVUA_PHYSICAL_BYTE_ARRAY, sizeof (MvuaParquetBytes), 0 },
  [MVUA_PARQUET_TEXT] = { MVUA_PHYSICAL_BYTE_ARRAY, sizeof (MvuaParquetBytes), 0 },
  [MVUA_PARQUET_INT64] = { MVUA_PHYSICAL_INT64, sizeof (gint64), sizeof (gint64) },
  [MVUA_PARQUET_DOUBLE] = { MVUA_PHYSICAL_DOUBLE, sizeof (double), sizeof (double) },
  [MVUA_PARQUET_BOOLEAN] = { MVUA_PHYSICAL_BOOLEAN, 1, 1 },
};

MvuaParquetPhysical
mvua_parquet_column_get_physical (const MvuaParquetColumn *self)
{
  return layouts[self->type].physical;
}

static gboolean
is_bytes (const MvuaParquetColumn *self)
{
  return layouts[self->type].physical == MVUA_PHYSICAL_BYTE_ARRAY;
}

static gboolean
is_null (const MvuaParquetColumn *self, guint64 row)
{
  return self->is_null != NULL && self->is_null[row];
}

/* A boolean counts for the octet that it takes when it is alone. */
static gsize
get_n_plain (const MvuaParquetColumn *self, guint64 row)
{
  if (is_null (self, row))
    return 0;
  return is_bytes (self) ? N_LENGTH + self->bytes[row].n : layouts[self->type].n_plain;
}

gsize
mvua_parquet_column_get_n_memory (const MvuaParquetColumn *self)
{
  return layouts[self->type].n_memory + 1; /* whether it is missing */
}

guint64
mvua_parquet_column_get_cost (const MvuaParquetColumn *self, guint64 row)
{
  return mvua_parquet_column_get_n_memory (self) + get_n_plain (self, row);
}

static gboolean
put_levels (const MvuaParquetColumn *self,
            guint64 first,
            gsize n,
            MvuaParquetBuffer *page,
            GError **error)
{
  const gsize bound = N_LENGTH + mvua_parquet_runs_get_bound (n);
  guint8 *room = mvua_parquet_buffer_reserve (page, bound, error);
  guint32 length;

  if (room == NULL)
    return FALSE;
  length = (guint32) mvua_parquet_runs_add_levels (
      self->is_null != NULL ? self->is_null + first : NULL, n, room + N_LENGTH);
  memcpy (room, &length, N_LENGTH);
  page->n += N_LENGTH + length;
  return TRUE;
}

/* @room has the octets of get_n_plain (), and here gets them. */
static void
put_value (const MvuaParquetColumn *self, guint64 row, guint8 *room)
{
  if (is_bytes (self))
    {
      const MvuaParquetBytes *bytes = &self->bytes[row];
      const guint32 length = (guint32) bytes->n;
      memcpy (room, &length, N_LENGTH);
      if (length > 0)
        memcpy (room + N_LENGTH, bytes->data, length);
    }
  else if (self->type == MVUA_PARQUET_INT64)
    memcpy (room, &self->int64s[row], sizeof (gint64));
  else
    memcpy (room, &self->doubles[row], sizeof (double));
}

/* Returns: octets that were filled */
static gsize
put_values (const MvuaParquetColumn *self, guint64 first, guint64 end, guint8 *room)
{
  gsize n = 0;

  if (self->type == MVUA_PARQUET_BOOLEAN)
    {
      for (guint64 row = first; row < end; row++)
        if (!is_null (self, row))
          {
            if (n % 8 == 0)
              room[n / 8] = 0;
            room[n / 8] |= (guint8) ((self->booleans[row] != 0) << (n % 8));
            n++;
          }
      return (n + 7) / 8;
    }

  for (guint64 row = first; row < end; row++)
    if (!is_null (self, row))
      {
        put_value (self, row, room + n);
        n += get_n_plain (self, row);
      }
  return n;
}

guint64
mvua_parquet_column_encode (const MvuaParquetColumn *self,
                            guint64 first,
                            guint64 end,
                            MvuaParquetBuffer *page,
                            GError **error)
{
  guint64 last = first;
  gsize n = 0;
  guint8 *room;

  end = MIN (end, first + N_PAGE_ROWS);
  do
    n += get_n_plain (self, last++);
  while (last < end && n + get_n_plain (self, last) <= N_PAGE);

  page->n = 0;
  if (self->is_optional && !put_levels (self, first, (gsize) (last - first), page, error))
    return 0;
  room = mvua_parquet_buffer_reserve (page, n, error);
  if (room == NULL)
    return 0;
  page->n += put_values (self, first, last, room);
  return last;
}
