/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store-file.h"

#include "mvua-zarr-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* None that opening a folder could bring comes later. */
#define LAST_ERRNO EHOSTUNREACH

G_DEFINE_QUARK (mvua_zarr_error, mvua_zarr_error)

static const struct
{
  int number;
  const char *help;
} what_helps[] = {
  { ENOSPC, "free space or choose another folder" },
  { EDQUOT, "free space in your quota or choose another folder" },
  { EFBIG, "choose a folder where larger files are allowed" },
  { EROFS, "choose a folder that can be written to" },
  { EACCES, "choose a folder that you may write to" },
  { EPERM, "choose a folder that you may write to" },
  { ENAMETOOLONG, "choose a folder with a shorter path" },
  { EMFILE, "raise the limit of open files (ulimit -n)" },
  { ENFILE, "close programs that hold many files open" },
  { EIO, "the disk may be failing, choose another folder" },
  { ENOMEM, "close other programs or export less at once" },
};

const char *
mvua_store_file_get_help (int number)
{
  for (gsize i = 0; i < G_N_ELEMENTS (what_helps); i++)
    if (what_helps[i].number == number)
      return what_helps[i].help;
  return NULL;
}

gboolean
mvua_store_file_is_path (const char *path)
{
  if (!g_utf8_validate (path, -1, NULL))
    return FALSE;
  for (const char *p = path; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      return FALSE;

  /* An empty segment also stands for "", "/a", "a/" and "a//b". */
  for (const char *p = path;; p++)
    {
      const gsize n = strcspn (p, "/");
      if (n == 0 || (n == 1 && p[0] == '.') || (n == 2 && p[0] == '.' && p[1] == '.'))
        return FALSE;
      p += n;
      if (*p == '\0')
        return TRUE;
    }
}

gboolean
mvua_store_file_fail (GError **error,
                      int number,
                      const char *verb,
                      const char *folder,
                      const char *path,
                      guint64 n_bytes)
{
  g_autofree char *name = g_build_filename (folder, path, NULL);
  g_autofree char *count = mvua_store_file_dup_count (n_bytes);
  const char *help = mvua_store_file_get_help (number);

  g_set_error (error, MVUA_ZARR_ERROR,
               number == ENOMEM ? MVUA_ZARR_ERROR_NO_MEMORY : MVUA_ZARR_ERROR_IO,
               "Could not %s “%s”: %s%s%s%s%s%s", verb, name, g_strerror (number),
               n_bytes > 0 ? ": " : "", n_bytes > 0 ? count : "",
               n_bytes > 0 ? " bytes were needed" : "", help != NULL ? "; " : "",
               help != NULL ? help : "");
  return FALSE;
}

char *
mvua_store_file_dup_part (const char *path)
{
  const char *slash = strrchr (path, '/');
  const int n_folder = slash != NULL ? (int) (slash + 1 - path) : 0;

  return g_strdup_printf ("%.*s.%s.part", n_folder, path, path + n_folder);
}

gboolean
mvua_store_file_make_folders (const char *folder, const char *path, GError **error)
{
  g_autofree char *full = g_build_filename (folder, path, NULL);
  const gsize n_folder = strlen (full) - strlen (path);

  /* Not g_mkdir_with_parents(): a store that was deleted meanwhile stays deleted. */
  for (char *p = full + n_folder;; p++)
    {
      p += strcspn (p, "/");
      const char c = *p;
      *p = '\0';
      if (mkdir (full, 0777) != 0 && errno != EEXIST)
        return mvua_store_file_fail (error, errno, "make the folder", full, NULL, 0);
      *p = c;
      if (c == '\0')
        return TRUE;
    }
}

int
mvua_store_file_open (const char *folder, const char *path, GError **error)
{
  const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW;
  g_autofree char *full = g_build_filename (folder, path, NULL);
  const char *slash = strrchr (path, '/');

  int fd = g_open (full, flags, 0666);
  if (fd < 0 && errno == ENOENT && slash != NULL)
    {
      g_autofree char *above = g_strndup (path, (gsize) (slash - path));
      if (!mvua_store_file_make_folders (folder, above, error))
        return -1;
      fd = g_open (full, flags, 0666);
    }
  if (fd < 0)
    mvua_store_file_fail (error, errno, "open", folder, path, 0);
  return fd;
}

gboolean
mvua_store_file_put (int fd,
                     const void *data,
                     gsize length,
                     guint64 offset,
                     const char *folder,
                     const char *path,
                     GError **error)
{
  const guint8 *bytes = data;

  for (gsize done = 0; done < length;)
    {
      const gssize n = pwrite (fd, bytes + done, length - done, (off_t) (offset + done));
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return mvua_store_file_fail (error, n < 0 ? errno : EIO, "write", folder, path,
                                     length);
      done += (gsize) n;
    }
  return TRUE;
}

gboolean
mvua_store_file_close (
    int fd, gboolean ok, const char *folder, const char *path, GError **error)
{
  /* Linux closes the descriptor even where it was interrupted: never twice. */
  if (close (fd) != 0 && errno != EINTR && ok)
    return mvua_store_file_fail (error, errno, "close", folder, path, 0);
  return ok;
}

gboolean
mvua_store_file_rename (const char *folder, const char *path, GError **error)
{
  g_autofree char *part = mvua_store_file_dup_part (path);
  g_autofree char *from = g_build_filename (folder, part, NULL);
  g_autofree char *to = g_build_filename (folder, path, NULL);

  if (g_rename (from, to) != 0)
    return mvua_store_file_fail (error, errno, "rename a file to", folder, path, 0);
  return TRUE;
}

/* Makes the names in the folder that holds @path durable. */
static gboolean
sync_folder_of (const char *folder, const char *path, GError **error)
{
  g_autofree char *full = g_build_filename (folder, path, NULL);
  g_autofree char *above = g_path_get_dirname (full);

  const int fd = g_open (above, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (fd < 0)
    return mvua_store_file_fail (error, errno, "open the folder", above, NULL, 0);

  /* EINVAL: a file system that knows no such thing, which is then nobody's fault. */
  gboolean ok = fsync (fd) == 0 || errno == EINVAL;
  if (!ok)
    mvua_store_file_fail (error, errno, "make durable the folder", above, NULL, 0);
  return mvua_store_file_close (fd, ok, above, NULL, error);
}

static gboolean
write_part (const char *folder,
            const char *part,
            const void *data,
            gsize length,
            gboolean durable,
            GError **error)
{
  const int fd = mvua_store_file_open (folder, part, error);
  if (fd < 0)
    return FALSE;

  gboolean ok = ftruncate (fd, 0) == 0;
  if (!ok)
    mvua_store_file_fail (error, errno, "empty", folder, part, 0);
  ok = ok && mvua_store_file_put (fd, data, length, 0, folder, part, error);
  if (ok && durable && fsync (fd) != 0)
    ok = mvua_store_file_fail (error, errno, "make durable", folder, part, length);
  return mvua_store_file_close (fd, ok, folder, part, error);
}

gboolean
mvua_store_file_write (const char *folder,
                       const char *path,
                       const void *data,
                       gsize length,
                       gboolean durable,
                       GError **error)
{
  g_autofree char *part = mvua_store_file_dup_part (path);

  if (!write_part (folder, part, data, length, durable, error) ||
      !mvua_store_file_rename (folder, path, error))
    {
      g_autofree char *full = g_build_filename (folder, part, NULL);
      g_unlink (full);
      return FALSE;
    }
  return !durable || sync_folder_of (folder, path, error);
}

gboolean
mvua_store_file_sync_all (const char *folder, GError **error)
{
  const int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (fd < 0)
    return mvua_store_file_fail (error, errno, "open the folder", folder, NULL, 0);

  gboolean ok = syncfs (fd) == 0;
  if (!ok)
    mvua_store_file_fail (error, errno, "make durable the folder", folder, NULL, 0);
  return mvua_store_file_close (fd, ok, folder, NULL, error);
}

GDir *
mvua_store_file_list (const char *path, int *number)
{
  g_autoptr (GError) error = NULL;
  GDir *dir = g_dir_open (path, 0, &error);

  for (*number = 0; error != NULL && *number < LAST_ERRNO; ++*number)
    if (g_file_error_from_errno (*number) == (GFileError) error->code)
      break;
  return dir;
}

char *
mvua_store_file_dup_count (guint64 count)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%" G_GUINT64_FORMAT, count);
  for (gssize i = (gssize) text->len - 3; i > 0; i -= 3)
    g_string_insert_c (text, i, ',');
  return g_string_free (text, FALSE);
}
