/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-zarr-writer.h"

G_BEGIN_DECLS

/*
 * Which chunks a box of values of an array lies in, and which values of each: the
 * reading side of mvua-zarr-box.h.  Dimensions that the array lacks are of length 1 and
 * come first, so that all loops are of four.  Private to the room.
 *
 *     if (mvua_zarr_cut_init (&cut, n_dims, chunk, first, count))
 *       do
 *         mvua_zarr_cut_get_index() and mvua_zarr_cut_rows()
 *       while (mvua_zarr_cut_next (&cut));
 */
typedef struct
{
  guint lead;                      /* dimensions that the array lacks */
  gsize first[MVUA_ZARR_MAX_DIMS]; /* values */
  gsize count[MVUA_ZARR_MAX_DIMS]; /* values */
  gsize chunk[MVUA_ZARR_MAX_DIMS]; /* values */
  gsize at[MVUA_ZARR_MAX_DIMS];    /* the chunk at hand, in chunks */
} MvuaZarrCut;

/* @chunk, @first, @count: [n_dims].  Returns: whether there is any value in the box */
gboolean mvua_zarr_cut_init (MvuaZarrCut *self,
                             guint n_dims,
                             const gsize *chunk,
                             const gsize *first,
                             const gsize *count);

/* Goes to the next chunk; %FALSE after the last. */
gboolean mvua_zarr_cut_next (MvuaZarrCut *self);

/* The chunk at hand: [n_dims], in the array's grid of chunks */
static inline const gsize *
mvua_zarr_cut_get_index (const MvuaZarrCut *self)
{
  return self->at + self->lead;
}

/* Called for values that lie in a row both in the chunk and in the box: where they begin
 * in each, in values. */
typedef void (*MvuaZarrCutRow) (gsize in_chunk, gsize in_box, gsize n, gpointer data);

/* All values that the chunk at hand and the box share. */
void mvua_zarr_cut_rows (const MvuaZarrCut *self, MvuaZarrCutRow func, gpointer data);

G_END_DECLS
