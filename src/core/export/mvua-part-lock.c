/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-part-lock.h"

#include "mvua-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int
fail (int fd, int number)
{
  close (fd);
  errno = number;
  return -1;
}

static int
lock (const char *part, int flags, gboolean can_do_without)
{
  g_autofree char *path = g_build_filename (part, MVUA_PART_LOCK_NAME, NULL);
  const int fd = g_open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0666);

  if (fd < 0)
    return -1;
  if (flock (fd, LOCK_EX | LOCK_NB) != 0 && (errno == EWOULDBLOCK || !can_do_without))
    return fail (fd, errno);
  return mvua_file_has_name (fd, path) ? fd : fail (fd, ENOENT);
}

/* A file system without locks is no reason not to export: then nobody discards. */
int
mvua_part_lock_make (const char *part)
{
  return lock (part, O_CREAT | O_EXCL, TRUE);
}

int
mvua_part_lock_take (const char *part)
{
  return lock (part, 0, FALSE);
}
