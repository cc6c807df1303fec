/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-shard.h"

#include "mvua-crc32c.h"
#include "mvua-milestone.h"
#include "mvua-store-file.h"
#include "mvua-zarr-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
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

/* Guarded.  Notes what lies behind all that is noted. */
static void
take (MvuaZarrShard *self, const MvuaZarrPiece *piece, const void *data)
{
  self->index[2 * piece->number] = piece->offset;
  self->index[2 * piece->number + 1] = piece->length;
  self->length += piece->length;
  self->crc = mvua_crc32c (self->crc, data, piece->length);
  atomic_fetch_add (&self->store->n_bytes, piece->length);
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

  const MvuaZarrPiece piece = { .path = self->path,
                                .number = number,
                                .offset = self->length,
                                .length = length,
                                .crc32c = mvua_crc32c (0, data, length) };
  mvua_milestone ("shard-appended");
  take (self, &piece, data);
  return mvua_store_tell (self->store, &piece, error);
}

/* (transfer full) (nullable): a piece as it lies in a file now; NULL if it does not */
static char *
load_piece (const MvuaZarrShard *self, const char *name, const MvuaZarrPiece *piece)
{
  g_autofree char *full = g_build_filename (self->store->folder, name, NULL);
  const int fd = g_open (full, O_RDONLY | O_CLOEXEC | O_NOFOLLOW, 0);
  char *bytes = fd >= 0 ? g_try_malloc (MAX (piece->length, 1)) : NULL;
  guint64 done = 0;

  while (bytes != NULL && done < piece->length)
    {
      const gssize n =
          pread (fd, bytes + done, piece->length - done, (off_t) (piece->offset + done));
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        g_clear_pointer (&bytes, g_free);
      else
        done += (guint64) n;
    }
  if (fd >= 0)
    close (fd);
  if (bytes != NULL && mvua_crc32c (0, bytes, piece->length) != piece->crc32c)
    g_clear_pointer (&bytes, g_free);
  return bytes;
}

static char *
load (const MvuaZarrShard *self, const MvuaZarrPiece *piece)
{
  char *bytes = load_piece (self, self->part, piece);

  return bytes != NULL ? bytes : load_piece (self, self->path, piece);
}

gboolean
mvua_zarr_shard_has (MvuaZarrShard *self, const MvuaZarrPiece *piece)
{
  g_autofree char *bytes = load (self, piece);

  return bytes != NULL && piece->number < self->n_index / (2 * sizeof *self->index);
}

gboolean
mvua_zarr_shard_adopt (MvuaZarrShard *self, const MvuaZarrPiece *piece)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autofree char *bytes = piece->offset == self->length ? load (self, piece) : NULL;

  if (bytes == NULL)
    return FALSE;
  take (self, piece, bytes);
  return TRUE;
}

gboolean
mvua_zarr_shard_reopen (MvuaZarrShard *self, GError **error)
{
  g_autofree char *part = g_build_filename (self->store->folder, self->part, NULL);
  g_autofree char *full = g_build_filename (self->store->folder, self->path, NULL);

  if (g_file_test (part, G_FILE_TEST_EXISTS) || !g_file_test (full, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_rename (full, part) != 0)
    return mvua_store_file_fail (error, errno, "rename", self->store->folder, self->path,
                                 0);
  return TRUE;
}

const char *
mvua_zarr_shard_get_part (MvuaZarrShard *self)
{
  return self->length > 0 ? self->part : NULL;
}

const char *
mvua_zarr_shard_get_path (MvuaZarrShard *self)
{
  return self->path;
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

  mvua_milestone ("shard-named");
  mvua_file_table_add (self->store->table, self->path, self->length + n_tail,
                       mvua_crc32c (self->crc, self->index, n_tail));
  atomic_fetch_add (&self->store->n_bytes, n_tail);
  self->is_finished = TRUE;
  return TRUE;
}
