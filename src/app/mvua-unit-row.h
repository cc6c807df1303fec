/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MVUA_TYPE_UNIT_ROW (mvua_unit_row_get_type ())
/**
 * MvuaUnitRow:
 *
 * The unit in which a quantity is shown: that of all variables that have the same choice
 * of units.  It is the key "units" of the settings, for each of those variables.
 */
G_DECLARE_FINAL_TYPE (MvuaUnitRow, mvua_unit_row, MVUA, UNIT_ROW, AdwComboRow)

/* @variable: one of those of the quantity */
GtkWidget *mvua_unit_row_new (GSettings *settings, const MvuaVariable *variable);

G_END_DECLS
