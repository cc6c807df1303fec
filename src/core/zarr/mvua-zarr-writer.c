/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-writer.h"

#include "mvua-crc32c.h"
#include "mvua-milestone.h"
#include "mvua-store-file.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-writer-private.h"

typedef MvuaZarrWriterNode Node;

static void
node_free (gpointer data)
{
  Node *node = data;

  g_clear_pointer (&node->array, mvua_zarr_array_free);
  json_object_put (node->attributes);
  g_free (node->path);
  g_free (node);
}

static MvuaZarrWriter *
open_writer (const char *folder,
             MvuaZarrFormat format,
             gboolean (*open) (MvuaStore *store, const char *folder, GError **error),
             GError **error)
{
  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (format == MVUA_ZARR_V2 || format == MVUA_ZARR_V3, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  MvuaZarrWriter *self = g_new0 (MvuaZarrWriter, 1);
  if (!open (&self->store, folder, error))
    {
      g_free (self);
      return NULL;
    }

  self->placement =
      format == MVUA_ZARR_V2 ? &mvua_zarr_placement_v2 : &mvua_zarr_placement_v3;
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

MvuaZarrWriter *
mvua_zarr_writer_new (const char *folder, MvuaZarrFormat format, GError **error)
{
  return open_writer (folder, format, mvua_store_init, error);
}

MvuaZarrWriter *
mvua_zarr_writer_reopen (const char *folder, MvuaZarrFormat format, GError **error)
{
  return open_writer (folder, format, mvua_store_reopen, error);
}

void
mvua_zarr_writer_free (MvuaZarrWriter *self)
{
  g_hash_table_unref (self->by_path);
  g_ptr_array_unref (self->nodes);
  mvua_store_clear (&self->store);
  g_free (self);
}

static gboolean
has_group (MvuaZarrWriter *self, const char *path)
{
  const Node *node = g_hash_table_lookup (self->by_path, path);

  return node != NULL && node->array == NULL;
}

/* Whether a node may be added there.  Names come from data, so these are errors. */
static gboolean
check_place (MvuaZarrWriter *self, const char *path, GError **error)
{
  const char *slash = strrchr (path, '/');
  g_autofree char *parent =
      slash != NULL ? g_strndup (path, (gsize) (slash - path)) : g_strdup ("");
  const char *complaint = NULL;

  if (path[0] != '\0' && !mvua_zarr_placement_is_path (path))
    complaint = "is not a path that a store can have";
  else if (g_hash_table_contains (self->by_path, path))
    complaint = "is there already";
  else if (path[0] != '\0' && !has_group (self, parent))
    complaint = "has no group above it";
  if (complaint == NULL)
    return TRUE;

  g_autofree char *shown = g_utf8_make_valid (path, -1);
  g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID, "“%s” %s", shown,
               complaint);
  return FALSE;
}

static void
add_node (MvuaZarrWriter *self,
          const char *path,
          MvuaZarrArray *array,
          json_object *attributes)
{
  Node *node = g_new0 (Node, 1);

  node->path = g_strdup (path);
  node->array = array;
  node->attributes = json_object_get (attributes);
  g_ptr_array_add (self->nodes, node);
  g_hash_table_insert (self->by_path, node->path, node);
}

gboolean
mvua_zarr_writer_add_group (MvuaZarrWriter *self,
                            const char *path,
                            json_object *attributes,
                            GError **error)
{
  g_return_val_if_fail (self != NULL && path != NULL && !self->is_finished, FALSE);
  g_return_val_if_fail (
      attributes == NULL || json_object_is_type (attributes, json_type_object), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_place (self, path, error))
    return FALSE;
  if (path[0] != '\0' && !mvua_store_file_make_folders (self->store.folder, path, error))
    return FALSE;

  add_node (self, path, NULL, attributes);
  return TRUE;
}

MvuaZarrArray *
mvua_zarr_writer_add_array (MvuaZarrWriter *self,
                            const MvuaZarrArraySpec *spec,
                            json_object *attributes,
                            GError **error)
{
  g_return_val_if_fail (self != NULL && spec != NULL && !self->is_finished, NULL);
  g_return_val_if_fail (spec->path != NULL && spec->path[0] != '\0', NULL);
  g_return_val_if_fail (spec->n_dims <= MVUA_ZARR_MAX_DIMS, NULL);
  g_return_val_if_fail (
      attributes == NULL || json_object_is_type (attributes, json_type_object), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_place (self, spec->path, error))
    return NULL;
  MvuaZarrArray *array = mvua_zarr_array_new (&self->store, self->placement, spec, error);
  if (array == NULL)
    return NULL;
  if (!mvua_store_file_make_folders (self->store.folder, spec->path, error))
    {
      mvua_zarr_array_free (array);
      return NULL;
    }

  add_node (self, spec->path, array, attributes);
  return array;
}

gboolean
mvua_zarr_writer_add_file (MvuaZarrWriter *self,
                           const char *name,
                           const void *data,
                           gsize length,
                           GError **error)
{
  g_return_val_if_fail (self != NULL && !self->is_finished, FALSE);
  g_return_val_if_fail (name != NULL && strchr (name, '/') == NULL, FALSE);
  g_return_val_if_fail (mvua_store_file_is_path (name), FALSE);
  g_return_val_if_fail (!g_str_equal (name, "files"), FALSE);

  g_autofree char *path = g_strconcat (".mvua/", name, NULL);
  return mvua_store_put (&self->store, path, data, length, error);
}

gboolean
mvua_zarr_writer_has_file (MvuaZarrWriter *self, const char *path)
{
  return mvua_file_table_lookup (self->store.table, path, NULL, NULL);
}

/* What was seen of files that somebody else wrote. */
typedef struct
{
  MvuaZarrWriter *writer;
  const char *below;
  GError **error;
  gboolean ok;
} Taking;

static void
take_file (const char *path, const char *complaint, gpointer data)
{
  Taking *self = data;
  MvuaStore *store = &self->writer->store;
  g_autofree char *whole =
      self->below != NULL ? g_strconcat (self->below, "/", path, NULL) : g_strdup (path);
  gsize n = 0;

  if (!self->ok)
    return;
  if (complaint != NULL)
    {
      g_set_error (self->error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_IO, "“%s/%s” %s",
                   store->folder, whole, complaint);
      self->ok = FALSE;
      return;
    }
  g_autofree char *bytes =
      mvua_store_reader_load (store->folder, whole, G_MAXINT32, &n, self->error);
  self->ok = bytes != NULL;
  if (!self->ok)
    return;
  mvua_file_table_add (store->table, whole, n, mvua_crc32c (0, bytes, n));
  atomic_fetch_add (&store->n_bytes, n);
}

gboolean
mvua_zarr_writer_take_files (MvuaZarrWriter *self, const char *path, GError **error)
{
  g_autofree char *folder = g_build_filename (self->store.folder, path, NULL);
  Taking taking = { .writer = self, .error = error, .ok = TRUE };

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      take_file (path, NULL, &taking);
      return taking.ok;
    }
  taking.below = path;
  return mvua_store_reader_walk_path (folder, take_file, &taking, error) && taking.ok;
}

