/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-reader.h"

#include "mvua-store-file.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-array.h"
#include "mvua-zarr-json.h"
#include "mvua-zarr-stored.h"
#include "mvua-zarr-type.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Stores of 30 members and all variables have 6 MB of metadata. */
#define METADATA_MAX ((gsize) 128 << 20)
#define FILE_MAX ((gsize) 64 << 20)

/* A group or an array. */
typedef struct
{
  json_object *attributes;
  MvuaZarrStored *array; /* NULL: a group */
} Node;

struct _MvuaZarrReader
{
  char *folder;
  MvuaZarrPlace place;
  MvuaZarrFormat format;
  GHashTable *nodes; /* (element-type utf8 Node) */
  GPtrArray *paths;
};

static void
node_free (gpointer data)
{
  Node *node = data;

  json_object_put (node->attributes);
  g_clear_pointer (&node->array, mvua_zarr_stored_free);
  g_free (node);
}

void
mvua_zarr_reader_free (MvuaZarrReader *self)
{
  g_clear_pointer (&self->nodes, g_hash_table_unref);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->place.table, mvua_file_table_free);
  if (self->place.folder_fd >= 0)
    close (self->place.folder_fd);
  g_free (self->folder);
  g_free (self);
}

/* Lengths of a shape.  Returns: their number, or -1 if it is no shape */
static int
parse_shape (json_object *json, gsize *shape)
{
  if (!json_object_is_type (json, json_type_array) ||
      json_object_array_length (json) > MVUA_ZARR_MAX_DIMS)
    return -1;
  const int n = (int) json_object_array_length (json);
  for (int d = 0; d < n; d++)
    {
      json_object *length = json_object_array_get_idx (json, (gsize) d);
      if (!json_object_is_type (length, json_type_int) ||
          json_object_get_int64 (length) < 0)
        return -1;
      shape[d] = (gsize) json_object_get_int64 (length);
    }
  return n;
}

static gboolean
parse_dims (json_object *json, MvuaZarrArraySpec *spec)
{
  if (!json_object_is_type (json, json_type_array) ||
      json_object_array_length (json) != spec->n_dims)
    return FALSE;
  for (guint d = 0; d < spec->n_dims; d++)
    {
      json_object *name = json_object_array_get_idx (json, d);
      if (!json_object_is_type (name, json_type_string))
        return FALSE;
      spec->dims[d] = json_object_get_string (name);
    }
  return TRUE;
}

static gboolean
parse_type (json_object *json, gboolean is_v2, MvuaZarrType *type)
{
  const char *name = json_object_get_string (json);

  for (guint t = MVUA_ZARR_INT8; t <= MVUA_ZARR_FLOAT64; t++)
    {
      const MvuaZarrTypeInfo *info = mvua_zarr_type_get_info ((MvuaZarrType) t);
      if (g_strcmp0 (name, is_v2 ? info->v2_dtype : info->v3_data_type) == 0)
        {
          *type = (MvuaZarrType) t;
          return TRUE;
        }
    }
  return FALSE;
}

/* (nullable): the configuration of the first codec if that is @name */
static json_object *
first_codec (json_object *codecs, const char *name)
{
  if (!json_object_is_type (codecs, json_type_array) ||
      json_object_array_length (codecs) == 0)
    return NULL;
  json_object *codec = json_object_array_get_idx (codecs, 0);
  return g_strcmp0 (json_object_get_string (mvua_zarr_json_dig (codec, "name", NULL)),
                    name) == 0
             ? mvua_zarr_json_dig (codec, "configuration", NULL)
             : NULL;
}

static gboolean
parse_v2 (json_object *json, json_object *attributes, MvuaZarrArraySpec *spec)
{
  const int n = parse_shape (mvua_zarr_json_dig (json, "shape", NULL), spec->shape);

  spec->n_dims = (guint) MAX (n, 0);
  spec->compressed = mvua_zarr_json_dig (json, "compressor", NULL) != NULL;
  return n >= 0 &&
         parse_shape (mvua_zarr_json_dig (json, "chunks", NULL), spec->chunk) == n &&
         parse_type (mvua_zarr_json_dig (json, "dtype", NULL), TRUE, &spec->type) &&
         parse_dims (mvua_zarr_json_dig (attributes, "_ARRAY_DIMENSIONS", NULL), spec);
}

