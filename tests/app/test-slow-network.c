/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A server that is slow, or says nothing: the newest pick overtakes, the main loop goes
 * on, and a window closes at once. */

#include "gaps-fixture.h"
#include "mvua-closer.h"
#include "mvua-opener.h"
#include "mvua-run-dialog.h"
#include "run-fixture.h"

#define MOST_GAP_MS 10.0
#define LATENCY 0.5 /* seconds */

static MvuaTestServer *
get_server (MvuaTestBucket *bucket)
{
  return mvua_test_bucket_get_server (bucket);
}

static MvuaNetwork *
get_network (void)
{
  return mvua_application_get_network (mvua_test_get_application ());
}

static gboolean
is_t2m_there (gpointer data G_GNUC_UNUSED)
{
  g_autofree char *shown = mvua_test_dup_shown ();

  return g_strcmp0 (shown, "gep02 t2m 24") == 0;
}

/* A newer pick does not wait for the older one, which is let go of. */
static void
test_overtaken (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();
  MvuaTestServer *server = get_server (bucket);
  MvuaProduct product;

  g_settings_set_boolean (mvua_test_get_settings (), "prefetch", FALSE);
  mvua_test_open_whole (mvua_test_get_source ());
  mvua_test_pick ("gep02", "t2m", 24);
  mvua_test_server_set_link (server, 0.02, 20000);
  g_assert_true (mvua_product_parse ("ensemble_stats/p90", 0, &product, NULL));
  mvua_browser_pick (mvua_test_get_browser (), &product, mvua_variable_by_name ("cape"));
  mvua_test_run_for (100);
  g_assert_true (mvua_browser_is_loading (mvua_test_get_browser ()));
  const gint64 start = g_get_monotonic_time ();
  g_assert_true (mvua_product_parse ("gep02", 0, &product, NULL));
  mvua_browser_pick (mvua_test_get_browser (), &product, mvua_variable_by_name ("t2m"));
  g_assert_true (mvua_test_wait (is_t2m_there, NULL));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 500 * 1000);
  g_settings_reset (mvua_test_get_settings (), "prefetch");
  mvua_test_server_set_link (server, 0, 0);
  mvua_test_close_source ();
}

static gboolean
is_settled (gpointer browser)
{
  return mvua_browser_get_ensemble (browser) != NULL &&
         !mvua_browser_is_loading (browser) && !mvua_browser_is_stale (browser);
}

typedef struct
{
  MvuaEnsemble *ensemble;
  MvuaNode *tree;
} Opening;

static void
on_opened (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Opening *self = data;
  g_autoptr (GError) error = NULL;

  self->ensemble = mvua_opener_open_finish (result, &error);
  self->tree = mvua_opener_take_tree (result);
  g_assert_no_error (error);
}

static gboolean
is_open (gpointer data)
{
  return ((Opening *) data)->ensemble != NULL;
}

static Opening
open_for (const MvuaMember *only)
{
  const MvuaOpenerPick pick = { .product = mvua_product_member (
                                    (MvuaMember){ MVUA_MEMBER_PERTURBED, 1 }),
                                .variable = mvua_variable_by_name ("t2m"),
                                .step = 12 };
  Opening opening = { NULL, NULL };

  mvua_opener_open_run_async (get_network (), mvua_test_get_source (), &pick, only, NULL,
                              on_opened, &opening);
  g_assert_true (mvua_test_wait (is_open, &opening));
  return opening;
}

