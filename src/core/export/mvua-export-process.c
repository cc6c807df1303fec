/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-work.h"
#include "mvua-milestone.h"

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
    .n_resumed = work->n_restored,
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

/* What came of a network that went away is no gap in the source. */
gboolean
mvua_export_work_check_network (MvuaExportWork *work, GError **error)
{
  if (!g_atomic_int_get (&work->is_cut_off))
    return TRUE;
  g_set_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE,
               "The network went away while %s was exported",
               mvua_ensemble_get_path (work->plan->ensemble));
  return FALSE;
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

  return mvua_export_work_pass_gate (work, error) &&
         mvua_export_work_check_network (work, error) && work->func (part, work, error);
}

gboolean
mvua_export_work_in_parallel (MvuaExportWork *work,
                              MvuaPool *pool,
                              guint n_parts,
                              MvuaPoolFunc func,
                              GError **error)
{
  work->func = func;
  return mvua_pool_run (pool, n_parts, do_part, work, work->reading.cancellable, error);
}

/* Days that end within the block at hand. */
void
mvua_export_work_find_days_of_block (MvuaExportWork *work)
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
gboolean
mvua_export_work_open_output (MvuaExportWork *work, GError **error)
{
  if (!work->is_open)
    {
      work->is_open = work->sink->open (work->sink, work->partial, error);
      mvua_milestone ("output-opened");
    }
  return work->is_open;
}

static gboolean
load_fields (MvuaExportWork *work, GError **error)
{
  const guint n_members = work->plan->members->len;

  if (!mvua_export_work_at_rain (work))
    return mvua_export_work_in_parallel (work, work->loaders, n_members * work->n_steps,
                                         mvua_export_work_load_field, error);
  return mvua_export_work_in_parallel (
      work, work->loaders, n_members,
      work->base == NULL ? mvua_export_work_load_rain : mvua_export_work_complete_rain,
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
      (!mvua_export_work_open_output (work, error) ||
       !mvua_export_work_in_parallel (work, work->pool, n_arrays,
                                      mvua_export_work_read_back, error)))
    return FALSE;
  return (n_statistics + n_thresholds == 0 ||
          mvua_export_work_in_parallel (work, work->pool, work->n_steps,
                                        mvua_export_work_derive_step, error)) &&
         mvua_export_work_in_parallel (work, work->pool, n_arrays, write_array, error);
}

static gboolean
write_days (MvuaExportWork *work, GError **error)
{
  const guint n_thresholds = work->plan->options->daily_thresholds->len;

  if (work->base != NULL &&
      (!mvua_export_work_open_output (work, error) ||
       !mvua_export_work_in_parallel (work, work->pool, n_thresholds,
                                      mvua_export_work_move_days, error)))
    return FALSE;
  return mvua_export_work_in_parallel (work, work->pool, work->n_days,
                                       mvua_export_work_derive_day, error) &&
         mvua_export_work_in_parallel (work, work->pool, n_thresholds, write_daily,
                                       error);
}

/* Whether the days of the block are to be written; @error is set where it cannot be told.
 */
static gboolean
have_days (MvuaExportWork *work, GError **error)
{
  if (work->n_days == 0 || work->base == NULL)
    return work->n_days > 0;
  mvua_export_work_find_days (work);
  return mvua_export_work_in_parallel (work, work->loaders,
                                       work->plan->perturbed->len * work->n_days,
                                       mvua_export_work_load_day, error) &&
         mvua_export_work_settle_days (work);
}

gboolean
mvua_export_work_process (MvuaExportWork *work, GError **error)
{
  const gboolean rain = mvua_export_work_at_rain (work);
  g_autoptr (GError) local_error = NULL;

  if (rain)
    mvua_export_work_find_days_of_block (work);
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
