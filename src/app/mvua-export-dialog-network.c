/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-dialog-private.h"

#include "mvua-export-text.h"

#include <glib/gi18n.h>

/* Beyond that another way is worth a thought. */
#define LONG_SECONDS (20 * 60)

/* (transfer full) (element-type MvuaVariable): those that will be exported */
static GPtrArray *
list_variables (MvuaExportDialog *self, const MvuaExportOptions *options)
{
  const GPtrArray *there = mvua_ensemble_get_variables (self->ensemble);
  GPtrArray *variables = g_ptr_array_new ();

  if (options->variables != NULL)
    there = options->variables;
  for (guint i = 0; i < there->len; i++)
    {
      const MvuaVariable *variable = g_ptr_array_index (there, i);
      if (options->variables != NULL || variable->everyday)
        g_ptr_array_add (variables, (gpointer) variable);
    }
  return variables;
}

/* "about 5.1 GB out of 2,430 files, 42 min 10 s at 2.1 MB/s" */
static char *
describe_way (guint64 n_bytes, guint n_requests, double seconds, double bytes_per_s)
{
  g_autofree char *size = g_format_size (n_bytes);

  if (seconds < 0)
    return g_strdup_printf (
        /* Translators: bytes, and a number of files */
        ngettext ("About %s out of %'u file; how long that takes is not known yet",
                  "About %s out of %'u files; how long that takes is not known yet",
                  n_requests),
        size, n_requests);
  g_autofree char *time = mvua_export_text_duration (seconds);
  g_autofree char *speed = g_format_size ((guint64) bytes_per_s);
  return g_strdup_printf (
      /* Translators: bytes, a number of files, a time such as "42 min 10 s", and bytes a
       * second */
      ngettext ("About %s out of %'u file: %s at %s/s",
                "About %s out of %'u files: %s at %s/s", n_requests),
      size, n_requests, time, speed);
}

double
mvua_export_dialog_get_fetch_seconds (MvuaExportDialog *self,
                                      const MvuaExportEstimate *estimate)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (self->ensemble);
  const double speed =
      remote != NULL ? mvua_http_count (mvua_remote_get_http (remote)).bytes_per_s : 0;

  return speed > 0 ? (double) estimate->n_bytes_to_fetch / speed : 0;
}

void
mvua_export_dialog_show_ways (MvuaExportDialog *self,
                              const MvuaSubsetterEstimate *ways,
                              double speed)
{
  g_autofree char *ranges =
      describe_way (ways->range_bytes, ways->n_requests, ways->range_seconds, speed);
  g_autofree char *subset =
      describe_way (ways->subset_bytes, ways->n_requests, ways->subset_seconds, speed);
  /* Translators: followed by bytes, files and a time */
  g_autofree char *text = g_strdup_printf (_ ("To be fetched: %s"), ranges);
  const gboolean is_offered =
      mvua_ensemble_is_bucket_run (self->ensemble) &&
      ways->range_seconds > LONG_SECONDS &&
      mvua_subsetter_has_run (mvua_ensemble_get_run (self->ensemble),
                              g_get_real_time () / G_USEC_PER_SEC, NULL);

  gtk_label_set_label (self->fetching, text);
  adw_action_row_set_subtitle (self->ranges_row, ranges);
  adw_action_row_set_subtitle (self->subsetter_row, subset);
  gtk_widget_set_visible (GTK_WIDGET (self->network_group), is_offered);
}

void
mvua_export_dialog_show_network (MvuaExportDialog *self,
                                 const MvuaExportOptions *options,
                                 const MvuaExportEstimate *estimate)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (self->ensemble);
  const gboolean is_shown = remote != NULL && options != NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->fetching), is_shown);
  if (!is_shown)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->network_group), FALSE);
      return;
    }
  const double speed = mvua_http_count (mvua_remote_get_http (remote)).bytes_per_s;
  g_autoptr (GPtrArray) variables = list_variables (self, options);
  const MvuaSubsetterEstimate ways =
      mvua_subsetter_estimate (estimate->n_files, variables, &options->region,
                               MAX (estimate->n_bytes_to_fetch, 1), speed);
  mvua_export_dialog_show_ways (self, &ways, speed);
}
