/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-plan.h"

#include "mvua-coverage.h"
#include "mvua-statistics.h"

/* As many steps as make a member's chunk of East Africa just below 2 MB. */
#define MOST_STEPS 27
#define LARGEST_CHUNK (2 << 20)

void
mvua_export_plan_free (MvuaExportPlan *self)
{
  g_clear_pointer (&self->members, g_array_unref);
  g_clear_pointer (&self->perturbed, g_array_unref);
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  g_clear_pointer (&self->statistics, g_array_unref);
  g_clear_pointer (&self->steps, g_array_unref);
  g_clear_pointer (&self->days, g_array_unref);
  g_free (self);
}

G_GNUC_PRINTF (2, 3)
static gboolean
usage_error (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_USAGE, text);
  return FALSE;
}

static gboolean
has_member (const GArray *members, MvuaMember member)
{
  for (guint i = 0; i < members->len; i++)
    if (mvua_member_compare (g_array_index (members, MvuaMember, i), member) == 0)
      return TRUE;
  return FALSE;
}

gboolean
mvua_export_plan_is_absent (const MvuaExportPlan *self, MvuaMember member)
{
  return !has_member (mvua_ensemble_get_members (self->ensemble), member) &&
         (self->have == NULL || !has_member (self->have->filled, member));
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  return mvua_member_compare (*(const MvuaMember *) a, *(const MvuaMember *) b);
}

/* The perturbed members, and those that are missing in between; without any, whatever
 * else the source has. */
static GArray *
usual_members (const MvuaExportPlan *self)
{
  g_autoptr (GArray) expected = mvua_ensemble_expected_members (self->ensemble);
  GArray *members = g_array_new (FALSE, FALSE, sizeof (MvuaMember));

  for (guint i = 0; i < expected->len; i++)
    if (g_array_index (expected, MvuaMember, i).kind == MVUA_MEMBER_PERTURBED)
      g_array_append_val (members, g_array_index (expected, MvuaMember, i));
  if (members->len == 0)
    g_array_append_vals (members, expected->data, expected->len);
  for (guint i = 0; self->have != NULL && i < self->have->members->len; i++)
    if (!has_member (members, g_array_index (self->have->members, MvuaMember, i)))
      g_array_append_val (members, g_array_index (self->have->members, MvuaMember, i));
  g_array_sort (members, compare_members);
  return members;
}

static gboolean
plan_members (MvuaExportPlan *self, GError **error)
{
  self->members = self->options->members ? g_array_ref (self->options->members)
                                         : usual_members (self);
  self->perturbed = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < self->members->len; i++)
    {
      const MvuaMember member = mvua_export_plan_member (self, i);
      self->n_absent += (guint) mvua_export_plan_is_absent (self, member);
      if (member.kind == MVUA_MEMBER_PERTURBED)
        g_array_append_val (self->perturbed, i);
    }
  if (self->n_absent == self->members->len)
    return usage_error (error, "%s has none of the members that were asked for",
                        mvua_ensemble_get_path (self->ensemble));
  if (self->perturbed->len > MVUA_KERNEL_MAX_MEMBERS)
    return usage_error (error, "%u members are more than the %d that statistics are of",
                        self->perturbed->len, MVUA_KERNEL_MAX_MEMBERS);
  return TRUE;
}

static gboolean
source_has (const MvuaEnsemble *ensemble, const MvuaVariable *variable)
{
  return g_ptr_array_find ((GPtrArray *) mvua_ensemble_get_variables (ensemble), variable,
                           NULL);
}

static GPtrArray *
usual_variables (const MvuaEnsemble *ensemble)
{
  const GPtrArray *there = mvua_ensemble_get_variables (ensemble);
  GPtrArray *variables = g_ptr_array_new ();

  for (guint i = 0; i < there->len; i++)
    if (((const MvuaVariable *) g_ptr_array_index (there, i))->everyday)
      g_ptr_array_add (variables, g_ptr_array_index (there, i));
  for (guint i = 0; variables->len == 0 && i < there->len; i++)
    g_ptr_array_add (variables, g_ptr_array_index (there, i));
  return variables;
}

