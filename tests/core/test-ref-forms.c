/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The forms that reference sets are kept in: each written and read, what is not of them
 * refused; and the real files of the corpus. */

#include "mvua-parquet.h"
#include "ref-fixture.h"

static MvuaRefSet *
make_set (void)
{
  g_autoptr (MvuaRefBuilder) builder = mvua_ref_builder_new ();
  static const struct
  {
    const char *key;
    const char *text;
  } texts[] = {
    { ".zgroup", "{\"zarr_format\":2}" },
    { ".zattrs", "{\"title\":\"“a” \\\\ \\n\"}" },
    { "g/.zgroup", "{\"zarr_format\":2}" },
    { "g/a/.zarray", "{\"zarr_format\":2,\"shape\":[3,5,2],\"chunks\":[1,5,2]}" },
    { "g/a/.zattrs", "{}" },
    { "g/b/.zarray", "{\"zarr_format\":2,\"shape\":[],\"chunks\":[]}" },
    { "g/c/.zarray", "{\"zarr_format\":2,\"shape\":[25000],\"chunks\":[1]}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (mvua_ref_builder_add_bytes (builder, texts[i].key, texts[i].text,
                                               strlen (texts[i].text), NULL));
  g_assert_true (
      mvua_ref_builder_add_range (builder, "g/a/0.0.0", "s3://b/“x”\\", 0, 10, NULL));
  g_assert_true (mvua_ref_builder_add_whole (builder, "g/a/2.0.0", "/file", NULL));
  g_assert_true (mvua_ref_builder_add_bytes (builder, "g/b/0", "[1,2]\0\xff", 7, NULL));
  g_assert_true (mvua_ref_builder_add_range (builder, "g/c/0", "u", 1, 2, NULL));
  g_assert_true (mvua_ref_builder_add_range (builder, "g/c/9999", "u", 3, 4, NULL));
  g_assert_true (mvua_ref_builder_add_range (builder, "g/c/24999", "v", 5, 6, NULL));
  return mvua_ref_builder_end (builder);
}

static void
assert_equal (const MvuaRefSet *a, const MvuaRefSet *b)
{
  g_assert_cmpuint (mvua_ref_set_get_n (a), ==, mvua_ref_set_get_n (b));
  for (guint i = 0; i < mvua_ref_set_get_n (a); i++)
    {
      MvuaRef one, other;
      mvua_ref_set_get (a, i, &one);
      mvua_ref_set_get (b, i, &other);
      g_assert_cmpstr (one.key, ==, other.key);
      g_assert_cmpint (one.kind, ==, other.kind);
      if (one.kind == MVUA_REF_INLINE)
        {
          g_assert_cmpmem (one.bytes, one.n_bytes, other.bytes, other.n_bytes);
          continue;
        }
      g_assert_cmpstr (mvua_ref_set_get_url (a, one.url), ==,
                       mvua_ref_set_get_url (b, other.url));
      g_assert_cmpuint (one.offset, ==, other.offset);
      g_assert_cmpuint (one.length, ==, other.length);
    }
}

