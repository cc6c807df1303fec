/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The number of a piece that is a file of its own. */
#define MVUA_ZARR_PIECE_WHOLE G_MAXSIZE

/**
 * MvuaZarrPiece:
 * @path: of the file below the store, as it is named when the store is whole
 * @number: of the chunk in its shard, or %MVUA_ZARR_PIECE_WHOLE
 * @offset: in the shard; 0 for a file of its own
 *
 * Something that was written to a store and is not written again: a file, or a chunk
 * within a shard that still grows.
 */
typedef struct
{
  const char *path;
  gsize number;
  guint64 offset;
  guint64 length;
  guint32 crc32c;
} MvuaZarrPiece;

/* Called after a piece was written, in the thread that wrote it; several at once.
 * Returns: %FALSE with @error set to fail the write */
typedef gboolean (*MvuaZarrPieceFunc) (const MvuaZarrPiece *piece,
                                       gpointer data,
                                       GError **error);

G_END_DECLS
