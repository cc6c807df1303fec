/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-work.h"
#include "mvua-target.h"

#define PROGRESS_INTERVAL (G_USEC_PER_SEC / 10)

void
mvua_export_work_tell_progress (MvuaExportWork *work)
{
  const gint64 now = g_get_monotonic_time ();

  if (work->progress == NULL || g_thread_self () != work->thread ||
      now - work->last_progress < PROGRESS_INTERVAL)
    return;
  work->last_progress = now;
  const guint n_done = (guint) g_atomic_int_get (&work->n_loaded);
  const MvuaExportMoment moment = {
    .fraction = (double) n_done / MAX (work->n_fields, 1),
    .n_done = n_done,
    .n_fields = work->n_fields,
    .n_bytes_read = mvua_loader_get_n_bytes (work->loader),
    .n_bytes_written = work->sink->get_n_bytes (work->sink),
    .variable = work->told,
    .member = work->told_member,
    .step = work->told_step,
  };
  work->progress (&moment, work->progress_data);
}

void
mvua_export_work_tell_field (MvuaExportWork *work, guint member, guint step)
{
  if (g_thread_self () != work->thread)
    return;
  work->told = mvua_export_work_variable_at_hand (work);
  work->told_member = mvua_export_plan_member (work->plan, member);
  work->told_step = mvua_export_plan_step (work->plan, work->first + step);
  mvua_export_work_tell_progress (work);
}

gboolean
mvua_export_work_pass_gate (MvuaExportWork *work, GError **error)
{
  return mvua_gate_pass (work->plan->options->gate, work->reading.cancellable, error);
}

static gboolean
write_box (MvuaExportWork *work,
           MvuaSchemaArray *array,
           guint first,
           guint n,
           const float *values,
           GError **error)
{
  const MvuaWindow *window = &work->plan->window;
  const gsize at[] = { first, 0, 0 };
  const gsize count[] = { n, window->n_rows, window->n_columns };
  const gboolean written =
      (work->base == NULL || mvua_export_work_keep_until (work, array, first, error)) &&
      work->sink->write (work->sink, array, at, count, values, error);

  array->settled = first + n;
  mvua_export_work_tell_progress (work);
  return written;
}

/* A part is one array of the output over the block: the members' first, then the
 * statistics, then the probabilities. */
static gboolean
write_array (guint part, gpointer data, GError **error)
{
  MvuaExportWork *work = data;
  const MvuaExportPlan *plan = work->plan;
  const guint n_variables = plan->variables->len;
  const guint n_statistics = work->statistics ? plan->statistics->len : 0;
  const gsize stride = (gsize) plan->block * plan->n_points;

  if (!mvua_export_work_writes (work, part))
    return TRUE;
  if (part < plan->members->len)
    return write_box (work, work->schema->fields[part * n_variables + work->variable],
                      work->first, work->n_steps, work->fields + part * stride, error);
  part -= plan->members->len;
  if (part < n_statistics)
    return write_box (work, work->schema->statistics[part * n_variables + work->variable],
                      work->first, work->n_steps, work->statistics + part * stride,
                      error);
  part -= n_statistics;
  return write_box (work, work->schema->probabilities[part], work->first, work->n_steps,
                    work->probabilities + part * stride, error);
}

static gboolean
write_daily (guint part, gpointer data, GError **error)
{
  MvuaExportWork *work = data;
  const gsize n_points = work->plan->n_points;
  const float *values = work->daily + (gsize) part * work->most_days * n_points;

  for (guint i = 0; i < work->n_days; i++)
    if ((work->base == NULL || work->base->day_states[i] != MVUA_EXPORT_DAY_KEPT) &&
        !write_box (work, work->schema->daily[part], work->first_day + i, 1,
                    values + i * n_points, error))
      return FALSE;
  return TRUE;
}

static gboolean
do_part (guint part, gpointer data, GError **error)
{
  MvuaExportWork *work = data;

  return mvua_export_work_pass_gate (work, error) && work->func (part, work, error);
}

