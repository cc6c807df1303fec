/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-array.h"

#include "mvua-zarr-box.h"
#include "mvua-zarr-codec.h"
#include "mvua-zarr-shard.h"
#include "mvua-zarr-stored.h"
#include "mvua-zarr-type.h"

struct _MvuaZarrArray
{
  MvuaStore *store; /* not ours */
  const MvuaZarrPlacement *placement;
  MvuaZarrArraySpec spec; /* its strings are ours */
  gsize n_chunk;          /* bytes a chunk, before compression */
  MvuaZarrShard *shard;   /* NULL: each chunk has a file */
};

gboolean
mvua_zarr_array_measure (const MvuaZarrArraySpec *spec,
                         gsize *n_chunk,
                         gsize *n_chunks,
                         GError **error)
{
  *n_chunk = mvua_zarr_type_get_info (spec->type)->size;
  *n_chunks = 1;

  for (guint d = 0; d < spec->n_dims; d++)
    {
      const gsize shape = spec->shape[d], chunk = spec->chunk[d];
      gsize n_along = 0;

      if (spec->dims[d] != NULL && chunk > 0 && shape <= G_MAXINT64 - chunk)
        n_along = MAX (1, (shape + chunk - 1) / chunk);
      if (n_along == 0 || !g_size_checked_mul (n_chunk, *n_chunk, chunk) ||
          *n_chunk > MVUA_ZARR_CODEC_MAX ||
          !g_size_checked_mul (n_chunks, *n_chunks, n_along))
        {
          g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID,
                       "“%s”: %" G_GSIZE_FORMAT " values in chunks of %" G_GSIZE_FORMAT
                       " (dimension %u) are not supported",
                       spec->path, shape, chunk, d);
          return FALSE;
        }
    }
  return TRUE;
}

MvuaZarrArray *
mvua_zarr_array_new (MvuaStore *store,
                     const MvuaZarrPlacement *placement,
                     const MvuaZarrArraySpec *spec,
                     GError **error)
{
  const gsize origin[MVUA_ZARR_MAX_DIMS] = { 0 };
  const gboolean sharded = spec->sharded && placement->has_shards && spec->n_dims > 0;
  MvuaZarrShard *shard = NULL;
  gsize n_chunk, n_chunks;

  if (!mvua_zarr_array_measure (spec, &n_chunk, &n_chunks, error))
    return NULL;
  if (sharded)
    {
      g_autofree char *name = placement->dup_chunk_name (spec->n_dims, origin);
      g_autofree char *path = g_strconcat (spec->path, "/", name, NULL);
      shard = mvua_zarr_shard_new (store, path, n_chunks, error);
      if (shard == NULL)
        return NULL;
    }

  MvuaZarrArray *self = g_new0 (MvuaZarrArray, 1);
  self->store = store;
  self->placement = placement;
  self->spec = *spec;
  self->spec.path = g_strdup (spec->path);
  for (guint d = 0; d < spec->n_dims; d++)
    self->spec.dims[d] = g_strdup (spec->dims[d]);
  self->spec.sharded = sharded;
  self->n_chunk = n_chunk;
  self->shard = shard;
  return self;
}

void
mvua_zarr_array_free (MvuaZarrArray *self)
{
  g_clear_pointer (&self->shard, mvua_zarr_shard_free);
  for (guint d = 0; d < self->spec.n_dims; d++)
    g_free ((char *) self->spec.dims[d]);
  g_free ((char *) self->spec.path);
  g_free (self);
}

const MvuaZarrArraySpec *
mvua_zarr_array_get_spec (const MvuaZarrArray *self)
{
  return &self->spec;
}

MvuaZarrShard *
mvua_zarr_array_get_shard (const MvuaZarrArray *self)
{
  return self->shard;
}

gboolean
mvua_zarr_array_finish (MvuaZarrArray *self, GError **error)
{
  return self->shard == NULL || mvua_zarr_shard_finish (self->shard, error);
}

/* Memory of one call, had when it is needed first and used for all of its chunks. */
static gboolean
ensure_buffer (void **buffer, gsize length, const char *path, GError **error)
{
  if (*buffer == NULL)
    *buffer = g_try_malloc (length);
  if (*buffer == NULL)
    g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_NO_MEMORY,
                 "Not enough memory for a chunk of “%s” (%" G_GSIZE_FORMAT " bytes)",
                 path, length);
  return *buffer != NULL;
}

