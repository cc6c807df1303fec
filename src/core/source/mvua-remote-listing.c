/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Listings of a remote: fetched anew each time, and kept for when nobody answers. */

#include "mvua-remote-private.h"

#include "mvua-error.h"

#include <string.h>

#define QUERY "/?list-type=2&prefix="
#define FOLDER "gefs."

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
note_listing (MvuaRemote *self, gint64 time)
{
  g_mutex_lock (&self->mutex);
  if (self->listed_at == 0 || time < self->listed_at)
    self->listed_at = time;
  g_mutex_unlock (&self->mutex);
}

/* Where a page was looked for and there was none, an empty one is kept, unless an earlier
 * one is. */
static void
keep_page (MvuaRemote *self, const char *url, GBytes *page)
{
  g_autoptr (GBytes) none = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) kept = NULL;

  if (self->cache == NULL)
    return;
  if (page == NULL)
    kept = mvua_cache_get (self->cache, url, NULL, NULL);
  if (kept == NULL)
    mvua_cache_put (self->cache, url, NULL, page != NULL ? page : none);
}

/* The page that was kept.  Returns: (transfer full) (nullable): %NULL with @error left as
 * it is, or the answer absent and @error to match */
static GBytes *
get_kept_page (MvuaRemote *self,
               const char *url,
               MvuaBucketAnswer *answer,
               GError **error)
{
  gint64 stored = 0;
  GBytes *page =
      self->cache != NULL ? mvua_cache_get (self->cache, url, NULL, &stored) : NULL;

  if (page == NULL)
    return NULL;
  answer->is_kept = TRUE;
  if (g_bytes_get_size (page) > 0)
    {
      g_clear_error (error);
      note_listing (self, stored);
      return page;
    }
  g_bytes_unref (page);
  answer->is_absent = TRUE;
  g_clear_error (error);
  g_set_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_NOT_FOUND,
               "%s: it was not there when the network was", url);
  return NULL;
}

/* An S3 server's listing is kept when it has come whole, by mvua_remote_keep_listing();
 * the page of a folder is a listing by itself. */
static gboolean
is_kept_as_it_comes (GBytes *page)
{
  gsize length = 0;
  const char *text = page != NULL ? g_bytes_get_data (page, &length) : NULL;

  return text == NULL || mvua_listing_recognise (text, length) != MVUA_LISTING_KIND_S3;
}

void
mvua_remote_keep_listing (gpointer data, const char *url, GBytes *listing)
{
  keep_page (data, url, listing);
}

/* A page of a listing.  What there is changes all the time, so it is asked for anew, and
 * remembered for when nobody answers. */
