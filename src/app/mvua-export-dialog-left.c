/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is left of an export to the same target that was interrupted: it is looked for
 * beside the target, and offered to be gone on with. */

#include "mvua-export-dialog-private.h"
#include "mvua-export-left.h"

#include <glib/gi18n.h>

/* A name is typed letter by letter. */
#define PAUSE_MS 200

/* Reads the journal. */
static void
run_find (GTask *task,
          gpointer source G_GNUC_UNUSED,
          gpointer target,
          GCancellable *cancellable G_GNUC_UNUSED)
{
  g_task_return_pointer (task, mvua_export_find_left (target),
                         (GDestroyNotify) mvua_export_left_free);
}

static gboolean
is_offered (const MvuaExportLeft *left)
{
  return left != NULL &&
         (left->state == MVUA_EXPORT_LEFT_DEAD || left->state == MVUA_EXPORT_LEFT_NETCDF);
}

static void
on_found (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaExportLeft) left = g_task_propagate_pointer (G_TASK (result), &error);

  /* After a cancellation the dialog may be gone. */
  if (error != NULL)
    return;
  MvuaExportDialog *self = data;
  g_clear_object (&self->finding);
  gtk_widget_set_visible (self->left_bar, is_offered (left));
  if (!is_offered (left))
    return;
  g_autofree char *text = mvua_export_left_dup_text (left);
  gtk_label_set_label (self->left_text, text);
  gtk_button_set_label (self->left_button, left->state == MVUA_EXPORT_LEFT_NETCDF
                                               ? _ ("_Begin Anew")
                                               : _ ("_Resume"));
}

static gboolean
find (gpointer data)
{
  MvuaExportDialog *self = data;

  self->find = 0;
  self->finding = g_cancellable_new ();
  g_autoptr (GTask) task = g_task_new (NULL, self->finding, on_found, self);
  g_task_set_task_data (task, g_strdup (self->looked_for), g_free);
  g_task_run_in_thread (task, run_find);
  return G_SOURCE_REMOVE;
}

void
mvua_export_dialog_forget_left (MvuaExportDialog *self)
{
  g_clear_handle_id (&self->find, g_source_remove);
  if (self->finding != NULL)
    g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  g_clear_pointer (&self->looked_for, g_free);
}

void
mvua_export_dialog_look_for_left (MvuaExportDialog *self)
{
  g_autofree char *target = mvua_export_dialog_dup_target (self);

  if (g_strcmp0 (target, self->looked_for) == 0)
    return;
  mvua_export_dialog_forget_left (self);
  gtk_widget_set_visible (self->left_bar, FALSE);
  self->looked_for = g_steal_pointer (&target);
  self->find = g_timeout_add (PAUSE_MS, find, self);
}
