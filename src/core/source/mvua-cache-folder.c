/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cache-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* https://bford.info/cachedir/ */
#define TAG_NAME "CACHEDIR.TAG"
#define TAG                                                                              \
  "Signature: 8a477f597d28d172789f06886806bc55\n"                                        \
  "# What mvua fetched; it is fetched again when it is gone.\n"

static gboolean
write_all (int fd, const guint8 *bytes, gsize length)
{
  while (length > 0)
    {
      const ssize_t n = write (fd, bytes, length);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      bytes += n;
      length -= (gsize) n;
    }
  return TRUE;
}

/* Closes @fd and removes the file again where something failed; errno tells what did. */
static gboolean
finish_file (int fd, int folder, const char *name, gboolean written)
{
  const int number = errno;

  if (close (fd) == 0 && written)
    return TRUE;
  const int why = written ? errno : number;
  unlinkat (folder, name, 0);
  errno = why;
  return FALSE;
}

static gboolean
is_empty (int folder)
{
  const int fd = openat (folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *dir = fd >= 0 ? fdopendir (fd) : NULL;
  const struct dirent *entry;
  gboolean empty = dir != NULL;

  if (dir == NULL)
    return FALSE;
  while (empty && (entry = readdir (dir)) != NULL)
    empty = strcmp (entry->d_name, ".") == 0 || strcmp (entry->d_name, "..") == 0;
  closedir (dir);
  return empty;
}

gboolean
mvua_cache_folder_make (const char *root)
{
  if (g_mkdir_with_parents (root, 0700) != 0)
    return FALSE;
  const int folder = open (root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0)
    return FALSE;

  /* Somebody's documents, if they are there already, are to be backed up. */
  gboolean done = TRUE;
  if (is_empty (folder))
    {
      const int fd = openat (folder, TAG_NAME,
                             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
      done = fd >= 0 ? finish_file (fd, folder, TAG_NAME,
                                    write_all (fd, (const guint8 *) TAG, strlen (TAG)))
                     : errno == EEXIST;
    }
  const int number = errno;
  close (folder);
  errno = number;
  return done;
}

char *
mvua_cache_folder_path (const char *root, guint number)
{
  return g_strdup_printf ("%s/%02x", root, number);
}

int
mvua_cache_folder_open (const char *root, guint number, gboolean make)
{
  g_autofree char *path = mvua_cache_folder_path (root, number);

  if (make && mkdir (path, 0700) != 0 && errno != EEXIST)
    return -1;
  return open (path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

DIR *
mvua_cache_folder_list (const char *root, guint number)
{
  const int fd = mvua_cache_folder_open (root, number, FALSE);
  DIR *dir = fd >= 0 ? fdopendir (fd) : NULL;

  if (fd >= 0 && dir == NULL)
    close (fd);
  return dir;
}

gboolean
mvua_cache_folder_store (int folder,
                         const char *name,
                         const GByteArray *head,
                         const guint8 *bytes,
                         gsize length,
                         gint64 now,
                         guint64 *replaced)
{
  const struct timespec used = { .tv_sec = now / G_USEC_PER_SEC,
                                 .tv_nsec = now % G_USEC_PER_SEC * 1000 };
  const struct timespec times[] = { used, used };
  char part[MVUA_CACHE_PART_SIZE];
  struct stat old;

  mvua_cache_part_format ((guint64) getpid () << 32 | g_random_int (), part);
  const int fd =
      openat (folder, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (fd < 0)
    return FALSE;
  const gboolean written =
      write_all (fd, head->data, head->len) && write_all (fd, bytes, length);
  if (written)
    (void) futimens (fd, times); /* the file system's own clock does, too */
  if (!finish_file (fd, folder, part, written))
    return FALSE;

  *replaced =
      fstatat (folder, name, &old, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG (old.st_mode)
          ? (guint64) old.st_size
          : 0;
  if (renameat (folder, part, folder, name) == 0)
    return TRUE;
  const int number = errno;
  unlinkat (folder, part, 0);
  errno = number;
  return FALSE;
}

/* What is no folder, or a link to one, is not ours. */
static gboolean
is_absent (int number)
{
  return number == ENOENT || number == ENOTDIR || number == ELOOP;
}

static int
walk_one (const char *root, guint number, MvuaCacheFileFunc func, gpointer data)
{
  DIR *dir = mvua_cache_folder_list (root, number);
  const struct dirent *entry;

  if (dir == NULL)
    return is_absent (errno) ? 0 : errno;
  while ((entry = readdir (dir)) != NULL)
    {
      const gboolean is_part = mvua_cache_part_is (entry->d_name);
      MvuaCacheName name;
      struct stat status;

      if ((!is_part && !mvua_cache_name_parse (entry->d_name, &name)) ||
          fstatat (dirfd (dir), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0 ||
          !S_ISREG (status.st_mode))
        continue;
      const MvuaCacheFile file = {
        .number = number,
        .folder = dirfd (dir),
        .name = entry->d_name,
        .n_bytes = (guint64) status.st_size,
        .used = status.st_mtim.tv_sec * G_USEC_PER_SEC + status.st_mtim.tv_nsec / 1000,
        .is_part = is_part,
      };
      func (&file, data);
    }
  closedir (dir);
  return 0;
}

int
mvua_cache_folder_walk (const char *root, MvuaCacheFileFunc func, gpointer data)
{
  int first = 0;

  for (guint number = 0; number < MVUA_CACHE_N_FOLDERS; number++)
    {
      const int why = walk_one (root, number, func, data);
      first = first != 0 ? first : why;
    }
  return first;
}