/* Who asks for all that is known wants all that there is. */
static GPtrArray *
choose_from_source (const MvuaExportPlan *self)
{
  GPtrArray *wanted = self->options->variables;
  guint n_known = 0;

  mvua_variable_table (&n_known);
  if (wanted == NULL)
    return usual_variables (self->ensemble);
  if (wanted->len < n_known)
    return g_ptr_array_ref (wanted);

  GPtrArray *there = g_ptr_array_new ();
  for (guint i = 0; i < wanted->len; i++)
    if (source_has (self->ensemble, g_ptr_array_index (wanted, i)))
      g_ptr_array_add (there, g_ptr_array_index (wanted, i));
  return there;
}

/* A list that was not given by name grows with the source, and never shrinks. */
static GPtrArray *
choose_variables (const MvuaExportPlan *self)
{
  guint n_known = 0;
  const MvuaVariable *table = mvua_variable_table (&n_known);
  GPtrArray *wanted = self->options->variables;
  g_autoptr (GPtrArray) chosen = choose_from_source (self);

  if (self->have == NULL || (wanted != NULL && wanted->len < n_known))
    return g_steal_pointer (&chosen);

  GPtrArray *all = g_ptr_array_new ();
  for (guint i = 0; i < n_known; i++)
    if (g_ptr_array_find (chosen, &table[i], NULL) ||
        g_ptr_array_find (self->have->variables, &table[i], NULL))
      g_ptr_array_add (all, (gpointer) &table[i]);
  return all;
}

static gboolean
plan_variables (MvuaExportPlan *self, GError **error)
{
  guint n_there = 0;

  self->variables = choose_variables (self);
  for (guint i = 0; i < self->variables->len; i++)
    {
      const MvuaVariable *variable = g_ptr_array_index (self->variables, i);
      n_there += (guint) source_has (self->ensemble, variable);
      if (mvua_variable_is_rain (variable))
        self->rain = variable;
    }
  if (n_there == 0)
    return usage_error (error, "%s has none of the variables that were asked for",
                        mvua_ensemble_get_path (self->ensemble));
  return TRUE;
}

static int
compare_ints (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

/* All steps of the source, and of what is added to. */
static GArray *
all_steps (const MvuaExportPlan *self)
{
  const GArray *there = mvua_ensemble_get_steps (self->ensemble);
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (int));

  g_array_append_vals (steps, there->data, there->len);
  if (self->have != NULL)
    g_array_append_vals (steps, self->have->steps->data, self->have->steps->len);
  g_array_sort (steps, compare_ints);
  for (guint i = steps->len; i-- > 1;)
    if (g_array_index (steps, int, i) == g_array_index (steps, int, i - 1))
      g_array_remove_index (steps, i);
  return steps;
}

static gboolean
plan_steps (MvuaExportPlan *self, GError **error)
{
  const GArray *there = mvua_ensemble_get_steps (self->ensemble);
  const GArray *wanted = self->options->steps;
  const int first = g_array_index (there, int, 0);
  const int last = g_array_index (there, int, there->len - 1);

  if (wanted == NULL)
    {
      self->steps = all_steps (self);
      return TRUE;
    }
  for (guint i = 0; i < wanted->len; i++)
    for (guint k = 0; k < there->len; k++)
      if (g_array_index (wanted, int, i) == g_array_index (there, int, k))
        {
          self->steps = g_array_ref ((GArray *) wanted);
          return TRUE;
        }
  return usage_error (error, "None of the wanted steps is in %s, which has %d to %d h",
                      mvua_ensemble_get_path (self->ensemble), first, last);
}

/* The days that lie wholly within the steps. */
static void
plan_days (MvuaExportPlan *self)
{
  const MvuaRun run = mvua_ensemble_get_run (self->ensemble);
  const int first = mvua_export_plan_step (self, 0);
  const int last = mvua_export_plan_step (self, self->steps->len - 1);

  self->days = g_array_new (FALSE, FALSE, sizeof (MvuaHours));
  if (self->rain == NULL || self->perturbed->len == 0 ||
      self->options->daily_thresholds->len == 0 ||
      self->options->layout != MVUA_EXPORT_TREE)
    return;
  g_autoptr (GArray) days = mvua_rain_window_days (self->options->daily_hour, run, last);
  /* The step 3 h before the first may be left out: its rain fell before it. */
  for (guint i = 0; i < days->len; i++)
    if (g_array_index (days, MvuaHours, i).start >= first - 3)
      g_array_append_val (self->days, g_array_index (days, MvuaHours, i));
}

