/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The network of a window: away and back, metered, at its limit; what is told of the
 * traffic and what is preferred. */

#include "mvua-export-dialog-private.h"
#include "mvua-main-window-private.h"
#include "mvua-network-button.h"
#include "mvua-network-page.h"
#include "mvua-preferences.h"
#include "run-fixture.h"

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

/* The bar's text, or NULL where it is not there. */
static const char *
get_bar (void)
{
  return gtk_widget_get_visible (mvua_test_get_child ("network_bar"))
             ? gtk_label_get_text (mvua_test_get_child ("network_label"))
             : NULL;
}

static gboolean
bar_says (gpointer text)
{
  mvua_network_look (get_network ());
  return text == NULL ? get_bar () == NULL
                      : get_bar () != NULL && strstr (get_bar (), text) != NULL;
}

static gboolean
wait_bar (const char *text)
{
  return mvua_test_wait (bar_says, (gpointer) text);
}

static const char *
get_detail (const char *node, const char *variable)
{
  MvuaProduct product;

  g_assert_true (mvua_product_parse (node, 0, &product, NULL));
  MvuaNode *found = mvua_node_find (mvua_browser_get_tree (mvua_test_get_browser ()),
                                    &product, mvua_variable_by_name (variable));
  g_assert_nonnull (found);
  return mvua_node_get_detail (found);
}

static gboolean
is_marked (gpointer data G_GNUC_UNUSED)
{
  return strcmp (get_detail ("gep02", "t2m"), "not fetched") == 0;
}

static gboolean
is_gep02_there (gpointer data G_GNUC_UNUSED)
{
  g_autofree char *shown = mvua_test_dup_shown ();

  return g_strcmp0 (shown, "gep02 t2m 12") == 0;
}

/* The network goes: a bar says so and since when, what is kept can be looked at and what
 * is not is marked.  It comes back: the bar goes and what could not be had comes. */
static void
test_offline (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();
  g_autoptr (GNetworkMonitor) monitor = mvua_test_monitor_new (FALSE);

  mvua_network_set_monitor (get_network (), monitor);
  g_settings_set_boolean (mvua_test_get_settings (), "prefetch", FALSE);
  mvua_test_open_whole (mvua_test_get_source ());
  mvua_test_pick ("gep01", "t2m", 12);
  g_assert_null (get_bar ());

  mvua_test_server_set_away (get_server (bucket), TRUE);
  mvua_test_pick ("gep02", "t2m", 12);
  g_assert_nonnull (mvua_map_area_get_message (mvua_test_get_map ()));
  g_assert_true (wait_bar ("Offline since 20"));
  g_assert_nonnull (strstr (get_bar (), " EAT"));
  g_settings_set_string (mvua_test_get_settings (), "time-zone", "utc");
  g_assert_nonnull (strstr (get_bar (), " UTC"));
  g_settings_reset (mvua_test_get_settings (), "time-zone");
  g_assert_true (mvua_test_wait (is_marked, NULL));
  g_assert_cmpstr (get_detail ("gep01", "t2m"), ==, "");
  mvua_test_save_picture (GTK_WINDOW (mvua_test_get_window ()), "offline");
  mvua_test_pick ("gep01", "t2m", 12);
  g_assert_null (mvua_map_area_get_message (mvua_test_get_map ()));
  mvua_test_pick ("gep02", "t2m", 12);

  mvua_test_server_set_away (get_server (bucket), FALSE);
  mvua_test_monitor_say_changed (monitor);
  g_assert_true (wait_bar (NULL));
  g_assert_true (mvua_test_wait (is_gep02_there, NULL));
  g_assert_cmpstr (get_detail ("gep03", "t2m"), ==, "");

  /* The button does the same. */
  mvua_test_server_set_away (get_server (bucket), TRUE);
  mvua_test_pick ("gep03", "t2m", 12);
  g_assert_true (wait_bar ("Offline since"));
  mvua_test_server_set_away (get_server (bucket), FALSE);
  g_signal_emit_by_name (mvua_test_get_child ("network_action"), "clicked");
  g_assert_true (wait_bar (NULL));
  g_settings_reset (mvua_test_get_settings (), "prefetch");
  mvua_test_close_source ();
}

