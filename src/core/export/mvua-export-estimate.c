/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-estimate.h"

#include "mvua-export-base.h"
#include "mvua-loader.h"
#include "mvua-schema.h"
#include "mvua-top-up.h"

/* What the output comes to on disk.  The members' fields say no more than the messages
 * that they are out of, so they grow with those: by the factor @growth, for the part of
 * the grid that is in the window.  Statistics have more digits, and shrink less; there
 * are few different probabilities, and they shrink well.  Measured on the demo with 30
 * members, all variables and single ones: 1.7 to 2.15 and 1.2 to 1.6 for Zarr, 1.75 to
 * 1.95 and 1.2 to 1.5 for netCDF.
 *
 * Work is in bytes; deflate keeps one thread busy for three times as long as zstd all. */
#define STATISTICS_TO_MEMBERS 1.4
#define SHARE_PROBABILITIES 0.1
static const struct
{
  double growth;
  double work;
} costs[] = {
  [MVUA_EXPORT_ZARR2] = { 2.1, 1 },
  [MVUA_EXPORT_ZARR3] = { 2.1, 1 },
  [MVUA_EXPORT_NETCDF] = { 1.9, 3 },
};

typedef struct
{
  const MvuaExportPlan *plan;
  const MvuaExportBase *base; /* (nullable): what it has is not counted */
  MvuaLoader *loader;
  gboolean is_remote;
  MvuaExportEstimate *estimate;
  guint8 *seen; /* by file */
} Count;

/* One message that will be decoded, and its copies.  Returns: FALSE if there is none */
static gboolean
count_window (
    Count *count, const MvuaVariable *variable, MvuaMember member, int step, int start)
{
  guint n = 0;
  const MvuaReference *references =
      mvua_loader_choose (count->loader, variable, member, step, start, &n);

  if (references == NULL)
    return FALSE;
  count->estimate->n_messages++;
  for (guint i = 0; i < n; i++)
    {
      count->estimate->n_bytes_to_read += references[i].length;
      if (count->is_remote)
        count->estimate->n_bytes_to_fetch +=
            mvua_loader_expect (count->loader, &references[i], &count->plan->window);
      count->estimate->n_files += !count->seen[references[i].file];
      count->seen[references[i].file] = TRUE;
    }
  return TRUE;
}

static gboolean
is_kept (const Count *count, guint member, guint variable, guint step)
{
  return count->base != NULL &&
         mvua_export_base_keeps (count->base, count->plan, member, variable, step);
}

static void
count_fields (Count *count, guint variable, guint member)
{
  const MvuaExportPlan *plan = count->plan;

  for (guint s = 0; s < plan->steps->len; s++)
    if (!is_kept (count, member, variable, s))
      count_window (count, g_ptr_array_index (plan->variables, variable),
                    mvua_export_plan_member (plan, member),
                    mvua_export_plan_step (plan, s), MVUA_HOUR_UNKNOWN);
}

/* Of a store that is added to: steps whose rain it lacks, and days in which more members
 * can take part than did.  Returns: (transfer full) (element-type int): whose buckets
 * that takes */
static GArray *
list_new_rain_steps (const Count *count, guint variable, guint member)
{
  const MvuaExportPlan *plan = count->plan;
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (MvuaHours));

  for (guint s = 0; s < plan->steps->len; s++)
    if (!is_kept (count, member, variable, s))
      g_array_append_val (steps, g_array_index (plan->steps, int, s));
  for (guint d = 0; d < plan->days->len; d++)
    if (mvua_export_base_makes_day (count->base, plan, count->loader, d))
      g_array_append_val (days, g_array_index (plan->days, MvuaHours, d));
  return mvua_rain_steps (steps, days);
}

/* The buckets that the rain of 3 h and of days is made of. */
static void
count_rain (Count *count, MvuaMember member, const GArray *steps)
{
  const MvuaVariable *variable = count->plan->rain;

  for (guint s = 0; s < steps->len; s++)
    {
      const int step = g_array_index (steps, int, s);
      if (step > 0 && step % 3 == 0 &&
          !count_window (count, variable, member, step, mvua_rain_usual_start (step)))
        count_window (count, variable, member, step, step - 3);
    }
}

static void
count_messages (MvuaEnsemble *ensemble,
                const MvuaExportPlan *plan,
                const MvuaExportBase *base,
                MvuaExportEstimate *estimate)
{
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  g_autofree guint8 *seen = g_new0 (guint8, mvua_ensemble_get_n_files (ensemble));
  g_autoptr (GArray) rain_steps = mvua_rain_steps (plan->steps, plan->days);
  const gboolean is_remote = mvua_ensemble_get_reader (ensemble)->is_remote;
  Count count = { plan, base, loader, is_remote, estimate, seen };

  for (guint v = 0; v < plan->variables->len; v++)
    for (guint m = 0; m < plan->members->len; m++)
      {
        if (g_ptr_array_index (plan->variables, v) != plan->rain)
          {
            count_fields (&count, v, m);
            continue;
          }
        g_autoptr (GArray) steps =
            base != NULL ? list_new_rain_steps (&count, v, m) : g_array_ref (rain_steps);
        count_rain (&count, mvua_export_plan_member (plan, m), steps);
      }
  if (is_remote)
    estimate->n_requests = estimate->n_messages + estimate->n_files;
}

