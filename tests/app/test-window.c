/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The main window: opened, walked through by its actions, and looked at. */

#include "demo-fixture.h"
#include "mvua-main-window.h"
#include "window-fixture.h"

#include <string.h>

static MvuaApplication *app;
static MvuaMainWindow *window;

static gboolean
is_drawn (gpointer data G_GNUC_UNUSED)
{
  MvuaBrowser *browser = mvua_main_window_get_browser (window);
  MvuaMapPicture *picture = mvua_map_area_get_picture (mvua_main_window_get_map (window));

  return strcmp (mvua_main_window_get_page (window), "main") == 0 &&
         !mvua_browser_is_loading (browser) && picture != NULL &&
         picture->scene->field == mvua_browser_get_field (browser);
}

static gboolean
is_problem (gpointer data G_GNUC_UNUSED)
{
  return strcmp (mvua_main_window_get_page (window), "problem") == 0;
}

static void
act (const char *detailed)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) parameter = NULL;

  g_assert_true (g_action_parse_detailed_name (detailed, &name, &parameter, NULL));
  g_assert_true (
      gtk_widget_activate_action_variant (GTK_WIDGET (window), name, parameter));
}

static void
act_and_wait (const char *detailed)
{
  act (detailed);
  g_assert_true (mvua_test_wait (is_drawn, NULL));
}

/* With the border that it draws itself, its size is not what was asked for to the pixel.
 */
static void
present (void)
{
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_present (GTK_WINDOW (window));
  mvua_test_run_for (300);
}

static MvuaBrowser *
browser (void)
{
  return mvua_main_window_get_browser (window);
}

/* A folder without GRIB files: a page that says what to do, and no empty map. */
static void
test_nothing_there (void)
{
  g_autofree char *folder = g_dir_make_tmp ("mvua-empty-XXXXXX", NULL);

  g_assert_cmpstr (mvua_main_window_get_page (window), ==, "empty");
  mvua_test_save_picture (GTK_WINDOW (window), "empty");
  mvua_main_window_open (window, folder);
  g_assert_true (mvua_test_wait (is_problem, NULL));
  g_rmdir (folder);
}

static void
test_opens (void)
{
  mvua_main_window_open (window, demo_fixture ());
  g_assert_true (mvua_test_wait (is_drawn, NULL));
  g_assert_cmpuint (g_list_model_get_n_items (
                        mvua_tree_panel_get_rows (mvua_main_window_get_tree (window))),
                    ==, 5); /* three members, statistics, probabilities */
  /* A screen reader is told what the map is. */
  const char *label = mvua_map_area_get_label (mvua_main_window_get_map (window));
  g_assert_nonnull (strstr (label, "DEMO"));
}

static void
test_walks (void)
{
  const int step = mvua_browser_get_step (browser ());

  act_and_wait ("win.step(2)");
  g_assert_cmpint (mvua_browser_get_step (browser ()), ==, step + 6);
  act_and_wait ("win.day(1)");
  g_assert_cmpint (mvua_browser_get_step (browser ()), ==, step + 30);
  act_and_wait ("win.member(1)");
  g_assert_cmpuint (mvua_browser_get_product (browser ())->member.number, ==, 2);
  act_and_wait ("win.product::mean");
  g_assert_cmpint (mvua_browser_get_product (browser ())->kind, ==,
                   MVUA_PRODUCT_STATISTIC);
  act_and_wait ("win.product::probability");
  mvua_test_save_picture (GTK_WINDOW (window), "probability");
  act_and_wait ("win.product::member");
  g_assert_cmpuint (mvua_browser_get_product (browser ())->member.number, ==, 2);
}

/* The same camera sees less of the world, and the pin stays where it is. */
static void
test_zoom_and_pin (void)
{
  MvuaMapArea *map = mvua_main_window_get_map (window);
  const MvuaMapBox before = mvua_map_area_get_box (map);
  double latitude = 0;
  double longitude = 0;

  mvua_map_area_zoom_in (map);
  const MvuaMapBox after = mvua_map_area_get_box (map);
  g_assert_cmpfloat (after.east - after.west, <, before.east - before.west);
  mvua_map_area_set_pin (map, -1.25, 36.75);
  g_assert_true (mvua_browser_get_pin (browser (), &latitude, &longitude));
  g_assert_cmpfloat (latitude, ==, -1.25);
  mvua_test_run_for (300);
  mvua_test_save_picture (GTK_WINDOW (window), "main-light");
  mvua_map_area_clear_pin (map);
  g_assert_false (mvua_browser_get_pin (browser (), &latitude, &longitude));
  mvua_map_area_zoom_reset (map);
}

