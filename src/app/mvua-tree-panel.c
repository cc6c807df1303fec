/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-tree-panel.h"

#include "mvua-tree-row.h"
#include "mvua-tree-rows.h"

#include <glib/gi18n.h>
#include <string.h>

struct _MvuaTreePanel
{
  GtkWidget parent_instance;
  MvuaBrowser *browser;
  gulong handler;

  GtkWidget *box;
  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkListView *list;
  GtkListView *found_list;
  GtkTreeListModel *rows;
  GtkSingleSelection *selection;
  GListStore *found;
  GtkSingleSelection *found_selection;
  gboolean is_following; /* the selection is being set to what was picked elsewhere */
};

G_DEFINE_FINAL_TYPE (MvuaTreePanel, mvua_tree_panel, GTK_TYPE_WIDGET)

/* A variable is picked with its product, a member or a statistic with the variable that
 * is shown. */
static void
pick (MvuaTreePanel *self, MvuaNode *node)
{
  const MvuaProduct *product = mvua_node_get_product (node);
  const MvuaVariable *variable = mvua_node_get_variable (node);

  if (product != NULL && mvua_browser_get_ensemble (self->browser) != NULL)
    mvua_browser_pick (self->browser, product,
                       variable ? variable : mvua_browser_get_variable (self->browser));
}

static void
on_selected (GObject *selection, GParamSpec *pspec G_GNUC_UNUSED, gpointer data)
{
  MvuaTreePanel *self = data;
  gpointer item =
      gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (selection));
  g_autoptr (MvuaNode) node = mvua_tree_row_get_node (item);

  if (node != NULL && !self->is_following)
    pick (self, node);
}

/* Opens or closes what is below; a variable has nothing below. */
static void
on_activated (GtkListView *list G_GNUC_UNUSED, guint position, gpointer data)
{
  MvuaTreePanel *self = data;
  g_autoptr (GtkTreeListRow) row =
      g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
}

static gboolean
has_words (const char *text, char **words)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (folded, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* All nodes below that can be shown and have all the words, in the user's language or in
 * that of the data. */
static void
find_below (MvuaTreePanel *self, MvuaNode *node, const char *path, char **words)
{
  const MvuaVariable *variable = mvua_node_get_variable (node);
  g_autofree char *here =
      g_strjoin (" ", path, mvua_node_get_name (node), mvua_node_get_title (node),
                 variable != NULL ? variable->long_name : NULL, NULL);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (node));

  if (variable != NULL && has_words (here, words))
    g_list_store_append (self->found, node);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MvuaNode) child = g_list_model_get_item (G_LIST_MODEL (node), i);
      find_below (self, child, here, words);
    }
}

static void
on_search (GtkSearchEntry *entry, gpointer data)
{
  MvuaTreePanel *self = data;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_auto (GStrv) words = g_strsplit_set (g_strstrip (folded), " ", -1);
  MvuaNode *tree = self->browser != NULL ? mvua_browser_get_tree (self->browser) : NULL;

  self->is_following = TRUE;
  g_list_store_remove_all (self->found);
  if (tree != NULL && words[0] != NULL)
    find_below (self, tree, "", words);
  self->is_following = FALSE;
  gtk_stack_set_visible_child_name (
      self->stack, words[0] == NULL                                            ? "tree"
                   : g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0 ? "found"
                                                                               : "none");
}

static void
on_found_activated (GtkListView *list G_GNUC_UNUSED, guint position, gpointer data)
{
  MvuaTreePanel *self = data;
  g_autoptr (MvuaNode) node =
      g_list_model_get_item (G_LIST_MODEL (self->found), position);

  if (node != NULL)
    pick (self, node);
}

/* Enter in the field picks the first that was found. */
static void
on_entry_activated (GtkSearchEntry *entry G_GNUC_UNUSED, gpointer data)
{
  MvuaTreePanel *self = data;

  if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0)
    on_found_activated (self->found_list, 0, self);
}

/* Moves selection and focus to a row, which is on the screen once it is scrolled to. */
static void
go_to_row (MvuaTreePanel *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u",
                              position);
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list));
       item != NULL; item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *expander = gtk_widget_get_first_child (item);
      GtkTreeListRow *row =
          expander != NULL ? gtk_tree_expander_get_list_row (GTK_TREE_EXPANDER (expander))
                           : NULL;
      if (row != NULL && gtk_tree_list_row_get_position (row) == position)
        gtk_widget_grab_focus (expander);
    }
}

/* As in other trees: forward opens a row or goes into it, back closes it or goes to what
 * it belongs to.  GTK has these with Shift. */
