/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The window of a run in a bucket can be made narrow in the language of LANGUAGE,
 * whatever is shown: a projector has 1024 points, a small laptop has no more with its
 * panels. */

#include "mvua-closer.h"
#include "mvua-export-dialog.h"
#include "mvua-main-window-private.h"
#include "mvua-run-dialog.h"
#include "run-fixture.h"
#include "screen-fixture.h"

#include <glib/gstdio.h>

#define MOST_WIDTH 800

static int
get_least (GtkWidget *widget)
{
  int least = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  return least;
}

/* What of it is wide, for who has to mend it. */
static void
tell_parts (GtkWidget *widget, guint depth)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_should_layout (child) || get_least (child) < 120)
        continue;
      g_test_message ("%*s%s %s: %d", (int) depth * 2, "", G_OBJECT_TYPE_NAME (child),
                      gtk_widget_get_name (child), get_least (child));
      tell_parts (child, depth + 1);
    }
}

static void
assert_narrow_window (GtkWidget *window, const char *state)
{
  const int least = get_least (window);

  g_test_message ("%s: %d", state, least);
  if (least <= MOST_WIDTH)
    return;
  tell_parts (window, 1);
  g_test_fail ();
}

static void
assert_narrow (const char *state)
{
  assert_narrow_window (GTK_WIDGET (mvua_test_get_window ()), state);
}

static void
look_at (const char *node, const char *variable)
{
  g_autofree char *state = g_strdup_printf ("%s of %s", node, variable);

  mvua_test_pick (node, variable, 24);
  assert_narrow (state);
}

static gboolean
is_stand_in (gpointer data G_GNUC_UNUSED)
{
  guint n_come = 0;
  guint n_wanted = 0;

  return mvua_browser_get_stand_in (mvua_test_get_browser (), &n_come, &n_wanted) ==
             MVUA_MEMBER_MEAN &&
         n_come > 0;
}

