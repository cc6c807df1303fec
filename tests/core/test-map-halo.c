/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The pale edge of text on an image is what a stroke around the glyphs would be. */

#include "mvua-map-halo.h"
#include "mvua-map-text.h"

#include <math.h>

#define SIDE 200

typedef enum
{
  HALO,
  STROKE, /* the halo as files have it */
  TEXT,
} What;

/* White on black, turned by @angle. */
static void
draw (cairo_t *cr, const char *text, double angle, What what)
{
  PangoContext *context = pango_cairo_create_context (cr);
  PangoLayout *layout = mvua_map_text_new (context, text, 12, FALSE);

  cairo_save (cr);
  cairo_translate (cr, SIDE / 2.0, SIDE / 2.0);
  cairo_rotate (cr, angle);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_move_to (cr, -30, -8);
  if (what == TEXT)
    pango_cairo_show_layout (cr, layout);
  else
    mvua_map_halo_show (cr, layout, -30, -8);
  cairo_restore (cr);
  g_object_unref (layout);
  g_object_unref (context);
}

static cairo_surface_t *
show (const char *text, double angle, double scale, What what)
{
  const int side = (int) (SIDE * scale);
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  cairo_surface_t *record =
      cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);

  cairo_surface_set_device_scale (image, scale, scale);
  cairo_t *cr = cairo_create (image);
  cairo_t *on = what == STROKE ? cairo_create (record) : cairo_reference (cr);
  draw (on, text, angle, what);
  if (what == STROKE)
    {
      cairo_set_source_surface (cr, record, 0, 0);
      cairo_paint (cr);
    }
  g_assert_cmpint (cairo_status (on), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (on);
  cairo_destroy (cr);
  cairo_surface_destroy (record);
  cairo_surface_flush (image);
  return image;
}

static int
shade (cairo_surface_t *image, int x, int y)
{
  return cairo_image_surface_get_data (
      image)[y * cairo_image_surface_get_stride (image) + x * 4];
}

/* What lies beside a glyph is pale, and what lies beyond the reach is not touched. */
static void
assert_around (cairo_surface_t *halo, cairo_surface_t *text, int scale)
{
  const int side = cairo_image_surface_get_width (halo), far = 3 * scale;
  guint n_beside = 0, n_pale = 0;

  for (int y = far; y < side - far; y++)
    for (int x = far; x < side - far; x++)
      {
        int nearest = 0, most = 0;
        for (int d = -1; d <= 1; d += 2)
          nearest = MAX (nearest, MAX (shade (text, x + d, y), shade (text, x, y + d)));
        for (int dy = -far; dy <= far; dy++)
          for (int dx = -far; dx <= far; dx++)
            most = MAX (most, shade (text, x + dx, y + dy));
        if (nearest > 170)
          {
            n_beside++;
            n_pale += shade (halo, x, y) >= 200;
          }
        if (most == 0)
          g_assert_cmpint (shade (halo, x, y), ==, 0);
      }
  g_assert_cmpuint (n_beside, >, 100);
  g_assert_cmpuint (n_pale, >, n_beside * 97 / 100);
}

static double
sum (cairo_surface_t *image)
{
  const int side = cairo_image_surface_get_width (image);
  double total = 0;

  for (int y = 0; y < side; y++)
    for (int x = 0; x < side; x++)
      total += shade (image, x, y) / 255.0;
  return total;
}

static void
test_around_glyphs (void)
{
  static const int scales[] = { 1, 2 };
  static const double angles[] = { 0, 0.35, -1.2 };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    for (guint k = 0; k < G_N_ELEMENTS (angles); k++)
      {
        cairo_surface_t *halo = show ("Mogadishu", angles[k], scales[i], HALO);
        cairo_surface_t *stroke = show ("Mogadishu", angles[k], scales[i], STROKE);
        cairo_surface_t *text = show ("Mogadishu", angles[k], scales[i], TEXT);
        assert_around (halo, text, scales[i]);
        g_assert_cmpfloat (sum (halo) / sum (stroke), >, 0.8);
        g_assert_cmpfloat (sum (halo) / sum (stroke), <, 1.2);
        cairo_surface_destroy (halo);
        cairo_surface_destroy (stroke);
        cairo_surface_destroy (text);
      }
}

/* Text that runs out of the image, or is none, is no error. */
static void
test_edges (void)
{
  cairo_surface_t *cut =
      show ("Antananarivo, Antananarivo, Antananarivo, Antananarivo", 0.7, 1, HALO);
  cairo_surface_t *empty = show ("", 0, 1, HALO);

  g_assert_cmpfloat (sum (cut), >, 100);
  g_assert_cmpfloat (sum (empty), ==, 0);
  cairo_surface_destroy (cut);
  cairo_surface_destroy (empty);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-halo/around-glyphs", test_around_glyphs);
  g_test_add_func ("/map-halo/edges", test_edges);
  return g_test_run ();
}
