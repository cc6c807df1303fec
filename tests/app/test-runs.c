/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Runs that are fetched: a first map in few requests, the whole run behind it, NOAA's own
 * mean before thirty members, and a run that grows while it is open. */

#include "mvua-closer.h"
#include "mvua-main-window-private.h"
#include "run-fixture.h"

/* The listing of all members, with which the whole run begins. */
static gboolean
is_whole_listing (const char *line)
{
  return strstr (line, "list-type") != NULL && strstr (line, "gep") == NULL &&
         strstr (line, "geavg") == NULL && strstr (line, "gespr") == NULL;
}

static guint
count_before_whole (GStrv log)
{
  guint n = 0;

  while (log[n] != NULL && !is_whole_listing (log[n]))
    n++;
  g_assert_nonnull (log[n]);
  return n;
}

static const char *
get_subtitle (void)
{
  return adw_window_title_get_subtitle (mvua_test_get_child ("title"));
}

/* From the start page to the first map in four requests, cold; the run comes behind it,
 * and pick, map and view stay. */
static void
test_latest (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();
  MvuaBrowser *browser = mvua_test_get_browser ();

  mvua_test_wait_page ("empty");
  mvua_test_act ("win.open-latest");
  mvua_test_wait_page ("main");
  mvua_test_wait_drawn ();
  g_autofree char *first = mvua_test_dup_shown ();
  g_assert_cmpstr (first, ==, "gep01 tp 3");
  const MvuaMapBox box = { 30, -5, 42, 5 };
  mvua_map_area_fit_box (mvua_test_get_map (), &box);
  const MvuaMapCamera camera = mvua_map_area_get_camera (mvua_test_get_map ());

  g_assert_true (mvua_test_wait (mvua_test_is_whole, NULL));
  g_auto (GStrv) log = mvua_test_take_log (bucket);
  g_assert_cmpuint (count_before_whole (log), <=, 4);
  g_autofree char *second = mvua_test_dup_shown ();
  g_assert_cmpstr (second, ==, "gep01 tp 3");
  const MvuaMapCamera now = mvua_map_area_get_camera (mvua_test_get_map ());
  g_assert_cmpfloat (now.scale, ==, camera.scale);
  g_assert_cmpfloat (now.longitude, ==, camera.longitude);
  g_assert_cmpuint (mvua_ensemble_get_members (mvua_browser_get_ensemble (browser))->len,
                    ==, MVUA_TEST_N_MEMBERS + 2);
  g_assert_nonnull (strstr (get_subtitle (), "39 of 2430 files so far"));
  g_autofree char *last =
      g_settings_get_string (mvua_test_get_settings (), "last-source");
  g_assert_cmpstr (last, ==, "noaa:latest");
  mvua_test_close_source ();
}

/* References to messages that are fetched: they open like a folder, and are no run that
 * grows or that is listed. */
static void
test_references (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "run.json", NULL);
  const MvuaRefsOptions options = { .overwrite = TRUE };
  g_auto (MvuaRefsReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  mvua_test_open_whole (mvua_test_get_source ());
  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  const gboolean is_written =
      mvua_export_refs (mvua_browser_get_ensemble (mvua_test_get_browser ()), path,
                        &options, NULL, NULL, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (is_written);
  g_autofree char *text = NULL; /* made up: not NOAA's, but of where it lies */
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_null (strstr (text, "s3://"));
  g_assert_nonnull (strstr (text, mvua_test_bucket_get_url (bucket)));
  mvua_test_close_source ();
  g_strfreev (mvua_test_take_log (bucket));
  mvua_main_window_open (mvua_test_get_window (), path);
  mvua_test_wait_drawn ();
  mvua_test_pick ("gep02", "t2m", 12);
  g_autofree char *shown = mvua_test_dup_shown ();
  g_assert_cmpstr (shown, ==, "gep02 t2m 12");
  g_assert_cmpstr (get_subtitle (), !=, "");
  g_assert_null (strstr (get_subtitle (), "files so far"));
  mvua_test_run_for (300);
  g_auto (GStrv) log = mvua_test_take_log (bucket);
  g_assert_cmpuint (mvua_test_count_lines (log, "list-type"), ==, 0);
  mvua_test_close_source ();
}

/* A mean of a run that is fetched: NOAA's own first, alone on the link, and said to be
 * NOAA's in the window and on the map; then Mvua's own, of all members. */
typedef struct
{
  guint n_labelled;   /* times that NOAA's was shown */
  guint n_mixed;      /* a mean of some of the members was shown */
  gboolean had_title; /* the map was named NOAA's */
} Seen;

static void
on_changed (MvuaBrowser *browser, guint changes, gpointer data)
{
  Seen *seen = data;
  MvuaField *field = mvua_browser_get_field (browser);
  guint n_come = 0;
  guint n_wanted = 0;
  GtkLabel *label = mvua_test_get_child ("stand_in_label");
  const MvuaMemberKind kind = mvua_browser_get_stand_in (browser, &n_come, &n_wanted);

  if ((changes & MVUA_BROWSER_FIELD) == 0 || field == NULL)
    return;
  if (kind == MVUA_MEMBER_DETERMINISTIC)
    {
      g_assert_false (gtk_widget_get_visible (GTK_WIDGET (label)));
      if (field->key.product.kind == MVUA_PRODUCT_STATISTIC && field->n_members < 30 &&
          !mvua_field_is_final (field))
        seen->n_mixed++;
      return;
    }
  const char *name =
      kind == MVUA_MEMBER_MEAN ? "NOAA’s own mean (geavg)" : "NOAA’s own spread (gespr)";
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (label)));
  g_assert_true (g_str_has_prefix (gtk_label_get_text (label), name));
  seen->n_labelled++;
  const MvuaMapScene scene = { .field = field,
                               .style = mvua_browser_get_style (browser) };
  g_auto (GStrv) title = mvua_map_title (&scene);
  seen->had_title = strstr (title[0], name) != NULL;
}

