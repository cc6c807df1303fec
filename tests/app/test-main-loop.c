/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A run of thirty members: how many messages a pick reads, and that nothing which is done
 * with a run holds up the main loop for more than 10 ms, however slow the source is. */

#include "gaps-fixture.h"
#include "main-fixture.h"
#include "mvua-closer.h"
#include "mvua-export-job.h"
#include "mvua-opener.h"
#include "mvua-test-reader.h"

#include <glib/gstdio.h>

#define MOST_MS 10.0
#define N_TRIES 5
#define SLOW_MS 20

static char *run;
static MvuaTestReader *reader;
static GSettings *settings;

static void
make_run (void)
{
  MvuaDemoOptions options = MVUA_DEMO_OPTIONS_INIT;
  g_autoptr (GError) error = NULL;

  run = g_dir_make_tmp ("mvua-run-XXXXXX", NULL);
  options.directory = run;
  options.count = 30;
  options.steps = "0-72";
  g_assert_true (mvua_demo_make (&options, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
}

static MvuaEnsemble *
open_run (void)
{
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .reader = mvua_test_reader_get (reader) };
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_ensemble_open (run, &options, NULL, &error);

  g_assert_no_error (error);
  return ensemble;
}

static gboolean
is_settled (gpointer browser)
{
  return !mvua_browser_is_loading (browser) && !mvua_browser_is_stale (browser) &&
         mvua_fields_count (mvua_browser_get_fields (browser)).n_waiting == 0;
}

static void
pick (MvuaBrowser *browser, const char *node, const char *variable, int step)
{
  MvuaProduct product;

  g_assert_true (mvua_product_parse (node, 0, &product, NULL));
  mvua_browser_set_step (browser, step);
  mvua_browser_pick (browser, &product, mvua_variable_by_name (variable));
  g_assert_true (mvua_test_wait (is_settled, browser));
}

static guint
n_reads_of (MvuaBrowser *browser, const char *node, const char *variable, int step)
{
  const guint before = mvua_test_reader_get_n_reads (reader);

  pick (browser, node, variable, step);
  return mvua_test_reader_get_n_reads (reader) - before;
}

static MvuaBrowser *
new_browser (gboolean prefetches)
{
  MvuaBrowser *browser = mvua_browser_new (settings);

  g_settings_set_boolean (settings, "prefetch", prefetches);
  mvua_browser_set_ensemble (browser, open_run ());
  g_assert_true (mvua_test_wait (is_settled, browser));
  return browser;
}

static void
end_browser (MvuaBrowser *browser)
{
  g_object_unref (browser);
  mvua_closer_wait_for_all ();
}

/* One message for a member, thirty for a mean, none for what is made of the same. */
static void
test_reads (void)
{
  MvuaBrowser *browser = new_browser (FALSE);

  /* From here on the step is the same, so each pick is one pick. */
  pick (browser, "gep07", "t2m", 12);
  g_assert_cmpuint (n_reads_of (browser, "gep08", "t2m", 12), ==, 1);
  g_assert_cmpuint (n_reads_of (browser, "gep08", "cape", 12), ==, 1);
  g_assert_cmpuint (n_reads_of (browser, "gep09", "cape", 12), ==, 1);
  g_assert_cmpuint (n_reads_of (browser, "gep09", "cape", 12), ==, 0);
  g_assert_cmpuint (n_reads_of (browser, "mean", "u10", 12), ==, 30);
  g_assert_cmpuint (n_reads_of (browser, "mean", "u10", 12), ==, 0);
  g_assert_cmpuint (n_reads_of (browser, "std", "u10", 12), ==, 0);
  g_assert_cmpuint (n_reads_of (browser, "p90", "u10", 12), ==, 0);
  g_assert_cmpuint (n_reads_of (browser, "probabilities", "u10", 12), ==, 0);
  g_assert_cmpuint (n_reads_of (browser, "gep30", "u10", 12), ==, 0);
  g_assert_cmpuint (mvua_browser_get_field (browser)->n_members, ==, 1);
  g_assert_cmpuint (n_reads_of (browser, "gep30", "v10", 12), ==, 1);
  g_assert_cmpuint (n_reads_of (browser, "mean", "v10", 12), ==, 29);
  end_browser (browser);
}

/* What is read ahead is told apart: the messages of the step before and the one after,
 * and a step is then there without any. */
static void
test_prefetch (void)
{
  MvuaBrowser *browser = new_browser (TRUE);

  pick (browser, "gep07", "t2m", 12);
  g_free (mvua_test_reader_take_log (reader));
  pick (browser, "gep08", "t2m", 12);
  g_autofree char *log = mvua_test_reader_take_log (reader);
  g_auto (GStrv) names = g_strsplit (log, " ", -1);
  g_assert_cmpuint (g_strv_length (names), ==, 3);
  g_assert_cmpstr (names[0], ==, "gep08.t00z.pgrb2s.0p25.f012"); /* the pick is first */
  g_assert_true (
      g_strv_contains ((const char *const *) names, "gep08.t00z.pgrb2s.0p25.f009"));
  g_assert_true (
      g_strv_contains ((const char *const *) names, "gep08.t00z.pgrb2s.0p25.f015"));

  /* The next step is there at once; only its own next one is read. */
  mvua_browser_move_step (browser, 1);
  g_assert_false (mvua_browser_is_loading (browser));
  g_assert_true (mvua_test_wait (is_settled, browser));
  g_autofree char *after = mvua_test_reader_take_log (reader);
  g_assert_cmpstr (after, ==, "gep08.t00z.pgrb2s.0p25.f018");
  end_browser (browser);
}

/* The longest gap between ticks while @func runs and for a moment after, in ms; the least
 * of some tries. */
static double
longest_gap (void (*func) (gpointer data), gpointer data)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < N_TRIES; i++)
    {
      MvuaTestGaps gaps;

      mvua_test_gaps_begin (&gaps, NULL);
      func (data);
      mvua_test_run_for (30);
      const double gap = mvua_test_gaps_end (&gaps);
      best = MIN (best, gap);
    }
  return best;
}

