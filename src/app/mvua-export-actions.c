/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-actions.h"

#include "mvua-export-details.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct
{
  GtkApplication *application;
  MvuaExports *exports;
} Context;

/* The application outlives all of its actions and windows. */
static Context *
context_new (GtkApplication *application, MvuaExports *exports)
{
  Context *self = g_new0 (Context, 1);

  self->application = application;
  self->exports = g_object_ref (exports);
  return self;
}

static void
context_free (gpointer data, GClosure *closure G_GNUC_UNUSED)
{
  Context *self = data;

  g_object_unref (self->exports);
  g_free (self);
}

static void
on_open_folder (GSimpleAction *action G_GNUC_UNUSED, GVariant *target, gpointer data)
{
  const Context *context = data;
  g_autofree char *folder = g_path_get_dirname (g_variant_get_string (target, NULL));
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (gtk_application_get_active_window (context->application), uri,
                  GDK_CURRENT_TIME);
}

static void
on_details (GSimpleAction *action, GVariant *target, gpointer data)
{
  const Context *context = data;
  MvuaExportJob *job =
      mvua_exports_find (context->exports, g_variant_get_string (target, NULL));

  if (job == NULL)
    {
      on_open_folder (action, target, data);
      return;
    }
  GtkWindow *parent = gtk_application_get_active_window (context->application);
  GtkWindow *window = GTK_WINDOW (mvua_export_details_new (job));
  gtk_window_set_transient_for (window, parent);
  gtk_window_set_application (window, context->application);
  gtk_window_present (window);
}

static void
add_action (GtkApplication *application,
            MvuaExports *exports,
            const char *name,
            void (*func) (GSimpleAction *action, GVariant *target, gpointer data))
{
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, G_VARIANT_TYPE_STRING);

  g_signal_connect_data (action, "activate", G_CALLBACK (func),
                         context_new (application, exports), context_free, 0);
  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (action));
}

void
mvua_export_actions_install (GtkApplication *application, MvuaExports *exports)
{
  add_action (application, exports, "open-folder", on_open_folder);
  add_action (application, exports, "export-details", on_details);
}

static void
quit_when_over (MvuaExports *exports, GParamSpec *spec G_GNUC_UNUSED, gpointer data)
{
  if (mvua_exports_get_n_active (exports) == 0)
    g_application_quit (data);
}

static void
on_answer (AdwMessageDialog *dialog G_GNUC_UNUSED, const char *answer, gpointer data)
{
  const Context *context = data;

  if (g_str_equal (answer, "stay"))
    return;
  if (mvua_exports_get_n_active (context->exports) == 0)
    {
      g_application_quit (G_APPLICATION (context->application));
      return;
    }
  g_signal_connect_object (context->exports, "notify::n-active",
                           G_CALLBACK (quit_when_over), context->application, 0);
  if (g_str_equal (answer, "later"))
    mvua_exports_interrupt_all (context->exports);
  else
    mvua_exports_cancel_all (context->exports);
}

void
mvua_export_actions_quit (GtkApplication *application,
                          MvuaExports *exports,
                          GtkWindow *window)
{
  const guint n = mvua_exports_get_n_active (exports);

  if (n == 0)
    {
      g_application_quit (G_APPLICATION (application));
      return;
    }
  GtkWidget *dialog = adw_message_dialog_new (
      window, ngettext ("An Export Is Running", "Exports Are Running", n),
      ngettext ("If it is cancelled, nothing of it is kept.",
                "If they are cancelled, nothing of them is kept.", n));
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (message, "stay", _ ("_Keep Running"), "later",
                                    _ ("Quit and _Resume Later"), "quit",
                                    _ ("_Cancel Export and Quit"), NULL);
  adw_message_dialog_set_response_appearance (message, "quit", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (message, "stay");
  adw_message_dialog_set_close_response (message, "stay");
  gtk_window_set_application (GTK_WINDOW (dialog), application);
  g_signal_connect_data (dialog, "response", G_CALLBACK (on_answer),
                         context_new (application, exports), context_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