static void
check_stand_in (MvuaTestBucket *bucket, const char *node, const char *own)
{
  MvuaBrowser *browser = mvua_test_get_browser ();
  Seen seen = { 0 };
  guint n_own = 0;

  mvua_test_pick ("gep01", "t2m", 12);
  g_strfreev (mvua_test_take_log (bucket));
  const gulong handler =
      g_signal_connect (browser, "changed", G_CALLBACK (on_changed), &seen);

  mvua_test_pick (node, "t2m", 12);
  g_signal_handler_disconnect (browser, handler);
  g_auto (GStrv) log = mvua_test_take_log (bucket);
  g_assert_cmpuint (seen.n_labelled, >, 0);
  g_assert_cmpuint (seen.n_mixed, ==, 0);
  g_assert_true (seen.had_title);
  /* Its index and its message before anything of the members. */
  while (log[n_own] != NULL && strstr (log[n_own], own) != NULL)
    n_own++;
  g_assert_cmpuint (n_own, >=, 2);
  g_assert_cmpuint (mvua_test_count_lines (log, own), ==, n_own);
  MvuaField *field = mvua_browser_get_field (browser);
  g_assert_cmpint (field->key.product.kind, ==, MVUA_PRODUCT_STATISTIC);
  g_assert_cmpuint (field->n_members, ==, MVUA_TEST_N_MEMBERS);
  g_assert_false (
      gtk_widget_get_visible (GTK_WIDGET (mvua_test_get_child ("stand_in_label"))));
}

static void
test_stand_in (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();

  g_settings_set_boolean (mvua_test_get_settings (), "prefetch", FALSE);
  mvua_test_open_whole (mvua_test_get_source ());
  check_stand_in (bucket, "ensemble_stats/mean", "geavg");
  check_stand_in (bucket, "ensemble_stats/std", "gespr");

  /* Rain of a day is not what NOAA publishes, nor is the spread of a bucket. */
  g_strfreev (mvua_test_take_log (bucket));
  mvua_browser_set_rain_window (
      mvua_test_get_browser (),
      (MvuaRainWindow){ .kind = MVUA_RAIN_WINDOW_3_HOURS, .n_days = 1, .day_hour = 6 });
  mvua_test_pick ("ensemble_stats/mean", "tp", 18);
  mvua_test_pick ("gep01", "tp", 24);
  mvua_browser_set_rain_window (
      mvua_test_get_browser (),
      (MvuaRainWindow){ .kind = MVUA_RAIN_WINDOW_PUBLISHED, .n_days = 1, .day_hour = 6 });
  mvua_test_pick ("ensemble_stats/std", "tp", 24);
  g_auto (GStrv) log = mvua_test_take_log (bucket);
  g_assert_cmpuint (mvua_test_count_lines (log, "geavg"), ==, 0);
  g_assert_cmpuint (mvua_test_count_lines (log, "gespr"), ==, 0);
  /* A bucket as it was published is. */
  mvua_test_pick ("gep01", "tp", 30);
  g_strfreev (mvua_test_take_log (bucket));
  mvua_test_pick ("ensemble_stats/mean", "tp", 30);
  g_auto (GStrv) published = mvua_test_take_log (bucket);
  g_assert_nonnull (strstr (published[0], "geavg"));
  g_settings_reset (mvua_test_get_settings (), "rain-window");
  g_settings_reset (mvua_test_get_settings (), "prefetch");
  mvua_test_close_source ();
}

/* A mean that was looked at last comes back as NOAA's own, in few requests, and is Mvua's
 * when the members have come. */
