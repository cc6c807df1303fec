/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-remote.h"

#include "mvua-error.h"
#include "mvua-traffic.h"

#include <string.h>

/* Enough to learn how long an object is. */
#define FIRST_BYTES 16

/* So many bytes are noted for other processes at once. */
#define TRAFFIC_PIECE (1 << 20)

/* The version of an object that is meant. */
typedef struct
{
  char *etag;   /* (nullable): not known yet */
  guint64 size; /* 0: not known yet */
} Version;

struct _MvuaRemote
{
  MvuaReader reader; /* first, so that it is what a reader is */
  gatomicrefcount n_refs;
  MvuaHttp *http;
  MvuaCache *cache;
  MvuaBucket *bucket;
  char *traffic_path;

  GMutex mutex;         /* guards what follows */
  GHashTable *versions; /* URL → Version */
  guint64 n_cached;
  gint64 offline_since;
  gint64 listed_at;
  guint64 n_noted; /* bytes that are in the day's count */
};

static void
free_version (gpointer data)
{
  Version *version = data;

  g_free (version->etag);
  g_free (version);
}

static gint64
now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Adds to the day's count what came since, and takes over what others fetched. */
static void
note_traffic (MvuaRemote *self, guint64 least)
{
  const guint64 n = mvua_http_count (self->http).n_bytes;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  if (self->traffic_path == NULL || n - self->n_noted < least)
    return;
  const guint64 today = mvua_traffic_add (self->traffic_path, n - self->n_noted);
  self->n_noted = n;
  mvua_http_set_today (self->http, today > n ? today - n : 0);
}

static void
note_network (MvuaRemote *self, const GError *error)
{
  const gboolean is_away =
      g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);

  note_traffic (self, TRAFFIC_PIECE);
  g_mutex_lock (&self->mutex);
  if (error == NULL)
    self->offline_since = 0;
  else if (is_away && self->offline_since == 0)
    self->offline_since = now ();
  g_mutex_unlock (&self->mutex);
}

/* The version is a copy; to be freed. */
static Version
find_version (MvuaRemote *self, const char *url)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  const Version *known = g_hash_table_lookup (self->versions, url);

  return known != NULL ? (Version){ g_strdup (known->etag), known->size }
                       : (Version){ NULL, 0 };
}

/* What is known already stays: an object that has changed since is not what is meant. */
static void
learn_version (MvuaRemote *self, const char *url, const char *etag, guint64 size)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  Version *known = g_hash_table_lookup (self->versions, url);

  if (known == NULL)
    {
      known = g_new0 (Version, 1);
      g_hash_table_insert (self->versions, g_strdup (url), known);
    }
  if (known->etag == NULL)
    known->etag = g_strdup (etag);
  if (known->size == 0)
    known->size = size;
}

/* A listing says which versions are meant from now on. */
static void
set_version (MvuaRemote *self, const char *url, const char *etag, guint64 size)
{
  Version *version = g_new (Version, 1);

  *version = (Version){ g_strdup (etag), size };
  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->versions, g_strdup (url), version);
  g_mutex_unlock (&self->mutex);
}

static void
count_cached (MvuaRemote *self, guint64 n)
{
  g_mutex_lock (&self->mutex);
  self->n_cached += n;
  g_mutex_unlock (&self->mutex);
}

static gboolean
check_size (const char *url, guint64 expected, guint64 size, GError **error)
{
  if (expected == 0 || size == 0 || expected == size)
    return TRUE;
  g_set_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_CHANGED,
               "%s is %" G_GUINT64_FORMAT
               " bytes long now; it was listed with %" G_GUINT64_FORMAT,
               url, size, expected);
  return FALSE;
}

