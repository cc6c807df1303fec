/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cache.h"

#include "mvua-cache-entry.h"
#include "mvua-cache-evict.h"
#include "mvua-cache-folder.h"
#include "mvua-cache-list.h"
#include "mvua-error.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* How long nothing is written after a disk has refused. */
#define PAUSE (60 * (gint64) G_USEC_PER_SEC)
/* After this part of the bound was written, what others wrote is looked at. */
#define LOOK_AGAIN 16
#define N_TRIES 5 /* at a file that somebody clears meanwhile */
/* The largest part of the bound for one file. */
#define LARGEST 4

struct _MvuaCache
{
  char *folder;
  guint64 most_bytes;

  /* Guards writing and removing, one at a time; what stands below it is its own.  The sum
   * is right but for what other processes did since it was last taken. */
  GMutex writing;
  gboolean is_made;
  gboolean is_counted;
  guint64 n_bytes;
  guint64 n_since; /* bytes written since the files were counted */
  gint64 paused_until;

  GMutex mutex; /* guards what is told */
  guint n_refused;
  guint n_damaged;
  int complaint; /* errno, 0 if there is none */
};

char *
mvua_cache_default_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "mvua", "remote", NULL);
}

MvuaCache *
mvua_cache_open (const char *folder, guint64 most_bytes, GError **error)
{
  if (g_file_test (folder, G_FILE_TEST_EXISTS) &&
      !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "%s is not a folder", folder);
      return NULL;
    }
  MvuaCache *self = g_new0 (MvuaCache, 1);
  g_mutex_init (&self->writing);
  g_mutex_init (&self->mutex);
  self->folder = g_strdup (folder);
  self->most_bytes = most_bytes > 0 ? most_bytes : MVUA_CACHE_DEFAULT_BYTES;
  return self;
}

void
mvua_cache_close (MvuaCache *self)
{
  g_mutex_clear (&self->writing);
  g_mutex_clear (&self->mutex);
  g_free (self->folder);
  g_free (self);
}

guint64
mvua_cache_get_most_bytes (const MvuaCache *self)
{
  return self->most_bytes;
}

/* What is not as it was written goes.  Were a good one put in its place just now, that
 * would go instead, and be fetched again. */
static void
discard (MvuaCache *self, int folder, const char *name)
{
  unlinkat (folder, name, 0);
  g_mutex_lock (&self->mutex);
  self->n_damaged++;
  g_mutex_unlock (&self->mutex);
}

/* Opens a piece that has to be of @url and @etag (%NULL: any). */
static gboolean
open_entry (MvuaCache *self,
            int folder,
            const MvuaCacheName *name,
            const char *url,
            const char *etag,
            MvuaCacheEntry *entry)
{
  char text[MVUA_CACHE_NAME_SIZE];

  mvua_cache_name_format (name, text);
  const MvuaCacheEntryState state = mvua_cache_entry_open (entry, folder, text);
  if (state == MVUA_CACHE_ENTRY_DAMAGED)
    discard (self, folder, text);
  return state == MVUA_CACHE_ENTRY_FINE && mvua_cache_entry_is_of (entry, url, etag);
}

static gboolean
read_entry (MvuaCache *self,
            int folder,
            const MvuaCacheName *name,
            const MvuaCacheEntry *entry,
            guint64 at,
            gsize n,
            guint8 *buffer)
{
  char text[MVUA_CACHE_NAME_SIZE];
  const MvuaCacheEntryState state = mvua_cache_entry_read (entry, at, n, buffer);

  if (state == MVUA_CACHE_ENTRY_FINE)
    mvua_cache_entry_touch (entry, g_get_real_time ());
  if (state != MVUA_CACHE_ENTRY_DAMAGED)
    return state == MVUA_CACHE_ENTRY_FINE;
  mvua_cache_name_format (name, text);
  discard (self, folder, text);
  return FALSE;
}

