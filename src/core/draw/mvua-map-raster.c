/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-raster.h"

#include <math.h>

#define OPAQUE 0xff000000u
/* Width of a stripe of the hatching, in units of the map. */
#define STRIPE 3.0

/* Which two rows or columns a pixel lies between, and how far from the first. */
typedef struct
{
  gint32 first; /* -1 is outside */
  gint32 second;
  gint32 nearest;
  float weight;
  gboolean is_rim; /* beyond the outermost point */
} Place;

typedef struct
{
  const MvuaField *field;
  const MvuaMapPalette *palette;
  MvuaMapRasterKind kind;
  int n_x;
  int n_y;
  int stripe;
  Place *columns; /* [n_x] */
  float *blend;   /* [window.n_columns] */
} Raster;

/* @position: steps of the grid from the first of @n points. */
static Place
place_at (double position, guint32 n, gboolean goes_round)
{
  const double last = n - 1.0;
  Place place = { .first = -1 };

  if (position < -0.5 || position >= n - 0.5)
    return place;
  if (goes_round && position < 0)
    position += n;
  place.is_rim = !goes_round && (position < 0 || position > last);
  const double inside = goes_round ? position : CLAMP (position, 0, last);
  place.first = (gint32) MIN (floor (inside), last);
  place.second =
      goes_round ? (place.first + 1) % (gint32) n : MIN (place.first + 1, (gint32) n - 1);
  place.weight = (float) (inside - place.first);
  place.nearest = place.weight < 0.5f ? place.first : place.second;
  return place;
}

static void
place_columns (Raster *self, const MvuaMapCamera *camera, double width, double ratio)
{
  const MvuaGrid *grid = &self->field->grid;
  const MvuaWindow *window = &self->field->key.window;
  const double west = mvua_window_longitude (grid, window, 0);
  const double step =
      grid->n_columns > 1 ? (double) grid->width / 1e6 / (grid->n_columns - 1) : 1;
  const double turn = 360 / step;
  const gboolean goes_round = grid->wraps && window->n_columns == grid->n_columns;

  for (int x = 0; x < self->n_x; x++)
    {
      const double pixel = (x + 0.5) / ratio - width / 2;
      double way = fmod ((camera->longitude + pixel / camera->scale - west) / step, turn);
      if (way < -0.5)
        way += turn;
      else if (way >= turn - 0.5)
        way -= turn;
      self->columns[x] = place_at (way, window->n_columns, goes_round);
    }
}

static Place
place_row (
    const Raster *self, const MvuaMapCamera *camera, double height, double ratio, int y)
{
  const MvuaGrid *grid = &self->field->grid;
  const MvuaWindow *window = &self->field->key.window;
  const double north = mvua_window_latitude (grid, window, 0);
  const double step =
      grid->n_rows > 1 ? ((double) grid->north - grid->south) / 1e6 / (grid->n_rows - 1)
                       : 1;
  const double pixel = (y + 0.5) / ratio - height / 2;

  return place_at ((north - camera->latitude + pixel / camera->scale) / step,
                   window->n_rows, FALSE);
}

static inline guint32
hatching (const Raster *self, int x, int y)
{
  return OPAQUE | (mvua_map_raster_is_dark (x, y, self->stripe) ? MVUA_MAP_MISSING_DARK
                                                                : MVUA_MAP_MISSING_LIGHT);
}

/* The mean of those of the four around a pixel that are there, weighted as if bilinear;
 * NaN if the nearest is missing. */
static float
mean_of_four (const float *upper,
              const float *lower,
              const Place *row,
              const Place *column)
{
  const float *nearest = row->weight < 0.5f ? upper : lower;
  const float values[] = { upper[column->first], upper[column->second],
                           lower[column->first], lower[column->second] };
  const float right = column->weight, down = row->weight;
  const float weights[] = { (1 - right) * (1 - down), right * (1 - down),
                            (1 - right) * down, right * down };
  float sum = 0, weight = 0;

  if (isnan (nearest[column->nearest]))
    return NAN;
  for (int i = 0; i < 4; i++)
    if (!isnan (values[i]))
      {
        sum += values[i] * weights[i];
        weight += weights[i];
      }
  return sum / weight;
}

static void
paint_nearest (const Raster *self, const Place *row, int y, guint32 *pixels)
{
  const float *values =
      self->field->values + (gsize) row->nearest * self->field->key.window.n_columns;

  for (int x = 0; x < self->n_x; x++)
    {
      const Place *column = &self->columns[x];
      if (column->first < 0)
        continue;
      const float value = values[column->nearest];
      if (isnan (value))
        pixels[x] = hatching (self, x, y);
      else if (self->kind == MVUA_MAP_RASTER_NEAREST)
        pixels[x] = OPAQUE | mvua_map_palette_at (self->palette, value);
    }
}

