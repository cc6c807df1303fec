/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* How soon what is picked is on the screen, and how many frames a second a map that is
 * moved has: bench-viewer LABEL FOLDER …
 *
 * A window of its usual size picks as a user does.  Drawn means that the frame with the
 * new map was painted and that the X server has it; nothing else counts. */

#include "mvua-main-window.h"

#include <gdk/x11/gdkx.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_PICKS 60
#define MOST_SECONDS 30
#define FRAME_SECONDS 3

typedef struct
{
  MvuaMainWindow *window;
  MvuaBrowser *browser;
  MvuaMapArea *map;
  GdkFrameClock *clock;
  gint64 painted_at; /* the last frame; 0 before one with what is waited for */
  guint n_frames;
  gint64 frame_began;
  gint64 in_frames; /* µs */
} Bench;

static void
row (const char *what, double budget, double used, const char *unit)
{
  const gboolean is_more_better = strcmp (unit, "/s") == 0;

  printf ("%-44s %7.1f %-2s %7.1f %-2s %10.2f x\n", what, budget, unit, used, unit,
          is_more_better ? used / budget : budget / used);
  fflush (stdout);
}

static void
run_for (guint milliseconds)
{
  const gint64 end = g_get_monotonic_time () + milliseconds * G_GINT64_CONSTANT (1000);

  while (g_get_monotonic_time () < end)
    {
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (500);
    }
}

/* Whether the map on the screen is what is picked now, whole. */
static gboolean
shows_pick (Bench *self)
{
  MvuaMapPicture *picture = mvua_map_area_get_picture (self->map);
  MvuaField *field = mvua_browser_get_field (self->browser);

  return field != NULL && !mvua_browser_is_loading (self->browser) &&
         !mvua_browser_is_stale (self->browser) && picture != NULL &&
         picture->scene->field == field && !mvua_map_area_get_dimmed (self->map);
}

static void
on_before_paint (GdkFrameClock *clock G_GNUC_UNUSED, gpointer data)
{
  Bench *self = data;

  self->frame_began = g_get_monotonic_time ();
}

static void
on_after_paint (GdkFrameClock *clock G_GNUC_UNUSED, gpointer data)
{
  Bench *self = data;

  gdk_display_sync (gtk_widget_get_display (GTK_WIDGET (self->window)));
  const gint64 now = g_get_monotonic_time ();
  self->n_frames++;
  self->in_frames += now - self->frame_began;
  if (self->painted_at == 0 && shows_pick (self))
    self->painted_at = now;
}

/* In ms, from @began to the end of the frame with the pick. */
static double
wait_for_frame (Bench *self, gint64 began)
{
  self->painted_at = 0;
  while (self->painted_at == 0)
    {
      g_main_context_iteration (NULL, TRUE);
      if (g_get_monotonic_time () - began > MOST_SECONDS * G_USEC_PER_SEC)
        {
          fprintf (stderr, "bench-viewer: nothing was drawn for %d s\n", MOST_SECONDS);
          exit (1);
        }
    }
  return (double) (self->painted_at - began) / 1000;
}

static guint
n_decoded (Bench *self)
{
  return mvua_fields_count (mvua_browser_get_fields (self->browser)).n_decoded;
}

static int
step_at (Bench *self, guint i)
{
  const GArray *steps =
      mvua_ensemble_get_steps (mvua_browser_get_ensemble (self->browser));

  return g_array_index (steps, int, i % steps->len);
}

static guint
n_steps (Bench *self)
{
  return mvua_ensemble_get_steps (mvua_browser_get_ensemble (self->browser))->len;
}

/* Picks another step; what was picked before is at rest by then. */
static double
pick_step (Bench *self, int step)
{
  run_for (300);
  const gint64 began = g_get_monotonic_time ();
  mvua_browser_set_step (self->browser, step);
  return wait_for_frame (self, began);
}

static void
pick (Bench *self, const MvuaProduct *product, const MvuaVariable *variable)
{
  mvua_browser_pick (self->browser, product, variable);
  if (!shows_pick (self))
    wait_for_frame (self, g_get_monotonic_time ());
}

