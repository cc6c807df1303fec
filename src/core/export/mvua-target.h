/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-error.h"

G_BEGIN_DECLS

/**
 * MvuaTarget:
 *
 * An output that gets its name when it is whole: it grows as a sibling
 * `.NAME.part-<id>`.  Private to the room.
 */
typedef struct _MvuaTarget MvuaTarget;

/**
 * mvua_target_new:
 * @path: of the output; an existing one is refused unless @overwrite, and a folder that
 *   is neither empty nor what an export wrote is refused always
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_USAGE or %MVUA_ERROR_IO
 */
MvuaTarget *mvua_target_new (const char *path,
                             gboolean overwrite,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where the output grows; there is nothing there yet. */
const char *mvua_target_get_partial (const MvuaTarget *self);

/* Gives the output its name, durably; never replaces what has come there since, unless
 * it was to be overwritten. */
gboolean mvua_target_commit (MvuaTarget *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes what has grown unless it was committed. */
void mvua_target_free (MvuaTarget *self);

/* Makes the names in a folder durable, where the file system can. */
gboolean mvua_target_sync_folder (const char *folder,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaTarget, mvua_target_free)

G_END_DECLS
