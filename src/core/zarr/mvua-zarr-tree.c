/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-tree-private.h"

#include "mvua-store-file.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-json.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Stores of 30 members and all variables have 6 MB of metadata. */
#define OWN_FILE_MAX ((gsize) 64 << 20)
#define METADATA_MAX ((gsize) 128 << 20)

/* A group or an array: pieces of the texts of the tree. */
typedef struct
{
  const char *text; /* of v2 .zarray or .zgroup, of v3 zarr.json */
  gsize n;
  const char *attributes; /* may be NULL */
  gsize n_attributes;
  gboolean is_array;
} Node;

gboolean
mvua_zarr_tree_is_store (const char *path)
{
  static const char *const marks[] = { "zarr.json", ".zmetadata", ".zgroup", ".zarray" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autofree char *mark = g_build_filename (path, marks[i], NULL);
      if (g_file_test (mark, G_FILE_TEST_IS_REGULAR))
        return TRUE;
    }
  return FALSE;
}

void
mvua_zarr_tree_free (MvuaZarrTree *self)
{
  g_clear_pointer (&self->nodes, g_hash_table_unref);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_clear_pointer (&self->checked, g_hash_table_unref);
  g_clear_pointer (&self->place.table, mvua_file_table_free);
  g_clear_pointer (&self->chunks, mvua_zarr_chunks_unref);
  if (self->place.folder_fd >= 0)
    close (self->place.folder_fd);
  g_mutex_clear (&self->mutex);
  g_free (self->folder);
  g_free (self);
}

gboolean
mvua_zarr_tree_open_file (
    MvuaZarrTree *self, const char *path, int *fd, guint64 *length, GError **error)
{
  *fd = mvua_store_reader_open (self->place.folder_fd, path, length);
  if (*fd >= 0)
    return TRUE;
  if (errno != ENOENT && errno != ENOTDIR)
    return mvua_store_file_fail (error, errno, "open", self->folder, path, 0);
  if (self->place.table == NULL ||
      !mvua_file_table_lookup (self->place.table, path, NULL, NULL))
    return TRUE;
  g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_IO,
               "“%s/%s” is not there, though it was written", self->folder, path);
  return FALSE;
}

gboolean
mvua_zarr_tree_check (const MvuaZarrTree *self,
                      const char *path,
                      const void *bytes,
                      gsize n,
                      GError **error)
{
  return self->place.table == NULL ||
         !mvua_file_table_lookup (self->place.table, path, NULL, NULL) ||
         mvua_zarr_place_check (&self->place, path, bytes, n, error);
}

