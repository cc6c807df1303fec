/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cache-entry.h"

#include "mvua-cache.h"
#include "mvua-crc32c.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "MvuaKept"
#define VERSION 1
#define BLOCK ((gsize) 64 << 10)
#define MINUTE (60 * (gint64) G_USEC_PER_SEC)

/* Where each number stands. */
enum
{
  AT_VERSION = 8,
  AT_KIND = 12,
  AT_URL = 16,
  AT_ETAG = 20,
  AT_OFFSET = 24,
  AT_LENGTH = 32,
  AT_STORED = 40,
  AT_SUM = 48,
  HEAD_SIZE = 52,
};

static void
set_32 (guint8 *at, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

static void
set_64 (guint8 *at, guint64 value)
{
  value = GUINT64_TO_LE (value);
  memcpy (at, &value, sizeof value);
}

static guint32
get_32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, sizeof value);
  return GUINT32_FROM_LE (value);
}

static guint64
get_64 (const guint8 *at)
{
  guint64 value;

  memcpy (&value, at, sizeof value);
  return GUINT64_FROM_LE (value);
}

static gsize
count_blocks (guint64 length)
{
  return (gsize) ((length + BLOCK - 1) / BLOCK);
}

static gboolean
is_bounded (MvuaCacheKind kind, gsize n_url, gsize n_etag, guint64 offset, guint64 length)
{
  if (n_url > MVUA_CACHE_MOST_URL || n_etag > MVUA_CACHE_MOST_ETAG)
    return FALSE;
  if (kind == MVUA_CACHE_OBJECT)
    return offset == 0 && length <= MVUA_CACHE_MOST_OBJECT;
  return length > 0 && length <= MVUA_CACHE_MOST_RANGE && offset <= G_MAXUINT64 - length;
}

gboolean
mvua_cache_head_is_bounded (const MvuaCacheHead *head)
{
  return is_bounded (head->kind, strlen (head->url), strlen (head->etag), head->offset,
                     head->length);
}

guint64
mvua_cache_head_file_size (const MvuaCacheHead *head)
{
  return HEAD_SIZE + strlen (head->url) + strlen (head->etag) +
         sizeof (guint32) * count_blocks (head->length) + head->length;
}

GByteArray *
mvua_cache_head_format (const MvuaCacheHead *head, const guint8 *bytes)
{
  GByteArray *text = g_byte_array_new ();
  const gsize n_url = strlen (head->url), n_etag = strlen (head->etag);
  guint8 fixed[HEAD_SIZE] = { 0 };

  memcpy (fixed, MAGIC, sizeof MAGIC - 1);
  set_32 (fixed + AT_VERSION, VERSION);
  set_32 (fixed + AT_KIND, head->kind);
  set_32 (fixed + AT_URL, (guint32) n_url);
  set_32 (fixed + AT_ETAG, (guint32) n_etag);
  set_64 (fixed + AT_OFFSET, head->offset);
  set_64 (fixed + AT_LENGTH, head->length);
  set_64 (fixed + AT_STORED, (guint64) head->stored);
  g_byte_array_append (text, fixed, HEAD_SIZE);
  g_byte_array_append (text, (const guint8 *) head->url, (guint) n_url);
  g_byte_array_append (text, (const guint8 *) head->etag, (guint) n_etag);
  for (gsize done = 0; done < head->length; done += BLOCK)
    {
      guint8 sum[sizeof (guint32)];
      set_32 (sum, mvua_crc32c (0, bytes + done, MIN (BLOCK, head->length - done)));
      g_byte_array_append (text, sum, sizeof sum);
    }

  const guint32 above = mvua_crc32c (0, text->data, AT_SUM);
  set_32 (text->data + AT_SUM,
          mvua_crc32c (above, text->data + HEAD_SIZE, text->len - HEAD_SIZE));
  return text;
}

/* A file that ends too early is damaged: it was not when its size was looked at. */
static MvuaCacheEntryState
read_at (int fd, gpointer buffer, gsize n, guint64 offset)
{
  gsize done = 0;

  while (done < n)
    {
      const ssize_t got =
          pread (fd, (guint8 *) buffer + done, n - done, (off_t) (offset + done));
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return MVUA_CACHE_ENTRY_ABSENT;
      if (got == 0)
        return MVUA_CACHE_ENTRY_DAMAGED;
      done += (gsize) got;
    }
  return MVUA_CACHE_ENTRY_FINE;
}

/* Whether the parts that @fixed announces are bounded and make up the file. */
static gboolean
take_fixed (MvuaCacheEntry *self, const guint8 *fixed, gsize *n_url, gsize *n_etag)
{
  const guint32 kind = get_32 (fixed + AT_KIND);

  *n_url = get_32 (fixed + AT_URL);
  *n_etag = get_32 (fixed + AT_ETAG);
  self->head.kind = (MvuaCacheKind) kind;
  self->head.offset = get_64 (fixed + AT_OFFSET);
  self->head.length = get_64 (fixed + AT_LENGTH);
  self->head.stored = (gint64) get_64 (fixed + AT_STORED);
  if (memcmp (fixed, MAGIC, strlen (MAGIC)) != 0 ||
      get_32 (fixed + AT_VERSION) != VERSION || kind > MVUA_CACHE_OBJECT ||
      !is_bounded (self->head.kind, *n_url, *n_etag, self->head.offset,
                   self->head.length))
    return FALSE;
  self->start =
      HEAD_SIZE + *n_url + *n_etag + sizeof (guint32) * count_blocks (self->head.length);
  return self->n_bytes == self->start + self->head.length;
}

