/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cli-source.h"

#include "mvua-cli.h"

#include <stdio.h>

void
mvua_cli_source_clear (MvuaCliSource *self)
{
  g_clear_pointer (&self->run, g_free);
  g_clear_pointer (&self->base_url, g_free);
}

MvuaRemote *
mvua_cli_open_remote (const MvuaCliSource *source, GError **error)
{
  g_autofree char *folder = source->no_cache ? NULL : mvua_cache_default_folder ();
  g_autofree char *traffic = mvua_traffic_default_path ();
  const MvuaRemoteOptions options = {
    .base_url = source->base_url ? source->base_url : g_getenv ("MVUA_NOAA_URL"),
    .cache_folder = folder,
    .traffic_path = traffic,
    .http.most_bytes_per_day = (guint64) MAX (source->daily_limit_mb, 0) * 1000000,
  };

  return mvua_remote_new (&options, error);
}

MvuaEnsemble *
mvua_cli_open (const char *command,
               const char *path,
               const MvuaCliSource *source,
               GCancellable *cancellable,
               int *status)
{
  MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                  .only_members = source->only_members,
                                  .first_variable = source->first_variable,
                                  .first_step = source->first_step };
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaRemote) remote = NULL;
  MvuaEnsemble *ensemble = NULL;

  if (mvua_noaa_is_source (path) || mvua_ensemble_is_reference_set (path))
    remote = mvua_cli_open_remote (source, &error);
  options.remote = remote;
  if (error == NULL &&
      (source->run == NULL || mvua_run_parse (source->run, &options.run, &error)))
    ensemble = mvua_ensemble_open (path, &options, cancellable, &error);
  if (ensemble == NULL)
    *status = mvua_cli_fail (command, error);
  return ensemble;
}

void
mvua_cli_tell_traffic (const char *command, MvuaEnsemble *ensemble)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (ensemble);

  if (remote == NULL)
    return;
  const MvuaRemoteCount count = mvua_remote_count (remote);
  g_autofree char *fetched = g_format_size (count.n_fetched);
  g_autofree char *cached = g_format_size (count.n_cached);
  char since[MVUA_RUN_TEXT_SIZE];
  fprintf (stderr, "mvua %s: %s fetched in %u %s, %s out of the cache\n", command,
           fetched, count.n_requests,
           mvua_cli_word (count.n_requests, "request", "requests"), cached);
  if (count.offline_since != 0 && count.listed_at != 0)
    fprintf (stderr, "mvua %s: the network is away; what there is was listed at %s\n",
             command, mvua_time_iso (count.listed_at, since));
  else if (count.offline_since != 0)
    fprintf (stderr, "mvua %s: the network is away\n", command);
}

gboolean
mvua_cli_check_stores (const char *source, GError **error)
{
  if (mvua_ensemble_is_store (source))
    return TRUE;
  /* What cannot be looked into may well be one. */
  if (g_file_test (source, G_FILE_TEST_IS_DIR))
    {
      g_autoptr (GDir) dir = g_dir_open (source, 0, error);
      if (dir == NULL)
        return FALSE;
    }
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "%s is no folder of Zarr stores such as gep01.zarr, and no store; mvua "
               "export takes other sources",
               source);
  return FALSE;
}
