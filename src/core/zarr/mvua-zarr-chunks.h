/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * MvuaZarrChunks:
 *
 * Decoded chunks that were used last, bounded in bytes.  What several threads want at
 * once is decoded by one of them while the others wait.  Any thread; ref and unref are
 * atomic.
 */
typedef struct _MvuaZarrChunks MvuaZarrChunks;

MvuaZarrChunks *mvua_zarr_chunks_new (gsize most_bytes);
MvuaZarrChunks *mvua_zarr_chunks_ref (MvuaZarrChunks *self);
void mvua_zarr_chunks_unref (MvuaZarrChunks *self);

/* A number that stands for one array, whatever store it is in. */
guint64 mvua_zarr_chunks_new_owner (MvuaZarrChunks *self);

/**
 * MvuaZarrChunksFunc:
 *
 * Returns: (transfer full) (nullable): the chunk, of length 0 if there is none; %NULL
 * with
 *   @error set
 */
typedef GBytes *(*MvuaZarrChunksFunc) (gpointer data, GError **error);

/**
 * mvua_zarr_chunks_get:
 * @owner: mvua_zarr_chunks_new_owner()
 * @number: of the chunk in its array
 * @func: makes it, if it is not there; an error is not kept
 *
 * Returns: (transfer full) (nullable): %NULL with the error of @func
 */
GBytes *mvua_zarr_chunks_get (MvuaZarrChunks *self,
                              guint64 owner,
                              guint64 number,
                              MvuaZarrChunksFunc func,
                              gpointer data,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

gsize mvua_zarr_chunks_get_n_bytes (MvuaZarrChunks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaZarrChunks, mvua_zarr_chunks_unref)

G_END_DECLS
