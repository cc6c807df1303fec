/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-halo.h"

#include <math.h>

/* How far it reaches beyond the glyphs, in units of the map. */
#define REACH 1.4
/* Thin strokes of small text cover no pixel wholly. */
#define GAIN 1.6
#define MOST_REACH 12 /* pixels */
#define MOST_SIDE 4096

/* Pixels of the target, from the origin of its device coordinates. */
typedef struct
{
  int x;
  int y;
  int width;
  int height;
} Box;

static void
stroke_around (cairo_t *cr, PangoLayout *layout, double x, double y)
{
  cairo_move_to (cr, x, y);
  pango_cairo_layout_path (cr, layout);
  cairo_set_line_width (cr, 2 * REACH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

/* The pixels that the ink of a layout, turned as it may be, and its halo can touch. */
static gboolean
find_box (cairo_t *cr,
          PangoLayout *layout,
          double x,
          double y,
          double ratio,
          int reach,
          Box *box)
{
  PangoRectangle ink;
  double west = G_MAXDOUBLE, north = G_MAXDOUBLE, east = -G_MAXDOUBLE,
         south = -G_MAXDOUBLE;

  pango_layout_get_pixel_extents (layout, &ink, NULL);
  for (int i = 0; i < 4; i++)
    {
      double px = x + ink.x + (i % 2 == 0 ? 0 : ink.width);
      double py = y + ink.y + (i < 2 ? 0 : ink.height);
      cairo_user_to_device (cr, &px, &py);
      west = MIN (west, px * ratio);
      east = MAX (east, px * ratio);
      north = MIN (north, py * ratio);
      south = MAX (south, py * ratio);
    }
  if (!(fabs (west) + fabs (east) + fabs (north) + fabs (south) < G_MAXINT / 8))
    return FALSE;
  box->x = (int) floor (west) - reach - 1;
  box->y = (int) floor (north) - reach - 1;
  box->width = (int) ceil (east) + reach + 1 - box->x;
  box->height = (int) ceil (south) + reach + 1 - box->y;
  return box->width <= MOST_SIDE && box->height <= MOST_SIDE;
}

/* The coverage of the glyphs alone, as they lie on the target. */
static cairo_surface_t *
cover (cairo_t *cr, PangoLayout *layout, double x, double y, double ratio, const Box *box)
{
  cairo_surface_t *image =
      cairo_image_surface_create (CAIRO_FORMAT_A8, box->width, box->height);
  cairo_t *glyphs = cairo_create (image);
  cairo_matrix_t matrix;

  cairo_translate (glyphs, -box->x, -box->y);
  cairo_scale (glyphs, ratio, ratio);
  cairo_get_matrix (cr, &matrix);
  cairo_transform (glyphs, &matrix);
  cairo_move_to (glyphs, x, y);
  pango_cairo_show_layout (glyphs, layout);
  cairo_destroy (glyphs);
  cairo_surface_flush (image);
  return image;
}

/* Raises @to to what @from is so many pixels to the left, times @weight of 256. */
static void
raise_row (guint8 *restrict to, const guint8 *restrict from, int n, int dx, guint weight)
{
  const int first = MAX (0, -dx), end = n - MAX (0, dx);

  for (int i = first; i < end; i++)
    {
      const guint value = MIN (from[i + dx] * weight >> 8, 255);
      to[i] = (guint8) MAX (to[i], value);
    }
}

/* The highest coverage within @reach, falling off over the last pixel. */
static cairo_surface_t *
widen (cairo_surface_t *image, const Box *box, double reach)
{
  cairo_surface_t *wide =
      cairo_image_surface_create (CAIRO_FORMAT_A8, box->width, box->height);
  const int most = (int) ceil (reach);

  if (cairo_surface_status (wide) != CAIRO_STATUS_SUCCESS ||
      cairo_surface_status (image) != CAIRO_STATUS_SUCCESS)
    return wide;
  const guint8 *from = cairo_image_surface_get_data (image);
  guint8 *to = cairo_image_surface_get_data (wide);
  const int stride = cairo_image_surface_get_stride (image);

  cairo_surface_flush (wide);
  for (int dy = -most; dy <= most; dy++)
    for (int dx = -most; dx <= most; dx++)
      {
        const double share = CLAMP (reach + 0.5 - hypot (dx, dy), 0, 1);
        const guint weight = (guint) lround (256 * GAIN * share);
        for (int y = MAX (0, -dy); weight > 0 && y < box->height - MAX (0, dy); y++)
          raise_row (to + (gsize) y * (gsize) stride,
                     from + (gsize) (y + dy) * (gsize) stride, box->width, dx, weight);
      }
  cairo_surface_mark_dirty (wide);
  return wide;
}

void
mvua_map_halo_show (cairo_t *cr, PangoLayout *layout, double x, double y)
{
  cairo_surface_t *target = cairo_get_group_target (cr);
  double ratio = 1, vertical = 1, across = 1, down = 0;
  Box box;

  cairo_surface_get_device_scale (target, &ratio, &vertical);
  cairo_user_to_device_distance (cr, &across, &down);
  const double reach = REACH * hypot (across, down) * ratio;
  if (cairo_surface_get_type (target) != CAIRO_SURFACE_TYPE_IMAGE ||
      !(reach <= MOST_REACH) ||
      !find_box (cr, layout, x, y, ratio, (int) ceil (reach), &box))
    {
      stroke_around (cr, layout, x, y);
      return;
    }
  cairo_surface_t *glyphs = cover (cr, layout, x, y, ratio, &box);
  cairo_surface_t *wide = widen (glyphs, &box, reach);
  cairo_save (cr);
  cairo_identity_matrix (cr);
  cairo_scale (cr, 1 / ratio, 1 / ratio);
  cairo_mask_surface (cr, wide, box.x, box.y);
  cairo_restore (cr);
  cairo_surface_destroy (wide);
  cairo_surface_destroy (glyphs);
}