static gboolean
on_list_key (GtkEventControllerKey *controller G_GNUC_UNUSED,
             guint key,
             guint code G_GNUC_UNUSED,
             GdkModifierType state,
             gpointer data)
{
  MvuaTreePanel *self = data;
  const gboolean is_rtl =
      gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const gboolean is_forward = key == (is_rtl ? GDK_KEY_Left : GDK_KEY_Right);
  const guint position = gtk_single_selection_get_selected (self->selection);

  if ((key != GDK_KEY_Left && key != GDK_KEY_Right) || self->rows == NULL ||
      (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->rows, position);
  if (row == NULL)
    return GDK_EVENT_PROPAGATE;
  g_autoptr (GtkTreeListRow) parent = gtk_tree_list_row_get_parent (row);
  const gboolean is_open = gtk_tree_list_row_get_expanded (row);
  if (is_open != is_forward)
    gtk_tree_list_row_set_expanded (row, is_forward);
  else if (is_forward)
    go_to_row (self, position + 1);
  else if (parent != NULL)
    go_to_row (self, gtk_tree_list_row_get_position (parent));
  return GDK_EVENT_STOP;
}

/* Escape in the field shows the tree again, and goes on there. */
static void
on_stop_search (GtkSearchEntry *entry, gpointer data)
{
  MvuaTreePanel *self = data;

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static GListModel *
create_children (gpointer item, gpointer data G_GNUC_UNUSED)
{
  return mvua_node_get_kind (item) == MVUA_NODE_VARIABLE ? NULL : g_object_ref (item);
}

static void
show_tree (MvuaTreePanel *self)
{
  MvuaNode *tree = mvua_browser_get_tree (self->browser);

  self->is_following = TRUE;
  gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->rows);
  if (tree != NULL)
    {
      self->rows = gtk_tree_list_model_new (G_LIST_MODEL (g_object_ref (tree)), FALSE,
                                            FALSE, create_children, NULL, NULL);
      gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->rows));
    }
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  self->is_following = FALSE;
}

/* The row of what is picked; one that is closed stands for what is in it. */
static void
follow_pick (MvuaTreePanel *self)
{
  const MvuaProduct *product = mvua_browser_get_product (self->browser);
  const MvuaVariable *variable = mvua_browser_get_variable (self->browser);
  const guint n =
      self->rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->rows)) : 0;
  guint best = GTK_INVALID_LIST_POSITION;
  guint best_rank = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->rows, i);
      g_autoptr (MvuaNode) node = gtk_tree_list_row_get_item (row);
      const guint rank = mvua_tree_rows_rank (node, product, variable);

      if (rank > best_rank)
        {
          best = i;
          best_rank = rank;
        }
    }
  self->is_following = TRUE;
  gtk_single_selection_set_selected (self->selection, best);
  self->is_following = FALSE;
}

/* The tree of the same run: what was open stays open. */
static void
show_grown_tree (MvuaTreePanel *self)
{
  g_autoptr (GHashTable) open = mvua_tree_rows_list_open (self->rows);
  g_autofree char *searched =
      g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  show_tree (self);
  mvua_tree_rows_open (self->rows, open);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), searched);
}

static void
on_changed (MvuaBrowser *browser G_GNUC_UNUSED, guint changes, gpointer data)
{
  MvuaTreePanel *self = data;

  if (changes & MVUA_BROWSER_SOURCE)
    show_tree (self);
  if (changes & MVUA_BROWSER_GROWN)
    show_grown_tree (self);
  if (changes & (MVUA_BROWSER_SOURCE | MVUA_BROWSER_PICK))
    follow_pick (self);
}

void
mvua_tree_panel_set_browser (MvuaTreePanel *self, MvuaBrowser *browser)
{
  if (self->browser != NULL)
    g_clear_signal_handler (&self->handler, self->browser);
  g_set_object (&self->browser, browser);
  if (browser != NULL)
    {
      self->handler =
          g_signal_connect (browser, "changed", G_CALLBACK (on_changed), self);
      show_tree (self);
    }
}

void
mvua_tree_panel_find (MvuaTreePanel *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

GListModel *
mvua_tree_panel_get_rows (MvuaTreePanel *self)
{
  const char *shown = gtk_stack_get_visible_child_name (self->stack);

  return g_strcmp0 (shown, "found") == 0 ? G_LIST_MODEL (self->found)
                                         : G_LIST_MODEL (self->selection);
}

static void
mvua_tree_panel_dispose (GObject *object)
{
  MvuaTreePanel *self = MVUA_TREE_PANEL (object);

  mvua_tree_panel_set_browser (self, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->rows);
  g_clear_object (&self->found);
  G_OBJECT_CLASS (mvua_tree_panel_parent_class)->dispose (object);
}

static void
mvua_tree_panel_class_init (MvuaTreePanelClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_tree_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-tree-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, MvuaTreePanel, box);
  gtk_widget_class_bind_template_child (widget_class, MvuaTreePanel, entry);
  gtk_widget_class_bind_template_child (widget_class, MvuaTreePanel, stack);
  gtk_widget_class_bind_template_child (widget_class, MvuaTreePanel, list);
  gtk_widget_class_bind_template_child (widget_class, MvuaTreePanel, found_list);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_found_activated);
}

static void
set_up_list (GtkListView *list, GtkSingleSelection *selection)
{
  g_autoptr (GtkListItemFactory) factory = mvua_tree_row_factory_new ();

  gtk_list_view_set_factory (list, factory);
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_list_view_set_model (list, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection); /* the list holds it */
}

static void
mvua_tree_panel_init (MvuaTreePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->found = g_list_store_new (MVUA_TYPE_NODE);
  self->selection = gtk_single_selection_new (NULL);
  self->found_selection =
      gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->found)));
  set_up_list (self->list, self->selection);
  set_up_list (self->found_list, self->found_selection);
  GtkEventController *keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_list_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (on_selected), self, 0);
}
