/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Maps, as they come out on an image. */

#include "map-fixture.h"

#include "mvua-error.h"
#include "mvua-map-labels.h"
#include "mvua-map-raster.h"

#include <float.h>
#include <glib/gstdio.h>

/* The colour at a place is that of the value there, in every kind of fill. */
static void
test_colours (void)
{
  g_autoptr (MvuaField) field = new_field ("t2m", member (), 285, 0.2f);
  MvuaMapScene scene = bare_scene (field);
  const MvuaMapLimits limits = mvua_map_style_limits (&scene.style, field);

  for (guint fill = MVUA_MAP_FILL_NEAREST; fill <= MVUA_MAP_FILL_CONTOURS; fill++)
    {
      scene.style.fill = (MvuaMapFill) fill;
      cairo_surface_t *image = paint (&scene);
      for (double lon = 22.1; lon < 52; lon += 3.7)
        {
          const double value = mvua_unit_from_stored (
              scene.style.unit, (double) mvua_field_at (field, 5, lon));
          /* Away from where one class ends. */
          if (fabs (remainder (value, 2)) < 0.3)
            continue;
          g_assert_cmphex (pixel_at (&scene, image, lon, 5), ==,
                           mvua_map_style_colour (&scene.style, &limits, value));
        }
      cairo_surface_destroy (image);
    }
}

/* Missing is hatched in two greys, and never looks like no rain. */
static void
test_missing (void)
{
  g_autoptr (MvuaField) field = new_field ("tp", member (), 0, 0);
  MvuaMapScene scene = bare_scene (field);

  for (guint fill = MVUA_MAP_FILL_NEAREST; fill <= MVUA_MAP_FILL_NONE; fill++)
    {
      for (gsize i = 0; i < field->n_points; i++)
        field->values[i] = i % grid.n_columns < 64 ? NAN : 0;
      mvua_field_seal (field);
      scene.style.fill = (MvuaMapFill) fill;
      cairo_surface_t *image = paint (&scene);
      const guint32 dry = pixel_at (&scene, image, 45, 5);
      guint n_hatched = 0;
      for (double lon = 23; lon < 33; lon += 0.05)
        {
          const guint32 seen = pixel_at (&scene, image, lon, 5);
          g_assert_cmphex (seen, !=, dry);
          n_hatched += seen == MVUA_MAP_MISSING_DARK;
        }
      g_assert_cmpuint (n_hatched, >, 10);
      cairo_surface_destroy (image);
    }
}

/* A line of 20 °C runs where the value is 20 °C. */
static void
test_isoline (void)
{
  g_autoptr (MvuaField) field = new_field ("t2m", member (), 283.15f, 0.2f);
  MvuaMapScene scene = bare_scene (field);
  const double lon = 21 + 0.25 * (20 - 10) / 0.2;

  cairo_surface_t *before = paint (&scene);
  scene.style.isoline_levels[0] = 20;
  scene.style.n_isoline_levels = 1;
  cairo_surface_t *after = paint (&scene);
  guint n_changed = 0;
  for (double lat = -8; lat < 18; lat += 0.5)
    {
      n_changed +=
          pixel_at (&scene, before, lon, lat) != pixel_at (&scene, after, lon, lat);
      g_assert_cmphex (pixel_at (&scene, before, lon - 4, lat), ==,
                       pixel_at (&scene, after, lon - 4, lat));
    }
  g_assert_cmpuint (n_changed, >, 25);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
}

/* Coast and borders are drawn over the field: by Mombasa there is a line, and in the
 * middle of the Indian Ocean there is none. */
