/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* How long a map of 1200 x 900 takes: bench-paint.  A field over East Africa of made-up
 * waves, so that there are many isolines. */

#include "mvua-map-painter.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define WIDTH 1200
#define HEIGHT 900
#define N_RUNS 41
#define BUDGET_MS 25

static MvuaField *
new_field (void)
{
  const MvuaGrid grid = { .north = 23000000,
                          .south = -12000000,
                          .west = 21000000,
                          .width = 32000000,
                          .n_rows = 141,
                          .n_columns = 129 };
  const MvuaFieldKey key = { .variable = mvua_variable_by_name ("t2m"),
                             .start = MVUA_HOUR_UNKNOWN,
                             .end = 12,
                             .window = { .n_rows = 141, .n_columns = 129 } };
  MvuaField *field = mvua_field_new (&key, &grid, 0, NULL);

  for (gsize i = 0; i < field->n_points; i++)
    {
      const double x = (double) (i % 129), y = (double) (i / 129);
      field->values[i] = (float) (298 + 8 * sin (x / 9) * cos (y / 11) + 3 * sin (y / 4));
    }
  field->status = MVUA_STATUS_OK;
  field->n_members = 1;
  mvua_field_seal (field);
  return field;
}

static int
compare (const void *a, const void *b)
{
  const double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
median_ms (const MvuaMapScene *scene)
{
  double times[N_RUNS];

  for (int i = 0; i < N_RUNS; i++)
    {
      cairo_surface_t *image =
          cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
      cairo_t *cr = cairo_create (image);
      const gint64 start = g_get_monotonic_time ();
      mvua_map_paint (scene, cr, WIDTH, HEIGHT);
      times[i] = (double) (g_get_monotonic_time () - start) / 1000;
      cairo_destroy (cr);
      cairo_surface_destroy (image);
    }
  qsort (times, N_RUNS, sizeof *times, compare);
  return times[N_RUNS / 2];
}

/* A row: what, milliseconds, and how many there may be; with tabs between. */
static void
print_row (const char *label, const MvuaMapScene *scene)
{
  printf ("%s\t%.2f\t%d\n", label, median_ms (scene), BUDGET_MS);
}

static void
look_at (MvuaMapScene *scene, const MvuaMapBox *box)
{
  const MvuaMapLayout layout = mvua_map_layout (scene, WIDTH, HEIGHT);

  scene->camera = mvua_map_camera_fit (box, layout.map.width, layout.map.height);
}

int
main (void)
{
  const MvuaMapBox east_africa = { 21, -12, 53, 23 };
  const MvuaMapBox kenya = { 33.5, -5, 42.5, 5.5 };
  const MvuaMapBox world = { -180, -90, 180, 90 };
  MvuaField *field = new_field ();
  MvuaMapScene scene = {
    .field = field,
    .style = mvua_map_style_new (field->key.variable, &field->key.product, 0, NULL),
    .provenance = "bench",
  };
  const double interval = scene.style.isoline_interval;

  look_at (&scene, &east_africa);
  scene.style.isoline_interval = 0;
  print_row ("smooth raster", &scene);
  scene.basemap = mvua_map_basemap ();
  print_row ("smooth raster, basemap", &scene);
  scene.style.isoline_interval = interval;
  print_row ("smooth raster, isolines, basemap", &scene);
  look_at (&scene, &kenya);
  print_row ("the same, Kenya alone", &scene);
  look_at (&scene, &world);
  print_row ("the same, the world", &scene);
  look_at (&scene, &east_africa);
  scene.style.fill = MVUA_MAP_FILL_CONTOURS;
  print_row ("filled contours, isolines, basemap", &scene);
  mvua_field_unref (field);
  return 0;
}
