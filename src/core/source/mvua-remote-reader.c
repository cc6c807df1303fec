/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-remote-private.h"

#include <string.h>

/* Enough to learn how long an object is. */
#define FIRST_BYTES 16

/* The version of an object that is meant. */
typedef struct
{
  char *etag;      /* (nullable): not known yet */
  guint64 size;    /* 0: not known yet */
  gint64 modified; /* where the server gives no strong ETags; 0: not known */
} Version;

static void
free_version (gpointer data)
{
  Version *version = data;

  g_free (version->etag);
  g_free (version);
}

struct _MvuaRemoteReader
{
  MvuaReader reader; /* first, so that it is what a reader is */
  MvuaRemote *remote;

  GMutex mutex;         /* guards what follows */
  GHashTable *versions; /* URL → Version */
};

/* The version is a copy; to be freed. */
static Version
find_version (MvuaRemoteReader *self, const char *url)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  const Version *known = g_hash_table_lookup (self->versions, url);

  return known != NULL ? (Version){ g_strdup (known->etag), known->size, known->modified }
                       : (Version){ NULL, 0, 0 };
}

char *
mvua_remote_reader_dup_version (MvuaRemoteReader *self, const char *url)
{
  const Version version = find_version (self, url);
  char *text = version.etag != NULL ? g_strdup_printf ("%" G_GUINT64_FORMAT " %s",
                                                       version.size, version.etag)
                                    : g_strdup ("");

  g_free (version.etag);
  return text;
}

/* What is known already stays: an object that has changed since is not what is meant.
 * Returns: whether this is the version that is meant */
static gboolean
learn_version (MvuaRemoteReader *self,
               const char *url,
               const char *etag,
               guint64 size,
               gint64 modified)
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
  if (known->etag == NULL && known->modified == 0)
    known->modified = modified;
  return g_strcmp0 (known->etag, etag) == 0 && (size == 0 || known->size == size) &&
         (etag != NULL || modified == 0 || known->modified == modified);
}

void
mvua_remote_reader_set_version (MvuaRemoteReader *self,
                                const char *url,
                                const char *etag,
                                guint64 size)
{
  Version *version = g_new (Version, 1);

  *version = (Version){ g_strdup (etag), size, 0 };
  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->versions, g_strdup (url), version);
  g_mutex_unlock (&self->mutex);
}

/* So that what is kept of an object is found when nobody can be asked. */
static void
remember_version (MvuaRemoteReader *self, const char *url, const char *etag, guint64 size)
{
  g_autofree char *name = g_strconcat (url, MVUA_REMOTE_VERSION_MARK, NULL);
  char *text = g_strdup_printf ("%" G_GUINT64_FORMAT " %s", size, etag);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text) + 1);

  mvua_cache_put (self->remote->cache, name, NULL, bytes);
}

/* After a fetch that found no network: the version that was remembered is the one that is
 * meant from now on.  Returns: whether there is one */
static gboolean
recall_version (MvuaRemoteReader *self, const char *url, const GError *error)
{
  const Version known = find_version (self, url);
  g_autofree char *etag = known.etag;
  g_autofree char *name = g_strconcat (url, MVUA_REMOTE_VERSION_MARK, NULL);
  char *end = NULL;
  gsize n = 0;

  if (self->remote->cache == NULL || etag != NULL ||
      !g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE))
    return FALSE;
  g_autoptr (GBytes) bytes = mvua_cache_get (self->remote->cache, name, NULL, NULL);
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &n) : NULL;
  if (n == 0 || text[n - 1] != '\0')
    return FALSE;
  const guint64 size = g_ascii_strtoull (text, &end, 10);
  if (*end != ' ' || (known.size != 0 && known.size != size))
    return FALSE;
  return learn_version (self, url, end + 1, size, 0);
}

static gboolean
check_size (const char *url, guint64 expected, guint64 size, GError **error)
{
  if (expected == 0 || size == 0 || expected == size)
    return TRUE;
  g_set_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_CHANGED,
               "%s was replaced: it has %" G_GUINT64_FORMAT
               " bytes, and was listed with %" G_GUINT64_FORMAT,
               url, size, expected);
  return FALSE;
}

/* Returns: (transfer full) (nullable) */
static GBytes *
fetch (MvuaRemoteReader *self,
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
                                    .unmodified_since = version.modified,
                                    .priority = reading->priority,
                                    .urgency = reading->urgency };
  MvuaHttpResponse response = { 0 };

  if (!mvua_remote_may_fetch (self->remote, url, reading->only_kept, error))
    return NULL;
  const gboolean is_here = mvua_http_fetch (self->remote->http, &request, &response,
                                            reading->cancellable, &local_error);
  mvua_remote_note_network (self->remote, local_error);
  if (!is_here)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  g_autofree char *came = response.etag;
  g_autoptr (GBytes) bytes = response.bytes;
  if (!check_size (url, version.size, response.size, error))
    return NULL;
  /* Two who read it first may have got two versions. */
  if (!learn_version (self, url, came, response.size, response.modified))
    {
      g_set_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_CHANGED,
                   "%s was replaced while it was read", url);
      return NULL;
    }
  if (self->remote->cache != NULL && etag == NULL && came != NULL)
    remember_version (self, url, came, response.size);
  return g_steal_pointer (&bytes);
}

/* Messages of an export are read once; to keep them would push out what is looked at. */
static gboolean
is_kept (const MvuaRemoteReader *self, const MvuaReading *reading)
{
  return self->remote->cache != NULL && reading->priority != MVUA_PRIORITY_EXPORT;
}