static void
assert_short (const char *what, double gap)
{
  g_test_minimized_result (gap, "longest gap, %s: %.1f ms", what, gap);
  g_test_message ("longest gap, %s: %.1f ms", what, gap);
  g_assert_cmpfloat (gap, <, MOST_MS);
}

typedef struct
{
  MvuaBrowser *browser;
  gboolean is_open;
} Opening;

static void
on_opened (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Opening *self = data;
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_opener_open_finish (result, &error);

  g_assert_no_error (error);
  mvua_browser_set_ensemble (self->browser, ensemble);
  self->is_open = TRUE;
}

static gboolean
is_open (gpointer data)
{
  return ((Opening *) data)->is_open;
}

static void
open_again (gpointer data)
{
  Opening *self = data;

  self->is_open = FALSE;
  mvua_opener_open_async (NULL, run, MVUA_RUN_UNKNOWN, NULL, on_opened, self);
  g_assert_true (mvua_test_wait (is_open, self));
  g_assert_true (mvua_test_wait (is_settled, self->browser));
}

static void
test_opening (void)
{
  Opening opening = { mvua_browser_new (settings), FALSE };

  assert_short ("opening a run", longest_gap (open_again, &opening));
  end_browser (opening.browser);
}

static void
pick_slowly (gpointer data)
{
  MvuaBrowser *browser = data;
  static int step = 0;

  step += 3;
  pick (browser, "mean", "tp", step);
  pick (browser, "p90", "tp", step);
  pick (browser, "probabilities", "tp", step);
  mvua_browser_set_pin (browser, -1.25, 36.75);
  pick (browser, "std", "cape", step);
}

static void
test_statistics (void)
{
  MvuaBrowser *browser = new_browser (FALSE);

  mvua_test_reader_set_delay (reader, SLOW_MS);
  assert_short ("statistics of thirty members", longest_gap (pick_slowly, browser));
  mvua_test_reader_set_delay (reader, 0);
  end_browser (browser);
}

