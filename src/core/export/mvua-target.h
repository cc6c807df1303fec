/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-error.h"

G_BEGIN_DECLS

/**
 * MvuaTarget:
 *
 * An output that gets its name when it is whole: it grows in a sibling folder
 * `.NAME.part-<id>`, in which its lock, its journal and what else it needs while it grows
 * lie beside it.  Private to the room.
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

/**
 * mvua_target_reopen:
 * @part: the sibling of an output that was interrupted; kept, whatever becomes of it
 *
 * As mvua_target_new().
 */
MvuaTarget *mvua_target_reopen (const char *path,
                                const char *part,
                                gboolean overwrite,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Where the output grows; of a new one there is nothing there yet. */
const char *mvua_target_get_partial (const MvuaTarget *self);

/* The folder that it grows in, which is there. */
const char *mvua_target_get_part (const MvuaTarget *self);

/* Whether what has grown stays where it is not committed. */
void mvua_target_set_is_kept (MvuaTarget *self, gboolean is_kept);

/* (transfer full): how the names of the siblings of an output begin: ".NAME.part-" */
char *mvua_target_dup_prefix (const char *path);

/* Where an output was interrupted while it took the place of an old one: that one gets
 * its name back until it is to be replaced again.  Returns: %FALSE if it did not */
gboolean mvua_target_restore_old (const char *path, const char *part);

/* Removes a sibling with all that is in it, the journal and the lock last.  @lock: of the
 * sibling, which is closed; or -1 */
void mvua_target_remove_part (const char *part, int lock);

/* Gives the output its name, durably; never replaces what has come there since, unless
 * it was to be overwritten. */
gboolean mvua_target_commit (MvuaTarget *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes what has grown unless it was committed, or is kept. */
void mvua_target_free (MvuaTarget *self);

/* Sets an error out of errno: what could not be done to a path, why, and what helps.
 * Returns: %FALSE */
gboolean mvua_target_fail (const char *what, const char *path, GError **error);

/* Makes the names in a folder durable, where the file system can. */
gboolean mvua_target_sync_folder (const char *folder,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaTarget, mvua_target_free)

G_END_DECLS
