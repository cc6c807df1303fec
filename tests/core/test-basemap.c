/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The basemap that is installed: facts of geography, and what holds for every line. */

#include "mvua-basemap.h"

#include <math.h>

static GBytes *
load (void)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "..", "data", "basemap", "basemap.bin", NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  gsize n_bytes = 0;

  g_file_get_contents (path, &bytes, &n_bytes, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, n_bytes);
}

static MvuaBasemap *
open_basemap (void)
{
  g_autoptr (GBytes) bytes = load ();
  g_autoptr (GError) error = NULL;
  MvuaBasemap *map = mvua_basemap_new (bytes, &error);

  g_assert_no_error (error);
  return map;
}

static const MvuaMapPlace *
find_place (const MvuaBasemap *map, const char *country, const char *name)
{
  gsize n;
  const MvuaMapPlace *places = mvua_basemap_get_places (map, &n);

  for (gsize i = 0; i < n; i++)
    if (g_str_equal (places[i].name, name) && g_str_equal (places[i].country, country))
      return &places[i];
  return NULL;
}

static double
distance_to_edge (double lon, double lat, MvuaMapPoint a, MvuaMapPoint b)
{
  const double dx = (double) (b.lon - a.lon), dy = (double) (b.lat - a.lat);
  const double x = lon - (double) a.lon, y = lat - (double) a.lat;
  const double length = dx * dx + dy * dy;
  const double t = length > 0 ? CLAMP ((x * dx + y * dy) / length, 0, 1) : 0;

  return hypot (x - t * dx, y - t * dy);
}

/* The border within 0.02° of a point, or NULL. */
static const MvuaMapLine *
find_border (const MvuaBasemap *map, double lon, double lat)
{
  const MvuaMapBox box = { lon - 0.02, lat - 0.02, lon + 0.02, lat + 0.02 };
  MvuaMapLineIter iter;
  const MvuaMapLine *line;
  gsize n;
  const MvuaMapLine *lines =
      mvua_basemap_get_lines (map, MVUA_BASEMAP_REGION, MVUA_BASEMAP_BORDER, &n);

  mvua_map_line_iter_init (&iter, lines, n, &box);
  while ((line = mvua_map_line_iter_next (&iter)) != NULL)
    for (guint i = 1; i < line->n_points; i++)
      if (distance_to_edge (lon, lat, line->points[i - 1], line->points[i]) < 0.02)
        return line;
  return NULL;
}

/* Whether a point lies in an odd number of the rings of a layer. */
static gboolean
is_inside (const MvuaBasemap *map,
           MvuaBasemapLevel level,
           MvuaBasemapLayer layer,
           double lon,
           double lat)
{
  gsize n;
  const MvuaMapLine *lines = mvua_basemap_get_lines (map, level, layer, &n);
  gboolean inside = FALSE;

  for (gsize i = 0; i < n; i++)
    for (guint j = 0, k = lines[i].n_points - 1; j < lines[i].n_points; k = j++)
      {
        const MvuaMapPoint a = lines[i].points[j], b = lines[i].points[k];
        const double step = (lat - (double) a.lat) / (double) (b.lat - a.lat);

        if (((double) a.lat > lat) != ((double) b.lat > lat) &&
            lon < (double) a.lon + step * (double) (b.lon - a.lon))
          inside = !inside;
      }
  return inside;
}

static void
test_places (void)
{
  static const struct
  {
    const char *country, *name;
  } capitals[] = {
    { "BDI", "Gitega" },      { "DJI", "Djibouti" },  { "ERI", "Asmara" },
    { "ETH", "Addis Ababa" }, { "KEN", "Nairobi" },   { "RWA", "Kigali" },
    { "SDN", "Khartoum" },    { "SOM", "Mogadishu" }, { "SSD", "Juba" },
    { "TZA", "Dodoma" },      { "UGA", "Kampala" },
  };
  g_autoptr (MvuaBasemap) map = open_basemap ();
  gsize n;
  const MvuaMapPlace *places = mvua_basemap_get_places (map, &n);

  g_assert_cmpuint (n, >, 600);
  for (gsize i = 0; i < G_N_ELEMENTS (capitals); i++)
    {
      guint n_capitals = 0;

      for (gsize j = 0; j < n; j++)
        if (places[j].is_capital && g_str_equal (places[j].country, capitals[i].country))
          {
            g_assert_cmpstr (places[j].name, ==, capitals[i].name);
            n_capitals++;
          }
      g_assert_cmpuint (n_capitals, ==, 1);
    }

  const MvuaMapPlace *nairobi = find_place (map, "KEN", "Nairobi");
  g_assert_true (fabs ((double) nairobi->at.lat + 1.28) < 0.01);
  g_assert_true (fabs ((double) nairobi->at.lon - 36.82) < 0.01);
  g_assert_cmpuint (nairobi->population, >, 2000000);
  g_assert_cmpuint (nairobi->rank, ==, 0);
  g_assert_cmpstr (find_place (map, "RWA", "Huye")->other, ==, "Butare");
  g_assert_nonnull (find_place (map, "KEN", "Mandera"));
  g_assert_null (find_place (map, "SOM", "Mandera"));
}

