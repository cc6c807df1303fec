/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MvuaTestGaps:
 *
 * How long the main loop is held up, by what it does or waits for; the time in which
 * other programs had the processor is left out.
 */
typedef struct
{
  gint64 last;
  gint64 longest;     /* µs */
  gint64 queued;      /* µs in all, before the last one */
  gint64 cpu;         /* the same of what this thread has computed */
  gint64 longest_cpu; /* µs of computing alone: other programs make it no longer */
  guint source;
  GdkFrameClock *clock;
  gulong begin;
  gulong end;
} MvuaTestGaps;

/* @window: (nullable): one whose frames are apart: what GTK takes to lay out and to draw
 * is its own. */
void mvua_test_gaps_begin (MvuaTestGaps *self, GtkWidget *window);

/* A gap ends here, and what comes until mvua_test_gaps_go_on() is the test's own. */
void mvua_test_gaps_pause (MvuaTestGaps *self);
void mvua_test_gaps_go_on (MvuaTestGaps *self);

/* Returns: the longest, in ms */
double mvua_test_gaps_end (MvuaTestGaps *self);

G_END_DECLS