/* What the cache has of a range.  @wanted: (out): as much of it as there is in the object
 * that is meant, as far as is known.  Returns: how much of that */
static gsize
read_kept (MvuaRemoteReader *self,
           const char *path,
           guint64 offset,
           gsize length,
           guint8 *buffer,
           gsize *wanted)
{
  const Version version = find_version (self, path);
  g_autofree char *etag = version.etag;
  gsize n = 0;

  *wanted = length;
  if (version.size > 0)
    *wanted = offset < version.size ? MIN (length, version.size - offset) : 0;
  if (self->remote->cache != NULL && etag != NULL && *wanted > 0)
    n = mvua_cache_read (self->remote->cache, path, etag, offset, *wanted, buffer);
  return n;
}

static void
keep (MvuaRemoteReader *self,
      const char *path,
      guint64 offset,
      const guint8 *bytes,
      gsize n)
{
  const Version version = find_version (self, path);
  g_autofree char *etag = version.etag;

  if (etag != NULL && n > 0)
    mvua_cache_write (self->remote->cache, path, etag, offset, bytes, n);
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
  MvuaRemoteReader *self = (MvuaRemoteReader *) reader;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize wanted = 0;
  gsize n_came = 0;
  gsize n = read_kept (self, path, offset, length, buffer, &wanted);

  *n_read = 0;
  if (n < wanted)
    {
      bytes = fetch (self, path, offset + n, wanted - n, 0, reading, &local_error);
      if (bytes == NULL && recall_version (self, path, local_error))
        n = read_kept (self, path, offset, length, buffer, &wanted);
    }
  mvua_remote_count_cached (self->remote, n);
  if (bytes == NULL && n < wanted)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (bytes != NULL)
    {
      const guint8 *data = g_bytes_get_data (bytes, &n_came);
      g_assert (n_came <= wanted - n);
      memcpy (buffer + n, data, n_came);
      if (is_kept (self, reading))
        keep (self, path, offset + n, data, n_came);
    }
  *n_read = n + n_came;
  return TRUE;
}

static gsize
count_kept (MvuaReader *reader, const char *path, guint64 offset, gsize length)
{
  MvuaRemoteReader *self = (MvuaRemoteReader *) reader;
  const Version version = find_version (self, path);
  g_autofree char *etag = version.etag;

  return self->remote->cache != NULL && etag != NULL
             ? mvua_cache_measure_range (self->remote->cache, path, etag, offset, length)
             : 0;
}

static char *
dup_etag (MvuaReader *reader, const char *path)
{
  return find_version ((MvuaRemoteReader *) reader, path).etag;
}

static guint64
find_size (MvuaRemoteReader *self, const char *path)
{
  const Version version = find_version (self, path);

  g_free (version.etag);
  return version.size;
}

static gboolean
get_size (MvuaReader *reader,
          const char *path,
          guint64 *size,
          const MvuaReading *reading,
          GError **error)
{
  MvuaRemoteReader *self = (MvuaRemoteReader *) reader;
  g_autoptr (GError) local_error = NULL;

  *size = find_size (self, path);
  if (*size > 0)
    return TRUE;
  g_autoptr (GBytes) bytes = fetch (self, path, 0, FIRST_BYTES, 0, reading, &local_error);
  if (bytes == NULL && !recall_version (self, path, local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  *size = find_size (self, path);
  return TRUE;
}

/* Returns: (transfer full) (nullable): a whole object out of the cache */
static GBytes *
get_kept (MvuaRemoteReader *self, const char *path)
{
  const Version version = find_version (self, path);
  g_autofree char *etag = version.etag;
  GBytes *bytes = self->remote->cache != NULL && etag != NULL
                      ? mvua_cache_get (self->remote->cache, path, etag, NULL)
                      : NULL;

  if (bytes != NULL)
    mvua_remote_count_cached (self->remote, g_bytes_get_size (bytes));
  return bytes;
}

static GBytes *
read_all (MvuaReader *reader,
          const char *path,
          gsize most,
          const MvuaReading *reading,
          GError **error)
{
  MvuaRemoteReader *self = (MvuaRemoteReader *) reader;
  g_autoptr (GError) local_error = NULL;
  GBytes *bytes = get_kept (self, path);

  if (bytes != NULL)
    return bytes;
  bytes = fetch (self, path, 0, 0, most, reading, &local_error);
  if (bytes == NULL && recall_version (self, path, local_error))
    bytes = get_kept (self, path);
  else if (bytes != NULL && self->remote->cache != NULL)
    {
      const Version version = find_version (self, path);
      g_autofree char *etag = version.etag;
      if (etag != NULL)
        mvua_cache_put (self->remote->cache, path, etag, bytes);
    }
  if (bytes == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return bytes;
}

MvuaRemoteReader *
mvua_remote_reader_new (MvuaRemote *remote)
{
  MvuaRemoteReader *self = g_new0 (MvuaRemoteReader, 1);

  self->reader = (MvuaReader){ .is_remote = TRUE,
                               .read = read_range,
                               .get_size = get_size,
                               .read_all = read_all,
                               .count_kept = count_kept,
                               .dup_etag = dup_etag };
  self->remote = mvua_remote_ref (remote);
  g_mutex_init (&self->mutex);
  self->versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_version);
  return self;
}

void
mvua_remote_reader_free (MvuaRemoteReader *self)
{
  mvua_remote_unref (self->remote);
  g_hash_table_unref (self->versions);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

MvuaReader *
mvua_remote_reader_get (MvuaRemoteReader *self)
{
  return &self->reader;
}