static void
test_countries (void)
{
  g_autoptr (MvuaBasemap) map = open_basemap ();
  gsize n, n_places;
  const MvuaMapCountry *countries = mvua_basemap_get_countries (map, &n);
  const MvuaMapPlace *places = mvua_basemap_get_places (map, &n_places);
  const MvuaMapBox region = mvua_basemap_get_region (map);

  g_assert_cmpfloat (region.west, ==, 14);
  g_assert_cmpfloat (region.south, ==, -20);
  g_assert_cmpfloat (region.east, ==, 60);
  g_assert_cmpfloat (region.north, ==, 30);
  g_assert_cmpuint (n, ==, 11);
  for (gsize i = 0; i < n; i++)
    {
      const MvuaMapBox *box = &countries[i].box;
      guint n_towns = 0;

      if (i > 0)
        g_assert_cmpstr (countries[i - 1].name, <, countries[i].name);
      g_assert_true (region.west < box->west && box->east < region.east);
      g_assert_true (region.south < box->south && box->north < region.north);
      for (gsize j = 0; j < n_places; j++)
        if (g_str_equal (places[j].country, countries[i].code))
          {
            const double lon = (double) places[j].at.lon, lat = (double) places[j].at.lat;

            g_assert_true (box->west <= lon && lon <= box->east);
            g_assert_true (box->south <= lat && lat <= box->north);
            n_towns++;
          }
      g_assert_cmpuint (n_towns, >=, 5);
    }
}

static void
assert_border (const MvuaBasemap *map,
               double lon,
               double lat,
               const char *one,
               const char *other,
               gboolean is_disputed)
{
  const MvuaMapLine *line = find_border (map, lon, lat);

  g_test_message ("%s–%s at %g, %g", one, other, lon, lat);
  g_assert_nonnull (line);
  g_assert_true ((g_str_equal (line->left, one) && g_str_equal (line->right, other)) ||
                 (g_str_equal (line->left, other) && g_str_equal (line->right, one)));
  g_assert_cmpint ((line->flags & MVUA_MAP_LINE_DISPUTED) != 0, ==, is_disputed);
}

static void
test_borders (void)
{
  g_autoptr (MvuaBasemap) map = open_basemap ();

  assert_border (map, 36.918, -2.640, "KEN", "TZA", FALSE);
  assert_border (map, 38.252, -4.002, "KEN", "TZA", FALSE);
  assert_border (map, 32.5, -1, "UGA", "TZA", FALSE); /* across Lake Victoria */
  assert_border (map, 40.968, 2.497, "KEN", "SOM", FALSE);
  assert_border (map, 30.5, 21.995, "EGY", "SDN", FALSE);
  assert_border (map, 35, 21.995, "EGY", "SDN", TRUE);    /* Halayib */
  assert_border (map, 35.23, 22.77, "EGY", "SDN", TRUE);  /* the same, as Sudan has it */
  assert_border (map, 28.444, 9.328, "SSD", "SDN", TRUE); /* Abyei */
  assert_border (map, 35.246, 4.982, "SSD", "KEN", TRUE); /* Ilemi */
  assert_border (map, 35.321, 5.349, "SSD", "ETH", TRUE);
  assert_border (map, 43.528, 4.842, "SOM", "ETH", TRUE);
  assert_border (map, 48.94, 10.5, "SOM", "SOM", TRUE); /* where Somaliland ends */
  g_assert_null (find_border (map, 37, 0));
}

