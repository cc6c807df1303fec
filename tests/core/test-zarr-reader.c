/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Reading stores back: what was written, or an error that names the file. */

#include "mvua-crc32c.h"
#include "mvua-zarr-reader.h"
#include "zarr-fixture.h"

#include <math.h>
#include <string.h>

static MvuaZarrFormat
format_of (gconstpointer data)
{
  return (MvuaZarrFormat) GPOINTER_TO_INT (data);
}

static MvuaZarrReader *
open_store (const Scratch *scratch)
{
  g_autoptr (GError) error = NULL;
  MvuaZarrReader *reader = mvua_zarr_reader_open (scratch->store, &error);

  g_assert_no_error (error);
  return reader;
}

/* Reads all that there is.  Returns: FALSE with @error set */
static gboolean
read_all (const char *store, GError **error)
{
  g_autoptr (MvuaZarrReader) reader = mvua_zarr_reader_open (store, error);
  const GPtrArray *paths = reader != NULL ? mvua_zarr_reader_list (reader) : NULL;
  const gsize first[MVUA_ZARR_MAX_DIMS] = { 0 };
  gint64 values[64];
  gsize n = 0;

  if (reader == NULL)
    return FALSE;
  for (guint i = 0; i < paths->len; i++)
    {
      MvuaZarrStored *array =
          mvua_zarr_reader_get_array (reader, g_ptr_array_index (paths, i));
      if (array != NULL &&
          !mvua_zarr_stored_read (array, first, mvua_zarr_stored_get_spec (array)->shape,
                                  values, error))
        return FALSE;
    }
  g_autofree char *text = mvua_zarr_reader_load_file (reader, "provenance", &n, error);
  return text != NULL;
}

/* Every box of the tiny array, across chunks and edges. */
static void
test_boxes (Scratch *scratch, gconstpointer data)
{
  g_assert_true (write_tiny_store (scratch->store, format_of (data), NULL));
  g_autoptr (MvuaZarrReader) reader = open_store (scratch);
  MvuaZarrStored *tp = mvua_zarr_reader_get_array (reader, "gep01/tp");
  guint n_boxes = 0;

  g_assert_cmpint (mvua_zarr_reader_get_format (reader), ==, format_of (data));
  g_assert_nonnull (tp);
  for (gsize i = 0; i <= 3; i++)
    for (gsize j = 0; j <= 4; j++)
      for (gsize n = 0; n <= 3 - i; n++)
        for (gsize m = 0; m <= 4 - j; m++, n_boxes++)
          {
            const gsize first[] = { i, j }, count[] = { n, m };
            float values[13] = { 0 };
            values[n * m] = -1; /* nothing is written past the box */
            g_assert_true (mvua_zarr_stored_read (tp, first, count, values, NULL));
            for (gsize k = 0; k < n * m; k++)
              g_assert_cmpfloat (values[k], ==, (float) ((i + k / m) * 4 + j + k % m));
            g_assert_cmpfloat (values[n * m], ==, -1);
          }
  g_assert_cmpuint (n_boxes, ==, 150);
}

static void
test_contents (Scratch *scratch, gconstpointer data)
{
  const gsize all[] = { 3 }, origin[] = { 0 };
  gint64 steps[3] = { 0 }, time = 0;
  gsize n = 0;

  g_assert_true (write_tiny_store (scratch->store, format_of (data), NULL));
  g_autoptr (MvuaZarrReader) reader = open_store (scratch);
  MvuaZarrStored *step = mvua_zarr_reader_get_array (reader, "gep01/step");
  MvuaZarrStored *scalar = mvua_zarr_reader_get_array (reader, "gep01/time");

  g_assert_cmpuint (mvua_zarr_reader_list (reader)->len, ==, 4);
  g_assert_null (mvua_zarr_reader_get_array (reader, "gep01"));
  g_assert_nonnull (mvua_zarr_reader_get_attributes (reader, ""));
  g_assert_null (mvua_zarr_reader_get_attributes (reader, "gep02"));
  g_assert_true (mvua_zarr_stored_read (step, origin, all, steps, NULL));
  g_assert_cmpint (steps[2], ==, 6);
  g_assert_true (mvua_zarr_stored_read (scalar, NULL, NULL, &time, NULL));
  g_assert_cmpint (time, ==, 1758153600);
  g_autofree char *text = mvua_zarr_reader_load_file (reader, "provenance", &n, NULL);
  g_assert_cmpstr (text, ==, "made up\n");
  g_assert_cmpuint (n, ==, 8);
}

static MvuaZarrArray *
add_series (MvuaZarrWriter *writer, gsize n)
{
  const MvuaZarrArraySpec spec = {
    "x", MVUA_ZARR_FLOAT32, 1, { "step" }, { n }, { 4 }, TRUE, TRUE
  };

  g_assert_true (mvua_zarr_writer_add_group (writer, "", NULL, NULL));
  return mvua_zarr_writer_add_array (writer, &spec, NULL, NULL);
}

