/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-subset.h"

#include "mvua-coverage.h"

/* All that are expected, so that what does not come is known to be missing. */
static void
settle_options (MvuaEnsemble *ensemble, MvuaExportOptions *options)
{
  g_autoptr (GArray) all = mvua_ensemble_expected_members (ensemble);

  if (options->steps == NULL)
    options->steps = mvua_ensemble_expected_steps (ensemble);
  if (options->members != NULL)
    return;
  options->members = g_array_new (FALSE, FALSE, sizeof (MvuaMember));
  for (guint i = 0; i < all->len; i++)
    if (g_array_index (all, MvuaMember, i).kind == MVUA_MEMBER_PERTURBED)
      g_array_append_val (options->members, g_array_index (all, MvuaMember, i));
}

static GPtrArray *
list_variables (MvuaEnsemble *ensemble, const MvuaExportOptions *options)
{
  const GPtrArray *all = mvua_ensemble_get_variables (ensemble);
  GPtrArray *variables = g_ptr_array_new ();

  for (guint i = 0; options->variables != NULL && i < options->variables->len; i++)
    g_ptr_array_add (variables, g_ptr_array_index (options->variables, i));
  for (guint i = 0; options->variables == NULL && i < all->len; i++)
    if (((const MvuaVariable *) g_ptr_array_index (all, i))->everyday)
      g_ptr_array_add (variables, g_ptr_array_index (all, i));
  return variables;
}

/* (transfer full): URLs of files, which are the ensemble's */
static GHashTable *
list_files (MvuaEnsemble *ensemble)
{
  GHashTable *files = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < mvua_ensemble_get_n_files (ensemble); i++)
    g_hash_table_add (files, (gpointer) mvua_ensemble_get_file (ensemble, i));
  return files;
}

MvuaSubsetterEstimate
mvua_export_estimate_ways (MvuaEnsemble *ensemble,
                           const MvuaExportOptions *options,
                           const MvuaExportEstimate *estimate)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (ensemble);
  g_autoptr (GPtrArray) variables = list_variables (ensemble, options);

  if (remote == NULL)
    return (MvuaSubsetterEstimate){ 0 };
  const MvuaHttpCount link = mvua_http_count (mvua_remote_get_http (remote));
  MvuaSubsetterEstimate ways =
      mvua_subsetter_estimate (estimate->n_files, variables, &options->region,
                               MAX (estimate->n_bytes_to_fetch, 1), link.bytes_per_s);
  if (link.bytes_per_s > 0)
    ways.range_seconds =
        mvua_export_expect_seconds (estimate, link.bytes_per_s, link.latency_s);
  return ways;
}

/* Whom to tell that another one is at the same. */
typedef struct
{
  MvuaSubsetProgress progress;
  gpointer data;
  MvuaSubsetReport *report;
} Waiting;

static void
tell_waiting (gpointer data)
{
  const Waiting *waiting = data;

  waiting->report->is_waiting = TRUE;
  if (waiting->progress != NULL)
    waiting->progress (waiting->report, waiting->data);
}

/* Its turn to fetch.  Returns: (nullable) */
static MvuaCutOut *
take_folder (MvuaRemote *remote,
             const MvuaSubset *subset,
             Waiting *waiting,
             GCancellable *cancellable,
             GError **error)
{
  const char *script = subset->script != NULL ? subset->script : MVUA_SUBSETTER_URL;
  MvuaCache *cache = mvua_remote_get_cache (remote);
  g_autofree char *parent = mvua_cut_outs_default_folder ();
  g_autofree char *folder = mvua_subset_folder (parent, subset);
  g_autofree char *pattern = mvua_subsetter_pattern (
      script, subset->run, subset->variables, &subset->region, error);

  if (pattern == NULL)
    return NULL;
  MvuaCutOut *cut_out =
      mvua_cut_out_take (folder, pattern, tell_waiting, waiting, cancellable, error);
  waiting->report->is_waiting = FALSE;
  mvua_cut_outs_sweep (parent, g_get_real_time () / G_USEC_PER_SEC,
                       cache != NULL ? mvua_cache_get_most_bytes (cache)
                                     : MVUA_CACHE_DEFAULT_BYTES);
  return cut_out;
}

MvuaEnsemble *
mvua_export_subset_open (MvuaEnsemble *ensemble,
                         MvuaExportOptions *options,
                         const char *script,
                         MvuaCutOut **cut_out,
                         MvuaSubsetProgress progress,
                         gpointer data,
                         MvuaSubsetReport *report,
                         GCancellable *cancellable,
                         GError **error)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (ensemble);
  g_autoptr (GPtrArray) variables = list_variables (ensemble, options);
  g_autoptr (GHashTable) there = list_files (ensemble);
  Waiting waiting = { progress, data, report };
  MvuaSubset subset = { .script = script,
                        .run = mvua_ensemble_get_run (ensemble),
                        .variables = variables,
                        .region = options->region,
                        .there = there,
                        .gate = options->gate };

  *cut_out = NULL;
  *report = (MvuaSubsetReport){ 0 };
  if (remote == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "The subsetter is for runs in NOAA’s bucket, and %s is not there",
                   mvua_ensemble_get_path (ensemble));
      return NULL;
    }
  settle_options (ensemble, options);
  subset.members = options->members;
  subset.steps = options->steps;
  *cut_out = take_folder (remote, &subset, &waiting, cancellable, error);
  if (*cut_out == NULL)
    return NULL;
  subset.folder = mvua_cut_out_get_folder (*cut_out);
  const gboolean is_done =
      mvua_subset_download (remote, &subset, progress, data, report, cancellable, error);
  if (is_done)
    {
      mvua_cut_out_set_is_fetched (*cut_out);
      return mvua_ensemble_open (subset.folder, NULL, cancellable, error);
    }
  if (report->n_fetched + report->n_kept == 0)
    mvua_cut_out_remove (g_steal_pointer (cut_out));
  return NULL;
}
