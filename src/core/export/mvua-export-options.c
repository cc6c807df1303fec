/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-work.h"

#include <math.h>
#include <string.h>

static const MvuaStatistic usual_statistics[] = {
  { MVUA_STATISTIC_MEAN, 0 },        { MVUA_STATISTIC_STD, 0 },
  { MVUA_STATISTIC_MIN, 0 },         { MVUA_STATISTIC_MAX, 0 },
  { MVUA_STATISTIC_PERCENTILE, 10 }, { MVUA_STATISTIC_PERCENTILE, 25 },
  { MVUA_STATISTIC_PERCENTILE, 50 }, { MVUA_STATISTIC_PERCENTILE, 75 },
  { MVUA_STATISTIC_PERCENTILE, 90 },
};
static const double usual_thresholds[] = { 5, 10, 15, 20, 25 };
static const double usual_daily_thresholds[] = { 5, 25, 50, 75, 100, 125 };
#define USUAL_DAILY_HOUR 6 /* regional practice: 06 to 06 UTC */

static GArray *
array_of (const void *values, gsize size, guint n)
{
  return g_array_append_vals (g_array_new (FALSE, FALSE, (guint) size), values, n);
}

MvuaExportOptions
mvua_export_options_new (void)
{
  return (MvuaExportOptions){
    .format = MVUA_EXPORT_ZARR2,
    .layout = MVUA_EXPORT_TREE,
    .region = mvua_region_east_africa,
    .statistics = array_of (usual_statistics, sizeof *usual_statistics,
                            G_N_ELEMENTS (usual_statistics)),
    .thresholds =
        array_of (usual_thresholds, sizeof (double), G_N_ELEMENTS (usual_thresholds)),
    .daily_thresholds = array_of (usual_daily_thresholds, sizeof (double),
                                  G_N_ELEMENTS (usual_daily_thresholds)),
    .daily_hour = USUAL_DAILY_HOUR,
  };
}

void
mvua_export_options_clear (MvuaExportOptions *self)
{
  g_clear_pointer (&self->members, g_array_unref);
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->statistics, g_array_unref);
  g_clear_pointer (&self->thresholds, g_array_unref);
  g_clear_pointer (&self->daily_thresholds, g_array_unref);
  g_clear_pointer (&self->rest.variables, g_ptr_array_unref);
  g_clear_pointer (&self->rest.steps, g_array_unref);
}

static GArray *
share (GArray *array)
{
  return array != NULL ? g_array_ref (array) : NULL;
}

MvuaExportOptions
mvua_export_options_copy (const MvuaExportOptions *self)
{
  MvuaExportOptions copy = *self;

  copy.members = share (self->members);
  copy.variables = self->variables ? g_ptr_array_ref (self->variables) : NULL;
  copy.steps = share (self->steps);
  copy.statistics = share (self->statistics);
  copy.thresholds = share (self->thresholds);
  copy.daily_thresholds = share (self->daily_thresholds);
  copy.rest.variables =
      self->rest.variables ? g_ptr_array_ref (self->rest.variables) : NULL;
  copy.rest.steps = share (self->rest.steps);
  return copy;
}

static gboolean
has_statistic (const GArray *statistics, MvuaStatistic wanted)
{
  for (guint i = 0; i < statistics->len; i++)
    {
      const MvuaStatistic *s = &g_array_index (statistics, MvuaStatistic, i);
      if (s->kind == wanted.kind && s->percent == wanted.percent)
        return TRUE;
    }
  return FALSE;
}

GArray *
mvua_statistics_parse (const char *text, GError **error)
{
  g_autoptr (GArray) statistics = g_array_new (FALSE, FALSE, sizeof (MvuaStatistic));
  /* An empty list is one of an empty name. */
  g_auto (GStrv) names = g_strsplit (text[0] != '\0' ? text : " ", ",", -1);

  for (guint i = 0; strcmp (text, "none") != 0 && names[i] != NULL; i++)
    {
      MvuaStatistic statistic;
      if (!mvua_statistic_from_name (g_strstrip (names[i]), &statistic))
        {
          g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                       "“%s” is not a statistic; expected mean, std, min, max, a "
                       "percentile such as p90, or none",
                       names[i]);
          return NULL;
        }
      if (!has_statistic (statistics, statistic))
        g_array_append_val (statistics, statistic);
    }
  return g_steal_pointer (&statistics);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a;
  const double y = *(const double *) b;

  return (x > y) - (x < y);
}

GArray *
mvua_thresholds_parse (const char *text, GError **error)
{
  g_autoptr (GArray) thresholds = g_array_new (FALSE, FALSE, sizeof (double));
  g_auto (GStrv) numbers = g_strsplit (text[0] != '\0' ? text : " ", ",", -1);

  for (guint i = 0; strcmp (text, "none") != 0 && numbers[i] != NULL; i++)
    {
      char *end = NULL;
      const double threshold = g_ascii_strtod (g_strstrip (numbers[i]), &end);
      if (end == numbers[i] || *end != '\0' || !isfinite (threshold) || threshold < 0)
        {
          g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                       "“%s” is not a threshold in mm; expected numbers such as "
                       "5,10,2.5, or none",
                       numbers[i]);
          return NULL;
        }
      g_array_append_val (thresholds, threshold);
    }
  g_array_sort (thresholds, compare_doubles);
  for (guint i = thresholds->len; i-- > 1;)
    if (compare_doubles (&g_array_index (thresholds, double, i),
                         &g_array_index (thresholds, double, i - 1)) == 0)
      g_array_remove_index (thresholds, i);
  return g_steal_pointer (&thresholds);
}

static void
clear_gap (gpointer data)
{
  g_free (((MvuaGap *) data)->complaint);
}

void
mvua_export_report_clear (MvuaExportReport *self)
{
  for (guint i = 0; self->gaps != NULL && i < self->gaps->len; i++)
    clear_gap (&g_array_index (self->gaps, MvuaGap, i));
  g_clear_pointer (&self->gaps, g_array_unref);
  g_clear_pointer (&self->findings, g_array_unref);
}

void
mvua_export_report_init (MvuaExportReport *report)
{
  *report =
      (MvuaExportReport){ .gaps = g_array_new (FALSE, FALSE, sizeof (MvuaGap)),
                          .findings = g_array_new (FALSE, FALSE, sizeof (MvuaFinding)) };
}
