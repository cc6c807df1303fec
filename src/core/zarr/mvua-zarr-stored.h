/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-file-table.h"
#include "mvua-zarr-placement.h"
#include "mvua-zarr-reader.h"

G_BEGIN_DECLS

/* The stored array's side of the reader.  Private to the room. */

/* What all arrays of a store share; plain values, borrowed. */
typedef struct
{
  const char *folder;
  int folder_fd; /* of it: what comes in its place meanwhile is not read */
  MvuaFileTable *table;
  const MvuaZarrPlacement *placement;
} MvuaZarrPlace;

/**
 * mvua_zarr_place_load:
 *
 * Returns: (transfer full) (nullable): a whole file that is as the table says, and a NUL
 *   after it
 */
char *mvua_zarr_place_load (const MvuaZarrPlace *self,
                            const char *path,
                            gsize max,
                            gsize *n,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Sets an error that says what is wrong with a file of the store.  Returns: %FALSE */
G_GNUC_PRINTF (4, 5)
gboolean mvua_zarr_place_complain (
    const MvuaZarrPlace *self, const char *path, GError **error, const char *format, ...);

/* @place outlives the array; @spec is copied.  Returns: (transfer full) (nullable) */
MvuaZarrStored *mvua_zarr_stored_new (const MvuaZarrPlace *place,
                                      const MvuaZarrArraySpec *spec,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_zarr_stored_free (MvuaZarrStored *self);

/**
 * mvua_zarr_stored_load_chunk:
 * @index: [n_dims] of the chunk in the array's grid
 * @bytes: (out) (transfer full) (nullable): as they lie in the store, which is as its
 *   table says; %NULL for a chunk that never came
 */
gboolean mvua_zarr_stored_load_chunk (MvuaZarrStored *self,
                                      const gsize *index,
                                      char **bytes,
                                      gsize *n,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