/* Reads and verifies URL, ETag and sums. */
static MvuaCacheEntryState
take_rest (MvuaCacheEntry *self, const guint8 *fixed, gsize n_url, gsize n_etag)
{
  const gsize n_texts = n_url + n_etag, n_rest = (gsize) self->start - HEAD_SIZE;
  g_autofree guint8 *rest = g_malloc (n_rest);
  const MvuaCacheEntryState state = read_at (self->fd, rest, n_rest, HEAD_SIZE);

  if (state != MVUA_CACHE_ENTRY_FINE)
    return state;
  if (mvua_crc32c (mvua_crc32c (0, fixed, AT_SUM), rest, n_rest) !=
          get_32 (fixed + AT_SUM) ||
      memchr (rest, '\0', n_texts) != NULL)
    return MVUA_CACHE_ENTRY_DAMAGED;

  self->texts = g_malloc (n_texts + 2);
  memcpy (self->texts, rest, n_url);
  self->texts[n_url] = '\0';
  memcpy (self->texts + n_url + 1, rest + n_url, n_etag);
  self->texts[n_texts + 1] = '\0';
  self->head.url = self->texts;
  self->head.etag = self->texts + n_url + 1;
  self->sums = g_memdup2 (rest + n_texts, n_rest - n_texts);
  return MVUA_CACHE_ENTRY_FINE;
}

/* A whole file under the name of another is as wrong as any. */
static gboolean
has_name (const MvuaCacheEntry *self, const char *name)
{
  const gboolean is_object = self->head.kind == MVUA_CACHE_OBJECT;
  MvuaCacheName own = { .kind = self->head.kind,
                        .offset = self->head.offset,
                        .length = is_object ? 0 : self->head.length };
  char text[MVUA_CACHE_NAME_SIZE];

  mvua_cache_key_make (&own.key, self->head.url, self->head.etag);
  mvua_cache_name_format (&own, text);
  return strcmp (text, name) == 0;
}

static MvuaCacheEntryState
take_file (MvuaCacheEntry *self, const char *name)
{
  guint8 fixed[HEAD_SIZE];
  gsize n_url, n_etag;
  struct stat status;

  if (fstat (self->fd, &status) != 0 || !S_ISREG (status.st_mode))
    return MVUA_CACHE_ENTRY_ABSENT;
  self->n_bytes = (guint64) status.st_size;
  self->used = status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000;

  MvuaCacheEntryState state = read_at (self->fd, fixed, HEAD_SIZE, 0);
  if (state != MVUA_CACHE_ENTRY_FINE)
    return state;
  if (!take_fixed (self, fixed, &n_url, &n_etag))
    return MVUA_CACHE_ENTRY_DAMAGED;
  state = take_rest (self, fixed, n_url, n_etag);
  if (state == MVUA_CACHE_ENTRY_FINE && !has_name (self, name))
    state = MVUA_CACHE_ENTRY_DAMAGED;
  return state;
}

MvuaCacheEntryState
mvua_cache_entry_open (MvuaCacheEntry *self, int folder, const char *name)
{
  *self = (MvuaCacheEntry){ .fd = -1 };
  self->fd = openat (folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (self->fd < 0)
    return MVUA_CACHE_ENTRY_ABSENT;

  const MvuaCacheEntryState state = take_file (self, name);
  if (state != MVUA_CACHE_ENTRY_FINE)
    mvua_cache_entry_close (self);
  return state;
}

void
mvua_cache_entry_close (MvuaCacheEntry *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->texts);
  g_free (self->sums);
  *self = (MvuaCacheEntry){ .fd = -1 };
}

gboolean
mvua_cache_entry_is_of (const MvuaCacheEntry *self, const char *url, const char *etag)
{
  return strcmp (self->head.url, url) == 0 &&
         (etag == NULL || strcmp (self->head.etag, etag) == 0);
}

MvuaCacheEntryState
mvua_cache_entry_read (const MvuaCacheEntry *self, guint64 at, gsize n, guint8 *buffer)
{
  g_autofree guint8 *apart = NULL;
  gsize done = 0;

  g_return_val_if_fail (at <= self->head.length && n <= self->head.length - at,
                        MVUA_CACHE_ENTRY_ABSENT);
  while (done < n)
    {
      const guint64 block = (at + done) / BLOCK, first = block * BLOCK;
      const gsize n_block = (gsize) MIN (BLOCK, self->head.length - first);
      const gsize skipped = (gsize) (at + done - first);
      const gsize n_wanted = MIN (n_block - skipped, n - done);
      guint8 *into = buffer + done;

      /* Of a block that is wanted in part the sum needs the rest. */
      if (n_wanted < n_block)
        into = apart = apart != NULL ? apart : g_try_malloc (BLOCK);
      if (into == NULL)
        return MVUA_CACHE_ENTRY_ABSENT;
      const MvuaCacheEntryState state =
          read_at (self->fd, into, n_block, self->start + first);
      if (state != MVUA_CACHE_ENTRY_FINE)
        return state;
      if (mvua_crc32c (0, into, n_block) !=
          get_32 (self->sums + sizeof (guint32) * block))
        return MVUA_CACHE_ENTRY_DAMAGED;
      if (n_wanted < n_block)
        memcpy (buffer + done, apart + skipped, n_wanted);
      done += n_wanted;
    }
  return MVUA_CACHE_ENTRY_FINE;
}

void
mvua_cache_entry_touch (const MvuaCacheEntry *self, gint64 now)
{
  const struct timespec times[] = {
    { .tv_nsec = UTIME_OMIT },
    { .tv_sec = now / G_USEC_PER_SEC, .tv_nsec = now % G_USEC_PER_SEC * 1000 },
  };

  /* A time in the future is as good a reason to set it as one long ago. */
  if (ABS (now - self->used) >= MINUTE)
    (void) futimens (self->fd, times); /* a folder that cannot be written stays so */
}
