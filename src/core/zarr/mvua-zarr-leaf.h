/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-cf-packing.h"
#include "mvua-zarr-chunks.h"
#include "mvua-zarr-meta.h"

G_BEGIN_DECLS

typedef struct _MvuaZarrTree MvuaZarrTree;

/**
 * MvuaZarrLeaf:
 *
 * An array of a store that anybody may have written; see mvua-zarr-tree.h.
 */
typedef struct _MvuaZarrLeaf MvuaZarrLeaf;

void mvua_zarr_leaf_free (MvuaZarrLeaf *self);
const MvuaZarrMeta *mvua_zarr_leaf_get_meta (const MvuaZarrLeaf *self);

/* "gep01/tp" */
const char *mvua_zarr_leaf_get_path (const MvuaZarrLeaf *self);

/**
 * MvuaZarrLeafRead:
 * @n_chunks: that were needed
 * @n_absent: of those, which are not there
 * @absent: (nullable): the file of the first of those
 * @n_bytes: read of files, and not out of the cache
 *
 * What a read came to; to be cleared.  Adds up over several reads.
 */
typedef struct
{
  guint n_chunks;
  guint n_absent;
  char *absent;
  guint64 n_bytes;
} MvuaZarrLeafRead;

void mvua_zarr_leaf_read_clear (MvuaZarrLeafRead *self);

/**
 * mvua_zarr_leaf_read_floats:
 * @packing: how values are packed
 * @first: [n_dims]: any place in the array
 * @count: [n_dims]: any number of values from there, within the array
 * @values: (out caller-allocates): [count[0]][count[1]]…, C order, unpacked; NaN is
 *   missing.  All of a chunk that is not there is NaN, whatever its fill value: absent is
 *   not 0
 * @read: added to
 *
 * Reads the chunks that are needed, of a shard these alone, or takes them out of the
 * cache.  Any thread, several at once.
 */
gboolean mvua_zarr_leaf_read_floats (MvuaZarrLeaf *self,
                                     const MvuaCfPacking *packing,
                                     const gsize *first,
                                     const gsize *count,
                                     float *values,
                                     MvuaZarrLeafRead *read,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_zarr_leaf_read_all:
 * @n: (out): how many there are
 *
 * All values of a small array, such as a coordinate: as they are stored, and the fill
 * value where a chunk is not there.  Zarr 2 may have none: that is 0, as zarr-python has
 * it, which leaves away chunks that are nothing else.
 *
 * Returns: (transfer full) (nullable): %NULL with @error set
 */
double *mvua_zarr_leaf_read_all (MvuaZarrLeaf *self,
                                 gsize *n,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaZarrLeaf, mvua_zarr_leaf_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaZarrLeafRead, mvua_zarr_leaf_read_clear)

G_END_DECLS
