/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Stores that anybody may have written: found, read, and damaged in every way. */

#include "mvua-store-reader.h"
#include "mvua-zarr-tree.h"
#include "zarr-fixture.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#define ROOM ((gsize) 1 << 20)

static MvuaZarrTree *
open_tree (const Scratch *scratch, GError **error)
{
  g_autoptr (MvuaZarrChunks) chunks = mvua_zarr_chunks_new (ROOM);

  return mvua_zarr_tree_open (scratch->store, chunks, error);
}

/* A file of a store that is put together by hand, with the folders above it. */
static void
put (const Scratch *scratch, const char *path, const void *bytes, gsize n)
{
  g_autofree char *full = g_build_filename (scratch->store, path, NULL);
  g_autofree char *parent = g_path_get_dirname (full);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0777), ==, 0);
  scratch_save (scratch, path, bytes, n);
}

static void
put_text (const Scratch *scratch, const char *path, const char *text)
{
  put (scratch, path, text, strlen (text));
}

/* All of gep01/tp of the tiny store, or what is wrong with it. */
static gboolean
read_tp (MvuaZarrTree *tree, float values[12], MvuaZarrLeafRead *read, GError **error)
{
  const gsize first[] = { 0, 0 }, count[] = { 3, 4 };
  const MvuaCfPacking packing = { .scale = 1 };
  g_autoptr (MvuaZarrLeaf) leaf =
      mvua_zarr_tree_open_array (tree, "gep01/tp", NULL, error);

  if (leaf == NULL || mvua_zarr_leaf_get_meta (leaf)->n_dims != 2 ||
      mvua_zarr_leaf_get_meta (leaf)->shape[0] != 3 ||
      mvua_zarr_leaf_get_meta (leaf)->shape[1] != 4)
    {
      if (leaf != NULL)
        g_set_error_literal (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID, "shape");
      return FALSE;
    }
  return mvua_zarr_leaf_read_floats (leaf, &packing, first, count, values, read, error);
}

