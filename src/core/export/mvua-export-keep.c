/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Adding to a store: what changes in a block, and what is taken over as it is. */

#include "mvua-export-work.h"

#include <string.h>

/* The array that a part of a block's writing is of, as write_array() counts them. */
static MvuaSchemaArray *
array_of (const MvuaExportWork *work, guint part)
{
  const MvuaExportPlan *plan = work->plan;
  const guint n_variables = plan->variables->len;
  const guint n_members = plan->members->len;
  const guint n_statistics = work->statistics ? plan->statistics->len : 0;

  if (part < n_members)
    return work->schema->fields[part * n_variables + work->variable];
  part -= n_members;
  if (part < n_statistics)
    return work->schema->statistics[part * n_variables + work->variable];
  return work->schema->probabilities[part - n_statistics];
}

static float *
values_of (const MvuaExportWork *work, guint part)
{
  const MvuaExportPlan *plan = work->plan;
  const guint n_statistics = work->statistics ? plan->statistics->len : 0;
  const gsize stride = (gsize) plan->block * plan->n_points;

  if (part < plan->members->len)
    return work->fields + part * stride;
  part -= plan->members->len;
  if (part < n_statistics)
    return work->statistics + part * stride;
  return work->probabilities + (part - n_statistics) * stride;
}

static guint
count_derived (const MvuaExportWork *work)
{
  const MvuaExportPlan *plan = work->plan;

  return (work->statistics ? plan->statistics->len : 0) +
         (work->probabilities && mvua_export_work_at_rain (work)
              ? plan->options->thresholds->len
              : 0);
}

/* Whether the store has just the chunks that the output gets of an array from @first
 * on, with the same steps or days in them. */
static gboolean
has_same_chunks (const MvuaExportWork *work,
                 const MvuaSchemaArray *array,
                 const int *at,
                 gsize first,
                 gsize n)
{
  if (array->stored == NULL || !mvua_zarr_sink_has_same_chunks (work->sink, array))
    return FALSE;
  for (gsize i = first; i < first + n; i++)
    if (at[i] != (int) i)
      return FALSE;
  /* A last chunk that is not full must be the last of both. */
  return n % array->chunk[0] == 0 ||
         mvua_zarr_stored_get_spec (array->stored)->shape[0] == first + n;
}

/* What has come of one member in the block. */
static void
settle_member (MvuaExportWork *work, guint member, gboolean is_perturbed)
{
  MvuaExportBase *base = work->base;
  const MvuaExportPlan *plan = work->plan;
  const gsize at = (gsize) member * plan->variables->len + work->variable;
  const gint8 *statuses = work->schema->statuses[at]->data;
  const gint8 *was = base->was + at * plan->steps->len;
  const MvuaSchemaArray *array = work->schema->fields[at];

  base->member_changes[member] =
      !has_same_chunks (work, array, base->step_at, work->first, work->n_steps);
  for (guint s = 0; s < work->n_steps; s++)
    {
      const gsize step = work->first + s;

      if (statuses[step] != was[step])
        g_atomic_int_set (&base->is_changed, TRUE);
      if (statuses[step] != MVUA_STATUS_OK || was[step] == MVUA_STATUS_OK)
        continue;
      base->member_changes[member] = TRUE;
      if (is_perturbed)
        base->step_changes[s] = TRUE;
    }
}

static gboolean
is_perturbed (const MvuaExportPlan *plan, guint member)
{
  return mvua_export_plan_member (plan, member).kind == MVUA_MEMBER_PERTURBED;
}

