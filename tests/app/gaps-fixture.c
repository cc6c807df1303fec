/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "gaps-fixture.h"

#include <time.h>

/* How long this thread was ready to run while others had the processor, in µs: what other
 * programs take is not what this one is measured by. */
static gint64
get_queued (void)
{
  g_autofree char *text = NULL;
  char *end = NULL;

  if (!g_file_get_contents ("/proc/thread-self/schedstat", &text, NULL, NULL))
    return 0;
  g_ascii_strtoull (text, &end, 10);
  return (gint64) (g_ascii_strtoull (end, NULL, 10) / 1000);
}

static gint64
get_cpu (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

void
mvua_test_gaps_go_on (MvuaTestGaps *self)
{
  self->queued = get_queued ();
  self->cpu = get_cpu ();
  self->last = g_get_monotonic_time ();
}

void
mvua_test_gaps_pause (MvuaTestGaps *self)
{
  const gint64 now = g_get_monotonic_time ();
  const gint64 cpu = get_cpu () - self->cpu;
  const gint64 queued = get_queued () - self->queued;

  self->longest_cpu = MAX (self->longest_cpu, cpu);
  self->longest = MAX (self->longest, now - self->last - queued);
  mvua_test_gaps_go_on (self);
}

static gboolean
on_tick (gpointer data)
{
  mvua_test_gaps_pause (data);
  return G_SOURCE_CONTINUE;
}

static void
on_frame_begin (GdkFrameClock *clock G_GNUC_UNUSED, gpointer data)
{
  mvua_test_gaps_pause (data);
}

static void
on_frame_end (GdkFrameClock *clock G_GNUC_UNUSED, gpointer data)
{
  mvua_test_gaps_go_on (data);
}

void
mvua_test_gaps_begin (MvuaTestGaps *self, GtkWidget *window)
{
  *self = (MvuaTestGaps){ 0 };
  if (window != NULL)
    {
      self->clock = g_object_ref (gtk_widget_get_frame_clock (window));
      self->begin = g_signal_connect (self->clock, "before-paint",
                                      G_CALLBACK (on_frame_begin), self);
      self->end =
          g_signal_connect (self->clock, "after-paint", G_CALLBACK (on_frame_end), self);
    }
  self->source = g_timeout_add_full (G_PRIORITY_HIGH, 1, on_tick, self, NULL);
  mvua_test_gaps_go_on (self);
}

double
mvua_test_gaps_end (MvuaTestGaps *self)
{
  mvua_test_gaps_pause (self);
  g_source_remove (self->source);
  if (self->clock != NULL)
    {
      g_signal_handler_disconnect (self->clock, self->begin);
      g_signal_handler_disconnect (self->clock, self->end);
    }
  g_clear_object (&self->clock);
  return (double) self->longest / 1000;
}
