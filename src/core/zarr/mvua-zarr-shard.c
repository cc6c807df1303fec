/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-shard.h"

#include "mvua-crc32c.h"
#include "mvua-store-file.h"
#include "mvua-zarr-writer.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

struct _MvuaZarrShard
{
  MvuaStore *store; /* not ours */
  char *path;
  char *part;
  gsize n_index; /* bytes, without the checksum */

  GMutex mutex;   /* guards what stands below and the writing itself: the checksum wants
                   * the chunks in a row */
  guint64 *index; /* [n_chunks][2], then room for the checksum */
  guint64 length;
  guint32 crc;
  gboolean is_finished;
};

MvuaZarrShard *
mvua_zarr_shard_new (MvuaStore *store, const char *path, gsize n_chunks, GError **error)
{
  gsize n_words;
  guint64 *index = NULL;

  if (g_size_checked_mul (&n_words, n_chunks, 2) &&
      g_size_checked_add (&n_words, n_words, 1))
    index = g_try_new (guint64, n_words);
  if (index == NULL)
    {
      g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_NO_MEMORY,
                   "Not enough memory for the index of %" G_GSIZE_FORMAT
                   " chunks of “%s”",
                   n_chunks, path);
      return NULL;
    }
  memset (index, 0xff, n_words * sizeof *index);

  MvuaZarrShard *self = g_new0 (MvuaZarrShard, 1);
  self->store = store;
  self->path = g_strdup (path);
  self->part = mvua_store_file_dup_part (path);
  self->n_index = 2 * n_chunks * sizeof *index;
  self->index = index;
  g_mutex_init (&self->mutex);
  return self;
}

void
mvua_zarr_shard_free (MvuaZarrShard *self)
{
  g_mutex_clear (&self->mutex);
  g_free (self->index);
  g_free (self->part);
  g_free (self->path);
  g_free (self);
}

int
mvua_zarr_shard_open (MvuaZarrShard *self, GError **error)
{
  return mvua_store_file_open (self->store->folder, self->part, error);
}

gboolean
mvua_zarr_shard_close (MvuaZarrShard *self, int fd, gboolean ok, GError **error)
{
  return mvua_store_file_close (fd, ok, self->store->folder, self->part, error);
}

gboolean
mvua_zarr_shard_append (MvuaZarrShard *self,
                        int fd,
                        gsize number,
                        const void *data,
                        gsize length,
                        GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  /* What a failed write left lies past the length and is written over. */
  if (!mvua_store_file_put (fd, data, length, self->length, self->store->folder,
                            self->part, error))
    return FALSE;

  self->index[2 * number] = self->length;
  self->index[2 * number + 1] = length;
  self->length += length;
  self->crc = mvua_crc32c (self->crc, data, length);
  atomic_fetch_add (&self->store->n_bytes, length);
  return TRUE;
}

static gboolean
write_index (MvuaZarrShard *self, gsize n_tail, GError **error)
{
  const int fd = mvua_zarr_shard_open (self, error);
  if (fd < 0)
    return FALSE;

  gboolean ok = mvua_store_file_put (fd, self->index, n_tail, self->length,
                                     self->store->folder, self->part, error);
  if (ok && ftruncate (fd, (off_t) (self->length + n_tail)) != 0)
    ok = mvua_store_file_fail (error, errno, "cut", self->store->folder, self->part, 0);
  return mvua_zarr_shard_close (self, fd, ok, error);
}

gboolean
mvua_zarr_shard_finish (MvuaZarrShard *self, GError **error)
{
  if (self->is_finished || self->length == 0)
    return TRUE;

  const guint32 index_crc = mvua_crc32c (0, self->index, self->n_index);
  const gsize n_tail = self->n_index + sizeof index_crc;
  memcpy ((guint8 *) self->index + self->n_index, &index_crc, sizeof index_crc);

  if (!write_index (self, n_tail, error) ||
      !mvua_store_file_rename (self->store->folder, self->path, error))
    return FALSE;

  mvua_file_table_add (self->store->table, self->path, self->length + n_tail,
                       mvua_crc32c (self->crc, self->index, n_tail));
  atomic_fetch_add (&self->store->n_bytes, n_tail);
  self->is_finished = TRUE;
  return TRUE;
}
