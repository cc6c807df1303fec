/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What an export needs while it runs. */

#include "mvua-export-work.h"

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

gboolean
mvua_export_work_prepare (MvuaExportWork *work, GError **error)
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

void
mvua_export_work_clear (MvuaExportWork *work)
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
