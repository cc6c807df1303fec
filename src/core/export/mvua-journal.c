/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-journal.h"

#include "mvua-crc32c.h"
#include "mvua-error.h"
#include "mvua-file.h"
#include "mvua-milestone.h"
#include "mvua-store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "mvua-journal 1\n"
#define N_CRC 8 /* digits */
/* Of an export of millions of chunks; what is longer is not read into memory. */
#define MOST_BYTES ((gsize) 1 << 30)

struct _MvuaJournal
{
  char *path;
  int fd;
  GPtrArray *lines; /* of MvuaJournalLine */

  GMutex mutex; /* guards what follows */
  guint64 end;  /* of the last whole line */
  gboolean is_cut;
};

static void
line_free (gpointer data)
{
  MvuaJournalLine *line = data;

  g_free (line->kind);
  g_free (line->text);
  g_free (line);
}

static MvuaJournal *
new_journal (const char *folder, const char *name)
{
  MvuaJournal *self = g_new0 (MvuaJournal, 1);

  self->path = g_build_filename (folder, name, NULL);
  self->fd = -1;
  self->lines = g_ptr_array_new_with_free_func (line_free);
  g_mutex_init (&self->mutex);
  return self;
}

void
mvua_journal_free (MvuaJournal *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_ptr_array_unref (self->lines);
  g_mutex_clear (&self->mutex);
  g_free (self->path);
  g_free (self);
}

const GPtrArray *
mvua_journal_get_lines (const MvuaJournal *self)
{
  return self->lines;
}

static gboolean
write_all (MvuaJournal *self, const char *bytes, gsize n, GError **error)
{
  for (gsize done = 0; done < n;)
    {
      const gssize written =
          pwrite (self->fd, bytes + done, n - done, (off_t) (self->end + done));
      if (written < 0 && errno == EINTR)
        continue;
      if (written == 0)
        errno = ENOSPC;
      if (written <= 0)
        return mvua_store_file_fail (error, errno, "write", self->path, NULL, n);
      done += (gsize) written;
    }
  self->end += n;
  return TRUE;
}

/* Under another name until it is locked: whoever finds it finds it locked. */
MvuaJournal *
mvua_journal_create (const char *folder, GError **error)
{
  g_autoptr (MvuaJournal) self = new_journal (folder, MVUA_JOURNAL_NAME);
  g_autofree char *early = g_build_filename (folder, "." MVUA_JOURNAL_NAME, NULL);

  self->fd = g_open (early, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
  if (self->fd < 0)
    {
      mvua_store_file_fail (error, errno, "make", early, NULL, 0);
      return NULL;
    }
  /* A file system without locks is no reason not to export: then nobody resumes. */
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
    {
      mvua_store_file_fail (error, errno, "lock", early, NULL, 0);
      return NULL;
    }
  if (!write_all (self, HEAD, strlen (HEAD), error))
    return NULL;
  if (g_rename (early, self->path) != 0)
    {
      mvua_store_file_fail (error, errno, "name", self->path, NULL, 0);
      return NULL;
    }
  self->is_cut = TRUE;
  mvua_milestone ("journal-made");
  return g_steal_pointer (&self);
}

/* Whether a line's checksum, of eight digits, is that of the rest. */
static gboolean
is_whole (const char *line, gsize n)
{
  guint32 crc = 0;

  if (n < N_CRC + 2 || line[N_CRC] != ' ')
    return FALSE;
  for (gsize i = 0; i < N_CRC; i++)
    {
      const int digit = g_ascii_isupper (line[i]) ? -1 : g_ascii_xdigit_value (line[i]);
      if (digit < 0)
        return FALSE;
      crc = crc << 4 | (guint32) digit;
    }
  return crc == mvua_crc32c (0, line + N_CRC + 1, n - N_CRC - 1) &&
         memchr (line, '\0', n) == NULL;
}

static void
take_line (MvuaJournal *self, const char *line, gsize n)
{
  const char *kind = line + N_CRC + 1;
  const gsize n_rest = n - N_CRC - 1;
  const char *space = memchr (kind, ' ', n_rest);
  const gsize n_kind = space != NULL ? (gsize) (space - kind) : n_rest;
  MvuaJournalLine *taken = g_new (MvuaJournalLine, 1);

  taken->kind = g_strndup (kind, n_kind);
  taken->text =
      space != NULL ? g_strndup (space + 1, n_rest - n_kind - 1) : g_strdup ("");
  g_ptr_array_add (self->lines, taken);
}

static gboolean
parse (MvuaJournal *self, const char *bytes, gsize n, GError **error)
{
  if (n < strlen (HEAD) || memcmp (bytes, HEAD, strlen (HEAD)) != 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "%s is no journal that this version reads", self->path);
      return FALSE;
    }
  self->end = strlen (HEAD);
  while (self->end < n)
    {
      const char *line = bytes + self->end;
      const char *stop = memchr (line, '\n', n - self->end);

      if (stop == NULL || !is_whole (line, (gsize) (stop - line)))
        break;
      take_line (self, line, (gsize) (stop - line));
      self->end += (guint64) (stop - line) + 1;
    }
  return TRUE;
}