/* Returns: (transfer full) (nullable) */
static GBytes *
fetch (MvuaRemote *self,
       const char *url,
       guint64 offset,
       gsize length,
       gsize most,
       const MvuaReading *reading,
       GError **error)
{
  Version version = find_version (self, url);
  g_autofree char *etag = version.etag;
  g_autoptr (GError) local_error = NULL;
  const MvuaHttpRequest request = { .url = url,
                                    .offset = offset,
                                    .length = length,
                                    .most = most,
                                    .etag = etag,
                                    .priority = reading->priority };
  MvuaHttpResponse response = { 0 };

  const gboolean is_here = mvua_http_fetch (self->http, &request, &response,
                                            reading->cancellable, &local_error);
  note_network (self, local_error);
  if (!is_here)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  g_autofree char *came = response.etag;
  g_autoptr (GBytes) bytes = response.bytes;
  if (!check_size (url, version.size, response.size, error))
    return NULL;
  learn_version (self, url, came, response.size);
  return g_steal_pointer (&bytes);
}

/* Messages of an export are read once; to keep them would push out what is looked at. */
static gboolean
is_kept (const MvuaRemote *self, const MvuaReading *reading)
{
  return self->cache != NULL && reading->priority != MVUA_PRIORITY_EXPORT;
}

static gboolean
read_range (MvuaReader *reader,
            const char *path,
            guint64 offset,
            gsize length,
            guint8 *buffer,
            gsize *n_read,
            const MvuaReading *reading,
            GError **error)
{
  MvuaRemote *self = (MvuaRemote *) reader;
  const Version version = find_version (self, path);
  g_autofree char *etag = version.etag;
  gsize wanted = length;
  gsize n = 0;

  *n_read = 0;
  if (version.size > 0)
    wanted = offset < version.size ? MIN (length, version.size - offset) : 0;
  if (self->cache != NULL && etag != NULL && wanted > 0)
    n = mvua_cache_read (self->cache, path, etag, offset, wanted, buffer);
  count_cached (self, n);
  if (n == wanted)
    {
      *n_read = n;
      return TRUE;
    }

  g_autoptr (GBytes) bytes =
      fetch (self, path, offset + n, wanted - n, 0, reading, error);
  if (bytes == NULL)
    return FALSE;
  gsize n_came = 0;
  const guint8 *data = g_bytes_get_data (bytes, &n_came);
  g_assert (n_came <= wanted - n);
  memcpy (buffer + n, data, n_came);
  *n_read = n + n_came;
  if (is_kept (self, reading) && n_came > 0)
    {
      const Version learnt = find_version (self, path);
      g_autofree char *learnt_etag = learnt.etag;
      if (learnt_etag != NULL)
        mvua_cache_write (self->cache, path, learnt_etag, offset + n, data, n_came);
    }
  return TRUE;
}

static gboolean
get_size (MvuaReader *reader,
          const char *path,
          guint64 *size,
          const MvuaReading *reading,
          GError **error)
{
  MvuaRemote *self = (MvuaRemote *) reader;
  Version version = find_version (self, path);

  g_free (version.etag);
  if (version.size == 0)
    {
      g_autoptr (GBytes) bytes = fetch (self, path, 0, FIRST_BYTES, 0, reading, error);
      if (bytes == NULL)
        return FALSE;
      version = find_version (self, path);
      g_free (version.etag);
    }
  *size = version.size;
  return TRUE;
}

static GBytes *
read_all (MvuaReader *reader,
          const char *path,
          gsize most,
          const MvuaReading *reading,
          GError **error)
{
  MvuaRemote *self = (MvuaRemote *) reader;
  const Version version = find_version (self, path);
  g_autofree char *etag = version.etag;
  GBytes *bytes = self->cache != NULL && etag != NULL
                      ? mvua_cache_get (self->cache, path, etag, NULL)
                      : NULL;

  if (bytes != NULL)
    {
      count_cached (self, g_bytes_get_size (bytes));
      return bytes;
    }
  bytes = fetch (self, path, 0, 0, most, reading, error);
  if (bytes != NULL && self->cache != NULL)
    {
      const Version learnt = find_version (self, path);
      g_autofree char *learnt_etag = learnt.etag;
      if (learnt_etag != NULL)
        mvua_cache_put (self->cache, path, learnt_etag, bytes);
    }
  return bytes;
}

