/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The rows of a list of a tree of #MvuaNode: which of them are open, by their names, so
 * that they can be open in another tree of the same run.  @rows: (nullable) */

/* (transfer full) (element-type utf8) */
GHashTable *mvua_tree_rows_list_open (GtkTreeListModel *rows);
void mvua_tree_rows_open (GtkTreeListModel *rows, GHashTable *open);

/* How well a row stands for what is picked: it is it (3), it is its product (2), or the
 * group in which its product lies (1); 0: not at all. */
guint mvua_tree_rows_rank (MvuaNode *node,
                           const MvuaProduct *product,
                           const MvuaVariable *variable);

G_END_DECLS
