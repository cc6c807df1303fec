/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-dialog.h"
#include "mvua-main-window-private.h"

static void
on_accepted (MvuaExportDialog *dialog G_GNUC_UNUSED, MvuaExportJob *job, gpointer data)
{
  MvuaApplication *app =
      MVUA_APPLICATION (gtk_window_get_application (GTK_WINDOW (data)));

  mvua_exports_add (mvua_application_get_exports (app), job);
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
  gtk_window_present (GTK_WINDOW (dialog));
}
