/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-export-dialog-private.h"

#include "mvua-export-text.h"

#include <glib/gi18n.h>

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
mvua_export_dialog_get_speed (MvuaExportDialog *self)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (self->ensemble);

  return remote != NULL ? mvua_http_count (mvua_remote_get_http (remote)).bytes_per_s : 0;
}

char *
mvua_export_dialog_dup_script (MvuaExportDialog *self)
{
  char *script = self->settings != NULL
                     ? g_settings_get_string (self->settings, "subsetter-url")
                     : g_strdup ("");

  if (script[0] == '\0')
    g_clear_pointer (&script, g_free);
  return script;
}

gboolean
mvua_export_dialog_is_cut (MvuaExportDialog *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->network_group)) &&
         gtk_check_button_get_active (self->subsetter_check);
}

double
mvua_export_dialog_expect_seconds (MvuaExportDialog *self,
                                   const MvuaSubsetterEstimate *ways,
                                   double work_seconds)
{
  return mvua_export_dialog_is_cut (self) ? MAX (ways->subset_seconds, 0) + work_seconds
                                          : MAX (ways->range_seconds, work_seconds);
}

/* NOAA's own has the runs of a few days; whoever names another knows what it has. */
static gboolean
has_run (MvuaExportDialog *self)
{
  g_autofree char *script = mvua_export_dialog_dup_script (self);

  return script != NULL ||
         mvua_subsetter_has_run (mvua_ensemble_get_run (self->ensemble),
                                 g_get_real_time () / G_USEC_PER_SEC, NULL);
}

/* What references lead to is no run whose files NOAA's server could cut. */
static gboolean
is_of_references (MvuaExportDialog *self)
{
  return mvua_ensemble_get_remote (self->ensemble) != NULL &&
         !mvua_ensemble_is_bucket_run (self->ensemble);
}

void
mvua_export_dialog_show_ways (MvuaExportDialog *self,
                              const MvuaSubsetterEstimate *ways,
                              double speed)
{
  /* Files that are cut out are not kept, so nothing can refer to them. */
  const gboolean is_offered = ways != NULL && !is_of_references (self) &&
                              !mvua_export_dialog_has_rest (self) &&
                              ways->range_seconds > self->patience_s && has_run (self);

  gtk_widget_set_visible (GTK_WIDGET (self->fetching), ways != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->network_group), is_offered);
  if (ways == NULL)
    return;
  g_autofree char *ranges =
      describe_way (ways->range_bytes, ways->n_requests, ways->range_seconds, speed);
  g_autofree char *subset =
      describe_way (ways->subset_bytes, ways->n_requests, ways->subset_seconds, speed);
  /* Translators: followed by bytes, files and a time */
  g_autofree char *text = g_strdup_printf (
      _ ("To be fetched: %s"), mvua_export_dialog_is_cut (self) ? subset : ranges);

  gtk_label_set_label (self->fetching, text);
  adw_action_row_set_subtitle (self->ranges_row, ranges);
  adw_action_row_set_subtitle (self->subsetter_row, subset);
}
