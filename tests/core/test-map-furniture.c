/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is around the map: the scale of colours and the title. */

#include "map-fixture.h"

#include "mvua-map-title.h"

static cairo_surface_t *
paint_furniture (const MvuaMapScene *scene, const MvuaMapLayout *layout)
{
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (image);

  mvua_map_paint_furniture (scene, cr, layout, WIDTH, HEIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

/* The rows of the scale's middle that have a colour: how many, and which is the first. */
static guint
rows_of (cairo_surface_t *image, const MvuaMapLayout *layout, guint32 rgb, int *first)
{
  guint n = 0;

  *first = -1;
  for (int y = (int) layout->scale.y; y < HEIGHT; y++)
    if (pixel (image, (int) layout->scale.x + 21, y) == rgb)
      {
        if (n++ == 0)
          *first = y;
      }
  return n;
}

/* Percent end at 100: the last class is as high as the others and has no arrow.  Rain
 * has one above, and none below: there is nothing drier than dry. */
static void
test_ends_of_the_scale (void)
{
  g_autoptr (MvuaField) odds = new_field ("tp", mvua_product_probability (25), 50, 0);
  const MvuaMapScene scene = bare_scene (odds);
  const MvuaMapLayout layout = mvua_map_layout (&scene, WIDTH, HEIGHT);
  const MvuaMapLimits limits = mvua_map_style_limits (&scene.style, odds);
  int first = 0, above = 0;

  cairo_surface_t *image = paint_furniture (&scene, &layout);
  const guint n_last =
      rows_of (image, &layout, mvua_map_style_colour (&scene.style, &limits, 95), &first);
  const guint n_other =
      rows_of (image, &layout, mvua_map_style_colour (&scene.style, &limits, 85), &above);
  g_assert_cmpint (first, <, above);
  g_assert_cmpint (abs ((int) n_last - (int) n_other), <=, 2);
  cairo_surface_destroy (image);

  g_autoptr (MvuaField) rain = new_field ("tp", member (), 5, 0);
  const MvuaMapScene wet = bare_scene (rain);
  const MvuaMapLimits classes = mvua_map_style_limits (&wet.style, rain);
  const guint32 most = mvua_map_style_colour (&wet.style, &classes, 1000);
  const MvuaMapLayout place = mvua_map_layout (&wet, WIDTH, HEIGHT);
  image = paint_furniture (&wet, &place);
  g_assert_cmpuint (rows_of (image, &place, most, &first), >, 3);
  g_assert_cmpuint (rows_of (image, &place,
                             mvua_map_style_colour (&wet.style, &classes,
                                                    classes.levels[classes.n_levels - 2]),
                             &above),
                    >, 3);
  g_assert_cmpint (first, <, above);
  cairo_surface_destroy (image);
}

/* Pixels above the scale's bar, where its unit stands, that are not ground. */
static guint
count_unit (cairo_surface_t *image, const MvuaMapLayout *layout, guint32 ground)
{
  guint n = 0;

  for (int y = (int) layout->scale.y; y < (int) layout->scale.y + 18; y++)
    for (int x = (int) layout->scale.x; x < WIDTH; x++)
      n += pixel (image, x, y) != ground;
  return n;
}

/* The unit stands over the scale, in light and in dark, and it is the one that is shown.
 */
static void
test_unit_of_the_scale (void)
{
  g_autoptr (MvuaField) field = new_field ("t2m", member (), 290, 0);
  MvuaMapScene scene = bare_scene (field);
  const MvuaMapLayout layout = mvua_map_layout (&scene, WIDTH, HEIGHT);

  cairo_surface_t *celsius = paint_furniture (&scene, &layout);
  mvua_map_style_set_unit (&scene.style,
                           mvua_unit_choose (field->key.variable, NULL, "kelvin"));
  cairo_surface_t *kelvin = paint_furniture (&scene, &layout);
  scene.is_dark = TRUE;
  cairo_surface_t *dark = paint_furniture (&scene, &layout);
  g_assert_cmpuint (count_unit (celsius, &layout, 0xffffff), >, 30);
  g_assert_cmpuint (count_unit (kelvin, &layout, 0xffffff), >, 20);
  g_assert_cmpuint (count_unit (celsius, &layout, 0xffffff), >,
                    count_unit (kelvin, &layout, 0xffffff));
  g_assert_cmpuint (count_unit (dark, &layout, 0x1e1e1e), ==,
                    count_unit (kelvin, &layout, 0xffffff));
  cairo_surface_destroy (celsius);
  cairo_surface_destroy (kelvin);
  cairo_surface_destroy (dark);
}

/* On a narrow picture both time zones are still there, each on a line that can be read.
 */
static void
test_narrow_title (void)
{
  g_autoptr (MvuaField) rain = new_field ("tp", member (), 5, 0);
  MvuaMapScene scene = bare_scene (rain);

  rain->start = 21;
  g_auto (GStrv) wide = mvua_map_title_lines (&scene, 1180);
  g_auto (GStrv) narrow = mvua_map_title_lines (&scene, 380);
  g_autofree char *wide_text = g_strjoinv (" · ", wide);
  g_autofree char *narrow_text = g_strjoinv (" · ", narrow);
  g_assert_cmpuint (g_strv_length (wide), ==, 3);
  g_assert_cmpuint (g_strv_length (narrow), ==, 4);
  g_assert_cmpstr (narrow[1], ==, "2025-09-19 00:00 EAT to 2025-09-19 03:00 EAT");
  g_assert_cmpstr (narrow[2], ==, "2025-09-18 21:00 UTC to 2025-09-19 00:00 UTC");
  g_assert_cmpstr (narrow_text, ==, wide_text);
  g_assert_cmpfloat (mvua_map_layout (&scene, 400, 300).title.height, >,
                     mvua_map_layout (&scene, 1200, 900).title.height);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-furniture/ends-of-the-scale", test_ends_of_the_scale);
  g_test_add_func ("/map-furniture/unit-of-the-scale", test_unit_of_the_scale);
  g_test_add_func ("/map-furniture/narrow-title", test_narrow_title);
  return g_test_run ();
}
