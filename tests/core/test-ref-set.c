/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A reference set in memory, the arrays that it describes, and URLs to and from places.
 */

#include "mvua-ref-arrays.h"
#include "mvua-ref-url.h"

#include <math.h>
#include <string.h>

static void
add_text (MvuaRefBuilder *builder, const char *key, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_ref_builder_add_bytes (builder, key, text, strlen (text), &error));
  g_assert_no_error (error);
}

static void
add_range (MvuaRefBuilder *builder, const char *key, const char *url, guint64 offset)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_ref_builder_add_range (builder, key, url, offset, 7, &error));
  g_assert_no_error (error);
}

static void
test_set (void)
{
  g_autoptr (MvuaRefBuilder) builder = mvua_ref_builder_new ();
  MvuaRef ref;

  add_range (builder, "gep02/t2m/0.0.0", "s3://b/two", 5);
  add_range (builder, "gep01/t2m/1.0.0", "s3://b/one", 100);
  add_text (builder, ".zgroup", "{}");
  add_range (builder, "gep01/t2m/0.0.0", "s3://b/one", 0);
  g_assert_true (mvua_ref_builder_add_whole (builder, "w/0", "whole", NULL));
  g_assert_true (mvua_ref_builder_add_bytes (builder, "z/0", "\0\1\0", 3, NULL));
  g_assert_true (mvua_ref_builder_add_bytes (builder, "empty", NULL, 0, NULL));
  /* The last one of the same key counts. */
  add_range (builder, "gep01/t2m/1.0.0", "s3://b/three", 9);
  g_autoptr (MvuaRefSet) set = mvua_ref_builder_end (builder);

  g_assert_cmpuint (mvua_ref_set_get_n (set), ==, 7);
  for (guint i = 0; i + 1 < mvua_ref_set_get_n (set); i++)
    {
      MvuaRef next;
      mvua_ref_set_get (set, i, &ref);
      mvua_ref_set_get (set, i + 1, &next);
      g_assert_cmpstr (ref.key, <, next.key);
    }
  g_assert_cmpuint (mvua_ref_set_get_n_urls (set), ==, 4);
  g_assert_true (mvua_ref_set_find (set, "gep01/t2m/1.0.0", &ref));
  g_assert_cmpint (ref.kind, ==, MVUA_REF_RANGE);
  g_assert_cmpstr (mvua_ref_set_get_url (set, ref.url), ==, "s3://b/three");
  g_assert_cmpuint (ref.offset, ==, 9);
  g_assert_cmpuint (ref.length, ==, 7);
  g_assert_true (mvua_ref_set_find (set, "w/0", &ref));
  g_assert_cmpint (ref.kind, ==, MVUA_REF_WHOLE);
  g_assert_true (mvua_ref_set_find (set, "z/0", &ref));
  g_assert_cmpmem (ref.bytes, ref.n_bytes, "\0\1\0", 3);
  g_assert_true (mvua_ref_set_find (set, "empty", &ref));
  g_assert_cmpuint (ref.n_bytes, ==, 0);
  g_assert_false (mvua_ref_set_find (set, "gep01/t2m", &ref));
  g_assert_false (mvua_ref_set_find (set, "zz", &ref));
  g_assert_cmpuint (mvua_ref_set_seek (set, "zz"), ==, 7);
  g_assert_cmpuint (mvua_ref_set_seek (set, ""), ==, 0);

  /* The builder is empty, and the set stays. */
  g_autoptr (MvuaRefSet) none = mvua_ref_builder_end (builder);
  g_assert_cmpuint (mvua_ref_set_get_n (none), ==, 0);
}

