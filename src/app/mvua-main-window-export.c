/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-dialog.h"
#include "mvua-main-window-private.h"

#include <glib/gi18n.h>

/* How it ended, in the window that it was begun in; a failure stays until it is read. */
static void
on_state (MvuaExportJob *job, GParamSpec *spec G_GNUC_UNUSED, gpointer data)
{
  MvuaMainWindow *self = data;
  const MvuaExportJobState state = mvua_export_job_get_state (job);
  const gboolean is_done = state == MVUA_EXPORT_JOB_DONE;

  if (!is_done && state != MVUA_EXPORT_JOB_FAILED)
    return;
  g_autofree char *text = g_markup_printf_escaped (
      "%s: %s", mvua_export_job_get_title (job), mvua_export_job_get_message (job));
  AdwToast *toast = adw_toast_new (text);
  adw_toast_set_button_label (toast, is_done ? _ ("Open Folder") : _ ("Details"));
  adw_toast_set_action_name (toast, is_done ? "app.open-folder" : "app.export-details");
  adw_toast_set_action_target_value (
      toast, g_variant_new_string (mvua_export_job_get_target (job)));
  if (!is_done)
    {
      adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
      adw_toast_set_timeout (toast, 0);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_accepted (MvuaExportDialog *dialog G_GNUC_UNUSED, MvuaExportJob *job, gpointer data)
{
  MvuaApplication *app =
      MVUA_APPLICATION (gtk_window_get_application (GTK_WINDOW (data)));

  g_signal_connect_object (job, "notify::state", G_CALLBACK (on_state), data, 0);
  mvua_exports_add (mvua_application_get_exports (app), job);
}

static void
on_resumed (MvuaExportDialog *dialog G_GNUC_UNUSED, const char *target, gpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (data), "app.resume-export", "s", target);
}

void
mvua_main_window_export (MvuaMainWindow *self)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (self->browser);
  const MvuaMapBox view = mvua_map_area_get_box (self->map);

  if (ensemble == NULL || !mvua_main_window_may_export (self))
    return;
  GtkWidget *dialog =
      mvua_export_dialog_new (GTK_WINDOW (self), ensemble, &view, self->settings);
  g_signal_connect (dialog, "accepted", G_CALLBACK (on_accepted), self);
  g_signal_connect (dialog, "resumed", G_CALLBACK (on_resumed), self);
  gtk_window_present (GTK_WINDOW (dialog));
}
