/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Every byte of the metadata, as zarr readers are known to take it. */

#include "zarr-fixture.h"

#include <locale.h>
#include <math.h>
#include <string.h>

#define BLOSC_V3                                                                         \
  "{\"name\":\"blosc\",\"configuration\":{\"typesize\":4,\"cname\":\"zstd\","            \
  "\"clevel\":1,\"shuffle\":\"shuffle\",\"blocksize\":0}}"
#define BYTES_V3 "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}"
#define KEYS_V3                                                                          \
  "\"chunk_key_encoding\":{\"name\":\"default\",\"configuration\":{\"separator\":\"/"    \
  "\"}}"

#define RAIN_V3                                                                          \
  "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[81,141,129],"                   \
  "\"data_type\":\"float32\",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{"   \
  "\"chunk_shape\":[81,141,132]}}," KEYS_V3 ",\"fill_value\":\"NaN\",\"codecs\":[{"      \
  "\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":[9,47,44],"          \
  "\"codecs\":[" BYTES_V3 "," BLOSC_V3 "],\"index_codecs\":[" BYTES_V3                   \
  ",{\"name\":\"crc32c\"}],\"index_location\":\"end\"}}],\"attributes\":{"               \
  "\"units\":\"mm\",\"threshold\":0.1},\"dimension_names\":[\"step\",\"latitude\","      \
  "\"longitude\"],\"storage_transformers\":[]}"
#define PLAIN_V3                                                                         \
  "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[4],\"data_type\":\"float32\","  \
  "\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":[3]}}"        \
  "," KEYS_V3 ",\"fill_value\":\"NaN\",\"codecs\":[" BYTES_V3 "," BLOSC_V3               \
  "],\"attributes\":{},"                                                                 \
  "\"dimension_names\":[\"x\"],\"storage_transformers\":[]}"
#define TIME_V3                                                                          \
  "{\"zarr_format\":3,\"node_type\":\"array\",\"shape\":[],\"data_type\":\"int64\","     \
  "\"chunk_grid\":{\"name\":\"regular\",\"configuration\":{\"chunk_shape\":[]}}"         \
  "," KEYS_V3 ",\"fill_value\":0,\"codecs\":[" BYTES_V3                                  \
  "],\"attributes\":{\"calendar\":"                                                      \
  "\"proleptic_gregorian\"},\"dimension_names\":[],\"storage_transformers\":[]}"
#define GROUP_V3(attributes)                                                             \
  "{\"zarr_format\":3,\"node_type\":\"group\",\"attributes\":{" attributes "}"
#define ROOT_V3                                                                          \
  GROUP_V3 ("\"title\":\"a/b\"")                                                         \
  ",\"consolidated_metadata\":{\"kind\":\"inline\","                                     \
  "\"must_understand\":false,\"metadata\":{\"a-b\":" GROUP_V3 (                          \
      "") "},\"gep01\":" GROUP_V3 ("") "},\"a-b/plain\":" PLAIN_V3                       \
                                       ",\"gep01/daily\":" GROUP_V3 (                    \
                                           "") "},"                                      \
                                               "\"gep01/time\":" TIME_V3                 \
                                               ",\"gep01/tp\":" RAIN_V3 "}}}"

#define RAIN_V2                                                                          \
  "{\"zarr_format\":2,\"shape\":[81,141,129],\"chunks\":[9,47,44],\"dtype\":\"<f4\","    \
  "\"compressor\":{\"id\":\"blosc\",\"cname\":\"zstd\",\"clevel\":1,\"shuffle\":1,"      \
  "\"blocksize\":0},\"fill_value\":\"NaN\",\"order\":\"C\",\"filters\":null,"            \
  "\"dimension_separator\":\".\"}"
#define RAIN_ATTRS_V2                                                                    \
  "{\"units\":\"mm\",\"threshold\":0.1,"                                                 \
  "\"_ARRAY_DIMENSIONS\":[\"step\",\"latitude\",\"longitude\"]}"
#define PLAIN_V2                                                                         \
  "{\"zarr_format\":2,\"shape\":[4],\"chunks\":[3],\"dtype\":\"<f4\",\"compressor\":{"   \
  "\"id\":\"blosc\",\"cname\":\"zstd\",\"clevel\":1,\"shuffle\":1,\"blocksize\":0},"     \
  "\"fill_value\":\"NaN\",\"order\":\"C\",\"filters\":null,"                             \
  "\"dimension_separator\":\".\"}"
