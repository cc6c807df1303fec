/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-network-button.h"

#include "mvua-network-text.h"

#include <glib/gi18n.h>

enum
{
  LINE_FETCHED,
  LINE_CACHED,
  LINE_SAVED,
  LINE_SPEED,
  LINE_TODAY,
  N_LINES,
};

static const char *const names[N_LINES] = {
  [LINE_FETCHED] = N_ ("Fetched"),
  [LINE_CACHED] = N_ ("Out of the cache"),
  /* Translators: bytes that did not have to be fetched */
  [LINE_SAVED] = N_ ("Left out of messages"),
  [LINE_SPEED] = N_ ("Speed of the link"),
  [LINE_TODAY] = N_ ("Today"),
};

struct _MvuaNetworkButton
{
  GtkWidget parent_instance;
  MvuaNetwork *network;
  MvuaBrowser *browser;
  GtkWidget *button;
  GtkWidget *popover;
  GtkLabel *values[N_LINES];
};

G_DEFINE_FINAL_TYPE (MvuaNetworkButton, mvua_network_button, GTK_TYPE_WIDGET)

GtkPopover *
mvua_network_button_get_popover (MvuaNetworkButton *self)
{
  return GTK_POPOVER (self->popover);
}

/* Of the run that is open: parts of messages that no window needed. */
static char *
dup_saved (MvuaNetworkButton *self)
{
  MvuaFields *fields = mvua_browser_get_fields (self->browser);
  const MvuaFieldsCount count =
      fields != NULL ? mvua_fields_count (fields) : (MvuaFieldsCount){ 0 };

  if (count.n_bytes_of_messages <= count.n_bytes)
    return g_format_size (0);
  g_autofree char *size = g_format_size (count.n_bytes_of_messages - count.n_bytes);
  return g_strdup_printf (
      /* Translators: bytes, and which share of the messages they are */
      _ ("%s, %.0f %%"), size,
      100.0 * (double) (count.n_bytes_of_messages - count.n_bytes) /
          (double) count.n_bytes_of_messages);
}

static char *
dup_value (MvuaNetworkButton *self, guint line)
{
  const MvuaNetworkState *state = mvua_network_get_state (self->network);

  switch (line)
    {
    case LINE_FETCHED:
      return mvua_network_text_fetched (state);
    case LINE_CACHED:
      return g_format_size (state->count.n_cached);
    case LINE_SAVED:
      return dup_saved (self);
    case LINE_SPEED:
      return mvua_network_text_speed (state);
    case LINE_TODAY:
      return mvua_network_text_today (state);
    default:
      g_assert_not_reached ();
    }
}

char *
mvua_network_button_dup_text (MvuaNetworkButton *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < N_LINES; i++)
    {
      g_autofree char *value = dup_value (self, i);
      /* Translators: a name and its value */
      g_string_append_printf (text, _ ("%s: %s"), _ (names[i]), value);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
show (MvuaNetworkButton *self)
{
  const MvuaNetworkState *state = mvua_network_get_state (self->network);
  const gboolean is_away = state->count.offline_since != 0;
  const char *const tip = is_away ? _ ("Network: offline") : _ ("Network");

  gtk_widget_set_visible (GTK_WIDGET (self), state->is_used);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button),
                                 is_away ? "network-offline-symbolic"
                                         : "network-transmit-receive-symbolic");
  gtk_widget_set_tooltip_text (self->button, tip);
  /* The button proper, of which an icon says nothing, is a child of this one. */
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_widget_get_first_child (self->button)),
      GTK_ACCESSIBLE_PROPERTY_LABEL, tip, -1);
  if (!gtk_widget_get_visible (self->popover))
    return;
  for (guint i = 0; i < N_LINES; i++)
    {
      g_autofree char *value = dup_value (self, i);
      gtk_label_set_text (self->values[i], value);
    }
  g_autofree char *all = mvua_network_button_dup_text (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->popover),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
}

static GtkWidget *
make_popover (MvuaNetworkButton *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_widget_set_margin_top (grid, 12);
  gtk_widget_set_margin_bottom (grid, 12);
  gtk_widget_set_margin_start (grid, 12);
  gtk_widget_set_margin_end (grid, 12);
  for (guint i = 0; i < N_LINES; i++)
    {
      GtkWidget *name = gtk_label_new (_ (names[i]));
      GtkWidget *value = gtk_label_new (NULL);

      gtk_widget_add_css_class (name, "dim-label");
      gtk_widget_add_css_class (value, "numeric");
      gtk_label_set_xalign (GTK_LABEL (name), 0);
      gtk_label_set_xalign (GTK_LABEL (value), 1);
      gtk_widget_set_hexpand (value, TRUE);
      gtk_grid_attach (GTK_GRID (grid), name, 0, (int) i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), value, 1, (int) i, 1, 1);
      self->values[i] = GTK_LABEL (value);
    }
  gtk_popover_set_child (GTK_POPOVER (popover), grid);
  return popover;
}

static void
mvua_network_button_dispose (GObject *object)
{
  MvuaNetworkButton *self = MVUA_NETWORK_BUTTON (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->network);
  g_clear_object (&self->browser);
  G_OBJECT_CLASS (mvua_network_button_parent_class)->dispose (object);
}

static void
mvua_network_button_class_init (MvuaNetworkButtonClass *class)
{
  G_OBJECT_CLASS (class)->dispose = mvua_network_button_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (class),
                                            GTK_TYPE_BIN_LAYOUT);
}

static void
mvua_network_button_init (MvuaNetworkButton *self)
{
  self->button = gtk_menu_button_new ();
  self->popover = make_popover (self);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
mvua_network_button_new (MvuaNetwork *network, MvuaBrowser *browser)
{
  MvuaNetworkButton *self = g_object_new (MVUA_TYPE_NETWORK_BUTTON, NULL);

  self->network = g_object_ref (network);
  self->browser = g_object_ref (browser);
  g_signal_connect_object (network, "changed", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->popover, "show", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  show (self);
  return GTK_WIDGET (self);
}