static gboolean
store_chunk (MvuaZarrArray *self,
             const MvuaZarrBox *box,
             int fd,
             const void *bytes,
             gsize length,
             GError **error)
{
  if (self->shard != NULL)
    return mvua_zarr_shard_append (self->shard, fd, mvua_zarr_box_get_number (box), bytes,
                                   length, error);

  gsize index[MVUA_ZARR_MAX_DIMS];
  mvua_zarr_box_get_index (box, index);
  g_autofree char *name = self->placement->dup_chunk_name (self->spec.n_dims, index);
  g_autofree char *path = g_strconcat (self->spec.path, "/", name, NULL);
  return mvua_store_put (self->store, path, bytes, length, error);
}

/* Chunk by chunk: gathered if it must be, compressed if it should be, stored. */
static gboolean
write_box (MvuaZarrArray *self, MvuaZarrBox *box, int fd, GError **error)
{
  const MvuaZarrArraySpec *spec = &self->spec;
  const gsize bound = mvua_zarr_codec_get_bound (self->n_chunk);
  g_autofree void *gathered = NULL;
  g_autofree void *compressed = NULL;

  do
    {
      const void *bytes = mvua_zarr_box_peek (box);
      gsize length = self->n_chunk;

      if (bytes == NULL)
        {
          if (!ensure_buffer (&gathered, self->n_chunk, spec->path, error))
            return FALSE;
          mvua_zarr_box_copy (box, gathered);
          bytes = gathered;
        }
      if (spec->compressed)
        {
          if (!ensure_buffer (&compressed, bound, spec->path, error) ||
              !mvua_zarr_codec_compress (bytes, length, box->size, compressed, &length,
                                         error))
            return FALSE;
          bytes = compressed;
        }
      if (!store_chunk (self, box, fd, bytes, length, error))
        return FALSE;
    }
  while (mvua_zarr_box_next (box));
  return TRUE;
}

gboolean
mvua_zarr_array_write (MvuaZarrArray *array,
                       const gsize *first,
                       const gsize *count,
                       const void *data,
                       GError **error)
{
  const MvuaZarrArraySpec *spec = &array->spec;
  MvuaZarrBox box;

  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  g_return_val_if_fail (spec->n_dims == 0 || (first != NULL && count != NULL), FALSE);
  g_return_val_if_fail (mvua_zarr_box_fits (spec, first, count), FALSE);

  for (guint d = 0; d < spec->n_dims; d++)
    if (count[d] == 0)
      return TRUE;
  g_return_val_if_fail (data != NULL, FALSE);

  mvua_zarr_box_init (&box, spec, first, count, data);
  if (array->shard == NULL)
    return write_box (array, &box, -1, error);

  const int fd = mvua_zarr_shard_open (array->shard, error);
  if (fd < 0)
    return FALSE;
  const gboolean ok = write_box (array, &box, fd, error);
  return mvua_zarr_shard_close (array->shard, fd, ok, error);
}

/* Chunk by chunk as they are, in the order in which a write has them. */
static gboolean
keep_box (
    MvuaZarrArray *self, MvuaZarrStored *from, MvuaZarrBox *box, int fd, GError **error)
{
  do
    {
      gsize index[MVUA_ZARR_MAX_DIMS];
      g_autofree char *bytes = NULL;
      gsize n = 0;

      mvua_zarr_box_get_index (box, index);
      if (!mvua_zarr_stored_load_chunk (from, index, &bytes, &n, error) ||
          (bytes != NULL && !store_chunk (self, box, fd, bytes, n, error)))
        return FALSE;
    }
  while (mvua_zarr_box_next (box));
  return TRUE;
}

gboolean
mvua_zarr_array_keep (MvuaZarrArray *array,
                      MvuaZarrStored *from,
                      const gsize *first,
                      const gsize *count,
                      GError **error)
{
  const MvuaZarrArraySpec *spec = &array->spec;
  MvuaZarrBox box;

  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);
  g_return_val_if_fail (mvua_zarr_box_fits (spec, first, count), FALSE);

  for (guint d = 0; d < spec->n_dims; d++)
    if (count[d] == 0)
      return TRUE;

  mvua_zarr_box_init (&box, spec, first, count, NULL);
  if (array->shard == NULL)
    return keep_box (array, from, &box, -1, error);

  const int fd = mvua_zarr_shard_open (array->shard, error);
  if (fd < 0)
    return FALSE;
  const gboolean ok = keep_box (array, from, &box, fd, error);
  return mvua_zarr_shard_close (array->shard, fd, ok, error);
}
