/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-browser.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MVUA_TYPE_TREE_PANEL (mvua_tree_panel_get_type ())
/**
 * MvuaTreePanel:
 *
 * The tree of an ensemble, with what is missing or loading, and a field to find a node by
 * its words: "mean rain" lists what has both in its name.  Choosing a node picks it.
 */
G_DECLARE_FINAL_TYPE (MvuaTreePanel, mvua_tree_panel, MVUA, TREE_PANEL, GtkWidget)

/* @browser: followed from now on */
void mvua_tree_panel_set_browser (MvuaTreePanel *self, MvuaBrowser *browser);

/* Puts the cursor into the field. */
void mvua_tree_panel_find (MvuaTreePanel *self);

/* The rows that are shown, of #GtkTreeListRow or, of what was found, of #MvuaNode. */
GListModel *mvua_tree_panel_get_rows (MvuaTreePanel *self);

G_END_DECLS
