/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-layout.h"

G_BEGIN_DECLS

/**
 * MvuaListedFile:
 * @has_index: there is a file of the same name and `.idx`
 * @is_named: @name holds what NOAA's naming says
 */
typedef struct
{
  char *path;
  gboolean has_index;
  gboolean is_named;
  MvuaFileName name;
} MvuaListedFile;

/**
 * mvua_file_list:
 * @path: a folder, or one GRIB file
 *
 * The files below a folder that are, or may be, GRIB: those named as NOAA names them,
 * with a usual ending, with an index, or that begin with “GRIB”.  Hidden and partial
 * files and links to folders are left out.  Sorted by path.  Private to the room.
 *
 * Returns: (transfer full) (element-type MvuaListedFile) (nullable): %NULL with
 *   %MVUA_ERROR_IO, %MVUA_ERROR_SOURCE or %G_IO_ERROR_CANCELLED set
 */
GArray *mvua_file_list (const char *path,
                        GCancellable *cancellable,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
