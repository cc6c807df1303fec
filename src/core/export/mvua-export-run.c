/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* An export from its beginning to its end, unit by unit. */

#include "mvua-export-carry.h"
#include "mvua-export-unit.h"
#include "mvua-export-work.h"
#include "mvua-milestone.h"
#include "mvua-store-file.h"

/* What a power loss may cost, at most, and a unit. */
#define SYNC_INTERVAL (30 * (gint64) G_USEC_PER_SEC)

static gboolean
sync_now_and_then (MvuaExportWork *work, GError **error)
{
  const gint64 now = g_get_monotonic_time ();

  if (now - work->synced < SYNC_INTERVAL)
    return TRUE;
  work->synced = now;
  return mvua_store_file_sync_all (work->part, error);
}

static gboolean
do_unit (MvuaExportWork *work, GError **error)
{
  const MvuaExportUnitStart start = mvua_export_unit_start (work);

  if (!mvua_export_work_process (work, error) ||
      !mvua_export_work_check_network (work, error))
    return FALSE;
  if (work->log == NULL)
    return TRUE;

  json_object *results = mvua_export_unit_format (work, &start);
  if (!mvua_export_work_log_origins (work, error) ||
      !mvua_export_carry_write (work, results, error))
    {
      json_object_put (results);
      return FALSE;
    }
  if (!mvua_export_log_end_unit (
          work->log, mvua_export_work_variable_at_hand (work)->name, results, error))
    return FALSE;
  work->n_units++;
  mvua_export_carry_tidy (work);
  return sync_now_and_then (work, error);
}

/* The unit at hand as an earlier process left it. */
static gboolean
restore_unit (MvuaExportWork *work, guint block, GError **error)
{
  const MvuaVariable *variable = mvua_export_work_variable_at_hand (work);

  if (mvua_export_work_at_rain (work))
    mvua_export_work_find_days_of_block (work);
  return mvua_export_unit_restore (
      work, mvua_export_log_get_unit (work->log, variable->name, block)->results, error);
}

static gboolean
process_blocks (MvuaExportWork *work, GError **error)
{
  const MvuaExportPlan *plan = work->plan;

  for (work->first = 0; work->first < plan->steps->len; work->first += plan->block)
    {
      const guint block = work->first / plan->block;

      work->n_steps = MIN (plan->block, plan->steps->len - work->first);
      for (work->variable = 0; work->variable < plan->variables->len; work->variable++)
        {
          const char *name = mvua_export_work_variable_at_hand (work)->name;
          const gboolean is_done =
              work->log != NULL && block < mvua_export_log_get_n_units (work->log, name);

          if (!(is_done ? restore_unit (work, block, error) : do_unit (work, error)))
            return FALSE;
        }
    }
  return TRUE;
}

/* What fails for want of room, memory, a network or a program succeeds another time; what
 * does not fit together never does. */
static gboolean
may_mend (const GError *error)
{
  return error->domain == MVUA_HTTP_ERROR ||
         g_error_matches (error, MVUA_ERROR, MVUA_ERROR_IO) ||
         g_error_matches (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY) ||
         g_error_matches (error, MVUA_ERROR, MVUA_ERROR_HELPER) ||
         g_error_matches (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_IO) ||
         g_error_matches (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_NO_MEMORY);
}

/* Whether what has grown is worth keeping when it has failed. */
static gboolean
is_worth_keeping (const MvuaExportWork *work, gboolean is_resumed, const GError *error)
{
  const gint *keeps = work->plan->options->keeps_when_cancelled;

  if (work->log == NULL || (work->n_units == 0 && !is_resumed))
    return FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return keeps != NULL && g_atomic_int_get (keeps);
  return is_resumed || may_mend (error);
}

