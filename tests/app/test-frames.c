/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* When a window paints: not at rest, and a pick in as few frames as can be. */

#include "demo-fixture.h"
#include "mvua-main-window.h"
#include "window-fixture.h"

#include <string.h>

static MvuaMainWindow *window;
static guint n_frames;

static MvuaMapArea *
map (void)
{
  return mvua_main_window_get_map (window);
}

static gboolean
is_drawn (gpointer data G_GNUC_UNUSED)
{
  MvuaBrowser *browser = mvua_main_window_get_browser (window);
  MvuaMapPicture *picture = mvua_map_area_get_picture (map ());

  return strcmp (mvua_main_window_get_page (window), "main") == 0 &&
         !mvua_browser_is_loading (browser) && picture != NULL &&
         picture->scene->field == mvua_browser_get_field (browser);
}

static void
on_frame (GdkFrameClock *clock G_GNUC_UNUSED, gpointer data G_GNUC_UNUSED)
{
  n_frames++;
}

static void
assert_rest (void)
{
  mvua_test_run_for (1000);
  n_frames = 0;
  mvua_test_run_for (500);
  g_assert_cmpuint (n_frames, ==, 0);
}

/* A spinner on a page that is not seen would want sixty frames a second. */
static void
test_rest (void)
{
  assert_rest ();
  mvua_main_window_open (window, demo_fixture ());
  g_assert_true (mvua_test_wait (is_drawn, NULL));
  assert_rest ();
}

static gboolean
has_painted_again (gpointer data)
{
  return mvua_map_area_get_n_painted (map ()) > *(guint *) data;
}

static GBytes *
pixels (void)
{
  g_autoptr (GdkTexture) texture = mvua_test_render (GTK_WINDOW (window));
  const gsize stride = (gsize) gdk_texture_get_width (texture) * 4;
  const gsize n = stride * (gsize) gdk_texture_get_height (texture);
  guchar *data = g_malloc (n);

  gdk_texture_download (texture, data, stride);
  return g_bytes_new_take (data, n);
}

/* What lies around the map is painted when there is time, and then nothing jumps. */
static void
test_margin (void)
{
  guint n = 0;

  mvua_browser_move_step (mvua_main_window_get_browser (window), 1);
  g_assert_true (mvua_test_wait (is_drawn, NULL));
  n = mvua_map_area_get_n_painted (map ());
  MvuaMapPicture *picture = mvua_map_area_get_picture (map ());
  g_assert_false (picture->is_refined);
  g_autoptr (GBytes) before = pixels ();
  g_assert_true (mvua_test_wait (has_painted_again, &n));
  mvua_test_run_for (200);
  g_autoptr (GBytes) after = pixels ();
  g_assert_true (mvua_map_area_get_picture (map ()) == picture);
  g_assert_true (g_bytes_equal (before, after));

  /* It is what a pan shows, without another paint. */
  n = mvua_map_area_get_n_painted (map ());
  mvua_map_area_pan (map (), 20, 10);
  g_autoptr (GBytes) moved = pixels ();
  g_assert_false (g_bytes_equal (after, moved));
  g_assert_cmpuint (mvua_map_area_get_n_painted (map ()), ==, n);
  mvua_map_area_zoom_reset (map ());
}

static guint n_told;

static void
on_painted (MvuaMapRenderer *renderer G_GNUC_UNUSED,
            gpointer picture G_GNUC_UNUSED,
            gpointer data G_GNUC_UNUSED)
{
  n_told++;
}

/* What was waited for is told of once, and waiting ends by itself. */
static void
test_wait (void)
{
  g_autoptr (MvuaMapRenderer) renderer = mvua_map_renderer_new ();
  MvuaMapScene scene = { .style = mvua_browser_get_style (
                             mvua_main_window_get_browser (window)) };
  MvuaMapRequest request = {
    .scene = &scene, .width = 400, .height = 300, .pixel_ratio = 1
  };

  request.layout = mvua_map_layout (&scene, request.width, request.height);
  scene.camera =
      mvua_map_camera_fit (&(MvuaMapBox){ 21, -12, 53, 23 }, request.layout.map.width,
                           request.layout.map.height);
  g_signal_connect (renderer, "painted", G_CALLBACK (on_painted), NULL);
  g_assert_false (mvua_map_renderer_wait (renderer, G_USEC_PER_SEC)); /* for nothing */
  mvua_map_renderer_paint (renderer, &request);
  g_assert_true (mvua_map_renderer_wait (renderer, MVUA_TEST_SECONDS * G_USEC_PER_SEC));
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_false (mvua_map_renderer_is_busy (renderer));
  mvua_test_run_for (100);
  g_assert_cmpuint (n_told, ==, 1);

  mvua_map_renderer_paint (renderer, &request);
  mvua_map_renderer_cancel (renderer);
  g_assert_false (mvua_map_renderer_wait (renderer, G_USEC_PER_SEC));
  mvua_map_renderer_wait_for_all ();
  mvua_test_run_for (100);
  g_assert_cmpuint (n_told, ==, 1);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_autoptr (MvuaApplication) app = mvua_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
  window = mvua_main_window_new (app);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 700);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "before-paint",
                    G_CALLBACK (on_frame), NULL);
  g_test_add_func ("/frames/rest", test_rest);
  g_test_add_func ("/frames/margin", test_margin);
  g_test_add_func ("/frames/wait", test_wait);
  const int status = g_test_run ();
  gtk_window_destroy (GTK_WINDOW (window));
  return status;
}
