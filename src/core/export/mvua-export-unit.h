/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-work.h"

G_BEGIN_DECLS

/* Private to the room: what a unit, one variable of one block, leaves besides its chunks.
 * The work's block, variable and days are those of the unit. */

/* What was counted before it; its gaps are not to be looked at. */
typedef struct
{
  MvuaExportReport report;
  guint n_gaps;
} MvuaExportUnitStart;

MvuaExportUnitStart mvua_export_unit_start (const MvuaExportWork *work);

/* (transfer full): what it has left since */
json_object *mvua_export_unit_format (MvuaExportWork *work,
                                      const MvuaExportUnitStart *start);

/* Brings it back.  Returns: %FALSE with %MVUA_ERROR_SOURCE set if it is of another
 * export */
gboolean mvua_export_unit_restore (MvuaExportWork *work,
                                   json_object *results,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