#define TIME_V2                                                                          \
  "{\"zarr_format\":2,\"shape\":[],\"chunks\":[],\"dtype\":\"<i8\",\"compressor\":null," \
  "\"fill_value\":null,\"order\":\"C\",\"filters\":null,\"dimension_separator\":\".\"}"
#define TIME_ATTRS_V2 "{\"calendar\":\"proleptic_gregorian\",\"_ARRAY_DIMENSIONS\":[]}"
#define GROUP_V2 "{\"zarr_format\":2}"
/* "gep01/daily", a group, stands beside "gep01"'s arrays: apart, it would be lost. */
#define ROOT_V2                                                                          \
  "{\"zarr_consolidated_format\":1,\"metadata\":{"                                       \
  "\".zgroup\":" GROUP_V2 ",\".zattrs\":{\"title\":\"a/b\"},"                            \
  "\"a-b/.zgroup\":" GROUP_V2 ",\"a-b/.zattrs\":{},"                                     \
  "\"gep01/.zgroup\":" GROUP_V2 ",\"gep01/.zattrs\":{},"                                 \
  "\"a-b/plain/.zarray\":" PLAIN_V2                                                      \
  ",\"a-b/plain/.zattrs\":{\"_ARRAY_DIMENSIONS\":[\"x\"]},"                              \
  "\"gep01/daily/.zgroup\":" GROUP_V2 ",\"gep01/daily/.zattrs\":{},"                     \
  "\"gep01/time/.zarray\":" TIME_V2 ",\"gep01/time/.zattrs\":" TIME_ATTRS_V2             \
  ",\"gep01/tp/.zarray\":" RAIN_V2 ",\"gep01/tp/.zattrs\":" RAIN_ATTRS_V2 "}}"

typedef struct
{
  const char *path;
  const char *text;
} Expected;

static const Expected v2_files[] = {
  { ".zgroup", GROUP_V2 },
  { ".zattrs", "{\"title\":\"a/b\"}" },
  { ".zmetadata", ROOT_V2 },
  { "gep01/.zgroup", GROUP_V2 },
  { "gep01/.zattrs", "{}" },
  { "gep01/daily/.zgroup", GROUP_V2 },
  { "gep01/tp/.zarray", RAIN_V2 },
  { "gep01/tp/.zattrs", RAIN_ATTRS_V2 },
  { "gep01/time/.zarray", TIME_V2 },
  { "gep01/time/.zattrs", TIME_ATTRS_V2 },
  { NULL, NULL },
};

static const Expected v3_files[] = {
  { "zarr.json", ROOT_V3 },
  { "gep01/zarr.json", GROUP_V3 ("") "}" },
  { "gep01/daily/zarr.json", GROUP_V3 ("") "}" },
  { "gep01/tp/zarr.json", RAIN_V3 },
  { "gep01/time/zarr.json", TIME_V3 },
  { "a-b/plain/zarr.json", PLAIN_V3 },
  { NULL, NULL },
};