static void
test_round_trip (Fixture *self, gconstpointer data)
{
  const MvuaRefForm form = (MvuaRefForm) GPOINTER_TO_INT (data);
  g_autoptr (MvuaRefSet) set = make_set ();
  g_autoptr (GError) error = NULL;

  g_assert_false (mvua_ref_set_is (self->path));
  g_assert_true (mvua_ref_set_save (set, self->path, form, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (mvua_ref_set_is (self->path));
  g_autoptr (MvuaRefSet) again = mvua_ref_set_open (self->path, NULL, &error);
  g_assert_no_error (error);
  assert_equal (set, again);
}

/* Only the files that hold something are written: 0 and 2 of three. */
static void
test_folder_files (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *name;
    gboolean is_there;
  } files[] = {
    { ".zmetadata", TRUE },       { "g/a/refs.0.parq", TRUE },
    { "g/b/refs.0.parq", TRUE },  { "g/c/refs.0.parq", TRUE },
    { "g/c/refs.1.parq", FALSE }, { "g/c/refs.2.parq", TRUE },
    { "g/refs.0.parq", FALSE },
  };
  g_autoptr (MvuaRefSet) set = make_set ();

  g_assert_true (mvua_ref_set_save (set, self->path, MVUA_REF_FOLDER, NULL, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (self->path, files[i].name, NULL);
      g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, files[i].is_there);
    }
}

static void
save_table (const Fixture *self,
            const char *const *keys,
            const char *const *values,
            guint n,
            const char *first_name)
{
  MvuaParquetBytes key_bytes[8];
  MvuaParquetBytes value_bytes[8];
  guint8 no_value[8] = { 0 };
  gsize length = 0;

  for (guint i = 0; i < n; i++)
    {
      key_bytes[i] = (MvuaParquetBytes){ keys[i], strlen (keys[i]) };
      value_bytes[i] =
          (MvuaParquetBytes){ values[i], values[i] ? strlen (values[i]) : 0 };
      no_value[i] = values[i] == NULL;
    }
  const MvuaParquetColumn columns[] = {
    { .name = "value",
      .type = MVUA_PARQUET_BYTES,
      .is_optional = TRUE,
      .is_null = no_value,
      .bytes = value_bytes },
    { .name = first_name, .type = MVUA_PARQUET_BYTES, .bytes = key_bytes },
  };
  g_autoptr (GBytes) file =
      mvua_parquet_write (columns, 2, n, MVUA_PARQUET_SNAPPY, NULL, NULL);
  const char *bytes = g_bytes_get_data (file, &length);
  g_assert_true (g_file_set_contents (self->path, bytes, (gssize) length, NULL));
}

static void
assert_table_refused (const Fixture *self, const char *complaint)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaRefSet) set = mvua_ref_set_open (self->path, NULL, &error);

  g_assert_null (set);
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_nonnull (strstr (error->message, self->path));
  if (strstr (error->message, complaint) == NULL)
    g_error ("“%s” does not say “%s”", error->message, complaint);
}

static void
test_table (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const char *const keys[] = { "b/0", "a/0", "a/.zarray", "a/1", "a/2", "a/3", "a/4" };
  const char *const values[] = { "[\"s3://x\", 12, 34]",
                                 "[\"s3://x\",0,9]",
                                 "{\"fill_value\": NaN}",
                                 "base64:AAE=",
                                 "[\"\\u0061/b\" , 5, 6 ]",
                                 "[\"whole\"]",
                                 "text" };
  MvuaRef ref;

  save_table (self, keys, values, 7, "key");
  g_autoptr (MvuaRefSet) set = mvua_ref_set_open (self->path, NULL, NULL);
  g_assert_cmpuint (mvua_ref_set_get_n (set), ==, 7);
  assert_range (set, "b/0", "s3://x", 12, 34);
  assert_range (set, "a/0", "s3://x", 0, 9);
  assert_range (set, "a/2", "a/b", 5, 6);
  assert_inline (set, "a/1", "\0\1", 2);
  assert_inline (set, "a/.zarray", "{\"fill_value\": NaN}", 19);
  assert_inline (set, "a/4", "text", 4);
  g_assert_true (mvua_ref_set_find (set, "a/3", &ref));
  g_assert_cmpint (ref.kind, ==, MVUA_REF_WHOLE);
}

