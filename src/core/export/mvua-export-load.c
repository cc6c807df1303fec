/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-work.h"

#include <math.h>

/* Whether a field may be missing only because the network is away since the export
 * began. */
static void
watch_network (MvuaExportWork *work, MvuaStatus status)
{
  if (!work->plan->options->stops_offline || status != MVUA_STATUS_MISSING ||
      work->traffic.offline_since != 0)
    return;
  if (mvua_export_work_count_traffic (work).offline_since != 0)
    g_atomic_int_set (&work->is_cut_off, TRUE);
}

/* Takes over the complaint. */
static void
record_status (MvuaExportWork *work, guint member, guint step, MvuaLoaded *loaded)
{
  const MvuaExportPlan *plan = work->plan;
  const guint at = member * plan->variables->len + work->variable;
  const MvuaGap gap = { .variable = mvua_export_work_variable_at_hand (work),
                        .member = mvua_export_plan_member (plan, member),
                        .step = mvua_export_plan_step (plan, work->first + step),
                        .status = loaded->status,
                        .complaint = loaded->complaint };

  ((gint8 *) work->schema->statuses[at]->data)[work->first + step] =
      (gint8) loaded->status;
  watch_network (work, loaded->status);
  g_atomic_int_inc (&work->n_loaded);

  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&work->mutex);
  work->n_own += loaded->status == MVUA_STATUS_OK;
  work->report->n_fields += loaded->status != MVUA_STATUS_NOT_DEFINED;
  if (loaded->status != MVUA_STATUS_OK && loaded->status != MVUA_STATUS_NOT_DEFINED)
    g_array_append_val (work->report->gaps, gap);
  else
    g_free (loaded->complaint);
  loaded->complaint = NULL;
}

/* Whether a store that is added to has a field, which is then only counted. */
static gboolean
is_kept (MvuaExportWork *work, guint member, guint step)
{
  const MvuaExportPlan *plan = work->plan;

  if (work->base == NULL || !mvua_export_base_keeps (work->base, plan, member,
                                                     work->variable, work->first + step))
    return FALSE;
  const guint at = member * plan->variables->len + work->variable;
  const gint8 *statuses = work->schema->statuses[at]->data;
  const gboolean is_field = statuses[work->first + step] == MVUA_STATUS_OK;

  g_atomic_int_inc (&work->n_loaded);
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&work->mutex);
  work->report->n_fields += (guint) is_field;
  work->report->n_kept += (guint) is_field;
  return TRUE;
}

static void
record_clamps (MvuaExportWork *work, const MvuaRainClamps *clamps)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&work->mutex);
  MvuaExportReport *report = work->report;

  report->n_rain_values += clamps->n_valid;
  report->n_rain_clamped += clamps->n_clamped;
  report->lowest_rain = MIN (report->lowest_rain, (double) clamps->lowest);
}

/* One field of any variable but rain. */
gboolean
mvua_export_work_load_field (guint part, gpointer data, GError **error)
{
  MvuaExportWork *work = data;
  const guint member = part / work->n_steps;
  const guint step = part % work->n_steps;
  float *values = mvua_export_work_field (work, member, step);
  MvuaLoaded loaded;

  if (is_kept (work, member, step))
    return TRUE;
  if (!mvua_loader_load (work->loader, mvua_export_work_variable_at_hand (work),
                         mvua_export_plan_member (work->plan, member),
                         mvua_export_plan_step (work->plan, work->first + step),
                         MVUA_HOUR_UNKNOWN, &work->plan->window, &work->reading, values,
                         &loaded, error))
    return FALSE;
  if (loaded.status == MVUA_STATUS_OK)
    mvua_export_work_watch (work, member, step, values, NULL);
  record_status (work, member, step, &loaded);
  mvua_export_work_tell_field (work, member, step);
  return TRUE;
}

/* Index among the perturbed members, or -1. */
static int
perturbed_index (const MvuaExportPlan *plan, guint member)
{
  for (guint i = 0; i < plan->perturbed->len; i++)
    if (g_array_index (plan->perturbed, guint, i) == member)
      return (int) i;
  return -1;
}

static void
take_day (MvuaExportWork *work, guint member, int step)
{
  const MvuaExportPlan *plan = work->plan;
  MvuaMemberRain *rain = &work->rain[member];
  const int perturbed = perturbed_index (plan, member);

  if (perturbed < 0 || rain->next_day >= plan->days->len ||
      g_array_index (plan->days, MvuaHours, rain->next_day).end != step)
    return;

  const gsize at =
      (gsize) perturbed * work->most_days + (rain->next_day - work->first_day);
  work->days_ok[at] = (guint8) mvua_rain_series_end_total (
      rain->series, work->days + at * plan->n_points);
  if (work->days_ok[at])
    mvua_export_work_use_day (work, member,
                              g_array_index (plan->days, MvuaHours, rain->next_day));
  if (++rain->next_day < plan->days->len)
    mvua_rain_series_begin_total (rain->series,
                                  g_array_index (plan->days, MvuaHours, rain->next_day));
}

