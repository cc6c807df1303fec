/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-tree-row.h"

MvuaNode *
mvua_tree_row_get_node (gpointer item)
{
  if (GTK_IS_TREE_LIST_ROW (item))
    return gtk_tree_list_row_get_item (item);
  return item != NULL ? g_object_ref (item) : NULL;
}

/* "Mean · Total precipitation": where a node lies, for a list without a tree. */
static char *
describe (MvuaNode *node)
{
  MvuaNode *parent = mvua_node_get_parent (node);

  if (parent == NULL || mvua_node_get_kind (parent) == MVUA_NODE_ROOT)
    return g_strdup (mvua_node_get_title (node));
  return g_strdup_printf ("%s · %s", mvua_node_get_title (parent),
                          mvua_node_get_title (node));
}

/* A row: name, what is missing, and a spinner while it loads.  Most rows have a name
 * alone; the rest is made when it is needed, since a run has many rows that come all at
 * once. */
typedef struct
{
  GtkWidget *expander;
  GtkWidget *box;
  GtkWidget *texts;
  GtkWidget *label;
  GtkWidget *detail; /* these three may be NULL */
  GtkWidget *icon;
  GtkWidget *spinner;
  MvuaNode *node;
  gulong handler;
} Row;

static void
show_detail (Row *row, const char *detail)
{
  if (row->detail == NULL && detail[0] == '\0')
    return;
  if (row->detail == NULL)
    {
      row->detail = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (row->detail), 0);
      gtk_label_set_wrap (GTK_LABEL (row->detail), TRUE);
      gtk_widget_add_css_class (row->detail, "dim-label");
      gtk_widget_add_css_class (row->detail, "caption");
      gtk_box_append (GTK_BOX (row->texts), row->detail);
    }
  gtk_label_set_text (GTK_LABEL (row->detail), detail);
  gtk_widget_set_visible (row->detail, detail[0] != '\0');
  gtk_widget_set_tooltip_text (row->expander, detail[0] != '\0' ? detail : NULL);
}

static void
show_icon (Row *row, const char *name)
{
  if (row->icon == NULL && name == NULL)
    return;
  if (row->icon == NULL)
    {
      row->icon = gtk_image_new ();
      gtk_box_append (GTK_BOX (row->box), row->icon);
    }
  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), name);
  gtk_widget_set_visible (row->icon, name != NULL);
}

static void
show_spinner (Row *row, gboolean is_loading)
{
  if (row->spinner == NULL && !is_loading)
    return;
  if (row->spinner == NULL)
    {
      row->spinner = gtk_spinner_new ();
      gtk_box_append (GTK_BOX (row->box), row->spinner);
    }
  gtk_widget_set_visible (row->spinner, is_loading);
  gtk_spinner_set_spinning (GTK_SPINNER (row->spinner), is_loading);
}

static void
show_node (Row *row)
{
  static const char *const icons[] = {
    [MVUA_NODE_THERE] = NULL,
    [MVUA_NODE_GAPS] = "dialog-warning-symbolic",
    [MVUA_NODE_MISSING] = "action-unavailable-symbolic",
  };
  const MvuaNodeState state = mvua_node_get_state (row->node);

  show_detail (row, mvua_node_get_detail (row->node));
  show_icon (row, icons[state]);
  show_spinner (row, mvua_node_get_is_loading (row->node));
  if (state == MVUA_NODE_MISSING)
    gtk_widget_add_css_class (row->label, "dim-label");
  else
    gtk_widget_remove_css_class (row->label, "dim-label");
}

static void
on_setup (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
          GtkListItem *item,
          gpointer data G_GNUC_UNUSED)
{
  Row *row = g_new0 (Row, 1);

  row->expander = gtk_tree_expander_new ();
  row->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  row->texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  row->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (row->label), 0);
  gtk_label_set_wrap (GTK_LABEL (row->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (row->label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (row->texts, TRUE);
  gtk_widget_set_valign (row->texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row->texts), row->label);
  gtk_box_append (GTK_BOX (row->box), row->texts);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (row->expander), row->box);
  gtk_list_item_set_child (item, row->expander);
  g_object_set_data_full (G_OBJECT (item), "row", row, g_free);
}

static void
on_bind (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
         GtkListItem *item,
         gpointer data G_GNUC_UNUSED)
{
  Row *row = g_object_get_data (G_OBJECT (item), "row");
  gpointer object = gtk_list_item_get_item (item);
  g_autofree char *text = NULL;

  row->node = mvua_tree_row_get_node (object);
  text = GTK_IS_TREE_LIST_ROW (object) ? g_strdup (mvua_node_get_title (row->node))
                                       : describe (row->node);
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (row->expander),
                                  GTK_IS_TREE_LIST_ROW (object) ? object : NULL);
  gtk_label_set_text (GTK_LABEL (row->label), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->expander),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  row->handler =
      g_signal_connect_swapped (row->node, "notify", G_CALLBACK (show_node), row);
  show_node (row);
}

static void
on_unbind (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
           GtkListItem *item,
           gpointer data G_GNUC_UNUSED)
{
  Row *row = g_object_get_data (G_OBJECT (item), "row");

  g_clear_signal_handler (&row->handler, row->node);
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (row->expander), NULL);
  g_clear_object (&row->node);
}

GtkListItemFactory *
mvua_tree_row_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  return factory;
}
