/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What metadata of either format is taken for, and what is refused, by name. */

#include "mvua-cf-packing.h"
#include "mvua-cf-time.h"
#include "mvua-zarr-json.h"
#include "mvua-zarr-meta.h"

#include <math.h>
#include <string.h>

#define V2_HEAD "{\"zarr_format\":2,\"order\":\"C\",\"filters\":null,"
#define V2(shape, chunks, dtype, rest)                                                   \
  V2_HEAD "\"shape\":" shape ",\"chunks\":" chunks ",\"dtype\":\"" dtype "\"," rest "}"
#define PLAIN "\"compressor\":null,\"fill_value\":null"

#define V3_HEAD "{\"zarr_format\":3,\"node_type\":\"array\",\"data_type\":\"float32\","
#define V3_BYTES "{\"name\":\"bytes\",\"configuration\":{\"endian\":\"little\"}}"
#define V3_KEYS "\"chunk_key_encoding\":{\"name\":\"default\"},"
#define V3(shape, chunks, codecs, rest)                                                  \
  V3_HEAD V3_KEYS "\"shape\":" shape                                                     \
                  ",\"chunk_grid\":{\"name\":\"regular\",\"configuration\":"             \
                  "{\"chunk_shape\":" chunks "}},\"codecs\":[" codecs "]," rest "}"
#define V3_SHARD(chunk, inner, index)                                                    \
  "{\"name\":\"sharding_indexed\",\"configuration\":{\"chunk_shape\":" chunk             \
  ",\"codecs\":[" inner "],\"index_codecs\":[" index "]}}"
#define FILL "\"fill_value\":0"

