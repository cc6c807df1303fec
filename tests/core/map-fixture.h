/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Maps on an image, for the tests that look at them. */

#include "mvua-map-painter.h"

#include <math.h>
#include <string.h>

#define WIDTH 600
#define HEIGHT 500

static const MvuaGrid grid = {
  .north = 23000000,
  .south = -12000000,
  .west = 21000000,
  .width = 32000000,
  .n_rows = 141,
  .n_columns = 129,
};
static const MvuaMapBox region = { 21, -12, 53, 23 };

/* A field of one variable whose values are a function of the column. */
static inline MvuaField *
new_field (const char *variable, MvuaProduct product, float first, float per_column)
{
  const MvuaFieldKey key = {
    .product = product,
    .variable = mvua_variable_by_name (variable),
    .start = MVUA_HOUR_UNKNOWN,
    .end = 24,
    .window = { .n_rows = grid.n_rows, .n_columns = grid.n_columns },
  };
  g_autoptr (GError) error = NULL;
  MvuaField *field =
      mvua_field_new (&key, &grid, mvua_run_from_calendar (2025, 9, 18, 0, 0), &error);

  g_assert_no_error (error);
  field->status = MVUA_STATUS_OK;
  field->n_members = 1;
  for (gsize i = 0; i < field->n_points; i++)
    field->values[i] = first + per_column * (float) (i % grid.n_columns);
  mvua_field_seal (field);
  return field;
}

static inline MvuaProduct
member (void)
{
  return mvua_product_member ((MvuaMember){ MVUA_MEMBER_PERTURBED, 5 });
}

/* The field alone: without the basemap, so that each pixel is its own. */
static inline MvuaMapScene
bare_scene (MvuaField *field)
{
  MvuaMapScene scene = {
    .field = field,
    .style = mvua_map_style_new (field->key.variable, &field->key.product, 0, NULL),
    .camera = mvua_map_camera_fit (&region, WIDTH, HEIGHT),
  };

  scene.style.fill = MVUA_MAP_FILL_NEAREST;
  scene.style.isoline_interval = 0;
  scene.style.n_isoline_levels = 0;
  scene.style.graticule = FALSE;
  scene.style.places = FALSE;
  return scene;
}

static inline cairo_surface_t *
paint (const MvuaMapScene *scene)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (image);

  mvua_map_paint_map (scene, cr, WIDTH, HEIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

static inline guint32
pixel (cairo_surface_t *image, int x, int y)
{
  const guint8 *row = cairo_image_surface_get_data (image) +
                      (gsize) y * (gsize) cairo_image_surface_get_stride (image);
  guint32 value;

  memcpy (&value, row + (gsize) x * 4, 4);
  return value & 0xffffff;
}

static inline guint32
pixel_at (const MvuaMapScene *scene, cairo_surface_t *image, double lon, double lat)
{
  double x, y;

  mvua_map_camera_to_pixel (&scene->camera, WIDTH, HEIGHT, lon, lat, &x, &y);
  return pixel (image, (int) x, (int) y);
}

static inline guint
n_differing (cairo_surface_t *a, cairo_surface_t *b)
{
  guint n = 0;

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      n += pixel (a, x, y) != pixel (b, x, y);
  return n;
}

/* Pixels of a quarter of a unit, for what is thin. */
#define FINE 4

static inline cairo_surface_t *
paint_fine (const MvuaMapScene *scene)
{
  cairo_surface_t *image =
      cairo_image_surface_create (CAIRO_FORMAT_RGB24, FINE * WIDTH, FINE * HEIGHT);
  cairo_surface_set_device_scale (image, FINE, FINE);
  cairo_t *cr = cairo_create (image);

  mvua_map_paint_map (scene, cr, WIDTH, HEIGHT);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

/* Of units, as the map has them. */
static inline guint32
fine_pixel (cairo_surface_t *image, double x, double y)
{
  return pixel (image, (int) floor (x * FINE), (int) floor (y * FINE));
}