static void
paint_smooth (const Raster *self, const Place *row, int y, guint32 *pixels)
{
  const gsize n = self->field->key.window.n_columns;
  const float *upper = self->field->values + (gsize) row->first * n;
  const float *lower = self->field->values + (gsize) row->second * n;
  const gboolean edges = self->kind == MVUA_MAP_RASTER_EDGES;
  float *blend = self->blend;

  for (gsize i = 0; i < n; i++)
    blend[i] = upper[i] + (lower[i] - upper[i]) * row->weight;
  for (int x = 0; x < self->n_x; x++)
    {
      const Place *column = &self->columns[x];
      if (column->first < 0)
        continue;
      const float left = blend[column->first];
      float value = left + (blend[column->second] - left) * column->weight;
      if (isnan (value))
        value = mean_of_four (upper, lower, row, column);
      else if (edges && !row->is_rim && !column->is_rim)
        continue;
      pixels[x] = isnan (value) ? hatching (self, x, y)
                                : OPAQUE | mvua_map_palette_at (self->palette, value);
    }
}

static void
paint_rows (Raster *self,
            const MvuaMapCamera *camera,
            double height,
            double ratio,
            cairo_surface_t *image)
{
  unsigned char *data = cairo_image_surface_get_data (image);
  const gsize stride = (gsize) cairo_image_surface_get_stride (image);
  const gboolean is_smooth =
      self->kind == MVUA_MAP_RASTER_SMOOTH || self->kind == MVUA_MAP_RASTER_EDGES;

  for (int y = 0; y < self->n_y; y++)
    {
      const Place row = place_row (self, camera, height, ratio, y);
      guint32 *pixels = (guint32 *) (void *) (data + (gsize) y * stride);
      if (row.first < 0)
        continue;
      if (is_smooth)
        paint_smooth (self, &row, y, pixels);
      else
        paint_nearest (self, &row, y, pixels);
    }
}

cairo_surface_t *
mvua_map_raster (const MvuaField *field,
                 const MvuaMapPalette *palette,
                 const MvuaMapCamera *camera,
                 double width,
                 double height,
                 double ratio,
                 MvuaMapRasterKind kind)
{
  Raster self = {
    .field = field,
    .palette = palette,
    .kind = kind,
    .n_x = (int) ceil (width * ratio),
    .n_y = (int) ceil (height * ratio),
    .stripe = MAX (1, (int) lround (STRIPE * ratio)),
  };
  cairo_surface_t *image =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, self.n_x, self.n_y);

  /* An image that could not be had carries its status to the surface it is drawn on. */
  if (cairo_surface_status (image) != CAIRO_STATUS_SUCCESS)
    return image;
  self.columns = g_new (Place, self.n_x);
  self.blend = g_new (float, field->key.window.n_columns);
  cairo_surface_flush (image);
  place_columns (&self, camera, width, ratio);
  paint_rows (&self, camera, height, ratio, image);
  cairo_surface_mark_dirty (image);
  g_free (self.columns);
  g_free (self.blend);
  return image;
}

static void
paint_kind (MvuaMapPainting *self, MvuaMapRasterKind kind)
{
  const MvuaMapScene *scene = self->scene;
  cairo_t *cr = self->cr;
  cairo_surface_t *image = mvua_map_raster (scene->field, &self->palette, &scene->camera,
                                            self->width, self->height, self->ratio, kind);

  cairo_save (cr);
  cairo_scale (cr, 1 / self->ratio, 1 / self->ratio);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}

void
mvua_map_paint_raster (MvuaMapPainting *self)
{
  static const MvuaMapRasterKind kinds[] = {
    [MVUA_MAP_FILL_NEAREST] = MVUA_MAP_RASTER_NEAREST,
    [MVUA_MAP_FILL_SMOOTH] = MVUA_MAP_RASTER_SMOOTH,
    [MVUA_MAP_FILL_CONTOURS] = MVUA_MAP_RASTER_EDGES,
    [MVUA_MAP_FILL_NONE] = MVUA_MAP_RASTER_MISSING,
  };
  const MvuaField *field = self->scene->field;
  MvuaMapRasterKind kind = kinds[self->scene->style.fill];

  if (!mvua_map_painting_has_values (self))
    return;
  /* A ramp has no bands. */
  if (kind == MVUA_MAP_RASTER_EDGES && self->limits.n_levels == 0)
    kind = MVUA_MAP_RASTER_SMOOTH;
  if (kind != MVUA_MAP_RASTER_MISSING || field->n_missing > 0)
    paint_kind (self, kind);
}