static gboolean
parse_v3 (json_object *json, MvuaZarrArraySpec *spec)
{
  const int n = parse_shape (mvua_zarr_json_dig (json, "shape", NULL), spec->shape);
  json_object *codecs = mvua_zarr_json_dig (json, "codecs", NULL);
  json_object *shard = first_codec (codecs, "sharding_indexed");
  json_object *chunk =
      shard != NULL
          ? mvua_zarr_json_dig (shard, "chunk_shape", NULL)
          : mvua_zarr_json_dig (json, "chunk_grid", "configuration", "chunk_shape", NULL);

  if (shard != NULL)
    codecs = mvua_zarr_json_dig (shard, "codecs", NULL);
  spec->n_dims = (guint) MAX (n, 0);
  spec->sharded = shard != NULL;
  spec->compressed = json_object_is_type (codecs, json_type_array) &&
                     json_object_array_length (codecs) > 1;
  return n >= 0 && parse_shape (chunk, spec->chunk) == n &&
         parse_type (mvua_zarr_json_dig (json, "data_type", NULL), FALSE, &spec->type) &&
         parse_dims (mvua_zarr_json_dig (json, "dimension_names", NULL), spec);
}

/* Whether the writer would write just that of an array of this spec: what the few things
 * that were parsed leave out is then what it always is. */
static gboolean
is_as_written (const MvuaZarrReader *self,
               const MvuaZarrArraySpec *spec,
               json_object *json,
               json_object *attributes)
{
  const MvuaZarrNode nodes[] = {
    { .path = "" },
    { .path = spec->path, .spec = spec, .attributes = attributes },
  };
  const gboolean is_v2 = self->format == MVUA_ZARR_V2;
  g_autoptr (GPtrArray) files = self->place.placement->list_files (
      is_v2 ? nodes + 1 : nodes, is_v2 ? 1 : G_N_ELEMENTS (nodes));
  const MvuaZarrFile *file = g_ptr_array_index (files, 0);

  return json_object_equal (file->json, json) != 0;
}

static gboolean
add_array (MvuaZarrReader *self,
           const char *path,
           json_object *json,
           json_object *attributes,
           GError **error)
{
  const gboolean is_v2 = self->format == MVUA_ZARR_V2;
  MvuaZarrArraySpec spec = { .path = path };
  gsize n_chunk = 0, n_chunks = 0;

  if (!mvua_zarr_placement_is_path (path) ||
      !(is_v2 ? parse_v2 (json, attributes, &spec) : parse_v3 (json, &spec)) ||
      !mvua_zarr_array_measure (&spec, &n_chunk, &n_chunks, NULL) ||
      !is_as_written (self, &spec, json, attributes))
    {
      g_autofree char *shown = g_utf8_make_valid (path, -1);
      return mvua_zarr_place_complain (&self->place, shown, error,
                                       "is not an array as Mvua writes them");
    }
  MvuaZarrStored *array = mvua_zarr_stored_new (&self->place, &spec, error);
  if (array == NULL)
    return FALSE;

  Node *node = g_new0 (Node, 1);
  node->array = array;
  node->attributes = json_object_get (attributes);
  g_hash_table_replace (self->nodes, g_strdup (path), node);
  return TRUE;
}

static void
add_group (MvuaZarrReader *self, const char *path, json_object *attributes)
{
  Node *node = g_new0 (Node, 1);

  node->attributes = json_object_get (attributes);
  g_hash_table_replace (self->nodes, g_strdup (path), node);
}

