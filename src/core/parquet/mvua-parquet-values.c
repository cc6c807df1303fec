/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-parquet-values.h"

#include "mvua-parquet-runs.h"

#include <string.h>

#define N_BATCH 1024

/* What is in a file is taken as it is. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

/**
 * @size: octets a value in memory
 * @n_plain: and in plain encoding, the least if they differ; 0 for bits
 */
static const struct
{
  gsize size;
  gsize n_plain;
} layouts[] = {
  [MVUA_PHYSICAL_BOOLEAN] = { sizeof (guint8), 0 },
  [MVUA_PHYSICAL_INT32] = { sizeof (gint64), 4 },
  [MVUA_PHYSICAL_INT64] = { sizeof (gint64), 8 },
  [MVUA_PHYSICAL_INT96] = { 0, 0 },
  [MVUA_PHYSICAL_FLOAT] = { sizeof (double), 4 },
  [MVUA_PHYSICAL_DOUBLE] = { sizeof (double), 8 },
  [MVUA_PHYSICAL_BYTE_ARRAY] = { sizeof (MvuaParquetBytes), 4 },
  [MVUA_PHYSICAL_FIXED_LEN_BYTE_ARRAY] = { 0, 0 },
};

gboolean
mvua_parquet_values_init (MvuaParquetValues *self,
                          MvuaParquetPhysical physical,
                          gboolean is_unsigned,
                          guint64 n,
                          MvuaParquetBudget *budget,
                          GError **error)
{
  g_assert (layouts[physical].size > 0);

  *self = (MvuaParquetValues){ .physical = physical, .is_unsigned = is_unsigned, .n = n };
  self->all = mvua_parquet_budget_allocate (budget, n, layouts[physical].size, error);
  return self->all != NULL;
}

void
mvua_parquet_values_clear (MvuaParquetValues *self)
{
  g_clear_pointer (&self->all, g_free);
}

gsize
mvua_parquet_values_get_least (MvuaParquetPhysical physical, gsize n)
{
  return physical == MVUA_PHYSICAL_BOOLEAN ? n / 8 : n * layouts[physical].n_plain;
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_MALFORMED, message);
  return FALSE;
}

static gsize
count_present (const guint8 *is_null, gsize n)
{
  gsize n_present = n;

  for (gsize i = 0; is_null != NULL && i < n; i++)
    n_present -= is_null[i] != 0;
  return n_present;
}

/* fastparquet leaves zeros behind the values; anything else there is damage. */
static gboolean
check_rest (const guint8 *at, const guint8 *end, GError **error)
{
  for (; at < end; at++)
    if (*at != 0)
      return fail (error, "something follows the values");
  return TRUE;
}

static gboolean
read_bytes (MvuaParquetBytes *out,
            gsize n,
            const guint8 *is_null,
            const guint8 *at,
            const guint8 *end,
            GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      guint32 length;
      if (is_null != NULL && is_null[i])
        continue;
      if (end - at < (ptrdiff_t) sizeof length)
        return fail (error, "values end too early");
      memcpy (&length, at, sizeof length);
      at += sizeof length;
      if (length > (gsize) (end - at))
        return fail (error, "a value is longer than what is left");
      out[i] = (MvuaParquetBytes){ .data = at, .n = length };
      at += length;
    }
  return check_rest (at, end, error);
}

/* One number of @physical at @at, into place @i of @self. */
static void
read_number (MvuaParquetValues *self, guint64 i, const guint8 *at)
{
  gint32 narrow;
  float single;

  if (self->physical == MVUA_PHYSICAL_INT32)
    {
      memcpy (&narrow, at, sizeof narrow);
      self->int64s[i] = self->is_unsigned ? (gint64) (guint32) narrow : narrow;
    }
  else if (self->physical == MVUA_PHYSICAL_FLOAT)
    {
      memcpy (&single, at, sizeof single);
      self->doubles[i] = (double) single;
    }
  else
    memcpy (&self->int64s[i], at, sizeof (gint64)); /* a double has as many octets */
}