static gboolean
in_parallel (MvuaExportWork *work,
             MvuaPool *pool,
             guint n_parts,
             MvuaPoolFunc func,
             GError **error)
{
  work->func = func;
  return mvua_pool_run (pool, n_parts, do_part, work, work->reading.cancellable, error);
}

/* Days that end within the block at hand. */
static void
find_days (MvuaExportWork *work)
{
  const MvuaExportPlan *plan = work->plan;
  const gboolean is_last = work->first + work->n_steps == plan->steps->len;
  const int last = mvua_export_plan_step (plan, work->first + work->n_steps - 1);

  work->first_day += work->n_days;
  work->n_days = 0;
  while (
      work->first_day + work->n_days < plan->days->len &&
      (is_last ||
       g_array_index (plan->days, MvuaHours, work->first_day + work->n_days).end <= last))
    work->n_days++;
}

/* The output is made when there is something to be written. */
static gboolean
open_output (MvuaExportWork *work, GError **error)
{
  if (!work->is_open)
    work->is_open = work->sink->open (work->sink, work->partial, error);
  return work->is_open;
}

static gboolean
load_fields (MvuaExportWork *work, GError **error)
{
  const guint n_members = work->plan->members->len;

  if (!mvua_export_work_at_rain (work))
    return in_parallel (work, work->loaders, n_members * work->n_steps,
                        mvua_export_work_load_field, error);
  return in_parallel (work, work->loaders, n_members,
                      work->base == NULL ? mvua_export_work_load_rain
                                         : mvua_export_work_complete_rain,
                      error);
}

/* The members' fields of the variable and block, and what is made of each step. */
static gboolean
write_fields (MvuaExportWork *work, GError **error)
{
  const MvuaExportPlan *plan = work->plan;
  const guint n_statistics = work->statistics ? plan->statistics->len : 0;
  const guint n_thresholds = work->probabilities && mvua_export_work_at_rain (work)
                                 ? plan->options->thresholds->len
                                 : 0;
  const guint n_arrays = plan->members->len + n_statistics + n_thresholds;

  if (work->base != NULL &&
      (!open_output (work, error) ||
       !in_parallel (work, work->pool, n_arrays, mvua_export_work_read_back, error)))
    return FALSE;
  return (n_statistics + n_thresholds == 0 ||
          in_parallel (work, work->pool, work->n_steps, mvua_export_work_derive_step,
                       error)) &&
         in_parallel (work, work->pool, n_arrays, write_array, error);
}

static gboolean
write_days (MvuaExportWork *work, GError **error)
{
  const guint n_thresholds = work->plan->options->daily_thresholds->len;

  if (work->base != NULL &&
      (!open_output (work, error) ||
       !in_parallel (work, work->pool, n_thresholds, mvua_export_work_move_days, error)))
    return FALSE;
  return in_parallel (work, work->pool, work->n_days, mvua_export_work_derive_day,
                      error) &&
         in_parallel (work, work->pool, n_thresholds, write_daily, error);
}

/* Whether the days of the block are to be written; @error is set where it cannot be told.
 */
static gboolean
have_days (MvuaExportWork *work, GError **error)
{
  if (work->n_days == 0 || work->base == NULL)
    return work->n_days > 0;
  mvua_export_work_find_days (work);
  return in_parallel (work, work->loaders, work->plan->perturbed->len * work->n_days,
                      mvua_export_work_load_day, error) &&
         mvua_export_work_settle_days (work);
}

