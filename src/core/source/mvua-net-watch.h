/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-priority.h"

#include <glib.h>

G_BEGIN_DECLS

/* While a server cannot be reached, it is tried again after this time. */
#define MVUA_NET_WATCH_PROBE (2 * (gint64) G_USEC_PER_SEC)

/**
 * MvuaNetWatch:
 * @was_up: it has answered once
 * @since: since when it cannot be reached; 0 if it can, as far as is known
 * @next_probe: when it is to be tried again
 *
 * Whether one server can be reached.  While it cannot, what is asked of it need not be
 * tried one by one, which could take hours: one request is tried from time to time, what
 * somebody looks at fails soon, and work in the background waits a while for the network
 * to come back.  A value; all times are of g_get_monotonic_time(), and 0 is a server of
 * which nothing is known.
 */
typedef struct
{
  gboolean was_up;
  gint64 since;
  gint64 next_probe;
} MvuaNetWatch;

/* It has answered. */
void mvua_net_watch_hear (MvuaNetWatch *self);

/* Whether it can be reached, as far as is known. */
static inline gboolean
mvua_net_watch_is_up (const MvuaNetWatch *self)
{
  return self->was_up && self->since == 0;
}

/**
 * mvua_net_watch_miss:
 * @began: when the request did
 * @is_link: no connection came about
 * @heard: when anything last came of any server
 * @long_enough: silence that means something
 *
 * A request has come to nothing.  If anything came meanwhile, that is the request's own
 * misfortune.  Where a connection stood, so it is unless nothing came for long enough.
 */
void mvua_net_watch_miss (MvuaNetWatch *self,
                          gint64 now,
                          gint64 began,
                          gboolean is_link,
                          gint64 heard,
                          gint64 long_enough);

typedef enum
{
  MVUA_NET_WATCH_GO,
  MVUA_NET_WATCH_WAIT, /* until mvua_net_watch_get_due() */
  MVUA_NET_WATCH_FAIL,
} MvuaNetWatchAdvice;

/**
 * mvua_net_watch_advise:
 * @patience: how long work in the background waits
 *
 * What to do with a request that may begin now.  Where it is to go although the server
 * cannot be reached, it is the one that tries.
 */
MvuaNetWatchAdvice mvua_net_watch_advise (MvuaNetWatch *self,
                                          gint64 now,
                                          MvuaPriority priority,
                                          gint64 patience);

/* Whether what has just failed of that priority is still waited with. */
gboolean mvua_net_watch_is_patient (const MvuaNetWatch *self,
                                    gint64 now,
                                    MvuaPriority priority,
                                    gint64 patience);

gint64 mvua_net_watch_get_due (const MvuaNetWatch *self, gint64 now);

G_END_DECLS
