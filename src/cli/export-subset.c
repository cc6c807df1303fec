/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "export-subset.h"

#include "mvua-cli.h"

#include <glib/gstdio.h>
#include <stdio.h>

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

static void
show_progress (const MvuaSubsetReport *report, gpointer data)
{
  const gint64 *started = data;
  const guint n_done = report->n_fetched + report->n_kept + report->n_absent;
  const double fraction = (double) n_done / MAX (report->n_files, 1);
  g_autofree char *fetched = g_format_size (report->n_bytes);
  g_autofree char *left = mvua_cli_time_left (*started, fraction);
  g_autofree char *text = g_strdup_printf ("%u of %u files cut out, %s%s", n_done,
                                           report->n_files, fetched, left);

  mvua_cli_progress (text);
}

MvuaEnsemble *
mvua_export_subset_open (MvuaEnsemble *ensemble,
                         MvuaExportOptions *options,
                         const char *script,
                         char **folder,
                         GCancellable *cancellable,
                         GError **error)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (ensemble);
  g_autoptr (GPtrArray) variables = list_variables (ensemble, options);
  g_autofree char *parent =
      g_build_filename (g_get_user_cache_dir (), "mvua", "subset", NULL);
  gint64 started = g_get_monotonic_time ();
  MvuaSubset subset = { .script = script,
                        .run = mvua_ensemble_get_run (ensemble),
                        .variables = variables,
                        .region = options->region };
  MvuaSubsetReport report;

  if (remote == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "--way subsetter is for runs in NOAA’s bucket, and %s is not there",
                   mvua_ensemble_get_path (ensemble));
      return NULL;
    }
  settle_options (ensemble, options);
  subset.members = options->members;
  subset.steps = options->steps;
  *folder = mvua_subset_folder (parent, &subset);
  subset.folder = *folder;
  if (!mvua_subset_download (remote, &subset, show_progress, &started, &report,
                             cancellable, error))
    return NULL;
  mvua_cli_progress_clear ();
  mvua_cli_tell_traffic ("export", ensemble);
  g_autofree char *fetched = g_format_size (report.n_bytes);
  fprintf (stderr,
           "mvua export: %u of %u files cut out by the subsetter, %s; %u were there "
           "already, %u it does not have\n",
           report.n_fetched, report.n_files, fetched, report.n_kept, report.n_absent);
  return mvua_ensemble_open (*folder, NULL, cancellable, error);
}

/* Depth first; links are removed and not followed. */
void
mvua_export_subset_remove (const char *folder)
{
  g_autoptr (GDir) dir =
      g_file_test (folder, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (folder, name, NULL);
      mvua_export_subset_remove (child);
    }
  (void) g_remove (folder); /* nothing is lost by what stays of a scratch folder */
}
