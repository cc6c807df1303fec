/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-reader.h"

#include "mvua-file.h"

static gboolean
read_file (MvuaReader *self G_GNUC_UNUSED,
           const char *path,
           guint64 offset,
           gsize length,
           guint8 *buffer,
           gsize *n_read,
           GError **error)
{
  return mvua_file_read (path, offset, length, buffer, n_read, error);
}

MvuaReader *
mvua_reader_files (void)
{
  static MvuaReader files = { .read = read_file };

  return &files;
}

gboolean
mvua_reader_read (MvuaReader *self,
                  const char *path,
                  guint64 offset,
                  gsize length,
                  guint8 *buffer,
                  gsize *n_read,
                  GError **error)
{
  return self->read (self, path, offset, length, buffer, n_read, error);
}
