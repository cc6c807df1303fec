/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-link-meter.h"

#include <math.h>

#define FADE_S 10.0
/* Below this, what is measured is the kernel's buffers. */
#define LEAST_BYTES 32768.0
#define LATENCY_WEIGHT 0.125

static void
advance (MvuaLinkMeter *self, gint64 now)
{
  if (self->at == 0)
    {
      self->at = now;
      return;
    }
  const double seconds = (double) MAX (now - self->at, 0) / G_USEC_PER_SEC;
  const double kept = exp (-seconds / FADE_S);

  self->at = MAX (now, self->at);
  self->wall_s = self->wall_s * kept + seconds;
  self->receiving_s *= kept;
  if (self->n_receiving == 0)
    return;
  self->receiving_s += seconds;
  self->total_receiving_s += seconds;
  self->bytes *= kept;
  self->bytes_s = self->bytes_s * kept + seconds;
}

void
mvua_link_meter_begin (MvuaLinkMeter *self, gint64 now)
{
  advance (self, now);
  self->n_receiving++;
}

void
mvua_link_meter_end (MvuaLinkMeter *self, gint64 now)
{
  advance (self, now);
  g_assert (self->n_receiving > 0);
  self->n_receiving--;
}

void
mvua_link_meter_add (MvuaLinkMeter *self, gint64 now, gsize n)
{
  advance (self, now);
  self->bytes += (double) n;
}

void
mvua_link_meter_add_latency (MvuaLinkMeter *self, double seconds)
{
  if (self->latency_s > 0)
    self->latency_s += LATENCY_WEIGHT * (seconds - self->latency_s);
  else
    self->latency_s = seconds;
}

double
mvua_link_meter_get_speed (const MvuaLinkMeter *self)
{
  return self->bytes >= LEAST_BYTES && self->bytes_s > 0 ? self->bytes / self->bytes_s
                                                         : 0;
}

double
mvua_link_meter_get_busy (MvuaLinkMeter *self, gint64 now)
{
  if (self->at == 0)
    return 0;
  advance (self, now);
  return self->wall_s > 0 ? MIN (self->receiving_s / self->wall_s, 1) : 0;
}
