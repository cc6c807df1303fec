/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Basemaps that are cut off, damaged or forged, and one that is legible by eye. */

#include "mvua-basemap.h"
#include "mvua-error.h"

#include <math.h>
#include <string.h>

#define HEADER_SIZE 48

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

/* Gives bytes the length and checksum that they should have. */
static void
seal (guint8 *bytes, gsize n_bytes)
{
  const guint32 length = GUINT32_TO_LE ((guint32) (n_bytes - HEADER_SIZE));
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize n_digest = 32;

  memcpy (bytes + 12, &length, sizeof length);
  g_checksum_update (checksum, bytes + HEADER_SIZE, (gssize) (n_bytes - HEADER_SIZE));
  g_checksum_get_digest (checksum, bytes + 16, &n_digest);
}

static gboolean
is_text (const char *text)
{
  return text != NULL && g_utf8_validate (text, -1, NULL);
}

static void
check_line (const MvuaMapLine *line)
{
  MvuaMapBox box;

  g_assert_cmpuint (line->n_points, >=, 2);
  mvua_map_box_around (line->points, line->n_points, &box);
  g_assert_cmpmem (&box, sizeof box, &line->box, sizeof line->box);
  g_assert_true (box.west >= -180 && box.east <= 180);
  g_assert_true (box.south >= -90 && box.north <= 90);
  g_assert_true (is_text (line->name) && is_text (line->left) && is_text (line->right));
}

/* Opens a copy on the heap of exactly that size, so that a sanitizer sees each byte too
 * far; reads all that is in it. */
static gboolean
opens (const guint8 *bytes, gsize n_bytes, GError **error)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, n_bytes);
  g_autoptr (MvuaBasemap) map = mvua_basemap_new (copy, error);
  gsize n;

  if (map == NULL)
    return FALSE;
  for (int level = 0; level < MVUA_BASEMAP_N_LEVELS; level++)
    for (int layer = 0; layer < MVUA_BASEMAP_N_LAYERS; layer++)
      {
        const MvuaMapLine *lines = mvua_basemap_get_lines (map, level, layer, &n);
        for (gsize i = 0; i < n; i++)
          check_line (&lines[i]);
      }
  const MvuaMapPlace *places = mvua_basemap_get_places (map, &n);
  for (gsize i = 0; i < n; i++)
    g_assert_true (is_text (places[i].name) && is_text (places[i].other) &&
                   is_text (places[i].country));
  const MvuaMapCountry *countries = mvua_basemap_get_countries (map, &n);
  for (gsize i = 0; i < n; i++)
    g_assert_true (is_text (countries[i].code) && is_text (countries[i].name));
  return TRUE;
}

