/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-browser.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MVUA_TYPE_POINT_PANEL (mvua_point_panel_get_type ())
/**
 * MvuaPointPanel:
 *
 * What the members say at the pin, in the time window that is shown: their values, from
 * the highest down, and what they come to.
 */
G_DECLARE_FINAL_TYPE (MvuaPointPanel, mvua_point_panel, MVUA, POINT_PANEL, GtkWidget)

/* @browser: followed from now on */
void mvua_point_panel_set_browser (MvuaPointPanel *self, MvuaBrowser *browser);

/* What is said of the members as a whole, in lines. */
const char *mvua_point_panel_get_summary (MvuaPointPanel *self);

G_END_DECLS
