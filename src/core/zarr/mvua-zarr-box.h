/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-zarr-writer.h"

G_BEGIN_DECLS

/*
 * Splits a box of values into the chunks that it covers.  Dimensions that the array
 * lacks are of length 1 and come first, so that all loops are of four.
 *
 *     mvua_zarr_box_init (&box, spec, first, count, data);
 *     do
 *       mvua_zarr_box_peek() or mvua_zarr_box_copy()
 *     while (mvua_zarr_box_next (&box));
 */
typedef struct
{
  const MvuaZarrArraySpec *spec;
  const guint8 *data;
  gsize size;                      /* bytes a value */
  gsize count[MVUA_ZARR_MAX_DIMS]; /* values */
  gsize chunk[MVUA_ZARR_MAX_DIMS]; /* values */
  gsize first[MVUA_ZARR_MAX_DIMS]; /* in chunks: where the box begins in the array */
  gsize at[MVUA_ZARR_MAX_DIMS];    /* in chunks: the chunk at hand, from @first */
} MvuaZarrBox;

/* Whether @first and @count are as mvua_zarr_array_write() wants them. */
gboolean mvua_zarr_box_fits (const MvuaZarrArraySpec *spec,
                             const gsize *first,
                             const gsize *count);

/* All of @count must be above 0. */
void mvua_zarr_box_init (MvuaZarrBox *self,
                         const MvuaZarrArraySpec *spec,
                         const gsize *first,
                         const gsize *count,
                         const void *data);

/* Goes to the next chunk; %FALSE after the last. */
gboolean mvua_zarr_box_next (MvuaZarrBox *self);

/* (nullable): the chunk at hand if its bytes lie in a row in the caller's memory */
const void *mvua_zarr_box_peek (const MvuaZarrBox *self);

/* Copies the chunk at hand to @out, which holds a whole chunk; what lies past the
 * array's edge is the fill value. */
void mvua_zarr_box_copy (const MvuaZarrBox *self, void *out);

/* The chunk's place in the array's grid: [n_dims], and in a row in C order. */
void mvua_zarr_box_get_index (const MvuaZarrBox *self, gsize *index);
gsize mvua_zarr_box_get_number (const MvuaZarrBox *self);

G_END_DECLS