static void
assert_broken (const guint8 *bytes, gsize n_bytes, const char *expected)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (opens (bytes, n_bytes, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_nonnull (strstr (error->message, "expected "));
  if (expected != NULL)
    g_assert_nonnull (strstr (error->message, expected));
}

/* The whole file: cut anywhere, or with a bit changed, it is refused. */
static void
test_damaged (void)
{
  g_autoptr (GBytes) whole = load ();
  gsize n;
  const guint8 *bytes = g_bytes_get_data (whole, &n);
  g_autofree guint8 *copy = g_memdup2 (bytes, n);

  g_assert_cmpuint (n, <, 1500000);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, i);
      g_autoptr (GError) error = NULL;

      g_assert_null (mvua_basemap_new (cut, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
    }
  for (gsize i = 0; i < n; i += i < HEADER_SIZE ? 1 : 5003)
    {
      copy[i] ^= (guint8) (1 << i % 8);
      assert_broken (copy, n, NULL);
      copy[i] = bytes[i];
    }
}

/* A map that is legible by eye: two strings, a region, one river of two points, a place
 * and a country. */
static const guint8 tiny[] = {
  2, 0, 1, 'A',                   /* strings: "", "A" */
  2, 4, 8, 8,                     /* region: 0.001, 0.002, 0.005, 0.006 */
  1, 1, 3, 1,                     /* one layer: region, rivers, one line */
  7, 2, 1, 0,   0, 2, 0, 0, 1, 1, /* rank, flags, texts, points */
  1, 1, 0, 0,   4, 1, 9, 0, 0,    /* one place */
  1, 1, 1, 1,   1, 4, 4,          /* one country */
};

static void
make_tiny (guint8 *bytes)
{
  memset (bytes, 0, HEADER_SIZE);
  memcpy (bytes, "MVUAMAP\n", 8);
  bytes[8] = 1;
  memcpy (bytes + HEADER_SIZE, tiny, sizeof tiny);
  seal (bytes, HEADER_SIZE + sizeof tiny);
}

static void
test_tiny (void)
{
  guint8 bytes[HEADER_SIZE + sizeof tiny];
  g_autoptr (GError) error = NULL;
  gsize n;

  make_tiny (bytes);
  g_autoptr (GBytes) whole = g_bytes_new (bytes, sizeof bytes);
  g_autoptr (MvuaBasemap) map = mvua_basemap_new (whole, &error);
  g_assert_no_error (error);

  const MvuaMapBox region = mvua_basemap_get_region (map);
  g_assert_true (fabs ((double) region.west - 0.001) < 1e-6);
  g_assert_true (fabs ((double) region.north - 0.006) < 1e-6);
  const MvuaMapLine *line =
      mvua_basemap_get_lines (map, MVUA_BASEMAP_REGION, MVUA_BASEMAP_RIVER, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (line->rank, ==, 7);
  g_assert_cmpuint (line->flags, ==, MVUA_MAP_LINE_INTERMITTENT);
  g_assert_cmpstr (line->name, ==, "A");
  g_assert_cmpuint (line->n_points, ==, 2);
  g_assert_true (fabs ((double) line->points[1].lon - 0.004) < 1e-6);
  const MvuaMapPlace *place = mvua_basemap_get_places (map, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (place->rank, ==, 4);
  g_assert_true (place->is_capital);
  g_assert_cmpuint (place->population, ==, 9);
  const MvuaMapCountry *country = mvua_basemap_get_countries (map, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpstr (country->code, ==, "A");
}

/* Files whose checksum is right, and which are wrong all the same: any byte has any
 * value, or the body ends anywhere. */
static void
test_forged (void)
{
  guint8 bytes[HEADER_SIZE + sizeof tiny + 1];
  const gsize n = HEADER_SIZE + sizeof tiny;

  make_tiny (bytes);
  for (gsize i = HEADER_SIZE; i < n; i++)
    {
      const guint8 right = bytes[i];

      for (int value = 0; value <= G_MAXUINT8; value++)
        {
          g_autoptr (GError) error = NULL;

          bytes[i] = (guint8) value;
          seal (bytes, n);
          if (!opens (bytes, n, &error))
            g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
        }
      bytes[i] = right;
    }
  for (gsize i = HEADER_SIZE; i < n; i++)
    {
      seal (bytes, i);
      assert_broken (bytes, i, NULL);
    }
  bytes[n] = 0;
  seal (bytes, n + 1);
  assert_broken (bytes, n + 1, "expected nothing more");
}

static void
test_forged_whole (void)
{
  g_autoptr (GBytes) whole = load ();
  gsize n;
  const guint8 *bytes = g_bytes_get_data (whole, &n);
  g_autofree guint8 *copy = g_memdup2 (bytes, n);

  for (gsize i = HEADER_SIZE; i < n; i += 9973)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) forged = NULL;
      g_autoptr (MvuaBasemap) map = NULL;

      copy[i] ^= 0xc0;
      seal (copy, n);
      forged = g_bytes_new (copy, n);
      map = mvua_basemap_new (forged, &error);
      if (map == NULL)
        g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
      copy[i] = bytes[i];
    }
}

static void
test_wrong (void)
{
  static const struct
  {
    guint at;
    guint8 value;
    const char *expected;
  } cases[] = {
    { 3, 0x80, "UTF-8" },
    { 3, 7, "control characters" },
    { 0, 0, "at least one string" },
    { 6, 3, "a box" },
    { 9, 2, "a level" },
    { 10, 6, "a layer" },
    { 10, 0, "enough points" },
    { 11, 90, "a count of lines" },
    { 13, 4, "flags" },
    { 14, 2, "the number of a string" },
    { 17, 1, "enough points" },
    { 17, 120, "a count of points" },
  };
  guint8 bytes[HEADER_SIZE + sizeof tiny];

  make_tiny (bytes);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint8 *byte = bytes + HEADER_SIZE + cases[i].at;
      const guint8 right = *byte;

      g_test_message ("byte %u", cases[i].at);
      *byte = cases[i].value;
      seal (bytes, sizeof bytes);
      assert_broken (bytes, sizeof bytes, cases[i].expected);
      *byte = right;
    }
  bytes[8] = 2;
  assert_broken (bytes, sizeof bytes, "version 1");
  bytes[0] = 'm';
  assert_broken (bytes, sizeof bytes, "MVUAMAP");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/basemap-faults/damaged", test_damaged);
  g_test_add_func ("/basemap-faults/tiny", test_tiny);
  g_test_add_func ("/basemap-faults/forged", test_forged);
  g_test_add_func ("/basemap-faults/forged-whole", test_forged_whole);
  g_test_add_func ("/basemap-faults/wrong", test_wrong);
  return g_test_run ();
}
