/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-store.h"
#include "mvua-zarr-placement.h"
#include "mvua-zarr-shard.h"

G_BEGIN_DECLS

/* The array's side of the writer; mvua_zarr_array_write() is in its public header. */

/* Checks a spec and measures it: @n_chunk: (out): bytes a chunk; @n_chunks: (out): chunks
 * an array.  Returns: %FALSE with %MVUA_ZARR_ERROR_INVALID if there is no such array */
gboolean mvua_zarr_array_measure (const MvuaZarrArraySpec *spec,
                                  gsize *n_chunk,
                                  gsize *n_chunks,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_zarr_array_new:
 * @store: outlives the array, as does @placement
 * @spec: copied
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ZARR_ERROR set if there is no
 *   such array
 */
MvuaZarrArray *mvua_zarr_array_new (MvuaStore *store,
                                    const MvuaZarrPlacement *placement,
                                    const MvuaZarrArraySpec *spec,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_zarr_array_free (MvuaZarrArray *self);

/* (transfer none): @sharded is only set where the array does have a shard. */
const MvuaZarrArraySpec *mvua_zarr_array_get_spec (const MvuaZarrArray *self);

/* (nullable): the shard that its chunks lie in */
MvuaZarrShard *mvua_zarr_array_get_shard (const MvuaZarrArray *self);

/* Closes the shard, if there is one.  After a failure it may be called again. */
gboolean mvua_zarr_array_finish (MvuaZarrArray *self,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