/* (transfer full) (nullable): why @text is no array, or NULL if it is one */
static char *
parse (const char *text, MvuaZarrMeta *meta)
{
  json_object *json = mvua_zarr_json_parse (text, strlen (text));
  char *complaint = NULL;

  g_assert_nonnull (json);
  const gboolean is_v2 =
      json_object_get_int (mvua_zarr_json_dig (json, "zarr_format", NULL)) == 2;
  const gboolean ok = is_v2 ? mvua_zarr_meta_parse_v2 (meta, json, NULL, &complaint)
                            : mvua_zarr_meta_parse_v3 (meta, json, &complaint);
  json_object_put (json);
  g_assert_true (ok == (complaint == NULL));
  return complaint;
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *complaint;
  } cases[] = {
    { V2 ("[4]", "[4]", "<f4", "\"compressor\":{\"id\":\"bz2\"},\"fill_value\":null"),
      "codec “bz2”" },
    { V2 ("[4]", "[4]", "<f4", "\"compressor\":{},\"fill_value\":null"), "codec “”" },
    { V2 ("[4]", "[4]", "|O", PLAIN), "type “|O”" },
    { V2 ("[4]", "[4]", "<M8[ns]", PLAIN), "type “<M8[ns]”" },
    { V2 ("[4]", "[4]", "|f4", PLAIN), "type “|f4”" },
    { V2 ("[4]", "[4]", "f4", PLAIN), "type “f4”" },
    { V2 ("[4]", "[4]", "", PLAIN), "type “”" },
    { V2 ("[4]", "[0]", "<f4", PLAIN), "no shape" },
    { V2 ("[4]", "[4,4]", "<f4", PLAIN), "no shape" },
    { V2 ("[-1]", "[4]", "<f4", PLAIN), "no shape" },
    { V2 ("[4.5]", "[4]", "<f4", PLAIN), "no shape" },
    { V2 ("[9223372036854775807]", "[4]", "<f4", PLAIN), "no shape" },
    { V2 ("4", "4", "<f4", PLAIN), "" },
    { V2 ("[1,1,1,1,1]", "[1,1,1,1,1]", "<f4", PLAIN), "more than 4 dimensions" },
    { V2 ("[9]", "[2000000000]", "<f4", PLAIN), "512 MiB" },
    { V2 ("[9,9,9,9]", "[2000000000,2000000000,2000000000,2000000000]", "<f8", PLAIN),
      "512 MiB" },
    { V2 ("[2147483647,2147483647,2147483647]", "[1,1,1]", "<f4", PLAIN),
      "too many chunks" },
    { V2 ("[4]", "[4]", "<i2", "\"compressor\":null,\"fill_value\":40000"),
      "fill value" },
    { V2 ("[4]", "[4]", "<i2", "\"compressor\":null,\"fill_value\":\"NaN\""),
      "fill value" },
    { V2 ("[4]", "[4]", "<f4", "\"compressor\":null,\"fill_value\":\"what\""),
      "fill value" },
    { V2 ("[4]", "[4]", "<f4", "\"compressor\":null,\"fill_value\":[0]"), "fill value" },
    { V2 ("[4]", "[4]", "|u1", "\"compressor\":null,\"fill_value\":-1"), "fill value" },
    { V2 ("[4]", "[4]", "<f4", PLAIN ",\"dimension_separator\":\"-\""), "names" },
    { "{\"zarr_format\":2,\"order\":\"F\",\"shape\":[2,2],\"chunks\":[2,2],\"dtype\":"
      "\"<f4\"," PLAIN "}",
      "order “F”" },
    { "{\"zarr_format\":2,\"order\":\"C\",\"shape\":[2],\"chunks\":[2],\"dtype\":\"<f4\","
      "\"filters\":[{\"id\":\"delta\"}]," PLAIN "}",
      "filter “delta”" },
    { V3 ("[4]", "[4]", V3_BYTES ",{\"name\":\"snappy\"}", FILL), "codec “snappy”" },
    { V3 ("[4]", "[4]", "", FILL), "no codecs" },
    { V3 ("[4]", "[4]", "{\"name\":\"zstd\"}", FILL), "do not begin with “bytes”" },
    { V3 ("[4]", "[4]", "{\"name\":\"bytes\"}", FILL), "order of its bytes" },
    { V3 ("[4]", "[4]", V3_BYTES ",\"zstd\",\"gzip\"", FILL), "compressed twice" },
    { V3 ("[4]", "[4]",
          V3_BYTES ",\"crc32c\",\"crc32c\",\"crc32c\",\"crc32c\",\"crc32c\"", FILL),
      "codec “crc32c”" },
    { V3 ("[2,2]", "[2,2]",
          "{\"name\":\"transpose\",\"configuration\":{\"order\":[1,0]}}," V3_BYTES, FILL),
      "transposed" },
    { V3 ("[4]", "[4]", V3_SHARD ("[3]", V3_BYTES, V3_BYTES), FILL), "fill a shard" },
    { V3 ("[4]", "[4]", V3_SHARD ("[8]", V3_BYTES, V3_BYTES), FILL), "fill a shard" },
    { V3 ("[4]", "[4]", V3_SHARD ("[0]", V3_BYTES, V3_BYTES), FILL), "no shape" },
    { V3 ("[4]", "[2000000]", V3_SHARD ("[1]", V3_BYTES, V3_BYTES), FILL),
      "too many chunks in a shard" },
    { V3 ("[4]", "[4]", V3_SHARD ("[2]", V3_BYTES, V3_BYTES ",\"zstd\""), FILL),
      "compressed" },
    { V3 ("[4]", "[4]", V3_SHARD ("[2]", V3_BYTES, ""), FILL), "not plain" },
    { V3 ("[4]", "[4]", V3_SHARD ("[2]", V3_SHARD ("[1]", V3_BYTES, V3_BYTES), V3_BYTES),
          FILL),
      "codec “sharding_indexed”" },
    { V3 ("[4]", "[4]", V3_SHARD ("[2]", V3_BYTES, V3_BYTES) ",\"zstd\"", FILL),
      "compressed as a whole" },
    { V3 ("[4]", "[4]", V3_BYTES, FILL ",\"storage_transformers\":[{\"name\":\"x\"}]"),
      "storage transformers" },
    { "{\"zarr_format\":3,\"node_type\":\"group\"}", "not an array" },
    { "{\"zarr_format\":4,\"node_type\":\"array\"}", "not an array" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MvuaZarrMeta meta;
      g_autofree char *complaint = parse (cases[i].text, &meta);

      if (complaint == NULL || strstr (complaint, cases[i].complaint) == NULL)
        g_error ("%s: “%s” does not say “%s”", cases[i].text, complaint,
                 cases[i].complaint);
    }
}

