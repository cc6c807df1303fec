/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-tree-panel.h"

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

/* The row of the list, or the node itself where something was looked for. */
static MvuaNode *
get_node (gpointer item)
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

/* A row: name, what is missing, and a spinner while it loads. */
typedef struct
{
  GtkWidget *expander;
  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *detail;
  GtkWidget *spinner;
  MvuaNode *node;
  gulong handler;
} Row;

static void
show_node (Row *row)
{
  static const char *const icons[] = {
    [MVUA_NODE_THERE] = NULL,
    [MVUA_NODE_GAPS] = "dialog-warning-symbolic",
    [MVUA_NODE_MISSING] = "action-unavailable-symbolic",
  };
  const MvuaNodeState state = mvua_node_get_state (row->node);
  const char *detail = mvua_node_get_detail (row->node);
  const gboolean is_loading = mvua_node_get_is_loading (row->node);

  gtk_image_set_from_icon_name (GTK_IMAGE (row->icon), icons[state]);
  gtk_widget_set_visible (row->icon, icons[state] != NULL);
  gtk_label_set_text (GTK_LABEL (row->detail), detail);
  gtk_widget_set_visible (row->detail, detail[0] != '\0');
  gtk_widget_set_tooltip_text (row->expander, detail[0] != '\0' ? detail : NULL);
  gtk_widget_set_visible (row->spinner, is_loading);
  gtk_spinner_set_spinning (GTK_SPINNER (row->spinner), is_loading);
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
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  row->expander = gtk_tree_expander_new ();
  row->label = gtk_label_new (NULL);
  row->detail = gtk_label_new (NULL);
  row->icon = gtk_image_new ();
  row->spinner = gtk_spinner_new ();
  gtk_label_set_xalign (GTK_LABEL (row->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (row->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (row->detail), 0);
  gtk_label_set_ellipsize (GTK_LABEL (row->detail), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (row->detail, "dim-label");
  gtk_widget_add_css_class (row->detail, "caption");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), row->label);
  gtk_box_append (GTK_BOX (texts), row->detail);
  gtk_box_append (GTK_BOX (box), texts);
  gtk_box_append (GTK_BOX (box), row->icon);
  gtk_box_append (GTK_BOX (box), row->spinner);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (row->expander), box);
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

  row->node = get_node (object);
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
  g_autoptr (MvuaNode) node = get_node (item);

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

/* All nodes below that can be shown and have all the words. */
static void
find_below (MvuaTreePanel *self, MvuaNode *node, const char *path, char **words)
{
  g_autofree char *here =
      g_strjoin (" ", path, mvua_node_get_name (node), mvua_node_get_title (node), NULL);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (node));

  if (mvua_node_get_variable (node) != NULL && has_words (here, words))
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
  gtk_stack_set_visible_child_name (self->stack, words[0] != NULL ? "found" : "tree");
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
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
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