static void
test_divisions (void)
{
  static const char *const without[] = { "KEN", "SSD", "SDN", "ETH", "TZA", "BDI",
                                         "SOM", "COD", "ZMB", "AGO", "CAF", "TCD" };
  static const char *const with[] = { "DJI", "ERI", "RWA", "UGA", "MOZ", "YEM", "SAU" };
  g_autoptr (MvuaBasemap) map = open_basemap ();
  gsize n, n_world;
  const MvuaMapLine *lines =
      mvua_basemap_get_lines (map, MVUA_BASEMAP_REGION, MVUA_BASEMAP_DIVISION, &n);

  mvua_basemap_get_lines (map, MVUA_BASEMAP_WORLD, MVUA_BASEMAP_DIVISION, &n_world);
  g_assert_cmpuint (n_world, ==, 0);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpstr (lines[i].left, ==, lines[i].right);
      for (gsize j = 0; j < G_N_ELEMENTS (without); j++)
        g_assert_cmpstr (lines[i].left, !=, without[j]);
    }
  for (gsize j = 0; j < G_N_ELEMENTS (with); j++)
    {
      guint n_lines = 0;

      for (gsize i = 0; i < n; i++)
        n_lines += g_str_equal (lines[i].left, with[j]);
      g_assert_cmpuint (n_lines, >, 0);
    }
}

static void
test_land_and_lakes (void)
{
  static const struct
  {
    const char *name;
    double lon, lat;
    gboolean is_land, is_lake;
  } points[] = {
    { "Lake Victoria", 33, -1, TRUE, TRUE },
    { "Ukerewe, an island in it", 33, -2.05, TRUE, FALSE },
    { "Lake Turkana", 36.1, 3.6, TRUE, TRUE },
    { "Lake Tanganyika", 29.5, -6, TRUE, TRUE },
    { "Lake Tana", 37.3, 12, TRUE, TRUE },
    { "Nairobi", 36.82, -1.28, TRUE, FALSE },
    { "Khartoum", 32.53, 15.6, TRUE, FALSE },
    { "Zanzibar", 39.35, -6.15, TRUE, FALSE },
    { "Indian Ocean", 45, -5, FALSE, FALSE },
    { "Red Sea", 38, 20, FALSE, FALSE },
    { "Gulf of Aden", 47, 12, FALSE, FALSE },
    { "Madagascar", 47, -18, TRUE, FALSE },
    { "Arabia", 48, 22, TRUE, FALSE },
  };
  g_autoptr (MvuaBasemap) map = open_basemap ();

  for (gsize i = 0; i < G_N_ELEMENTS (points); i++)
    for (int level = 0; level < MVUA_BASEMAP_N_LEVELS; level++)
      {
        const double lon = points[i].lon, lat = points[i].lat;

        /* The world is too coarse for this one. */
        if (level == MVUA_BASEMAP_WORLD && g_str_has_prefix (points[i].name, "Ukerewe"))
          continue;
        g_test_message ("level %d: %s", level, points[i].name);
        g_assert_cmpint (is_inside (map, level, MVUA_BASEMAP_LAND, lon, lat), ==,
                         points[i].is_land);
        g_assert_cmpint (is_inside (map, level, MVUA_BASEMAP_LAKE, lon, lat), ==,
                         points[i].is_lake);
      }
  g_assert_true (is_inside (map, MVUA_BASEMAP_WORLD, MVUA_BASEMAP_LAND, -100, 40));
  g_assert_false (is_inside (map, MVUA_BASEMAP_WORLD, MVUA_BASEMAP_LAND, -150, 0));
}

static void
test_rivers (void)
{
  static const char *const names[] = { "Nile", "Tana", "Jubba", "Bénoué" };
  g_autoptr (MvuaBasemap) map = open_basemap ();
  gsize n;
  const MvuaMapLine *lines =
      mvua_basemap_get_lines (map, MVUA_BASEMAP_REGION, MVUA_BASEMAP_RIVER, &n);
  guint n_intermittent = 0;

  for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
    {
      guint n_lines = 0;

      for (gsize i = 0; i < n; i++)
        n_lines += g_str_equal (lines[i].name, names[j]);
      g_assert_cmpuint (n_lines, >, 0);
    }
  for (gsize i = 0; i < n; i++)
    n_intermittent += (lines[i].flags & MVUA_MAP_LINE_INTERMITTENT) != 0;
  g_assert_cmpuint (n_intermittent, >, 0);
}

/* Degrees: what is longer is a line across the map, and none of the source.  The border
 * on 49° N is 28° long, and that of Chad and Libya 9°. */
