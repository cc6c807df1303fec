/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* GeoJSON of users: what is read, what is refused and with which words. */

#include "mvua-error.h"
#include "mvua-overlay.h"

#include <math.h>
#include <string.h>

#define PATH "/home/achieng/counties.geojson"

#define GEOMETRY(type, coordinates)                                                      \
  "{\"type\":\"" type "\",\"coordinates\":" coordinates "}"
#define FEATURE(geometry)                                                                \
  "{\"type\":\"Feature\",\"properties\":{\"code\":1,\"Name\":\" Nyeri\\n \"},"           \
  "\"geometry\":" geometry "}"
#define COLLECTION(features)                                                             \
  "{\"type\":\"FeatureCollection\",\"features\":[" features "]}"
#define TRIANGLE "[[36,0],[37,0],[37,1],[36,0]]"

static MvuaOverlay *
read_text (const char *text, gsize length, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);

  return mvua_overlay_new (bytes, PATH, error);
}

static MvuaOverlay *
read_good (const char *text)
{
  g_autoptr (GError) error = NULL;
  MvuaOverlay *overlay = read_text (text, strlen (text), &error);

  g_assert_no_error (error);
  return overlay;
}

static void
test_polygons (void)
{
  g_autoptr (MvuaOverlay) overlay = read_good (COLLECTION (FEATURE (GEOMETRY (
      "Polygon",
      "[" TRIANGLE
      ",[[36.5,0.2],[36.6,0.2,1700],[36.6,0.3]]]")) ","
                                                    "{\"type\":\"Feature\","
                                                    "\"properties\":null,"
                                                    "\"geometry\":" GEOMETRY (
                                                        "MultiPolygon",
                                                        "[[" TRIANGLE "],[" TRIANGLE
                                                        "]]") "},"
                                                              "{\"type\":\"Feature\","
                                                              "\"properties\":{},"
                                                              "\"geometry\":null}"));
  gsize n, n_places;
  const MvuaMapLine *lines = mvua_overlay_get_lines (overlay, &n);

  g_assert_cmpuint (n, ==, 4);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpuint (lines[i].flags, ==, MVUA_MAP_LINE_CLOSED);
      g_assert_cmpuint (lines[i].n_points, ==, 3);
      g_assert_cmpstr (lines[i].name, ==, i < 2 ? "Nyeri" : "");
      g_assert_cmpstr (lines[i].left, ==, "");
      g_assert_cmpstr (lines[i].right, ==, "");
    }
  g_assert_cmpfloat (lines[0].points[2].lon, ==, 37);
  g_assert_cmpfloat (lines[0].points[2].lat, ==, 1);
  g_assert_cmpfloat (lines[0].box.west, ==, 36);
  g_assert_cmpfloat (lines[0].box.north, ==, 1);
  g_assert_true (fabs ((double) lines[1].points[1].lon - 36.6) < 1e-5);
  mvua_overlay_get_places (overlay, &n_places);
  g_assert_cmpuint (n_places, ==, 0);
}

/* A line of 130 edges: pieces of 64, 64 and 2 that share their ends. */
static void
test_long_line (void)
{
  g_autoptr (GString) text =
      g_string_new ("{\"type\":\"LineString\",\"coordinates\":[[0,0]");
  MvuaMapLineIter iter;
  const MvuaMapBox east = { 12.95, 0, 13, 0 };
  gsize n;

  for (int i = 1; i <= 130; i++)
    g_string_append_printf (text, ",[%d.%d,0]", i / 10, i % 10);
  g_string_append (text, "]}");
  g_autoptr (MvuaOverlay) overlay = read_good (text->str);
  const MvuaMapLine *lines = mvua_overlay_get_lines (overlay, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpuint (lines[0].n_points, ==, 65);
  g_assert_cmpuint (lines[1].n_points, ==, 65);
  g_assert_cmpuint (lines[2].n_points, ==, 3);
  for (gsize i = 1; i < n; i++)
    g_assert_cmpfloat (lines[i - 1].points[64].lon, ==, lines[i].points[0].lon);
  g_assert_cmpfloat (lines[2].points[2].lon, ==, 13);

  mvua_map_line_iter_init (&iter, lines, n, &east);
  g_assert_true (mvua_map_line_iter_next (&iter) == &lines[2]);
  g_assert_null (mvua_map_line_iter_next (&iter));
}

/* Lines about as long as a piece are whole, and none is lost or made up. */
static void
test_pieces (void)
{
  for (guint n_edges = 1; n_edges <= 194; n_edges++)
    {
      g_autoptr (GString) text =
          g_string_new ("{\"type\":\"LineString\",\"coordinates\":[[0,0]");
      gsize n, n_found = 0;

      for (guint i = 1; i <= n_edges; i++)
        g_string_append_printf (text, ",[0,%u.%u]", i / 10, i % 10);
      g_string_append (text, "]}");
      g_autoptr (MvuaOverlay) overlay = read_good (text->str);
      const MvuaMapLine *lines = mvua_overlay_get_lines (overlay, &n);
      g_assert_cmpuint (n, ==, (n_edges + 63) / 64);
      for (gsize i = 0; i < n; i++)
        n_found += lines[i].n_points - 1;
      g_assert_cmpuint (n_found, ==, n_edges);
    }
}

static void
test_points (void)
{
  g_autoptr (MvuaOverlay) overlay = read_good (
      "\xef\xbb\xbf" COLLECTION (FEATURE (GEOMETRY ("Point", "[36.8,-1.3]")) "," FEATURE (
          GEOMETRY ("MultiPoint", "[[1,2],[3,4]]"))) "\n");
  gsize n, n_lines;
  const MvuaMapPlace *places = mvua_overlay_get_places (overlay, &n);

  g_assert_cmpuint (n, ==, 3);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpstr (places[i].name, ==, "Nyeri");
      g_assert_cmpstr (places[i].country, ==, "");
      g_assert_cmpstr (places[i].other, ==, "");
      g_assert_false (places[i].is_capital);
    }
  g_assert_true (fabs ((double) places[0].at.lat + 1.3) < 1e-5);
  g_assert_cmpfloat (places[2].at.lat, ==, 4);
  mvua_overlay_get_lines (overlay, &n_lines);
  g_assert_cmpuint (n_lines, ==, 0);
}

