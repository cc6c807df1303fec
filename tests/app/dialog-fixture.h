/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of the export dialog share: the dialog over a small demo, and what it
 * offers, asks for and refuses. */

#include "export-fixture.h"

#include "mvua-check-list.h"
#include "mvua-export-dialog.h"
#include "mvua-exports.h"

static Fixture shared;
static GSettings *settings;

typedef struct
{
  MvuaExportDialog *dialog;
  MvuaExportJob *job; /* that was accepted */
} Dialog;

static inline gpointer
child_of (Dialog *self, const char *name)
{
  GObject *child = gtk_widget_get_template_child (GTK_WIDGET (self->dialog),
                                                  MVUA_TYPE_EXPORT_DIALOG, name);

  g_assert_nonnull (child);
  return child;
}

static inline void
on_accepted (MvuaExportDialog *dialog G_GNUC_UNUSED, MvuaExportJob *job, gpointer data)
{
  Dialog *self = data;

  g_assert_null (self->job);
  self->job = g_object_ref (job);
}

/* Its free space is known, and its summary is there. */
static inline gboolean
is_ready (gpointer data)
{
  return strstr (gtk_label_get_label (child_of (data, "summary")), "free") != NULL;
}

static inline void
dialog_open (Dialog *self, const MvuaMapBox *view)
{
  self->job = NULL;
  self->dialog =
      MVUA_EXPORT_DIALOG (mvua_export_dialog_new (NULL, shared.ensemble, view, settings));
  g_signal_connect (self->dialog, "accepted", G_CALLBACK (on_accepted), self);
  mvua_export_dialog_set_folder (self->dialog, shared.out);
  mvua_test_present (GTK_WINDOW (self->dialog), 620, 680);
  g_assert_true (mvua_test_wait (is_ready, self));
}

static inline void
dialog_close (Dialog *self)
{
  g_clear_object (&self->job);
  if (self->dialog != NULL)
    gtk_window_destroy (GTK_WINDOW (self->dialog));
  mvua_test_run_for (10);
}

static inline gboolean
set_true (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Until what is done when there is nothing else to do is done. */
static inline void
settle (void)
{
  gboolean is_idle = FALSE;

  g_idle_add_full (G_PRIORITY_LOW, set_true, &is_idle, NULL);
  while (!is_idle)
    g_main_context_iteration (NULL, TRUE);
}

static inline MvuaExportOptions
get_options (Dialog *self)
{
  MvuaExportOptions options;
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_export_dialog_get_options (self->dialog, &options, &error));
  g_assert_no_error (error);
  return options;
}

static inline void
set_text (Dialog *self, const char *name, const char *text)
{
  gtk_editable_set_text (child_of (self, name), text);
  settle ();
}

static inline gboolean
can_export (Dialog *self)
{
  return gtk_widget_get_sensitive (child_of (self, "export_button"));
}

/* The button is not sensitive, and why is told in a line that contains @text. */
static inline void
assert_refused (Dialog *self, const char *text)
{
  GtkLabel *reason = child_of (self, "reason");

  g_assert_false (can_export (self));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (reason)));
  if (strstr (gtk_label_get_label (reason), text) == NULL)
    g_error ("“%s” does not say “%s”", gtk_label_get_label (reason), text);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (child_of (self, "export_button")), ==,
                   gtk_label_get_label (reason));
}

static inline void
assert_offered (Dialog *self)
{
  g_assert_true (can_export (self));
  g_assert_false (gtk_widget_get_visible (child_of (self, "reason")));
}
