/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-leaf.h"

#include "mvua-crc32c.h"
#include "mvua-store-file.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-cut.h"
#include "mvua-zarr-decode.h"
#include "mvua-zarr-tree-private.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* Where a chunk that never came stands in the index of a shard. */
#define NOWHERE G_MAXUINT64

struct _MvuaZarrLeaf
{
  MvuaZarrTree *tree; /* not ours */
  char *path;
  MvuaZarrMeta meta;
  guint64 chunks;  /* what its chunks are kept under */
  guint64 indexes; /* what the indexes of its shards are kept under */
};

MvuaZarrLeaf *
mvua_zarr_leaf_new (MvuaZarrTree *tree, const char *path, const MvuaZarrMeta *meta)
{
  MvuaZarrLeaf *self = g_new0 (MvuaZarrLeaf, 1);

  self->tree = tree;
  self->path = g_strdup (path);
  self->meta = *meta;
  self->chunks = mvua_zarr_chunks_new_owner (tree->chunks);
  self->indexes = mvua_zarr_chunks_new_owner (tree->chunks);
  return self;
}

void
mvua_zarr_leaf_free (MvuaZarrLeaf *self)
{
  g_free (self->path);
  g_free (self);
}

const MvuaZarrMeta *
mvua_zarr_leaf_get_meta (const MvuaZarrLeaf *self)
{
  return &self->meta;
}

const char *
mvua_zarr_leaf_get_path (const MvuaZarrLeaf *self)
{
  return self->path;
}

void
mvua_zarr_leaf_read_clear (MvuaZarrLeafRead *self)
{
  g_clear_pointer (&self->absent, g_free);
}

/* One chunk that is wanted. */
typedef struct
{
  MvuaZarrLeaf *leaf;
  const gsize *index;              /* in the array's grid of chunks */
  gsize shard[MVUA_ZARR_MAX_DIMS]; /* in the grid of files */
  gsize inner;                     /* its number in the shard */
  char *file;
  guint64 n_read;
} Wanted;

/* The place of an index in a grid of so many pieces of @size along @shape, in C order. */
static guint64
number_of (guint n_dims, const gsize *shape, const gsize *size, const gsize *index)
{
  guint64 number = 0;

  for (guint d = 0; d < n_dims; d++)
    number = number * ((shape[d] + size[d] - 1) / size[d]) + index[d];
  return number;
}

static void
wanted_init (Wanted *self, MvuaZarrLeaf *leaf, const gsize *index)
{
  const MvuaZarrMeta *meta = &leaf->meta;

  *self = (Wanted){ .leaf = leaf, .index = index };
  for (guint d = 0; d < meta->n_dims; d++)
    {
      const gsize n = meta->shard[d] / meta->chunk[d];
      self->shard[d] = index[d] / n;
      self->inner = self->inner * n + index[d] % n;
    }
  g_autofree char *name = mvua_zarr_meta_dup_chunk_name (meta, self->shard);
  self->file = leaf->path[0] != '\0' ? g_strconcat (leaf->path, "/", name, NULL)
                                     : g_steal_pointer (&name);
}

static gboolean
no_memory (const Wanted *self, gsize n, GError **error)
{
  return mvua_store_file_fail (error, ENOMEM, "read", self->leaf->tree->folder,
                               self->file, n);
}

/* What lies at a place of an open file.  Returns: (transfer full) (nullable) */
static guint8 *
read_piece (Wanted *self, int fd, guint64 offset, gsize n, GError **error)
{
  g_autofree guint8 *bytes = g_try_malloc (MAX (n, 1));

  if (bytes == NULL)
    {
      no_memory (self, n, error);
      return NULL;
    }
  if (!mvua_store_reader_read_at (fd, self->leaf->tree->folder, self->file, bytes, n,
                                  offset, error))
    return NULL;
  self->n_read += n;
  return g_steal_pointer (&bytes);
}

static GBytes *
decode (const Wanted *self, const guint8 *bytes, gsize n, guint64 offset, GError **error)
{
  const MvuaZarrMeta *meta = &self->leaf->meta;
  g_autofree guint8 *values = g_try_malloc (meta->n_chunk);
  g_autofree char *complaint = NULL;

  if (values == NULL)
    {
      no_memory (self, meta->n_chunk, error);
      return NULL;
    }
  if (mvua_zarr_decode (&meta->codecs, bytes, n, values, meta->n_chunk, meta->type.size,
                        &complaint))
    return g_bytes_new_take (g_steal_pointer (&values), meta->n_chunk);
  if (meta->is_sharded)
    mvua_zarr_place_complain (&self->leaf->tree->place, self->file, error,
                              "has a chunk at offset %" G_GUINT64_FORMAT " that %s",
                              offset, complaint);
  else
    mvua_zarr_place_complain (&self->leaf->tree->place, self->file, error, "%s",
                              complaint);
  return NULL;
}

