/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-dialog-private.h"

#include "mvua-control-names.h"
#include "mvua-export-text.h"
#include "mvua-exports.h"
#include "mvua-path-text.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (MvuaExportDialog, mvua_export_dialog, ADW_TYPE_WINDOW)

#define USUAL_PATIENCE_S (20 * 60)

enum
{
  SIGNAL_ACCEPTED,
  SIGNAL_RESUMED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Shown only where there is something to say. */
static void
set_line (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_estimate (MvuaExportDialog *self,
               const MvuaExportEstimate *estimate,
               const MvuaSubsetterEstimate *ways)
{
  const double work = estimate->work / mvua_exports_get_rate (self->settings);
  const double seconds = mvua_export_dialog_expect_seconds (self, ways, work);
  const gboolean is_refs = mvua_export_dialog_is_refs (self);
  g_autofree char *text = is_refs
                              ? mvua_export_text_refs (estimate->n_messages)
                              : mvua_export_text_estimate (estimate, self->combines,
                                                           seconds, self->n_bytes_free);
  g_autofree char *warning = NULL;

  set_line (self->summary, text);
  if (!is_refs && self->n_bytes_free < estimate->n_bytes_to_write)
    {
      g_autofree char *room = g_format_size (self->n_bytes_free);
      g_autofree char *need = g_format_size (estimate->n_bytes_to_write);
      warning = g_strdup_printf (
          _ ("There may not be enough room: %s are free, about %s are needed."), room,
          need);
    }
  else if (estimate->n_absent_members > 0)
    warning = g_strdup_printf (
        ngettext ("%u member is not there; its place in the output stays empty.",
                  "%u members are not there; their places in the output stay empty.",
                  estimate->n_absent_members),
        estimate->n_absent_members);
  set_line (self->warning, warning);
}

/* The whole path of the output. */
static void
show_place (MvuaExportDialog *self)
{
  g_autofree char *target = mvua_export_dialog_dup_target (self);
  g_autofree char *name = mvua_path_text (target);

  gtk_label_set_label (self->place, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->place), name);
}

/* All that depends on what is chosen. */
static gboolean
update (gpointer data)
{
  MvuaExportDialog *self = data;
  g_auto (MvuaExportOptions) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) target_error = NULL;
  MvuaExportEstimate estimate;
  MvuaSubsetterEstimate ways = { 0 };

  self->update = 0;
  show_place (self);
  mvua_export_dialog_look_for_left (self);
  /* Both are asked, so that each marks its own entries. */
  const gboolean is_place = mvua_export_dialog_check_target (self, &target_error);
  const gboolean is_known =
      mvua_export_dialog_get_options (self, &options, &error) &&
      mvua_export_estimate (self->ensemble, &options, &estimate, &error);
  if (is_known)
    ways = mvua_export_estimate_ways (self->ensemble, &options, &estimate);
  mvua_export_dialog_show_ways (self,
                                is_known && mvua_ensemble_get_remote (self->ensemble) &&
                                        !mvua_export_dialog_is_refs (self)
                                    ? &ways
                                    : NULL,
                                mvua_export_dialog_get_speed (self));
  if (is_known)
    show_estimate (self, &estimate, &ways);
  else
    {
      set_line (self->summary, NULL);
      set_line (self->warning, NULL);
    }
  set_line (self->reason, !is_known   ? error->message
                          : !is_place ? target_error->message
                                      : NULL);
  gtk_widget_set_sensitive (self->export_button, is_known && is_place);
  gtk_widget_set_tooltip_text (self->export_button,
                               gtk_widget_get_visible (GTK_WIDGET (self->reason))
                                   ? gtk_label_get_label (self->reason)
                                   : NULL);
  return G_SOURCE_REMOVE;
}

void
mvua_export_dialog_schedule_update (MvuaExportDialog *self)
{
  if (self->update == 0)
    self->update = g_idle_add (update, self);
}

static void
on_changed (MvuaExportDialog *self)
{
  if (self->regions == NULL) /* the template is being built */
    return;
  mvua_export_dialog_show_applicable (self);
  mvua_export_dialog_schedule_update (self);
}

static void
on_kind_changed (MvuaExportDialog *self)
{
  on_changed (self);
  if (self->folder != NULL)
    mvua_export_dialog_offer_name (self);
}

static void
on_format_changed (MvuaExportDialog *self)
{
  mvua_export_dialog_fill_layouts (self);
  on_kind_changed (self);
}

static void
on_export (MvuaExportDialog *self)
{
  g_auto (MvuaExportOptions) options = { 0 };
  g_autofree char *target = mvua_export_dialog_dup_target (self);

  /* What was typed last may not have been looked at yet. */
  if (self->update != 0)
    {
      g_source_remove (self->update);
      update (self);
    }
  if (!gtk_widget_get_sensitive (self->export_button) ||
      !mvua_export_dialog_get_options (self, &options, NULL))
    return;
  g_autoptr (MvuaExportJob) job =
      (mvua_export_dialog_is_refs (self)
           ? mvua_export_job_new_refs
           : mvua_export_job_new) (self->ensemble, target, &options);
  if (mvua_export_dialog_is_cut (self))
    {
      g_autofree char *script = mvua_export_dialog_dup_script (self);
      mvua_export_job_use_subsetter (job, script);
    }
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "export-folder", self->folder);
  g_signal_emit (self, signals[SIGNAL_ACCEPTED], 0, job);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_resume (MvuaExportDialog *self)
{
  g_signal_emit (self, signals[SIGNAL_RESUMED], 0, self->looked_for);
  gtk_window_close (GTK_WINDOW (self));
}