static gboolean
process_variable (MvuaExportWork *work, GError **error)
{
  const gboolean rain = mvua_export_work_at_rain (work);
  g_autoptr (GError) local_error = NULL;

  if (rain)
    find_days (work);
  if (!load_fields (work, error))
    return FALSE;
  if ((work->base == NULL || mvua_export_work_settle_block (work)) &&
      !write_fields (work, error))
    return FALSE;
  if (!rain)
    return TRUE;
  if (have_days (work, &local_error))
    return write_days (work, error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
process_blocks (MvuaExportWork *work, GError **error)
{
  const MvuaExportPlan *plan = work->plan;

  for (work->first = 0; work->first < plan->steps->len; work->first += plan->block)
    {
      work->n_steps = MIN (plan->block, plan->steps->len - work->first);
      for (work->variable = 0; work->variable < plan->variables->len; work->variable++)
        if (!process_variable (work, error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
allocate (float **buffer, gsize n_fields, const MvuaExportWork *work, GError **error)
{
  const gsize n = n_fields * work->plan->n_points;

  *buffer = n_fields > 0 ? g_try_new (float, n) : NULL;
  if (n_fields == 0 || *buffer != NULL)
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
               "No memory for %" G_GSIZE_FORMAT " fields of %" G_GSIZE_FORMAT " points; "
               "a smaller region needs less",
               n_fields, work->plan->n_points);
  return FALSE;
}

static gboolean
prepare_rain (MvuaExportWork *work, GError **error)
{
  const MvuaExportPlan *plan = work->plan;

  work->rain_steps = mvua_rain_steps (plan->steps, plan->days);
  work->rain = g_new0 (MvuaMemberRain, plan->members->len);
  for (guint m = 0; m < plan->members->len; m++)
    {
      MvuaMemberRain *rain = &work->rain[m];

      rain->series = mvua_rain_series_new (work->loader, plan->rain,
                                           mvua_export_plan_member (plan, m),
                                           &plan->window, &work->reading, error);
      if (rain->series == NULL || !allocate (&rain->spare, 1, work, error))
        return FALSE;
      if (plan->days->len > 0 && work->base == NULL)
        mvua_rain_series_begin_total (rain->series,
                                      g_array_index (plan->days, MvuaHours, 0));
    }
  return TRUE;
}

static gboolean
prepare (MvuaExportWork *work, GError **error)
{
  const MvuaExportPlan *plan = work->plan;
  const MvuaExportOptions *options = plan->options;
  const guint n_statistics = plan->statistics->len;
  const guint n_thresholds =
      mvua_schema_has_probabilities (plan) ? options->thresholds->len : 0;

  work->most_days = mvua_export_plan_most_days (plan);
  work->days_ok = g_new0 (guint8, (gsize) work->most_days * plan->perturbed->len + 1);
  return mvua_export_work_begin_origins (work, error) &&
         allocate (&work->fields, (gsize) plan->members->len * plan->block, work,
                   error) &&
         allocate (&work->statistics, (gsize) n_statistics * plan->block, work, error) &&
         allocate (&work->probabilities, (gsize) n_thresholds * plan->block, work,
                   error) &&
         allocate (&work->days, (gsize) work->most_days * plan->perturbed->len, work,
                   error) &&
         allocate (&work->daily, (gsize) work->most_days * options->daily_thresholds->len,
                   work, error) &&
         (plan->rain == NULL || prepare_rain (work, error));
}

static void
work_clear (MvuaExportWork *work)
{
  for (guint m = 0; work->rain != NULL && m < work->plan->members->len; m++)
    {
      g_clear_pointer (&work->rain[m].series, mvua_rain_series_free);
      g_free (work->rain[m].spare);
    }
  g_free (work->rain);
  g_clear_pointer (&work->rain_steps, g_array_unref);
  g_free (work->fields);
  g_free (work->statistics);
  g_free (work->probabilities);
  g_free (work->days);
  g_free (work->days_ok);
  g_free (work->daily);
  if (work->loaders != work->pool)
    g_clear_pointer (&work->loaders, mvua_pool_free);
  g_clear_pointer (&work->pool, mvua_pool_free);
  g_clear_pointer (&work->loader, mvua_loader_free);
  g_clear_pointer (&work->origins, mvua_origins_free);
  g_clear_pointer (&work->used, g_hash_table_unref);
  g_mutex_clear (&work->mutex);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaExportWork, work_clear)

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

static MvuaRemoteCount
count_traffic (const MvuaExportWork *work)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (work->plan->ensemble);

  return remote != NULL ? mvua_remote_count (remote) : (MvuaRemoteCount){ 0 };
}

static void
finish_report (MvuaExportWork *work)
{
  MvuaExportReport *report = work->report;
  const MvuaLoaderCount count = mvua_loader_count (work->loader);
  const MvuaRemoteCount traffic = count_traffic (work);

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

/* What was seen while the rain was made is said where the rain is kept. */
static void
describe_clamps (MvuaExportWork *work)
{
  const MvuaExportPlan *plan = work->plan;
  const MvuaExportReport *report = work->report;
  const MvuaExportBase *base = work->base;
  const guint64 n = report->n_rain_clamped + (base != NULL ? base->n_clamped : 0);
  const double lowest = MIN (report->lowest_rain, base != NULL ? base->lowest_rain : 0);

  /* Whoever made the rain of stores knows. */
  if (mvua_ensemble_is_of_fields (plan->ensemble) && report->n_rain_values == 0)
    return;
  for (guint m = 0; m < plan->members->len; m++)
    for (guint v = 0; v < plan->variables->len; v++)
      if (g_ptr_array_index (plan->variables, v) == plan->rain)
        {
          json_object *attributes =
              work->schema->fields[m * plan->variables->len + v]->attributes;
          json_object_object_add (attributes, "clamped_values_of_all_members",
                                  json_object_new_int64 ((gint64) n));
          json_object_object_add (attributes, "lowest_difference_of_all_members",
                                  json_object_new_double (lowest));
        }
}

/* What is left to do when all blocks are done. */
static gboolean
finish (MvuaExportWork *work, MvuaTarget *target, GError **error)
{
  MvuaExportReport *report = work->report;

  finish_report (work);
  report->is_unchanged =
      work->base != NULL && !g_atomic_int_get (&work->base->is_changed);
  if (report->is_unchanged)
    return !g_cancellable_set_error_if_cancelled (work->reading.cancellable, error);

  describe_clamps (work);
  if (!open_output (work, error) ||
      (work->base != NULL && !in_parallel (work, work->pool, work->schema->groups->len,
                                           mvua_export_work_keep_rest, error)) ||
      !work->sink->close (work->sink, error) ||
      g_cancellable_set_error_if_cancelled (work->reading.cancellable, error))
    return FALSE;
  report->n_bytes_written = work->sink->get_n_bytes (work->sink);
  return mvua_target_commit (target, error);
}

gboolean
mvua_export_work_run (MvuaEnsemble *ensemble,
                      MvuaExportBase *base,
                      const char *target_path,
                      const MvuaExportOptions *options,
                      MvuaExportProgress progress,
                      gpointer data,
                      MvuaExportReport *report,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (MvuaExportPlan) plan = mvua_export_plan_new_on (
      ensemble, options, base != NULL ? &base->have : NULL, error);
  if (plan == NULL)
    return FALSE;
  g_autoptr (MvuaTarget) target =
      mvua_target_new (target_path, options->overwrite || base != NULL, error);
  if (target == NULL)
    return FALSE;

  g_autoptr (MvuaSchema) schema = mvua_schema_new (plan);
  if (base != NULL && !mvua_export_base_bind (base, schema, error))
    return FALSE;
  g_autoptr (MvuaSink) sink = options->format == MVUA_EXPORT_NETCDF
                                  ? mvua_netcdf_sink_new (schema)
                                  : mvua_zarr_sink_new (schema);
  g_auto (MvuaExportWork) work = {
    .plan = plan,
    .schema = schema,
    .sink = sink,
    .partial = mvua_target_get_partial (target),
    .base = base,
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
  work.traffic = count_traffic (&work);
  work.loaders = mvua_ensemble_get_reader (ensemble)->is_remote
                     ? mvua_pool_new_for (mvua_ensemble_get_reader (ensemble), 0)
                     : work.pool;

  return prepare (&work, error) && (base != NULL || open_output (&work, error)) &&
         process_blocks (&work, error) && finish (&work, target, error);
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
  return mvua_export_work_run (ensemble, NULL, target_path, options, progress, data,
                               report, cancellable, error);
}