static void
test_table_refused (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const char *const old_keys[] = { "refs", "version" };
  const char *const old_values[] = { "{'.zgroup': '{}', 'a/0': ['u', 1, nan]}", "1" };
  const char *const keys[] = { "a" };
  static const char *const bad[] = { "[",
                                     "[1]",
                                     "[\"u\",1]",
                                     "[\"u\",01,2]",
                                     "[\"u\",1,2] x",
                                     "[\"u\",1,2",
                                     "[\"u\",1,-2]",
                                     "[\"u\",1,99999999999999999999]",
                                     "base64:%" };

  save_table (self, old_keys, old_values, 2, "key");
  assert_table_refused (self, "Python literal");
  save_table (self, old_keys, old_values, 2, "uri");
  assert_table_refused (self, "expected the columns key and value, found");
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      save_table (self, keys, &bad[i], 1, "key");
      assert_table_refused (self, "“a”");
    }
  const char *const none[] = { NULL };
  save_table (self, keys, none, 1, "key");
  assert_table_refused (self, "row 0 has no value");
  g_assert_true (g_file_set_contents (self->path, "PAR1 and no more PAR1", -1, NULL));
  assert_table_refused (self, "");
}

/* A folder whose metadata or files are not what they should be. */
static void
write_metadata (const Fixture *self, const char *text)
{
  g_autofree char *path = g_build_filename (self->path, ".zmetadata", NULL);

  g_mkdir (self->path, 0777);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
write_part (const Fixture *self, const char *name, gint64 offset, gint64 size, guint n)
{
  g_autofree char *path = g_build_filename (self->path, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree MvuaParquetBytes *urls = g_new (MvuaParquetBytes, n);
  g_autofree gint64 *offsets = g_new (gint64, n);
  g_autofree gint64 *sizes = g_new (gint64, n);
  gsize length = 0;

  for (guint i = 0; i < n; i++)
    {
      urls[i] = (MvuaParquetBytes){ "u", 1 };
      offsets[i] = offset;
      sizes[i] = size;
    }
  const MvuaParquetColumn columns[] = {
    { .name = "path", .type = MVUA_PARQUET_TEXT, .bytes = urls },
    { .name = "offset", .type = MVUA_PARQUET_INT64, .int64s = offsets },
    { .name = "size", .type = MVUA_PARQUET_INT64, .int64s = sizes },
  };
  g_autoptr (GBytes) file =
      mvua_parquet_write (columns, 3, n, MVUA_PARQUET_ZSTD, NULL, NULL);
  const char *bytes = g_bytes_get_data (file, &length);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0777), ==, 0);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
}

#define FOLDER_METADATA                                                                  \
  "{\"record_size\":4,\"metadata\":{\".zgroup\":{\"zarr_format\":2},"                    \
  "\"a/.zarray\":{\"zarr_format\":2,\"shape\":[6],\"chunks\":[1]}}}"

static void
test_folder (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaRef ref;

  write_metadata (self, FOLDER_METADATA);
  write_part (self, "a/refs.0.parq", 10, 5, 4);
  write_part (self, "a/refs.1.parq", 0, 0, 2);
  write_part (self, "a/other.parq", 0, 0, 2);
  g_autoptr (MvuaRefSet) set = mvua_ref_set_open (self->path, NULL, NULL);
  g_assert_cmpuint (mvua_ref_set_get_n (set), ==, 2 + 6);
  assert_range (set, "a/3", "u", 10, 5);
  g_assert_true (mvua_ref_set_find (set, "a/5", &ref));
  g_assert_cmpint (ref.kind, ==, MVUA_REF_WHOLE);
}