/* What is kept of an array that grows, with the rest written: the same bytes as if all
 * of it was written at once.  A chunk that never came does not come. */
static void
test_keep (Scratch *scratch, gconstpointer data)
{
  g_autofree char *grown = g_build_filename (scratch->folder, "b.zarr", NULL);
  g_autofree char *fresh = g_build_filename (scratch->folder, "c.zarr", NULL);
  float values[14];
  char *tables[2];

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = (float) i;
  for (guint i = 0; i < 3; i++)
    {
      const char *const stores[] = { scratch->store, grown, fresh };
      g_autoptr (MvuaZarrWriter) writer =
          mvua_zarr_writer_new (stores[i], format_of (data), NULL);
      MvuaZarrArray *array = add_series (writer, i == 0 ? 10 : 14);
      const gsize first[] = { 0, 8 }, count[] = { 4, i == 0 ? 2 : 6 };
      g_autoptr (MvuaZarrReader) reader = i == 1 ? open_store (scratch) : NULL;
      const gsize kept[] = { 8 };

      if (i == 1)
        g_assert_true (mvua_zarr_array_keep (
            array, mvua_zarr_reader_get_array (reader, "x"), first, kept, NULL));
      else
        g_assert_true (mvua_zarr_array_write (array, first, count, values, NULL));
      g_assert_true (
          mvua_zarr_array_write (array, first + 1, count + 1, values + 8, NULL));
      g_assert_true (mvua_zarr_writer_finish (writer, NULL));
      if (i > 0)
        {
          g_autofree char *table = g_build_filename (stores[i], ".mvua", "files", NULL);
          g_assert_true (g_file_get_contents (table, &tables[i - 1], NULL, NULL));
        }
    }
  g_assert_cmpstr (tables[0], ==, tables[1]);
  g_free (tables[0]);
  g_free (tables[1]);

  g_autofree char *first_store = g_steal_pointer (&scratch->store);
  scratch->store = g_steal_pointer (&grown);
  g_autoptr (MvuaZarrReader) reader = open_store (scratch);
  const gsize first[] = { 3 }, count[] = { 6 };
  g_assert_true (mvua_zarr_stored_read (mvua_zarr_reader_get_array (reader, "x"), first,
                                        count, values, NULL));
  g_assert_cmpfloat (values[0], ==, 3);
  for (guint i = 1; i < 5; i++)
    g_assert_true (isnan (values[i]));
  g_assert_cmpfloat (values[5], ==, 8);

  scratch_empty (scratch);
  g_free (scratch->store);
  scratch->store = g_steal_pointer (&fresh);
  scratch_empty (scratch);
  g_free (scratch->store);
  scratch->store = g_steal_pointer (&first_store);
}

/* Metadata that stands in the consolidated metadata again is not read. */
static gboolean
is_read (const char *path)
{
  return g_str_equal (path, ".zmetadata") || g_str_equal (path, "zarr.json") ||
         !(g_str_has_suffix (path, ".zarray") || g_str_has_suffix (path, ".zattrs") ||
           g_str_has_suffix (path, ".zgroup") || g_str_has_suffix (path, "zarr.json"));
}

/* Any octet that has changed in any file that is read: an error with its name. */
static void
test_flips (Scratch *scratch, gconstpointer data)
{
  g_assert_true (write_tiny_store (scratch->store, format_of (data), NULL));
  g_assert_true (read_all (scratch->store, NULL));
  g_autoptr (MvuaFileTable) table = mvua_file_table_read (scratch->store, NULL);
  g_autoptr (GPtrArray) paths = mvua_file_table_list (table);
  guint n_caught = 0;

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      gsize n = 0;
      g_autofree char *bytes = scratch_load (scratch, path, &n);

      for (gsize at = 0; is_read (path) && at <= n; at++)
        {
          g_autoptr (GError) error = NULL;

          /* The last time it is one octet shorter. */
          if (at < n)
            bytes[at] ^= 0x10;
          scratch_save (scratch, path, bytes, at < n ? n : n - 1);
          g_assert_false (read_all (scratch->store, &error));
          g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID);
          g_assert_nonnull (strstr (error->message, path));
          if (at < n)
            bytes[at] ^= 0x10;
          n_caught++;
        }
      scratch_save (scratch, path, bytes, n);
    }
  g_assert_cmpuint (n_caught, >, 200);
  g_assert_true (read_all (scratch->store, NULL));
}

/* Puts other bytes in a file's place, and has the table say that they were written. */
static void
forge (const Scratch *scratch, const char *path, const char *bytes, gsize n)
{
  g_autoptr (MvuaFileTable) table = mvua_file_table_read (scratch->store, NULL);

  scratch_save (scratch, path, bytes, n);
  mvua_file_table_add (table, path, n, mvua_crc32c (0, bytes, n));
  g_assert_true (mvua_file_table_write (table, scratch->store, NULL));
}

static void
assert_refused (const Scratch *scratch, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (read_all (scratch->store, &error));
  g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID);
  if (strstr (error->message, text) == NULL)
    g_error ("“%s” does not say “%s”", error->message, text);
}

