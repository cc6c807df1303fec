/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-remote-private.h"

#include "mvua-error.h"
#include "mvua-traffic.h"

#include <string.h>

/* After so many bytes, or so long, what was fetched is noted for other processes, and
 * what they have fetched is taken over. */
#define TRAFFIC_PIECE (1 << 20)
#define TRAFFIC_INTERVAL G_USEC_PER_SEC

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Adds to the day's count what came since, and takes over what others fetched.
 * @is_forced: whether or not it is time for it */
static void
note_traffic (MvuaRemote *self, gboolean is_forced)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED =
      g_mutex_locker_new (&self->traffic_mutex);
  const guint64 n = mvua_http_count (self->http).n_bytes;
  const gint64 time = g_get_monotonic_time ();

  if (self->traffic_path == NULL || n < self->n_noted ||
      (!is_forced && n - self->n_noted < TRAFFIC_PIECE &&
       time - self->noted_at < TRAFFIC_INTERVAL))
    return;
  mvua_http_set_today (self->http,
                       mvua_traffic_add (self->traffic_path, n - self->n_noted), n);
  self->n_noted = n;
  self->noted_at = time;
}

void
mvua_remote_note_traffic (MvuaRemote *self)
{
  note_traffic (self, FALSE);
}

void
mvua_remote_set_is_held (MvuaRemote *self, gboolean is_held)
{
  g_mutex_lock (&self->mutex);
  self->is_held = is_held;
  g_mutex_unlock (&self->mutex);
}

gboolean
mvua_remote_may_fetch (MvuaRemote *self,
                       const char *url,
                       gboolean only_kept,
                       GError **error)
{
  g_mutex_lock (&self->mutex);
  const gboolean is_held = self->is_held;
  g_mutex_unlock (&self->mutex);
  if (!is_held && !only_kept)
    {
      note_traffic (self, FALSE);
      return TRUE;
    }
  g_set_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_LIMIT,
               "%s is not kept, and nothing is to be fetched now", url);
  return FALSE;
}

void
mvua_remote_note_network (MvuaRemote *self, const GError *error)
{
  const gboolean is_away =
      g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);

  note_traffic (self, FALSE);
  g_mutex_lock (&self->mutex);
  if (error == NULL)
    self->offline_since = 0;
  else if (is_away && self->offline_since == 0)
    self->offline_since = now ();
  g_mutex_unlock (&self->mutex);
}

void
mvua_remote_count_cached (MvuaRemote *self, guint64 n)
{
  g_mutex_lock (&self->mutex);
  self->n_cached += n;
  g_mutex_unlock (&self->mutex);
}

/* Who gives a URL with plain http has named its host.  Returns: (transfer full) */
static GStrv
list_plain_hosts (const MvuaRemoteOptions *options)
{
  g_autoptr (GStrvBuilder) hosts = g_strv_builder_new ();
  g_autoptr (GUri) uri = options->base_url != NULL
                             ? g_uri_parse (options->base_url, G_URI_FLAGS_ENCODED, NULL)
                             : NULL;

  if (options->http.plain_hosts != NULL)
    g_strv_builder_addv (hosts, (const char **) options->http.plain_hosts);
  if (uri != NULL && strcmp (g_uri_get_scheme (uri), "http") == 0 &&
      g_uri_get_host (uri) != NULL)
    g_strv_builder_add (hosts, g_uri_get_host (uri));
  return g_strv_builder_end (hosts);
}

MvuaRemote *
mvua_remote_new (const MvuaRemoteOptions *options, GError **error)
{
  g_auto (GStrv) plain_hosts = list_plain_hosts (options);
  MvuaHttpOptions http = options->http;
  g_autoptr (MvuaRemote) self = g_new0 (MvuaRemote, 1);

  g_atomic_ref_count_init (&self->n_refs);
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->traffic_mutex);
  http.plain_hosts = plain_hosts;
  self->http = mvua_http_new (&http);
  self->traffic_path = g_strdup (options->traffic_path);
  note_traffic (self, TRUE);
  self->bucket = mvua_bucket_new_with (
      mvua_remote_fetch_page, self,
      options->base_url != NULL ? options->base_url : MVUA_NOAA_URL, error);
  if (self->bucket == NULL)
    return NULL;
  mvua_bucket_set_keep (self->bucket, mvua_remote_keep_listing);
  if (options->cache_folder != NULL)
    {
      const guint64 most =
          options->cache_bytes > 0 ? options->cache_bytes : MVUA_CACHE_DEFAULT_BYTES;
      self->cache = mvua_cache_open (options->cache_folder, most, error);
      if (self->cache == NULL)
        return NULL;
    }
  return g_steal_pointer (&self);
}

MvuaRemote *
mvua_remote_ref (MvuaRemote *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
mvua_remote_unref (MvuaRemote *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_clear_pointer (&self->bucket, mvua_bucket_free);
  note_traffic (self, TRUE);
  g_free (self->traffic_path);
  g_clear_pointer (&self->http, mvua_http_free);
  g_clear_pointer (&self->cache, mvua_cache_close);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->traffic_mutex);
  g_free (self);
}

MvuaBucket *
mvua_remote_get_bucket (MvuaRemote *self)
{
  return self->bucket;
}

MvuaHttp *
mvua_remote_get_http (MvuaRemote *self)
{
  return self->http;
}

MvuaCache *
mvua_remote_get_cache (MvuaRemote *self)
{
  return self->cache;
}

MvuaRemoteCount
mvua_remote_count (MvuaRemote *self)
{
  const MvuaHttpCount http = mvua_http_count (self->http);
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return (MvuaRemoteCount){ .n_requests = http.n_requests,
                            .n_fetched = http.n_bytes,
                            .n_cached = self->n_cached,
                            .offline_since = self->offline_since,
                            .listed_at = self->listed_at };
}