static void
take_rain (
    MvuaExportWork *work, guint member, guint step, float *values, MvuaRainStep *result)
{
  if (result->was_subtracted)
    record_clamps (work, &result->clamps);
  if (result->loaded.status == MVUA_STATUS_OK)
    mvua_export_work_watch (work, member, step, values,
                            result->was_subtracted ? &result->clamps : NULL);
  record_status (work, member, step, &result->loaded);
  mvua_export_work_tell_field (work, member, step);
}

/* A bucket that is there where the rain of 3 h is not is its own field's all the same. */
static void
count_bucket (MvuaExportWork *work, const MvuaRainStep *result)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&work->mutex);

  work->n_own +=
      result->bucket_status == MVUA_STATUS_OK && result->loaded.status != MVUA_STATUS_OK;
}

/* The rain of one member through the steps of a block, and what they need besides. */
gboolean
mvua_export_work_load_rain (guint part, gpointer data, GError **error)
{
  MvuaExportWork *work = data;
  const MvuaExportPlan *plan = work->plan;
  MvuaMemberRain *rain = &work->rain[part];
  const int last = mvua_export_plan_step (plan, work->first + work->n_steps - 1);
  const gboolean is_last_block = work->first + work->n_steps == plan->steps->len;
  guint wanted = 0;

  for (; rain->next < work->rain_steps->len; rain->next++)
    {
      const int step = g_array_index (work->rain_steps, int, rain->next);
      const gboolean is_wanted =
          wanted < work->n_steps &&
          step == mvua_export_plan_step (plan, work->first + wanted);
      float *values =
          is_wanted ? mvua_export_work_field (work, part, wanted) : rain->spare;
      MvuaRainStep result;

      if (step > last && !is_last_block)
        break;
      if (!mvua_rain_series_next (rain->series, step, values, &result, error))
        return FALSE;
      take_day (work, part, step);
      if (!is_wanted)
        {
          mvua_loaded_clear (&result.loaded);
          continue;
        }
      take_rain (work, part, wanted++, values, &result);
      if (!mvua_export_work_pass_gate (work, error))
        return FALSE;
    }
  return TRUE;
}

/* Whether there is nothing new to be had of a gap of rain: the bucket was there when the
 * store was made, as other variables of its file were, and its first half still is not.
 */
static gboolean
is_half_as_before (MvuaExportWork *work, guint member, guint step)
{
  const MvuaExportPlan *plan = work->plan;
  const MvuaMember id = mvua_export_plan_member (plan, member);
  const int hours = mvua_export_plan_step (plan, work->first + step);
  const gsize n_steps = plan->steps->len;
  const gsize row = (gsize) member * plan->variables->len;
  const gint8 *was = work->base->was + work->first + step;
  gboolean file_was_there = FALSE;
  guint n = 0;

  if (hours % 6 != 0 || was[(row + work->variable) * n_steps] != MVUA_STATUS_MISSING ||
      !mvua_loader_choose (work->loader, plan->rain, id, hours, hours - 6, &n) ||
      mvua_loader_choose (work->loader, plan->rain, id, hours, hours - 3, &n))
    return FALSE;
  for (guint v = 0; v < plan->variables->len && !file_was_there; v++)
    file_was_there = was[(row + v) * n_steps] == MVUA_STATUS_OK;
  if (!file_was_there)
    return FALSE;

  /* The rain at the step before is that bucket, and its status was settled just now. */
  for (guint s = 0; s < n_steps; s++)
    if (mvua_export_plan_step (plan, s) == hours - 3)
      return ((gint8 *) work->schema->statuses[row + work->variable]->data)[s] !=
             MVUA_STATUS_OK;
  return !mvua_loader_choose (work->loader, plan->rain, id, hours - 3, hours - 6, &n);
}

/* The rain of one member at the steps of the block that a store lacks. */
gboolean
mvua_export_work_complete_rain (guint part, gpointer data, GError **error)
{
  MvuaExportWork *work = data;
  const MvuaExportPlan *plan = work->plan;
  guint8 *failed = work->base->bucket_failed + (gsize) part * plan->steps->len;

  for (guint s = 0; s < work->n_steps; s++)
    {
      const int step = mvua_export_plan_step (plan, work->first + s);
      float *values = mvua_export_work_field (work, part, s);
      MvuaRainStep result = { .loaded = { .status = MVUA_STATUS_MISSING } };

      if (is_kept (work, part, s))
        continue;
      if (is_half_as_before (work, part, s))
        {
          result.loaded.complaint = mvua_rain_half_complaint (step - 6);
          for (gsize i = 0; i < plan->n_points; i++)
            values[i] = NAN;
        }
      else
        {
          if (!mvua_rain_series_one (work->rain[part].series, step, values, &result,
                                     error))
            return FALSE;
          failed[work->first + s] = result.bucket_status != MVUA_STATUS_OK;
          count_bucket (work, &result);
        }
      take_rain (work, part, s, values, &result);
      if (!mvua_export_work_pass_gate (work, error))
        return FALSE;
    }
  return TRUE;
}