/* One netCDF file a variable: there are such of the mean and of the spread only. */
static gboolean
has_place (MvuaExportLayout layout, const MvuaStatistic *statistic)
{
  switch (layout)
    {
    case MVUA_EXPORT_TREE:
      return TRUE;
    case MVUA_EXPORT_VARIABLES:
      return statistic->kind == MVUA_STATISTIC_MEAN ||
             statistic->kind == MVUA_STATISTIC_STD;
    case MVUA_EXPORT_MEMBERS:
    default:
      return FALSE;
    }
}

static void
plan_statistics (MvuaExportPlan *self)
{
  const GArray *wanted = self->options->statistics;

  self->statistics = g_array_new (FALSE, FALSE, sizeof (MvuaStatistic));
  for (guint i = 0; self->perturbed->len > 0 && i < wanted->len; i++)
    if (has_place (self->options->layout, &g_array_index (wanted, MvuaStatistic, i)))
      g_array_append_val (self->statistics, g_array_index (wanted, MvuaStatistic, i));
}

static void
plan_chunks (MvuaExportPlan *self)
{
  const gsize field = self->n_points * sizeof (float);
  const guint n_parts = (guint) ((field + LARGEST_CHUNK - 1) / LARGEST_CHUNK);

  self->chunk_rows = (self->window.n_rows + n_parts - 1) / n_parts;
  self->block = (guint) CLAMP (LARGEST_CHUNK / field, 1, MOST_STEPS);
  self->block = MIN (self->block, self->steps->len);
}

static gboolean
check_combination (const MvuaExportOptions *options, GError **error)
{
  const gboolean is_netcdf = options->format == MVUA_EXPORT_NETCDF;

  if (options->layout == MVUA_EXPORT_MEMBERS && is_netcdf)
    return usage_error (error, "The layout members is for Zarr, not for netCDF");
  if (options->layout == MVUA_EXPORT_VARIABLES && !is_netcdf)
    return usage_error (error, "The layout variables is for netCDF, not for Zarr");
  if (options->rest.is_wanted &&
      (options->format != MVUA_EXPORT_ZARR2 || options->layout != MVUA_EXPORT_TREE))
    return usage_error (error,
                        "References stand beside a tree in Zarr 2 only: kerchunk’s "
                        "filter for messages is of Zarr 2");
  if (options->only_statistics && !options->rest.is_wanted)
    return usage_error (error, "Without members there is nothing to make statistics of "
                               "again; they are left out only where references to their "
                               "messages stand beside");
  if (options->daily_hour != MVUA_DAILY_FROM_RUN &&
      (options->daily_hour < 0 || options->daily_hour > 21 ||
       options->daily_hour % 3 != 0))
    return usage_error (error, "A day begins at 00, 03, 06 … 21 UTC, or with the run");
  return TRUE;
}

MvuaExportPlan *
mvua_export_plan_new (const MvuaEnsemble *ensemble,
                      const MvuaExportOptions *options,
                      GError **error)
{
  return mvua_export_plan_new_on (ensemble, options, NULL, error);
}

MvuaExportPlan *
mvua_export_plan_new_on (const MvuaEnsemble *ensemble,
                         const MvuaExportOptions *options,
                         const MvuaExportHave *have,
                         GError **error)
{
  g_autoptr (MvuaExportPlan) self = g_new0 (MvuaExportPlan, 1);

  self->ensemble = ensemble;
  self->options = options;
  self->have = have;
  if (!check_combination (options, error) ||
      !mvua_grid_cut (mvua_ensemble_get_grid (ensemble), &options->region, &self->window,
                      error) ||
      !plan_members (self, error) || !plan_variables (self, error) ||
      !plan_steps (self, error))
    return NULL;
  self->n_points = mvua_window_n_points (&self->window);
  plan_days (self);
  plan_statistics (self);
  plan_chunks (self);
  self->created = mvua_time_to_note ();
  return g_steal_pointer (&self);
}

guint
mvua_export_plan_most_days (const MvuaExportPlan *plan)
{
  guint most = 0;

  for (guint first = 0; first < plan->steps->len; first += plan->block)
    {
      const guint end = MIN (first + plan->block, plan->steps->len);
      const int from = first == 0 ? -1 : mvua_export_plan_step (plan, first - 1);
      const int to = mvua_export_plan_step (plan, end - 1);
      guint n = 0;

      for (guint d = 0; d < plan->days->len; d++)
        {
          const int day_end = g_array_index (plan->days, MvuaHours, d).end;
          n += day_end > from && (day_end <= to || end == plan->steps->len);
        }
      most = MAX (most, n);
    }
  return most;
}
