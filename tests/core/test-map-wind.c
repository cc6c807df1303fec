/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Arrows and barbs point where the wind goes, and say how strong it is. */

#include "map-fixture.h"

#include "mvua-map-patch.h"

#include <float.h>

static gboolean
is_ink (cairo_surface_t *image, double x, double y)
{
  const guint32 rgb = fine_pixel (image, x, y);

  return (rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff) < 200;
}

typedef struct
{
  MvuaField *u;
  MvuaField *v;
  MvuaMapScene scene;
  cairo_surface_t *image;
  double x; /* of one of the arrows or barbs, in the middle of the map */
  double y;
} Wind;

/* The same wind everywhere, on nothing but the ground. */
static void
wind_set_up (Wind *self, MvuaMapWind kind, double east, double north, double latitude)
{
  self->u = new_field ("u10", member (), (float) east, 0);
  self->v = new_field ("v10", member (), (float) north, 0);
  self->scene = (MvuaMapScene){
    .u = self->u,
    .v = self->v,
    .camera = mvua_map_camera_fit (&region, WIDTH, HEIGHT),
  };
  self->scene.camera.latitude = latitude;
  self->scene.style.wind = kind;
  self->image = paint_fine (&self->scene);

  MvuaMapPainting painting;
  cairo_t *cr = cairo_create (self->image);
  mvua_map_painting_init (&painting, &self->scene, cr, WIDTH, HEIGHT);
  g_autoptr (GArray) patches = mvua_map_patches_new (&painting, self->u, 40);
  const MvuaMapPatch *patch = &g_array_index (patches, MvuaMapPatch, 0);
  g_assert_cmpfloat (MIN (patch->dx, patch->dy), >=, 40);
  self->x = patch->x + ceil ((WIDTH / 2.0 - patch->x) / patch->dx) * patch->dx;
  self->y = patch->y + ceil ((HEIGHT / 2.0 - patch->y) / patch->dy) * patch->dy;
  mvua_map_painting_clear (&painting);
  cairo_destroy (cr);
}

static void
wind_tear_down (Wind *self)
{
  cairo_surface_destroy (self->image);
  mvua_field_unref (self->u);
  mvua_field_unref (self->v);
}

/* An arrow is as long as the wind is strong, and its head lies where the wind goes. */
static void
test_arrows (void)
{
  for (int k = 0; k < 8; k++)
    {
      const double angle = k * G_PI / 4 + 0.1;
      const double right = cos (angle), up = sin (angle);
      double least = 0, most = 0, at_head = 0, at_tail = 0;
      Wind wind;

      wind_set_up (&wind, MVUA_MAP_WIND_ARROWS, 10 * right, 10 * up, 5);
      for (double dy = -19; dy < 19; dy += 0.25)
        for (double dx = -19; dx < 19; dx += 0.25)
          {
            const double along = dx * right - dy * up;
            const double across = fabs (dx * up + dy * right);
            if (!is_ink (wind.image, wind.x + dx, wind.y + dy))
              continue;
            least = MIN (least, along);
            most = MAX (most, along);
            if (along > 3)
              at_head = MAX (at_head, across);
            else if (along < -3)
              at_tail = MAX (at_tail, across);
          }
      g_assert_cmpfloat_with_epsilon (most, 12, 1.2);
      g_assert_cmpfloat_with_epsilon (least, -12, 1.2);
      g_assert_cmpfloat (at_head, >, 2);
      g_assert_cmpfloat (at_tail, <, 1.2);
      wind_tear_down (&wind);
    }
}

/* Marks that a line crosses which runs along the staff, @side units beside it, from its
 * end to its foot; *n_wide are those of pennants. */
static guint
count_marks (const Wind *wind, double side, guint *n_wide)
{
  guint n = 0, length = 0;

  *n_wide = 0;
  for (double along = -30; along <= 4; along += 1.0 / FINE)
    {
      if (is_ink (wind->image, wind->x + along, wind->y + side))
        {
          length++;
          continue;
        }
      n += length > 0;
      *n_wide += length > 2.2 * FINE;
      length = 0;
    }
  return n;
}

