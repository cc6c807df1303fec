/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What the mouse does in the main window, with the pointer of the X server. */

#include "input-fixture.h"
#include "main-fixture.h"
#include "mvua-point-panel.h"

#include <math.h>

#define LONGITUDE 36.0
#define LATITUDE 2.0

static void
set_up (void)
{
  const MvuaMapBox box = { 21, -12, 53, 23 };

  mvua_test_focus_window (GTK_WINDOW (mvua_test_get_window ()));
  mvua_map_area_clear_pin (mvua_test_get_map ());
  mvua_map_area_fit_box (mvua_test_get_map (), &box);
  mvua_test_pick ("gep02", "t2m", 12);
}

/* Where a place is in the map area. */
static graphene_point_t
at (double longitude, double latitude)
{
  double x = 0;
  double y = 0;

  g_assert_true (
      mvua_map_area_to_widget (mvua_test_get_map (), longitude, latitude, &x, &y));
  return GRAPHENE_POINT_INIT ((float) x, (float) y);
}

/* What lies under a point of the map area is that place, to two pixels. */
static void
assert_is_at (graphene_point_t point, double longitude, double latitude)
{
  const MvuaMapCamera camera = mvua_map_area_get_camera (mvua_test_get_map ());
  double lon = 0;
  double lat = 0;

  g_assert_true (mvua_map_area_to_degrees (mvua_test_get_map (), (double) point.x,
                                           (double) point.y, &lon, &lat));
  g_assert_cmpfloat_with_epsilon (lon, longitude, 2 / camera.scale);
  g_assert_cmpfloat_with_epsilon (lat, latitude, 2 / camera.scale);
}

/* The map goes with the hand: what was taken hold of stays under the pointer. */
static void
test_drag (void)
{
  set_up ();
  const graphene_point_t from = at (LONGITUDE, LATITUDE);
  const graphene_point_t to = GRAPHENE_POINT_INIT (from.x + 80, from.y - 50);

  mvua_test_drag (GTK_WIDGET (mvua_test_get_map ()), (double) from.x, (double) from.y,
                  (double) to.x, (double) to.y, 0);
  assert_is_at (to, LONGITUDE, LATITUDE);
  double unused;
  g_assert_false (mvua_browser_get_pin (mvua_test_get_browser (), &unused, &unused));
}

static void
test_wheel (void)
{
  set_up ();
  const graphene_point_t point = at (LONGITUDE + 5, LATITUDE);
  const double before = mvua_map_area_get_camera (mvua_test_get_map ()).scale;

  mvua_test_wheel (GTK_WIDGET (mvua_test_get_map ()), (double) point.x, (double) point.y,
                   2);
  assert_is_at (point, LONGITUDE + 5, LATITUDE);
  const double nearer = mvua_map_area_get_camera (mvua_test_get_map ()).scale;
  g_assert_cmpfloat (nearer, >, 1.4 * before);
  mvua_test_wheel (GTK_WIDGET (mvua_test_get_map ()), (double) point.x, (double) point.y,
                   -2);
  g_assert_cmpfloat_with_epsilon (mvua_map_area_get_camera (mvua_test_get_map ()).scale,
                                  before, before / 100);
}

/* All of the box is seen afterwards, and little else. */
static void
test_zoom_box (void)
{
  set_up ();
  const graphene_point_t corner = at (30, 6);
  const graphene_point_t opposite = at (40, -4);

  mvua_test_drag (GTK_WIDGET (mvua_test_get_map ()), (double) corner.x, (double) corner.y,
                  (double) opposite.x, (double) opposite.y, GDK_SHIFT_MASK);
  const MvuaMapBox box = mvua_map_area_get_box (mvua_test_get_map ());
  g_assert_cmpfloat (box.west, <, 30.3);
  g_assert_cmpfloat (box.east, >, 39.7);
  g_assert_cmpfloat (box.north, >, 5.7);
  g_assert_cmpfloat (box.south, <, -3.7);
  g_assert_cmpfloat (MIN (box.east - box.west, box.north - box.south), <, 11);
  mvua_test_wait_drawn ();
  mvua_test_save_picture (GTK_WINDOW (mvua_test_get_window ()), "zoom-box");
}