static void
test_basemap (void)
{
  g_autoptr (MvuaField) field = new_field ("t2m", member (), 300, 0);
  MvuaMapScene scene = bare_scene (field);

  cairo_surface_t *bare = paint (&scene);
  scene.basemap = mvua_map_basemap ();
  cairo_surface_t *mapped = paint (&scene);
  double x, y;
  guint n_coast = 0;
  mvua_map_camera_to_pixel (&scene.camera, WIDTH, HEIGHT, 39.68, -4.06, &x, &y);
  for (int dx = -8; dx <= 8; dx++)
    n_coast +=
        pixel (bare, (int) x + dx, (int) y) != pixel (mapped, (int) x + dx, (int) y);
  g_assert_cmpuint (n_coast, >, 0);
  for (double lon = 47; lon < 52; lon += 0.1)
    g_assert_cmphex (pixel_at (&scene, bare, lon, -2), ==,
                     pixel_at (&scene, mapped, lon, -2));
  scene.style.borders = FALSE;
  cairo_surface_t *without = paint (&scene);
  g_assert_cmpuint (n_differing (mapped, without), >, 500);
  cairo_surface_destroy (bare);
  cairo_surface_destroy (mapped);
  cairo_surface_destroy (without);
}

/* No name stands on another or runs out of the map. */
static void
test_labels (void)
{
  MvuaMapScene scene = { .basemap = mvua_map_basemap () };
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (image);
  MvuaMapPainting painting;

  scene.style.places = TRUE;
  scene.style.graticule = TRUE;
  scene.camera = mvua_map_camera_fit (&region, WIDTH, HEIGHT);
  mvua_map_painting_init (&painting, &scene, cr, WIDTH, HEIGHT);
  mvua_map_paint_labels (&painting);
  g_assert_cmpuint (painting.taken->len, >, 15);
  for (guint i = 0; i < painting.taken->len; i++)
    {
      const MvuaMapRectangle *a = &g_array_index (painting.taken, MvuaMapRectangle, i);
      g_assert_true (a->x >= 0 && a->y >= 0 && a->x + a->width <= WIDTH &&
                     a->y + a->height <= HEIGHT);
      for (guint k = 0; k < i; k++)
        {
          const MvuaMapRectangle *b =
              &g_array_index (painting.taken, MvuaMapRectangle, k);
          g_assert_false (a->x < b->x + b->width && b->x < a->x + a->width &&
                          a->y < b->y + b->height && b->y < a->y + a->height);
        }
    }
  mvua_map_painting_clear (&painting);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
}

static char *
title_of (const MvuaMapScene *scene)
{
  g_auto (GStrv) lines = mvua_map_title (scene);
  return g_strjoinv ("\n", lines);
}

static void
test_titles (void)
{
  g_autoptr (MvuaField) field = new_field ("t2m", member (), 300, 0);
  MvuaMapScene scene = bare_scene (field);

  g_autofree char *instant = title_of (&scene);
  g_assert_cmpstr (instant, ==,
                   "Temperature at 2 m (°C) · member gep05\n"
                   "valid 2025-09-19 03:00 EAT · 2025-09-19 00:00 UTC\n"
                   "GEFS run 2025-09-18 00Z · step 24 h");

  g_autoptr (MvuaField) rain = new_field ("tp", mvua_product_probability (25), 10, 0);
  const MvuaMember absent = { MVUA_MEMBER_PERTURBED, 17 };
  rain->start = 6;
  rain->end = 30;
  rain->n_wanted = 30;
  rain->n_members = 29;
  rain->is_demo = TRUE;
  g_array_append_val (rain->absent, absent);
  scene = bare_scene (rain);
  scene.style.utc_first = TRUE;
  g_autofree char *window = title_of (&scene);
  g_assert_cmpstr (window, ==,
                   "P (Total precipitation, 24 h > 25 mm), %\n"
                   "2025-09-18 06:00 UTC to 2025-09-19 06:00 UTC · "
                   "2025-09-18 09:00 EAT to 2025-09-19 09:00 EAT\n"
                   "GEFS run 2025-09-18 00Z · step 30 h · members 29/30, without gep17\n"
                   "DEMO, NOT A FORECAST");
}

