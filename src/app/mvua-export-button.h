/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-exports.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MVUA_TYPE_EXPORT_BUTTON (mvua_export_button_get_type ())
/**
 * MvuaExportButton:
 *
 * For a header bar: a ring that shows how far the exports are, with a list of them that
 * opens; hidden while there are none.
 */
G_DECLARE_FINAL_TYPE (MvuaExportButton, mvua_export_button, MVUA, EXPORT_BUTTON, AdwBin)

GtkWidget *mvua_export_button_new (MvuaExports *exports);

G_END_DECLS
