/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-exports.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MVUA_TYPE_EXPORT_ROW (mvua_export_row_get_type ())
/**
 * MvuaExportRow:
 *
 * One export in the list of them: how far it is, and buttons to pause, resume and cancel
 * it; when it is over, to open its folder, to see what is missing, and to forget it.
 */
G_DECLARE_FINAL_TYPE (MvuaExportRow, mvua_export_row, MVUA, EXPORT_ROW, GtkWidget)

GtkWidget *mvua_export_row_new (MvuaExports *exports, MvuaExportJob *job);

G_END_DECLS