static gboolean
read_numbers (MvuaParquetValues *self,
              guint64 first,
              gsize n,
              const guint8 *is_null,
              const guint8 *at,
              GError **error)
{
  const gsize step = layouts[self->physical].n_plain;
  const gboolean may_exceed = self->physical == MVUA_PHYSICAL_INT64 && self->is_unsigned;

  for (gsize i = 0; i < n; i++)
    {
      if (is_null != NULL && is_null[i])
        continue;
      read_number (self, first + i, at);
      at += step;
      if (may_exceed && self->int64s[first + i] < 0)
        {
          g_set_error_literal (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_UNSUPPORTED,
                               "a number is above 2⁶³ − 1");
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
mvua_parquet_values_read_plain (MvuaParquetValues *self,
                                guint64 first,
                                gsize n,
                                const guint8 *is_null,
                                const guint8 *data,
                                gsize n_data,
                                GError **error)
{
  gsize n_present, n_used, i_bit = 0;

  if (self->physical == MVUA_PHYSICAL_BYTE_ARRAY)
    return read_bytes (self->bytes + first, n, is_null, data, data + n_data, error);

  n_present = count_present (is_null, n);
  n_used = self->physical == MVUA_PHYSICAL_BOOLEAN
               ? (n_present + 7) / 8
               : n_present * layouts[self->physical].n_plain;
  if (n_data < n_used)
    return fail (error, "values end too early");
  if (!check_rest (data + n_used, data + n_data, error))
    return FALSE;
  if (self->physical != MVUA_PHYSICAL_BOOLEAN)
    return read_numbers (self, first, n, is_null, data, error);
  for (gsize i = 0; i < n; i++)
    if (is_null == NULL || !is_null[i])
      {
        self->booleans[first + i] = (data[i_bit / 8] >> (i_bit % 8)) & 1;
        i_bit++;
      }
  return TRUE;
}

/* Puts value @index of @dictionary, or the number itself where there is none, in place.
 */
static void
put (MvuaParquetValues *self,
     guint64 i,
     const MvuaParquetValues *dictionary,
     guint32 index)
{
  if (dictionary == NULL)
    self->booleans[i] = (guint8) index;
  else if (self->physical == MVUA_PHYSICAL_BYTE_ARRAY)
    self->bytes[i] = dictionary->bytes[index];
  else
    memcpy (&self->int64s[i], &dictionary->int64s[index], 8); /* or doubles */
}

/* Small numbers below @limit, each put () in its place. */
static gboolean
read_small (MvuaParquetValues *self,
            guint64 first,
            gsize n,
            const guint8 *is_null,
            const MvuaParquetValues *dictionary,
            guint64 limit,
            MvuaParquetRuns *runs,
            GError **error)
{
  guint32 batch[N_BATCH];
  gsize n_left = count_present (is_null, n), n_batch = 0, used = 0;

  for (gsize i = 0; i < n; i++)
    {
      if (is_null != NULL && is_null[i])
        continue;
      if (used == n_batch)
        {
          n_batch = MIN (n_left, N_BATCH);
          n_left -= n_batch;
          used = 0;
          if (!mvua_parquet_runs_read (runs, batch, n_batch))
            return fail (error, "values end too early");
        }
      if (batch[used] >= limit)
        {
          g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_MALFORMED,
                       "value %u is named of a dictionary of %" G_GUINT64_FORMAT,
                       batch[used], limit);
          return FALSE;
        }
      put (self, first + i, dictionary, batch[used++]);
    }
  return TRUE;
}

gboolean
mvua_parquet_values_read_indexes (MvuaParquetValues *self,
                                  guint64 first,
                                  gsize n,
                                  const guint8 *is_null,
                                  const MvuaParquetValues *dictionary,
                                  const guint8 *data,
                                  gsize n_data,
                                  GError **error)
{
  MvuaParquetRuns runs;

  /* The width of the numbers stands before them, even where there are none. */
  if (n_data == 0)
    return count_present (is_null, n) == 0 || fail (error, "values end too early");
  if (data[0] > 32)
    return fail (error, "numbers of the dictionary have more than 32 bits");
  runs = mvua_parquet_runs (data + 1, n_data - 1, data[0]);
  return read_small (self, first, n, is_null, dictionary, dictionary->n, &runs, error);
}

gboolean
mvua_parquet_values_read_runs (MvuaParquetValues *self,
                               guint64 first,
                               gsize n,
                               const guint8 *is_null,
                               const guint8 *data,
                               gsize n_data,
                               GError **error)
{
  MvuaParquetRuns runs;
  guint32 length = 0;

  if (n_data >= sizeof length)
    memcpy (&length, data, sizeof length);
  if (n_data < sizeof length || length > n_data - sizeof length)
    return fail (error, "run lengths are longer than what is left");
  runs = mvua_parquet_runs (data + sizeof length, length, 1);
  return read_small (self, first, n, is_null, NULL, 2, &runs, error);
}
