/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-subset.h"

#include "mvua-coverage.h"

#include <glib/gstdio.h>

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

char *
mvua_export_subset_parent (void)
{
  return g_build_filename (g_get_user_cache_dir (), "mvua", "subset", NULL);
}

MvuaEnsemble *
mvua_export_subset_open (MvuaEnsemble *ensemble,
                         MvuaExportOptions *options,
                         const char *script,
                         char **folder,
                         MvuaSubsetProgress progress,
                         gpointer data,
                         MvuaSubsetReport *report,
                         GCancellable *cancellable,
                         GError **error)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (ensemble);
  g_autoptr (GPtrArray) variables = list_variables (ensemble, options);
  g_autoptr (GHashTable) there = list_files (ensemble);
  g_autofree char *parent = mvua_export_subset_parent ();
  MvuaSubset subset = { .script = script,
                        .run = mvua_ensemble_get_run (ensemble),
                        .variables = variables,
                        .region = options->region,
                        .there = there,
                        .gate = options->gate };

  *folder = NULL;
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
  *folder = mvua_subset_folder (parent, &subset);
  subset.folder = *folder;
  return mvua_subset_download (remote, &subset, progress, data, report, cancellable,
                               error)
             ? mvua_ensemble_open (*folder, NULL, cancellable, error)
             : NULL;
}

/* Depth first; links are removed and not followed. */
void
mvua_export_subset_remove (const char *folder)
{
  const char *name;

  if (folder == NULL)
    return;
  g_autoptr (GDir) dir =
      g_file_test (folder, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (folder, name, NULL);
      mvua_export_subset_remove (child);
    }
  (void) g_remove (folder); /* nothing is lost by what stays of a scratch folder */
}