static void
test_taken (void)
{
  static const char *const texts[] = {
    V2 ("[]", "[]", "<i8", PLAIN),
    V2 ("[0]", "[4]", "<f4", PLAIN),
    V2 ("[4]", "[400]", ">f8", PLAIN ",\"dimension_separator\":\"/\""),
    V2 ("[4]", "[4]", "|b1", "\"compressor\":{\"id\":\"lz4\"},\"fill_value\":false"),
    V2 ("[4]", "[4]", "<u8",
        "\"compressor\":{\"id\":\"gzip\"},\"fill_value\":18446744073709551615"),
    V3 ("[]", "[]", V3_BYTES, FILL),
    V3 ("[4]", "[3]", V3_BYTES ",\"crc32c\",{\"name\":\"numcodecs.zlib\"}", FILL),
    V3 ("[2,2]", "[2,2]",
        "{\"name\":\"transpose\",\"configuration\":{\"order\":[0,1]}}," V3_BYTES, FILL),
    V3 ("[4]", "[4]", V3_SHARD ("[2]", V3_BYTES ",\"zstd\"", V3_BYTES ",\"crc32c\""),
        FILL ",\"storage_transformers\":[]"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      MvuaZarrMeta meta;
      g_autofree char *complaint = parse (texts[i], &meta);
      g_assert_cmpstr (complaint, ==, NULL);
    }
}

static void
test_fill_values (void)
{
  static const struct
  {
    const char *dtype;
    const char *fill;
    double value;
  } cases[] = {
    { "<f4", "NaN", NAN },
    { "<f4", "\"NaN\"", NAN },
    { "<f8", "\"Infinity\"", INFINITY },
    { "<f4", "\"-Infinity\"", -INFINITY },
    { "<f4", "-9999", -9999 },
    { "<f8", "1e30", 1e30 },
    { "<f4", "\"0x7fc00000\"", NAN },
    { "<f4", "\"0x3f800000\"", 1 },
    { "<f4", "\"AAAAAAAA+H8=\"", NAN }, /* xarray's: a double, whatever the type */
    { "<f8", "\"AAAAAAAA8D8=\"", 1 },
    { "<i2", "-32768", -32768 },
    { "<u4", "4294967295", 4294967295.0 },
    { "|b1", "true", 1 },
    { "<i4", "null", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
          g_strdup_printf (V2_HEAD "\"shape\":[1],\"chunks\":[1],\"compressor\":null,"
                                   "\"dtype\":\"%s\",\"fill_value\":%s}",
                           cases[i].dtype, cases[i].fill);
      MvuaZarrMeta meta;
      g_autofree char *complaint = parse (text, &meta);

      g_assert_cmpstr (complaint, ==, NULL);
      const double found = mvua_zarr_number_get (&meta.type, meta.fill);
      if (isnan (cases[i].value))
        g_assert_true (isnan (found));
      else
        g_assert_cmpfloat (found, ==, cases[i].value);
      g_assert_true (meta.has_fill == (strcmp (cases[i].fill, "null") != 0));
    }
}

static void
test_json (void)
{
  static const char *const bad[] = { "",    "{",  "{}x",        "{\"a\":}", "[1,]",
                                     "nul", "\"", "{\"a\":1,}", "01" };
  g_autoptr (GString) deep = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      json_object *json = mvua_zarr_json_parse (bad[i], strlen (bad[i]));
      if (json != NULL)
        g_error ("“%s” was taken for %s", bad[i], json_object_to_json_string (json));
    }
  for (guint i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  g_assert_null (mvua_zarr_json_parse (deep->str, deep->len));
  json_object *json = mvua_zarr_json_parse ("{\"a\":NaN}", 9);
  g_assert_true (isnan (json_object_get_double (mvua_zarr_json_dig (json, "a", NULL))));
  json_object_put (json);
  json = mvua_zarr_json_parse ("12", 2);
  g_assert_cmpint (json_object_get_int (json), ==, 12);
  json_object_put (json);
}

static gboolean
note (const char *key, const char *value, gsize n, gpointer data)
{
  g_string_append_printf (data, "%s=%.*s;", key, (int) n, value);
  return TRUE;
}

static void
test_split (void)
{
  static const char text[] =
      "{\"x\": [1, {\"a\":\"}\"}], \"m\" : { \"gep01/tp\": {\"s\":\"\\\"{\"} ,"
      " \"q\\u0041\": 2, \"n\":null}, \"z\": \"\"}";
  static const char *const path[] = { "m", NULL }, *const none[] = { "n", NULL },
                           *const scalar[] = { "z", NULL };
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_true (mvua_zarr_json_split (text, strlen (text), path, note, found));
  g_assert_cmpstr (found->str, ==, "gep01/tp={\"s\":\"\\\"{\"};qA=2;n=null;");
  g_assert_false (mvua_zarr_json_split (text, strlen (text), none, note, found));
  g_assert_false (mvua_zarr_json_split (text, strlen (text), scalar, note, found));
  /* Cut anywhere, it is not there, and nothing is read past the end. */
  for (gsize n = 0; n < strlen (text) - 9; n++)
    {
      g_autofree char *cut = g_memdup2 (text, MAX (n, 1));
      g_assert_false (mvua_zarr_json_split (cut, n, path, note, found));
    }
}

static void
test_times (void)
{
  static const struct
  {
    const char *units;
    double value;
    double seconds;
    gboolean is_difference;
  } good[] = {
    { "hours", 3, 10800, TRUE },
    { "h", 3, 10800, TRUE },
    { "Hrs", 1, 3600, TRUE },
    { "days", 0.5, 43200, TRUE },
    { "nanoseconds", 10800e9, 10800, TRUE },
    { "minutes", 90, 5400, TRUE },
    { "seconds since 1970-01-01 00:00:00", 1758153600, 1758153600, FALSE },
    { "seconds since 1970-01-01T00:00:00Z", 1758153600, 1758153600, FALSE },
    { "hours since 2025-09-18", 3, 1758164400, FALSE },
    { "days since 2025-9-18 06:00", 1, 1758261600, FALSE },
    { "minutes since 2025-09-18 00:00:30.500 UTC", 1, 1758153690.5, FALSE },
    { "milliseconds since 1970-01-01 00:00:00+00:00", 1000, 1, FALSE },
  };
  static const char *const bad[] = { "",
                                     "K",
                                     "months",
                                     "years since 2000-01-01",
                                     "hourss",
                                     "hours since",
                                     "hours since yesterday",
                                     "hours since 2025-13-01",
                                     "hours since 2025-09-18 25:00",
                                     "hours since 2025-09-18 00:00:00 +03:00" };
  MvuaCfTime time;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (mvua_cf_time_parse (&time, good[i].units, NULL));
      g_assert_true (time.is_difference == good[i].is_difference);
      g_assert_cmpfloat_with_epsilon (mvua_cf_time_seconds (&time, good[i].value),
                                      good[i].seconds, 1e-5);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    if (mvua_cf_time_parse (&time, bad[i], NULL))
      g_error ("“%s” was taken for a unit of time", bad[i]);
  g_assert_true (mvua_cf_time_parse (&time, good[6].units, "proleptic_gregorian"));
  g_assert_false (mvua_cf_time_parse (&time, good[6].units, "360_day"));
}

static void
test_packing (void)
{
  static const struct
  {
    const char *dtype;
    const char *fill;
    const char *attributes;
    double stored;
    double value;
  } cases[] = {
    { "<i2", "null", "{\"scale_factor\":0.5,\"add_offset\":10}", 4, 12 },
    { "<i2", "-1", "{\"scale_factor\":0.5}", -1, NAN },
    { "<i2", "null", "{\"scale_factor\":0.5,\"_FillValue\":-9}", -9, NAN },
    { "<i2", "null", "{\"missing_value\":[-9]}", -9, NAN },
    { "<f4", "0", "{}", 0, NAN }, /* as xarray has it in v2 */
    { "<f4", "\"NaN\"", "{}", 0, 0 },
    { "<f4", "null", "{\"_FillValue\":\"AAAAAAAA+H8=\"}", 0, 0 },
    { "<i4", "null", "{\"missing_value\":9999.0}", 9999, NAN },
    { "<f4", "null", "{\"scale_factor\":\"2\"}", 0, -1 }, /* refused */
    { "<f4", "null", "{\"_Unsigned\":\"true\"}", 0, -1 },
    { "<f4", "null", "{\"missing_value\":{}}", 0, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
          g_strdup_printf (V2_HEAD "\"shape\":[1],\"chunks\":[1],\"compressor\":null,"
                                   "\"dtype\":\"%s\",\"fill_value\":%s}",
                           cases[i].dtype, cases[i].fill);
      json_object *attributes =
          mvua_zarr_json_parse (cases[i].attributes, strlen (cases[i].attributes));
      g_autofree char *complaint = NULL;
      MvuaZarrMeta meta;
      MvuaCfPacking packing;

      g_assert_null (parse (text, &meta));
      const gboolean ok = mvua_cf_packing_parse (&packing, &meta, attributes, &complaint);
      json_object_put (attributes);
      g_assert_true (ok == (complaint == NULL) && ok == (cases[i].value != -1));
      if (!ok)
        continue;
      const double found = mvua_cf_packing_unpack (&packing, cases[i].stored);
      g_assert_true (isnan (cases[i].value) ? isnan (found) : found == cases[i].value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zarr-meta/refused", test_refused);
  g_test_add_func ("/zarr-meta/taken", test_taken);
  g_test_add_func ("/zarr-meta/fill-values", test_fill_values);
  g_test_add_func ("/zarr-meta/json", test_json);
  g_test_add_func ("/zarr-meta/split", test_split);
  g_test_add_func ("/zarr-meta/times", test_times);
  g_test_add_func ("/zarr-meta/packing", test_packing);
  return g_test_run ();
}
