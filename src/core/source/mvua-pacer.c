/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-pacer.h"

#define MOST_PAUSES 10

void
mvua_pacer_init (MvuaPacer *self, guint most, gint64 period_us)
{
  g_return_if_fail (most >= 1 && most <= MVUA_PACER_MOST && period_us > 0);

  *self = (MvuaPacer){ .most = most,
                       .period_us = period_us,
                       .closed_until_us = G_MININT64,
                       .pause_us = period_us };
}

gint64
mvua_pacer_take (MvuaPacer *self, gint64 now_us)
{
  gint64 when = MAX (now_us, self->closed_until_us);

  /* A period from the request that is @most turns back, whose place this one takes. */
  if (self->n == self->most)
    when = MAX (when, self->times_us[self->next] + self->period_us);
  else
    self->n++;
  self->times_us[self->next] = when;
  self->next = (self->next + 1) % self->most;
  return when;
}

void
mvua_pacer_throttle (MvuaPacer *self, gint64 now_us)
{
  /* Complaints of requests that were sent before the pause are about the same. */
  if (now_us < self->closed_until_us)
    return;
  self->closed_until_us = now_us + self->pause_us;
  self->pause_us = MIN (2 * self->pause_us, MOST_PAUSES * self->period_us);
}

void
mvua_pacer_succeed (MvuaPacer *self)
{
  self->pause_us = self->period_us;
}
