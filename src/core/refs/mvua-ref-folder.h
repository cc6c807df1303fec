/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ref-set.h"

G_BEGIN_DECLS

/* Kerchunk's lazy form: a folder with `.zmetadata`, and for each array files
 * `refs.N.parq` with the columns path, offset, size and raw, a row for each chunk.
 * Private to the room. */

/* Whether @path is such a folder: its .zmetadata names a record_size. */
gboolean mvua_ref_folder_is (const char *path);

/* Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE, %MVUA_ERROR_IO or
 * %G_IO_ERROR_CANCELLED set */
MvuaRefSet *mvua_ref_folder_read (const char *path,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* @path: of the folder, which is made.  The files are durable when it returns. */
gboolean mvua_ref_folder_write (const MvuaRefSet *set,
                                const char *path,
                                GCancellable *cancellable,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
