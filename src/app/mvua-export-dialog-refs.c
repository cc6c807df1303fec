/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* References instead of values, and beside them: what of the dialog is of no account then
 * is not shown. */

#include "mvua-export-dialog-private.h"

#include <glib/gi18n.h>

/* The formats begin with those of MvuaExportFormat; those of MvuaRefForm follow.  What
 * becomes of the rest is a choice of nothing and those. */
#define N_VALUE_FORMATS 3
#define N_REF_FORMS 3

static const char *const endings[N_REF_FORMS] = { ".json", ".par", ".parq" };

void
mvua_export_dialog_fill_forms (MvuaExportDialog *self)
{
  GtkStringList *formats = GTK_STRING_LIST (adw_combo_row_get_model (self->format_row));

  /* What is in a store is in no message. */
  if (self->combines)
    gtk_string_list_splice (formats, N_VALUE_FORMATS, N_REF_FORMS, NULL);
}

gboolean
mvua_export_dialog_is_refs (MvuaExportDialog *self)
{
  return adw_combo_row_get_selected (self->format_row) >= N_VALUE_FORMATS;
}

static MvuaRefForm
get_form (MvuaExportDialog *self)
{
  const guint selected = adw_combo_row_get_selected (self->format_row);

  return (MvuaRefForm) MIN (selected - N_VALUE_FORMATS, N_REF_FORMS - 1);
}

const char *
mvua_export_dialog_get_refs_ending (MvuaExportDialog *self)
{
  return endings[get_form (self)];
}

gboolean
mvua_export_dialog_has_rest (MvuaExportDialog *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->rest_row)) &&
         adw_combo_row_get_selected (self->rest_row) > 0;
}

void
mvua_export_dialog_show_applicable (MvuaExportDialog *self)
{
  const gboolean is_refs = mvua_export_dialog_is_refs (self);
  const gboolean is_other =
      mvua_export_dialog_get_region (self) == MVUA_EXPORT_REGION_OTHER;
  const gboolean may_have_rest =
      !self->combines &&
      adw_combo_row_get_selected (self->format_row) == MVUA_EXPORT_ZARR2 &&
      adw_combo_row_get_selected (self->layout_row) == 0;

  gtk_widget_set_visible (GTK_WIDGET (self->region_row), !is_refs);
  gtk_widget_set_visible (GTK_WIDGET (self->box_row), is_other && !is_refs);
  gtk_widget_set_visible (GTK_WIDGET (self->derived_group), !is_refs);
  gtk_widget_set_visible (GTK_WIDGET (self->layout_row), !is_refs);
  gtk_widget_set_visible (GTK_WIDGET (self->rest_row), may_have_rest);
  gtk_widget_set_visible (GTK_WIDGET (self->only_row),
                          mvua_export_dialog_has_rest (self));
}

void
mvua_export_dialog_read_rest (MvuaExportDialog *self, MvuaExportOptions *options)
{
  if (!mvua_export_dialog_has_rest (self))
    return;
  options->rest.is_wanted = TRUE;
  options->rest.form = (MvuaRefForm) (adw_combo_row_get_selected (self->rest_row) - 1);
  options->only_statistics = gtk_switch_get_active (self->only_switch);
}

gboolean
mvua_export_dialog_check_ending (MvuaExportDialog *self,
                                 const char *target,
                                 GError **error)
{
  MvuaRefForm form;

  if (!mvua_export_dialog_is_refs (self) ||
      (mvua_ref_form_from_name (target, &form, NULL) && form == get_form (self)))
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               /* Translators: an ending of a file’s name such as “.json” */
               _ ("The name of such references ends with “%s”"),
               mvua_export_dialog_get_refs_ending (self));
  return FALSE;
}
