/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-work.h"
#include "mvua-statistics.h"

#include <math.h>

/* The valid members' fields of one step. */
static guint
gather (const MvuaExportWork *work,
        guint step,
        const float *members[MVUA_KERNEL_MAX_MEMBERS])
{
  const MvuaExportPlan *plan = work->plan;
  guint n = 0;

  for (guint i = 0; i < plan->perturbed->len; i++)
    {
      const guint member = g_array_index (plan->perturbed, guint, i);
      const guint at = member * plan->variables->len + work->variable;
      const gint8 *statuses = work->schema->statuses[at]->data;

      if (statuses[work->first + step] == MVUA_STATUS_OK)
        members[n++] = mvua_export_work_field (work, member, step);
    }
  return n;
}

static void
fill_missing (float *values, gsize n)
{
  for (gsize i = 0; i < n; i++)
    values[i] = NAN;
}

static void
compute_statistics (MvuaExportWork *work,
                    guint step,
                    const float *const *members,
                    guint n_members)
{
  const MvuaExportPlan *plan = work->plan;
  const GArray *wanted = plan->statistics;
  double quantiles[101];
  float *percentiles[101];
  MvuaStatistics out = { .quantiles = quantiles, .percentiles = percentiles };

  for (guint s = 0; s < wanted->len; s++)
    {
      const MvuaStatistic *statistic = &g_array_index (wanted, MvuaStatistic, s);
      float *values =
          work->statistics + ((gsize) s * plan->block + step) * plan->n_points;
      float **const places[] = { [MVUA_STATISTIC_MEAN] = &out.mean,
                                 [MVUA_STATISTIC_STD] = &out.std,
                                 [MVUA_STATISTIC_MIN] = &out.min,
                                 [MVUA_STATISTIC_MAX] = &out.max };
      const guint at = s * plan->variables->len + work->variable;

      ((gint16 *) work->schema->valid[at]->data)[work->first + step] = (gint16) n_members;
      if (n_members == 0)
        fill_missing (values, plan->n_points);
      else if (statistic->kind == MVUA_STATISTIC_PERCENTILE)
        {
          quantiles[out.n_quantiles] = statistic->percent / 100.0;
          percentiles[out.n_quantiles++] = values;
        }
      else
        *places[statistic->kind] = values;
    }
  if (n_members > 0)
    mvua_kernel_statistics (members, n_members, plan->n_points, &out);
}

static void
compute_probabilities (const float *const *members,
                       guint n_members,
                       gsize n_points,
                       const GArray *thresholds,
                       float *values,
                       gsize stride)
{
  for (guint t = 0; t < thresholds->len; t++)
    if (n_members == 0)
      fill_missing (values + t * stride, n_points);
    else
      mvua_kernel_exceedance (members, n_members, n_points,
                              (float) g_array_index (thresholds, double, t),
                              values + t * stride);
}

/* All that is made of the members at one step. */
gboolean
mvua_export_work_derive_step (guint part, gpointer data, GError **error G_GNUC_UNUSED)
{
  MvuaExportWork *work = data;
  const MvuaExportPlan *plan = work->plan;
  const float *members[MVUA_KERNEL_MAX_MEMBERS];

  if (!mvua_export_work_makes_step (work, part))
    return TRUE;
  const guint n_members = gather (work, part, members);

  if (work->statistics != NULL)
    compute_statistics (work, part, members, n_members);
  if (work->probabilities != NULL && mvua_export_work_at_rain (work))
    {
      compute_probabilities (members, n_members, plan->n_points,
                             plan->options->thresholds,
                             work->probabilities + (gsize) part * plan->n_points,
                             (gsize) plan->block * plan->n_points);
      ((gint16 *) work->schema->probabilities_valid->data)[work->first + part] =
          (gint16) n_members;
    }
  mvua_export_work_tell_progress (work);
  return TRUE;
}

/* The probabilities of one day. */
gboolean
mvua_export_work_derive_day (guint part, gpointer data, GError **error G_GNUC_UNUSED)
{
  MvuaExportWork *work = data;
  const MvuaExportPlan *plan = work->plan;
  const float *members[MVUA_KERNEL_MAX_MEMBERS];
  guint n_members = 0;

  if (work->base != NULL && work->base->day_states[part] != MVUA_EXPORT_DAY_MADE)
    return TRUE;
  for (guint i = 0; i < plan->perturbed->len; i++)
    {
      const gsize at = (gsize) i * work->most_days + part;
      if (work->days_ok[at])
        members[n_members++] = work->days + at * plan->n_points;
    }
  compute_probabilities (members, n_members, plan->n_points,
                         plan->options->daily_thresholds,
                         work->daily + (gsize) part * plan->n_points,
                         (gsize) work->most_days * plan->n_points);
  ((gint16 *) work->schema->daily_valid->data)[work->first_day + part] =
      (gint16) n_members;
  return TRUE;
}

/* What was seen while the rain was made is said where the rain is kept. */
void
mvua_export_work_describe_clamps (MvuaExportWork *work)
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