static void
test_geometries (void)
{
  static const struct
  {
    const char *text;
    guint n_lines, n_places;
  } cases[] = {
    { GEOMETRY ("Point", "[0,0]"), 0, 1 },
    { GEOMETRY ("LineString", "[[0,0],[180,90]]"), 1, 0 },
    { GEOMETRY ("MultiLineString", "[[[0,0],[1,1]],[[-180,-90],[1,0]],[]]"), 2, 0 },
    { FEATURE (GEOMETRY ("Polygon", "[" TRIANGLE "]")), 1, 0 },
    { "{\"type\":\"GeometryCollection\",\"geometries\":["
      "{\"type\":\"GeometryCollection\",\"geometries\":[" GEOMETRY (
          "Point", "[0,0]") "]}," GEOMETRY ("Polygon", "[" TRIANGLE "]") "]}",
      1, 1 },
    { "{\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
      "\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},"
      "\"type\":\"Point\",\"coordinates\":[0,0]}",
      0, 1 },
    { "{\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
      "\"urn:ogc:def:crs:EPSG::4326\"}},"
      "\"type\":\"Point\",\"coordinates\":[0,0]}",
      0, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MvuaOverlay) overlay = read_good (cases[i].text);
      gsize n_lines, n_places;

      mvua_overlay_get_lines (overlay, &n_lines);
      mvua_overlay_get_places (overlay, &n_places);
      g_assert_cmpuint (n_lines, ==, cases[i].n_lines);
      g_assert_cmpuint (n_places, ==, cases[i].n_places);
    }
}