static void
note_listing (MvuaRemote *self, gint64 time)
{
  g_mutex_lock (&self->mutex);
  if (self->listed_at == 0 || time < self->listed_at)
    self->listed_at = time;
  g_mutex_unlock (&self->mutex);
}

/* A page of a listing.  What there is changes all the time, so it is asked for anew, and
 * remembered for when nobody answers. */
static GBytes *
fetch_page (gpointer data,
            const char *url,
            gsize most,
            MvuaPriority priority,
            gboolean *is_absent,
            GCancellable *cancellable,
            GError **error)
{
  MvuaRemote *self = data;
  const MvuaHttpRequest request = { .url = url, .most = most, .priority = priority };
  MvuaHttpResponse response = { 0 };
  g_autoptr (GError) local_error = NULL;

  if (mvua_http_fetch (self->http, &request, &response, cancellable, &local_error))
    {
      note_network (self, NULL);
      g_free (response.etag);
      if (self->cache != NULL)
        mvua_cache_put (self->cache, url, NULL, response.bytes);
      note_listing (self, now ());
      return response.bytes;
    }
  note_network (self, local_error);
  *is_absent = g_error_matches (local_error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_NOT_FOUND);
  if (self->cache != NULL &&
      g_error_matches (local_error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE))
    {
      gint64 stored = 0;
      GBytes *bytes = mvua_cache_get (self->cache, url, NULL, &stored);
      if (bytes != NULL)
        {
          note_listing (self, stored);
          return bytes;
        }
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

MvuaRemote *
mvua_remote_new (const MvuaRemoteOptions *options, GError **error)
{
  g_autoptr (MvuaRemote) self = g_new0 (MvuaRemote, 1);

  g_atomic_ref_count_init (&self->n_refs);
  g_mutex_init (&self->mutex);
  self->reader = (MvuaReader){
    .is_remote = TRUE, .read = read_range, .get_size = get_size, .read_all = read_all
  };
  self->versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_version);
  self->http = mvua_http_new (&options->http);
  self->traffic_path = g_strdup (options->traffic_path);
  note_traffic (self, 0);
  self->bucket = mvua_bucket_new_with (
      fetch_page, self, options->base_url != NULL ? options->base_url : MVUA_NOAA_URL,
      error);
  if (self->bucket == NULL)
    return NULL;
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
  note_traffic (self, 1);
  g_free (self->traffic_path);
  g_clear_pointer (&self->http, mvua_http_free);
  g_clear_pointer (&self->cache, mvua_cache_close);
  g_hash_table_unref (self->versions);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

MvuaReader *
mvua_remote_get_reader (MvuaRemote *self)
{
  return &self->reader;
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

static void
set_versions (MvuaRemote *self, const GArray *files)
{
  for (guint i = 0; i < files->len; i++)
    {
      const MvuaNoaaFile *file = &g_array_index (files, MvuaNoaaFile, i);
      g_autofree char *url = mvua_bucket_url (self->bucket, file->key);
      g_autofree char *index = g_strconcat (url, ".idx", NULL);

      set_version (self, url, file->etag, file->size);
      if (file->has_index)
        set_version (self, index, file->index_etag, file->index_size);
    }
}

static GArray *
list (MvuaRemote *self,
      MvuaRun *run,
      const GArray *members,
      const MvuaReading *reading,
      GError **error)
{
  GArray *files = NULL;

  if (*run == MVUA_NOAA_LATEST &&
      !mvua_noaa_find_latest (self->bucket, now (), run, &files, reading->priority,
                              reading->cancellable, error))
    return NULL;
  /* Of the latest run all files are known by then. */
  if (files != NULL)
    return files;
  return mvua_noaa_list_run (
      self->bucket, *run, members ? (const MvuaMember *) (gpointer) members->data : NULL,
      members ? members->len : 0, reading->priority, reading->cancellable, error);
}

GArray *
mvua_remote_list_run (MvuaRemote *self,
                      MvuaRun *run,
                      const GArray *members,
                      const MvuaReading *reading,
                      GError **error)
{
  GArray *files = list (self, run, members, reading, error);

  if (files != NULL)
    set_versions (self, files);
  return files;
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