/* A shard that is what its table says, and not what a shard is. */
static void
test_forged_shard (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  static const char path[] = "gep01/tp/c/0/0";
  static const guint64 places[][2] = {
    { 1000, 10 }, { 0, 1000 }, { G_MAXUINT64, 10 }, { 1, G_MAXUINT64 }
  };
  gsize n = 0;

  g_assert_true (write_tiny_store (scratch->store, MVUA_ZARR_V3, NULL));
  g_autofree char *good = scratch_load (scratch, path, &n);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *bytes = g_memdup2 (good, n);
      char *index = bytes + n - 4 - 4 * 16;

      memcpy (index, places[i], 16);
      const guint32 crc = mvua_crc32c (0, index, 4 * 16);
      memcpy (bytes + n - 4, &crc, 4);
      forge (scratch, path, bytes, n);
      assert_refused (scratch, "gep01/tp/c/0/0” has an index that leads out of it");
      bytes[n - 1] ^= 1;
      forge (scratch, path, bytes, n);
      assert_refused (scratch, "has an index that its checksum does not fit");
    }
  forge (scratch, path, good + n - 60, 60);
  assert_refused (scratch, "is too short for the index of its chunks");
  forge (scratch, path, good, n);
  g_assert_true (read_all (scratch->store, NULL));
}

static void
test_forged_chunk (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  gsize n = 0;

  g_assert_true (write_tiny_store (scratch->store, MVUA_ZARR_V2, NULL));
  g_autofree char *good = scratch_load (scratch, "gep01/tp/0.0", &n);
  for (gsize cut = 0; cut < n; cut++)
    {
      forge (scratch, "gep01/tp/0.0", good, cut);
      assert_refused (scratch, "gep01/tp” has a chunk that does not come to 24 bytes");
    }
  forge (scratch, "gep01/tp/0.0", good, n);
  forge (scratch, "gep01/step/0", "12345678", 8);
  assert_refused (scratch, "gep01/step” has a chunk that does not come to 24 bytes");
}

/* Arrays that are not what Mvua writes, in one thing each. */
static void
test_foreign (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const edits[][2] = {
    { "\"order\":\"C\"", "\"order\":\"F\"" },
    { "\"cname\":\"zstd\"", "\"cname\":\"lz4\"" },
    { "\"dtype\":\"<f4\"", "\"dtype\":\">f4\"" },
    { "\"chunks\":[2,3]", "\"chunks\":[2,0]" },
    { "\"chunks\":[2,3]", "\"chunks\":[2]" },
    { "\"shape\":[3,4]", "\"shape\":[3,-4]" },
    { "\"shape\":[3,4]", "\"shape\":[3,4,1,1,1]" },
    { "\"filters\":null", "\"filters\":[]" },
    { "\"dimension_separator\":\".\"", "\"dimension_separator\":\"/\"" },
  };
  gsize n = 0;

  g_assert_true (write_tiny_store (scratch->store, MVUA_ZARR_V2, NULL));
  g_autofree char *good = scratch_load (scratch, ".zmetadata", &n);
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autoptr (GString) text = g_string_new (good);

      g_assert_cmpuint (g_string_replace (text, edits[i][0], edits[i][1], 0), >, 0);
      forge (scratch, ".zmetadata", text->str, text->len);
      assert_refused (scratch, "is not an array as Mvua writes them");
    }
  for (gsize cut = 0; cut < n; cut += 7)
    {
      forge (scratch, ".zmetadata", good, cut);
      assert_refused (scratch, "is not metadata as Mvua writes it");
    }
  forge (scratch, ".zmetadata", good, n);
  g_assert_true (read_all (scratch->store, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, func)                                                            \
  g_test_add (path, Scratch, data, scratch_set_up, func, scratch_tear_down)
  for (int format = MVUA_ZARR_V2; format <= MVUA_ZARR_V3; format++)
    {
      const char *const name = format == MVUA_ZARR_V2 ? "v2" : "v3";
      g_autofree char *boxes = g_strdup_printf ("/zarr-reader/%s/boxes", name);
      g_autofree char *contents = g_strdup_printf ("/zarr-reader/%s/contents", name);
      g_autofree char *keep = g_strdup_printf ("/zarr-reader/%s/keep", name);
      g_autofree char *flips = g_strdup_printf ("/zarr-reader/%s/flips", name);
      ADD (boxes, GINT_TO_POINTER (format), test_boxes);
      ADD (contents, GINT_TO_POINTER (format), test_contents);
      ADD (keep, GINT_TO_POINTER (format), test_keep);
      ADD (flips, GINT_TO_POINTER (format), test_flips);
    }
  ADD ("/zarr-reader/v3/forged-shard", NULL, test_forged_shard);
  ADD ("/zarr-reader/v2/forged-chunk", NULL, test_forged_chunk);
  ADD ("/zarr-reader/foreign", NULL, test_foreign);
  return g_test_run ();
}
