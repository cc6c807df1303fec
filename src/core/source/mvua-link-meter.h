/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaLinkMeter:
 *
 * How fast a link is, learnt as it is used.  Speed is over the time in which at least one
 * transfer was receiving, so neither waiting for an answer nor having nothing to ask for
 * makes it look slow; what is older than some ten seconds of use weighs little.
 * A value; times are of g_get_monotonic_time().  The caller sees to it that one thread
 * at a time uses it.
 */
typedef struct
{
  gint64 at; /* of the last event, 0 before the first */
  guint n_receiving;
  double bytes; /* these four fade */
  double bytes_s;
  double receiving_s;
  double wall_s;
  double total_receiving_s; /* this does not */
  double latency_s;
} MvuaLinkMeter;

/* A transfer begins to receive, or ends. */
void mvua_link_meter_begin (MvuaLinkMeter *self, gint64 now);
void mvua_link_meter_end (MvuaLinkMeter *self, gint64 now);

/* @n bytes have come. */
void mvua_link_meter_add (MvuaLinkMeter *self, gint64 now, gsize n);

/* A request took @seconds to the first byte of its answer. */
void mvua_link_meter_add_latency (MvuaLinkMeter *self, double seconds);

/* Bytes a second; 0 while too few have come to tell. */
double mvua_link_meter_get_speed (const MvuaLinkMeter *self);

/* The share of the recent past in which something was received: 0 to 1. */
double mvua_link_meter_get_busy (MvuaLinkMeter *self, gint64 now);

G_END_DECLS
