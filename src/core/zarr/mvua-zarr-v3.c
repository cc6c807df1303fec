/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Zarr v3: one zarr.json a node, all of them again in the root's, chunks below "c". */

#include "mvua-zarr-codec.h"
#include "mvua-zarr-placement.h"
#include "mvua-zarr-type.h"

#include <string.h>

static char *
dup_chunk_name (guint n_dims, const gsize *index)
{
  GString *name = g_string_new ("c");

  for (guint d = 0; d < n_dims; d++)
    g_string_append_printf (name, "/%" G_GSIZE_FORMAT, index[d]);
  return g_string_free (name, FALSE);
}

/* What has one parent has one beginning, so it lies in a row this way too. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const MvuaZarrNode *left = a, *right = b;
  const int by_depth = mvua_zarr_placement_compare_depth (a, b);

  return by_depth != 0 ? by_depth : strcmp (left->path, right->path);
}

/* {"name": …, "configuration": {…}}, the form that all of v3's extensions have;
 * @configuration is taken. */
static json_object *
new_named (const char *name, json_object *configuration)
{
  json_object *json = json_object_new_object ();

  json_object_object_add (json, "name", json_object_new_string (name));
  if (configuration != NULL)
    json_object_object_add (json, "configuration", configuration);
  return json;
}

/* The same with a configuration of one string. */
static json_object *
new_named_with (const char *name, const char *key, const char *value)
{
  json_object *configuration = json_object_new_object ();

  json_object_object_add (configuration, key, json_object_new_string (value));
  return new_named (name, configuration);
}

static json_object *
new_blosc (gsize type_size)
{
  json_object *json = json_object_new_object ();

  json_object_object_add (json, "typesize", json_object_new_uint64 (type_size));
  json_object_object_add (json, "cname", json_object_new_string (MVUA_ZARR_CODEC_CNAME));
  json_object_object_add (json, "clevel", json_object_new_int (MVUA_ZARR_CODEC_LEVEL));
  json_object_object_add (json, "shuffle",
                          json_object_new_string (MVUA_ZARR_CODEC_SHUFFLE_NAME));
  json_object_object_add (json, "blocksize", json_object_new_int (0));
  return new_named ("blosc", json);
}

/* What is done to one chunk. */
static json_object *
new_chunk_codecs (const MvuaZarrArraySpec *spec)
{
  json_object *codecs = json_object_new_array ();

  json_object_array_add (codecs, new_named_with ("bytes", "endian", "little"));
  if (spec->compressed)
    json_object_array_add (codecs,
                           new_blosc (mvua_zarr_type_get_info (spec->type)->size));
  return codecs;
}

static json_object *
new_shard_codecs (const MvuaZarrArraySpec *spec)
{
  json_object *index_codecs = json_object_new_array ();
  json_object_array_add (index_codecs, new_named_with ("bytes", "endian", "little"));
  json_object_array_add (index_codecs, new_named ("crc32c", NULL));

  json_object *json = json_object_new_object ();
  json_object_object_add (
      json, "chunk_shape",
      mvua_zarr_placement_new_shape (spec->n_dims, spec->chunk, NULL));
  json_object_object_add (json, "codecs", new_chunk_codecs (spec));
  json_object_object_add (json, "index_codecs", index_codecs);
  json_object_object_add (json, "index_location", json_object_new_string ("end"));

  json_object *codecs = json_object_new_array ();
  json_object_array_add (codecs, new_named ("sharding_indexed", json));
  return codecs;
}

/* A shard holds the whole array, up to a multiple of its chunks. */
static json_object *
new_grid (const MvuaZarrArraySpec *spec)
{
  json_object *json = json_object_new_object ();

  json_object_object_add (
      json, "chunk_shape",
      spec->sharded
          ? mvua_zarr_placement_new_shape (spec->n_dims, spec->shape, spec->chunk)
          : mvua_zarr_placement_new_shape (spec->n_dims, spec->chunk, NULL));
  return new_named ("regular", json);
}

static json_object *
new_array (const MvuaZarrArraySpec *spec, json_object *attributes)
{
  json_object *json = json_object_new_object ();

  json_object_object_add (json, "zarr_format", json_object_new_int (3));
  json_object_object_add (json, "node_type", json_object_new_string ("array"));
  json_object_object_add (
      json, "shape", mvua_zarr_placement_new_shape (spec->n_dims, spec->shape, NULL));
  json_object_object_add (
      json, "data_type",
      json_object_new_string (mvua_zarr_type_get_info (spec->type)->v3_data_type));
  json_object_object_add (json, "chunk_grid", new_grid (spec));
  json_object_object_add (json, "chunk_key_encoding",
                          new_named_with ("default", "separator", "/"));
  /* v3 demands one, and xarray does not take it for a mask there. */
  json_object_object_add (json, "fill_value",
                          mvua_zarr_placement_new_fill (spec, json_object_new_int (0)));
  json_object_object_add (
      json, "codecs", spec->sharded ? new_shard_codecs (spec) : new_chunk_codecs (spec));
  json_object_object_add (json, "attributes",
                          mvua_zarr_placement_copy_attributes (attributes));
  json_object_object_add (json, "dimension_names", mvua_zarr_placement_new_dims (spec));
  json_object_object_add (json, "storage_transformers", json_object_new_array ());
  return json;
}

static json_object *
new_group (json_object *attributes)
{
  json_object *json = json_object_new_object ();

  json_object_object_add (json, "zarr_format", json_object_new_int (3));
  json_object_object_add (json, "node_type", json_object_new_string ("group"));
  json_object_object_add (json, "attributes",
                          mvua_zarr_placement_copy_attributes (attributes));
  return json;
}

static GPtrArray *
list_files (const MvuaZarrNode *nodes, gsize n_nodes)
{
  GPtrArray *files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_zarr_file_free);
  json_object *metadata = json_object_new_object ();

  for (gsize i = 1; i < n_nodes; i++)
    {
      json_object *json = nodes[i].spec != NULL
                              ? new_array (nodes[i].spec, nodes[i].attributes)
                              : new_group (nodes[i].attributes);
      json_object_object_add (metadata, nodes[i].path, json_object_get (json));
      mvua_zarr_placement_add_file (files, nodes[i].path, "zarr.json", json);
    }

  json_object *consolidated = json_object_new_object ();
  json_object_object_add (consolidated, "kind", json_object_new_string ("inline"));
  json_object_object_add (consolidated, "must_understand",
                          json_object_new_boolean (FALSE));
  json_object_object_add (consolidated, "metadata", metadata);

  json_object *root = new_group (nodes[0].attributes);
  json_object_object_add (root, "consolidated_metadata", consolidated);
  mvua_zarr_placement_add_file (files, "", "zarr.json", root);
  return files;
}

const MvuaZarrPlacement mvua_zarr_placement_v3 = {
  .has_shards = TRUE,
  .dup_chunk_name = dup_chunk_name,
  .compare = compare,
  .list_files = list_files,
};