static void
test_ours (Scratch *scratch, gconstpointer data)
{
  const MvuaZarrFormat format = GPOINTER_TO_INT (data);
  g_auto (MvuaZarrLeafRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  float values[12];

  g_assert_true (write_tiny_store (scratch->store, format, &error));
  g_assert_true (mvua_zarr_tree_is_store (scratch->store));
  g_autoptr (MvuaZarrTree) tree = open_tree (scratch, &error);
  g_assert_no_error (error);
  g_assert_cmpint (mvua_zarr_tree_get_format (tree), ==, format);
  g_assert_cmpuint (mvua_zarr_tree_list (tree)->len, ==, 4);
  g_assert_true (mvua_zarr_tree_has_array (tree, "gep01/tp"));
  g_assert_false (mvua_zarr_tree_has_array (tree, "gep01"));
  g_assert_true (mvua_zarr_tree_has (tree, "gep01"));

  g_assert_true (read_tp (tree, values, &read, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpfloat (values[i], ==, (float) i);
  g_assert_cmpuint (read.n_chunks, ==, 4);
  g_assert_cmpuint (read.n_absent, ==, 0);
  g_assert_cmpuint (read.n_bytes, >, 0);

  g_autoptr (MvuaZarrLeaf) time =
      mvua_zarr_tree_open_array (tree, "gep01/time", NULL, &error);
  gsize n = 0;
  g_autofree double *seconds = mvua_zarr_leaf_read_all (time, &n, &error);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpfloat (seconds[0], ==, 1758153600);
}

/* Every box of a small array, out of the cache or not. */
static void
test_boxes (Scratch *scratch, gconstpointer data)
{
  const MvuaCfPacking packing = { .scale = 1 };
  g_autoptr (GError) error = NULL;

  g_assert_true (write_tiny_store (scratch->store, GPOINTER_TO_INT (data), &error));
  g_autoptr (MvuaZarrTree) tree = open_tree (scratch, &error);
  g_autoptr (MvuaZarrLeaf) leaf =
      mvua_zarr_tree_open_array (tree, "gep01/tp", NULL, &error);
  for (gsize i = 0; i <= 3; i++)
    for (gsize j = 0; j <= 4; j++)
      for (gsize n = 0; n <= 3 - i; n++)
        for (gsize m = 0; m <= 4 - j; m++)
          {
            const gsize first[] = { i, j }, count[] = { n, m };
            g_auto (MvuaZarrLeafRead) read = { 0 };
            float values[12];

            g_assert_true (mvua_zarr_leaf_read_floats (leaf, &packing, first, count,
                                                       values, &read, &error));
            for (gsize k = 0; k < n * m; k++)
              g_assert_cmpfloat (values[k], ==, (float) (4 * (i + k / m) + j + k % m));
          }
}

/* A store of ours that lost a file, or has another in its place, says so. */
static void
test_ours_damaged (Scratch *scratch, gconstpointer data)
{
  const gboolean is_v2 = GPOINTER_TO_INT (data) == MVUA_ZARR_V2;
  const char *name = is_v2 ? "gep01/tp/0.0" : "gep01/tp/c/0/0";
  g_autofree char *path = g_build_filename (scratch->store, name, NULL);
  g_autoptr (GError) error = NULL;
  float values[12];
  gsize n = 0;

  g_assert_true (write_tiny_store (scratch->store, GPOINTER_TO_INT (data), &error));
  g_autofree char *bytes = scratch_load (scratch, name, &n);
  for (gsize bit = 0; bit < 8 * n; bit += is_v2 ? 1 : 7)
    {
      g_auto (MvuaZarrLeafRead) read = { 0 };
      bytes[bit / 8] ^= (char) (1 << bit % 8);
      scratch_save (scratch, name, bytes, n);
      bytes[bit / 8] ^= (char) (1 << bit % 8);
      g_autoptr (MvuaZarrTree) tree = open_tree (scratch, &error);
      g_assert_no_error (error);
      g_assert_false (read_tp (tree, values, &read, &error));
      g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, name));
      g_clear_error (&error);
    }
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_auto (MvuaZarrLeafRead) read = { 0 };
  g_autoptr (MvuaZarrTree) tree = open_tree (scratch, &error);
  g_assert_false (read_tp (tree, values, &read, &error));
  g_assert_nonnull (strstr (error->message, "is not there, though it was written"));
}

/* Takes away what makes it ours, and the consolidated metadata. */
static void
make_foreign (const Scratch *scratch, MvuaZarrFormat format)
{
  g_autofree char *table = g_build_filename (scratch->store, ".mvua/files", NULL);
  g_autofree char *all = g_build_filename (scratch->store, ".zmetadata", NULL);

  g_assert_cmpint (g_unlink (table), ==, 0);
  if (format == MVUA_ZARR_V2)
    g_assert_cmpint (g_unlink (all), ==, 0);
  else
    put_text (scratch, "zarr.json",
              "{\"zarr_format\":3,\"node_type\":\"group\",\"consolidated_metadata\":null,"
              "\"attributes\":{\"title\":\"x\"}}");
}

static void
test_not_consolidated (Scratch *scratch, gconstpointer data)
{
  const MvuaZarrFormat format = GPOINTER_TO_INT (data);
  g_auto (MvuaZarrLeafRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  float values[12];

  g_assert_true (write_tiny_store (scratch->store, format, &error));
  make_foreign (scratch, format);
  g_autoptr (MvuaZarrTree) tree = open_tree (scratch, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mvua_zarr_tree_list (tree)->len, ==, 4);
  g_assert_true (read_tp (tree, values, &read, &error));
  g_assert_cmpfloat (values[11], ==, 11);
}

/* What is not there is missing in fields whatever the fill value, and the fill value in
 * coordinates. */
static void
test_absent (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  const float some[] = { 1, 2, 3, 4 };
  const gsize first[] = { 0, 0 }, count[] = { 2, 4 };
  const MvuaCfPacking packing = { .scale = 1 };
  g_auto (MvuaZarrLeafRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  float values[8];
  gsize n = 0;

  put_text (scratch, ".zgroup", "{\"zarr_format\":2}");
  put_text (scratch, "a/.zarray",
            "{\"zarr_format\":2,\"shape\":[2,4],\"chunks\":[2,2],\"dtype\":\"<f4\","
            "\"compressor\":null,\"fill_value\":0.0,\"order\":\"C\",\"filters\":null,"
            "\"dimension_separator\":\"/\"}");
  put (scratch, "a/0/1", some, sizeof some);
  g_autoptr (MvuaZarrTree) tree = open_tree (scratch, &error);
  g_assert_no_error (error);
  g_autoptr (MvuaZarrLeaf) leaf = mvua_zarr_tree_open_array (tree, "a", NULL, &error);
  g_assert_true (
      mvua_zarr_leaf_read_floats (leaf, &packing, first, count, values, &read, &error));
  g_assert_cmpuint (read.n_absent, ==, 1);
  g_assert_cmpstr (read.absent, ==, "a/0/0");
  g_assert_true (isnan (values[0]) && isnan (values[1]) && isnan (values[5]));
  g_assert_cmpfloat (values[2], ==, 1);
  g_assert_cmpfloat (values[7], ==, 4);
  g_autofree double *all = mvua_zarr_leaf_read_all (leaf, &n, &error);
  g_assert_cmpuint (n, ==, 8);
  g_assert_cmpfloat (all[0], ==, 0);
  g_assert_cmpfloat (all[7], ==, 4);
}

/* Metadata that is cut off at any byte, or has any byte changed, is an error or some
 * other store; nothing crashes, and nothing outside of the store is read. */
static void
test_hostile_metadata (Scratch *scratch, gconstpointer data)
{
  const MvuaZarrFormat format = GPOINTER_TO_INT (data);
  const char *name = format == MVUA_ZARR_V2 ? ".zmetadata" : "zarr.json";
  g_autofree char *table = g_build_filename (scratch->store, ".mvua/files", NULL);
  g_autoptr (GError) error = NULL;
  guint n_opened = 0;
  gsize n = 0;

  g_assert_true (write_tiny_store (scratch->store, format, &error));
  g_assert_cmpint (g_unlink (table), ==, 0);
  g_autofree char *text = scratch_load (scratch, name, &n);
  for (gsize i = 0; i < 2 * n; i++)
    {
      g_autofree char *bad = g_memdup2 (text, n);
      g_auto (MvuaZarrLeafRead) read = { 0 };
      float values[12];

      if (i >= n)
        bad[i - n] = "\"{}[]0-:,\\\xff"[i % 11];
      scratch_save (scratch, name, bad, i < n ? i : n);
      g_autoptr (MvuaZarrTree) tree = open_tree (scratch, &error);
      g_assert_true ((tree == NULL) == (error != NULL));
      if (tree != NULL)
        n_opened += read_tp (tree, values, &read, &error);
      if (i + 1 < n)
        g_assert_null (tree);
      g_clear_error (&error);
    }
  g_test_message ("%u of %" G_GSIZE_FORMAT " could be read", n_opened, 2 * n);
}

static void
test_hostile_names (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  put_text (scratch, ".zgroup", "{\"zarr_format\":2}");
  put_text (scratch, ".zmetadata",
            "{\"zarr_consolidated_format\":1,\"metadata\":{\".zgroup\":{},"
            "\"../secret/.zarray\":{},\"/etc/.zarray\":{},\"a//b/.zarray\":{},"
            "\"a\\u0000b/.zarray\":{},\"a/./b/.zgroup\":{},\"good/.zgroup\":{}}}");
  g_autoptr (MvuaZarrTree) tree = open_tree (scratch, &error);
  /* A name with a NUL in it is no name: the metadata is refused as a whole. */
  g_assert_null (tree);
  g_clear_error (&error);
  put_text (scratch, ".zmetadata",
            "{\"zarr_consolidated_format\":1,\"metadata\":{\".zgroup\":{},"
            "\"../secret/.zarray\":{},\"/etc/.zarray\":{},\"a//b/.zarray\":{},"
            "\"a/./b/.zgroup\":{},\"good/.zgroup\":{}}}");
  g_autoptr (MvuaZarrTree) other = open_tree (scratch, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mvua_zarr_tree_list (other)->len, ==, 1);
  g_assert_true (mvua_zarr_tree_has (other, "good"));
}

static void
test_links_and_lengths (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaCfPacking packing = { .scale = 1 };
  const gsize first[] = { 0 }, count[] = { 2 };
  g_autofree char *link = g_build_filename (scratch->store, "a/0", NULL);
  g_auto (MvuaZarrLeafRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *large = g_malloc0 (100000);
  float values[2];

  put_text (scratch, ".zgroup", "{\"zarr_format\":2}");
  put_text (scratch, "a/.zarray",
            "{\"zarr_format\":2,\"shape\":[2],\"chunks\":[2],\"dtype\":\"<f4\","
            "\"compressor\":null,\"fill_value\":0.0,\"order\":\"C\",\"filters\":null}");
  g_assert_cmpint (symlink ("/etc/passwd", link), ==, 0);
  g_autoptr (MvuaZarrTree) tree = open_tree (scratch, &error);
  g_autoptr (MvuaZarrLeaf) leaf = mvua_zarr_tree_open_array (tree, "a", NULL, &error);
  g_assert_false (
      mvua_zarr_leaf_read_floats (leaf, &packing, first, count, values, &read, &error));
  g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_IO);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (link), ==, 0);
  put (scratch, "a/0", large, 100000);
  g_assert_false (
      mvua_zarr_leaf_read_floats (leaf, &packing, first, count, values, &read, &error));
  g_assert_nonnull (strstr (error->message, "more than its chunk could ever need"));
}

/* A shard whose index leads anywhere, or ends anywhere. */
static void
test_hostile_shard (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *table = g_build_filename (scratch->store, ".mvua/files", NULL);
  g_autoptr (GError) error = NULL;
  gsize n = 0;

  g_assert_true (write_tiny_store (scratch->store, MVUA_ZARR_V3, &error));
  g_assert_cmpint (g_unlink (table), ==, 0);
  g_autofree char *bytes = scratch_load (scratch, "gep01/tp/c/0/0", &n);
  for (gsize i = 0; i < n + 8 * n; i++)
    {
      g_autofree char *bad = g_memdup2 (bytes, n);
      g_auto (MvuaZarrLeafRead) read = { 0 };
      float values[12];

      if (i >= n)
        bad[(i - n) / 8] ^= (char) (1 << i % 8);
      scratch_save (scratch, "gep01/tp/c/0/0", bad, MIN (i, n));
      g_autoptr (MvuaZarrTree) tree = open_tree (scratch, &error);
      const gboolean ok = read_tp (tree, values, &read, &error);
      g_assert_true (ok == (error == NULL));
      /* The index has a checksum: no bit of it, or of its checksum, goes unseen. */
      if (i < n || (i - n) / 8 >= n - 4 * 16 - 4)
        g_assert_false (ok);
      g_clear_error (&error);
    }
}

#define ADD(name, func, data)                                                            \
  g_test_add ("/zarr-tree/" name, Scratch, GINT_TO_POINTER (data), scratch_set_up, func, \
              scratch_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("ours/v2", test_ours, MVUA_ZARR_V2);
  ADD ("ours/v3", test_ours, MVUA_ZARR_V3);
  ADD ("boxes/v2", test_boxes, MVUA_ZARR_V2);
  ADD ("boxes/v3", test_boxes, MVUA_ZARR_V3);
  ADD ("ours-damaged/v2", test_ours_damaged, MVUA_ZARR_V2);
  ADD ("ours-damaged/v3", test_ours_damaged, MVUA_ZARR_V3);
  ADD ("not-consolidated/v2", test_not_consolidated, MVUA_ZARR_V2);
  ADD ("not-consolidated/v3", test_not_consolidated, MVUA_ZARR_V3);
  ADD ("absent", test_absent, 0);
  ADD ("hostile-metadata/v2", test_hostile_metadata, MVUA_ZARR_V2);
  ADD ("hostile-metadata/v3", test_hostile_metadata, MVUA_ZARR_V3);
  ADD ("hostile-names", test_hostile_names, 0);
  ADD ("links-and-lengths", test_links_and_lengths, 0);
  ADD ("hostile-shard", test_hostile_shard, 0);
  return g_test_run ();
}
