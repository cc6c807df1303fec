/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-tree-rows.h"

static guint
count (GtkTreeListModel *rows)
{
  return rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (rows)) : 0;
}

GHashTable *
mvua_tree_rows_list_open (GtkTreeListModel *rows)
{
  GHashTable *open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < count (rows); i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (rows, i);
      g_autoptr (MvuaNode) node = gtk_tree_list_row_get_item (row);

      if (gtk_tree_list_row_get_expanded (row))
        g_hash_table_add (open, g_strdup (mvua_node_get_name (node)));
    }
  return open;
}

void
mvua_tree_rows_open (GtkTreeListModel *rows, GHashTable *open)
{
  /* Rows come in while others are opened. */
  for (guint i = 0; i < count (rows); i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (rows, i);
      g_autoptr (MvuaNode) node = gtk_tree_list_row_get_item (row);

      if (g_hash_table_contains (open, mvua_node_get_name (node)))
        gtk_tree_list_row_set_expanded (row, TRUE);
    }
}

guint
mvua_tree_rows_rank (MvuaNode *node,
                     const MvuaProduct *product,
                     const MvuaVariable *variable)
{
  const MvuaProduct *own = mvua_node_get_product (node);
  const MvuaVariable *own_variable = mvua_node_get_variable (node);

  if (own == NULL)
    return mvua_node_get_kind (node) == MVUA_NODE_STATISTICS &&
                   product->kind == MVUA_PRODUCT_STATISTIC
               ? 1
               : 0;
  if (own->kind != product->kind ||
      (own->kind != MVUA_PRODUCT_PROBABILITY && !mvua_product_equal (own, product)))
    return 0;
  if (own_variable == NULL)
    return 2;
  return own_variable == variable ? 3 : 0;
}