static gboolean
has_dialog (gpointer data G_GNUC_UNUSED)
{
  return mvua_test_find_dialog () != NULL;
}

static guint
count_requests (MvuaTestBucket *bucket)
{
  g_auto (GStrv) log = mvua_test_take_log (bucket);

  return g_strv_length (log);
}

/* On a metered connection there is a first map and a question; after a no nothing is
 * fetched, not even beforehand, and the bar has the answer; after it all is as ever. */
static void
test_metered (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();
  g_autoptr (GNetworkMonitor) monitor = mvua_test_monitor_new (TRUE);

  mvua_network_set_monitor (get_network (), monitor);
  mvua_browser_set_step (mvua_test_get_browser (), 3);
  mvua_main_window_open (mvua_test_get_window (), mvua_test_get_source ());
  mvua_test_wait_page ("main");
  mvua_test_wait_drawn ();
  g_assert_true (mvua_test_wait (has_dialog, NULL));
  g_assert_null (mvua_map_area_get_message (mvua_test_get_map ()));
  g_assert_cmpuint (count_requests (bucket), <=, 4);
  gtk_window_close (GTK_WINDOW (mvua_test_find_dialog ()));
  g_assert_true (wait_bar ("metered"));

  mvua_test_act_and_wait ("win.step(2)");
  mvua_test_run_for (200);
  g_assert_nonnull (mvua_map_area_get_message (mvua_test_get_map ()));
  g_assert_null (mvua_test_find_dialog ());
  mvua_test_act ("win.export");
  g_assert_true (mvua_test_wait (has_dialog, NULL));
  gtk_window_close (GTK_WINDOW (mvua_test_find_dialog ()));
  g_assert_cmpuint (count_requests (bucket), ==, 0);
  mvua_test_run_for (50);

  g_signal_emit_by_name (mvua_test_get_child ("network_action"), "clicked");
  g_assert_true (mvua_test_wait (mvua_test_is_whole, NULL));
  g_assert_true (wait_bar (NULL));
  g_assert_null (mvua_map_area_get_message (mvua_test_get_map ()));

  /* Nothing beforehand, unless the settings say so. */
  mvua_test_pick ("gep01", "t2m", 12);
  count_requests (bucket);
  mvua_test_pick ("gep02", "t2m", 12);
  mvua_test_run_for (200);
  g_auto (GStrv) log = mvua_test_take_log (bucket);
  g_assert_cmpuint (mvua_test_count_lines (log, "gep02.t"), >, 0);
  g_assert_cmpuint (mvua_test_count_lines (log, "f009"), ==, 0);
  g_assert_cmpuint (mvua_test_count_lines (log, "f015"), ==, 0);
  g_settings_set_boolean (mvua_test_get_settings (), "prefetch-metered", TRUE);
  mvua_test_pick ("gep02", "t2m", 24);
  mvua_test_run_for (300);
  g_auto (GStrv) ahead = mvua_test_take_log (bucket);
  g_assert_cmpuint (mvua_test_count_lines (ahead, "f021"), >, 0);
  g_settings_reset (mvua_test_get_settings (), "prefetch-metered");
  mvua_test_monitor_set_metered (monitor, FALSE);
  mvua_test_close_source ();
}

/* The day's limit: said in words, with the way to the preferences; a higher one lets go
 * on. */
static void
test_limit (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();
  const guint64 megabyte = 1000000;
  g_autofree char *path = mvua_traffic_default_path ();

  mvua_test_open_whole (mvua_test_get_source ());
  g_settings_set_boolean (mvua_test_get_settings (), "prefetch", FALSE);
  mvua_network_look (get_network ());
  const guint64 today = mvua_network_get_state (get_network ())->http.n_today;
  g_assert_cmpuint (today, >, 0);
  g_settings_set_int (mvua_test_get_settings (), "network-daily-megabytes", 1);
  /* The command, say, has fetched that. */
  mvua_traffic_add (path, megabyte);
  mvua_test_run_for (1100);
  count_requests (bucket);
  mvua_test_pick ("gep03", "cape", 24);
  g_assert_true (wait_bar ("limit"));
  g_assert_nonnull (mvua_map_area_get_message (mvua_test_get_map ()));
  g_assert_cmpuint (count_requests (bucket), ==, 0);
  g_assert_cmpstr (gtk_actionable_get_action_name (
                       GTK_ACTIONABLE (mvua_test_get_child ("network_action"))),
                   ==, "app.network-preferences");

  g_settings_set_int (mvua_test_get_settings (), "network-daily-megabytes", 50);
  g_assert_true (wait_bar (NULL));
  mvua_test_pick ("gep03", "t2m", 24);
  g_assert_null (mvua_map_area_get_message (mvua_test_get_map ()));
  g_settings_reset (mvua_test_get_settings (), "network-daily-megabytes");
  g_settings_reset (mvua_test_get_settings (), "prefetch");
  mvua_test_close_source ();
}

