/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-work.h"

G_BEGIN_DECLS

/*
 * Rain goes on from block to block: the first half of a bucket and a day that is being
 * summed lie before the end of one.  Where each member stands after a unit of rain is
 * kept beside the output, so that a resumed export decodes nothing again that was done.
 * Private to the room.
 */

/* Keeps it, if there is another block, and adds to @results what it is known by. */
gboolean mvua_export_carry_write (MvuaExportWork *work,
                                  json_object *results,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes what the unit before kept, when the unit at hand is noted. */
void mvua_export_carry_tidy (MvuaExportWork *work);

/* Whether what @results, of a unit whose block begins at @first, tells of is there. */
gboolean
mvua_export_carry_is_there (MvuaExportWork *work, guint first, json_object *results);

/* Brings it back.  Returns: %FALSE with @error set if it is not of this export */
gboolean mvua_export_carry_restore (MvuaExportWork *work,
                                    guint first,
                                    json_object *results,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