gboolean
mvua_export_work_settle_block (MvuaExportWork *work)
{
  MvuaExportBase *base = work->base;
  const guint n_members = work->plan->members->len;
  const guint n_derived = count_derived (work);
  gboolean is_written = FALSE;

  for (guint s = 0; s < work->n_steps; s++)
    base->step_changes[s] = base->step_at[work->first + s] < 0;
  for (guint m = 0; m < n_members; m++)
    {
      settle_member (work, m, is_perturbed (work->plan, m));
      is_written = is_written || base->member_changes[m];
    }

  base->derived_changes = FALSE;
  for (guint part = n_members; part < n_members + n_derived; part++)
    {
      const MvuaSchemaArray *array = array_of (work, part);

      if (array->stored == NULL)
        memset (base->step_changes, TRUE, work->n_steps);
      if (!has_same_chunks (work, array, base->step_at, work->first, work->n_steps))
        base->derived_changes = TRUE;
    }
  for (guint s = 0; n_derived > 0 && s < work->n_steps; s++)
    base->derived_changes = base->derived_changes || base->step_changes[s];
  return is_written || base->derived_changes;
}

gboolean
mvua_export_work_writes (const MvuaExportWork *work, guint part)
{
  if (work->base == NULL)
    return part >= work->plan->members->len || !work->plan->options->only_statistics;
  return part < work->plan->members->len ? work->base->member_changes[part]
                                         : work->base->derived_changes;
}

/* Whether the values of a part at a step of the block are those of the store. */
static gboolean
is_stored (const MvuaExportWork *work, guint part, guint step)
{
  const MvuaExportPlan *plan = work->plan;

  if (part >= plan->members->len)
    return !work->base->step_changes[step];
  return mvua_export_base_keeps (work->base, plan, part, work->variable,
                                 work->first + step);
}

/* Steps that lie in a row in the store are read in one go. */
gboolean
mvua_export_work_read_back (guint part, gpointer data, GError **error)
{
  MvuaExportWork *work = data;
  const MvuaExportPlan *plan = work->plan;
  const MvuaSchemaArray *array = array_of (work, part);
  const int *at = work->base->step_at + work->first;
  const gboolean is_needed = mvua_export_work_writes (work, part) ||
                             (part < plan->members->len && is_perturbed (plan, part) &&
                              work->base->derived_changes);

  for (guint s = 0; is_needed && array->stored != NULL && s < work->n_steps;)
    {
      guint n = 0;

      while (s + n < work->n_steps && is_stored (work, part, s + n) &&
             at[s + n] == at[s] + (int) n)
        n++;
      const gsize first[] = { (gsize) MAX (at[s], 0), 0, 0 };
      const gsize count[] = { n, plan->window.n_rows, plan->window.n_columns };
      if (!mvua_zarr_stored_read (array->stored, first, count,
                                  values_of (work, part) + (gsize) s * plan->n_points,
                                  error))
        return FALSE;
      s += MAX (n, 1);
    }
  return TRUE;
}

static MvuaExportDayState
state_of_kept (const MvuaExportWork *work, guint day)
{
  const GArray *thresholds = work->plan->options->daily_thresholds;

  for (guint t = 0; t < thresholds->len; t++)
    if (!has_same_chunks (work, work->schema->daily[t], work->base->day_at, day, 1))
      return MVUA_EXPORT_DAY_MOVED;
  return MVUA_EXPORT_DAY_KEPT;
}

void
mvua_export_work_find_days (MvuaExportWork *work)
{
  for (guint i = 0; i < work->n_days; i++)
    {
      const guint day = work->first_day + i;

      work->base->day_states[i] =
          mvua_export_base_makes_day (work->base, work->plan, work->loader, day)
              ? MVUA_EXPORT_DAY_MADE
              : (guint8) state_of_kept (work, day);
    }
}

