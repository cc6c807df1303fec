/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store-reader.h"

#include "mvua-store-file.h"
#include "mvua-zarr-writer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Stores are a few folders deep; a descriptor is held for each level. */
#define MAX_DEPTH 32

#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
/* Not to wait at a pipe for somebody who writes. */
#define OPEN_FILE (O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)

static void
close_keeping_errno (int fd)
{
  const int number = errno;

  close (fd);
  errno = number;
}

int
mvua_store_reader_open (int folder_fd, const char *path, guint64 *length)
{
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  int at = folder_fd, fd = -1;
  struct stat info;

  for (gsize i = 0; segments[i] != NULL; i++)
    {
      const gboolean is_last = segments[i + 1] == NULL;
      fd = openat (at, segments[i], is_last ? OPEN_FILE : OPEN_FOLDER);
      if (at != folder_fd)
        close_keeping_errno (at);
      if (fd < 0)
        return -1;
      at = fd;
    }

  if (fd >= 0 && (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode)))
    {
      close (fd);
      errno = EINVAL;
      return -1;
    }
  *length = fd >= 0 ? (guint64) info.st_size : 0;
  return fd;
}

gboolean
mvua_store_reader_read_at (int fd,
                           const char *folder,
                           const char *path,
                           void *bytes,
                           gsize length,
                           guint64 offset,
                           GError **error)
{
  for (gsize done = 0; done < length;)
    {
      const gssize n =
          pread (fd, (guint8 *) bytes + done, length - done, (off_t) (offset + done));
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return mvua_store_file_fail (error, n < 0 ? errno : EIO, "read", folder, path, 0);
      done += (gsize) n;
    }
  return TRUE;
}

/* The whole file in memory. */
static char *
slurp (int fd, const char *folder, const char *path, gsize length, GError **error)
{
  g_autofree char *text = g_try_malloc (length + 1);

  if (text == NULL)
    {
      mvua_store_file_fail (error, ENOMEM, "read", folder, path, length);
      return NULL;
    }
  for (gsize done = 0; done < length;)
    {
      const gssize n = read (fd, text + done, length - done);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          mvua_store_file_fail (error, n < 0 ? errno : EIO, "read", folder, path, 0);
          return NULL;
        }
      done += (gsize) n;
    }
  text[length] = '\0';
  return g_steal_pointer (&text);
}

char *
mvua_store_reader_load_at (int folder_fd,
                           const char *folder,
                           const char *path,
                           gsize max,
                           gsize *n,
                           GError **error)
{
  guint64 length = 0;
  char *text = NULL;

  const int fd = mvua_store_reader_open (folder_fd, path, &length);
  if (fd < 0)
    mvua_store_file_fail (error, errno, "open", folder, path, 0);
  else if (length > max)
    g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID,
                 "“%s/%s” is %" G_GUINT64_FORMAT
                 " bytes long, more than it could ever need",
                 folder, path, length);
  else
    text = slurp (fd, folder, path, (gsize) length, error);

  if (fd >= 0)
    close (fd);
  *n = (gsize) length;
  return text;
}

char *
mvua_store_reader_load (
    const char *folder, const char *path, gsize max, gsize *n, GError **error)
{
  const int folder_fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (folder_fd < 0)
    {
      mvua_store_file_fail (error, errno, "open the folder", folder, NULL, 0);
      return NULL;
    }
  char *text = mvua_store_reader_load_at (folder_fd, folder, path, max, n, error);
  close (folder_fd);
  return text;
}

char *
mvua_store_reader_dup_complaint (guint64 length,
                                 guint64 expected_length,
                                 guint32 crc32c,
                                 guint32 expected_crc32c)
{
  g_autofree char *is = mvua_store_file_dup_count (length);
  g_autofree char *was = mvua_store_file_dup_count (expected_length);

  if (length != expected_length)
    return g_strdup_printf ("is %s bytes long, %s were written", is, was);
  if (crc32c != expected_crc32c)
    return g_strdup_printf ("differs from what was written (CRC-32C 0x%08x instead of"
                            " 0x%08x)",
                            crc32c, expected_crc32c);
  return NULL;
}