/* A listing as long as that of a real run, with as many variables. */
static void
put_real_size (MvuaTestBucket *bucket)
{
  static const MvuaMember others[] = { { MVUA_MEMBER_CONTROL, 0 },
                                       { MVUA_MEMBER_MEAN, 0 },
                                       { MVUA_MEMBER_SPREAD, 0 } };
  static const char *const whens[] = { [MVUA_KIND_INSTANT] = "12 hour",
                                       [MVUA_KIND_ACCUMULATION] = "6-12 hour acc",
                                       [MVUA_KIND_AVERAGE] = "6-12 hour ave",
                                       [MVUA_KIND_MAXIMUM] = "6-12 hour max",
                                       [MVUA_KIND_MINIMUM] = "6-12 hour min" };
  g_autofree char *some =
      mvua_noaa_key (mvua_test_get_run (), (MvuaMember){ MVUA_MEMBER_PERTURBED, 2 }, 12);
  g_autoptr (GBytes) file = mvua_test_bucket_dup (bucket, some);
  guint n = 0;
  const MvuaVariable *table = mvua_variable_table (&n);
  g_autoptr (GString) lines = g_string_new (NULL);

  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (mvua_test_get_run ());
  g_autofree char *run = g_date_time_format (time, "%Y%m%d%H");
  for (guint i = 0; i < n; i++)
    g_string_append_printf (lines, "%u:0:d=%s:%s:%s:%s fcst:ENS=+2\n", i + 1, run,
                            table[i].idx_name, table[i].idx_level, whens[table[i].kind]);
  g_autoptr (GBytes) index = g_bytes_new (lines->str, lines->len);
  for (guint m = 0; m < MVUA_PRODUCT_N_MEMBERS + G_N_ELEMENTS (others); m++)
    for (int step = 0; step <= MVUA_PRODUCT_LAST_STEP; step += MVUA_PRODUCT_STEP)
      {
        const MvuaMember member =
            m < MVUA_PRODUCT_N_MEMBERS
                ? (MvuaMember){ MVUA_MEMBER_PERTURBED, (guint8) (m + 1) }
                : others[m - MVUA_PRODUCT_N_MEMBERS];
        g_autofree char *key = mvua_noaa_key (mvua_test_get_run (), member, step);
        g_autofree char *index_key = g_strconcat (key, ".idx", NULL);
        g_autoptr (GBytes) there = mvua_test_bucket_dup (bucket, key);
        if (there == NULL)
          mvua_test_bucket_put (bucket, key, file);
        if (there == NULL || step == 12)
          mvua_test_bucket_put (bucket, index_key, index);
      }
}

/* The longest gap, in ms, while a first map, the whole run behind it and a mean come. */
static double
open_slowly (void)
{
  MvuaBrowser *browser = mvua_browser_new (mvua_test_get_settings ());
  const MvuaMember only = { MVUA_MEMBER_PERTURBED, 1 };
  const MvuaProduct mean =
      mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_MEAN, 0 });
  MvuaTestGaps gaps;

  mvua_test_gaps_begin (&gaps, NULL);
  const Opening first = open_for (&only);
  mvua_browser_set_run (browser, first.ensemble, first.tree);
  g_assert_true (mvua_test_wait (is_settled, browser));
  const Opening whole = open_for (NULL);
  g_assert_cmpuint (mvua_ensemble_get_variables (whole.ensemble)->len, >=, 35);
  g_assert_cmpuint (mvua_ensemble_get_n_files (whole.ensemble), ==,
                    33 * MVUA_PRODUCT_N_STEPS);
  mvua_browser_update_ensemble (browser, whole.ensemble, whole.tree);
  mvua_test_gaps_pause (&gaps);
  g_assert_true (mvua_test_wait (is_settled, browser));
  mvua_browser_pick (browser, &mean, mvua_variable_by_name ("t2m"));
  mvua_test_run_for (700);
  const double longest = mvua_test_gaps_end (&gaps);
  g_object_unref (browser);
  mvua_closer_wait_for_all ();
  return longest;
}

/* With a slow server and a run of its real size the main loop goes on; the least of some
 * tries, for other programs are here too. */
static void
test_slow (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();
  double longest = G_MAXDOUBLE;

  put_real_size (bucket);
  mvua_test_server_set_link (get_server (bucket), 0.02, 5000000);
  mvua_test_run_for (300); /* the window has its own to paint */
  for (guint i = 0; i < 4 && longest >= MOST_GAP_MS; i++)
    {
      const double gap = open_slowly ();
      longest = MIN (longest, gap);
    }
  g_test_message ("longest gap: %.1f ms", longest);
  g_assert_cmpfloat (longest, <, MOST_GAP_MS);
}