/* A chunk that has a file of its own. */
static GBytes *
load_file (Wanted *self, int fd, guint64 length, GError **error)
{
  MvuaZarrTree *tree = self->leaf->tree;

  if (length > mvua_zarr_decode_get_bound (self->leaf->meta.n_chunk))
    {
      mvua_zarr_place_complain (&tree->place, self->file, error,
                                "is %" G_GUINT64_FORMAT
                                " bytes long, more than its chunk could ever need",
                                length);
      return NULL;
    }
  g_autofree guint8 *bytes = read_piece (self, fd, 0, (gsize) length, error);
  if (bytes == NULL ||
      !mvua_zarr_tree_check (tree, self->file, bytes, (gsize) length, error))
    return NULL;
  return decode (self, bytes, (gsize) length, 0, error);
}

/* Opens the file of a chunk and has it loaded; one that is not there is of no bytes. */
static GBytes *
with_file (Wanted *self,
           GBytes *(*load) (Wanted *self, int fd, guint64 length, GError **error),
           GError **error)
{
  guint64 length = 0;
  int fd = -1;

  if (!mvua_zarr_tree_open_file (self->leaf->tree, self->file, &fd, &length, error))
    return NULL;
  if (fd < 0)
    return g_bytes_new_static ("", 0);
  GBytes *bytes = load (self, fd, length, error);
  close (fd);
  return bytes;
}

/* The index of a shard: offset and length of each of its chunks. */
static GBytes *
load_index_of (Wanted *self, int fd, guint64 length, GError **error)
{
  const MvuaZarrMeta *meta = &self->leaf->meta;
  MvuaZarrTree *tree = self->leaf->tree;
  const gsize n = meta->n_inner * 2 * sizeof (guint64);
  const gsize n_all = n + (meta->index_has_crc ? sizeof (guint32) : 0);
  guint32 crc = 0;

  if (!mvua_zarr_tree_check_once (tree, self->file, fd, length, error))
    return NULL;
  if (length < n_all)
    {
      mvua_zarr_place_complain (&tree->place, self->file, error,
                                "is too short for the index of its chunks");
      return NULL;
    }
  g_autofree guint8 *bytes =
      read_piece (self, fd, meta->index_is_first ? 0 : length - n_all, n_all, error);
  if (bytes == NULL)
    return NULL;
  if (meta->index_has_crc)
    memcpy (&crc, bytes + n, sizeof crc);
  if (meta->index_has_crc && GUINT32_FROM_LE (crc) != mvua_crc32c (0, bytes, n))
    {
      mvua_zarr_place_complain (&tree->place, self->file, error,
                                "has an index that its checksum does not fit");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&bytes), n);
}

static GBytes *
load_index (gpointer data, GError **error)
{
  return with_file (data, load_index_of, error);
}

/* Where the chunk lies in its shard.  Returns: FALSE with @error set, or without if it
 * is not there */
static gboolean
look_up (Wanted *self, guint64 entry[2], GError **error)
{
  const MvuaZarrMeta *meta = &self->leaf->meta;
  g_autoptr (GBytes) index = mvua_zarr_chunks_get (
      self->leaf->tree->chunks, self->leaf->indexes,
      number_of (meta->n_dims, meta->shape, meta->shard, self->shard), load_index, self,
      error);

  if (index == NULL || g_bytes_get_size (index) == 0)
    return FALSE;
  memcpy (entry, (const guint8 *) g_bytes_get_data (index, NULL) + 16 * self->inner, 16);
  return entry[0] != NOWHERE || entry[1] != NOWHERE;
}

