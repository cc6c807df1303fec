/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is drawn over the field: coast, borders and names. */

#include "map-fixture.h"

#include "mvua-map-labels.h"

#define LAND 0xf4f1ea
#define SEA 0xdfe9f0

/* The longitude at which land ends and the sea begins, going east. */
static double
find_coast (const MvuaMapScene *scene, cairo_surface_t *image, double from, double lat)
{
  double x, y, coast = NAN, there;
  guint n_sea = 0;

  mvua_map_camera_to_pixel (&scene->camera, WIDTH, HEIGHT, from, lat, &x, &y);
  g_assert_cmphex (fine_pixel (image, x, y), ==, LAND);
  for (; x < WIDTH && n_sea < 40; x += 1.0 / FINE)
    {
      const guint32 rgb = fine_pixel (image, x, y);
      if (rgb == SEA && n_sea++ == 0)
        mvua_map_camera_to_degrees (&scene->camera, WIDTH, HEIGHT, x, y, &coast, &there);
      else if (rgb == LAND)
        n_sea = 0;
    }
  return coast;
}

/* The coast runs by the towns that lie on it.  Their places: GeoNames. */
static void
test_coast (void)
{
  static const struct
  {
    const char *town;
    double latitude;
    double longitude;
  } towns[] = {
    { "Kilifi", -3.63, 39.85 },     { "Baraawe", 1.11, 44.03 },
    { "Marka", 1.72, 44.77 },       { "Mogadishu", 2.04, 45.34 },
    { "Hobyo", 5.35, 48.53 },       { "Eyl", 7.98, 49.82 },
    { "Bandarbeyla", 9.49, 50.81 }, { "Port Sudan", 19.62, 37.22 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (towns); i++)
    {
      const double lon = towns[i].longitude, lat = towns[i].latitude;
      const MvuaMapBox box = { lon - 2, lat - 2, lon + 2, lat + 2 };
      const MvuaMapScene scene = {
        .basemap = mvua_map_basemap (),
        .camera = mvua_map_camera_fit (&box, WIDTH, HEIGHT),
      };
      cairo_surface_t *image = paint_fine (&scene);
      const double coast = find_coast (&scene, image, lon - 0.7, lat);
      g_test_message ("%s: %.2f", towns[i].town, coast);
      g_assert_cmpfloat_with_epsilon (coast, lon, 0.08);
      cairo_surface_destroy (image);
    }
}

/* How much of a line is inked, by steps of a pixel, and how many gaps it has. */
static double
share_inked (const MvuaMapScene *scene,
             cairo_surface_t *with,
             cairo_surface_t *without,
             const MvuaMapLine *line,
             guint *n_gaps)
{
  guint n = 0, n_inked = 0;
  gboolean was_inked = FALSE;

  *n_gaps = 0;
  for (guint i = 1; i < line->n_points; i++)
    {
      double ax, ay, bx, by;
      const MvuaMapPoint a = line->points[i - 1], b = line->points[i];
      mvua_map_camera_to_pixel (&scene->camera, WIDTH, HEIGHT, (double) a.lon,
                                (double) a.lat, &ax, &ay);
      mvua_map_camera_to_pixel (&scene->camera, WIDTH, HEIGHT, (double) b.lon,
                                (double) b.lat, &bx, &by);
      const guint n_steps = (guint) ceil (hypot (bx - ax, by - ay) * FINE) + 1;
      for (guint k = 0; k < n_steps; k++)
        {
          const double x = ax + (bx - ax) * k / n_steps, y = ay + (by - ay) * k / n_steps;
          gboolean is_inked = FALSE;
          if (x < 2 || y < 2 || x > WIDTH - 2 || y > HEIGHT - 2)
            continue;
          for (int d = -2; d <= 2; d++)
            is_inked = is_inked ||
                       fine_pixel (with, x + d * 0.25, y) !=
                           fine_pixel (without, x + d * 0.25, y) ||
                       fine_pixel (with, x, y + d * 0.25) !=
                           fine_pixel (without, x, y + d * 0.25);
          n++;
          n_inked += is_inked;
          *n_gaps += was_inked && !is_inked;
          was_inked = is_inked;
        }
    }
  return n > 400 ? (double) n_inked / n : NAN;
}

/* A border that is disputed is dashed, and no other is. */
static void
test_borders (void)
{
  const MvuaMapBox box = { 33, 2, 49, 12 };
  MvuaMapScene scene = {
    .basemap = mvua_map_basemap (),
    .camera = mvua_map_camera_fit (&box, WIDTH, HEIGHT),
  };
  guint n_disputed = 0, n_agreed = 0;
  gsize n = 0;
  const MvuaMapLine *lines = mvua_basemap_get_lines (scene.basemap, MVUA_BASEMAP_REGION,
                                                     MVUA_BASEMAP_BORDER, &n);

  cairo_surface_t *without = paint_fine (&scene);
  scene.style.borders = TRUE;
  cairo_surface_t *with = paint_fine (&scene);
  for (gsize i = 0; i < n; i++)
    {
      const gboolean is_disputed = (lines[i].flags & MVUA_MAP_LINE_DISPUTED) != 0;
      guint n_gaps = 0;
      const double share = share_inked (&scene, with, without, &lines[i], &n_gaps);
      if (isnan (share))
        continue;
      n_disputed += is_disputed;
      n_agreed += !is_disputed;
      if (is_disputed)
        {
          g_assert_cmpfloat (share, >, 0.4);
          g_assert_cmpfloat (share, <, 0.9);
          g_assert_cmpuint (n_gaps, >, 8);
        }
      else
        g_assert_cmpfloat (share, >, 0.97);
    }
  g_assert_cmpuint (n_disputed, >, 0);
  g_assert_cmpuint (n_agreed, >, 3);
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);
}