static void
walk (int fd, const char *path, guint depth, MvuaStoreReaderFunc func, gpointer data);

/* One entry of a folder. */
static void
visit (int at,
       const char *name,
       const char *path,
       guint depth,
       MvuaStoreReaderFunc func,
       gpointer data)
{
  struct stat info;

  if (fstatat (at, name, &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR (info.st_mode))
    {
      func (path, NULL, data);
      return;
    }
  if (depth == MAX_DEPTH)
    {
      func (path, "is a folder too deep below the store", data);
      return;
    }

  const int fd = openat (at, name, OPEN_FOLDER);
  if (fd >= 0)
    walk (fd, path, depth + 1, func, data);
  else
    {
      g_autofree char *complaint =
          g_strconcat ("is a folder that cannot be read: ", g_strerror (errno), NULL);
      func (path, complaint, data);
    }
}

/* Takes @fd; @path is "" for the store's folder. */
static void
walk (int fd, const char *path, guint depth, MvuaStoreReaderFunc func, gpointer data)
{
  const struct dirent *entry;
  DIR *dir = fdopendir (fd);

  if (dir == NULL)
    {
      g_autofree char *complaint =
          g_strconcat ("is a folder that cannot be read: ", g_strerror (errno), NULL);
      func (path, complaint, data);
      close (fd);
      return;
    }

  while ((entry = readdir (dir)) != NULL)
    {
      if (strcmp (entry->d_name, ".") == 0 || strcmp (entry->d_name, "..") == 0)
        continue;
      g_autofree char *below = path[0] != '\0'
                                   ? g_strconcat (path, "/", entry->d_name, NULL)
                                   : g_strdup (entry->d_name);
      visit (dirfd (dir), entry->d_name, below, depth, func, data);
    }
  closedir (dir);
}

void
mvua_store_reader_walk (int folder_fd, MvuaStoreReaderFunc func, gpointer data)
{
  /* A description of its own: reading a folder moves the place in it. */
  const int fd = openat (folder_fd, ".", OPEN_FOLDER);

  if (fd >= 0)
    walk (fd, "", 0, func, data);
  else
    func ("", "is a folder that cannot be read", data);
}

gboolean
mvua_store_reader_walk_path (const char *folder,
                             MvuaStoreReaderFunc func,
                             gpointer data,
                             GError **error)
{
  const int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return mvua_store_file_fail (error, errno, "open the folder", folder, NULL, 0);
  mvua_store_reader_walk (fd, func, data);
  close (fd);
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* A descriptor of a folder below, or -1. */
static int
open_folder (int folder_fd, const char *path)
{
  g_auto (GStrv) segments = g_strsplit (path[0] != '\0' ? path : ".", "/", -1);
  int at = folder_fd;

  for (gsize i = 0; at >= 0 && segments[i] != NULL; i++)
    {
      const int fd = openat (at, segments[i], OPEN_FOLDER);
      if (at != folder_fd)
        close (at);
      at = fd;
    }
  return at;
}

GPtrArray *
mvua_store_reader_list_folders (int folder_fd, const char *path)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const int fd = open_folder (folder_fd, path);
  DIR *dir = fd >= 0 ? fdopendir (fd) : NULL;
  const struct dirent *entry;
  struct stat info;

  while (dir != NULL && (entry = readdir (dir)) != NULL)
    if (entry->d_name[0] != '.' &&
        (entry->d_type == DT_DIR ||
         (entry->d_type == DT_UNKNOWN &&
          fstatat (dirfd (dir), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
          S_ISDIR (info.st_mode))))
      g_ptr_array_add (names, g_strdup (entry->d_name));
  if (dir != NULL)
    closedir (dir);
  else if (fd >= 0)
    close (fd);
  g_ptr_array_sort (names, compare_names);
  return names;
}