static void
look_at_rain (void)
{
  static const MvuaRainWindow windows[] = {
    { .kind = MVUA_RAIN_WINDOW_PUBLISHED },
    { MVUA_RAIN_WINDOW_DAYS, 1, 6 },
    { MVUA_RAIN_WINDOW_DAYS, 1, MVUA_DAILY_FROM_RUN },
    { .kind = MVUA_RAIN_WINDOW_3_HOURS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      mvua_browser_set_rain_window (mvua_test_get_browser (), windows[i]);
      look_at ("gep01", "tp");
      look_at ("ensemble_stats/p90", "tp");
      look_at ("probabilities", "tp");
    }
}

/* Each scale has a name of its own, and each unit. */
static void
look_at_choices (void)
{
  guint n = 0;
  const MvuaColourScale *scales = mvua_colour_scale_table (&n);
  MvuaBrowser *browser = mvua_test_get_browser ();

  mvua_test_pick ("probabilities", "t2m", 24);
  for (guint i = 0; i < n; i++)
    {
      mvua_look_set_scale (mvua_browser_get_look (browser),
                           mvua_browser_get_variable (browser),
                           mvua_browser_get_product (browser), &scales[i]);
      assert_narrow (scales[i].title);
    }
}

/* NOAA's own mean while the members come, which those of a pin have done already. */
static void
look_at_stand_in (MvuaTestServer *server)
{
  MvuaProduct mean = mvua_product_statistic ((MvuaStatistic){ MVUA_STATISTIC_MEAN, 0 });

  mvua_map_area_clear_pin (mvua_test_get_map ());
  mvua_test_pick ("gep01", "t2m", 12);
  mvua_test_server_set_link (server, 0.2, 8000);
  mvua_browser_pick (mvua_test_get_browser (), &mean, mvua_variable_by_name ("t2m"));
  g_assert_true (mvua_test_wait (is_stand_in, NULL));
  assert_narrow ("stand-in");
  mvua_test_server_set_link (server, 0, 0);
  mvua_test_wait_drawn ();
  mvua_map_area_set_pin (mvua_test_get_map (), -1.25, 36.75);
}

static gboolean
has_begun (gpointer job)
{
  return mvua_export_job_get_fraction (job) > 0;
}

static gboolean
is_over (gpointer job)
{
  return mvua_export_job_is_over (job);
}

/* While something is written the header bar has a button more. */
static void
look_at_export (void)
{
  MvuaExports *exports = mvua_application_get_exports (mvua_test_get_application ());
  g_autofree char *folder = g_dir_make_tmp ("mvua-out-XXXXXX", NULL);
  g_autofree char *target = g_build_filename (folder, "a.zarr", NULL);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_autoptr (MvuaExportJob) job = mvua_export_job_new (
      mvua_browser_get_ensemble (mvua_test_get_browser ()), target, &options);

  mvua_exports_add (exports, job);
  g_assert_true (mvua_test_wait (has_begun, job));
  assert_narrow ("exporting");
  mvua_export_job_cancel (job);
  g_assert_true (mvua_test_wait (is_over, job));
  mvua_exports_remove (exports, job);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
look_at_dialog (GtkWidget *dialog, const char *state)
{
  gtk_window_present (GTK_WINDOW (dialog));
  mvua_test_run_for (200);
  assert_narrow_window (dialog, state);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
look_at_dialogs (void)
{
  GtkWindow *window = GTK_WINDOW (mvua_test_get_window ());

  look_at_dialog (mvua_export_dialog_new (
                      window, mvua_browser_get_ensemble (mvua_test_get_browser ()), NULL,
                      mvua_test_get_settings ()),
                  "export dialog");
  look_at_dialog (mvua_run_dialog_new (
                      window, mvua_application_get_network (mvua_test_get_application ()),
                      mvua_test_get_settings ()),
                  "dialog of runs");
}

/* With the border that a window without a manager draws itself. */
static gboolean
is_on_screen (gpointer window)
{
  return gdk_surface_get_width (gtk_native_get_surface (window)) == MOST_WIDTH;
}

/* It is not only said to be narrow: it is on the screen so, and no text is cut short. */
static void
look_at_screen (void)
{
  g_autofree char *name = g_strconcat ("narrow-", g_getenv ("LANGUAGE"), NULL);
  GtkWindow *window = GTK_WINDOW (mvua_test_get_window ());

  mvua_browser_set_rain_window (mvua_test_get_browser (),
                                (MvuaRainWindow){ MVUA_RAIN_WINDOW_DAYS, 1, 6 });
  mvua_test_pick ("probabilities", "tp", 30);
  gtk_window_set_default_size (window, MOST_WIDTH, 600);
  g_assert_true (mvua_test_wait (is_on_screen, window));
  mvua_test_run_for (450);
  mvua_test_assert_texts_fit (GTK_WIDGET (window), name);
  mvua_test_save_screen (window, name);
}

static gboolean
is_offline (gpointer data G_GNUC_UNUSED)
{
  mvua_network_look (mvua_application_get_network (mvua_test_get_application ()));
  return gtk_widget_get_visible (mvua_test_get_child ("network_bar"));
}

static void
test_run (void)
{
  MvuaTestBucket *bucket = mvua_test_new_run ();
  MvuaTestServer *server = mvua_test_bucket_get_server (bucket);

  mvua_test_open_whole (mvua_test_get_source ());
  g_settings_set_boolean (mvua_test_get_settings (), "prefetch", FALSE);
  g_settings_set_boolean (mvua_test_get_settings (), "show-point-panel", TRUE);
  g_settings_set_boolean (mvua_test_get_settings (), "show-sidebar", TRUE);
  mvua_map_area_set_pin (mvua_test_get_map (), -1.25, 36.75);
  mvua_test_run_for (400);
  g_assert_true (gtk_widget_get_visible (mvua_test_get_window ()->network_button));
  look_at_rain ();
  look_at_choices ();
  look_at ("ensemble_stats/std", "cape");
  look_at_stand_in (server);
  look_at_export ();
  look_at_dialogs ();
  look_at_screen ();
  mvua_test_server_set_away (server, TRUE);
  mvua_test_pick ("gep02", "cape", 15);
  g_assert_true (mvua_test_wait (is_offline, NULL));
  assert_narrow ("offline");
  mvua_test_server_set_away (server, FALSE);
  mvua_test_close_source ();
}

static void
test_pages (void)
{
  assert_narrow ("empty");
  mvua_main_window_open (mvua_test_get_window (), "/not/there");
  mvua_test_wait_page ("problem");
  assert_narrow ("problem");
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  mvua_test_get_application ();
  mvua_test_new_window ();
  g_test_add_func ("/widths/pages", test_pages);
  g_test_add_func ("/widths/run", test_run);
  const int status = g_test_run ();
  mvua_test_end_application ();
  mvua_test_free_bucket ();
  return status;
}
