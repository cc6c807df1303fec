/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store.h"

#include "mvua-crc32c.h"
#include "mvua-store-file.h"

#include <errno.h>
#include <glib/gstdio.h>

gboolean
mvua_store_init (MvuaStore *self, const char *folder, GError **error)
{
  if (g_mkdir (folder, 0777) != 0)
    return mvua_store_file_fail (error, errno, "make the folder", folder, NULL, 0);

  self->folder = g_strdup (folder);
  self->table = mvua_file_table_new ();
  atomic_init (&self->n_bytes, 0);
  return TRUE;
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

  mvua_file_table_add (self->table, path, length, mvua_crc32c (0, data, length));
  atomic_fetch_add (&self->n_bytes, length);
  return TRUE;
}

gboolean
mvua_store_seal (
    MvuaStore *self, const char *path, const void *data, gsize length, GError **error)
{
  mvua_file_table_add (self->table, path, length, mvua_crc32c (0, data, length));

  if (!mvua_store_file_sync_all (self->folder, error) ||
      !mvua_file_table_write (self->table, self->folder, error) ||
      !mvua_store_file_write (self->folder, path, data, length, TRUE, error))
    return FALSE;
  atomic_fetch_add (&self->n_bytes, length);
  return TRUE;
}
