/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-store.h"

G_BEGIN_DECLS

/*
 * One shard of Zarr v3 (codec "sharding_indexed", index at the end): the chunks in the
 * order in which they came, then for each chunk of the grid, in C order, its offset and
 * its length (both 2^64 - 1 where it never came), then the CRC-32C of that index.
 *
 * The file grows under its part name.  No descriptor is kept from one call to the next,
 * as a store has more shards than a process may have files.
 */
typedef struct _MvuaZarrShard MvuaZarrShard;

/**
 * mvua_zarr_shard_new:
 * @store: outlives the shard
 * @path: "gep01/tp/c/0/0/0"
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ZARR_ERROR_NO_MEMORY set
 */
MvuaZarrShard *mvua_zarr_shard_new (MvuaStore *store,
                                    const char *path,
                                    gsize n_chunks,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_zarr_shard_free (MvuaZarrShard *self);

/* Opens the file for some appends in a row.  Any thread, several at once.
 * Returns: a descriptor for mvua_zarr_shard_close(), or -1 with @error set */
int mvua_zarr_shard_open (MvuaZarrShard *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean mvua_zarr_shard_close (MvuaZarrShard *self, int fd, gboolean ok, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Appends a chunk; should it come again, the later one counts. */
gboolean mvua_zarr_shard_append (MvuaZarrShard *self,
                                 int fd,
                                 gsize number,
                                 const void *data,
                                 gsize length,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a piece lies in the shard's file, under its part name or its own, as it was
 * logged.  Any thread. */
gboolean mvua_zarr_shard_has (MvuaZarrShard *self, const MvuaZarrPiece *piece);

/* Takes a piece that mvua_zarr_shard_has() over, in the order in which they were
 * appended.  Returns: %FALSE if it is not the next one */
gboolean mvua_zarr_shard_adopt (MvuaZarrShard *self, const MvuaZarrPiece *piece);

/* Before the first append to a shard of a store that is gone on with: the file gets its
 * part name back, if it has lost it already. */
gboolean mvua_zarr_shard_reopen (MvuaZarrShard *self,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The file that it grows in; %NULL while it is empty. */
const char *mvua_zarr_shard_get_part (MvuaZarrShard *self);
const char *mvua_zarr_shard_get_path (MvuaZarrShard *self);

/* Writes the index, gives the file its name and notes it; a shard without chunks leaves
 * no file, which means the same.  After a failure it may be called again. */
gboolean mvua_zarr_shard_finish (MvuaZarrShard *self,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaZarrShard, mvua_zarr_shard_free)

G_END_DECLS