static GtkWidget *
find_below (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_below (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The popover tells what came, what did not have to, and how fast. */
static void
test_traffic (void)
{
  mvua_test_new_run ();
  mvua_test_open_whole (mvua_test_get_source ());
  mvua_test_pick ("ensemble_stats/mean", "t2m", 12);
  mvua_network_look (get_network ());
  MvuaNetworkButton *button = MVUA_NETWORK_BUTTON (
      find_below (GTK_WIDGET (mvua_test_get_window ()), MVUA_TYPE_NETWORK_BUTTON));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (button)));
  g_autofree char *text = mvua_network_button_dup_text (button);
  g_assert_nonnull (strstr (text, "Fetched: "));
  g_assert_nonnull (strstr (text, "Left out of messages: "));
  g_assert_nonnull (strstr (text, " requests"));
  g_assert_nonnull (strstr (text, "/s"));
  gtk_popover_popup (mvua_network_button_get_popover (button));
  mvua_test_run_for (300);
  mvua_test_save_popover (mvua_network_button_get_popover (button), "network");
  gtk_popover_popdown (mvua_network_button_get_popover (button));
  mvua_test_close_source ();
}

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

/* What an export of a run that is fetched takes, in bytes and time; NOAA's subsetter is
 * named only where that is long. */
static void
test_export (void)
{
  mvua_test_new_run ();
  mvua_test_open_whole (mvua_test_get_source ());
  mvua_test_pick ("ensemble_stats/mean", "t2m", 12);
  g_autoptr (GtkWidget) dialog = g_object_ref_sink (mvua_export_dialog_new (
      NULL, mvua_browser_get_ensemble (mvua_test_get_browser ()), NULL, NULL));
  MvuaExportDialog *self = MVUA_EXPORT_DIALOG (dialog);
  g_assert_true (mvua_test_wait (is_shown, self->fetching));
  const char *text = gtk_label_get_label (self->fetching);
  g_assert_nonnull (strstr (text, "out of 39 files"));
  g_assert_nonnull (strstr (text, "/s"));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (self->network_group)));

  /* Where that is long there are two ways, each with its bytes and time. */
  const MvuaSubsetterEstimate thin = { .n_requests = 2430,
                                       .subset_bytes = 230000000,
                                       .range_bytes = 5100000000,
                                       .subset_seconds = 1440,
                                       .range_seconds = 10200 };
  mvua_export_dialog_show_ways (self, &thin, 500000);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (self->network_group)));
  g_assert_cmpstr (adw_action_row_get_subtitle (self->ranges_row), ==,
                   "About 5.1 GB out of 2430 files: 2 h 50 min at 500.0 kB/s");
  g_assert_cmpstr (adw_action_row_get_subtitle (self->subsetter_row), ==,
                   "About 230.0 MB out of 2430 files: 24 min 0 s at 500.0 kB/s");
  gtk_window_destroy (GTK_WINDOW (dialog));
  mvua_test_close_source ();
}

static gpointer
get_page_child (GtkWidget *preferences, const char *name)
{
  GtkWidget *page = find_below (preferences, MVUA_TYPE_NETWORK_PAGE);

  return gtk_widget_get_template_child (page, MVUA_TYPE_NETWORK_PAGE, name);
}

static gboolean
can_clear (gpointer preferences)
{
  return gtk_widget_get_sensitive (get_page_child (preferences, "clear_button"));
}

static gboolean
is_cleared (gpointer preferences)
{
  return strcmp (adw_action_row_get_subtitle (get_page_child (preferences, "kept_row")),
                 "0 bytes") == 0 &&
         !can_clear (preferences);
}