/* The pieces of a URL, and unless @any_etag of an ETag, by their names. */
static GArray *
find_names (DIR *dir, const MvuaCacheKey *key, gboolean any_etag, MvuaCacheKind kind)
{
  GArray *names = g_array_new (FALSE, FALSE, sizeof (MvuaCacheName));
  const struct dirent *entry;
  MvuaCacheName name;

  while ((entry = readdir (dir)) != NULL)
    if (strncmp (entry->d_name, key->url, MVUA_CACHE_URL_DIGITS) == 0 &&
        mvua_cache_name_parse (entry->d_name, &name) && name.kind == kind &&
        (any_etag || strcmp (name.key.etag, key->etag) == 0))
      g_array_append_val (names, name);
  return names;
}

/* The one that has the byte at @offset and reaches furthest from there.  Returns: its
 * index, or -1 */
static int
choose_piece (const GArray *names, guint64 offset)
{
  guint64 furthest = offset;
  int best = -1;

  for (guint i = 0; i < names->len; i++)
    {
      const MvuaCacheName *name = &g_array_index (names, MvuaCacheName, i);
      if (name->offset <= offset && name->offset + name->length > furthest)
        {
          furthest = name->offset + name->length;
          best = (int) i;
        }
    }
  return best;
}

gsize
mvua_cache_read (MvuaCache *self,
                 const char *url,
                 const char *etag,
                 guint64 offset,
                 gsize length,
                 guint8 *buffer)
{
  const char *own_etag = etag != NULL ? etag : "";
  MvuaCacheKey key;
  gsize done = 0;
  int best;

  mvua_cache_key_make (&key, url, etag);
  DIR *dir = mvua_cache_folder_list (self->folder, mvua_cache_key_folder (&key));
  if (dir == NULL)
    return 0;
  g_autoptr (GArray) names = find_names (dir, &key, FALSE, MVUA_CACHE_RANGE);
  while (done < length && (best = choose_piece (names, offset + done)) >= 0)
    {
      const MvuaCacheName name = g_array_index (names, MvuaCacheName, best);
      const guint64 at = offset + done - name.offset;
      const gsize n = (gsize) MIN (name.length - at, length - done);
      g_auto (MvuaCacheEntry) entry = { .fd = -1 };

      g_array_remove_index_fast (names, (guint) best);
      if (open_entry (self, dirfd (dir), &name, url, own_etag, &entry) &&
          read_entry (self, dirfd (dir), &name, &entry, at, n, buffer + done))
        done += n;
    }
  closedir (dir);
  return done;
}

gsize
mvua_cache_measure_range (
    MvuaCache *self, const char *url, const char *etag, guint64 offset, gsize length)
{
  MvuaCacheKey key;
  guint64 past = offset;
  int best;

  mvua_cache_key_make (&key, url, etag);
  DIR *dir = mvua_cache_folder_list (self->folder, mvua_cache_key_folder (&key));
  if (dir == NULL)
    return 0;
  g_autoptr (GArray) names = find_names (dir, &key, FALSE, MVUA_CACHE_RANGE);
  closedir (dir);
  while ((best = choose_piece (names, past)) >= 0)
    {
      const MvuaCacheName *name = &g_array_index (names, MvuaCacheName, best);
      past = name->offset + name->length;
    }
  return (gsize) MIN (past - offset, length);
}

/* The one of those that was stored last; it is taken off the list. */
static gboolean
open_last (MvuaCache *self,
           int folder,
           GArray *names,
           const char *url,
           MvuaCacheName *name,
           MvuaCacheEntry *last)
{
  int best = -1;

  for (guint i = 0; i < names->len; i++)
    {
      g_auto (MvuaCacheEntry) entry = { .fd = -1 };
      if (open_entry (self, folder, &g_array_index (names, MvuaCacheName, i), url, NULL,
                      &entry) &&
          (best < 0 || entry.head.stored > last->head.stored))
        {
          mvua_cache_entry_close (last);
          *last = entry;
          entry = (MvuaCacheEntry){ .fd = -1 };
          best = (int) i;
        }
    }
  if (best < 0)
    return FALSE;
  *name = g_array_index (names, MvuaCacheName, best);
  g_array_remove_index_fast (names, (guint) best);
  return TRUE;
}