gboolean
mvua_export_work_load_day (guint part, gpointer data, GError **error)
{
  MvuaExportWork *work = data;
  const MvuaExportPlan *plan = work->plan;
  const guint index = part / work->n_days;
  const guint i = part % work->n_days;
  const guint member = g_array_index (plan->perturbed, guint, index);
  const MvuaMember id = mvua_export_plan_member (plan, member);
  const MvuaHours day = g_array_index (plan->days, MvuaHours, work->first_day + i);
  const gsize at = (gsize) index * work->most_days + i;
  MvuaLoaded loaded;

  work->days_ok[at] = FALSE;
  if (work->base->day_states[i] != MVUA_EXPORT_DAY_MADE ||
      !mvua_export_base_can_sum (work->base, plan, work->loader, member, day))
    return TRUE;
  g_autoptr (MvuaRainSeries) series = mvua_rain_series_new (
      work->loader, plan->rain, id, &plan->window, &work->reading, error);
  g_autoptr (GArray) steps = mvua_rain_window_steps (work->loader, plan->rain, id, day);
  if (series == NULL)
    return FALSE;
  const gboolean is_made = mvua_rain_series_window (
      series, day, steps, work->days + at * plan->n_points, &loaded, error);
  work->days_ok[at] = is_made && loaded.status == MVUA_STATUS_OK;
  if (work->days_ok[at])
    mvua_export_work_use_day (work, member, day);
  mvua_loaded_clear (&loaded);
  if (!is_made)
    return FALSE;
  mvua_export_work_tell_progress (work);
  return TRUE;
}

gboolean
mvua_export_work_settle_days (MvuaExportWork *work)
{
  MvuaExportBase *base = work->base;
  gboolean is_written = FALSE;

  for (guint i = 0; i < work->n_days; i++)
    {
      const guint day = work->first_day + i;
      int n = 0;

      for (guint p = 0; p < work->plan->perturbed->len; p++)
        n += work->days_ok[(gsize) p * work->most_days + i];
      if (base->day_states[i] == MVUA_EXPORT_DAY_MADE && base->day_valid[day] >= 0 &&
          n <= base->day_valid[day])
        base->day_states[i] = (guint8) state_of_kept (work, day);
      if (base->day_states[i] == MVUA_EXPORT_DAY_KEPT)
        continue;
      g_atomic_int_set (&base->is_changed, TRUE);
      is_written = TRUE;
    }
  return is_written;
}

gboolean
mvua_export_work_move_days (guint part, gpointer data, GError **error)
{
  MvuaExportWork *work = data;
  const MvuaExportPlan *plan = work->plan;
  const gsize count[] = { 1, plan->window.n_rows, plan->window.n_columns };

  for (guint i = 0; i < work->n_days; i++)
    {
      const gsize first[] = { (gsize) MAX (work->base->day_at[work->first_day + i], 0), 0,
                              0 };
      float *values = work->daily + ((gsize) part * work->most_days + i) * plan->n_points;

      if (work->base->day_states[i] == MVUA_EXPORT_DAY_MOVED &&
          !mvua_zarr_stored_read (work->schema->daily[part]->stored, first, count, values,
                                  error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mvua_export_work_keep_until (MvuaExportWork *work,
                             MvuaSchemaArray *array,
                             gsize end,
                             GError **error)
{
  /* Chunk by chunk, so that a cancellation waits for no more. */
  while (array->settled < end)
    {
      const gsize n = MIN (array->chunk[0], end - array->settled);

      if (g_cancellable_set_error_if_cancelled (work->reading.cancellable, error) ||
          !mvua_export_work_pass_gate (work, error) ||
          !mvua_zarr_sink_keep (work->sink, array, array->settled, n, error))
        return FALSE;
      array->settled += n;
      mvua_export_work_tell_progress (work);
    }
  return TRUE;
}

gboolean
mvua_export_work_keep_rest (guint part, gpointer data, GError **error)
{
  MvuaExportWork *work = data;
  const MvuaSchemaGroup *group = g_ptr_array_index (work->schema->groups, part);

  for (guint a = 0; a < group->arrays->len; a++)
    {
      MvuaSchemaArray *array = g_ptr_array_index (group->arrays, a);
      if (array->data == NULL &&
          !mvua_export_work_keep_until (work, array, array->shape[0], error))
        return FALSE;
    }
  return TRUE;
}
