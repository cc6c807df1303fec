/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "export-subset.h"

#include "mvua-cli.h"

#include <stdio.h>

static void
show_progress (const MvuaSubsetReport *report, gpointer data)
{
  const gint64 *started = data;

  if (report->is_waiting)
    {
      mvua_cli_progress ("another export has the same cut out; waiting for it");
      return;
    }
  const guint n_done = report->n_fetched + report->n_kept + report->n_absent;
  const double fraction = (double) n_done / MAX (report->n_files, 1);
  g_autofree char *fetched = g_format_size (report->n_bytes);
  g_autofree char *left = mvua_cli_time_left (*started, fraction);
  g_autofree char *text =
      g_strdup_printf ("%u of %u %s cut out, %s%s", n_done, report->n_files,
                       mvua_cli_word (report->n_files, "file", "files"), fetched, left);

  mvua_cli_progress (text);
}

MvuaEnsemble *
mvua_cli_subset_open (MvuaEnsemble *ensemble,
                      MvuaExportOptions *options,
                      const char *script,
                      MvuaCutOut **cut_out,
                      GCancellable *cancellable,
                      GError **error)
{
  gint64 started = g_get_monotonic_time ();
  MvuaSubsetReport report;
  MvuaEnsemble *subset =
      mvua_export_subset_open (ensemble, options, script, cut_out, show_progress,
                               &started, &report, cancellable, error);

  mvua_cli_progress_clear ();
  if (subset == NULL)
    return NULL;
  mvua_cli_tell_traffic ("export", ensemble);
  g_autofree char *fetched = g_format_size (report.n_bytes);
  fprintf (stderr,
           "mvua export: %u of %u %s cut out by the subsetter, %s; %u %s there "
           "already, %u it does not have\n",
           report.n_fetched, report.n_files,
           mvua_cli_word (report.n_files, "file", "files"), fetched, report.n_kept,
           mvua_cli_word (report.n_kept, "was", "were"), report.n_absent);
  return subset;
}
