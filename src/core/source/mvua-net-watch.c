/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-net-watch.h"

/* Somebody who looks at it is to know soon, but need not know of every hiccup. */
#define SHORT_PATIENCE (1 * (gint64) G_USEC_PER_SEC)

void
mvua_net_watch_hear (MvuaNetWatch *self)
{
  *self = (MvuaNetWatch){ .was_up = TRUE };
}

void
mvua_net_watch_miss (MvuaNetWatch *self,
                     gint64 now,
                     gint64 began,
                     gboolean is_link,
                     gint64 heard,
                     gint64 long_enough)
{
  if (heard > began || (!is_link && now - began < long_enough))
    return;
  if (self->since == 0)
    self->since = now;
  self->next_probe = now + MVUA_NET_WATCH_PROBE;
}

gboolean
mvua_net_watch_is_patient (const MvuaNetWatch *self,
                           gint64 now,
                           MvuaPriority priority,
                           gint64 patience)
{
  const gint64 most =
      priority == MVUA_PRIORITY_EXPORT ? patience : MIN (patience, SHORT_PATIENCE);

  return self->was_up && self->since > 0 && now - self->since < most;
}

MvuaNetWatchAdvice
mvua_net_watch_advise (MvuaNetWatch *self,
                       gint64 now,
                       MvuaPriority priority,
                       gint64 patience)
{
  if (self->since == 0)
    return MVUA_NET_WATCH_GO;
  if (now >= self->next_probe)
    {
      self->next_probe = now + MVUA_NET_WATCH_PROBE;
      return MVUA_NET_WATCH_GO;
    }
  return mvua_net_watch_is_patient (self, now, priority, patience) ? MVUA_NET_WATCH_WAIT
                                                                   : MVUA_NET_WATCH_FAIL;
}

gint64
mvua_net_watch_get_due (const MvuaNetWatch *self, gint64 now)
{
  return CLAMP (self->next_probe, now, now + MVUA_NET_WATCH_PROBE);
}