static int
compare (const void *a, const void *b)
{
  const double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

/* The median counts; beside it stands what nine of ten stay below. */
static void
report (const char *label, const char *what, double budget, double *times, guint n)
{
  g_autofree char *text = NULL;

  qsort (times, n, sizeof *times, compare);
  text = g_strdup_printf ("%s, %s", label, what);
  row (text, budget, times[n / 2], "ms");
  if (g_getenv ("MVUA_BENCH_DETAILS") != NULL)
    printf ("    %u picks: least %.1f, 90 %% below %.1f, most %.1f ms\n", n, times[0],
            times[n * 9 / 10], times[n - 1]);
}

/* Each step once, so each is decoded; all of them twice, so the second time none is. */
static void
bench_picks (Bench *self, const char *label)
{
  const int opened_at = mvua_browser_get_step (self->browser);
  double times[MOST_PICKS];
  guint n = 0;

  for (guint i = 0; i < n_steps (self) && n < MOST_PICKS; i++)
    {
      const guint before = n_decoded (self);
      if (step_at (self, i) == opened_at)
        continue;
      times[n++] = pick_step (self, step_at (self, i));
      if (n_decoded (self) != before + 1)
        {
          fprintf (stderr, "bench-viewer: %u messages decoded for a pick\n",
                   n_decoded (self) - before);
          exit (1);
        }
    }
  report (label, "picked to drawn", 60, times, n);
  const guint before = n_decoded (self);
  for (guint i = 0; i < n; i++)
    times[i] = pick_step (self, step_at (self, i));
  if (n_decoded (self) != before)
    {
      fprintf (stderr, "bench-viewer: what is cached was decoded again\n");
      exit (1);
    }
  report (label, "cached, picked to drawn", 16, times, n);
}

/* At steps of which nothing is cached; DESIGN gives thirty fields 0.4 s. */
static void
bench_mean (Bench *self, const char *label)
{
  const MvuaProduct mean =
      mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_MEAN, 0 });
  double times[MOST_PICKS];
  const guint n = MIN (n_steps (self) - 1, 12);

  pick (self, &mean, mvua_variable_by_name ("t2m"));
  for (guint i = 0; i < n; i++)
    {
      const guint before = n_decoded (self);
      times[i] = pick_step (self, step_at (self, n_steps (self) - 1 - i));
      if (n_decoded (self) < before + 25)
        {
          fprintf (stderr, "bench-viewer: the mean was there before\n");
          exit (1);
        }
    }
  report (label, "mean of 30, picked to drawn", 400, times, n);
}

typedef void (*Movement) (Bench *self, guint i);

static void
pan (Bench *self, guint i)
{
  mvua_map_area_pan (self->map, (i / 40) % 2 == 0 ? 5 : -5, (i / 25) % 2 == 0 ? 3 : -3);
}

static void
zoom (Bench *self, guint i)
{
  const double x = gtk_widget_get_width (GTK_WIDGET (self->map)) / 2.0;
  const double y = gtk_widget_get_height (GTK_WIDGET (self->map)) / 2.0;

  mvua_map_area_zoom_at (self->map, x, y, (i / 30) % 2 == 0 ? 1.03 : 1 / 1.03);
}

typedef struct
{
  Bench *bench;
  Movement move;
  guint i;
} Drive;

/* Each frame has another camera, as while a user drags. */
static gboolean
on_tick (GtkWidget *widget G_GNUC_UNUSED,
         GdkFrameClock *clock G_GNUC_UNUSED,
         gpointer data)
{
  Drive *drive = data;

  drive->move (drive->bench, drive->i++);
  return G_SOURCE_CONTINUE;
}

