/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-row.h"

#include <glib/gi18n.h>

struct _MvuaExportRow
{
  GtkWidget parent_instance;
  MvuaExports *exports;
  MvuaExportJob *job;

  GtkLabel *title;
  GtkProgressBar *bar;
  GtkLabel *message;
  GtkWidget *pause_button;
  GtkWidget *resume_button;
  GtkWidget *cancel_button;
  GtkWidget *open_button;
  GtkWidget *details_button;
  GtkWidget *forget_button;
};

G_DEFINE_FINAL_TYPE (MvuaExportRow, mvua_export_row, GTK_TYPE_WIDGET)

static void
on_pause (MvuaExportRow *self)
{
  mvua_export_job_pause (self->job);
}

static void
on_resume (MvuaExportRow *self)
{
  const char *target = mvua_export_job_get_target (self->job);

  if (!mvua_export_job_is_kept (self->job))
    {
      mvua_export_job_resume (self->job);
      return;
    }
  /* Another job goes on with it, and has a row of its own. */
  gtk_widget_activate_action (GTK_WIDGET (self), "app.resume-export", "s", target);
  mvua_exports_remove (self->exports, self->job);
}

static void
on_cancel (MvuaExportRow *self)
{
  mvua_export_job_cancel (self->job);
}

static void
on_forget (MvuaExportRow *self)
{
  mvua_exports_remove (self->exports, self->job);
}

static void
show_state (MvuaExportRow *self)
{
  const MvuaExportJobState state = mvua_export_job_get_state (self->job);
  const gboolean is_over = mvua_export_job_is_over (self->job);
  const gboolean is_done = state == MVUA_EXPORT_JOB_DONE;
  const gboolean has_details = state == MVUA_EXPORT_JOB_FAILED ||
                               mvua_export_job_get_details (self->job)[0] != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->bar), !is_over);
  gtk_widget_set_visible (self->pause_button, state == MVUA_EXPORT_JOB_RUNNING);
  gtk_widget_set_visible (self->resume_button, state == MVUA_EXPORT_JOB_PAUSED ||
                                                   mvua_export_job_is_kept (self->job));
  gtk_widget_set_visible (self->cancel_button, !is_over);
  gtk_widget_set_visible (self->open_button, is_done);
  gtk_widget_set_visible (self->details_button, is_over && has_details);
  gtk_widget_set_visible (self->forget_button, is_over);
  gtk_progress_bar_set_fraction (self->bar, mvua_export_job_get_fraction (self->job));
  gtk_label_set_label (self->message, mvua_export_job_get_message (self->job));
  if (state == MVUA_EXPORT_JOB_FAILED)
    gtk_widget_add_css_class (GTK_WIDGET (self->message), "error");
}

static void
mvua_export_row_dispose (GObject *object)
{
  MvuaExportRow *self = MVUA_EXPORT_ROW (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  g_clear_object (&self->exports);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (mvua_export_row_parent_class)->dispose (object);
}

static void
mvua_export_row_class_init (MvuaExportRowClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_export_row_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-export-row.ui");
  gtk_widget_class_bind_template_child (widget_class, MvuaExportRow, title);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportRow, bar);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportRow, message);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportRow, pause_button);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportRow, resume_button);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportRow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportRow, open_button);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportRow, details_button);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportRow, forget_button);
  gtk_widget_class_bind_template_callback (widget_class, on_pause);
  gtk_widget_class_bind_template_callback (widget_class, on_resume);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_forget);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
mvua_export_row_init (MvuaExportRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_action (GtkWidget *button, const char *action, const char *target)
{
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
}

GtkWidget *
mvua_export_row_new (MvuaExports *exports, MvuaExportJob *job)
{
  MvuaExportRow *self = g_object_new (MVUA_TYPE_EXPORT_ROW, NULL);
  const char *target = mvua_export_job_get_target (job);

  self->exports = g_object_ref (exports);
  self->job = g_object_ref (job);
  gtk_label_set_label (self->title, mvua_export_job_get_title (job));
  set_action (self->open_button, "app.open-folder", target);
  set_action (self->details_button, "app.export-details", target);
  g_signal_connect_swapped (job, "notify", G_CALLBACK (show_state), self);
  show_state (self);
  return GTK_WIDGET (self);
}