static void
test_folder_refused (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const metadata[] = {
    "{\"record_size\":0,\"metadata\":{}}",
    "{\"record_size\":\"4\",\"metadata\":{}}",
    "{\"record_size\":4,\"metadata\":[]}",
    "{\"record_size\":4}",
    "{\"record_size\":4,\"metadata\":{\"../a\":{}}}",
    "[\"record_size\"]",
    "{\"record_size\":4,\"metadata\":{",
    "{\"record_size\":99999999999999,\"metadata\":{}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (metadata); i++)
    {
      write_metadata (self, metadata[i]);
      assert_table_refused (self, ".zmetadata");
    }
  write_metadata (self, FOLDER_METADATA);
  write_part (self, "a/refs.0.parq", 0, 9, 5);
  assert_table_refused (self, "more than the record_size");
  write_part (self, "a/refs.0.parq", -1, 9, 1);
  assert_table_refused (self, "negative");
  write_part (self, "a/refs.0.parq", 1, 9, 1);
  write_part (self, "a/refs.1.parq", 1, 9, 3);
  assert_table_refused (self, "belongs to no chunk");
  write_part (self, "a/refs.1.parq", 1, 9, 2);
  write_part (self, "a/refs.2000000000.parq", 1, 9, 1);
  assert_table_refused (self, "belongs to no chunk");
  /* An ordinary store is none. */
  write_metadata (self, "{\"zarr_consolidated_format\":1,\"metadata\":{}}");
  g_assert_false (mvua_ref_set_is (self->path));
}

static void
test_names (void)
{
  static const struct
  {
    const char *name;
    MvuaRefForm form;
  } names[] = {
    { "a.json", MVUA_REF_JSON },     { "a.par", MVUA_REF_TABLE },
    { "a.parquet", MVUA_REF_TABLE }, { "b/a.parq", MVUA_REF_FOLDER },
    { "a.parq/", MVUA_REF_FOLDER },
  };
  static const char *const others[] = { "a.zarr", "a", ".json", "json", "a.json.gz", "" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      MvuaRefForm form = MVUA_REF_JSON;
      g_assert_true (mvua_ref_form_from_name (names[i].name, &form, NULL));
      g_assert_cmpint (form, ==, names[i].form);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;
      MvuaRefForm form;
      g_assert_false (mvua_ref_form_from_name (others[i], &form, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
    }
}

/* Every file of the corpus is opened, or refused with the reason. */
static void
test_corpus (void)
{
  static const struct
  {
    const char *name;
    const char *complaint;
    guint n_urls;
  } files[] = {
    { "kerchunk_gfs.pgrb2.0p25_subset.json.gz", NULL, 6 },
    { "kerchunk_gfs.pgrb2.0p25_kerchunk_index.parquet", "table of the messages", 0 },
    { "kerchunk_hrrr.wrfsfcf_kerchunk_index.parquet", "table of the messages", 0 },
    { "kerchunk_gfs.pgrb2.0p25_20221014_gfs.t00z.pgrb2.0p25.f000.test-limit-10."
      "idx_grib_mapping.parquet",
      "table of the messages", 0 },
  };
  const char *corpus = g_getenv ("MVUA_CORPUS");

  if (corpus == NULL)
    {
      g_test_skip ("no corpus");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_build_filename (corpus, "refs", files[i].name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (MvuaRefSet) set = mvua_ref_set_open (path, NULL, &error);

      if (files[i].complaint == NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (mvua_ref_set_get_n_urls (set), ==, files[i].n_urls);
          continue;
        }
      g_assert_null (set);
      g_assert_nonnull (strstr (error->message, files[i].complaint));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func)                                                            \
  g_test_add ("/ref-forms/" name, Fixture, data, set_up, func, tear_down)
  ADD ("round-trip/json", GINT_TO_POINTER (MVUA_REF_JSON), test_round_trip);
  ADD ("round-trip/table", GINT_TO_POINTER (MVUA_REF_TABLE), test_round_trip);
  ADD ("round-trip/folder", GINT_TO_POINTER (MVUA_REF_FOLDER), test_round_trip);
  ADD ("folder-files", NULL, test_folder_files);
  ADD ("table", NULL, test_table);
  ADD ("table-refused", NULL, test_table_refused);
  ADD ("folder", NULL, test_folder);
  ADD ("folder-refused", NULL, test_folder_refused);
  g_test_add_func ("/ref-forms/names", test_names);
  g_test_add_func ("/ref-forms/corpus", test_corpus);
  return g_test_run ();
}