static gboolean
read_lines (MvuaJournal *self, GError **error)
{
  struct stat status;
  g_autofree char *bytes = NULL;
  gsize n = 0;

  if (fstat (self->fd, &status) != 0)
    return mvua_store_file_fail (error, errno, "read", self->path, NULL, 0);
  if (!S_ISREG (status.st_mode) || (guint64) status.st_size > MOST_BYTES)
    return mvua_store_file_fail (error, EFBIG, "read", self->path, NULL, 0);
  bytes = g_try_malloc ((gsize) status.st_size + 1);
  if (bytes == NULL)
    return mvua_store_file_fail (error, ENOMEM, "read", self->path, NULL, 0);
  while (n < (gsize) status.st_size)
    {
      const gssize got =
          pread (self->fd, bytes + n, (gsize) status.st_size - n, (off_t) n);
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return mvua_store_file_fail (error, errno, "read", self->path, NULL, 0);
      if (got == 0)
        break;
      n += (gsize) got;
    }
  return parse (self, bytes, n, error);
}

MvuaJournal *
mvua_journal_open (const char *folder, gboolean *is_held, GError **error)
{
  g_autoptr (MvuaJournal) self = new_journal (folder, MVUA_JOURNAL_NAME);

  *is_held = FALSE;
  self->fd = g_open (self->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);
  if (self->fd < 0)
    {
      mvua_store_file_fail (error, errno, "open", self->path, NULL, 0);
      return NULL;
    }
  if (flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    {
      *is_held = errno == EWOULDBLOCK;
      if (!*is_held)
        mvua_store_file_fail (error, errno, "lock", self->path, NULL, 0);
      return NULL;
    }
  if (!mvua_file_has_name (self->fd, self->path))
    {
      errno = ENOENT;
      mvua_store_file_fail (error, errno, "open", self->path, NULL, 0);
      return NULL;
    }
  return read_lines (self, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
mvua_journal_append (MvuaJournal *self,
                     const char *kind,
                     const char *text,
                     GError **error)
{
  g_autofree char *rest = g_strdup_printf ("%s %s", kind, text);
  g_autofree char *line =
      g_strdup_printf ("%08x %s\n", mvua_crc32c (0, rest, strlen (rest)), rest);
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  if (!self->is_cut)
    {
      if (ftruncate (self->fd, (off_t) self->end) != 0)
        return mvua_store_file_fail (error, errno, "cut", self->path, NULL, 0);
      self->is_cut = TRUE;
    }
  return write_all (self, line, strlen (line), error);
}

gboolean
mvua_journal_sync (MvuaJournal *self, GError **error)
{
  return fdatasync (self->fd) == 0 ||
         mvua_store_file_fail (error, errno, "make durable", self->path, NULL, 0);
}