/* Nodes in an order that is none of the two. */
static void
write_store (const Scratch *scratch, MvuaZarrFormat format)
{
  static const MvuaZarrArraySpec rain = {
    "gep01/tp",       MVUA_ZARR_FLOAT32, 3,    { "step", "latitude", "longitude" },
    { 81, 141, 129 }, { 9, 47, 44 },     TRUE, TRUE
  };
  static const MvuaZarrArraySpec plain = {
    "a-b/plain", MVUA_ZARR_FLOAT32, 1, { "x" }, { 4 }, { 3 }, FALSE, TRUE
  };
  static const MvuaZarrArraySpec time = { .path = "gep01/time", .type = MVUA_ZARR_INT64 };
  json_object *attributes = json_object_new_object ();
  json_object *calendar = json_tokener_parse ("{\"calendar\":\"proleptic_gregorian\"}");
  json_object *title = json_tokener_parse ("{\"title\":\"a/b\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaZarrWriter) writer =
      mvua_zarr_writer_new (scratch->store, format, &error);

  g_assert_no_error (error);
  g_assert_true (mvua_zarr_writer_add_group (writer, "", title, &error));
  g_assert_true (mvua_zarr_writer_add_group (writer, "gep01", NULL, &error));
  g_assert_nonnull (mvua_zarr_writer_add_array (writer, &rain, attributes, &error));
  g_assert_true (mvua_zarr_writer_add_group (writer, "a-b", NULL, &error));
  g_assert_nonnull (mvua_zarr_writer_add_array (writer, &plain, NULL, &error));
  g_assert_nonnull (mvua_zarr_writer_add_array (writer, &time, calendar, &error));
  g_assert_true (mvua_zarr_writer_add_group (writer, "gep01/daily", NULL, &error));

  /* Filled after it was given: it is kept by reference. */
  json_object_object_add (attributes, "units", json_object_new_string ("mm"));
  json_object_object_add (attributes, "threshold", json_object_new_double (0.1));
  g_assert_true (mvua_zarr_writer_finish (writer, &error));
  g_assert_no_error (error);

  g_assert_cmpint (json_object_object_length (attributes), ==, 2);
  json_object_put (attributes);
  json_object_put (calendar);
  json_object_put (title);
}

static void
assert_files (const Scratch *scratch, MvuaZarrFormat format)
{
  const Expected *expected = format == MVUA_ZARR_V2 ? v2_files : v3_files;

  write_store (scratch, format);
  for (; expected->path != NULL; expected++)
    {
      gsize length;
      g_autofree char *text = scratch_load (scratch, expected->path, &length);
      g_assert_cmpstr (text, ==, expected->text);
    }
}

static void
test_bytes (Scratch *scratch, gconstpointer format)
{
  assert_files (scratch, GPOINTER_TO_INT (format));
}

/* A decimal comma in a JSON file is an array of two. */
static void
test_locale (Scratch *scratch, gconstpointer format)
{
  const char *const names[] = { "de_DE.UTF-8", "fr_FR.UTF-8", "sw_KE.UTF-8",
                                "pt_BR.UTF-8" };
  g_autofree char *old = g_strdup (setlocale (LC_ALL, NULL));

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (setlocale (LC_ALL, names[i]) != NULL && *localeconv ()->decimal_point == ',')
      {
        assert_files (scratch, GPOINTER_TO_INT (format));
        setlocale (LC_ALL, old);
        return;
      }
  setlocale (LC_ALL, old);
  g_test_skip ("no locale with a decimal comma");
}

/* Doubles read back as they were; what JSON has no number for is a string. */
static void
test_numbers (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  const double values[] = { 0.1,   1.0 / 3.0, 5,        -0.0,
                            1e300, 5e-324,    0.25,     123456789012345678.0,
                            NAN,   INFINITY,  -INFINITY };
  json_object *attributes = json_object_new_object (), *list = json_object_new_array ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaZarrWriter) writer =
      mvua_zarr_writer_new (scratch->store, MVUA_ZARR_V2, &error);

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    json_object_array_add (list, json_object_new_double (values[i]));
  json_object_array_add (list, json_object_new_int64 (G_MAXINT64));
  json_object_array_add (list, NULL);
  json_object_array_add (list, json_object_new_string_len ("\0é", 3));
  json_object_object_add (attributes, "list", list);
  g_assert_true (mvua_zarr_writer_add_group (writer, "", attributes, &error));
  g_assert_true (mvua_zarr_writer_finish (writer, &error));
  json_object_put (attributes);

  gsize length;
  g_autofree char *text = scratch_load (scratch, ".zattrs", &length);
  g_assert_cmpstr (text, ==,
                   "{\"list\":[0.1,0.3333333333333333,5.0,-0.0,1e+300,"
                   "4.94065645841247e-324,0.25,1.2345678901234568e+17,\"NaN\","
                   "\"Infinity\",\"-Infinity\",9223372036854775807,null,\"\\u0000é\"]}");
  g_assert_cmpfloat (g_ascii_strtod ("4.94065645841247e-324", NULL), ==, 5e-324);
}

int
main (int argc, char *argv[])
{
  const gpointer v2 = GINT_TO_POINTER (MVUA_ZARR_V2), v3 = GINT_TO_POINTER (MVUA_ZARR_V3);

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/zarr-metadata/bytes/v2", Scratch, v2, scratch_set_up, test_bytes,
              scratch_tear_down);
  g_test_add ("/zarr-metadata/bytes/v3", Scratch, v3, scratch_set_up, test_bytes,
              scratch_tear_down);
  g_test_add ("/zarr-metadata/locale/v2", Scratch, v2, scratch_set_up, test_locale,
              scratch_tear_down);
  g_test_add ("/zarr-metadata/locale/v3", Scratch, v3, scratch_set_up, test_locale,
              scratch_tear_down);
  g_test_add ("/zarr-metadata/numbers", Scratch, NULL, scratch_set_up, test_numbers,
              scratch_tear_down);
  return g_test_run ();
}