/* The bytes of an object that is open; %NULL if they are not as they were. */
static GBytes *
read_object (MvuaCache *self,
             int folder,
             const MvuaCacheName *name,
             const MvuaCacheEntry *entry)
{
  const gsize length = (gsize) entry->head.length;
  g_autofree guint8 *bytes = g_try_malloc (MAX (length, 1));

  if (bytes == NULL || !read_entry (self, folder, name, entry, 0, length, bytes))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&bytes), length);
}

GBytes *
mvua_cache_get (MvuaCache *self, const char *url, const char *etag, gint64 *stored)
{
  MvuaCacheName name = { .kind = MVUA_CACHE_OBJECT };
  GBytes *bytes = NULL;

  mvua_cache_key_make (&name.key, url, etag);
  const guint number = mvua_cache_key_folder (&name.key);
  DIR *dir = mvua_cache_folder_list (self->folder, number);
  if (dir == NULL)
    return NULL;
  g_autoptr (GArray) names = find_names (dir, &name.key, etag == NULL, MVUA_CACHE_OBJECT);
  while (bytes == NULL && names->len > 0)
    {
      g_auto (MvuaCacheEntry) entry = { .fd = -1 };
      if (!open_last (self, dirfd (dir), names, url, &name, &entry))
        break;
      if (etag == NULL || strcmp (entry.head.etag, etag) == 0)
        bytes = read_object (self, dirfd (dir), &name, &entry);
      if (bytes != NULL && stored != NULL)
        *stored = entry.head.stored / G_USEC_PER_SEC;
    }
  closedir (dir);
  return bytes;
}

/* Called with writing locked.  @number: errno; 0 where it is nobody's fault */
static void
refuse (MvuaCache *self, int number)
{
  g_mutex_lock (&self->mutex);
  self->n_refused++;
  if (number != 0)
    self->complaint = number;
  g_mutex_unlock (&self->mutex);
  if (number != 0)
    self->paused_until = g_get_monotonic_time () + PAUSE;
}

/* Called with writing locked.  Brings the files of all processes below the bound when it
 * may have been passed.  Returns: errno, 0 if there is room for @size bytes */
static int
make_room (MvuaCache *self, guint64 size)
{
  const guint64 least = self->most_bytes / 10 * 9;

  if (self->is_counted && self->n_bytes + size <= self->most_bytes &&
      self->n_since + size <= self->most_bytes / LOOK_AGAIN)
    return 0;
  const MvuaCacheSum sum =
      mvua_cache_evict (self->folder, self->most_bytes - size,
                        least > size ? least - size : 0, g_get_real_time ());
  self->n_bytes = sum.n_bytes;
  self->n_since = 0;
  self->is_counted = sum.refused == 0;
  return sum.refused;
}

/* Called with writing locked.  Returns: errno, 0 if it is kept */
static int
write_once (MvuaCache *self,
            const MvuaCacheName *name,
            const MvuaCacheHead *head,
            const guint8 *bytes)
{
  const guint number = mvua_cache_key_folder (&name->key);
  guint64 replaced = 0;
  char text[MVUA_CACHE_NAME_SIZE];

  if (!self->is_made && !mvua_cache_folder_make (self->folder))
    return errno;
  self->is_made = TRUE;
  const int folder = mvua_cache_folder_open (self->folder, number, TRUE);
  if (folder < 0)
    {
      self->is_made = FALSE; /* somebody may have removed all of it */
      return errno;
    }
  g_autoptr (GByteArray) text_of_head = mvua_cache_head_format (head, bytes);
  mvua_cache_name_format (name, text);
  const gboolean done = mvua_cache_folder_store (
      folder, text, text_of_head, bytes, (gsize) head->length, head->stored, &replaced);
  const int why = done ? 0 : errno;
  close (folder);
  if (done)
    {
      const guint64 size = mvua_cache_head_file_size (head);
      self->n_bytes += size;
      self->n_bytes -= MIN (self->n_bytes, replaced);
      self->n_since += size;
    }
  return why;
}

/* The same; again where somebody who cleared the cache took the folder or the file away.
 */
