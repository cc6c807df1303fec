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
           const MvuaReading *reading G_GNUC_UNUSED,
           GError **error)
{
  return mvua_file_read (path, offset, length, buffer, n_read, error);
}

/* For whom, where nobody says. */
static const MvuaReading picked = { .priority = MVUA_PRIORITY_PICKED };

MvuaPriority
mvua_reading_get_priority (const MvuaReading *reading)
{
  return reading == NULL ? MVUA_PRIORITY_PICKED
                         : MIN (reading->priority, mvua_urgency_get (reading->urgency));
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
                  const MvuaReading *reading,
                  GError **error)
{
  return self->read (self, path, offset, length, buffer, n_read,
                     reading != NULL ? reading : &picked, error);
}

gboolean
mvua_reader_get_size (MvuaReader *self,
                      const char *path,
                      guint64 *size,
                      const MvuaReading *reading,
                      GError **error)
{
  return self->get_size != NULL
             ? self->get_size (self, path, size, reading != NULL ? reading : &picked,
                               error)
             : mvua_file_get_size (path, size, error);
}

GBytes *
mvua_reader_read_all (MvuaReader *self,
                      const char *path,
                      gsize most,
                      const MvuaReading *reading,
                      GError **error)
{
  gsize n = 0;
  char *text;

  if (self->read_all != NULL)
    return self->read_all (self, path, most, reading != NULL ? reading : &picked, error);
  text = mvua_file_read_text (path, most, &n, error);
  return text != NULL ? g_bytes_new_take (text, n) : NULL;
}

gsize
mvua_reader_count_kept (MvuaReader *self, const char *path, guint64 offset, gsize length)
{
  return self->count_kept != NULL ? self->count_kept (self, path, offset, length) : 0;
}

char *
mvua_reader_dup_etag (MvuaReader *self, const char *path)
{
  return self->dup_etag != NULL ? self->dup_etag (self, path) : NULL;
}
