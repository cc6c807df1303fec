/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-file-table.h"
#include "mvua-origins.h"

G_BEGIN_DECLS

/**
 * mvua_verify_output:
 * @path: what an export wrote: a Zarr store, a folder of members' stores, a netCDF file
 * or a folder of such
 * @func: (nullable): called once a file; paths are relative to @path, or its name
 * @n_bytes: (out) (optional): bytes read
 *
 * Reads all of an output back and compares it with the lengths and checksums that it
 * carries: every octet that is not as it was written is found.  Of a folder of stores
 * each tells which there were, so one that is gone is a complaint under its name. Blocks.
 *
 * Returns: the number of complaints, or -1 with %MVUA_ZARR_ERROR set where there is
 *   nothing to compare with, or with %G_IO_ERROR_CANCELLED
 */
gint64 mvua_verify_output (const char *path,
                           MvuaVerifyFunc func,
                           gpointer data,
                           guint64 *n_bytes,
                           GCancellable *cancellable,
                           GError **error);

/**
 * mvua_output_load_origins:
 * @path: as above
 *
 * What an output says of where its fields come from, held against its checksums.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ZARR_ERROR, %MVUA_PARQUET_ERROR
 * or %MVUA_ERROR_SOURCE set, the last where it does not tell
 */
MvuaOrigins *mvua_output_load_origins (const char *path,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
