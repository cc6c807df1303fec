/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The end of an export: its report, and the output gets its name. */

#include "mvua-export-work.h"
#include "mvua-milestone.h"

static int
compare_gaps (gconstpointer first, gconstpointer second)
{
  const MvuaGap *a = first;
  const MvuaGap *b = second;
  const int order = mvua_member_compare (a->member, b->member);

  if (order != 0)
    return order;
  if (a->step != b->step)
    return a->step < b->step ? -1 : 1;
  return (a->variable > b->variable) - (a->variable < b->variable);
}

MvuaRemoteCount
mvua_export_work_count_traffic (const MvuaExportWork *work)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (work->plan->ensemble);

  return remote != NULL ? mvua_remote_count (remote) : (MvuaRemoteCount){ 0 };
}

static void
finish_report (MvuaExportWork *work)
{
  MvuaExportReport *report = work->report;
  const MvuaLoaderCount count = mvua_loader_count (work->loader);
  const MvuaRemoteCount traffic = mvua_export_work_count_traffic (work);

  report->n_decoded = count.n_decoded;
  report->n_bytes_read = count.n_bytes;
  report->n_bytes_of_messages = count.n_bytes_of_messages;
  report->n_bytes_needed = count.n_bytes_needed;
  report->n_bytes_fetched = traffic.n_fetched - work->traffic.n_fetched;
  report->n_requests = traffic.n_requests - work->traffic.n_requests;
  report->n_bytes_written = work->sink->get_n_bytes (work->sink);
  report->n_days = work->plan->days->len;
  if (work->base != NULL)
    report->n_buckets_besides = report->n_decoded - work->n_own;
  g_array_sort (report->gaps, compare_gaps);
  mvua_export_work_finish_origins (work);
}

/* What is left to do when all blocks are done. */
gboolean
mvua_export_work_finish (MvuaExportWork *work, MvuaTarget *target, GError **error)
{
  MvuaExportReport *report = work->report;

  finish_report (work);
  report->is_unchanged =
      work->base != NULL && !g_atomic_int_get (&work->base->is_changed);
  if (report->is_unchanged)
    return !g_cancellable_set_error_if_cancelled (work->reading.cancellable, error);

  mvua_export_work_describe_clamps (work);
  mvua_milestone ("units-done");
  if (!mvua_export_work_open_output (work, error) ||
      (work->base != NULL &&
       !mvua_export_work_in_parallel (work, work->pool, work->schema->groups->len,
                                      mvua_export_work_keep_rest, error)) ||
      !work->sink->close (work->sink, error) ||
      g_cancellable_set_error_if_cancelled (work->reading.cancellable, error))
    return FALSE;
  if (work->sink->rest != NULL)
    mvua_hybrid_report (work->sink->rest, report);
  g_array_sort (report->gaps, compare_gaps);
  report->n_bytes_written = work->sink->get_n_bytes (work->sink);
  return (work->log == NULL ||
          mvua_export_log_commit (work->log, work->partial, error)) &&
         mvua_target_commit (target, error);
}