static void
bench_frames (Bench *self, const char *what, Movement move)
{
  Drive drive = { self, move, 0 };
  const guint tick =
      gtk_widget_add_tick_callback (GTK_WIDGET (self->map), on_tick, &drive, NULL);

  run_for (200);
  const gint64 began = g_get_monotonic_time ();
  const guint before = self->n_frames;
  self->in_frames = 0;
  run_for (FRAME_SECONDS * 1000);
  const double passed = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
  const guint n = self->n_frames - before;
  gtk_widget_remove_tick_callback (GTK_WIDGET (self->map), tick);
  row (what, 50, n / passed, "/s");
  if (g_getenv ("MVUA_BENCH_DETAILS") != NULL)
    printf ("    %.1f ms a frame, map of %d × %d\n",
            (double) self->in_frames / 1000 / MAX (n, 1),
            gtk_widget_get_width (GTK_WIDGET (self->map)),
            gtk_widget_get_height (GTK_WIDGET (self->map)));
  mvua_map_area_zoom_reset (self->map);
  run_for (600);
}

static double
resident_mb (void)
{
  g_autofree char *text = NULL;
  const char *at = NULL;

  if (g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    at = strstr (text, "VmRSS:");
  return at != NULL ? g_ascii_strtod (at + strlen ("VmRSS:"), NULL) / 1000 : NAN;
}

/* Through the mean of every step: more than the cache holds. */
static void
bench_memory (Bench *self)
{
  for (guint i = 0; i < n_steps (self); i++)
    {
      mvua_browser_set_step (self->browser, step_at (self, i));
      wait_for_frame (self, g_get_monotonic_time ());
    }
  run_for (500);
  row ("resident memory with a cache that is full", 180, resident_mb (), "MB");
  if (g_getenv ("MVUA_BENCH_DETAILS") != NULL)
    printf ("    %.0f MB of it are fields\n",
            (double) mvua_fields_count (mvua_browser_get_fields (self->browser))
                    .n_cached_bytes /
                1e6);
}

static void
open_folder (Bench *self, const char *folder)
{
  mvua_main_window_open (self->window, folder);
  while (mvua_browser_get_ensemble (self->browser) == NULL ||
         strcmp (mvua_ensemble_get_path (mvua_browser_get_ensemble (self->browser)),
                 folder) != 0)
    g_main_context_iteration (NULL, TRUE);
  if (!shows_pick (self))
    wait_for_frame (self, g_get_monotonic_time ());
}

static void
bench_folder (Bench *self, const char *label, const char *folder)
{
  open_folder (self, folder);
  const GArray *members = mvua_fields_members (mvua_browser_get_fields (self->browser));
  const MvuaProduct member = mvua_product_member (g_array_index (members, MvuaMember, 0));
  const gboolean is_ensemble = members->len >= 30;

  pick (self, &member, mvua_variable_by_name ("t2m"));
  bench_picks (self, label);
  if (!is_ensemble)
    return;
  bench_mean (self, label);
  bench_frames (self, "frames while the map is panned", pan);
  bench_frames (self, "frames while it is zoomed", zoom);
  bench_memory (self);
}

int
main (int argc, char **argv)
{
  adw_init ();
  g_autoptr (MvuaApplication) app = mvua_application_new ();
  Bench self = { 0 };

  if (argc < 3 || argc % 2 == 0 ||
      !g_application_register (G_APPLICATION (app), NULL, NULL))
    return 2;
  /* What is picked must not be there already. */
  g_autoptr (GSettings) settings = g_settings_new (MVUA_APPLICATION_ID);
  g_settings_set_boolean (settings, "prefetch", FALSE);
  self.window = mvua_main_window_new (app);
  self.browser = mvua_main_window_get_browser (self.window);
  self.map = mvua_main_window_get_map (self.window);
  gtk_window_present (GTK_WINDOW (self.window));
  self.clock = gtk_widget_get_frame_clock (GTK_WIDGET (self.window));
  g_signal_connect (self.clock, "before-paint", G_CALLBACK (on_before_paint), &self);
  g_signal_connect (self.clock, "after-paint", G_CALLBACK (on_after_paint), &self);
  run_for (500);
  for (int i = 1; i + 1 < argc; i += 2)
    bench_folder (&self, argv[i], argv[i + 1]);
  gtk_window_destroy (GTK_WINDOW (self.window));
  return 0;
}