static void
test_refused (void)
{
  static const char *const keys[] = { "",    "/a",    "a/",   "a//b", "../a", "a/..",
                                      "./a", "a/./b", "a\nb", "\xff", "a\x7f" };
  g_autoptr (MvuaRefBuilder) builder = mvua_ref_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (mvua_ref_builder_add_bytes (builder, keys[i], "x", 1, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
      g_assert_nonnull (strstr (error->message, "is not a key"));
    }
  g_autoptr (GError) error = NULL;
  g_assert_false (mvua_ref_builder_add_range (builder, "a", "u", G_MAXINT64, 1, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_clear_error (&error);
  g_assert_false (mvua_ref_builder_add_whole (builder, "a", "", &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_true (mvua_ref_builder_add_range (builder, "a", "u", G_MAXINT64 - 1, 1, NULL));
}

/* 24 bytes and its key for each of many references, and each URL once. */
static void
test_memory (void)
{
  g_autoptr (MvuaRefBuilder) builder = mvua_ref_builder_new ();
  gsize n_keys = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *key = g_strdup_printf ("gep%02u/t2m/%u.0.0", i % 30, i / 30);
      g_autofree char *url = g_strdup_printf (
          "s3://noaa-gefs-pds/gefs.20250918/00/atmos/pgrb2sp25/a-file-of-number-%u",
          i % 50);
      n_keys += strlen (key) + 1;
      add_range (builder, key, url, i);
    }
  g_autoptr (MvuaRefSet) set = mvua_ref_builder_end (builder);
  g_assert_cmpuint (mvua_ref_set_get_n (set), ==, 20000);
  g_assert_cmpuint (mvua_ref_set_get_n_urls (set), ==, 50);
  g_assert_cmpuint (mvua_ref_set_get_size (set), <,
                    20000 * 24 + n_keys + 50 * 100 + 1000);
}

static MvuaRefArray *
make_array (const char *zarray, const char *zattrs)
{
  g_autoptr (GError) error = NULL;
  MvuaRefArray *array = mvua_ref_array_new ("g/a", zarray, strlen (zarray), zattrs,
                                            zattrs ? strlen (zattrs) : 0, &error);

  g_assert_no_error (error);
  return array;
}

static void
test_array (void)
{
  g_autoptr (MvuaRefArray) array = make_array (
      "{\"zarr_format\":2,\"shape\":[2,3,721,1440],\"chunks\":[1,2,721,1440],"
      "\"dtype\":\"<f8\",\"compressor\":null,\"fill_value\":NaN,\"order\":\"C\","
      "\"filters\":[{\"id\":\"grib\",\"var\":\"2t\",\"dtype\":\"float64\"}]}",
      "{\"_ARRAY_DIMENSIONS\":[\"number\",\"step\",\"latitude\",\"longitude\"],"
      "\"units\":\"K\",\"n\":3}");
  guint64 index[MVUA_REF_MAX_DIMS] = { 0 };

  g_assert_cmpstr (array->grib, ==, "2t");
  g_assert_false (array->is_plain);
  g_assert_cmpstr (array->dims[1], ==, "step");
  g_assert_cmpstr (mvua_ref_array_get_text (array, "units"), ==, "K");
  g_assert_null (mvua_ref_array_get_text (array, "n"));
  g_assert_cmpuint (mvua_ref_array_n_chunks (array), ==, 4);
  for (guint64 n = 0; n < 4; n++)
    {
      g_autofree char *key = mvua_ref_array_chunk_key (array, n);
      g_assert_true (mvua_ref_array_parse_key (array, key, index));
      g_assert_cmpuint (mvua_ref_array_chunk_number (array, index), ==, n);
    }
  g_assert_true (mvua_ref_array_parse_key (array, "g/a/1.1.0.0", index));
  static const char *const others[] = {
    "g/a/2.0.0.0",          "g/a/0.2.0.0", "g/a/0.0.0",   "g/a/0.0.0.0.0", "g/a/00.0.0.0",
    "g/a/0/0/0/0",          "g/a/.zarray", "g/b/0.0.0.0", "g/a",           "g/a/0.0.0.-1",
    "g/a/99999999999.0.0.0"
  };
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (mvua_ref_array_parse_key (array, others[i], index));
}

static void
test_array_refused (void)
{
  static const char *const texts[] = {
    "",
    "null",
    "[]",
    "{}",
    "{\"zarr_format\":3,\"shape\":[],\"chunks\":[]}",
    "{\"zarr_format\":2,\"shape\":[1],\"chunks\":[]}",
    "{\"zarr_format\":2,\"shape\":[1],\"chunks\":[0]}",
    "{\"zarr_format\":2,\"shape\":[-1],\"chunks\":[1]}",
    "{\"zarr_format\":2,\"shape\":[1.5],\"chunks\":[1]}",
    "{\"zarr_format\":2,\"shape\":[9999999999999],\"chunks\":[1]}",
    "{\"zarr_format\":2,\"shape\":[1,1,1,1,1,1,1,1,1],\"chunks\":[1,1,1,1,1,1,1,1,1]}",
    "{\"zarr_format\":2,\"shape\":[1],\"chunks\":[1],\"dimension_separator\":\"x\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (
          mvua_ref_array_new ("a", texts[i], strlen (texts[i]), NULL, 0, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
    }
  /* As many chunks as no number can tell are counted, and not believed. */
  g_autoptr (MvuaRefArray) huge =
      make_array ("{\"zarr_format\":2,\"shape\":[2000000000,2000000000,2000000000],"
                  "\"chunks\":[1,1,1]}",
                  NULL);
  g_assert_cmpuint (mvua_ref_array_n_chunks (huge), ==, G_MAXUINT64);
}

static void
test_coordinate (void)
{
  g_autoptr (MvuaRefBuilder) builder = mvua_ref_builder_new ();
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  const double first[] = { 0, 3 };
  const double last[] = { 6, 99 };

  add_text (builder, "g/step/.zarray",
            "{\"zarr_format\":2,\"shape\":[5],\"chunks\":[2],\"dtype\":\"<f8\","
            "\"compressor\":null,\"filters\":null}");
  add_text (builder, "g/step/.zattrs", "{\"units\":\"hours\"}");
  add_text (builder, "g/i/.zarray",
            "{\"zarr_format\":2,\"shape\":[],\"chunks\":[],\"dtype\":\"<i2\","
            "\"compressor\":null,\"filters\":null}");
  add_text (builder, "g/packed/.zarray",
            "{\"zarr_format\":2,\"shape\":[1],\"chunks\":[1],\"dtype\":\"<f8\","
            "\"compressor\":{\"id\":\"zlib\"},\"filters\":null}");
  add_text (builder, "g/long/.zarray",
            "{\"zarr_format\":2,\"shape\":[2000000000],\"chunks\":[2000000000],"
            "\"dtype\":\"<f8\",\"compressor\":null,\"filters\":null}");
  add_text (builder, "bad/.zarray", "{");
  g_assert_true (mvua_ref_builder_add_bytes (builder, "g/step/0", first, 16, NULL));
  g_assert_true (mvua_ref_builder_add_bytes (builder, "g/step/2", last, 16, NULL));
  g_assert_true (mvua_ref_builder_add_bytes (builder, "g/i/0", "\xfe\xff", 2, NULL));
  g_autoptr (MvuaRefSet) set = mvua_ref_builder_end (builder);
  g_autoptr (GPtrArray) arrays = mvua_ref_arrays_list (set, notes);

  g_assert_cmpuint (arrays->len, ==, 4);
  g_assert_cmpuint (notes->len, ==, 1);
  g_assert_null (mvua_ref_arrays_find (arrays, "g"));
  g_autoptr (GArray) steps =
      mvua_ref_array_read (set, mvua_ref_arrays_find (arrays, "g/step"));
  g_assert_cmpuint (steps->len, ==, 5);
  g_assert_cmpfloat (g_array_index (steps, double, 1), ==, 3);
  g_assert_true (isnan (g_array_index (steps, double, 2)));
  g_assert_cmpfloat (g_array_index (steps, double, 4), ==, 6);
  g_autoptr (GArray) i = mvua_ref_array_read (set, mvua_ref_arrays_find (arrays, "g/i"));
  g_assert_cmpfloat (g_array_index (i, double, 0), ==, -2);
  g_assert_null (mvua_ref_array_read (set, mvua_ref_arrays_find (arrays, "g/packed")));
  g_assert_null (mvua_ref_array_read (set, mvua_ref_arrays_find (arrays, "g/long")));
}

static void
test_time_units (void)
{
  static const struct
  {
    const char *text;
    double seconds;
    gint64 epoch;
    gboolean is_difference;
  } units[] = {
    { "hours", 3600, 0, TRUE },
    { "hour", 3600, 0, TRUE },
    { "nanoseconds", 1e-9, 0, TRUE },
    { "seconds since 1970-01-01T00:00:00", 1, 0, FALSE },
    { "seconds since 1970-01-01 00:00:00", 1, 0, FALSE },
    { "hours since 2025-09-18", 3600, 1758153600, FALSE },
    { "days since 2025-09-18 00:00", 86400, 1758153600, FALSE },
  };
  static const char *const others[] = { "m",           "hourss",           "hours ago",
                                        "hours since", "hours since noon", "" };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      g_autofree char *attributes = g_strdup_printf ("{\"units\":\"%s\"}", units[i].text);
      g_autoptr (MvuaRefArray) array =
          make_array ("{\"zarr_format\":2,\"shape\":[],\"chunks\":[]}", attributes);
      MvuaCfTime unit = { 0 };

      g_assert_true (mvua_ref_array_time_unit (array, &unit));
      g_assert_cmpfloat (unit.unit, ==, units[i].seconds);
      g_assert_cmpfloat (unit.since, ==, (double) units[i].epoch);
      g_assert_cmpint (unit.is_difference, ==, units[i].is_difference);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *attributes = g_strdup_printf ("{\"units\":\"%s\"}", others[i]);
      g_autoptr (MvuaRefArray) array =
          make_array ("{\"zarr_format\":2,\"shape\":[],\"chunks\":[]}", attributes);
      MvuaCfTime unit = { 0 };

      g_assert_false (mvua_ref_array_time_unit (array, &unit));
    }
}

static GBytes *
fetch_nothing (gpointer data G_GNUC_UNUSED,
               const char *url G_GNUC_UNUSED,
               gsize most G_GNUC_UNUSED,
               MvuaPriority priority G_GNUC_UNUSED,
               MvuaBucketAnswer *answer G_GNUC_UNUSED,
               GCancellable *cancellable G_GNUC_UNUSED,
               GError **error G_GNUC_UNUSED)
{
  g_assert_not_reached ();
}

static void
test_resolve (void)
{
  static const struct
  {
    const char *url;
    const char *alone;
    const char *mirrored; /* NULL: the same */
  } urls[] = {
    { "s3://noaa-gefs-pds/gefs.20250918/00/a b",
      "https://noaa-gefs-pds.s3.amazonaws.com/"
      "gefs.20250918/00/a%20b",
      "http://office/gefs/gefs.20250918/00/a%20b" },
    { "https://noaa-gefs-pds.s3.amazonaws.com/x/y",
      "https://noaa-gefs-pds.s3.amazonaws.com/x/y", "http://office/gefs/x/y" },
    { "https://noaa-gefs-pds.s3.amazonaws.com.evil.example/x",
      "https://noaa-gefs-pds.s3.amazonaws.com.evil.example/x", NULL },
    { "s3://noaa-gfs-bdp-pds/a", "https://noaa-gfs-bdp-pds.s3.amazonaws.com/a", NULL },
    { "s3://a.b.c/key", "https://s3.amazonaws.com/a.b.c/key", NULL },
    { "https://other.example/a", "https://other.example/a", NULL },
    { "a/b", "sets/a/b", NULL },
    { "../b", "sets/../b", NULL },
    { "/a/b", "/a/b", NULL },
    { "file:///a%20b/c", "/a b/c", NULL },
  };
  static const char *const others[] = { "gs://b/a",
                                        "s3://",
                                        "s3://b",
                                        "s3://Bad_/a",
                                        "s3://a..b/c",
                                        "s3://bucket/",
                                        "simplecache::s3://b/a",
                                        "file://host/a",
                                        "az://c/d" };
  g_autoptr (MvuaBucket) bucket =
      mvua_bucket_new_with (fetch_nothing, NULL, "http://office/gefs/", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autofree char *alone = mvua_ref_url_resolve (urls[i].url, "sets", NULL, NULL);
      g_autofree char *mirrored =
          mvua_ref_url_resolve (urls[i].url, "sets", bucket, NULL);

      g_assert_cmpstr (alone, ==, urls[i].alone);
      g_assert_cmpstr (mirrored, ==,
                       urls[i].mirrored != NULL ? urls[i].mirrored : urls[i].alone);
      g_assert_cmpint (mvua_ref_url_needs_remote (urls[i].url), ==,
                       mvua_ref_url_is_remote (alone));
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (mvua_ref_url_resolve (others[i], "sets", bucket, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
    }
  g_autofree char *here = mvua_ref_url_resolve ("a/b", ".", NULL, NULL);
  g_assert_cmpstr (here, ==, "a/b");
}

static char *
make (const char *location, MvuaRefUrlForm form, const MvuaBucket *bucket)
{
  return mvua_ref_url_make (location, form, "/work/sets", 1758153600, bucket, NULL);
}

static void
assert_made (const char *location,
             MvuaRefUrlForm form,
             const MvuaBucket *bucket,
             const char *expected)
{
  g_autofree char *url = make (location, form, bucket);

  g_assert_cmpstr (url, ==, expected);
}

static void
test_make (void)
{
  static const char named[] = "/data/gep01.t00z.pgrb2s.0p25.f003";
  static const char remote[] = "http://office/gefs/gefs.20250918/00/x.f003";
  g_autoptr (MvuaBucket) bucket =
      mvua_bucket_new_with (fetch_nothing, NULL, "http://office/gefs", NULL);

  assert_made (named, MVUA_REF_URL_AUTO, NULL, named);
  assert_made (named, MVUA_REF_URL_RELATIVE, NULL,
               "../../data/gep01.t00z.pgrb2s.0p25.f003");
  assert_made ("/work/sets/a", MVUA_REF_URL_RELATIVE, NULL, "a");
  assert_made ("/work/setsb/a", MVUA_REF_URL_RELATIVE, NULL, "../setsb/a");
  assert_made (named, MVUA_REF_URL_S3, NULL,
               "s3://noaa-gefs-pds/gefs.20250918/00/atmos/pgrb2sp25/"
               "gep01.t00z.pgrb2s.0p25.f003");
  assert_made (named, MVUA_REF_URL_HTTPS, NULL,
               "https://noaa-gefs-pds.s3.amazonaws.com/gefs.20250918/00/atmos/pgrb2sp25/"
               "gep01.t00z.pgrb2s.0p25.f003");
  assert_made (remote, MVUA_REF_URL_AUTO, bucket,
               "s3://noaa-gefs-pds/gefs.20250918/00/x.f003");
  assert_made (remote, MVUA_REF_URL_S3, bucket,
               "s3://noaa-gefs-pds/gefs.20250918/00/x.f003");
  assert_made (remote, MVUA_REF_URL_HTTPS, bucket, remote);
  assert_made ("https://elsewhere.example/a", MVUA_REF_URL_AUTO, bucket,
               "https://elsewhere.example/a");
  assert_made ("/data/mine.grib2", MVUA_REF_URL_S3, NULL, NULL);
  assert_made ("/data/gep01.t00z.pgrb2a.0p50.f003", MVUA_REF_URL_S3, NULL, NULL);
  assert_made (remote, MVUA_REF_URL_RELATIVE, bucket, NULL);
  assert_made (remote, MVUA_REF_URL_ABSOLUTE, bucket, NULL);
}

static void
test_run (void)
{
  g_assert_cmpint (mvua_ref_url_run ("s3://b/gefs.20250918/06/atmos/x"), ==,
                   1758153600 + 6 * 3600);
  g_assert_cmpint (mvua_ref_url_run ("gefs.20250918/00/x"), ==, 1758153600);
  g_assert_cmpint (mvua_ref_url_run ("notgefs.20250918/00/x"), ==, MVUA_RUN_UNKNOWN);
  g_assert_cmpint (mvua_ref_url_run ("gefs.20251318/00/x"), ==, MVUA_RUN_UNKNOWN);
  g_assert_cmpint (mvua_ref_url_run ("gefs.20250918"), ==, MVUA_RUN_UNKNOWN);
  g_assert_cmpint (mvua_ref_url_run (""), ==, MVUA_RUN_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ref-set/set", test_set);
  g_test_add_func ("/ref-set/refused", test_refused);
  g_test_add_func ("/ref-set/memory", test_memory);
  g_test_add_func ("/ref-set/array", test_array);
  g_test_add_func ("/ref-set/array-refused", test_array_refused);
  g_test_add_func ("/ref-set/coordinate", test_coordinate);
  g_test_add_func ("/ref-set/time-units", test_time_units);
  g_test_add_func ("/ref-set/resolve", test_resolve);
  g_test_add_func ("/ref-set/make", test_make);
  g_test_add_func ("/ref-set/run", test_run);
  return g_test_run ();
}
