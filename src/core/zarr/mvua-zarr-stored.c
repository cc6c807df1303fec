/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-stored.h"

#include "mvua-crc32c.h"
#include "mvua-store-file.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-array.h"
#include "mvua-zarr-codec.h"
#include "mvua-zarr-cut.h"
#include "mvua-zarr-type.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PIECE ((gsize) 256 << 10)

/* Where a chunk that never came stands in the index of a shard. */
#define NOWHERE G_MAXUINT64

struct _MvuaZarrStored
{
  const MvuaZarrPlace *place; /* not ours */
  MvuaZarrArraySpec spec;     /* its strings are ours */
  gsize n_chunk;              /* bytes a chunk, before compression */
  gsize n_chunks;

  GMutex mutex;   /* guards the two below until the shard was looked at */
  guint64 *index; /* [n_chunks][2] of the shard: offset and length */
  guint64 length; /* of what the chunks of the shard lie in */
};

gboolean
mvua_zarr_place_complain (
    const MvuaZarrPlace *self, const char *path, GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *complaint = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID, "“%s/%s” %s",
               self->folder, path, complaint);
  return FALSE;
}

/* Holds what was read of a file against the table. */
static gboolean
check_sum (const MvuaZarrPlace *self,
           const char *path,
           guint64 length,
           guint32 crc,
           GError **error)
{
  guint64 expected_length = 0;
  guint32 expected_crc = 0;

  if (!mvua_file_table_lookup (self->table, path, &expected_length, &expected_crc))
    return mvua_zarr_place_complain (self, path, error, "is not in the store's table");
  g_autofree char *complaint =
      mvua_store_reader_dup_complaint (length, expected_length, crc, expected_crc);
  return complaint == NULL ||
         mvua_zarr_place_complain (self, path, error, "%s", complaint);
}

gboolean
mvua_zarr_place_check (const MvuaZarrPlace *self,
                       const char *path,
                       const void *bytes,
                       gsize n,
                       GError **error)
{
  return check_sum (self, path, n, mvua_crc32c (0, bytes, n), error);
}

gboolean
mvua_zarr_place_check_file (
    const MvuaZarrPlace *self, int fd, const char *path, guint64 length, GError **error)
{
  g_autofree guint8 *piece = g_try_malloc (PIECE);
  guint32 crc = 0;

  if (piece == NULL)
    return mvua_store_file_fail (error, ENOMEM, "read", self->folder, path, PIECE);
  for (guint64 at = 0; at < length;)
    {
      const gsize n = (gsize) MIN (PIECE, length - at);
      if (!mvua_store_reader_read_at (fd, self->folder, path, piece, n, at, error))
        return FALSE;
      crc = mvua_crc32c (crc, piece, n);
      at += n;
    }
  return check_sum (self, path, length, crc, error);
}

char *
mvua_zarr_place_load (
    const MvuaZarrPlace *self, const char *path, gsize max, gsize *n, GError **error)
{
  g_autofree char *bytes =
      mvua_store_reader_load_at (self->folder_fd, self->folder, path, max, n, error);

  if (bytes == NULL || !mvua_zarr_place_check (self, path, bytes, *n, error))
    return NULL;
  return g_steal_pointer (&bytes);
}

MvuaZarrStored *
mvua_zarr_stored_new (const MvuaZarrPlace *place,
                      const MvuaZarrArraySpec *spec,
                      GError **error)
{
  gsize n_chunk = 0, n_chunks = 0, n_index = 0;

  if (!mvua_zarr_array_measure (spec, &n_chunk, &n_chunks, error))
    return NULL;
  if (!g_size_checked_mul (&n_index, n_chunks, 2 * sizeof (guint64)))
    {
      mvua_zarr_place_complain (place, spec->path, error, "has too many chunks");
      return NULL;
    }

  MvuaZarrStored *self = g_new0 (MvuaZarrStored, 1);
  self->place = place;
  self->spec = *spec;
  self->spec.path = g_strdup (spec->path);
  for (guint d = 0; d < spec->n_dims; d++)
    self->spec.dims[d] = g_strdup (spec->dims[d]);
  self->n_chunk = n_chunk;
  self->n_chunks = n_chunks;
  g_mutex_init (&self->mutex);
  return self;
}

