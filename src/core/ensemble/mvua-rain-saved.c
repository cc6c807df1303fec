/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Where a walk through rain stands, as octets. */

#include "mvua-rain-series-private.h"

#include <string.h>

#define MARK 0x6d767261 /* of this layout */

/* What stands before the values: of the bucket that was read last, and, if a total has
 * any part yet, its sums. */
typedef struct
{
  guint32 mark;
  gint32 status;
  gint32 start;
  gint32 end;
  gint32 decimals;
  gint32 total_start;
  gint32 total_end;
  gint32 total_is_ok;
  gint32 summed_to;
  guint32 has_sums;
  guint64 n_points;
} Head;

/* The one before the last is never looked at again. */
GBytes *
mvua_rain_series_save (const MvuaRainSeries *self)
{
  const gsize n_values = self->n_points * sizeof *self->present.values;
  const gboolean has_sums = self->summed_to > self->total.start;
  const gsize n_sums = has_sums ? self->n_points * sizeof *self->sums : 0;
  const Head head = { .mark = MARK,
                      .status = (gint32) self->present.status,
                      .start = self->present.start,
                      .end = self->present.end,
                      .decimals = self->present.decimals,
                      .total_start = self->total.start,
                      .total_end = self->total.end,
                      .total_is_ok = self->total_is_ok,
                      .summed_to = self->summed_to,
                      .has_sums = (guint32) has_sums,
                      .n_points = self->n_points };
  guint8 *bytes = g_try_malloc (sizeof head + n_values + n_sums);

  if (bytes == NULL)
    return NULL;
  memcpy (bytes, &head, sizeof head);
  if (self->present.status == MVUA_STATUS_OK)
    memcpy (bytes + sizeof head, self->present.values, n_values);
  else
    memset (bytes + sizeof head, 0, n_values);
  if (has_sums)
    memcpy (bytes + sizeof head + n_values, self->sums, n_sums);
  return g_bytes_new_take (bytes, sizeof head + n_values + n_sums);
}

gboolean
mvua_rain_series_restore (MvuaRainSeries *self, GBytes *saved)
{
  const gsize n_values = self->n_points * sizeof *self->present.values;
  const gsize n_sums = self->n_points * sizeof *self->sums;
  gsize n = 0;
  const guint8 *bytes = g_bytes_get_data (saved, &n);
  Head head;

  if (n < sizeof head)
    return FALSE;
  memcpy (&head, bytes, sizeof head);
  if (head.mark != MARK || head.n_points != self->n_points || head.status < 0 ||
      head.status >= MVUA_N_STATUSES ||
      n != sizeof head + n_values + (head.has_sums ? n_sums : 0))
    return FALSE;

  self->present.status = (MvuaStatus) head.status;
  self->present.start = head.start;
  self->present.end = head.end;
  self->present.decimals = head.decimals;
  memcpy (self->present.values, bytes + sizeof head, n_values);
  self->total = (MvuaHours){ head.total_start, head.total_end };
  self->total_is_ok = head.total_is_ok != 0;
  self->summed_to = head.summed_to;
  if (head.has_sums)
    memcpy (self->sums, bytes + sizeof head + n_values, n_sums);
  else
    memset (self->sums, 0, n_sums);
  return TRUE;
}
