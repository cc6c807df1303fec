/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-network-url.h"

#define URL_VARIABLE "MVUA_NOAA_URL" /* as for the command */

static GBytes *
fetch_nothing (gpointer data G_GNUC_UNUSED,
               const char *url G_GNUC_UNUSED,
               gsize most G_GNUC_UNUSED,
               MvuaPriority priority G_GNUC_UNUSED,
               MvuaBucketAnswer *answer G_GNUC_UNUSED,
               GCancellable *cancellable G_GNUC_UNUSED,
               GError **error G_GNUC_UNUSED)
{
  g_assert_not_reached ();
}

gboolean
mvua_network_url_check (const char *url)
{
  if (url[0] == '\0')
    return TRUE;
  g_autoptr (MvuaBucket) bucket = mvua_bucket_new_with (fetch_nothing, NULL, url, NULL);
  return bucket != NULL;
}

char *
mvua_network_url_choose (GSettings *settings)
{
  g_autofree char *chosen = g_settings_get_string (settings, "noaa-url");
  const char *given = g_getenv (URL_VARIABLE);

  if (chosen[0] != '\0')
    return g_steal_pointer (&chosen);
  return g_strdup (given != NULL && given[0] != '\0' ? given : MVUA_NOAA_URL);
}

GStrv
mvua_network_url_list_plain_hosts (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();

  if (uri != NULL && g_strcmp0 (g_uri_get_scheme (uri), "http") == 0)
    g_strv_builder_add (hosts, g_uri_get_host (uri));
  return g_strv_builder_end (hosts);
}