static gboolean
is_stand_in (gpointer browser)
{
  guint n_come = 0;
  guint n_wanted = 0;

  return mvua_browser_get_stand_in (browser, &n_come, &n_wanted) == MVUA_MEMBER_MEAN;
}

/* The same in the window itself, frames apart: it opens the run, a first map and then the
 * whole tree come, members and a mean are picked, a point is pinned, all is closed. */
static MvuaTestGaps
look_slowly (void)
{
  MvuaMainWindow *window = mvua_test_get_window ();
  MvuaTestGaps gaps;

  mvua_test_gaps_begin (&gaps, GTK_WIDGET (window));
  mvua_main_window_open (window, mvua_test_get_source ());
  g_assert_true (mvua_test_wait (mvua_test_is_whole, NULL));
  mvua_test_pick ("gep02", "t2m", 24);
  mvua_test_pick ("gep03", "cape", 24);
  mvua_test_act ("win.product('mean')");
  g_assert_true (mvua_test_wait (is_stand_in, mvua_test_get_browser ()));
  mvua_map_area_set_pin (mvua_test_get_map (), -1.25, 36.75);
  mvua_test_run_for (700);
  mvua_browser_set_ensemble (mvua_test_get_browser (), NULL);
  mvua_test_run_for (50);
  mvua_test_gaps_end (&gaps);
  g_test_message ("longest gap: %.1f ms, of which computing at most %.1f ms",
                  (double) gaps.longest / 1000, (double) gaps.longest_cpu / 1000);
  mvua_map_area_clear_pin (mvua_test_get_map ());
  mvua_test_close_source ();
  return gaps;
}

/* What the main thread computes at once is short, whatever else the machine does; and it
 * never waits for an answer, each of which takes half a second. */
static void
test_slow_window (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();
  gint64 longest_cpu = G_MAXINT64;

  put_real_size (bucket);
  mvua_test_server_set_link (get_server (bucket), LATENCY, 5000000);
  mvua_test_run_for (300);
  for (guint i = 0; i < 3 && longest_cpu >= MOST_GAP_MS * 1000; i++)
    {
      const MvuaTestGaps gaps = look_slowly ();
      longest_cpu = MIN (longest_cpu, gaps.longest_cpu);
      g_assert_cmpint (gaps.longest, <, LATENCY * G_USEC_PER_SEC);
    }
  g_assert_cmpint (longest_cpu, <, MOST_GAP_MS * 1000);
}

/* A window that waits for a server that says nothing closes at once. */
static void
test_close_stalled (void)
{
  static const MvuaTestFault stall = { .where = MVUA_TEST_BEFORE,
                                       .how = MVUA_TEST_STALL };
  MvuaTestBucket *bucket = mvua_test_new_run ();
  MvuaTestServer *server = get_server (bucket);
  MvuaProduct product;

  mvua_test_open_whole (mvua_test_get_source ());
  mvua_test_server_fail (server, &stall, 0);
  g_assert_true (mvua_product_parse ("ensemble_stats/max", 0, &product, NULL));
  mvua_browser_pick (mvua_test_get_browser (), &product, mvua_variable_by_name ("cape"));
  g_autoptr (GtkWidget) dialog = g_object_ref_sink (
      mvua_run_dialog_new (NULL, get_network (), mvua_test_get_settings ()));
  gtk_window_present (GTK_WINDOW (dialog));
  mvua_test_run_for (300);
  gtk_window_destroy (GTK_WINDOW (dialog));
  const gint64 start = g_get_monotonic_time ();
  gtk_window_destroy (GTK_WINDOW (mvua_test_get_window ()));
  mvua_closer_wait_for_all ();
  /* Others may have the processor; what is waited for would take twenty seconds. */
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  mvua_test_run_for (10);
  mvua_test_new_window ();
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  mvua_test_new_window ();
  g_test_add_func ("/slow-network/overtaken", test_overtaken);
  g_test_add_func ("/slow-network/main-loop", test_slow);
  g_test_add_func ("/slow-network/window", test_slow_window);
  g_test_add_func ("/slow-network/close-stalled", test_close_stalled);
  const int status = g_test_run ();
  mvua_test_end_application ();
  mvua_test_free_bucket ();
  return status;
}
