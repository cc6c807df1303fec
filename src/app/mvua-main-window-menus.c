/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Menus that are made of data: recent sources, countries and places. */

#include "mvua-main-window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_FOUND 40
#define PLACE_DEGREES 3.0

static void
append_target (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

void
mvua_main_window_show_sources (MvuaMainWindow *self)
{
  g_auto (GStrv) recent = g_settings_get_strv (self->settings, "recent-sources");
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  g_menu_append (menu, _ ("_Open Folder …"), "win.open");
  g_menu_append (menu, _ ("Open _Demo Ensemble"), "win.open-demo");
  for (guint i = 0; recent[i] != NULL; i++)
    {
      g_autofree char *name = g_filename_display_name (recent[i]);
      append_target (section, name, "win.open-recent", recent[i]);
    }
  g_menu_append_section (menu, _ ("Recent"), G_MENU_MODEL (section));
  gtk_menu_button_set_menu_model (self->source_button, G_MENU_MODEL (menu));
}

static char *
fold (const char *text)
{
  /* Without marks and case: "Addis Abeba" and "Addīs Ābeba" are the same. */
  g_autofree char *ascii = g_str_to_ascii (text, "C");
  return g_utf8_casefold (ascii, -1);
}

static gboolean
has_text (const char *name, const char *wanted)
{
  g_autofree char *folded = fold (name);

  return strstr (folded, wanted) != NULL;
}

static GtkWidget *
new_row (const char *text, const MvuaMapBox *box)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  g_object_set_data_full (G_OBJECT (label), "box", g_memdup2 (box, sizeof *box), g_free);
  return label;
}

static void
append_countries (MvuaMainWindow *self, const char *wanted)
{
  const MvuaMapBox east_africa = { 21, -12, 53, 23 };
  const MvuaMapBox world = { -180, -90, 180, 90 };
  gsize n = 0;
  const MvuaMapCountry *countries = mvua_basemap_get_countries (mvua_map_basemap (), &n);

  if (has_text (_ ("East Africa"), wanted))
    gtk_list_box_append (self->places, new_row (_ ("East Africa"), &east_africa));
  if (has_text (_ ("World"), wanted))
    gtk_list_box_append (self->places, new_row (_ ("World"), &world));
  for (gsize i = 0; i < n; i++)
    if (has_text (countries[i].name, wanted))
      gtk_list_box_append (self->places, new_row (countries[i].name, &countries[i].box));
}

static void
append_places (MvuaMainWindow *self, const char *wanted)
{
  gsize n = 0;
  const MvuaMapPlace *places = mvua_basemap_get_places (mvua_map_basemap (), &n);
  guint n_found = 0;

  for (gsize i = 0; wanted[0] != '\0' && i < n && n_found < MOST_FOUND; i++)
    {
      const double lon = (double) places[i].at.lon;
      const double lat = (double) places[i].at.lat;
      const MvuaMapBox box = { lon - PLACE_DEGREES, lat - PLACE_DEGREES,
                               lon + PLACE_DEGREES, lat + PLACE_DEGREES };
      if (!has_text (places[i].name, wanted) && !has_text (places[i].other, wanted))
        continue;
      g_autofree char *text =
          g_strdup_printf ("%s (%s)", places[i].name, places[i].country);
      gtk_list_box_append (self->places, new_row (text, &box));
      n_found++;
    }
}

void
mvua_main_window_find_place (MvuaMainWindow *self, const char *text)
{
  g_autofree char *wanted = fold (text);
  GtkListBoxRow *row = NULL;

  while ((row = gtk_list_box_get_row_at_index (self->places, 0)) != NULL)
    gtk_list_box_remove (self->places, GTK_WIDGET (row));
  append_countries (self, g_strstrip (wanted));
  append_places (self, wanted);
}

static void
on_search (GtkSearchEntry *entry, gpointer data)
{
  mvua_main_window_find_place (data, gtk_editable_get_text (GTK_EDITABLE (entry)));
}

static void
on_row (GtkListBox *list G_GNUC_UNUSED, GtkListBoxRow *row, gpointer data)
{
  MvuaMainWindow *self = data;
  const MvuaMapBox *box =
      g_object_get_data (G_OBJECT (gtk_list_box_row_get_child (row)), "box");

  mvua_map_area_fit_box (self->map, box);
  gtk_menu_button_popdown (self->region_button);
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

/* Enter in the field goes to the first that was found. */
static void
on_enter (GtkSearchEntry *entry G_GNUC_UNUSED, gpointer data)
{
  MvuaMainWindow *self = data;
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->places, 0);

  if (row != NULL)
    on_row (self->places, row, self);
}

void
mvua_main_window_add_menus (MvuaMainWindow *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *entry = gtk_search_entry_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->places = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_set_size_request (scrolled, 260, 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled),
                                 GTK_WIDGET (self->places));
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (self->region_button, popover);
  g_object_set (entry, "placeholder-text", _ ("Find a country or place"), NULL);
  g_signal_connect (entry, "search-changed", G_CALLBACK (on_search), self);
  g_signal_connect (entry, "activate", G_CALLBACK (on_enter), self);
  g_signal_connect (self->places, "row-activated", G_CALLBACK (on_row), self);
  g_signal_connect_object (self->settings, "changed::recent-sources",
                           G_CALLBACK (mvua_main_window_show_sources), self,
                           G_CONNECT_SWAPPED);
  mvua_main_window_find_place (self, "");
  mvua_main_window_show_sources (self);
}
