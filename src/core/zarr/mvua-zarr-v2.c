/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Zarr v2: one file a chunk, metadata in dot files, all of it again in .zmetadata. */

#include "mvua-zarr-codec.h"
#include "mvua-zarr-placement.h"
#include "mvua-zarr-type.h"

#include <string.h>

static char *
dup_chunk_name (guint n_dims, const gsize *index)
{
  GString *name = g_string_new (n_dims == 0 ? "0" : NULL);

  for (guint d = 0; d < n_dims; d++)
    g_string_append_printf (name, "%s%" G_GSIZE_FORMAT, d > 0 ? "." : "", index[d]);
  return g_string_free (name, FALSE);
}

/* Children of one parent in a row, groups first. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const MvuaZarrNode *left = a, *right = b;
  const int by_depth = mvua_zarr_placement_compare_depth (a, b);
  if (by_depth != 0)
    return by_depth;

  g_autofree char *left_parent = g_path_get_dirname (left->path);
  g_autofree char *right_parent = g_path_get_dirname (right->path);
  const int by_parent = strcmp (left_parent, right_parent);
  if (by_parent != 0)
    return by_parent;
  if ((left->spec == NULL) != (right->spec == NULL))
    return left->spec == NULL ? -1 : 1;
  return strcmp (left->path, right->path);
}

static json_object *
new_compressor (void)
{
  json_object *json = json_object_new_object ();

  json_object_object_add (json, "id", json_object_new_string ("blosc"));
  json_object_object_add (json, "cname", json_object_new_string (MVUA_ZARR_CODEC_CNAME));
  json_object_object_add (json, "clevel", json_object_new_int (MVUA_ZARR_CODEC_LEVEL));
  json_object_object_add (json, "shuffle", json_object_new_int (MVUA_ZARR_CODEC_SHUFFLE));
  json_object_object_add (json, "blocksize", json_object_new_int (0));
  return json;
}

/* Kerchunk's filter takes a message for a chunk and makes values of it. */
static json_object *
new_grib_filters (const char *variable)
{
  json_object *filters = json_object_new_array ();
  json_object *filter = json_object_new_object ();

  json_object_object_add (filter, "id", json_object_new_string ("grib"));
  json_object_object_add (filter, "var", json_object_new_string (variable));
  json_object_object_add (filter, "dtype", json_object_new_string ("float64"));
  json_object_array_add (filters, filter);
  return filters;
}

static json_object *
new_array (const MvuaZarrNode *node)
{
  const MvuaZarrArraySpec *spec = node->spec;
  const MvuaZarrTypeInfo *info = mvua_zarr_type_get_info (spec->type);
  json_object *json = json_object_new_object ();

  json_object_object_add (json, "zarr_format", json_object_new_int (2));
  json_object_object_add (
      json, "shape", mvua_zarr_placement_new_shape (spec->n_dims, spec->shape, NULL));
  json_object_object_add (
      json, "chunks", mvua_zarr_placement_new_shape (spec->n_dims, spec->chunk, NULL));
  json_object_object_add (json, "dtype", json_object_new_string (info->v2_dtype));
  json_object_object_add (json, "compressor",
                          spec->compressed ? new_compressor () : NULL);
  /* xarray masks the fill value of v2, and 0 is a latitude: null for integers. */
  json_object_object_add (json, "fill_value", mvua_zarr_placement_new_fill (spec, NULL));
  json_object_object_add (json, "order", json_object_new_string ("C"));
  json_object_object_add (json, "filters",
                          node->grib != NULL ? new_grib_filters (node->grib) : NULL);
  json_object_object_add (json, "dimension_separator", json_object_new_string ("."));
  return json;
}

static json_object *
new_group (void)
{
  json_object *json = json_object_new_object ();

  json_object_object_add (json, "zarr_format", json_object_new_int (2));
  return json;
}

static GPtrArray *
list_files (const MvuaZarrNode *nodes, gsize n_nodes)
{
  GPtrArray *files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_zarr_file_free);

  for (gsize i = 0; i < n_nodes; i++)
    {
      const MvuaZarrArraySpec *spec = nodes[i].spec;
      json_object *attributes = mvua_zarr_placement_copy_attributes (nodes[i].attributes);
      if (spec != NULL)
        json_object_object_add (attributes, "_ARRAY_DIMENSIONS",
                                mvua_zarr_placement_new_dims (spec));

      mvua_zarr_placement_add_file (files, nodes[i].path,
                                    spec != NULL ? ".zarray" : ".zgroup",
                                    spec != NULL ? new_array (&nodes[i]) : new_group ());
      mvua_zarr_placement_add_file (files, nodes[i].path, ".zattrs", attributes);
    }

  json_object *metadata = json_object_new_object ();
  for (gsize i = 0; i < files->len; i++)
    {
      const MvuaZarrFile *file = g_ptr_array_index (files, i);
      json_object_object_add (metadata, file->path, json_object_get (file->json));
    }

  json_object *root = json_object_new_object ();
  json_object_object_add (root, "zarr_consolidated_format", json_object_new_int (1));
  json_object_object_add (root, "metadata", metadata);
  mvua_zarr_placement_add_file (files, "", ".zmetadata", root);
  return files;
}

const MvuaZarrPlacement mvua_zarr_placement_v2 = {
  .has_shards = FALSE,
  .dup_chunk_name = dup_chunk_name,
  .compare = compare,
  .list_files = list_files,
};