static gboolean
has_ended (gpointer job)
{
  return mvua_export_job_is_over (job);
}

static void
export_a_little (gpointer data)
{
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_autofree char *folder = g_dir_make_tmp ("mvua-out-XXXXXX", NULL);
  g_autofree char *target = g_build_filename (folder, "a.zarr", NULL);
  g_autoptr (MvuaExportJob) job = mvua_export_job_new (data, target, &options);

  mvua_export_job_start (job);
  mvua_test_run_for (300);
  mvua_export_job_cancel (job);
  g_assert_true (mvua_test_wait (has_ended, job));
  g_assert_cmpint (g_rmdir (folder), ==, 0); /* nothing is left in it */
}

static void
test_export (void)
{
  g_autoptr (MvuaEnsemble) ensemble = open_run ();

  mvua_test_reader_set_delay (reader, SLOW_MS);
  assert_short ("start, progress and cancelling of an export",
                longest_gap (export_a_little, ensemble));
  mvua_test_reader_set_delay (reader, 0);
}

/* open_run() is this test's own, and is not measured. */
static void
test_closing (void)
{
  gint64 least = G_MAXINT64;

  mvua_test_reader_set_delay (reader, 200);
  for (guint i = 0; i < N_TRIES; i++)
    {
      MvuaBrowser *browser = mvua_browser_new (settings);
      MvuaProduct mean;
      g_assert_true (mvua_product_parse ("mean", 0, &mean, NULL));
      mvua_browser_set_ensemble (browser, open_run ());
      mvua_browser_pick (browser, &mean, mvua_variable_by_name ("t2m"));
      mvua_test_run_for (20);
      const gint64 begun = g_get_monotonic_time ();
      g_object_unref (browser);
      least = MIN (least, g_get_monotonic_time () - begun);
    }
  mvua_closer_wait_for_all ();
  mvua_test_reader_set_delay (reader, 0);
  assert_short ("closing a slow run", (double) least / 1000);
}

static void
restore_and_look (void)
{
  mvua_main_window_restore (mvua_test_get_window ());
  mvua_test_wait_drawn ();
  mvua_test_pick ("mean", "t2m", 15);
  mvua_test_pick ("probabilities", "tp", 24);
}

/* A session of a whole run comes back, and is looked at. */
static void
test_window (void)
{
  double best = G_MAXDOUBLE;

  g_settings_set_string (settings, "last-source", run);
  g_settings_set_string (settings, "last-node", "ensemble_stats/p90");
  g_settings_set_string (settings, "last-variable", "tp");
  g_settings_set_int (settings, "last-step", 24);
  for (guint i = 0; i < N_TRIES; i++)
    {
      mvua_test_new_window ();
      mvua_test_run_for (300);
      MvuaTestGaps gaps;
      mvua_test_gaps_begin (&gaps, GTK_WIDGET (mvua_test_get_window ()));
      restore_and_look ();
      const double gap = mvua_test_gaps_end (&gaps);
      best = MIN (best, gap);
      gtk_window_close (GTK_WINDOW (mvua_test_get_window ()));
      mvua_test_run_for (50);
      mvua_closer_wait_for_all ();
    }
  assert_short ("restoring a session in a window, frames apart", best);
}

static void
remove_all (const char *path)
{
  const char *name;
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_all (child);
    }
  g_remove (path);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  settings = mvua_test_get_settings ();
  reader = mvua_test_reader_new ();
  make_run ();
  g_test_add_func ("/main-loop/reads", test_reads);
  g_test_add_func ("/main-loop/prefetch", test_prefetch);
  g_test_add_func ("/main-loop/opening", test_opening);
  g_test_add_func ("/main-loop/statistics", test_statistics);
  g_test_add_func ("/main-loop/export", test_export);
  g_test_add_func ("/main-loop/closing", test_closing);
  g_test_add_func ("/main-loop/window", test_window);
  const int status = g_test_run ();
  mvua_test_end_application ();
  mvua_test_reader_free (reader);
  remove_all (run);
  g_free (run);
  return status;
}