static void
check_barb (double knots, guint n_pennants, guint n_full, guint n_half, gboolean south)
{
  const double near = south ? 2.2 : -2.2, far = south ? 6 : -6;
  guint n_wide = 0, ignored = 0;
  Wind wind;

  wind_set_up (&wind, MVUA_MAP_WIND_BARBS, knots * 1852 / 3600, 0, south ? -5 : 15);
  const guint n_near = count_marks (&wind, near, &n_wide);
  const guint n_far = count_marks (&wind, far, &ignored);
  g_assert_cmpuint (n_wide, ==, n_pennants);
  g_assert_cmpuint (n_far, ==, n_pennants + n_full);
  g_assert_cmpuint (n_near, ==, n_pennants + n_full + n_half);
  /* Nothing on the side of high pressure, and the staff points to where it comes from. */
  g_assert_cmpuint (count_marks (&wind, -far, &ignored), ==, 0);
  g_assert_true (is_ink (wind.image, wind.x - 15, wind.y));
  g_assert_false (is_ink (wind.image, wind.x + 5, wind.y));
  wind_tear_down (&wind);
}

/* A pennant is 50 kt, a feather 10, half of one 5; north of the equator they lie to the
 * left of where the wind goes, and south of it to the right. */
static void
test_barbs (void)
{
  static const struct
  {
    double knots;
    guint n_pennants;
    guint n_full;
    guint n_half;
  } rows[] = {
    { 5, 0, 0, 1 },  { 10, 0, 1, 0 }, { 15, 0, 1, 1 }, { 20, 0, 2, 0 }, { 25, 0, 2, 1 },
    { 47, 0, 4, 1 }, { 48, 1, 0, 0 }, { 50, 1, 0, 0 }, { 65, 1, 1, 1 }, { 100, 2, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint south = 0; south < 2; south++)
      check_barb (rows[i].knots, rows[i].n_pennants, rows[i].n_full, rows[i].n_half,
                  south == 1);
}

/* The staff of a barb lies where the wind comes from, and its foot at the place. */
static void
test_staffs (void)
{
  for (int k = 0; k < 8; k++)
    {
      const double right = cos (k * G_PI / 4), up = sin (k * G_PI / 4);
      Wind wind;

      wind_set_up (&wind, MVUA_MAP_WIND_BARBS, 5 * right, 5 * up, 15);
      g_assert_true (is_ink (wind.image, wind.x - 12 * right, wind.y + 12 * up));
      g_assert_true (is_ink (wind.image, wind.x - right, wind.y + up));
      g_assert_false (is_ink (wind.image, wind.x + 4 * right, wind.y - 4 * up));
      wind_tear_down (&wind);
    }
}

/* Calm is a ring that holds nothing, without a staff. */
static void
test_calm (void)
{
  Wind wind;

  wind_set_up (&wind, MVUA_MAP_WIND_BARBS, 0.5, 0.5, 5);
  g_assert_false (is_ink (wind.image, wind.x, wind.y));
  g_assert_true (is_ink (wind.image, wind.x + 2.5, wind.y));
  g_assert_true (is_ink (wind.image, wind.x, wind.y - 2.5));
  g_assert_false (is_ink (wind.image, wind.x - 8, wind.y));
  wind_tear_down (&wind);
}

/* A file may hold anything; the map is there all the same, and soon. */
static void
test_absurd (void)
{
  static const double speeds[] = { 1e4, 1e20, FLT_MAX };

  for (guint i = 0; i < G_N_ELEMENTS (speeds); i++)
    {
      Wind wind;

      wind_set_up (&wind, MVUA_MAP_WIND_BARBS, speeds[i], 0, 15);
      wind_tear_down (&wind);
      wind_set_up (&wind, MVUA_MAP_WIND_ARROWS, speeds[i], -speeds[i], 15);
      wind_tear_down (&wind);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/map-wind/arrows", test_arrows);
  g_test_add_func ("/map-wind/barbs", test_barbs);
  g_test_add_func ("/map-wind/staffs", test_staffs);
  g_test_add_func ("/map-wind/calm", test_calm);
  g_test_add_func ("/map-wind/absurd", test_absurd);
  return g_test_run ();
}
