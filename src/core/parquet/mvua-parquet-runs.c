/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-parquet-runs.h"

#include <string.h>

#define MAX_VARINT 10

MvuaParquetRuns
mvua_parquet_runs (const guint8 *data, gsize n, guint bit_width)
{
  return (MvuaParquetRuns){ .at = data, .end = data + n, .bit_width = bit_width };
}

static gboolean
take_varint (MvuaParquetRuns *self, guint64 *value)
{
  *value = 0;
  for (guint shift = 0; shift < 63 && self->at < self->end; shift += 7)
    {
      const guint8 octet = *self->at++;
      *value |= (guint64) (octet & 0x7f) << shift;
      if (octet < 0x80)
        return TRUE;
    }
  return FALSE;
}

static gboolean
begin_equal (MvuaParquetRuns *self, guint64 n)
{
  const gsize n_octets = (self->bit_width + 7) / 8;

  if ((gsize) (self->end - self->at) < n_octets)
    return FALSE;
  self->value = 0;
  for (gsize i = 0; i < n_octets; i++)
    self->value |= (guint32) self->at[i] << (8 * i);
  self->at += n_octets;
  self->n_left = n;
  self->is_packed = FALSE;
  return TRUE;
}

/* Some writers leave out what pads the last group to eight values; the octets that are
 * there bound what is read of it. */
static void
begin_packed (MvuaParquetRuns *self, guint64 n_groups)
{
  const gsize n_there = (gsize) (self->end - self->at);
  const gboolean is_whole = self->bit_width == 0 || n_groups <= n_there / self->bit_width;

  self->packed = self->at;
  self->n_packed = is_whole ? n_groups * self->bit_width : n_there;
  self->n_left = is_whole ? n_groups * 8 : n_there * 8 / self->bit_width;
  self->i_bit = 0;
  self->is_packed = TRUE;
  self->at += self->n_packed;
}

static gboolean
begin_run (MvuaParquetRuns *self)
{
  guint64 header;

  if (!take_varint (self, &header))
    return FALSE;
  if (header & 1)
    {
      /* Eight times as many must be countable. */
      if (header >> 1 > G_MAXUINT64 / 64)
        return FALSE;
      begin_packed (self, header >> 1);
      return TRUE;
    }
  return begin_equal (self, header >> 1);
}

/* Least significant bit first, across octets; a value has five at most. */
static guint32
take_packed (MvuaParquetRuns *self)
{
  const gsize first = self->i_bit / 8;
  const gsize last = (self->i_bit + self->bit_width + 7) / 8;
  guint64 bits = 0;

  for (gsize i = first; i < last; i++)
    bits |= (guint64) self->packed[i] << (8 * (i - first));
  bits >>= self->i_bit % 8;
  self->i_bit += self->bit_width;
  return (guint32) (bits & (((guint64) 1 << self->bit_width) - 1));
}

gboolean
mvua_parquet_runs_read (MvuaParquetRuns *self, guint32 *values, gsize n)
{
  while (n > 0)
    {
      gsize n_now;

      while (self->n_left == 0)
        if (!begin_run (self))
          return FALSE;
      n_now = MIN (self->n_left, n);
      for (gsize i = 0; i < n_now; i++)
        values[i] = self->is_packed ? take_packed (self) : self->value;
      self->n_left -= n_now;
      values += n_now;
      n -= n_now;
    }
  return TRUE;
}

static gsize
put_varint (guint8 *out, guint64 value)
{
  gsize n = 0;

  for (; value >= 0x80; value >>= 7)
    out[n++] = (guint8) ((value & 0x7f) | 0x80);
  out[n++] = (guint8) value;
  return n;
}

gsize
mvua_parquet_runs_get_bound (gsize n)
{
  return MAX_VARINT + n / 8 + 1;
}

/* All in one run: of equal levels where nothing is missing, of bits otherwise. */
gsize
mvua_parquet_runs_add_levels (const guint8 *is_null, gsize n, guint8 *out)
{
  const gsize n_groups = (n + 7) / 8;
  gsize n_null = 0, n_out;

  for (gsize i = 0; is_null != NULL && i < n; i++)
    n_null += is_null[i] != 0;
  if (n_null == 0 || n_null == n)
    {
      n_out = put_varint (out, (guint64) n << 1);
      out[n_out++] = n_null == 0;
      return n_out;
    }

  n_out = put_varint (out, (guint64) n_groups << 1 | 1);
  memset (out + n_out, 0, n_groups);
  for (gsize i = 0; i < n; i++)
    out[n_out + i / 8] |= (guint8) ((is_null[i] == 0) << (i % 8));
  return n_out + n_groups;
}