static void
mvua_export_dialog_dispose (GObject *object)
{
  MvuaExportDialog *self = MVUA_EXPORT_DIALOG (object);

  if (self->update != 0)
    g_source_remove (self->update);
  self->update = 0;
  mvua_export_dialog_forget_left (self);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (mvua_export_dialog_parent_class)->dispose (object);
}

static void
mvua_export_dialog_finalize (GObject *object)
{
  MvuaExportDialog *self = MVUA_EXPORT_DIALOG (object);

  mvua_ensemble_unref (self->ensemble);
  g_array_unref (self->members);
  g_array_unref (self->regions);
  g_free (self->usual_steps);
  g_free (self->usual_name);
  g_free (self->folder);
  G_OBJECT_CLASS (mvua_export_dialog_parent_class)->finalize (object);
}

#define BIND(child)                                                                      \
  gtk_widget_class_bind_template_child (widget_class, MvuaExportDialog, child)

static void
bind_children (GtkWidgetClass *widget_class)
{
  BIND (fields_group);
  BIND (variables_row);
  BIND (members_row);
  BIND (steps_row);
  BIND (region_row);
  BIND (box_row);
  BIND (format_row);
  BIND (layout_row);
  BIND (rest_row);
  BIND (only_row);
  BIND (only_switch);
  BIND (derived_group);
  BIND (statistics_row);
  BIND (statistics_entry);
  BIND (probabilities_row);
  BIND (thresholds_entry);
  BIND (daily_entry);
  BIND (daily_hour_row);
  BIND (folder_row);
  BIND (name_row);
  BIND (overwrite_row);
  BIND (overwrite_switch);
  BIND (network_group);
  BIND (ranges_row);
  BIND (subsetter_row);
  BIND (subsetter_check);
  BIND (summary);
  BIND (fetching);
  BIND (place);
  BIND (reason);
  BIND (warning);
  BIND (left_bar);
  BIND (left_text);
  BIND (left_button);
  BIND (export_button);
  BIND (demo_bar);
}

static void
mvua_export_dialog_class_init (MvuaExportDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_export_dialog_dispose;
  G_OBJECT_CLASS (class)->finalize = mvua_export_dialog_finalize;
  signals[SIGNAL_ACCEPTED] =
      g_signal_new ("accepted", MVUA_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, MVUA_TYPE_EXPORT_JOB);
  signals[SIGNAL_RESUMED] =
      g_signal_new ("resumed", MVUA_TYPE_EXPORT_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (MVUA_TYPE_CHECK_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-export-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_kind_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_format_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_export);
  gtk_widget_class_bind_template_callback (widget_class, on_resume);
  gtk_widget_class_bind_template_callback_full (
      widget_class, "on_choose_folder", G_CALLBACK (mvua_export_dialog_choose_folder));
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close",
                                       NULL);
}

static void
mvua_export_dialog_init (MvuaExportDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The folder of the last export, if it is still there. */
static void
offer_folder (MvuaExportDialog *self)
{
  g_autofree char *last =
      self->settings ? g_settings_get_string (self->settings, "export-folder") : NULL;
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);
  const gboolean is_there =
      last != NULL && last[0] != '\0' && g_file_test (last, G_FILE_TEST_IS_DIR);

  mvua_export_dialog_set_folder (self, is_there ? last
                                       : documents != NULL &&
                                               g_file_test (documents, G_FILE_TEST_IS_DIR)
                                           ? documents
                                           : g_get_home_dir ());
}

/* What mvua combine does, with the same choices as any export. */
static void
tell_combine (MvuaExportDialog *self)
{
  gtk_window_set_title (GTK_WINDOW (self), _ ("Combine Stores"));
  adw_preferences_group_set_description (
      self->fields_group, _ ("The stores of the members are joined into one, with "
                             "statistics and probabilities made of them."));
}

GtkWidget *
mvua_export_dialog_new (GtkWindow *parent,
                        MvuaEnsemble *ensemble,
                        const MvuaMapBox *view,
                        GSettings *settings)
{
  MvuaExportDialog *self =
      g_object_new (MVUA_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->ensemble = mvua_ensemble_ref (ensemble);
  self->settings = settings ? g_object_ref (settings) : NULL;
  self->combines = mvua_ensemble_get_n_stores (ensemble) > 0;
  self->has_view = view != NULL;
  self->patience_s = USUAL_PATIENCE_S;
  if (view != NULL)
    self->view = *view;
  gtk_widget_set_visible (self->demo_bar, mvua_ensemble_is_demo (ensemble));
  if (mvua_ensemble_get_n_stores (ensemble) > 1)
    tell_combine (self);
  mvua_export_dialog_fill (self);
  offer_folder (self);
  mvua_export_dialog_offer_name (self);
  adw_expander_row_set_expanded (self->statistics_row, FALSE);
  adw_expander_row_set_expanded (self->probabilities_row, FALSE);
  on_changed (self);
  mvua_control_names_add (GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
