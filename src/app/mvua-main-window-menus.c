/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Menus of the header bar that are not in its .ui file: sources, and places. */

#include "mvua-main-window-private.h"
#include "mvua-path-text.h"
#include "mvua-place-popover.h"

#include <glib/gi18n.h>

static void
append_target (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", target);
  g_menu_append_item (menu, item);
}

static char *
name_source (const char *source)
{
  MvuaRun run = MVUA_RUN_UNKNOWN;
  char label[MVUA_RUN_TEXT_SIZE];

  if (!mvua_noaa_source_parse (source, &run, NULL) || run == MVUA_NOAA_LATEST)
    return mvua_path_text (source);
  /* Translators: %s is a run, "2025-09-18 00Z" */
  return g_strdup_printf (_ ("Run %s from NOAA"), mvua_run_label (run, label));
}

void
mvua_main_window_show_sources (MvuaMainWindow *self)
{
  g_auto (GStrv) recent = g_settings_get_strv (self->settings, "recent-sources");
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) section = g_menu_new ();

  g_menu_append (menu, _ ("Open the _Latest Run"), "win.open-latest");
  g_menu_append (menu, _ ("Open _Run …"), "win.open-run");
  g_menu_append (menu, _ ("_Open Folder …"), "win.open");
  g_menu_append (menu, _ ("Open _Demo Ensemble"), "win.open-demo");
  for (guint i = 0; recent[i] != NULL; i++)
    {
      g_autofree char *name = name_source (recent[i]);
      append_target (section, name, "win.open-recent", recent[i]);
    }
  g_menu_append_section (menu, _ ("Recent"), G_MENU_MODEL (section));
  gtk_menu_button_set_menu_model (self->source_button, G_MENU_MODEL (menu));
}

static void
on_place (MvuaPlacePopover *popover G_GNUC_UNUSED, const MvuaMapBox *box, gpointer data)
{
  MvuaMainWindow *self = data;

  mvua_map_area_fit_box (self->map, box);
  gtk_widget_grab_focus (GTK_WIDGET (self->map));
}

void
mvua_main_window_add_menus (MvuaMainWindow *self)
{
  GtkWidget *places = mvua_place_popover_new ();

  gtk_menu_button_set_popover (self->region_button, places);
  g_signal_connect (places, "chosen", G_CALLBACK (on_place), self);
  g_signal_connect_object (self->settings, "changed::recent-sources",
                           G_CALLBACK (mvua_main_window_show_sources), self,
                           G_CONNECT_SWAPPED);
  mvua_main_window_show_sources (self);
}
