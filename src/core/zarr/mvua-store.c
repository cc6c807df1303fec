/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store.h"

#include "mvua-crc32c.h"
#include "mvua-milestone.h"
#include "mvua-store-file.h"

#include <errno.h>
#include <glib/gstdio.h>

static void
init (MvuaStore *self, const char *folder)
{
  self->folder = g_strdup (folder);
  self->table = mvua_file_table_new ();
  self->log = NULL;
  atomic_init (&self->n_bytes, 0);
}

gboolean
mvua_store_init (MvuaStore *self, const char *folder, GError **error)
{
  if (g_mkdir (folder, 0777) != 0)
    return mvua_store_file_fail (error, errno, "make the folder", folder, NULL, 0);
  init (self, folder);
  return TRUE;
}

gboolean
mvua_store_reopen (MvuaStore *self, const char *folder, GError **error)
{
  if (g_mkdir (folder, 0777) != 0 && errno != EEXIST)
    return mvua_store_file_fail (error, errno, "make the folder", folder, NULL, 0);
  init (self, folder);
  return TRUE;
}

gboolean
mvua_store_tell (MvuaStore *self, const MvuaZarrPiece *piece, GError **error)
{
  return self->log == NULL || self->log (piece, self->log_data, error);
}

void
mvua_store_clear (MvuaStore *self)
{
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->table, mvua_file_table_free);
}

gboolean
mvua_store_put (
    MvuaStore *self, const char *path, const void *data, gsize length, GError **error)
{
  if (!mvua_store_file_write (self->folder, path, data, length, FALSE, error))
    return FALSE;

  const MvuaZarrPiece piece = { .path = path,
                                .number = MVUA_ZARR_PIECE_WHOLE,
                                .length = length,
                                .crc32c = mvua_crc32c (0, data, length) };
  mvua_milestone ("file-written");
  mvua_file_table_add (self->table, path, length, piece.crc32c);
  atomic_fetch_add (&self->n_bytes, length);
  return mvua_store_tell (self, &piece, error);
}

gboolean
mvua_store_seal (
    MvuaStore *self, const char *path, const void *data, gsize length, GError **error)
{
  mvua_file_table_add (self->table, path, length, mvua_crc32c (0, data, length));

  mvua_milestone ("sealing");
  if (!mvua_store_file_sync_all (self->folder, error) ||
      !mvua_file_table_write (self->table, self->folder, error))
    return FALSE;
  mvua_milestone ("table-written");
  if (!mvua_store_file_write (self->folder, path, data, length, TRUE, error))
    return FALSE;
  atomic_fetch_add (&self->n_bytes, length);
  return TRUE;
}
