/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What was shown when the last window was closed is shown by the next one. */

#include "main-fixture.h"
#include "mvua-closer.h"

#include <math.h>

static gboolean
is_gone (gpointer data G_GNUC_UNUSED)
{
  return mvua_test_get_window () == NULL;
}

static void
close_window (void)
{
  gtk_window_close (GTK_WINDOW (mvua_test_get_window ()));
  g_assert_true (mvua_test_wait (is_gone, NULL));
  mvua_closer_wait_for_all ();
}

/* Every kind of node, with its variable and step; and what of the map was seen. */
static void
test_comes_back (void)
{
  static const char *const rows[][3] = {
    { "gep03", "cape", "gep03 cape 15" },
    { "mean", "t2m", "ensemble_stats/mean t2m 15" },
    { "p90", "tp", "ensemble_stats/p90 tp 15" },
    { "probabilities", "tp", "probabilities tp 15" },
  };
  const MvuaMapCamera camera = { .longitude = 37.5, .latitude = 0.25, .scale = 60 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      mvua_test_new_window ();
      mvua_test_open_demo ();
      mvua_test_pick (rows[i][0], rows[i][1], 15);
      if (i == 3)
        mvua_browser_set_threshold (mvua_test_get_browser (), 12);
      mvua_map_area_set_camera (mvua_test_get_map (), &camera);
      close_window ();

      mvua_test_new_window ();
      g_assert_true (mvua_main_window_restore (mvua_test_get_window ()));
      mvua_test_wait_drawn ();
      mvua_test_assert_pick (rows[i][2]);
      g_autofree char *shown = mvua_test_dup_shown ();
      g_assert_cmpstr (shown, ==, rows[i][2]);
      const MvuaMapCamera now = mvua_map_area_get_camera (mvua_test_get_map ());
      g_assert_cmpfloat_with_epsilon (now.longitude, camera.longitude, 1e-6);
      g_assert_cmpfloat_with_epsilon (now.latitude, camera.latitude, 1e-6);
      g_assert_cmpfloat_with_epsilon (now.scale, camera.scale, 1e-6);
      if (i == 3)
        g_assert_cmpfloat (mvua_browser_get_threshold (mvua_test_get_browser ()), ==, 12);
      /* It is in sight in the tree, too. */
      GListModel *model =
          mvua_tree_panel_get_rows (mvua_main_window_get_tree (mvua_test_get_window ()));
      GtkSingleSelection *selection = GTK_SINGLE_SELECTION (model);
      g_assert_nonnull (gtk_single_selection_get_selected_item (selection));
      close_window ();
    }
}

/* The window of rain, the zone and the panels are as they were. */
static void
test_looks (void)
{
  const MvuaRainWindow day = { MVUA_RAIN_WINDOW_DAYS, 1, 6 };

  mvua_test_new_window ();
  mvua_test_open_demo ();
  mvua_test_pick ("gep01", "tp", 15);
  mvua_browser_set_rain_window (mvua_test_get_browser (), day);
  mvua_test_act ("win.time-zone");
  mvua_test_act ("win.show-sidebar");
  close_window ();

  mvua_test_new_window ();
  g_assert_true (mvua_main_window_restore (mvua_test_get_window ()));
  mvua_test_wait_drawn ();
  const MvuaRainWindow now = mvua_browser_get_rain_window (mvua_test_get_browser ());
  g_assert_true (mvua_rain_window_equal (&now, &day));
  g_assert_true (g_str_has_prefix (
      gtk_button_get_label (mvua_test_get_child ("time_label")), "2025-09-18 15:00 UTC"));
  g_assert_false (adw_flap_get_reveal_flap (mvua_test_get_child ("flap")));
  close_window ();
  g_settings_reset (mvua_test_get_settings (), "rain-window");
  g_settings_reset (mvua_test_get_settings (), "time-zone");
  g_settings_reset (mvua_test_get_settings (), "show-sidebar");
}

/* Without a window manager the size is not what was asked for to the pixel. */
static void
test_size (void)
{
  int width = 0;
  int height = 0;
  int next_width = 0;
  int next_height = 0;

  mvua_test_new_window ();
  mvua_test_run_for (200);
  gtk_window_set_default_size (GTK_WINDOW (mvua_test_get_window ()), 1300, 640);
  mvua_test_run_for (200);
  gtk_window_get_default_size (GTK_WINDOW (mvua_test_get_window ()), &width, &height);
  g_assert_cmpint (width, >, 1200);
  close_window ();
  g_assert_cmpint (g_settings_get_int (mvua_test_get_settings (), "window-width"), ==,
                   width);
  g_assert_cmpint (g_settings_get_int (mvua_test_get_settings (), "window-height"), ==,
                   height);

  /* One that the fixture does not give a size of its own. */
  MvuaMainWindow *next = mvua_main_window_new (mvua_test_get_application ());
  gtk_window_get_default_size (GTK_WINDOW (next), &next_width, &next_height);
  g_assert_cmpint (next_width, ==, width);
  g_assert_cmpint (next_height, ==, height);
  gtk_window_destroy (GTK_WINDOW (next));
}

/* What is not there any more is told of; where it is not wished, nothing is opened. */
static void
test_nothing_to_restore (void)
{
  mvua_test_new_window ();
  g_settings_set_string (mvua_test_get_settings (), "last-source", "/no/such/run");
  g_assert_true (mvua_main_window_restore (mvua_test_get_window ()));
  mvua_test_wait_page ("problem");
  g_settings_set_boolean (mvua_test_get_settings (), "restore-session", FALSE);
  g_assert_false (mvua_main_window_restore (mvua_test_get_window ()));
  g_settings_reset (mvua_test_get_settings (), "restore-session");
  g_settings_set_string (mvua_test_get_settings (), "last-source", "");
  g_assert_false (mvua_main_window_restore (mvua_test_get_window ()));
  close_window ();
}

/* A session of another run, whose node, variable or step this one does not have, is none
 * of an error: the nearest that there is is shown. */
static void
test_strange_session (void)
{
  GSettings *settings = mvua_test_get_settings ();

  mvua_test_new_window ();
  g_settings_set_string (settings, "last-source", mvua_test_demo_path ());
  g_settings_set_string (settings, "last-node", "gep29");
  g_settings_set_string (settings, "last-variable", "no such variable");
  g_settings_set_int (settings, "last-step", 1000);
  g_settings_set (settings, "last-camera", "(ddd)", 0.0, 0.0, -5.0);
  g_assert_true (mvua_main_window_restore (mvua_test_get_window ()));
  mvua_test_wait_drawn ();
  mvua_test_assert_pick ("gep01 tp 48");
  g_assert_cmpfloat (mvua_map_area_get_camera (mvua_test_get_map ()).scale, >, 1);
  close_window ();
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_test_add_func ("/session/comes-back", test_comes_back);
  g_test_add_func ("/session/looks", test_looks);
  g_test_add_func ("/session/size", test_size);
  g_test_add_func ("/session/nothing", test_nothing_to_restore);
  g_test_add_func ("/session/strange", test_strange_session);
  const int status = g_test_run ();
  mvua_test_end_application ();
  return status;
}
