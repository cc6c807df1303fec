/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Windows of grids: which points a region or a place comes to. */

#include "mvua-error.h"
#include "mvua-grid.h"

#include <math.h>
#include <string.h>

/* 0.25°, as GEFS has it */
static const MvuaGrid global = { .north = 90000000,
                                 .south = -90000000,
                                 .width = 359750000,
                                 .n_rows = 721,
                                 .n_columns = 1440,
                                 .wraps = 1 };
/* 1°, 10…3°N 30…41°E */
static const MvuaGrid regional = { .north = 10000000,
                                   .south = 3000000,
                                   .west = 30000000,
                                   .width = 11000000,
                                   .n_rows = 8,
                                   .n_columns = 12 };

/* A region as text, and the first and last latitudes and longitudes of its window. */
typedef struct
{
  const char *region;
  guint32 row, n_rows, column, n_columns;
  double north, south, west, east;
} Cut;

static void
assert_cut (const MvuaGrid *grid, const Cut *cut)
{
  g_autoptr (GError) error = NULL;
  MvuaRegion region;
  MvuaWindow window;

  g_assert_true (mvua_region_parse (cut->region, &region, &error));
  g_assert_no_error (error);
  g_assert_true (mvua_grid_cut (grid, &region, &window, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (window.row, ==, cut->row);
  g_assert_cmpuint (window.n_rows, ==, cut->n_rows);
  g_assert_cmpuint (window.column, ==, cut->column);
  g_assert_cmpuint (window.n_columns, ==, cut->n_columns);
  /* Exact, so that coordinates of two stores of one grid are equal. */
  g_assert_true (mvua_window_latitude (grid, &window, 0) == cut->north);
  g_assert_true (mvua_window_latitude (grid, &window, window.n_rows - 1) == cut->south);
  g_assert_true (mvua_window_longitude (grid, &window, 0) == cut->west);
  g_assert_true (mvua_window_longitude (grid, &window, window.n_columns - 1) ==
                 cut->east);
}

static void
test_global (void)
{
  static const Cut cuts[] = {
    { "east-africa", 268, 141, 84, 129, 23, -12, 21, 53 },
    { "23,21,-12,53", 268, 141, 84, 129, 23, -12, 21, 53 },
    { "global", 0, 721, 0, 1440, 90, -90, 0, 359.75 },
    /* Bounds between points take only what lies within. */
    { "22.9,21.1,-11.9,52.9", 269, 139, 85, 127, 22.75, -11.75, 21.25, 52.75 },
    /* Across Greenwich, longitudes as they were asked for. */
    { "10,-20,-10,10", 320, 81, 1360, 121, 10, -10, -20, 10 },
    { "10,340,-10,10", 320, 81, 1360, 121, 10, -10, 340, 370 },
    { "10,-0.25,-10,0", 320, 81, 1439, 2, 10, -10, -0.25, 0 },
    /* West of it alone. */
    { "1,-20,0,-10", 356, 5, 1360, 41, 1, 0, -20, -10 },
    /* Across the date line. */
    { "1,170,0,-170", 356, 5, 680, 81, 1, 0, 170, 190 },
    { "1,-190,0,-170", 356, 5, 680, 81, 1, 0, -190, -170 },
    /* All around, in either way of counting. */
    { "90,-180,-90,180", 0, 721, 720, 1440, 90, -90, -180, 179.75 },
    { "90,0,-90,360", 0, 721, 0, 1440, 90, -90, 0, 359.75 },
    { "90,0,-90,359.75", 0, 721, 0, 1440, 90, -90, 0, 359.75 },
    /* One point; a pole; the last column. */
    { "-1.25,36.75,-1.25,36.75", 365, 1, 147, 1, -1.25, -1.25, 36.75, 36.75 },
    { "-90,0,-90,0", 720, 1, 0, 1, -90, -90, 0, 0 },
    { "0,359.75,0,359.75", 360, 1, 1439, 1, 0, 0, 359.75, 359.75 },
    { "0,360,0,360", 360, 1, 0, 1, 0, 0, 360, 360 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    assert_cut (&global, &cuts[i]);
}

static void
test_regional (void)
{
  static const Cut cuts[] = {
    { "global", 0, 8, 0, 12, 10, 3, 30, 41 },
    { "east-africa", 0, 8, 0, 12, 10, 3, 30, 41 },
    { "6,33,4,35", 4, 3, 3, 3, 6, 4, 33, 35 },
    /* What lies outside the grid is not there. */
    { "90,25,8,32", 0, 3, 0, 3, 10, 8, 30, 32 },
    { "5,38,-90,60", 5, 3, 8, 4, 5, 3, 38, 41 },
    { "10,-325,3,-320", 0, 8, 5, 6, 10, 3, -325, -320 },
    /* The other way round the world there is the eastern end alone. */
    { "10,40,3,31", 0, 8, 10, 2, 10, 3, 40, 41 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    assert_cut (&regional, &cuts[i]);
}

/* A grid of one point, and one of thirds of degrees, which no decimal meets. */
static void
test_odd_grids (void)
{
  static const Cut point = { "10,30,0,40", 0, 1, 0, 1, 5, 5, 35, 35 };
  const MvuaGrid one = {
    .north = 5000000, .south = 5000000, .west = 35000000, .n_rows = 1, .n_columns = 1
  };
  const MvuaGrid thirds = { .north = 1000000,
                            .south = -1000000,
                            .west = 359000000,
                            .width = 2000000,
                            .n_rows = 7,
                            .n_columns = 7 };
  static const Cut middle = { "0,-1,-1,1", 3, 4, 0, 7, 0, -1, -1, 1 };

  assert_cut (&one, &point);
  assert_cut (&thirds, &middle);
}

static void
test_outside (void)
{
  static const struct
  {
    const MvuaGrid *grid;
    const char *region;
  } cuts[] = {
    { &regional, "60,-10,50,0" },   { &regional, "2,30,1,41" },
    { &regional, "10,42,3,50" },    { &regional, "5.9,30.1,5.1,30.9" },
    { &global, "0.2,0.1,0.1,0.2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autoptr (GError) error = NULL;
      MvuaRegion region;
      MvuaWindow window;
      g_assert_true (mvua_region_parse (cuts[i].region, &region, NULL));
      g_assert_false (mvua_grid_cut (cuts[i].grid, &region, &window, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, " points, "));
    }
}

static void
test_malformed_regions (void)
{
  static const char *const malformed[] = {
    "",          "africa",      "1,2",         "1,2,3",     "1,2,0,4,5",
    "1,2,0,4x",  "1;2;0;4",     "0,10,5,20",   "91,0,0,10", "90,0,-91,10",
    "5,0,0,inf", "nan,nan,0,0", "5,-361,0,0",  "5,0,0,361", "1,2,0,",
    ",,,",       "1 2 0 4",     "East-Africa", "1,2,0,4 ",
  };

  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;
      MvuaRegion region = { .north = 7 };
      g_assert_false (mvua_region_parse (malformed[i], &region, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
      g_assert_true (region.north == 7);
    }
}

static void
test_nearest (void)
{
  static const struct
  {
    double latitude, longitude;
    guint32 row, column;
    double found[2];
  } places[] = {
    { -1.29, 36.82, 365, 147, { -1.25, 36.75 } }, /* Nairobi */
    { 0, -20.1, 360, 1360, { 0, -20 } },
    { 0, -0.1, 360, 0, { 0, 0 } },
    { 0, -0.2, 360, 1439, { 0, -0.25 } },
    { 0, 359.7, 360, 1439, { 0, 359.75 } },
    { 0, 359.9, 360, 0, { 0, 360 } },
    { 0, -180, 360, 720, { 0, -180 } },
    { 0, 180, 360, 720, { 0, 180 } },
    { 0, -360, 360, 0, { 0, -360 } },
    { 90, 0, 0, 0, { 90, 0 } },
    { -90, 12.3, 720, 49, { -90, 12.25 } },
    { 89.9, 0, 0, 0, { 90, 0 } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      MvuaWindow window;
      g_assert_true (mvua_grid_nearest (&global, places[i].latitude, places[i].longitude,
                                        &window, NULL));
      g_assert_cmpuint (window.row, ==, places[i].row);
      g_assert_cmpuint (window.column, ==, places[i].column);
      g_assert_cmpuint (mvua_window_n_points (&window), ==, 1);
      g_assert_true (mvua_window_latitude (&global, &window, 0) == places[i].found[0]);
      g_assert_true (mvua_window_longitude (&global, &window, 0) == places[i].found[1]);
    }
}

/* Half a step beyond the edge belongs to the edge, and no more. */
static void
test_nearest_in_region (void)
{
  static const double inside[][4] = {
    { 6.4, 33.4, 6, 33 },
    { 10.4, 29.6, 10, 30 },
    { 2.6, 41.4, 3, 41 },
    { 5, -325, 5, -325 },
  };
  static const double outside[][2] = {
    { 10.6, 35 }, { 2.4, 35 }, { 5, 29.4 }, { 5, 41.6 },
    { 5, -149 },  { NAN, 35 }, { 5, NAN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (inside); i++)
    {
      MvuaWindow window;
      g_assert_true (
          mvua_grid_nearest (&regional, inside[i][0], inside[i][1], &window, NULL));
      g_assert_true (mvua_window_latitude (&regional, &window, 0) == inside[i][2]);
      g_assert_true (mvua_window_longitude (&regional, &window, 0) == inside[i][3]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (outside); i++)
    {
      g_autoptr (GError) error = NULL;
      MvuaWindow window;
      g_assert_false (
          mvua_grid_nearest (&regional, outside[i][0], outside[i][1], &window, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, "lies outside the grid (8 × 12 points"));
    }
}

static void
test_describe (void)
{
  g_autofree char *whole = mvua_grid_describe (&global);
  g_autofree char *part = mvua_grid_describe (&regional);

  g_assert_cmpstr (whole, ==, "721 × 1440 points, 90…-90°N 0…359.75°E");
  g_assert_cmpstr (part, ==, "8 × 12 points, 10…3°N 30…41°E");
  g_assert_true (mvua_grid_equal (&global, &global));
  g_assert_false (mvua_grid_equal (&global, &regional));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/grid/global", test_global);
  g_test_add_func ("/grid/regional", test_regional);
  g_test_add_func ("/grid/odd-grids", test_odd_grids);
  g_test_add_func ("/grid/outside", test_outside);
  g_test_add_func ("/grid/malformed-regions", test_malformed_regions);
  g_test_add_func ("/grid/nearest", test_nearest);
  g_test_add_func ("/grid/nearest-in-region", test_nearest_in_region);
  g_test_add_func ("/grid/describe", test_describe);
  return g_test_run ();
}
