/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes rows of lists of #MvuaNode and of #GtkTreeListRow of them; (transfer full). */
GtkListItemFactory *mvua_tree_row_factory_new (void) G_GNUC_WARN_UNUSED_RESULT;

/* The node of an item of such a list, which may be a row of a tree or the node itself;
 * (transfer full) (nullable). */
MvuaNode *mvua_tree_row_get_node (gpointer item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
