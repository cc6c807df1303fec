/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define MVUA_PACER_MOST 128

/**
 * MvuaPacer:
 *
 * Decides when the next request to a server may be sent that allows so many in a period.
 * A plain value with no clock and no lock of its own: whoever shares one has both.
 */
typedef struct
{
  guint most;
  gint64 period_us;
  guint n;    /* requests remembered */
  guint next; /* where the oldest of @most is */
  gint64 times_us[MVUA_PACER_MOST];
  gint64 closed_until_us;
  gint64 pause_us; /* the next one, when the server complains again */
} MvuaPacer;

/**
 * mvua_pacer_init:
 * @most: requests in any period of that length, 1 to %MVUA_PACER_MOST
 */
void mvua_pacer_init (MvuaPacer *self, guint most, gint64 period_us);

/**
 * mvua_pacer_take:
 * @now_us: of a clock that does not go back
 *
 * Takes a turn.  Whoever takes one must use it or let it lapse.
 *
 * Returns: when the request may be sent, @now_us or later
 */
gint64 mvua_pacer_take (MvuaPacer *self, gint64 now_us);

/* The server complained: nothing for a period, and twice as long each time that it
 * complains again, up to ten periods. */
void mvua_pacer_throttle (MvuaPacer *self, gint64 now_us);

/* The server answered well: the next complaint begins with one period again. */
void mvua_pacer_succeed (MvuaPacer *self);

G_END_DECLS
