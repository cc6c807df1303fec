/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-file-table.h"
#include "mvua-zarr-piece.h"

#include <stdatomic.h>

G_BEGIN_DECLS

/* A folder that grows: what is put in it is counted and noted in its table. */
typedef struct
{
  char *folder;
  MvuaFileTable *table;
  atomic_uint_fast64_t n_bytes;
  MvuaZarrPieceFunc log; /* (nullable): is told what was put */
  gpointer log_data;
} MvuaStore;

/* Makes the folder, which must not exist. */
gboolean mvua_store_init (MvuaStore *self,
                          const char *folder,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Goes on with a folder that is there; what is in it is not in the table yet. */
gboolean mvua_store_reopen (MvuaStore *self,
                            const char *folder,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Tells the log, if there is one. */
gboolean mvua_store_tell (MvuaStore *self,
                          const MvuaZarrPiece *piece,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Forgets the folder; the files stay. */
void mvua_store_clear (MvuaStore *self);

/* Writes one whole file and notes it.  Any thread. */
gboolean mvua_store_put (MvuaStore *self,
                         const char *path,
                         const void *data,
                         gsize length,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_store_seal:
 * @path: the file that makes the store one
 *
 * Makes all that was put durable, then writes the table, in which @path already stands,
 * then @path: whoever sees that file has the rest.
 */
gboolean mvua_store_seal (MvuaStore *self,
                          const char *path,
                          const void *data,
                          gsize length,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