/* The colours of the legend are those of the map, and made-up data say so across it. */
static void
test_furniture (void)
{
  g_autoptr (MvuaField) field = new_field ("t2m", member (), 300, 0);
  MvuaMapScene scene = bare_scene (field);
  const MvuaMapLayout layout = mvua_map_layout (&scene, WIDTH, HEIGHT);
  const MvuaMapLimits limits = mvua_map_style_limits (&scene.style, field);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (image);

  mvua_map_paint_furniture (&scene, cr, &layout, WIDTH, HEIGHT);
  cairo_surface_flush (image);
  for (guint i = 0; i + 1 < limits.n_levels; i++)
    {
      const double middle = (limits.levels[i] + limits.levels[i + 1]) / 2;
      const guint32 wanted = mvua_map_style_colour (&scene.style, &limits, middle);
      gboolean is_there = FALSE;
      for (int y = (int) layout.scale.y; y < HEIGHT; y++)
        is_there = is_there || pixel (image, (int) layout.scale.x + 20, y) == wanted;
      g_assert_true (is_there);
    }
  cairo_destroy (cr);
  cairo_surface_destroy (image);

  cairo_surface_t *plain = paint (&scene);
  field->is_demo = TRUE;
  cairo_surface_t *demo = paint (&scene);
  g_assert_cmpuint (n_differing (plain, demo), >, 1000);
  cairo_surface_destroy (plain);
  cairo_surface_destroy (demo);
}

/* Tiny pictures are drawn or left, and never crash. */
static void
test_tiny (void)
{
  static const int sizes[][2] = { { 1, 1 }, { 2, 200 }, { 100, 80 }, { 300, 3 } };
  g_autoptr (MvuaField) field = new_field ("t2m", member (), 290, 0.1f);
  MvuaMapScene scene = bare_scene (field);

  scene.basemap = mvua_map_basemap ();
  scene.style.places = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      cairo_surface_t *image =
          cairo_image_surface_create (CAIRO_FORMAT_RGB24, sizes[i][0], sizes[i][1]);
      cairo_t *cr = cairo_create (image);
      mvua_map_paint (&scene, cr, sizes[i][0], sizes[i][1]);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (image);
    }
}

/* Files come whole or not at all. */
static void
test_write (void)
{
  static const char *const starts[] = {
    [MVUA_MAP_PNG] = "\x89PNG", [MVUA_MAP_PDF] = "%PDF", [MVUA_MAP_SVG] = "<?xml"
  };
  g_autoptr (MvuaField) field = new_field ("t2m", member (), 290, 0.1f);
  const MvuaMapScene scene = bare_scene (field);
  g_autofree char *folder = g_dir_make_tmp ("mvua-map-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "map", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "none", "map.png", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autofree char *text = NULL;
      gsize n = 0;
      g_assert_true (
          mvua_map_write (&scene, path, (MvuaMapFormat) i, 400, 300, 1, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (path, &text, &n, NULL));
      g_assert_cmpmem (text, strlen (starts[i]), starts[i], strlen (starts[i]));
      g_assert_cmpuint (n, >, 2000);
    }
  g_assert_false (mvua_map_write (&scene, nowhere, MVUA_MAP_PNG, 400, 300, 1, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, nowhere));
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0); /* and nothing else is left in it */
}

/* A file may hold anything; the map is there all the same, and soon. */
static void
test_absurd (void)
{
  static const struct
  {
    float first, per_column;
  } fields[] = {
    { 1e20F, 0 }, { 1e20F, 1e18F }, { -FLT_MAX, FLT_MAX / 64 }, { 9.96921e36F, 0 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (MvuaField) field =
          new_field ("mslet", member (), fields[i].first, fields[i].per_column);
      MvuaMapScene scene = bare_scene (field);
      scene.style.fill = MVUA_MAP_FILL_CONTOURS;
      scene.style.isoline_interval = 2;
      cairo_surface_destroy (paint (&scene));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map/colours", test_colours);
  g_test_add_func ("/map/missing", test_missing);
  g_test_add_func ("/map/isoline", test_isoline);
  g_test_add_func ("/map/absurd", test_absurd);
  g_test_add_func ("/map/basemap", test_basemap);
  g_test_add_func ("/map/labels", test_labels);
  g_test_add_func ("/map/titles", test_titles);
  g_test_add_func ("/map/furniture", test_furniture);
  g_test_add_func ("/map/tiny", test_tiny);
  g_test_add_func ("/map/write", test_write);
  return g_test_run ();
}
