/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-place-popover.h"

#include "mvua-place-search.h"

#include <glib/gi18n.h>

#define MOST_FOUND 60

struct _MvuaPlacePopover
{
  GtkPopover parent_instance;
  GPtrArray *found; /* of MvuaFoundPlace: of the rows */

  GtkSearchEntry *entry;
  GtkScrolledWindow *scrolled;
  GtkListBox *list;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MvuaPlacePopover, mvua_place_popover, GTK_TYPE_POPOVER)

static char *
row_text (const MvuaFoundPlace *place)
{
  if (place->country[0] == '\0')
    return g_strdup (place->name);
  /* TRANSLATORS: a place and its country */
  return g_strdup_printf (_ ("%s (%s)"), place->name, place->country);
}

static GtkWidget *
new_row (const MvuaFoundPlace *place)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = gtk_label_new (place->name);
  GtkWidget *country = gtk_label_new (place->country);
  g_autofree char *text = row_text (place);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_add_css_class (country, "dim-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), country);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  return row;
}

static void
select_row (MvuaPlacePopover *self, int index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  graphene_rect_t box;

  if (row == NULL)
    return;
  gtk_list_box_select_row (self->list, row);
  if (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &box))
    gtk_adjustment_clamp_page (adjustment, (double) box.origin.y,
                               (double) (box.origin.y + box.size.height));
}

static void
on_search (GtkSearchEntry *entry, gpointer data)
{
  MvuaPlacePopover *self = data;
  GtkListBoxRow *row = NULL;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = mvua_place_search (
      mvua_map_basemap (), gtk_editable_get_text (GTK_EDITABLE (entry)), MOST_FOUND);
  for (guint i = 0; i < self->found->len; i++)
    gtk_list_box_append (self->list, new_row (g_ptr_array_index (self->found, i)));
  select_row (self, 0);
}

static void
on_row (GtkListBox *list G_GNUC_UNUSED, GtkListBoxRow *row, gpointer data)
{
  MvuaPlacePopover *self = data;
  const MvuaFoundPlace *place =
      g_ptr_array_index (self->found, (guint) gtk_list_box_row_get_index (row));
  MvuaMapBox box = place->box;

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[CHOSEN], 0, &box);
}

/* What was typed last may not have been looked for yet. */
static void
on_enter (GtkSearchEntry *entry, gpointer data)
{
  MvuaPlacePopover *self = data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  const int index = row != NULL ? gtk_list_box_row_get_index (row) : 0;

  on_search (entry, self);
  select_row (self, index);
  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL)
    on_row (self->list, row, self);
}

static void
on_stop_search (GtkSearchEntry *entry G_GNUC_UNUSED, gpointer data)
{
  gtk_popover_popdown (data);
}

/* The arrows choose a row while the field has the keyboard. */
static gboolean
on_key (GtkEventControllerKey *controller G_GNUC_UNUSED,
        guint key,
        guint code G_GNUC_UNUSED,
        GdkModifierType state,
        gpointer data)
{
  MvuaPlacePopover *self = data;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  const int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  if ((key != GDK_KEY_Up && key != GDK_KEY_Down) ||
      (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  select_row (self, MAX (index + (key == GDK_KEY_Down ? 1 : -1), 0));
  return GDK_EVENT_STOP;
}

/* It opens empty, ready for typing. */
static void
on_show (MvuaPlacePopover *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  on_search (self->entry, self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

GStrv
mvua_place_popover_dup_rows (MvuaPlacePopover *self)
{
  g_autoptr (GStrvBuilder) rows = g_strv_builder_new ();

  for (guint i = 0; i < self->found->len; i++)
    {
      g_autofree char *text = row_text (g_ptr_array_index (self->found, i));
      g_strv_builder_add (rows, text);
    }
  return g_strv_builder_end (rows);
}

static void
mvua_place_popover_finalize (GObject *object)
{
  g_clear_pointer (&MVUA_PLACE_POPOVER (object)->found, g_ptr_array_unref);
  G_OBJECT_CLASS (mvua_place_popover_parent_class)->finalize (object);
}

static void
mvua_place_popover_class_init (MvuaPlacePopoverClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = mvua_place_popover_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", MVUA_TYPE_PLACE_POPOVER, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-place-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, MvuaPlacePopover, entry);
  gtk_widget_class_bind_template_child (widget_class, MvuaPlacePopover, scrolled);
  gtk_widget_class_bind_template_child (widget_class, MvuaPlacePopover, list);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_enter);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_row);
}

static void
mvua_place_popover_init (MvuaPlacePopover *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->entry), keys);
  g_signal_connect (self, "show", G_CALLBACK (on_show), NULL);
  on_search (self->entry, self);
}

GtkWidget *
mvua_place_popover_new (void)
{
  return g_object_new (MVUA_TYPE_PLACE_POPOVER, NULL);
}
