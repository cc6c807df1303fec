/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ref-set.h"

G_BEGIN_DECLS

/**
 * MvuaRefForm:
 * @MVUA_REF_JSON: kerchunk's JSON, version 1
 * @MVUA_REF_TABLE: one Parquet file, a row for each key
 * @MVUA_REF_FOLDER: kerchunk's lazy form: a folder of Parquet files
 */
typedef enum
{
  MVUA_REF_JSON,
  MVUA_REF_TABLE,
  MVUA_REF_FOLDER,
} MvuaRefForm;

/**
 * mvua_ref_form_from_name:
 * @path: of an output: .json, .par or .parquet, .parq
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE set for any other
 */
gboolean mvua_ref_form_from_name (const char *path,
                                  MvuaRefForm *form,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @path is, by what it is and not by its name, a file or folder that may hold a
 * reference set: JSON, perhaps compressed, Parquet, or a folder with a record_size. */
gboolean mvua_ref_set_is (const char *path);

/**
 * mvua_ref_set_open:
 * @path: such a file or folder
 *
 * Reads all of it, and nothing of what it refers to.  Memory is bounded by what the file
 * may plausibly hold.  Blocks.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE, %MVUA_ERROR_IO or
 *   %G_IO_ERROR_CANCELLED set, naming the file and the place
 */
MvuaRefSet *mvua_ref_set_open (const char *path,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_ref_set_save:
 * @path: there is nothing yet
 *
 * Writes it, durably; what failed may have left a part of it.  Blocks.
 *
 * Returns: %FALSE with %MVUA_ERROR_SOURCE, %MVUA_ZARR_ERROR or %G_IO_ERROR_CANCELLED set
 */
gboolean mvua_ref_set_save (const MvuaRefSet *self,
                            const char *path,
                            MvuaRefForm form,
                            GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
