/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Going on with a store that an earlier writer did not finish. */

#include "mvua-crc32c.h"
#include "mvua-store-file.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-writer-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* Deeper than any store is; whoever hangs a loop in it is told so. */
#define DEEPEST 16

void
mvua_zarr_writer_set_log (MvuaZarrWriter *self, MvuaZarrPieceFunc func, gpointer data)
{
  self->store.log = func;
  self->store.log_data = data;
}

/* (nullable): the shard that a piece is of.  Its path is that of an array and something
 * more. */
static MvuaZarrShard *
find_shard (MvuaZarrWriter *self, const char *path)
{
  g_autofree char *above = g_strdup (path);
  char *slash;

  while ((slash = strrchr (above, '/')) != NULL)
    {
      *slash = '\0';
      const MvuaZarrWriterNode *node = g_hash_table_lookup (self->by_path, above);
      if (node == NULL || node->array == NULL)
        continue;
      MvuaZarrShard *shard = mvua_zarr_array_get_shard (node->array);
      return shard != NULL && strcmp (mvua_zarr_shard_get_path (shard), path) == 0 ? shard
                                                                                   : NULL;
    }
  return NULL;
}

static gboolean
has_file (MvuaZarrWriter *self, const MvuaZarrPiece *piece)
{
  gsize n = 0;
  g_autofree char *bytes = piece->length < G_MAXSIZE - 1
                               ? mvua_store_reader_load (self->store.folder, piece->path,
                                                         piece->length + 1, &n, NULL)
                               : NULL;

  return bytes != NULL && n == piece->length &&
         mvua_crc32c (0, bytes, n) == piece->crc32c;
}

gboolean
mvua_zarr_writer_has (MvuaZarrWriter *self, const MvuaZarrPiece *piece)
{
  if (!mvua_store_file_is_path (piece->path))
    return FALSE;
  if (piece->number == MVUA_ZARR_PIECE_WHOLE)
    return find_shard (self, piece->path) == NULL && has_file (self, piece);

  MvuaZarrShard *shard = find_shard (self, piece->path);
  return shard != NULL && mvua_zarr_shard_has (shard, piece);
}

gboolean
mvua_zarr_writer_adopt (MvuaZarrWriter *self, const MvuaZarrPiece *piece)
{
  if (!mvua_store_file_is_path (piece->path))
    return FALSE;
  if (piece->number != MVUA_ZARR_PIECE_WHOLE)
    {
      MvuaZarrShard *shard = find_shard (self, piece->path);
      return shard != NULL && mvua_zarr_shard_adopt (shard, piece);
    }
  mvua_file_table_add (self->store.table, piece->path, piece->length, piece->crc32c);
  atomic_fetch_add (&self->store.n_bytes, piece->length);
  return TRUE;
}

/* Removes files below @path ("" for the store) that are not among @kept. */
static gboolean
sweep (
    MvuaZarrWriter *self, GHashTable *kept, const char *path, guint depth, GError **error)
{
  g_autofree char *folder = g_build_filename (self->store.folder, path, NULL);
  int number = 0;
  g_autoptr (GDir) dir = mvua_store_file_list (folder, &number);
  const char *name;

  if (dir == NULL || depth > DEEPEST)
    return mvua_store_file_fail (error, depth > DEEPEST ? ELOOP : number,
                                 "list the folder", folder, NULL, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child =
          path[0] != '\0' ? g_strconcat (path, "/", name, NULL) : g_strdup (name);
      g_autofree char *full = g_build_filename (self->store.folder, child, NULL);

      if (g_file_test (full, G_FILE_TEST_IS_DIR) &&
          !g_file_test (full, G_FILE_TEST_IS_SYMLINK))
        {
          if (!sweep (self, kept, child, depth + 1, error))
            return FALSE;
          g_rmdir (full); /* if it is empty */
        }
      else if (!g_hash_table_contains (kept, child) && g_unlink (full) != 0)
        return mvua_store_file_fail (error, errno, "remove", self->store.folder, child,
                                     0);
    }
  return TRUE;
}

gboolean
mvua_zarr_writer_sweep (MvuaZarrWriter *self, GError **error)
{
  g_autoptr (GPtrArray) files = mvua_file_table_list (self->store.table);
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < files->len; i++)
    g_hash_table_add (kept, g_ptr_array_index (files, i));
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const MvuaZarrWriterNode *node = g_ptr_array_index (self->nodes, i);
      MvuaZarrShard *shard =
          node->array != NULL ? mvua_zarr_array_get_shard (node->array) : NULL;

      if (shard == NULL || mvua_zarr_shard_get_part (shard) == NULL)
        continue;
      if (!mvua_zarr_shard_reopen (shard, error))
        return FALSE;
      g_hash_table_add (kept, (gpointer) mvua_zarr_shard_get_part (shard));
    }
  return sweep (self, kept, "", 0, error);
}