/* An address is checked as it is typed and taken over when it is right; what is kept is
 * measured, and cleared when that is wanted. */
static void
test_preferences (void)
{
  GSettings *settings = mvua_test_get_settings ();
  g_autofree char *url = NULL;

  mvua_test_new_run ();
  mvua_test_open_whole (mvua_test_get_source ());
  mvua_test_close_source ();
  url = g_settings_get_string (settings, "noaa-url");
  GtkWidget *preferences = mvua_preferences_new (NULL, settings, get_network ());
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (preferences),
                                                "network");
  gtk_window_present (GTK_WINDOW (preferences));
  GtkEditable *row = get_page_child (preferences, "url_row");
  GtkWidget *problem = get_page_child (preferences, "url_problem");
  g_assert_cmpstr (gtk_editable_get_text (row), ==, url);
  static const char *const wrong[] = { "office.example", "ftp://office.example",
                                       "https://", "https://a.example/?x",
                                       "https://u@a/" };
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (row, wrong[i]);
      g_assert_true (gtk_widget_get_visible (problem));
      g_signal_emit_by_name (row, "apply");
      g_autofree char *now = g_settings_get_string (settings, "noaa-url");
      g_assert_cmpstr (now, ==, url);
    }
  gtk_editable_set_text (row, " https://mirror.example/gefs ");
  g_assert_false (gtk_widget_get_visible (problem));
  g_signal_emit_by_name (row, "apply");
  g_autofree char *taken = mvua_network_dup_url (get_network ());
  g_assert_cmpstr (taken, ==, "https://mirror.example/gefs");
  gtk_editable_set_text (row, "");
  g_signal_emit_by_name (row, "apply");
  g_autofree char *own = mvua_network_dup_url (get_network ());
  g_assert_cmpstr (own, ==, MVUA_NOAA_URL);

  gtk_spin_button_set_value (get_page_child (preferences, "limit_spin"), 500);
  g_assert_cmpint (g_settings_get_int (settings, "network-daily-megabytes"), ==, 500);
  g_settings_reset (settings, "network-daily-megabytes");
  g_assert_true (mvua_test_wait (can_clear, preferences));
  g_signal_emit_by_name (get_page_child (preferences, "clear_button"), "clicked");
  g_assert_true (mvua_test_wait (is_cleared, preferences));
  gtk_window_destroy (GTK_WINDOW (preferences));
}

/* Without a network: nothing is kept, and a page says so and tries again; or the run that
 * was fetched last is opened out of the cache, under a bar. */
static void
test_start_offline (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();

  g_settings_reset (mvua_test_get_settings (), "recent-sources");
  mvua_test_server_set_away (get_server (bucket), TRUE);
  mvua_test_act ("win.open-latest");
  mvua_test_wait_page ("problem");
  g_assert_nonnull (
      strstr (adw_status_page_get_description (mvua_test_get_child ("problem")),
              "The network is not there"));
  g_assert_true (gtk_widget_get_visible (mvua_test_get_child ("problem_retry")));
  mvua_test_server_set_away (get_server (bucket), FALSE);
  mvua_test_act ("win.retry-open");
  g_assert_true (mvua_test_wait (mvua_test_is_whole, NULL));
  mvua_test_close_source ();

  mvua_test_server_set_away (get_server (bucket), TRUE);
  mvua_test_act ("win.open-latest");
  g_assert_true (mvua_test_wait (mvua_test_is_whole, NULL));
  g_assert_true (wait_bar ("Offline since"));
  g_assert_null (mvua_map_area_get_message (mvua_test_get_map ()));
  mvua_test_server_set_away (get_server (bucket), FALSE);
  mvua_test_close_source ();
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  mvua_test_new_window ();
  g_test_add_func ("/network/offline", test_offline);
  g_test_add_func ("/network/metered", test_metered);
  g_test_add_func ("/network/limit", test_limit);
  g_test_add_func ("/network/traffic", test_traffic);
  g_test_add_func ("/network/export", test_export);
  g_test_add_func ("/network/preferences", test_preferences);
  g_test_add_func ("/network/start-offline", test_start_offline);
  const int status = g_test_run ();
  mvua_test_end_application ();
  mvua_test_free_bucket ();
  return status;
}
