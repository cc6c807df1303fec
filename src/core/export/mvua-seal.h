/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-file-table.h"

G_BEGIN_DECLS

/*
 * What a single file has instead of a table beside it: behind the netCDF file, where HDF5
 * looks for nothing, stand where its fields come from (mvua-origins.h) and, last, the
 * lengths and checksums of both in %MVUA_SEAL_LENGTH bytes of text.  Whatever writes to
 * the file takes that off.  All errors are %MVUA_ZARR_ERROR.  Private to the room.
 */
#define MVUA_SEAL_LENGTH 90

/* Appends both to a whole file, and makes it durable. */
gboolean mvua_seal_put (const char *path,
                        GBytes *fields,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Puts them in the folder that the files of an output are in instead, and a table of
 * these beside them, as in a store.  @names: (element-type utf8) */
gboolean mvua_seal_folder (const char *folder,
                           const GPtrArray *names,
                           GBytes *fields,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* As mvua_file_table_verify(), with one call of @func. */
gint64 mvua_seal_verify (const char *path,
                         MvuaVerifyFunc func,
                         gpointer data,
                         guint64 *n_bytes,
                         GCancellable *cancellable,
                         GError **error);

/* (transfer full) (nullable): what was put as fields, held against its checksum; %NULL
 * with
 * @error set */
GBytes *mvua_seal_load_fields (const char *path,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