static void
test_first_mean (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();
  MvuaProduct mean = mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_MEAN, 0 });
  MvuaBrowser *browser = mvua_test_get_browser ();

  mvua_browser_prepare (browser, &mean, mvua_variable_by_name ("t2m"));
  mvua_browser_set_step (browser, 12);
  mvua_test_act ("win.open-latest");
  mvua_test_wait_page ("main");
  mvua_test_wait_drawn ();
  g_assert_true (mvua_test_wait (mvua_test_is_whole, NULL));
  mvua_test_wait_drawn ();
  g_auto (GStrv) log = mvua_test_take_log (bucket);
  g_assert_cmpuint (count_before_whole (log), <=, 4);
  g_assert_nonnull (strstr (log[0], "geavg"));
  mvua_test_assert_pick ("ensemble_stats/mean t2m 12");
  g_autofree char *shown = mvua_test_dup_shown ();
  g_assert_cmpstr (shown, ==, "ensemble_stats/mean t2m 12");
  mvua_test_close_source ();
}

static gboolean
has_steps (gpointer n)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (mvua_test_get_browser ());

  return mvua_ensemble_get_steps (ensemble)->len == GPOINTER_TO_UINT (n) &&
         mvua_test_is_drawn (NULL);
}

/* What a toast says is found among the window's widgets. */
static gboolean
has_label (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_label (child, text))
      return TRUE;
  return FALSE;
}

/* A run that is being published: it grows, is never called complete, and pick, field and
 * pin stay; a look that finds nothing new changes nothing. */
static void
test_growing (void)
{
  MvuaTestBucket *bucket = mvua_test_new_bucket ();
  MvuaBrowser *browser = mvua_test_get_browser ();

  mvua_test_publish (bucket, 24);
  mvua_test_open_whole (mvua_test_get_source ());
  mvua_test_pick ("gep02", "t2m", 12);
  mvua_browser_set_pin (browser, -1.3, 36.8);
  g_assert_nonnull (strstr (get_subtitle (), "27 of 2430 files so far"));

  GListModel *rows =
      mvua_tree_panel_get_rows (mvua_main_window_get_tree (mvua_test_get_window ()));
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (rows, 1);
  gtk_tree_list_row_set_expanded (row, TRUE);
  const guint n_rows = g_list_model_get_n_items (rows);

  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (browser);
  mvua_main_window_refresh_run (mvua_test_get_window ());
  mvua_test_run_for (500);
  g_assert_true (mvua_browser_get_ensemble (browser) == ensemble);

  mvua_test_publish (bucket, 36);
  mvua_main_window_refresh_run (mvua_test_get_window ());
  g_assert_true (mvua_test_wait (has_steps, GUINT_TO_POINTER (13)));
  g_assert_nonnull (strstr (get_subtitle (), "39 of 2430 files so far"));
  g_assert_true (has_label (GTK_WIDGET (mvua_test_get_window ()), "4 new steps"));
  mvua_test_assert_pick ("gep02 t2m 12");
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, n_rows);
  g_autoptr (GtkTreeListRow) same = g_list_model_get_item (rows, 1);
  g_assert_true (same != row && gtk_tree_list_row_get_expanded (same));
  double latitude = 0;
  double longitude = 0;
  g_assert_true (mvua_browser_get_pin (browser, &latitude, &longitude));
  const GArray *values = mvua_browser_get_pin_values (browser);
  g_assert_cmpuint (values->len, ==, 30);
  g_assert_true (g_array_index (values, MvuaPinValue, 0).has_come);
  g_assert_null (strstr (get_subtitle (), "complete"));
  mvua_browser_clear_pin (browser);
  mvua_test_close_source ();
}

/* A swap does not blank the map: the picture that is there stays until the same field of
 * the newer opening is painted. */
static void
test_no_blank (void)
{
  MvuaTestBucket *bucket = mvua_test_new_bucket ();
  MvuaMapArea *map = mvua_test_get_map ();

  mvua_test_publish (bucket, 12);
  mvua_test_open_whole (mvua_test_get_source ());
  mvua_test_pick ("ensemble_stats/mean", "t2m", 6);
  mvua_test_publish (bucket, 24);
  mvua_main_window_refresh_run (mvua_test_get_window ());
  for (guint i = 0; i < 3000 && !has_steps (GUINT_TO_POINTER (9)); i++)
    {
      MvuaField *field = mvua_browser_get_field (mvua_test_get_browser ());
      g_main_context_iteration (NULL, FALSE);
      g_assert_nonnull (mvua_map_area_get_picture (map));
      g_assert_null (mvua_map_area_get_message (map));
      g_assert_false (mvua_map_area_get_dimmed (map));
      g_assert_nonnull (field);
      g_assert_true (mvua_field_is_final (field));
      g_usleep (1000);
    }
  g_assert_true (mvua_test_wait (has_steps, GUINT_TO_POINTER (9)));
  mvua_test_close_source ();
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  mvua_test_new_window ();
  g_test_add_func ("/runs/latest", test_latest);
  g_test_add_func ("/runs/stand-in", test_stand_in);
  g_test_add_func ("/runs/first-mean", test_first_mean);
  g_test_add_func ("/runs/growing", test_growing);
  g_test_add_func ("/runs/no-blank", test_no_blank);
  g_test_add_func ("/runs/references", test_references);
  const int status = g_test_run ();
  mvua_test_end_application ();
  mvua_test_free_bucket ();
  return status;
}
