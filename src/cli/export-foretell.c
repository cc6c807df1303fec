/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "export-foretell.h"
#include "mvua-cli.h"

#include <stdio.h>

/* Beyond that another way is worth a thought. */
#define LONG_SECONDS (20 * 60)

/* ": 1:05:30 at 2.1 MB/s"; nothing where the link is not known yet */
static void
print_time (double seconds, double bytes_per_s)
{
  const int whole = (int) MIN (seconds, 1e6);
  g_autofree char *speed = g_format_size ((guint64) bytes_per_s);

  if (bytes_per_s > 0)
    fprintf (stderr, ": %d:%02d:%02d at %s/s", whole / 3600, whole / 60 % 60, whole % 60,
             speed);
  fprintf (stderr, "\n");
}

static void
print_ranges (const MvuaExportEstimate *estimate, const MvuaHttpCount *link)
{
  g_autofree char *all = g_format_size (estimate->n_bytes_to_read);
  g_autofree char *fetched = g_format_size (estimate->n_bytes_to_fetch);

  fprintf (stderr, "mvua export: %u %s of %s, of which about %s are fetched in %u %s",
           estimate->n_messages,
           mvua_cli_word (estimate->n_messages, "message", "messages"), all, fetched,
           estimate->n_requests,
           mvua_cli_word (estimate->n_requests, "request", "requests"));
  print_time (mvua_export_expect_seconds (estimate, link->bytes_per_s, link->latency_s),
              link->bytes_per_s);
}

static void
print_subset (const MvuaSubsetterEstimate *ways, const MvuaHttpCount *link)
{
  g_autofree char *fetched = g_format_size (ways->subset_bytes);

  fprintf (stderr,
           "mvua export: by --way subsetter, about %s of %u %s that NOAA’s server cuts "
           "out",
           fetched, ways->n_requests, mvua_cli_word (ways->n_requests, "file", "files"));
  print_time (ways->subset_seconds, link->bytes_per_s);
}

void
mvua_cli_foretell (MvuaEnsemble *ensemble,
                   const char *store,
                   const MvuaExportOptions *options,
                   MvuaCliWay way,
                   gboolean is_ours)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (ensemble);
  MvuaExportEstimate estimate;

  if (remote == NULL ||
      !(store != NULL ? mvua_top_up_estimate (ensemble, store, options, &estimate, NULL)
                      : mvua_export_estimate (ensemble, options, &estimate, NULL)))
    return;
  const MvuaHttpCount link = mvua_http_count (mvua_remote_get_http (remote));
  const MvuaSubsetterEstimate ways =
      mvua_export_estimate_ways (ensemble, options, &estimate);
  const gboolean has_run =
      is_ours || mvua_subsetter_has_run (mvua_ensemble_get_run (ensemble),
                                         g_get_real_time () / G_USEC_PER_SEC, NULL);

  print_ranges (&estimate, &link);
  if (way == MVUA_CLI_WAY_SUBSETTER ||
      (store == NULL && has_run && ways.range_seconds > LONG_SECONDS))
    print_subset (&ways, &link);
}
