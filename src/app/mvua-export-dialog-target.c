/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-dialog-private.h"
#include "mvua-path-text.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

/* "gefs_20250918_00z_east_africa.zarr"; whether a store's own grid is that of a region is
 * not known, so of what is joined it is said that it is the ensemble. */
static char *
make_name (MvuaExportDialog *self)
{
  static const char *const regions[] = {
    [MVUA_EXPORT_REGION_EAST_AFRICA] = "east_africa",
    [MVUA_EXPORT_REGION_WHOLE] = "whole",
    [MVUA_EXPORT_REGION_VIEW] = "view",
    [MVUA_EXPORT_REGION_OTHER] = "region",
  };
  static const char *const endings[] = { ".zarr", ".zarr", ".nc" };
  const MvuaRun run = mvua_ensemble_get_run (self->ensemble);
  const MvuaExportRegion region = mvua_export_dialog_get_region (self);
  const guint format = adw_combo_row_get_selected (self->format_row);
  const gboolean is_refs = mvua_export_dialog_is_refs (self);
  const gboolean is_folder =
      adw_combo_row_get_selected (self->layout_row) == 1 && !is_refs;
  char date[MVUA_RUN_TEXT_SIZE];
  g_auto (GStrv) parts = g_strsplit (mvua_run_date (run, date), "-", -1);
  g_autofree char *digits = g_strjoinv ("", parts);

  return g_strdup_printf (
      "%s_%s_%02dz_%s%s", mvua_ensemble_is_demo (self->ensemble) ? "demo" : "gefs",
      digits, mvua_run_hour (run),
      is_refs                                                ? "refs"
      : self->combines && region == MVUA_EXPORT_REGION_WHOLE ? "ensemble"
                                                             : regions[region],
      is_refs     ? mvua_export_dialog_get_refs_ending (self)
      : is_folder ? ""
                  : endings[MIN (format, 2)]);
}

void
mvua_export_dialog_offer_name (MvuaExportDialog *self)
{
  GtkEditable *entry = GTK_EDITABLE (self->name_row);
  g_autofree char *name = make_name (self);

  if (self->usual_name != NULL &&
      strcmp (gtk_editable_get_text (entry), self->usual_name) != 0)
    return;
  g_free (self->usual_name);
  self->usual_name = g_steal_pointer (&name);
  gtk_editable_set_text (entry, self->usual_name);
}

char *
mvua_export_dialog_dup_target (MvuaExportDialog *self)
{
  g_autofree char *typed =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  g_autofree char *name = g_filename_from_utf8 (typed, -1, NULL, NULL, NULL);

  return g_build_filename (self->folder, name ? name : typed, NULL);
}

/* No path and nothing that hides. */
static gboolean
is_name (const char *typed)
{
  g_autofree char *name = g_strstrip (g_strdup (typed));

  return name[0] != '\0' && name[0] != '.' && strchr (name, G_DIR_SEPARATOR) == NULL &&
         strlen (name) < 200;
}

static gboolean
refuse (GError **error, const char *text)
{
  g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_USAGE, text);
  return FALSE;
}

gboolean
mvua_export_dialog_check_target (MvuaExportDialog *self, GError **error)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_row));
  g_autofree char *target = mvua_export_dialog_dup_target (self);
  const gboolean is_good = is_name (name);
  const gboolean exists = is_good && g_file_test (target, G_FILE_TEST_EXISTS);

  gtk_widget_set_visible (GTK_WIDGET (self->overwrite_row), exists);
  if (is_good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_row), "error");
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
      return refuse (error, _ ("Type a name without “/”"));
    }
  if (!mvua_export_dialog_check_ending (self, target, error))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->name_row), "error");
      return FALSE;
    }
  if (g_access (self->folder, W_OK | X_OK) != 0)
    return refuse (error, _ ("This folder cannot be written to; choose another one"));
  if (exists && !gtk_switch_get_active (self->overwrite_switch))
    return refuse (error, _ ("There is an output of that name; type another name, or "
                             "switch “Replace” on"));
  return mvua_export_check_target (target, exists, error);
}

static void
on_free_space (GObject *file, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info =
      g_file_query_filesystem_info_finish (G_FILE (file), result, &error);

  /* After a cancellation the dialog may be gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  MvuaExportDialog *self = data;
  self->n_bytes_free =
      info != NULL && g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE)
          ? g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_FILESYSTEM_FREE)
          : G_MAXUINT64;
  mvua_export_dialog_schedule_update (self);
}

void
mvua_export_dialog_set_folder (MvuaExportDialog *self, const char *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autofree char *name = mvua_path_text (folder);

  g_free (self->folder);
  self->folder = g_strdup (folder);
  adw_action_row_set_subtitle (self->folder_row, name);
  self->n_bytes_free = G_MAXUINT64;
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  g_file_query_filesystem_info_async (file, G_FILE_ATTRIBUTE_FILESYSTEM_FREE,
                                      G_PRIORITY_DEFAULT, self->looking, on_free_space,
                                      self);
  mvua_export_dialog_schedule_update (self);
}

static void
on_chosen (GtkNativeDialog *chooser, int response, MvuaExportDialog *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char *path = file ? g_file_get_path (file) : NULL;
      if (path != NULL)
        mvua_export_dialog_set_folder (self, path);
    }
  g_clear_object (&self->chooser);
}

void
mvua_export_dialog_choose_folder (MvuaExportDialog *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->folder);

  if (self->chooser != NULL)
    return;
  self->chooser = gtk_file_chooser_native_new (
      _ ("Folder of the Export"), GTK_WINDOW (self),
      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Choose"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