static const double longest_edges[MVUA_BASEMAP_N_LEVELS][MVUA_BASEMAP_N_LAYERS] = {
  [MVUA_BASEMAP_WORLD] = { 0, 9, 0, 3, 30, 0 },
  [MVUA_BASEMAP_REGION] = { 0, 0.5, 0, 1, 10, 3 },
};

/* What holds for every line. */
static void
check_lines (const MvuaBasemap *map, MvuaBasemapLevel level, MvuaBasemapLayer layer)
{
  const MvuaMapBox region = mvua_basemap_get_region (map);
  const gboolean is_ring = layer == MVUA_BASEMAP_LAND || layer == MVUA_BASEMAP_LAKE;
  gsize n;
  const MvuaMapLine *lines = mvua_basemap_get_lines (map, level, layer, &n);

  for (gsize i = 0; i < n; i++)
    {
      const MvuaMapLine *line = &lines[i];
      MvuaMapBox box;

      g_assert_cmpuint (line->n_points, >=, is_ring ? 3 : 2);
      g_assert_cmpint ((line->flags & MVUA_MAP_LINE_CLOSED) != 0, ==, is_ring);
      if (!is_ring && (line->flags & MVUA_MAP_LINE_DISPUTED) == 0)
        g_assert_cmpuint (line->n_points, <=, 65);
      mvua_map_box_around (line->points, line->n_points, &box);
      g_assert_cmpmem (&box, sizeof box, &line->box, sizeof line->box);
      if (i > 0)
        g_assert_cmpuint (lines[i - 1].rank, <=, line->rank);
      if (level == MVUA_BASEMAP_REGION)
        g_assert_true (box.west >= region.west && box.south >= region.south &&
                       box.east <= region.east && box.north <= region.north);
      for (guint j = 1; !is_ring && j < line->n_points; j++)
        {
          const MvuaMapPoint p = line->points[j - 1], q = line->points[j];
          g_assert_cmpfloat (hypot ((double) (p.lon - q.lon), (double) (p.lat - q.lat)),
                             <, longest_edges[level][layer]);
        }
    }
}

static void
test_lines (void)
{
  g_autoptr (MvuaBasemap) map = open_basemap ();

  for (int level = 0; level < MVUA_BASEMAP_N_LEVELS; level++)
    for (int layer = 0; layer < MVUA_BASEMAP_N_LAYERS; layer++)
      check_lines (map, level, layer);
}

static void
test_culling (void)
{
  const MvuaMapBox rwanda = { 28.8, -2.9, 30.9, -1 }, nowhere = { 170, 0, 171, 1 };
  g_autoptr (MvuaBasemap) map = open_basemap ();
  gsize n, n_expected = 0, n_found = 0;
  const MvuaMapLine *line;
  MvuaMapLineIter iter;
  const MvuaMapLine *lines =
      mvua_basemap_get_lines (map, MVUA_BASEMAP_REGION, MVUA_BASEMAP_RIVER, &n);

  for (gsize i = 0; i < n; i++)
    n_expected += lines[i].box.west <= 30.9 && lines[i].box.east >= 28.8 &&
                  lines[i].box.south <= -1 && lines[i].box.north >= -2.9;
  mvua_map_line_iter_init (&iter, lines, n, &rwanda);
  while ((line = mvua_map_line_iter_next (&iter)) != NULL)
    n_found++;
  g_assert_cmpuint (n_found, ==, n_expected);
  g_assert_cmpuint (n_found, >, 0);
  g_assert_cmpuint (n_found, <, n / 20);

  mvua_map_line_iter_init (&iter, lines, n, &nowhere);
  g_assert_null (mvua_map_line_iter_next (&iter));
  mvua_map_line_iter_init (&iter, NULL, 0, &rwanda);
  g_assert_null (mvua_map_line_iter_next (&iter));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/basemap/places", test_places);
  g_test_add_func ("/basemap/countries", test_countries);
  g_test_add_func ("/basemap/borders", test_borders);
  g_test_add_func ("/basemap/divisions", test_divisions);
  g_test_add_func ("/basemap/land-and-lakes", test_land_and_lakes);
  g_test_add_func ("/basemap/rivers", test_rivers);
  g_test_add_func ("/basemap/lines", test_lines);
  g_test_add_func ("/basemap/culling", test_culling);
  return g_test_run ();
}