static GBytes *
load_inner_of (Wanted *self, int fd, guint64 length, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  guint64 entry[2] = { 0 };

  if (!look_up (self, entry, &local_error))
    {
      if (local_error == NULL)
        return g_bytes_new_static ("", 0);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (entry[0] > length || entry[1] > length - entry[0] ||
      entry[1] > mvua_zarr_decode_get_bound (self->leaf->meta.n_chunk))
    {
      mvua_zarr_place_complain (&self->leaf->tree->place, self->file, error,
                                "has an index that leads out of it");
      return NULL;
    }
  g_autofree guint8 *bytes = read_piece (self, fd, entry[0], (gsize) entry[1], error);
  return bytes != NULL ? decode (self, bytes, (gsize) entry[1], entry[0], error) : NULL;
}

static GBytes *
load_chunk (gpointer data, GError **error)
{
  Wanted *self = data;

  return with_file (self, self->leaf->meta.is_sharded ? load_inner_of : load_file, error);
}

/* Returns: (transfer full) (nullable): of no bytes if it is not there, which is noted */
static GBytes *
get_chunk (MvuaZarrLeaf *self, const gsize *index, MvuaZarrLeafRead *read, GError **error)
{
  const MvuaZarrMeta *meta = &self->meta;
  Wanted wanted;

  wanted_init (&wanted, self, index);
  GBytes *bytes =
      mvua_zarr_chunks_get (self->tree->chunks, self->chunks,
                            number_of (meta->n_dims, meta->shape, meta->chunk, index),
                            load_chunk, &wanted, error);
  read->n_chunks++;
  read->n_bytes += wanted.n_read;
  if (bytes != NULL && g_bytes_get_size (bytes) == 0 && read->n_absent++ == 0 &&
      read->absent == NULL)
    read->absent = g_steal_pointer (&wanted.file);
  g_free (wanted.file);
  return bytes;
}

/* What the values of a chunk become. */
typedef struct
{
  const MvuaZarrNumber *type;
  const MvuaCfPacking *packing;
  const guint8 *chunk; /* NULL if it is not there */
  float *values;
} Unpacking;

static void
unpack_row (gsize in_chunk, gsize in_box, gsize n, gpointer data)
{
  const Unpacking *self = data;
  const gsize size = self->type->size;
  float *to = self->values + in_box;

  if (self->chunk == NULL)
    {
      for (gsize i = 0; i < n; i++)
        to[i] = NAN;
      return;
    }
  const guint8 *from = self->chunk + in_chunk * size;
  if (self->type->kind == MVUA_ZARR_NUMBER_FLOAT && size == sizeof *to &&
      !self->packing->is_packed && self->packing->n_marks == 0)
    memcpy (to, from, n * size);
  else
    for (gsize i = 0; i < n; i++)
      to[i] = (float) mvua_cf_packing_unpack (
          self->packing, mvua_zarr_number_get (self->type, from + i * size));
}

gboolean
mvua_zarr_leaf_read_floats (MvuaZarrLeaf *self,
                            const MvuaCfPacking *packing,
                            const gsize *first,
                            const gsize *count,
                            float *values,
                            MvuaZarrLeafRead *read,
                            GError **error)
{
  const MvuaZarrMeta *meta = &self->meta;
  Unpacking unpacking = { &meta->type, packing, NULL, values };
  MvuaZarrCut cut;

  for (guint d = 0; d < meta->n_dims; d++)
    {
      g_return_val_if_fail (first[d] <= meta->shape[d], FALSE);
      g_return_val_if_fail (count[d] <= meta->shape[d] - first[d], FALSE);
    }
  if (!mvua_zarr_cut_init (&cut, meta->n_dims, meta->chunk, first, count))
    return TRUE;
  do
    {
      g_autoptr (GBytes) chunk =
          get_chunk (self, mvua_zarr_cut_get_index (&cut), read, error);
      if (chunk == NULL)
        return FALSE;
      unpacking.chunk =
          g_bytes_get_size (chunk) > 0 ? g_bytes_get_data (chunk, NULL) : NULL;
      mvua_zarr_cut_rows (&cut, unpack_row, &unpacking);
    }
  while (mvua_zarr_cut_next (&cut));
  return TRUE;
}

/* The same of a small array, as it is stored. */
typedef struct
{
  const MvuaZarrMeta *meta;
  const guint8 *chunk;
  double *values;
} Copy;

static void
copy_row (gsize in_chunk, gsize in_box, gsize n, gpointer data)
{
  const Copy *self = data;
  const MvuaZarrNumber *type = &self->meta->type;
  const double fill = mvua_zarr_number_get (type, self->meta->fill);

  for (gsize i = 0; i < n; i++)
    self->values[in_box + i] =
        self->chunk != NULL
            ? mvua_zarr_number_get (type, self->chunk + (in_chunk + i) * type->size)
            : fill;
}

double *
mvua_zarr_leaf_read_all (MvuaZarrLeaf *self, gsize *n, GError **error)
{
  const MvuaZarrMeta *meta = &self->meta;
  const gsize first[MVUA_ZARR_MAX_DIMS] = { 0 };
  g_auto (MvuaZarrLeafRead) read = { 0 };
  MvuaZarrCut cut;

  *n = 1;
  for (guint d = 0; d < meta->n_dims; d++)
    if (!g_size_checked_mul (n, *n, meta->shape[d]))
      *n = G_MAXSIZE;
  g_autofree double *values =
      *n < G_MAXINT ? g_try_malloc (MAX (*n, 1) * sizeof *values) : NULL;
  if (values == NULL)
    {
      mvua_store_file_fail (error, ENOMEM, "read", self->tree->folder, self->path, *n);
      return NULL;
    }
  if (!mvua_zarr_cut_init (&cut, meta->n_dims, meta->chunk, first, meta->shape))
    return g_steal_pointer (&values);
  do
    {
      g_autoptr (GBytes) chunk =
          get_chunk (self, mvua_zarr_cut_get_index (&cut), &read, error);
      if (chunk == NULL)
        return NULL;
      Copy copy = { meta,
                    g_bytes_get_size (chunk) > 0 ? g_bytes_get_data (chunk, NULL) : NULL,
                    values };
      mvua_zarr_cut_rows (&cut, copy_row, &copy);
    }
  while (mvua_zarr_cut_next (&cut));
  return g_steal_pointer (&values);
}