void
mvua_zarr_stored_free (MvuaZarrStored *self)
{
  g_mutex_clear (&self->mutex);
  g_free (self->index);
  for (guint d = 0; d < self->spec.n_dims; d++)
    g_free ((char *) self->spec.dims[d]);
  g_free ((char *) self->spec.path);
  g_free (self);
}

const MvuaZarrArraySpec *
mvua_zarr_stored_get_spec (const MvuaZarrStored *self)
{
  return &self->spec;
}

/* Checks the shard and reads its index, once. */
static gboolean
open_index (
    MvuaZarrStored *self, int fd, const char *path, guint64 length, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  const gsize n_index = self->n_chunks * 2 * sizeof (guint64);
  guint32 crc = 0;

  if (self->index != NULL)
    return TRUE;
  if (!mvua_zarr_place_check_file (self->place, fd, path, length, error))
    return FALSE;
  if (length < n_index || length - n_index < sizeof crc)
    return mvua_zarr_place_complain (self->place, path, error,
                                     "is too short for the index of its chunks");
  g_autofree guint64 *index = g_try_malloc (n_index);
  if (index == NULL)
    return mvua_store_file_fail (error, ENOMEM, "read", self->place->folder, path,
                                 n_index);
  self->length = length - n_index - sizeof crc;
  if (!mvua_store_reader_read_at (fd, self->place->folder, path, index, n_index,
                                  self->length, error) ||
      !mvua_store_reader_read_at (fd, self->place->folder, path, &crc, sizeof crc,
                                  length - sizeof crc, error))
    return FALSE;
  if (crc != mvua_crc32c (0, index, n_index))
    return mvua_zarr_place_complain (self->place, path, error,
                                     "has an index that its checksum does not fit");
  self->index = g_steal_pointer (&index);
  return TRUE;
}

static gsize
number_of (const MvuaZarrStored *self, const gsize *index)
{
  gsize number = 0;

  for (guint d = 0; d < self->spec.n_dims; d++)
    number =
        number * ((self->spec.shape[d] + self->spec.chunk[d] - 1) / self->spec.chunk[d]) +
        index[d];
  return number;
}

static gboolean
load_from_shard (MvuaZarrStored *self,
                 int fd,
                 const char *path,
                 const gsize *index,
                 char **bytes,
                 gsize *n,
                 GError **error)
{
  const guint64 *entry = self->index + 2 * number_of (self, index);

  if (entry[0] == NOWHERE && entry[1] == NOWHERE)
    return TRUE;
  if (entry[0] > self->length || entry[1] > self->length - entry[0] ||
      entry[1] > mvua_zarr_codec_get_bound (self->n_chunk))
    return mvua_zarr_place_complain (self->place, path, error,
                                     "has an index that leads out of it");
  *n = (gsize) entry[1];
  g_autofree char *found = g_try_malloc (MAX (*n, 1));
  if (found == NULL)
    return mvua_store_file_fail (error, ENOMEM, "read", self->place->folder, path, *n);
  if (!mvua_store_reader_read_at (fd, self->place->folder, path, found, *n, entry[0],
                                  error))
    return FALSE;
  *bytes = g_steal_pointer (&found);
  return TRUE;
}

static gboolean
load_sharded (
    MvuaZarrStored *self, const gsize *index, char **bytes, gsize *n, GError **error)
{
  const gsize origin[MVUA_ZARR_MAX_DIMS] = { 0 };
  g_autofree char *name =
      self->place->placement->dup_chunk_name (self->spec.n_dims, origin);
  g_autofree char *path = g_strconcat (self->spec.path, "/", name, NULL);
  guint64 length = 0;

  if (!mvua_file_table_lookup (self->place->table, path, NULL, NULL))
    return TRUE;
  const int fd = mvua_store_reader_open (self->place->folder_fd, path, &length);
  if (fd < 0)
    return mvua_store_file_fail (error, errno, "open", self->place->folder, path, 0);
  const gboolean ok = open_index (self, fd, path, length, error) &&
                      load_from_shard (self, fd, path, index, bytes, n, error);
  close (fd);
  return ok;
}

