/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-file.h"

#include "mvua-error.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE 1024
#define LARGEST_PIECE (1 << 20)

struct _MvuaFileOctets
{
  MvuaOctets octets;
  int fd;
  guint64 size;
  guint64 at;
  gsize n;
  gsize room;
  guint8 *buffer;
};

static gboolean
failed (const char *path, const char *what, GError **error)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot %s %s: %s", what, path,
               g_strerror (errno));
  return FALSE;
}

static int
open_file (const char *path, struct stat *status, GError **error)
{
  /* A named pipe in a folder of files must not make anyone wait. */
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

  if (fd < 0)
    {
      failed (path, "open", error);
      return -1;
    }
  if (fstat (fd, status) < 0 || !S_ISREG (status->st_mode))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "%s is not a regular file", path);
      close (fd);
      return -1;
    }
  return fd;
}

/* Up to @n bytes; fewer at the end of the file.  Returns: -1 with errno set */
static ssize_t
read_at (int fd, guint8 *buffer, gsize n, guint64 offset)
{
  gsize done = 0;

  while (done < n)
    {
      const ssize_t got = pread (fd, buffer + done, n - done, (off_t) (offset + done));
      if (got < 0 && errno == EINTR)
        continue;
      if (got < 0)
        return -1;
      if (got == 0)
        break;
      done += (gsize) got;
    }
  return (ssize_t) done;
}

gboolean
mvua_file_read (const char *path,
                guint64 offset,
                gsize length,
                guint8 *buffer,
                gsize *n_read,
                GError **error)
{
  struct stat status;
  const int fd = open_file (path, &status, error);

  if (fd < 0)
    return FALSE;
  const ssize_t n = read_at (fd, buffer, length, offset);
  const gboolean done = n >= 0 || failed (path, "read", error);
  close (fd);
  *n_read = done ? (gsize) n : 0;
  return done;
}

gboolean
mvua_file_get_size (const char *path, guint64 *size, GError **error)
{
  struct stat status;
  const int fd = open_file (path, &status, error);

  if (fd < 0)
    return FALSE;
  *size = (guint64) status.st_size;
  close (fd);
  return TRUE;
}

char *
mvua_file_read_text (const char *path, gsize most, gsize *length, GError **error)
{
  struct stat status;
  const int fd = open_file (path, &status, error);

  if (fd < 0)
    return NULL;
  if ((guint64) status.st_size > most)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO,
                   "%s is %" G_GINT64_FORMAT " bytes long; at most %" G_GSIZE_FORMAT
                   " were expected",
                   path, (gint64) status.st_size, most);
      close (fd);
      return NULL;
    }

  g_autofree char *text = g_try_malloc ((gsize) status.st_size + 1);
  if (text == NULL)
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                 "Not enough memory for %s (%" G_GINT64_FORMAT " bytes)", path,
                 (gint64) status.st_size);
  const ssize_t n =
      text != NULL ? read_at (fd, (guint8 *) text, (gsize) status.st_size, 0) : -1;
  const gboolean done = n >= 0 || (text != NULL && failed (path, "read", error));
  close (fd);
  if (!done)
    return NULL;
  text[n] = '\0';
  *length = (gsize) n;
  return g_steal_pointer (&text);
}

static const guint8 *
get_from_file (const MvuaOctets *octets, guint64 offset, gsize n)
{
  /* The interface promises not to change what is read, not where it is kept. */
  MvuaFileOctets *self = (MvuaFileOctets *) (gpointer) octets;

  if (n > LARGEST_PIECE || offset > self->size || n > self->size - offset)
    return NULL;
  if (offset >= self->at && offset + n <= self->at + self->n)
    return self->buffer + (offset - self->at);

  const gsize wanted = MAX (n, PAGE);
  if (wanted > self->room)
    {
      guint8 *buffer = g_try_realloc (self->buffer, wanted);
      if (buffer == NULL)
        return NULL;
      self->buffer = buffer;
      self->room = wanted;
    }
  const ssize_t got = read_at (self->fd, self->buffer, wanted, offset);
  self->at = offset;
  self->n = got > 0 ? (gsize) got : 0;
  return self->n >= n ? self->buffer : NULL;
}

MvuaFileOctets *
mvua_file_octets_open (const char *path, GError **error)
{
  struct stat status;
  const int fd = open_file (path, &status, error);

  if (fd < 0)
    return NULL;
  MvuaFileOctets *self = g_new0 (MvuaFileOctets, 1);
  self->octets.get = get_from_file;
  self->fd = fd;
  self->size = (guint64) status.st_size;
  return self;
}

void
mvua_file_octets_close (MvuaFileOctets *self)
{
  close (self->fd);
  g_free (self->buffer);
  g_free (self);
}

const MvuaOctets *
mvua_file_octets_get (MvuaFileOctets *self)
{
  return &self->octets;
}

guint64
mvua_file_octets_get_size (const MvuaFileOctets *self)
{
  return self->size;
}

gboolean
mvua_file_has_name (int fd, const char *path)
{
  struct stat here, there;

  return fstat (fd, &here) == 0 && lstat (path, &there) == 0 &&
         here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}