/* Of v2 each node has two entries, "gep01/tp/.zarray" and "gep01/tp/.zattrs". */
static gboolean
take_v2 (MvuaZarrReader *self, json_object *root, GError **error)
{
  json_object *metadata = mvua_zarr_json_dig (root, "metadata", NULL);

  if (!json_object_is_type (metadata, json_type_object))
    return FALSE;
  json_object_object_foreach (metadata, key, json)
  {
    const char *slash = strrchr (key, '/');
    const char *name = slash != NULL ? slash + 1 : key;
    g_autofree char *path = g_strndup (key, slash != NULL ? (gsize) (slash - key) : 0);
    g_autofree char *beside =
        g_strconcat (path, slash != NULL ? "/" : "", ".zattrs", NULL);
    json_object *attributes = mvua_zarr_json_dig (metadata, beside, NULL);

    if (strcmp (name, ".zattrs") == 0)
      continue;
    if (!json_object_is_type (attributes, json_type_object))
      return FALSE;
    if (strcmp (name, ".zgroup") == 0)
      add_group (self, path, attributes);
    else if (!add_array (self, path, json, attributes, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
take_v3 (MvuaZarrReader *self, json_object *root, GError **error)
{
  json_object *metadata =
      mvua_zarr_json_dig (root, "consolidated_metadata", "metadata", NULL);
  json_object *attributes = mvua_zarr_json_dig (root, "attributes", NULL);

  if (!json_object_is_type (metadata, json_type_object) ||
      !json_object_is_type (attributes, json_type_object))
    return FALSE;
  add_group (self, "", attributes);
  json_object_object_foreach (metadata, path, json)
  {
    const char *type =
        json_object_get_string (mvua_zarr_json_dig (json, "node_type", NULL));

    attributes = mvua_zarr_json_dig (json, "attributes", NULL);
    if (!json_object_is_type (attributes, json_type_object))
      return FALSE;
    if (g_strcmp0 (type, "group") == 0)
      add_group (self, path, attributes);
    else if (!add_array (self, path, json, attributes, error))
      return FALSE;
  }
  return TRUE;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_paths (MvuaZarrReader *self)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (*(char *) path != '\0')
      g_ptr_array_add (self->paths, path);
  g_ptr_array_sort (self->paths, compare_paths);
}

/* All nodes, out of the metadata file that was written last. */
static gboolean
read_metadata (MvuaZarrReader *self, GError **error)
{
  const gboolean is_v2 = self->format == MVUA_ZARR_V2;
  const char *name = is_v2 ? ".zmetadata" : "zarr.json";
  g_autoptr (GError) local_error = NULL;
  gsize n = 0;
  g_autofree char *text =
      mvua_zarr_place_load (&self->place, name, METADATA_MAX, &n, error);

  if (text == NULL)
    return FALSE;
  json_object *root = mvua_zarr_json_parse (text, n);
  const gboolean ok = root != NULL && (is_v2 ? take_v2 (self, root, &local_error)
                                             : take_v3 (self, root, &local_error));
  json_object_put (root);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (!ok || !g_hash_table_contains (self->nodes, ""))
    return mvua_zarr_place_complain (&self->place, name, error,
                                     "is not metadata as Mvua writes it");
  list_paths (self);
  return TRUE;
}

MvuaZarrReader *
mvua_zarr_reader_open (const char *folder, GError **error)
{
  g_autoptr (MvuaZarrReader) self = g_new0 (MvuaZarrReader, 1);

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  self->folder = g_strdup (folder);
  self->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, node_free);
  self->paths = g_ptr_array_new ();
  self->place.folder = self->folder;
  self->place.folder_fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (self->place.folder_fd < 0)
    {
      mvua_store_file_fail (error, errno, "open the folder", folder, NULL, 0);
      return NULL;
    }
  self->place.table = mvua_file_table_read (folder, error);
  if (self->place.table == NULL)
    return NULL;
  self->format = mvua_file_table_lookup (self->place.table, ".zmetadata", NULL, NULL)
                     ? MVUA_ZARR_V2
                     : MVUA_ZARR_V3;
  self->place.placement =
      self->format == MVUA_ZARR_V2 ? &mvua_zarr_placement_v2 : &mvua_zarr_placement_v3;
  return read_metadata (self, error) ? g_steal_pointer (&self) : NULL;
}

MvuaZarrFormat
mvua_zarr_reader_get_format (const MvuaZarrReader *self)
{
  return self->format;
}

const GPtrArray *
mvua_zarr_reader_list (const MvuaZarrReader *self)
{
  return self->paths;
}

json_object *
mvua_zarr_reader_get_attributes (const MvuaZarrReader *self, const char *path)
{
  const Node *node = g_hash_table_lookup (self->nodes, path);

  return node != NULL ? node->attributes : NULL;
}

MvuaZarrStored *
mvua_zarr_reader_get_array (const MvuaZarrReader *self, const char *path)
{
  const Node *node = g_hash_table_lookup (self->nodes, path);

  return node != NULL ? node->array : NULL;
}

char *
mvua_zarr_reader_load_file (const MvuaZarrReader *self,
                            const char *name,
                            gsize *n,
                            GError **error)
{
  g_autofree char *path = g_strconcat (".mvua/", name, NULL);

  return mvua_zarr_place_load (&self->place, path, FILE_MAX, n, error);
}

gboolean
mvua_zarr_reader_has_file (const MvuaZarrReader *self, const char *name)
{
  g_autofree char *path = g_strconcat (".mvua/", name, NULL);

  return mvua_file_table_lookup (self->place.table, path, NULL, NULL);
}