static gboolean
run (MvuaExportWork *work, MvuaTarget *target, gboolean is_resumed, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (mvua_export_work_prepare (work, &local_error) &&
      (!is_resumed || (mvua_export_work_resume (work, &local_error) &&
                       mvua_export_work_restore_origins (work, &local_error))) &&
      (work->base != NULL || mvua_export_work_open_output (work, &local_error)) &&
      process_blocks (work, &local_error) &&
      mvua_export_work_finish (work, target, &local_error))
    {
      mvua_target_set_is_kept (target, FALSE);
      return TRUE;
    }
  work->report->is_kept = is_worth_keeping (work, is_resumed, local_error);
  mvua_target_set_is_kept (target, work->report->is_kept);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* The plan of an export that is resumed is what it was; the options are those that were
 * asked for. */
static MvuaExportPlan *
make_plan (MvuaEnsemble *ensemble,
           const MvuaExportBase *base,
           const MvuaExportOrder *order,
           const MvuaExportOptions *options,
           GError **error)
{
  MvuaExportPlan *plan =
      mvua_export_plan_new_on (ensemble, order != NULL ? &order->settled : options,
                               base != NULL ? &base->have : NULL, error);

  if (plan == NULL || order == NULL)
    return plan;
  plan->options = options;
  plan->created = order->begun;
  if (plan->block == order->block)
    return plan;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "%s is on another grid than it was; the export cannot be resumed",
               mvua_ensemble_get_path (ensemble));
  mvua_export_plan_free (plan);
  return NULL;
}

gboolean
mvua_export_work_run (MvuaEnsemble *ensemble,
                      MvuaExportBase *base,
                      const char *part,
                      MvuaExportLog *taken,
                      const char *target_path,
                      const MvuaExportOptions *options,
                      MvuaExportProgress progress,
                      gpointer data,
                      MvuaExportReport *report,
                      GCancellable *cancellable,
                      GError **error)
{
  const gboolean is_netcdf = options->format == MVUA_EXPORT_NETCDF;
  const gboolean may_replace = options->overwrite || base != NULL;
  g_autoptr (MvuaExportLog) log = taken;
  g_autoptr (MvuaExportPlan) plan =
      make_plan (ensemble, base, log != NULL ? mvua_export_log_get_order (log) : NULL,
                 options, error);
  if (plan == NULL)
    return FALSE;
  g_autoptr (MvuaTarget) target =
      part != NULL ? mvua_target_reopen (target_path, part, may_replace, error)
                   : mvua_target_new (target_path, may_replace, error);
  if (target == NULL)
    return FALSE;
  if (log == NULL &&
      (log = mvua_export_log_begin (mvua_target_get_part (target),
                                    mvua_export_order_new (plan, base, target_path),
                                    error)) == NULL)
    return FALSE;

  g_autoptr (MvuaHybrid) rest = NULL;
  if (options->rest.is_wanted &&
      (rest = mvua_hybrid_new (ensemble, plan, target_path, cancellable, error)) == NULL)
    return FALSE;

  g_autoptr (MvuaSchema) schema = mvua_schema_new (plan);
  if (base != NULL && !mvua_export_base_bind (base, schema, error))
    return FALSE;
  g_autoptr (MvuaSink) sink =
      is_netcdf ? mvua_netcdf_sink_new (schema) : mvua_zarr_sink_new (schema);
  if (!is_netcdf)
    mvua_zarr_sink_set_log (sink, mvua_export_log_piece, log, part != NULL);
  sink->rest = rest;
  g_auto (MvuaExportWork) work = {
    .plan = plan,
    .schema = schema,
    .sink = sink,
    .part = mvua_target_get_part (target),
    .partial = mvua_target_get_partial (target),
    .base = base,
    .log = is_netcdf ? NULL : log,
    .synced = g_get_monotonic_time (),
    .loader = mvua_loader_new (ensemble),
    .pool = mvua_pool_new (options->n_threads),
    .reading = { .priority = MVUA_PRIORITY_EXPORT, .cancellable = cancellable },
    .progress = progress,
    .progress_data = data,
    .thread = g_thread_self (),
    .n_fields = plan->members->len * plan->variables->len * plan->steps->len,
    .report = report
  };
  g_mutex_init (&work.mutex);
  work.traffic = mvua_export_work_count_traffic (&work);
  work.loaders = mvua_ensemble_get_reader (ensemble)->is_remote
                     ? mvua_pool_new_for (mvua_ensemble_get_reader (ensemble), 0)
                     : work.pool;
  return run (&work, target, part != NULL, error);
}

gboolean
mvua_export_run (MvuaEnsemble *ensemble,
                 const char *target_path,
                 const MvuaExportOptions *options,
                 MvuaExportProgress progress,
                 gpointer data,
                 MvuaExportReport *report,
                 GCancellable *cancellable,
                 GError **error)
{
  mvua_export_report_init (report);
  return mvua_export_work_run (ensemble, NULL, NULL, NULL, target_path, options, progress,
                               data, report, cancellable, error);
}