gboolean
mvua_zarr_stored_load_chunk (
    MvuaZarrStored *self, const gsize *index, char **bytes, gsize *n, GError **error)
{
  *bytes = NULL;
  *n = 0;
  if (self->spec.sharded)
    return load_sharded (self, index, bytes, n, error);

  g_autofree char *name =
      self->place->placement->dup_chunk_name (self->spec.n_dims, index);
  g_autofree char *path = g_strconcat (self->spec.path, "/", name, NULL);
  if (!mvua_file_table_lookup (self->place->table, path, NULL, NULL))
    return TRUE;
  *bytes = mvua_zarr_place_load (self->place, path,
                                 mvua_zarr_codec_get_bound (self->n_chunk), n, error);
  return *bytes != NULL;
}

/* One chunk as values; what never came is the fill value. */
static gboolean
decode_chunk (MvuaZarrStored *self, const gsize *index, guint8 *values, GError **error)
{
  const MvuaZarrTypeInfo *info = mvua_zarr_type_get_info (self->spec.type);
  g_autofree char *bytes = NULL;
  gsize n = 0;

  if (!mvua_zarr_stored_load_chunk (self, index, &bytes, &n, error))
    return FALSE;
  if (bytes == NULL)
    for (gsize at = 0; at < self->n_chunk; at += info->size)
      memcpy (values + at, info->fill, info->size);
  else if (!self->spec.compressed && n == self->n_chunk)
    memcpy (values, bytes, n);
  else if (self->spec.compressed &&
           mvua_zarr_codec_decompress (bytes, n, values, self->n_chunk))
    return TRUE;
  else if (self->spec.compressed && errno == ENOMEM)
    return mvua_store_file_fail (error, ENOMEM, "decompress a chunk of",
                                 self->place->folder, self->spec.path, 0);
  else
    return mvua_zarr_place_complain (
        self->place, self->spec.path, error,
        "has a chunk that does not come to %" G_GSIZE_FORMAT " bytes", self->n_chunk);
  return TRUE;
}

/* Where the values of a chunk are copied to. */
typedef struct
{
  gsize size;
  const guint8 *chunk;
  guint8 *values;
} Copy;

static void
copy_row (gsize in_chunk, gsize in_box, gsize n, gpointer data)
{
  const Copy *copy = data;

  memcpy (copy->values + in_box * copy->size, copy->chunk + in_chunk * copy->size,
          n * copy->size);
}

gboolean
mvua_zarr_stored_read (MvuaZarrStored *self,
                       const gsize *first,
                       const gsize *count,
                       void *values,
                       GError **error)
{
  const MvuaZarrArraySpec *spec = &self->spec;
  const gsize size = mvua_zarr_type_get_info (spec->type)->size;
  MvuaZarrCut cut;

  for (guint d = 0; d < spec->n_dims; d++)
    {
      g_return_val_if_fail (first[d] <= spec->shape[d], FALSE);
      g_return_val_if_fail (count[d] <= spec->shape[d] - first[d], FALSE);
    }
  if (!mvua_zarr_cut_init (&cut, spec->n_dims, spec->chunk, first, count))
    return TRUE;
  g_autofree guint8 *chunk = g_try_malloc (self->n_chunk);
  if (chunk == NULL)
    return mvua_store_file_fail (error, ENOMEM, "read", self->place->folder, spec->path,
                                 self->n_chunk);
  Copy copy = { size, chunk, values };
  do
    {
      if (!decode_chunk (self, mvua_zarr_cut_get_index (&cut), chunk, error))
        return FALSE;
      mvua_zarr_cut_rows (&cut, copy_row, &copy);
    }
  while (mvua_zarr_cut_next (&cut));
  return TRUE;
}
