/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-details.h"
#include "mvua-path-text.h"

#include <glib/gi18n.h>

#define ROW_MARGIN 8

struct _MvuaExportDetails
{
  AdwWindow parent_instance;
  MvuaExportJob *job;

  AdwWindowTitle *title;
  GtkLabel *result;
  GtkLabel *place;
  GtkWidget *open_button;
  GtkWidget *copy_button;
  GtkWidget *scroller;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (MvuaExportDetails, mvua_export_details, ADW_TYPE_WINDOW)

static void
on_copy (MvuaExportDetails *self)
{
  g_autofree char *lines =
      g_strjoinv ("\n", (GStrv) mvua_export_job_get_details (self->job));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), lines);
}

static void
on_row_setup (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_margin_start (label, ROW_MARGIN);
  gtk_widget_set_margin_end (label, ROW_MARGIN);
  gtk_widget_set_margin_top (label, ROW_MARGIN / 2);
  gtk_widget_set_margin_bottom (label, ROW_MARGIN / 2);
  gtk_list_item_set_child (item, label);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_row_bind (GtkSignalListItemFactory *factory G_GNUC_UNUSED, GtkListItem *item)
{
  GtkStringObject *line = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (line));
}

static void
mvua_export_details_dispose (GObject *object)
{
  g_clear_object (&MVUA_EXPORT_DETAILS (object)->job);
  G_OBJECT_CLASS (mvua_export_details_parent_class)->dispose (object);
}

static void
mvua_export_details_class_init (MvuaExportDetailsClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_export_details_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-export-details.ui");
  gtk_widget_class_bind_template_child (widget_class, MvuaExportDetails, title);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportDetails, result);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportDetails, place);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportDetails, open_button);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportDetails, copy_button);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportDetails, scroller);
  gtk_widget_class_bind_template_child (widget_class, MvuaExportDetails, list);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_row_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_row_bind);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
mvua_export_details_init (MvuaExportDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static const char *
name_outcome (MvuaExportJob *job)
{
  if (mvua_export_job_get_state (job) == MVUA_EXPORT_JOB_CANCELLED)
    return _ ("Export Cancelled");
  if (mvua_export_job_get_state (job) != MVUA_EXPORT_JOB_DONE)
    return _ ("Export Failed");
  return mvua_export_job_get_n_gaps (job) > 0 ? _ ("Export Finished, With Gaps")
                                              : _ ("Export Finished");
}

GtkWidget *
mvua_export_details_new (MvuaExportJob *job)
{
  MvuaExportDetails *self = g_object_new (MVUA_TYPE_EXPORT_DETAILS, NULL);
  const char *const *lines = mvua_export_job_get_details (job);
  g_autofree char *target = mvua_path_text (mvua_export_job_get_target (job));
  g_autoptr (GtkStringList) model = gtk_string_list_new (lines);

  self->job = g_object_ref (job);
  adw_window_title_set_title (self->title, name_outcome (job));
  adw_window_title_set_subtitle (self->title, mvua_export_job_get_title (job));
  gtk_window_set_title (GTK_WINDOW (self), name_outcome (job));
  gtk_label_set_label (self->result, mvua_export_job_get_message (job));
  gtk_label_set_label (self->place, target);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_button), "s",
                                    mvua_export_job_get_target (job));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->open_button), "app.open-folder");
  gtk_widget_set_visible (self->open_button,
                          mvua_export_job_get_state (job) == MVUA_EXPORT_JOB_DONE);
  gtk_widget_set_visible (self->scroller, lines[0] != NULL);
  gtk_widget_set_visible (self->copy_button, lines[0] != NULL);

  g_autoptr (GtkNoSelection) selection =
      gtk_no_selection_new (G_LIST_MODEL (g_object_ref (model)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
  return GTK_WIDGET (self);
}
