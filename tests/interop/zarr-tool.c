/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Shows what Mvua reads of a Zarr store that something else wrote:
 *
 *   zarr-tool list STORE           its groups and arrays, one a line
 *   zarr-tool stored STORE ARRAY   an array's values as they are stored, as JSON
 *   zarr-tool values STORE ARRAY [FIRST:COUNT …]   a box of it, unpacked
 */

#include "mvua-zarr-tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
fail (const GError *error)
{
  fprintf (stderr, "%s\n", error->message);
  return 1;
}

static void
print_values (guint n_dims, const gsize *shape, const double *values, gsize n)
{
  printf ("{\"shape\":[");
  for (guint d = 0; d < n_dims; d++)
    printf ("%s%zu", d > 0 ? "," : "", shape[d]);
  printf ("],\"values\":[");
  for (gsize i = 0; i < n; i++)
    printf ("%s\"%.17g\"", i > 0 ? "," : "", values[i]);
  printf ("]}\n");
}

static int
list (MvuaZarrTree *tree)
{
  const GPtrArray *paths = mvua_zarr_tree_list (tree);

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      printf ("%s %s\n", mvua_zarr_tree_has_array (tree, path) ? "array" : "group", path);
    }
  return 0;
}

static int
show_stored (MvuaZarrLeaf *leaf)
{
  const MvuaZarrMeta *meta = mvua_zarr_leaf_get_meta (leaf);
  g_autoptr (GError) error = NULL;
  gsize n = 0;
  g_autofree double *values = mvua_zarr_leaf_read_all (leaf, &n, &error);

  if (values == NULL)
    return fail (error);
  print_values (meta->n_dims, meta->shape, values, n);
  return 0;
}

static int
show_values (MvuaZarrLeaf *leaf, json_object *attributes, char **boxes)
{
  const MvuaZarrMeta *meta = mvua_zarr_leaf_get_meta (leaf);
  gsize first[MVUA_ZARR_MAX_DIMS] = { 0 }, count[MVUA_ZARR_MAX_DIMS], n = 1;
  g_auto (MvuaZarrLeafRead) read = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *complaint = NULL;
  MvuaCfPacking packing;

  if (!mvua_cf_packing_parse (&packing, meta, attributes, &complaint))
    {
      fprintf (stderr, "%s\n", complaint);
      return 1;
    }
  for (guint d = 0; d < meta->n_dims; d++)
    {
      count[d] = meta->shape[d];
      if (*boxes != NULL && sscanf (*boxes++, "%zu:%zu", &first[d], &count[d]) != 2)
        return 2;
      n *= count[d];
    }
  g_autofree float *values = g_new (float, n + 1);
  if (!mvua_zarr_leaf_read_floats (leaf, &packing, first, count, values, &read, &error))
    return fail (error);
  g_autofree double *shown = g_new (double, n + 1);
  for (gsize i = 0; i < n; i++)
    shown[i] = (double) values[i];
  print_values (meta->n_dims, count, shown, n);
  fprintf (stderr, "%u of %u chunks are not there\n", read.n_absent, read.n_chunks);
  return 0;
}

int
main (int argc, char **argv)
{
  g_autoptr (MvuaZarrChunks) chunks = mvua_zarr_chunks_new (1 << 20);
  g_autoptr (GError) error = NULL;
  json_object *attributes = NULL;

  if (argc < 3)
    return 2;
  g_autoptr (MvuaZarrTree) tree = mvua_zarr_tree_open (argv[2], chunks, &error);
  if (tree == NULL)
    return fail (error);
  if (strcmp (argv[1], "list") == 0)
    return list (tree);
  if (argc < 4)
    return 2;
  g_autoptr (MvuaZarrLeaf) leaf =
      mvua_zarr_tree_open_array (tree, argv[3], &attributes, &error);
  if (leaf == NULL)
    return fail (error);
  const int status = strcmp (argv[1], "stored") == 0
                         ? show_stored (leaf)
                         : show_values (leaf, attributes, argv + 4);
  json_object_put (attributes);
  return status;
}
