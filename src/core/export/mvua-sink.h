/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-hybrid.h"
#include "mvua-schema.h"

G_BEGIN_DECLS

/**
 * MvuaSink:
 * @rest: (nullable): borrowed: references that are written beside, by @close
 * @open: makes the output of @self->schema at @path, which does not exist yet
 * @write: [count[0]][count[1]]… values of an array of @schema from @first on, in C
 *   order; @first is a multiple of the array's chunk, @count one too or up to the edge.
 *   Any thread, several at once, each box once.
 * @close: writes what the schema keeps (coordinates, statuses) and the metadata; the
 *   output is then whole and durable
 * @get_n_bytes: written so far; any thread
 * @free: closes what is open; what was written stays
 *
 * A format of the output.  Private to the room.
 */
typedef struct _MvuaSink MvuaSink;
struct _MvuaSink
{
  MvuaSchema *schema; /* borrowed */
  MvuaHybrid *rest;

  gboolean (*open) (MvuaSink *self, const char *path, GError **error);
  gboolean (*write) (MvuaSink *self,
                     MvuaSchemaArray *array,
                     const gsize *first,
                     const gsize *count,
                     const void *data,
                     GError **error);
  gboolean (*close) (MvuaSink *self, GError **error);
  guint64 (*get_n_bytes) (MvuaSink *self);
  void (*free) (MvuaSink *self);
};

/* Zarr v2 and v3; the layouts tree and members. */
MvuaSink *mvua_zarr_sink_new (MvuaSchema *schema);

/* Zarr only: as @write of what @array->stored has from @first on, chunks as they are. */
gboolean mvua_zarr_sink_keep (
    MvuaSink *self, MvuaSchemaArray *array, gsize first, gsize n, GError **error);

/* Zarr only: whether an array gets the chunks that @array->stored has. */
gboolean mvua_zarr_sink_has_same_chunks (MvuaSink *self, const MvuaSchemaArray *array);

/**
 * mvua_zarr_sink_set_log:
 * @func: is told of each piece of fields that is written; paths are below the output
 * @is_resumed: the output at @path of @open may be there, written in part
 *
 * Zarr only; before @open.
 */
void mvua_zarr_sink_set_log (MvuaSink *self,
                             MvuaZarrPieceFunc func,
                             gpointer data,
                             gboolean is_resumed);

/* Zarr only, after @open of one that is resumed: as mvua_zarr_writer_has(), _adopt() and
 * _sweep(). */
gboolean mvua_zarr_sink_has (MvuaSink *self, const MvuaZarrPiece *piece);
gboolean mvua_zarr_sink_adopt (MvuaSink *self, const MvuaZarrPiece *piece);
gboolean mvua_zarr_sink_sweep (MvuaSink *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* netCDF-4; the layouts tree and variables. */
MvuaSink *mvua_netcdf_sink_new (MvuaSchema *schema);

static inline void
mvua_sink_free (MvuaSink *self)
{
  self->free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaSink, mvua_sink_free)

G_END_DECLS