gboolean
mvua_zarr_tree_check_once (
    MvuaZarrTree *self, const char *path, int fd, guint64 length, GError **error)
{
  if (self->place.table == NULL ||
      !mvua_file_table_lookup (self->place.table, path, NULL, NULL))
    return TRUE;
  g_mutex_lock (&self->mutex);
  const gboolean is_checked = g_hash_table_contains (self->checked, path);
  g_mutex_unlock (&self->mutex);
  if (is_checked)
    return TRUE;
  if (!mvua_zarr_place_check_file (&self->place, fd, path, length, error))
    return FALSE;
  g_mutex_lock (&self->mutex);
  g_hash_table_add (self->checked, g_strdup (path));
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

gboolean
mvua_zarr_tree_load_text (
    MvuaZarrTree *self, const char *path, const char **text, gsize *n, GError **error)
{
  guint64 length = 0;
  int fd = -1;

  *text = NULL;
  if (!mvua_zarr_tree_open_file (self, path, &fd, &length, error))
    return FALSE;
  if (fd < 0)
    return TRUE;
  close (fd);
  g_autofree char *bytes = mvua_store_reader_load_at (self->place.folder_fd, self->folder,
                                                      path, METADATA_MAX, n, error);
  if (bytes == NULL || !mvua_zarr_tree_check (self, path, bytes, *n, error))
    return FALSE;
  *text = bytes;
  g_ptr_array_add (self->texts, g_steal_pointer (&bytes));
  return TRUE;
}

/* What stands in a zarr.json. */
static gboolean
note_member (const char *key, const char *value, gsize n, gpointer data)
{
  static const char array[] = "\"array\"";
  Node *node = data;

  if (strcmp (key, "attributes") == 0)
    {
      node->attributes = value;
      node->n_attributes = n;
    }
  else if (strcmp (key, "node_type") == 0)
    node->is_array = n >= strlen (array) && strncmp (value, array, strlen (array)) == 0;
  return TRUE;
}

void
mvua_zarr_tree_add (
    MvuaZarrTree *self, const char *path, const char *name, const char *text, gsize n)
{
  static const char *const here[] = { NULL };
  Node *node = g_hash_table_lookup (self->nodes, path);

  if (node == NULL)
    {
      if ((path[0] != '\0' && !mvua_zarr_placement_is_path (path)) ||
          g_hash_table_size (self->nodes) >= MVUA_ZARR_TREE_MAX_NODES)
        return;
      node = g_new0 (Node, 1);
      g_hash_table_insert (self->nodes, g_strdup (path), node);
    }
  if (strcmp (name, ".zattrs") == 0)
    {
      node->attributes = text;
      node->n_attributes = n;
      return;
    }
  node->text = text;
  node->n = n;
  node->is_array = strcmp (name, ".zarray") == 0;
  if (self->format == MVUA_ZARR_V3)
    mvua_zarr_json_split (text, n, here, note_member, node);
}

/* Of v2 each node has two entries, "gep01/tp/.zarray" and "gep01/tp/.zattrs". */
static gboolean
take_v2 (const char *key, const char *value, gsize n, gpointer data)
{
  const char *slash = strrchr (key, '/');
  const char *name = slash != NULL ? slash + 1 : key;
  g_autofree char *path = g_strndup (key, slash != NULL ? (gsize) (slash - key) : 0);

  if (strcmp (name, ".zarray") == 0 || strcmp (name, ".zgroup") == 0 ||
      strcmp (name, ".zattrs") == 0)
    mvua_zarr_tree_add (data, path, name, value, n);
  return TRUE;
}

static gboolean
take_v3 (const char *key, const char *value, gsize n, gpointer data)
{
  mvua_zarr_tree_add (data, key, "zarr.json", value, n);
  return TRUE;
}

static gboolean
read_v2 (MvuaZarrTree *self, GError **error)
{
  static const char *const path[] = { "metadata", NULL };
  const char *text = NULL;
  gsize n = 0;

  if (!mvua_zarr_tree_load_text (self, ".zmetadata", &text, &n, error))
    return FALSE;
  if (text == NULL)
    return mvua_zarr_tree_walk (self, error);
  return mvua_zarr_json_split (text, n, path, take_v2, self) ||
         mvua_zarr_place_complain (&self->place, ".zmetadata", error,
                                   "is not consolidated metadata of Zarr 2");
}

/* The part of a text that is an object; noted by note_consolidated(). */
typedef struct
{
  const char *text;
  gsize n;
} Part;

static gboolean
note_consolidated (const char *key, const char *value, gsize n, gpointer data)
{
  Part *part = data;

  if (strcmp (key, "metadata") == 0 && value[0] == '{')
    *part = (Part){ value, n };
  return TRUE;
}

static gboolean
pass_over (const char *key G_GNUC_UNUSED,
           const char *value G_GNUC_UNUSED,
           gsize n G_GNUC_UNUSED,
           gpointer data G_GNUC_UNUSED)
{
  return TRUE;
}

static gboolean
read_v3 (MvuaZarrTree *self, GError **error)
{
  static const char *const place[] = { "consolidated_metadata", NULL };
  static const char *const here[] = { NULL };
  Part metadata = { 0 };
  const char *text = NULL;
  gsize n = 0;

  if (!mvua_zarr_tree_load_text (self, "zarr.json", &text, &n, error))
    return FALSE;
  if (!mvua_zarr_json_split (text, n, here, pass_over, NULL))
    return mvua_zarr_place_complain (&self->place, "zarr.json", error,
                                     "is not metadata of Zarr 3");
  mvua_zarr_tree_add (self, "", "zarr.json", text, n);
  if (!mvua_zarr_json_split (text, n, place, note_consolidated, &metadata) ||
      metadata.text == NULL)
    return mvua_zarr_tree_walk (self, error);
  return mvua_zarr_json_split (metadata.text, metadata.n, here, take_v3, self) ||
         mvua_zarr_place_complain (&self->place, "zarr.json", error,
                                   "has consolidated metadata that is not JSON");
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
list_paths (MvuaZarrTree *self)
{
  GHashTableIter iter;
  gpointer path;

  g_hash_table_iter_init (&iter, self->nodes);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    if (*(char *) path != '\0')
      g_ptr_array_add (self->paths, path);
  g_ptr_array_sort (self->paths, compare_paths);
}

static MvuaZarrTree *
new_tree (const char *folder, MvuaZarrChunks *chunks)
{
  MvuaZarrTree *self = g_new0 (MvuaZarrTree, 1);

  self->folder = g_strdup (folder);
  self->place.folder = self->folder;
  self->place.folder_fd = -1;
  self->chunks = mvua_zarr_chunks_ref (chunks);
  self->nodes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->paths = g_ptr_array_new ();
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->checked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->mutex);
  return self;
}

/* Whether a file lies right in the store's folder. */
static gboolean
has_file (const MvuaZarrTree *self, const char *path)
{
  return faccessat (self->place.folder_fd, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

MvuaZarrTree *
mvua_zarr_tree_open (const char *folder, MvuaZarrChunks *chunks, GError **error)
{
  g_autoptr (MvuaZarrTree) self = new_tree (folder, chunks);

  self->place.folder_fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (self->place.folder_fd < 0)
    {
      mvua_store_file_fail (error, errno, "open the folder", folder, NULL, 0);
      return NULL;
    }
  if (has_file (self, ".mvua/files") &&
      (self->place.table = mvua_file_table_read (folder, error)) == NULL)
    return NULL;
  /* Where there are both, others take v3 too. */
  self->format = has_file (self, "zarr.json") ? MVUA_ZARR_V3 : MVUA_ZARR_V2;
  if (!(self->format == MVUA_ZARR_V2 ? read_v2 : read_v3) (self, error))
    return NULL;
  if (!g_hash_table_contains (self->nodes, ""))
    {
      g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID,
                   "“%s” is not a Zarr store: its metadata has no root", folder);
      return NULL;
    }
  list_paths (self);
  return g_steal_pointer (&self);
}

const char *
mvua_zarr_tree_get_folder (const MvuaZarrTree *self)
{
  return self->folder;
}

MvuaZarrFormat
mvua_zarr_tree_get_format (const MvuaZarrTree *self)
{
  return self->format;
}

const GPtrArray *
mvua_zarr_tree_list (const MvuaZarrTree *self)
{
  return self->paths;
}

gboolean
mvua_zarr_tree_has (const MvuaZarrTree *self, const char *path)
{
  return g_hash_table_contains (self->nodes, path);
}

gboolean
mvua_zarr_tree_has_array (const MvuaZarrTree *self, const char *path)
{
  const Node *node = g_hash_table_lookup (self->nodes, path);

  return node != NULL && node->is_array;
}

json_object *
mvua_zarr_tree_load_attributes (const MvuaZarrTree *self,
                                const char *path,
                                GError **error)
{
  const Node *node = g_hash_table_lookup (self->nodes, path);

  if (node == NULL || node->attributes == NULL)
    return NULL;
  json_object *json = mvua_zarr_json_parse (node->attributes, node->n_attributes);
  if (json_object_is_type (json, json_type_object))
    return json;
  json_object_put (json);
  mvua_zarr_place_complain (&self->place, path, error,
                            "has attributes that are not JSON");
  return NULL;
}

static gboolean
parse_meta (const MvuaZarrTree *self,
            const Node *node,
            json_object *attributes,
            MvuaZarrMeta *meta,
            char **complaint)
{
  json_object *json = node != NULL && node->text != NULL
                          ? mvua_zarr_json_parse (node->text, node->n)
                          : NULL;
  const gboolean ok = json_object_is_type (json, json_type_object) &&
                      (self->format == MVUA_ZARR_V2
                           ? mvua_zarr_meta_parse_v2 (meta, json, attributes, complaint)
                           : mvua_zarr_meta_parse_v3 (meta, json, complaint));

  if (!ok && *complaint == NULL)
    *complaint = g_strdup ("has metadata that is not JSON");
  json_object_put (json);
  return ok;
}

MvuaZarrLeaf *
mvua_zarr_tree_open_array (MvuaZarrTree *self,
                           const char *path,
                           json_object **attributes,
                           GError **error)
{
  g_autoptr (GError) local_error = NULL;
  json_object *said = mvua_zarr_tree_load_attributes (self, path, &local_error);
  g_autofree char *complaint = NULL;
  MvuaZarrMeta meta;

  if (attributes != NULL)
    *attributes = NULL;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  const gboolean ok =
      parse_meta (self, g_hash_table_lookup (self->nodes, path), said, &meta, &complaint);
  if (ok && attributes != NULL)
    *attributes = json_object_get (said);
  json_object_put (said);
  if (ok)
    return mvua_zarr_leaf_new (self, path, &meta);
  g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_UNSUPPORTED, "“%s/%s” %s",
               self->folder, path, complaint);
  return NULL;
}

GBytes *
mvua_zarr_tree_load_own_file (const MvuaZarrTree *self, const char *name, GError **error)
{
  g_autofree char *path = g_strconcat (".mvua/", name, NULL);
  gsize n = 0;

  if (self->place.table == NULL ||
      !mvua_file_table_lookup (self->place.table, path, NULL, NULL))
    return NULL;
  g_autofree char *bytes = mvua_store_reader_load_at (self->place.folder_fd, self->folder,
                                                      path, OWN_FILE_MAX, &n, error);
  if (bytes == NULL || !mvua_zarr_tree_check (self, path, bytes, n, error))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), n);
}