static const struct
{
  const char *text;
  const char *expected;
} bad[] = {
  { "", "it ends too early" },
  { "  ", "it ends too early" },
  { "{\"type\":", "it ends too early" },
  { "shapefile", "byte 0 is none" },
  { "{} {}", "is none" },
  { "[]", "expected a JSON object" },
  { "null\n", "expected a JSON object" },
  { "{}", "found the type “”" },
  { "{\"type\":5}", "found the type “”" },
  { "{\"type\":\"Topology\",\"objects\":{}}", "found the type “Topology”" },
  { COLLECTION (""), "expected at least one point, line or polygon" },
  { "{\"type\":\"FeatureCollection\"}", "expected an array of features" },
  { COLLECTION ("5"), "feature 1: expected an object of the type “Feature”" },
  { COLLECTION ("{\"type\":\"Feature\"}"), "feature 1: expected a “geometry”" },
  { COLLECTION (FEATURE ("null") "," FEATURE ("{\"type\":\"Circle\"}")),
    "feature 2: expected a FeatureCollection, a Feature or a geometry" },
  { "{\"type\":\"Polygon\"}", "expected an array of rings" },
  { GEOMETRY ("Polygon", "{}"), "expected an array of rings" },
  { GEOMETRY ("Polygon", "[[]]"), "expected a ring of three" },
  { GEOMETRY ("Polygon", "[[[0,0],[1,1],[0,0]]]"), "expected a ring of three" },
  { GEOMETRY ("Polygon", "[[0,0],[1,1],[0,1]]"), "expected a position" },
  { GEOMETRY ("MultiPolygon", "[" TRIANGLE "]"), "expected a position" },
  { GEOMETRY ("LineString", "[[0,0]]"), "expected a line of two" },
  { GEOMETRY ("LineString", "[[0,0],[0,0]]"), "expected a line of two" },
  { GEOMETRY ("LineString", "[[0,0],[1]]"), "expected a position" },
  { GEOMETRY ("LineString", "[[0,0],[1,null]]"), "expected numbers" },
  { GEOMETRY ("LineString", "[[0,0],[1,\"2\"]]"), "expected numbers" },
  { GEOMETRY ("Point", "[[0,0]]"), "expected a position" },
  { GEOMETRY ("Point", "[0,90.5]"), "found [0, 90.5]" },
  { GEOMETRY ("Point", "[258000,9858000]"), "save it in WGS 84" },
  { GEOMETRY ("Point", "[1e999,0]"), "expected" },
  { GEOMETRY ("Point", "[NaN,0]"), "expected" },
  { "{\"crs\":{\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::21037\"}},"
    "\"type\":\"Point\",\"coordinates\":[0,0]}",
    "EPSG::21037" },
  { "{\"type\":\"Point\",\"coordinates\":[0,0],\"name\":\"\xff\"}", "is none" },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("case %" G_GSIZE_FORMAT ": %s", i, bad[i].expected);
      g_assert_null (read_text (bad[i].text, strlen (bad[i].text), &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
      g_assert_true (g_str_has_prefix (error->message, "“" PATH "”"));
      g_assert_nonnull (strstr (error->message, bad[i].expected));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}

/* Brackets without end, and collections in collections: the depth is bounded. */
static void
test_deep (void)
{
  g_autoptr (GString) brackets = g_string_new (NULL);
  g_autoptr (GString) nested = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 100000; i++)
    {
      g_string_append_c (brackets, '[');
      g_string_append (nested, "{\"type\":\"GeometryCollection\",\"geometries\":[");
    }
  g_assert_null (read_text (brackets->str, brackets->len, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_clear_error (&error);
  g_assert_null (read_text (nested->str, nested->len, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
}

static void
test_large (void)
{
  const gsize n = MVUA_OVERLAY_MOST_BYTES + 1;
  g_autofree char *text = g_malloc (n);
  g_autoptr (GError) error = NULL;

  memset (text, ' ', n);
  g_assert_null (read_text (text, n, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_nonnull (strstr (error->message, "no more than 16 MiB"));
}

static const char whole[] = COLLECTION (
    FEATURE (GEOMETRY ("Polygon", "[" TRIANGLE ",[[36.5,0.2],[36.6,0.2],[36.6,0.3]]]")) "," FEATURE (
        GEOMETRY ("MultiLineString",
                  "[[[0,0],[1,1]]]")) "," FEATURE (GEOMETRY ("Point", "[36.8,-1.3]")));

static void
test_cut (void)
{
  for (gsize i = 0; i < sizeof whole - 1; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (read_text (whole, i, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
    }
}

/* Any byte may be any other: an error or another overlay, whose lines hold together. */
static void
test_changed (void)
{
  char text[sizeof whole];

  memcpy (text, whole, sizeof whole);
  for (gsize i = 0; i < sizeof whole - 1; i++)
    for (int value = 0; value <= G_MAXUINT8; value++)
      {
        g_autoptr (GError) error = NULL;
        g_autoptr (MvuaOverlay) overlay = NULL;

        text[i] = (char) value;
        overlay = read_text (text, sizeof whole - 1, &error);
        text[i] = whole[i];
        if (overlay == NULL)
          {
            g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
            continue;
          }
        gsize n;
        const MvuaMapLine *lines = mvua_overlay_get_lines (overlay, &n);
        for (gsize j = 0; j < n; j++)
          {
            MvuaMapBox box;

            mvua_map_box_around (lines[j].points, lines[j].n_points, &box);
            g_assert_true (mvua_map_box_overlaps (&box, &lines[j].box));
            g_assert_true (g_utf8_validate (lines[j].name, -1, NULL));
          }
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/overlay/polygons", test_polygons);
  g_test_add_func ("/overlay/long-line", test_long_line);
  g_test_add_func ("/overlay/pieces", test_pieces);
  g_test_add_func ("/overlay/points", test_points);
  g_test_add_func ("/overlay/geometries", test_geometries);
  g_test_add_func ("/overlay/bad", test_bad);
  g_test_add_func ("/overlay/deep", test_deep);
  g_test_add_func ("/overlay/large", test_large);
  g_test_add_func ("/overlay/cut", test_cut);
  g_test_add_func ("/overlay/changed", test_changed);
  return g_test_run ();
}