static gboolean
has_summary (gpointer data G_GNUC_UNUSED)
{
  return g_str_has_prefix (mvua_point_panel_get_summary (mvua_test_get_child ("point")),
                           "members 3/3");
}

/* A click pins; the panel beside tells what each member says there. */
static void
test_click (void)
{
  double latitude = 0;
  double longitude = 0;

  set_up ();
  const graphene_point_t point = at (36.82, -1.29);
  mvua_test_click (GTK_WIDGET (mvua_test_get_map ()), (double) point.x, (double) point.y);
  g_assert_true (mvua_browser_get_pin (mvua_test_get_browser (), &latitude, &longitude));
  g_assert_cmpfloat_with_epsilon (latitude, -1.29, 0.1);
  g_assert_cmpfloat_with_epsilon (longitude, 36.82, 0.1);
  g_assert_true (mvua_test_wait (has_summary, NULL));
}

/* The value of the field under the pointer, in words, with place and unit. */
static void
test_hover (void)
{
  double longitude = 0;
  double latitude = 0;
  double value = 0;

  set_up ();
  const graphene_point_t point = at (36.82, -1.29);
  mvua_test_point (GTK_WIDGET (mvua_test_get_map ()), (double) point.x, (double) point.y);
  g_assert_true (
      mvua_map_area_get_hover (mvua_test_get_map (), &longitude, &latitude, &value));
  const MvuaField *field = mvua_browser_get_field (mvua_test_get_browser ());
  g_assert_cmpfloat_with_epsilon (
      value, (double) mvua_field_at (field, latitude, longitude) - 273.15, 1e-3);
  g_autofree char *text = mvua_map_area_dup_readout (mvua_test_get_map ());
  g_autofree char *expected = g_strdup_printf ("%.1f °C · ", value);
  g_assert_true (g_str_has_prefix (text, expected));
  g_assert_nonnull (strstr (text, "Nairobi"));
}

/* The bar of time goes to the step under the pointer, and follows a drag. */
static void
test_time_bar (void)
{
  GtkWidget *bar = mvua_main_window_get_time_bar (mvua_test_get_window ());

  set_up ();
  const double width = gtk_widget_get_width (bar);
  const double height = gtk_widget_get_height (bar);
  mvua_test_click (bar, width / 2, height / 2);
  mvua_test_wait_drawn ();
  mvua_test_assert_pick ("gep02 t2m 24");
  mvua_test_drag (bar, width / 2, height / 2, width - 2, height / 2, 0);
  mvua_test_wait_drawn ();
  mvua_test_assert_pick ("gep02 t2m 48");
}

/* The buttons do what the keys do. */
static void
test_buttons (void)
{
  set_up ();
  GtkWidget *play = mvua_test_get_child ("play");
  GtkWidget *next = gtk_widget_get_next_sibling (play);
  GtkWidget *before = gtk_widget_get_prev_sibling (play);

  mvua_test_click (next, 8, 8);
  mvua_test_assert_pick ("gep02 t2m 15");
  mvua_test_click (before, 8, 8);
  mvua_test_assert_pick ("gep02 t2m 12");
  mvua_test_click (play, 8, 8);
  g_assert_true (mvua_browser_is_playing (mvua_test_get_browser ()));
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (play)), ==,
                   "media-playback-pause-symbolic");
  mvua_test_click (play, 8, 8);
  g_assert_false (mvua_browser_is_playing (mvua_test_get_browser ()));
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  mvua_test_new_window ();
  mvua_test_open_demo ();
  g_test_add_func ("/pointer/drag", test_drag);
  g_test_add_func ("/pointer/wheel", test_wheel);
  g_test_add_func ("/pointer/zoom-box", test_zoom_box);
  g_test_add_func ("/pointer/click", test_click);
  g_test_add_func ("/pointer/hover", test_hover);
  g_test_add_func ("/pointer/time-bar", test_time_bar);
  g_test_add_func ("/pointer/buttons", test_buttons);
  const int status = g_test_run ();
  mvua_test_end_application ();
  return status;
}
