/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-either-reader.h"

#include "mvua-ref-url.h"

typedef struct
{
  MvuaReader reader; /* first, so that it is what a reader is */
  MvuaReader *files;
  MvuaReader *remote;
} Either;

static MvuaReader *
choose (MvuaReader *reader, const char *path)
{
  Either *self = (Either *) reader;

  return mvua_ref_url_is_remote (path) ? self->remote : self->files;
}

static gboolean
read_either (MvuaReader *reader,
             const char *path,
             guint64 offset,
             gsize length,
             guint8 *buffer,
             gsize *n_read,
             const MvuaReading *reading,
             GError **error)
{
  return mvua_reader_read (choose (reader, path), path, offset, length, buffer, n_read,
                           reading, error);
}

static gboolean
get_size_of_either (MvuaReader *reader,
                    const char *path,
                    guint64 *size,
                    const MvuaReading *reading,
                    GError **error)
{
  return mvua_reader_get_size (choose (reader, path), path, size, reading, error);
}

static GBytes *
read_all_of_either (MvuaReader *reader,
                    const char *path,
                    gsize most,
                    const MvuaReading *reading,
                    GError **error)
{
  return mvua_reader_read_all (choose (reader, path), path, most, reading, error);
}

static char *
dup_etag_of_either (MvuaReader *reader, const char *path)
{
  return mvua_reader_dup_etag (choose (reader, path), path);
}

MvuaReader *
mvua_either_reader_new (MvuaReader *files, MvuaReader *remote)
{
  Either *self = g_new0 (Either, 1);

  self->reader = (MvuaReader){ .is_remote = TRUE,
                               .read = read_either,
                               .get_size = get_size_of_either,
                               .read_all = read_all_of_either,
                               .dup_etag = dup_etag_of_either };
  self->files = files;
  self->remote = remote;
  return &self->reader;
}