static int
write_file (MvuaCache *self,
            const MvuaCacheName *name,
            const MvuaCacheHead *head,
            const guint8 *bytes)
{
  int why = ENOENT;

  for (guint i = 0; i < N_TRIES && why == ENOENT; i++)
    why = write_once (self, name, head, bytes);
  return why;
}

/* Called with writing locked. */
static void
store_locked (MvuaCache *self,
              const MvuaCacheName *name,
              const MvuaCacheHead *head,
              const guint8 *bytes)
{
  if (self->paused_until > g_get_monotonic_time ())
    {
      refuse (self, 0);
      return;
    }
  int why = make_room (self, mvua_cache_head_file_size (head));
  if (why == 0)
    why = write_file (self, name, head, bytes);
  if (why != 0)
    {
      /* Whoever clears it that often may; the disk is well. */
      refuse (self, why == ENOENT ? 0 : why);
      return;
    }
  g_mutex_lock (&self->mutex);
  self->complaint = 0;
  g_mutex_unlock (&self->mutex);
}

static void
store (MvuaCache *self, const MvuaCacheHead *head, const guint8 *bytes)
{
  const gboolean is_object = head->kind == MVUA_CACHE_OBJECT;
  MvuaCacheName name = { .kind = head->kind,
                         .offset = head->offset,
                         .length = is_object ? 0 : head->length };

  if (!mvua_cache_head_is_bounded (head) ||
      mvua_cache_head_file_size (head) > self->most_bytes / LARGEST)
    return;
  mvua_cache_key_make (&name.key, head->url, head->etag);
  g_mutex_lock (&self->writing);
  store_locked (self, &name, head, bytes);
  g_mutex_unlock (&self->writing);
}

void
mvua_cache_write (MvuaCache *self,
                  const char *url,
                  const char *etag,
                  guint64 offset,
                  const guint8 *bytes,
                  gsize length)
{
  const MvuaCacheHead head = { .url = url,
                               .etag = etag != NULL ? etag : "",
                               .kind = MVUA_CACHE_RANGE,
                               .offset = offset,
                               .length = length,
                               .stored = g_get_real_time () };

  store (self, &head, bytes);
}

void
mvua_cache_put (MvuaCache *self, const char *url, const char *etag, GBytes *bytes)
{
  const MvuaCacheHead head = { .url = url,
                               .etag = etag != NULL ? etag : "",
                               .kind = MVUA_CACHE_OBJECT,
                               .length = g_bytes_get_size (bytes),
                               .stored = g_get_real_time () };

  store (self, &head, g_bytes_get_data (bytes, NULL));
}

MvuaCacheUsage
mvua_cache_measure (MvuaCache *self)
{
  g_mutex_lock (&self->writing);
  const MvuaCacheSum sum = mvua_cache_sum (self->folder);
  if (sum.refused == 0)
    self->n_bytes = sum.n_bytes;
  g_mutex_unlock (&self->writing);

  g_mutex_lock (&self->mutex);
  MvuaCacheUsage usage = {
    .n_entries = sum.n_files,
    .n_bytes = sum.n_bytes,
    .most_bytes = self->most_bytes,
    .oldest = sum.oldest / G_USEC_PER_SEC,
    .newest = sum.newest / G_USEC_PER_SEC,
    .n_refused = self->n_refused,
    .n_damaged = self->n_damaged,
  };
  const int complaint = self->complaint;
  g_mutex_unlock (&self->mutex);
  if (complaint != 0)
    g_strlcpy (usage.complaint, g_strerror (complaint), sizeof usage.complaint);
  return usage;
}

GPtrArray *
mvua_cache_list (MvuaCache *self)
{
  return mvua_cache_list_folder (self->folder);
}

gboolean
mvua_cache_clear (MvuaCache *self, GError **error)
{
  g_mutex_lock (&self->writing);
  const gboolean done = mvua_cache_empty (self->folder, error);
  self->is_counted = FALSE;
  self->paused_until = 0;
  g_mutex_unlock (&self->writing);
  return done;
}
