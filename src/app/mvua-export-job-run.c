/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What a job does in its thread. */

#include "mvua-export-job-private.h"
#include "mvua-later.h"

/* In the thread of the export: one source at most is on its way.  @moment and @cutting:
 * (nullable): as they were */
static void
tell (MvuaExportJob *self,
      const MvuaExportMoment *moment,
      const MvuaSubsetReport *cutting)
{
  g_mutex_lock (&self->mutex);
  const gboolean is_told = self->is_told;
  if (moment != NULL)
    self->moment = *moment;
  if (cutting != NULL)
    self->cutting = *cutting;
  self->is_told = TRUE;
  g_mutex_unlock (&self->mutex);
  if (!is_told)
    mvua_later (self->context, mvua_export_job_show_moment, g_object_ref (self),
                g_object_unref);
}

static void
on_progress (const MvuaExportMoment *moment, gpointer data)
{
  tell (data, moment, NULL);
}

static void
on_cut (const MvuaSubsetReport *report, gpointer data)
{
  tell (data, NULL, report);
}

/* In the thread of the export.  Returns: (transfer full) (nullable) */
static MvuaEnsemble *
open_source (MvuaExportJob *self, GCancellable *cancellable, GError **error)
{
  const MvuaExportLeft *left = self->left;
  const gboolean is_remote =
      mvua_noaa_is_source (left->source) || mvua_ensemble_is_reference_set (left->source);
  g_autoptr (MvuaRemote) remote =
      is_remote ? mvua_network_dup_remote (self->network, error) : NULL;
  const MvuaEnsembleOptions options = { .run = left->run, .remote = remote };

  return (is_remote && remote == NULL) || !mvua_cut_outs_check (left->source, error)
             ? NULL
             : mvua_ensemble_open (left->source, &options, cancellable, error);
}

static gboolean
resume (MvuaExportJob *self, GCancellable *cancellable, GError **error)
{
  self->report.gaps = g_array_new (FALSE, FALSE, sizeof (MvuaGap));
  self->ensemble = open_source (self, cancellable, error);
  self->report.is_kept = self->ensemble == NULL; /* it was before */
  if (self->ensemble == NULL)
    return FALSE;
  mvua_export_report_clear (&self->report);
  return mvua_export_resume (self->ensemble, self->left, &self->options, on_progress,
                             self, &self->report, cancellable, error);
}

/* What was fetched stays where that may help another try. */
static gboolean
run_cut (MvuaExportJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (MvuaCutOut) cut_out = NULL;
  g_autoptr (GError) local_error = NULL;
  MvuaSubsetReport report;
  g_autoptr (MvuaEnsemble) subset =
      mvua_export_subset_open (self->ensemble, &self->options, self->script, &cut_out,
                               on_cut, self, &report, cancellable, &local_error);

  if (subset != NULL)
    {
      tell (self, NULL, &report);
      if (mvua_export_run (subset, self->target, &self->options, on_progress, self,
                           &self->report, cancellable, &local_error))
        {
          mvua_cut_out_remove (g_steal_pointer (&cut_out));
          return TRUE;
        }
    }
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      !self->report.is_kept && cut_out != NULL)
    mvua_cut_out_remove (g_steal_pointer (&cut_out));
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* While it is paused no index is read. */
static void
on_indexes (guint n_done, guint n_files, gpointer data)
{
  MvuaExportJob *self = data;
  const MvuaExportMoment moment = { .fraction = (double) n_done / MAX (n_files, 1),
                                    .n_done = n_done,
                                    .n_fields = n_files };
  g_autoptr (GError) error = NULL;

  tell (self, &moment, NULL);
  if (!mvua_gate_pass (self->gate, self->cancellable, &error))
    g_debug ("%s", error->message);
}

static gboolean
run_refs (MvuaExportJob *self, GCancellable *cancellable, GError **error)
{
  const MvuaRefsOptions options = { .members = self->options.members,
                                    .variables = self->options.variables,
                                    .steps = self->options.steps,
                                    .overwrite = self->options.overwrite };
  g_auto (MvuaRefsReport) report = { 0 };
  const gboolean is_made =
      mvua_export_refs (self->ensemble, self->target, &options, on_indexes, self, &report,
                        cancellable, error);

  self->report.gaps = g_steal_pointer (&report.gaps);
  self->report.findings = g_array_new (FALSE, FALSE, sizeof (MvuaFinding));
  self->report.n_fields = report.n_fields;
  self->n_ref_files = report.n_files;
  return is_made;
}

void
mvua_export_job_run (GTask *task,
                     gpointer source,
                     gpointer data G_GNUC_UNUSED,
                     GCancellable *cancellable)
{
  MvuaExportJob *self = source;
  GError *error = NULL;
  const gboolean is_done =
      self->left != NULL ? resume (self, cancellable, &error)
      : self->is_refs    ? run_refs (self, cancellable, &error)
      : self->is_cut
          ? run_cut (self, cancellable, &error)
          : mvua_export_run (self->ensemble, self->target, &self->options, on_progress,
                             self, &self->report, cancellable, &error);

  if (is_done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}