void
mvua_zarr_writer_add_nodes (MvuaZarrWriter *self, GArray *nodes)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const Node *node = g_ptr_array_index (self->nodes, i);
      const MvuaZarrNode entry = {
        .path = node->path,
        .spec = node->array != NULL ? mvua_zarr_array_get_spec (node->array) : NULL,
        .attributes = node->attributes,
      };
      g_array_append_val (nodes, entry);
    }
}

/* All metadata files, consolidated metadata last. */
static GPtrArray *
list_metadata (MvuaZarrWriter *self)
{
  g_autoptr (GArray) nodes =
      g_array_sized_new (FALSE, FALSE, sizeof (MvuaZarrNode), self->nodes->len);

  mvua_zarr_writer_add_nodes (self, nodes);
  g_array_sort (nodes, self->placement->compare);

  return self->placement->list_files ((const MvuaZarrNode *) (gpointer) nodes->data,
                                      nodes->len);
}

/* Where it gets no memory json-c leaves pieces of a text out, and does not tell. */
static gboolean
is_whole (json_object *json, const char *text)
{
  json_object *again = json_tokener_parse (text);
  const gboolean is_equal = json_object_equal (json, again) != 0;

  json_object_put (again);
  return is_equal;
}

/* Puts one metadata file, or seals the store with the last. */
static gboolean
write_metadata (MvuaZarrWriter *self,
                const MvuaZarrFile *file,
                gboolean is_last,
                GError **error)
{
  gsize length = 0;
  const char *text = json_object_to_json_string_length (
      file->json, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);

  if (text == NULL || !is_whole (file->json, text))
    {
      g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_NO_MEMORY,
                   "Not enough memory for the metadata in “%s”", file->path);
      return FALSE;
    }
  return is_last ? mvua_store_seal (&self->store, file->path, text, length, error)
                 : mvua_store_put (&self->store, file->path, text, length, error);
}

gboolean
mvua_zarr_writer_finish (MvuaZarrWriter *self, GError **error)
{
  g_return_val_if_fail (self != NULL && !self->is_finished, FALSE);
  g_return_val_if_fail (has_group (self, ""), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  mvua_zarr_writer_set_log (self, NULL, NULL);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const Node *node = g_ptr_array_index (self->nodes, i);
      if (node->array != NULL && !mvua_zarr_array_finish (node->array, error))
        return FALSE;
    }

  mvua_milestone ("arrays-finished");
  g_autoptr (GPtrArray) files = list_metadata (self);
  for (guint i = 0; i < files->len; i++)
    if (!write_metadata (self, g_ptr_array_index (files, i), i + 1 == files->len, error))
      return FALSE;

  self->is_finished = TRUE;
  return TRUE;
}

guint64
mvua_zarr_writer_get_n_bytes (MvuaZarrWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return atomic_load (&self->store.n_bytes);
}