/* Export has one connection fewer than there are. */
#define CONNECTIONS 7

/* Each connection waits for the answer to each of its requests, and all share the link.
 * Measured: 5.4 s where this gives 5.4, and 65 s for 64. */
double
mvua_export_expect_seconds (const MvuaExportEstimate *estimate,
                            double bytes_per_s,
                            double latency_s)
{
  if (bytes_per_s <= 0)
    return 0;
  return (double) estimate->n_bytes_to_fetch / bytes_per_s +
         (double) estimate->n_requests / CONNECTIONS * latency_s;
}

static guint64
count_output (const MvuaExportPlan *plan)
{
  g_autoptr (MvuaSchema) schema = mvua_schema_new (plan);
  guint64 n = 0;

  for (guint g = 0; g < schema->groups->len; g++)
    {
      const MvuaSchemaGroup *group = g_ptr_array_index (schema->groups, g);
      for (guint a = 0; a < group->arrays->len; a++)
        n += mvua_schema_array_size (g_ptr_array_index (group->arrays, a));
    }
  return n;
}

/* The buffers of the run: a block of fields and what is made of it. */
static guint64
count_memory (const MvuaExportPlan *plan)
{
  const MvuaExportOptions *options = plan->options;
  const guint64 n_days = mvua_export_plan_most_days (plan);
  guint64 n_fields = (guint64) plan->block * (plan->members->len + plan->statistics->len);

  if (mvua_schema_has_probabilities (plan))
    n_fields += (guint64) plan->block * options->thresholds->len;
  n_fields += n_days * (plan->perturbed->len + options->daily_thresholds->len);
  if (plan->rain != NULL) /* two buckets, sums in double and a spare, a member */
    n_fields += (guint64) 5 * plan->members->len;
  return n_fields * plan->n_points * sizeof (float);
}

static void
expect_cost (const MvuaExportPlan *plan, MvuaExportEstimate *estimate)
{
  const MvuaGrid *grid = mvua_ensemble_get_grid (plan->ensemble);
  const MvuaExportFormat format = plan->options->format;
  const double read = (double) estimate->n_bytes_to_read;
  const double all = (double) estimate->n_bytes_uncompressed;
  const double one = (double) plan->variables->len * plan->steps->len *
                     (double) plan->n_points * sizeof (float);
  const double members = one * plan->members->len;
  const double statistics = one * plan->statistics->len;
  const double part = (double) plan->n_points / ((double) grid->n_rows * grid->n_columns);
  const double share = MIN (costs[format].growth * part * read / members, 1);

  estimate->n_bytes_to_write =
      (guint64) (share * members + MIN (STATISTICS_TO_MEMBERS * share, 1) * statistics +
                 SHARE_PROBABILITIES * MAX (all - members - statistics, 0));
  estimate->work = read + costs[format].work * all;
}

static void
estimate_plan (MvuaEnsemble *ensemble,
               const MvuaExportPlan *plan,
               const MvuaExportBase *base,
               MvuaExportEstimate *estimate)
{
  estimate->n_members = plan->members->len;
  estimate->n_variables = plan->variables->len;
  estimate->n_steps = plan->steps->len;
  estimate->n_points = plan->n_points;
  estimate->n_absent_members = plan->n_absent;
  estimate->n_bytes_memory = count_memory (plan);
  count_messages (ensemble, plan, base, estimate);
  estimate->n_bytes_uncompressed = count_output (plan);
  expect_cost (plan, estimate);
}

gboolean
mvua_export_estimate (MvuaEnsemble *ensemble,
                      const MvuaExportOptions *options,
                      MvuaExportEstimate *estimate,
                      GError **error)
{
  g_autoptr (MvuaExportPlan) plan = mvua_export_plan_new (ensemble, options, error);

  *estimate = (MvuaExportEstimate){ 0 };
  if (plan == NULL)
    return FALSE;
  estimate_plan (ensemble, plan, NULL, estimate);
  return TRUE;
}

gboolean
mvua_top_up_estimate (MvuaEnsemble *ensemble,
                      const char *store,
                      const MvuaExportOptions *options,
                      MvuaExportEstimate *estimate,
                      GError **error)
{
  *estimate = (MvuaExportEstimate){ 0 };
  g_autoptr (MvuaExportBase) base = mvua_export_base_open (store, error);
  if (base == NULL || !mvua_export_base_check_run (base, ensemble, error))
    return FALSE;
  g_autoptr (MvuaExportPlan) plan =
      mvua_export_plan_new_on (ensemble, options, &base->have, error);
  if (plan == NULL)
    return FALSE;
  g_autoptr (MvuaSchema) schema = mvua_schema_new (plan);
  if (!mvua_export_base_bind (base, schema, error))
    return FALSE;
  estimate_plan (ensemble, plan, base, estimate);
  return TRUE;
}