/* Labels of isolines, the key of the arrows, degrees and names: none stands on another,
 * and none runs out of the map. */
static void
test_labels (void)
{
  g_autoptr (MvuaField) field = new_field ("t2m", member (), 285, 0.2f);
  g_autoptr (MvuaField) u = new_field ("u10", member (), 5, 0);
  MvuaMapScene scene = bare_scene (field);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (image);
  MvuaMapPainting painting;

  scene.basemap = mvua_map_basemap ();
  scene.u = scene.v = u;
  scene.style.wind = MVUA_MAP_WIND_ARROWS;
  scene.style.isoline_interval = 2;
  scene.style.places = TRUE;
  scene.style.graticule = TRUE;
  mvua_map_painting_init (&painting, &scene, cr, WIDTH, HEIGHT);
  mvua_map_paint_isolines (&painting);
  const guint n_isolines = painting.taken->len;
  mvua_map_paint_wind (&painting);
  const guint n_key = painting.taken->len - n_isolines;
  mvua_map_paint_labels (&painting);
  g_assert_cmpuint (n_isolines, >, 10);
  g_assert_cmpuint (n_key, ==, 1);
  g_assert_cmpuint (painting.taken->len, >, n_isolines + 10);
  for (guint i = 0; i < painting.taken->len; i++)
    {
      const MvuaMapRectangle *a = &g_array_index (painting.taken, MvuaMapRectangle, i);
      g_assert_true (a->x >= 0 && a->y >= 0 && a->x + a->width <= WIDTH &&
                     a->y + a->height <= HEIGHT);
      for (guint k = 0; k < i; k++)
        {
          const MvuaMapRectangle *b =
              &g_array_index (painting.taken, MvuaMapRectangle, k);
          /* A town's dot may stand on the corner of an isoline's label. */
          if (k < n_isolines && a->width < 8)
            continue;
          g_assert_false (a->x < b->x + b->width && b->x < a->x + a->width &&
                          a->y < b->y + b->height && b->y < a->y + a->height);
        }
    }
  mvua_map_painting_clear (&painting);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
}

/* Where another label stands already, nothing is written. */
static void
test_no_room (void)
{
  g_autoptr (MvuaField) field = new_field ("t2m", member (), 285, 0.2f);
  MvuaMapScene scene = bare_scene (field);
  const MvuaMapRectangle all = { 0, 0, WIDTH, HEIGHT };
  guint n_white[2] = { 0, 0 };

  scene.basemap = mvua_map_basemap ();
  scene.style.isoline_interval = 2;
  scene.style.places = TRUE;
  scene.style.graticule = TRUE;
  for (guint taken = 0; taken < 2; taken++)
    {
      cairo_surface_t *image =
          cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
      cairo_t *cr = cairo_create (image);
      MvuaMapPainting painting;

      mvua_map_painting_init (&painting, &scene, cr, WIDTH, HEIGHT);
      if (taken)
        g_assert_true (mvua_map_painting_take (&painting, &all));
      mvua_map_paint_isolines (&painting);
      mvua_map_paint_labels (&painting);
      /* The image is black but for the pale edges of what is written. */
      for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
          n_white[taken] += (pixel (image, x, y) & 0xff) > 120;
      mvua_map_painting_clear (&painting);
      cairo_destroy (cr);
      cairo_surface_destroy (image);
    }
  g_assert_cmpuint (n_white[0], >, 1000);
  g_assert_cmpuint (n_white[1], ==, 0);
}

/* A map of the world is not buried under the names of the one region that has some. */
static void
test_names_of_the_world (void)
{
  const MvuaMapBox world = { -180, -90, 180, 90 };
  MvuaMapScene scene = {
    .basemap = mvua_map_basemap (),
    .camera = mvua_map_camera_fit (&world, WIDTH, HEIGHT),
  };
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (image);
  MvuaMapPainting painting;

  scene.style.places = TRUE;
  mvua_map_painting_init (&painting, &scene, cr, WIDTH, HEIGHT);
  mvua_map_paint_labels (&painting);
  g_assert_cmpuint (painting.taken->len, >, 0);
  g_assert_cmpuint (painting.taken->len, <=, 2 * 6); /* a name and its dot */
  mvua_map_painting_clear (&painting);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-marks/coast", test_coast);
  g_test_add_func ("/map-marks/borders", test_borders);
  g_test_add_func ("/map-marks/labels", test_labels);
  g_test_add_func ("/map-marks/no-room", test_no_room);
  g_test_add_func ("/map-marks/names-of-the-world", test_names_of_the_world);
  return g_test_run ();
}
