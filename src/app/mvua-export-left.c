/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-left.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What is asked about, one after another. */
typedef struct
{
  GtkApplication *application; /* (nullable): nothing is asked */
  MvuaExports *exports;
  MvuaNetwork *network;
  GStrv targets;
  GPtrArray *left; /* of MvuaExportLeft */
} Offer;

static void
offer_free (gpointer data)
{
  Offer *self = data;

  g_clear_object (&self->application);
  g_object_unref (self->exports);
  g_object_unref (self->network);
  g_strfreev (self->targets);
  g_ptr_array_unref (self->left);
  g_free (self);
}

static void ask_next (Offer *self);

/* Removing some gigabytes takes its time. */
static void
run_discard (GTask *task,
             gpointer source G_GNUC_UNUSED,
             gpointer data,
             GCancellable *cancellable G_GNUC_UNUSED)
{
  GError *error = NULL;

  if (mvua_export_discard (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_discarded (GObject *source, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  const MvuaExportLeft *left = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  /* It stays remembered, and is asked about again. */
  if (g_task_propagate_boolean (G_TASK (result), &error))
    mvua_exports_forget (MVUA_EXPORTS (source), left->target);
  else
    g_message ("%s", error->message);
}

/* Takes @left over. */
static void
discard (MvuaExports *exports, MvuaExportLeft *left)
{
  g_autoptr (GTask) task = g_task_new (exports, NULL, on_discarded, NULL);

  g_task_set_task_data (task, left, (GDestroyNotify) mvua_export_left_free);
  g_task_run_in_thread (task, run_discard);
}

static void
on_answer (AdwMessageDialog *dialog, const char *answer, gpointer data)
{
  Offer *self = data;
  MvuaExportLeft *left = g_ptr_array_steal_index (self->left, 0);

  g_signal_handlers_disconnect_by_data (dialog, self);

  if (g_str_equal (answer, "resume"))
    {
      g_autoptr (MvuaExportJob) job = mvua_export_job_new_resumed (left, self->network);
      mvua_exports_add (self->exports, job);
    }
  else if (g_str_equal (answer, "discard"))
    discard (self->exports, left);
  else
    mvua_export_left_free (left);
  ask_next (self);
}

char *
mvua_export_left_dup_text (const MvuaExportLeft *left)
{
  g_autofree char *name = g_filename_display_basename (left->target);
  const int percent = (int) (100 * (guint64) left->n_done / MAX (left->n_units, 1));
  char begun[MVUA_RUN_TEXT_SIZE];

  mvua_time_eat (left->begun, begun);
  if (left->state == MVUA_EXPORT_LEFT_NETCDF)
    /* Translators: the name of the output, and a time */
    return g_strdup_printf (_ ("The export to “%s” began at %s and was not finished. "
                               "netCDF can only be begun anew."),
                            name, begun);
  /* Translators: the name of the output, a time, and how much is done */
  return g_strdup_printf (_ ("The export to “%s” began at %s. %d %% of it is done, and "
                             "it can go on where it stopped."),
                          name, begun, percent);
}

/* The first of those that are left; at the end there is nothing to be asked. */
static void
ask_next (Offer *self)
{
  GtkWindow *window = gtk_application_get_active_window (self->application);

  if (self->left->len == 0 || window == NULL)
    {
      offer_free (self);
      return;
    }
  const MvuaExportLeft *left = g_ptr_array_index (self->left, 0);
  g_autofree char *text = mvua_export_left_dup_text (left);
  GtkWidget *dialog =
      adw_message_dialog_new (window, _ ("An Export Was Interrupted"), text);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG (dialog);

  adw_message_dialog_add_responses (
      message, "later", _ ("_Later"), "discard", _ ("_Discard"), "resume",
      left->state == MVUA_EXPORT_LEFT_NETCDF ? _ ("_Begin Anew") : _ ("_Resume"), NULL);
  adw_message_dialog_set_response_appearance (message, "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (message, "resume", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (message, "resume");
  adw_message_dialog_set_close_response (message, "later");
  g_signal_connect (dialog, "response", G_CALLBACK (on_answer), self);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Reads the journals. */
static void
run_find (GTask *task,
          gpointer source G_GNUC_UNUSED,
          gpointer data,
          GCancellable *cancellable G_GNUC_UNUSED)
{
  Offer *self = data;

  for (guint i = 0; self->targets[i] != NULL; i++)
    {
      MvuaExportLeft *left = mvua_export_find_left (self->targets[i]);
      if (left != NULL)
        g_ptr_array_add (self->left, left);
    }
  g_task_return_boolean (task, TRUE);
}

/* Whether an export of this session has that target. */
static gboolean
is_running (Offer *self, const char *target)
{
  MvuaExportJob *job = mvua_exports_find (self->exports, target);

  return job != NULL && !mvua_export_job_is_over (job);
}

/* Targets of which nothing is left are forgotten; what got its name already is tidied. */
static void
settle (Offer *self)
{
  g_autoptr (GHashTable) found =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = self->left->len; i-- > 0;)
    {
      MvuaExportLeft *left = g_ptr_array_index (self->left, i);

      g_hash_table_add (found, g_strdup (left->target));
      if (left->state == MVUA_EXPORT_LEFT_DONE)
        discard (self->exports, g_ptr_array_steal_index (self->left, i));
      else if (is_running (self, left->target))
        g_ptr_array_remove_index (self->left, i);
    }
  for (guint i = 0; self->targets[i] != NULL; i++)
    if (!g_hash_table_contains (found, self->targets[i]) &&
        !is_running (self, self->targets[i]))
      mvua_exports_forget (self->exports, self->targets[i]);
}

static void
on_found (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Offer *self = data;

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    {
      offer_free (self);
      return;
    }
  settle (self);
  ask_next (self);
}

/* @targets is taken. */
static Offer *
offer_new (MvuaExports *exports, MvuaNetwork *network, GStrv targets)
{
  Offer *self = g_new0 (Offer, 1);

  self->exports = g_object_ref (exports);
  self->network = g_object_ref (network);
  self->targets = targets;
  self->left = g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_export_left_free);
  return self;
}

static void
find (Offer *self, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, callback, self);

  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, run_find);
}

void
mvua_export_left_offer (GtkApplication *application,
                        MvuaExports *exports,
                        MvuaNetwork *network)
{
  g_auto (GStrv) targets = mvua_exports_dup_remembered (exports);

  if (targets[0] == NULL)
    return;
  Offer *self = offer_new (exports, network, g_steal_pointer (&targets));
  self->application = g_object_ref (application);
  find (self, on_found);
}

static void
on_one_found (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  Offer *self = data;

  if (g_task_propagate_boolean (G_TASK (result), NULL) && self->left->len > 0 &&
      !is_running (self, self->targets[0]))
    {
      g_autoptr (MvuaExportJob) job = mvua_export_job_new_resumed (
          g_ptr_array_steal_index (self->left, 0), self->network);
      mvua_exports_add (self->exports, job);
    }
  offer_free (self);
}

void
mvua_export_left_resume (MvuaExports *exports, MvuaNetwork *network, const char *target)
{
  const char *const targets[] = { target, NULL };

  find (offer_new (exports, network, g_strdupv ((char **) targets)), on_one_found);
}
