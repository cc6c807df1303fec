/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-crc32c.h"
#include "mvua-file-table.h"
#include "mvua-store-file.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PIECE ((gsize) 256 << 10)

typedef struct
{
  MvuaFileTable *table;
  int folder_fd;
  guint8 *piece; /* PIECE bytes */
  guint64 n_bytes;
  GCancellable *cancellable;

  GPtrArray *paths;    /* (element-type filename): table and folder, sorted */
  GHashTable *strange; /* (element-type filename utf8): complaints of the walk */
} Verify;

static void
verify_clear (Verify *self)
{
  g_clear_pointer (&self->table, mvua_file_table_free);
  g_clear_pointer (&self->paths, g_ptr_array_unref);
  g_clear_pointer (&self->strange, g_hash_table_unref);
  g_clear_pointer (&self->piece, g_free);
  if (self->folder_fd >= 0)
    close (self->folder_fd);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Verify, verify_clear)

/* What the walk finds beside the table's files. */
static void
collect (const char *path, const char *complaint, gpointer data)
{
  Verify *self = data;

  if (complaint == NULL && (mvua_file_table_lookup (self->table, path, NULL, NULL) ||
                            g_str_equal (path, ".mvua/files")))
    return;
  if (complaint == NULL)
    complaint = "is not in the table";
  if (!mvua_file_table_lookup (self->table, path, NULL, NULL))
    g_ptr_array_add (self->paths, g_strdup (path));
  g_hash_table_replace (self->strange, g_strdup (path), g_strdup (complaint));
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  const char *const *left = a, *const *right = b;

  return strcmp (*left, *right);
}

/* Reads a file to its end or to @length.  Returns: an errno, 0 if all went well */
static int
read_sum (Verify *self, int fd, guint64 length, guint64 *n_read, guint32 *crc)
{
  *n_read = 0;
  *crc = 0;
  while (*n_read < length && !g_cancellable_is_cancelled (self->cancellable))
    {
      const gssize n = read (fd, self->piece, (gsize) MIN (PIECE, length - *n_read));
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno;
      if (n == 0)
        break;
      *n_read += (guint64) n;
      *crc = mvua_crc32c (*crc, self->piece, (gsize) n);
    }
  self->n_bytes += *n_read;
  return 0;
}

static char *
complain_about_open (int number)
{
  if (number == ENOENT)
    return g_strdup ("is missing");
  if (number == ELOOP)
    return g_strdup ("is a symbolic link, which is not followed");
  if (number == ENOTDIR)
    return g_strdup ("is missing: a link or a file stands where its folder should");
  if (number == EINVAL)
    return g_strdup ("is not a plain file");
  return g_strdup_printf ("could not be opened: %s", g_strerror (number));
}

/* (nullable): what is wrong with a file of the table. */
static char *
check_file (Verify *self, const char *path, guint64 expected, guint32 expected_crc)
{
  guint64 length = 0, n_read = 0;
  guint32 crc = 0;

  const int fd = mvua_store_reader_open (self->folder_fd, path, &length);
  if (fd < 0)
    return complain_about_open (errno);

  const int number = length == expected ? read_sum (self, fd, length, &n_read, &crc) : 0;
  close (fd);

  if (number != 0)
    return g_strdup_printf ("could not be read: %s", g_strerror (number));
  return mvua_store_reader_dup_complaint (length == expected ? n_read : length, expected,
                                          crc, expected_crc);
}

static gboolean
verify_open (Verify *self, const char *folder, GError **error)
{
  self->table = mvua_file_table_read (folder, error);
  if (self->table == NULL)
    return FALSE;

  self->folder_fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (self->folder_fd < 0)
    return mvua_store_file_fail (error, errno, "open the folder", folder, NULL, 0);
  self->piece = g_try_malloc (PIECE);
  if (self->piece == NULL)
    return mvua_store_file_fail (error, ENOMEM, "read the folder", folder, NULL, 0);

  self->paths = mvua_file_table_list (self->table);
  self->strange = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  mvua_store_reader_walk (self->folder_fd, collect, self);
  g_ptr_array_sort (self->paths, compare_paths);
  return TRUE;
}

gint64
mvua_file_table_verify (const char *folder,
                        MvuaVerifyFunc func,
                        gpointer data,
                        guint64 *n_bytes,
                        GCancellable *cancellable,
                        GError **error)
{
  g_auto (Verify) self = { .folder_fd = -1, .cancellable = cancellable };
  gint64 n_complaints = 0;

  g_return_val_if_fail (folder != NULL, -1);
  g_return_val_if_fail (error == NULL || *error == NULL, -1);

  if (!verify_open (&self, folder, error))
    return -1;

  for (guint i = 0; i < self.paths->len; i++)
    {
      const char *path = g_ptr_array_index (self.paths, i);
      g_autofree char *complaint = g_strdup (g_hash_table_lookup (self.strange, path));
      guint64 length;
      guint32 crc;

      if (complaint == NULL && mvua_file_table_lookup (self.table, path, &length, &crc))
        complaint = check_file (&self, path, length, crc);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return -1;

      /* A name that somebody else chose may hold anything. */
      g_autofree char *shown =
          mvua_store_file_is_path (path) ? NULL : g_strescape (path, NULL);
      if (func != NULL)
        func (shown != NULL ? shown : path, complaint, data);
      n_complaints += complaint != NULL;
    }

  if (n_bytes != NULL)
    *n_bytes = self.n_bytes;
  return n_complaints;
}
