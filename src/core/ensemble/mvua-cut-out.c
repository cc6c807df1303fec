/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cut-out.h"

#include "mvua-error.h"
#include "mvua-file.h"
#include "mvua-subsetter.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD "mvua-cut-out 1\n"

#define WAIT_INTERVAL (G_USEC_PER_SEC / 20)
#define N_WAITS 20 /* in about a second */
#define N_TRIES 100

/* What is locked of the file: one byte each, which need not be there. */
enum
{
  USE,   /* by all that are at it; alone by who removes it */
  FETCH, /* by who fetches */
};

struct _MvuaCutOut
{
  char *folder;
  int fd;
};

/*
 * Locks of the open file and not of the process (two exports may be of one), by byte, and
 * of two kinds: flock() has one lock a file.
 *
 * Returns: FALSE if somebody else's stands in the way; a file system that has no locks
 * does not
 */
static gboolean
lock (int fd, int byte, short type)
{
  struct flock what = {
    .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1
  };
  int status;

  do
    status = fcntl (fd, F_OFD_SETLK, &what);
  while (status != 0 && errno == EINTR);
  return status == 0 || (errno != EAGAIN && errno != EACCES);
}

static gboolean
wait_for_lock (int fd,
               int byte,
               short type,
               MvuaCutOutWaiting waiting,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  for (guint n = 0; !lock (fd, byte, type); n++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (waiting != NULL && n % N_WAITS == 0)
        waiting (data);
      g_usleep (WAIT_INTERVAL);
    }
  return TRUE;
}

/* @flags: O_CREAT or 0.  Returns: a descriptor with the lock of those that are at it, or
 * -1 with errno set */
static int
open_held (const char *folder, int flags)
{
  g_autofree char *path = g_build_filename (folder, MVUA_CUT_OUT_FILE, NULL);

  for (guint n = 0; n < N_TRIES; n++)
    {
      if (flags != 0 && g_mkdir_with_parents (folder, 0755) != 0)
        return -1;
      const int fd = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0644);
      if (fd < 0 && (flags == 0 || errno != ENOENT))
        return -1;
      if (fd >= 0 && wait_for_lock (fd, USE, F_RDLCK, NULL, NULL, NULL, NULL) &&
          mvua_file_has_name (fd, path))
        return fd;
      if (fd >= 0)
        close (fd);
    }
  errno = EBUSY;
  return -1;
}

static MvuaCutOut *
new_cut_out (const char *folder, int fd)
{
  MvuaCutOut *self = g_new (MvuaCutOut, 1);

  *self = (MvuaCutOut){ g_strdup (folder), fd };
  (void) futimens (fd, NULL); /* when it was used last */
  return self;
}

static gboolean
describe (const MvuaCutOut *self, const char *pattern, GError **error)
{
  g_autofree char *text = g_strconcat (HEAD, pattern, "\n", NULL);
  const gsize n = strlen (text);

  if (ftruncate (self->fd, (off_t) n) == 0 && pwrite (self->fd, text, n, 0) == (gssize) n)
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot write %s/%s: %s", self->folder,
               MVUA_CUT_OUT_FILE, g_strerror (errno));
  return FALSE;
}

MvuaCutOut *
mvua_cut_out_take (const char *folder,
                   const char *pattern,
                   MvuaCutOutWaiting waiting,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  const int fd = open_held (folder, O_CREAT);

  if (fd < 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot make the folder %s: %s",
                   folder, g_strerror (errno));
      return NULL;
    }
  g_autoptr (MvuaCutOut) self = new_cut_out (folder, fd);
  if (!wait_for_lock (fd, FETCH, F_WRLCK, waiting, data, cancellable, error) ||
      !describe (self, pattern, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
mvua_cut_out_set_is_fetched (MvuaCutOut *self)
{
  (void) lock (self->fd, FETCH, F_UNLCK);
}

MvuaCutOut *
mvua_cut_out_hold (const char *folder)
{
  const int fd = open_held (folder, 0);

  return fd >= 0 ? new_cut_out (folder, fd) : NULL;
}

const char *
mvua_cut_out_get_folder (const MvuaCutOut *self)
{
  return self->folder;
}

void
mvua_cut_out_free (MvuaCutOut *self)
{
  close (self->fd);
  g_free (self->folder);
  g_free (self);
}

/* Depth first; links are removed and not followed. */
static void
remove_tree (const char *path)
{
  const char *name;
  g_autoptr (GDir) dir =
      g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      remove_tree (child);
    }
  (void) g_remove (path); /* nothing is lost by what stays of a scratch folder */
}

/* The file that is locked goes last, so that who comes meanwhile waits, and finds then
 * that it has gone. */
static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *locked = g_build_filename (folder, MVUA_CUT_OUT_FILE, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (strcmp (name, MVUA_CUT_OUT_FILE) != 0)
      {
        g_autofree char *child = g_build_filename (folder, name, NULL);
        remove_tree (child);
      }
  (void) g_unlink (locked);
  (void) g_rmdir (folder);
}

/* Of two that leave at once both have let go before either looks who is there. */
void
mvua_cut_out_remove (MvuaCutOut *self)
{
  (void) lock (self->fd, FETCH, F_UNLCK);
  (void) lock (self->fd, USE, F_UNLCK);
  if (lock (self->fd, USE, F_WRLCK))
    remove_folder (self->folder);
  mvua_cut_out_free (self);
}

gboolean
mvua_cut_out_discard (const char *folder, gboolean *is_held)
{
  g_autofree char *path = g_build_filename (folder, MVUA_CUT_OUT_FILE, NULL);
  const int fd = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0);

  /* One that an earlier version left has no such file, and nobody is at it. */
  *is_held = fd >= 0 && !lock (fd, USE, F_WRLCK);
  if (!*is_held)
    remove_folder (folder);
  if (fd >= 0)
    close (fd);
  return !g_file_test (folder, G_FILE_TEST_EXISTS);
}

char *
mvua_cut_out_parse (const char *text, gsize n)
{
  const gsize n_head = strlen (HEAD);

  if (n <= n_head + 1 || text[n - 1] != '\n' || memcmp (text, HEAD, n_head) != 0)
    return NULL;
  g_autofree char *pattern = g_strndup (text + n_head, n - 1 - n_head);
  return strlen (pattern) == n - 1 - n_head && mvua_subsetter_is_pattern (pattern)
             ? g_steal_pointer (&pattern)
             : NULL;
}

char *
mvua_cut_out_dup_pattern (const char *folder)
{
  char text[sizeof HEAD + MVUA_SUBSETTER_MOST_PATTERN + 1];
  g_autofree char *path = g_build_filename (folder, MVUA_CUT_OUT_FILE, NULL);
  const int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);

  if (fd < 0)
    return NULL;
  const gssize n = pread (fd, text, sizeof text, 0);
  close (fd);
  return n > 0 ? mvua_cut_out_parse (text, (gsize) n) : NULL;
}