/* The picture has the colour of the style at a place: what is seen is what is there. */
static void
test_colour (void)
{
  MvuaMapArea *map = mvua_main_window_get_map (window);
  g_autoptr (GdkTexture) texture = NULL;
  double x = 0;
  double y = 0;
  graphene_point_t at;

  g_settings_set_boolean (g_settings_new (MVUA_APPLICATION_ID), "show-places", FALSE);
  const MvuaProduct member =
      mvua_product_member ((MvuaMember){ MVUA_MEMBER_PERTURBED, 1 });
  mvua_browser_pick (browser (), &member, mvua_variable_by_name ("t2m"));
  g_assert_true (mvua_test_wait (is_drawn, NULL));
  mvua_test_run_for (300);
  texture = mvua_test_render (GTK_WINDOW (window));
  g_assert_true (mvua_map_area_to_widget (map, 50, 0, &x, &y));
  g_assert_true (gtk_widget_compute_point (GTK_WIDGET (map), GTK_WIDGET (window),
                                           &GRAPHENE_POINT_INIT ((float) x, (float) y),
                                           &at));
  const gsize width = (gsize) gdk_texture_get_width (texture);
  g_autofree guint32 *pixels =
      g_new (guint32, width * (gsize) gdk_texture_get_height (texture));
  gdk_texture_download (texture, (guchar *) pixels, width * 4);
  const MvuaField *field = mvua_browser_get_field (browser ());
  const MvuaMapStyle style = mvua_browser_get_style (browser ());
  const MvuaMapLimits limits = mvua_map_style_limits (&style, field);
  const guint32 wanted = mvua_map_style_colour (
      &style, &limits,
      mvua_unit_from_stored (style.unit, (double) mvua_field_at (field, 0, 50)));
  const guint32 seen = pixels[(gsize) at.y * width + (gsize) at.x] & 0xffffff;
  for (int shift = 0; shift < 24; shift += 8)
    g_assert_cmpint (ABS ((int) (seen >> shift & 0xff) - (int) (wanted >> shift & 0xff)),
                     <=, 60); /* the words across a demo tint it */
}

static void
test_dark (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  g_assert_true (mvua_test_wait (is_drawn, NULL));
  mvua_test_run_for (400);
  mvua_test_save_picture (GTK_WINDOW (window), "main-dark");
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
}

/* What was shown when a window was closed is shown by the next one. */
static void
test_session (void)
{
  act_and_wait ("win.product::spread");
  const int step = mvua_browser_get_step (browser ());
  gtk_window_close (GTK_WINDOW (window));
  mvua_test_run_for (100);

  window = mvua_main_window_new (app);
  present ();
  g_assert_true (mvua_main_window_restore (window));
  g_assert_true (mvua_test_wait (is_drawn, NULL));
  g_assert_cmpint (mvua_browser_get_step (browser ()), ==, step);
  g_assert_cmpint (mvua_browser_get_product (browser ())->statistic.kind, ==,
                   MVUA_STATISTIC_STD);
  g_assert_cmpstr (mvua_browser_get_variable (browser ())->name, ==, "t2m");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  app = mvua_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
  window = mvua_main_window_new (app);
  present ();
  g_test_add_func ("/window/nothing-there", test_nothing_there);
  g_test_add_func ("/window/opens", test_opens);
  g_test_add_func ("/window/walks", test_walks);
  g_test_add_func ("/window/zoom-and-pin", test_zoom_and_pin);
  g_test_add_func ("/window/colour", test_colour);
  g_test_add_func ("/window/dark", test_dark);
  g_test_add_func ("/window/session", test_session);
  const int status = g_test_run ();
  g_object_unref (app);
  return status;
}