GBytes *
mvua_remote_fetch_page (gpointer data,
                        const char *url,
                        gsize most,
                        MvuaPriority priority,
                        MvuaBucketAnswer *answer,
                        GCancellable *cancellable,
                        GError **error)
{
  MvuaRemote *self = data;
  const MvuaHttpRequest request = { .url = url, .most = most, .priority = priority };
  MvuaHttpResponse response = { 0 };
  GError *local_error = NULL;
  GBytes *page = NULL;

  const gboolean is_here =
      mvua_remote_may_fetch (self, url, FALSE, &local_error) &&
      mvua_http_fetch (self->http, &request, &response, cancellable, &local_error);
  mvua_remote_note_network (self, local_error);
  answer->is_absent =
      g_error_matches (local_error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_NOT_FOUND);
  if (is_here)
    {
      g_free (response.etag);
      note_listing (self, now ());
      page = response.bytes;
    }
  if (is_here || answer->is_absent)
    {
      if (is_kept_as_it_comes (page))
        keep_page (self, url, page);
    }
  else if (g_error_matches (local_error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE) ||
           g_error_matches (local_error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_LIMIT))
    page = get_kept_page (self, url, answer, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return page;
}

static void
set_versions (MvuaRemote *self, MvuaRemoteReader *reader, const GArray *files)
{
  for (guint i = 0; i < files->len; i++)
    {
      const MvuaNoaaFile *file = &g_array_index (files, MvuaNoaaFile, i);
      g_autofree char *url = mvua_bucket_url (self->bucket, file->key);
      g_autofree char *index = g_strconcat (url, ".idx", NULL);

      mvua_remote_reader_set_version (reader, url, file->etag, file->size);
      if (file->has_index)
        mvua_remote_reader_set_version (reader, index, file->index_etag,
                                        file->index_size);
    }
}

/* The run that a listing's URL is of, if it is one of a run. */
static MvuaRun
run_of_listing (const MvuaRemote *self, const char *url)
{
  const char *base = mvua_bucket_get_base_url (self->bucket);
  g_autofree char *plain = g_uri_unescape_string (url, NULL);
  const char *rest = plain;

  if (plain == NULL || !g_str_has_prefix (plain, base))
    return MVUA_RUN_UNKNOWN;
  rest += strlen (base);
  if (g_str_has_prefix (rest, QUERY))
    rest += strlen (QUERY);
  else if (rest[0] == '/')
    rest++;
  /* "gefs.YYYYMMDD/HH/" */
  if (!g_str_has_prefix (rest, FOLDER) ||
      strlen (rest) < strlen (FOLDER "YYYYMMDD/HH/") ||
      rest[strlen (FOLDER "YYYYMMDD")] != '/' ||
      rest[strlen (FOLDER "YYYYMMDD/HH")] != '/')
    return MVUA_RUN_UNKNOWN;
  const char *day = rest + strlen (FOLDER);
  const char *hour = day + strlen ("YYYYMMDD/");
  g_autofree char *date = g_strndup (day, strlen ("YYYYMMDD"));
  g_autofree char *cycle = g_strndup (hour, 2);
  return mvua_run_from_digits (date, cycle);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const MvuaRun run = *(const MvuaRun *) a;
  const MvuaRun other = *(const MvuaRun *) b;

  return (run < other) - (run > other);
}

/* (transfer full) (element-type MvuaRun): those of which a listing is kept, newest first
 */
static GArray *
find_kept_runs (MvuaRemote *self)
{
  g_autoptr (GPtrArray) items = mvua_cache_list (self->cache);
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (MvuaRun));

  for (guint i = 0; i < items->len; i++)
    {
      const MvuaCacheItem *item = g_ptr_array_index (items, i);
      const MvuaRun run = run_of_listing (self, item->url);
      if (run != MVUA_RUN_UNKNOWN &&
          !g_str_has_suffix (item->url, MVUA_REMOTE_VERSION_MARK))
        g_array_append_val (runs, run);
    }
  g_array_sort (runs, compare_newest_first);
  return runs;
}

static GArray *
list_run (MvuaRemote *self,
          MvuaRun run,
          const GArray *members,
          const MvuaReading *reading,
          GError **error)
{
  return mvua_noaa_list_run (
      self->bucket, run, members ? (const MvuaMember *) (gpointer) members->data : NULL,
      members ? members->len : 0, reading->priority, reading->cancellable, error);
}

/* Without a network the latest run is the newest one whose listing is kept.  Returns:
 * (nullable): %NULL if there is none */
static GArray *
find_latest_kept (MvuaRemote *self,
                  MvuaRun *run,
                  const GArray *members,
                  const MvuaReading *reading)
{
  g_autoptr (GArray) runs = find_kept_runs (self);
  MvuaRun last = MVUA_RUN_UNKNOWN;

  for (guint i = 0; i < runs->len; i++)
    {
      *run = g_array_index (runs, MvuaRun, i);
      if (*run == last)
        continue;
      last = *run;
      g_autoptr (GArray) files = list_run (self, *run, members, reading, NULL);
      if (files != NULL && files->len > 0)
        return g_steal_pointer (&files);
    }
  return NULL;
}

static GArray *
list_latest (MvuaRemote *self,
             MvuaRun *run,
             const GArray *members,
             const MvuaReading *reading,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GArray *files = NULL;

  if (mvua_noaa_find_latest (self->bucket, now (),
                             members ? (const MvuaMember *) (gpointer) members->data
                                     : NULL,
                             members ? members->len : 0, run, &files, reading->priority,
                             reading->cancellable, &local_error))
    return files;
  if (self->cache != NULL &&
      g_error_matches (local_error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE))
    files = find_latest_kept (self, run, members, reading);
  if (files == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return files;
}

GArray *
mvua_remote_list_run (MvuaRemote *self,
                      MvuaRemoteReader *reader,
                      MvuaRun *run,
                      const GArray *members,
                      const MvuaReading *reading,
                      GError **error)
{
  GArray *files = *run == MVUA_NOAA_LATEST
                      ? list_latest (self, run, members, reading, error)
                      : list_run (self, *run, members, reading, error);

  if (files != NULL && reader != NULL)
    set_versions (self, reader, files);
  return files;
}
