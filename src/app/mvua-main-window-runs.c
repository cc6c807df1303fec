/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-main-window-private.h"
#include "mvua-run-dialog.h"

static void
on_chosen (MvuaRunDialog *dialog G_GNUC_UNUSED, const char *source, gpointer data)
{
  mvua_main_window_open (data, source);
}

void
mvua_main_window_choose_run (MvuaMainWindow *self)
{
  GtkWidget *dialog =
      mvua_run_dialog_new (GTK_WINDOW (self), self->network, self->settings);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_chosen), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
