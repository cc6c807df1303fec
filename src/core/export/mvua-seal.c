/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-seal.h"

#include "mvua-crc32c.h"
#include "mvua-origins.h"
#include "mvua-store-file.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE ((gsize) 256 << 10)
#define MOST_FIELDS ((guint64) 64 << 20)

/*
 * mvua-seal 1
 * file 00000000000012ab 5d1b8a0e       length and checksum of the file without the rest
 * fields 00000000000001ff e3069283     … and of what stands behind it
 * seal 8a0e5d1b                        checksum of the lines above
 */
#define HEAD "mvua-seal 1\n"
#define LINES_LENGTH (MVUA_SEAL_LENGTH - 14)

typedef struct
{
  guint64 file_length;
  guint64 fields_length;
  guint32 file_crc32c;
  guint32 fields_crc32c;
} Seal;

static void
format_seal (const Seal *seal, char text[MVUA_SEAL_LENGTH + 1])
{
  const int n = g_snprintf (text, LINES_LENGTH + 1,
                            HEAD "file %016" G_GINT64_MODIFIER
                                 "x %08x\nfields %016" G_GINT64_MODIFIER "x %08x\n",
                            seal->file_length, seal->file_crc32c, seal->fields_length,
                            seal->fields_crc32c);

  g_assert (n == LINES_LENGTH);
  g_snprintf (text + LINES_LENGTH, MVUA_SEAL_LENGTH - LINES_LENGTH + 1, "seal %08x\n",
              mvua_crc32c (0, text, LINES_LENGTH));
}

static guint64
parse_hex (const char *text, guint n_digits)
{
  guint64 number = 0;

  for (guint i = 0; i < n_digits; i++)
    number = number << 4 | (guint64) MAX (g_ascii_xdigit_value (text[i]), 0);
  return number;
}

/* Only what format_seal() would write is one. */
static gboolean
parse_seal (const char *text, Seal *seal)
{
  char again[MVUA_SEAL_LENGTH + 1];

  *seal = (Seal){ .file_length = parse_hex (text + 17, 16),
                  .file_crc32c = (guint32) parse_hex (text + 34, 8),
                  .fields_length = parse_hex (text + 50, 16),
                  .fields_crc32c = (guint32) parse_hex (text + 67, 8) };
  format_seal (seal, again);
  return memcmp (text, again, MVUA_SEAL_LENGTH) == 0;
}

static gboolean
sum_range (int fd,
           const char *path,
           guint64 length,
           guint32 *crc,
           GCancellable *cancellable,
           GError **error)
{
  g_autofree guint8 *piece = g_try_malloc (PIECE);

  *crc = 0;
  if (piece == NULL)
    return mvua_store_file_fail (error, ENOMEM, "read", path, NULL, PIECE);
  for (guint64 at = 0; at < length;)
    {
      const gsize n = (gsize) MIN (PIECE, length - at);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !mvua_store_reader_read_at (fd, path, NULL, piece, n, at, error))
        return FALSE;
      *crc = mvua_crc32c (*crc, piece, n);
      at += n;
    }
  return TRUE;
}

static int
open_whole (const char *path, int flags, guint64 *length, GError **error)
{
  /* A named pipe must not make anyone wait. */
  const int fd = open (path, flags | O_CLOEXEC | O_NONBLOCK);
  struct stat status = { 0 };

  if (fd < 0 || fstat (fd, &status) < 0)
    mvua_store_file_fail (error, errno, "open", path, NULL, 0);
  else if (!S_ISREG (status.st_mode))
    mvua_store_file_fail (error, EINVAL, "read as a file", path, NULL, 0);
  else
    {
      *length = (guint64) status.st_size;
      return fd;
    }
  if (fd >= 0)
    close (fd);
  return -1;
}

static gboolean
append (int fd, const char *path, Seal *seal, GBytes *fields, GError **error)
{
  gsize n = 0;
  const void *bytes = g_bytes_get_data (fields, &n);
  char text[MVUA_SEAL_LENGTH + 1];

  seal->fields_length = n;
  seal->fields_crc32c = mvua_crc32c (0, bytes, n);
  format_seal (seal, text);
  if (!mvua_store_file_put (fd, bytes, n, seal->file_length, path, NULL, error) ||
      !mvua_store_file_put (fd, text, MVUA_SEAL_LENGTH, seal->file_length + n, path, NULL,
                            error))
    return FALSE;
  return fsync (fd) == 0 || mvua_store_file_fail (error, errno, "make durable", path,
                                                  NULL, seal->file_length + n);
}

gboolean
mvua_seal_put (const char *path, GBytes *fields, GError **error)
{
  Seal seal = { 0 };
  const int fd = open_whole (path, O_RDWR, &seal.file_length, error);

  if (fd < 0)
    return FALSE;
  const gboolean ok =
      sum_range (fd, path, seal.file_length, &seal.file_crc32c, NULL, error) &&
      append (fd, path, &seal, fields, error);
  return mvua_store_file_close (fd, ok, path, NULL, error);
}

static gboolean
add_to_table (MvuaFileTable *table, const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  guint64 length = 0;
  guint32 crc = 0;
  const int fd = open_whole (path, O_RDONLY, &length, error);

  if (fd < 0)
    return FALSE;
  const gboolean ok = sum_range (fd, path, length, &crc, NULL, error);
  close (fd);
  mvua_file_table_add (table, name, length, crc);
  return ok;
}

gboolean
mvua_seal_folder (const char *folder,
                  const GPtrArray *names,
                  GBytes *fields,
                  GError **error)
{
  static const char fields_path[] = ".mvua/" MVUA_ORIGINS_FILE;
  g_autoptr (MvuaFileTable) table = mvua_file_table_new ();

  if (!mvua_store_file_write (folder, fields_path, g_bytes_get_data (fields, NULL),
                              g_bytes_get_size (fields), TRUE, error) ||
      !add_to_table (table, folder, fields_path, error))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (!add_to_table (table, folder, g_ptr_array_index (names, i), error))
      return FALSE;
  return mvua_file_table_write (table, folder, error);
}

static gboolean
read_seal (int fd, const char *path, guint64 length, Seal *seal, GError **error)
{
  char text[MVUA_SEAL_LENGTH];

  if (length >= MVUA_SEAL_LENGTH)
    {
      if (!mvua_store_reader_read_at (fd, path, NULL, text, sizeof text,
                                      length - MVUA_SEAL_LENGTH, error))
        return FALSE;
      if (parse_seal (text, seal))
        return TRUE;
    }
  g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID,
               "“%s” does not end with the checksums that an export puts there: it was "
               "changed since, or is of an earlier version, or of something else",
               path);
  return FALSE;
}

/* Returns: %FALSE with @error set for what is no complaint about the file */
static gboolean
find_complaint (int fd,
                const char *path,
                guint64 length,
                const Seal *seal,
                char **complaint,
                GCancellable *cancellable,
                GError **error)
{
  const guint64 expected = seal->file_length + seal->fields_length + MVUA_SEAL_LENGTH;
  guint32 crc = 0;

  *complaint = length != expected || seal->fields_length > MOST_FIELDS
                   ? mvua_store_reader_dup_complaint (length, expected, 0, 0)
                   : NULL;
  if (*complaint != NULL)
    return TRUE;
  if (!sum_range (fd, path, seal->file_length, &crc, cancellable, error))
    return FALSE;
  *complaint = mvua_store_reader_dup_complaint (seal->file_length, seal->file_length, crc,
                                                seal->file_crc32c);
  if (*complaint != NULL)
    return TRUE;
  g_autoptr (GBytes) fields = mvua_seal_load_fields (path, NULL);
  if (fields == NULL)
    *complaint = g_strdup ("differs from what was written, in the table of its fields");
  return TRUE;
}

gint64
mvua_seal_verify (const char *path,
                  MvuaVerifyFunc func,
                  gpointer data,
                  guint64 *n_bytes,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *complaint = NULL;
  guint64 length = 0;
  Seal seal;
  const int fd = open_whole (path, O_RDONLY, &length, error);

  if (fd < 0)
    return -1;
  const gboolean ok =
      read_seal (fd, path, length, &seal, error) &&
      find_complaint (fd, path, length, &seal, &complaint, cancellable, error);
  close (fd);
  if (!ok)
    return -1;
  if (n_bytes != NULL)
    *n_bytes = length;
  if (func != NULL)
    func (name, complaint, data);
  return complaint != NULL ? 1 : 0;
}

GBytes *
mvua_seal_load_fields (const char *path, GError **error)
{
  guint64 length = 0;
  Seal seal;
  const int fd = open_whole (path, O_RDONLY, &length, error);
  g_autofree guint8 *bytes = NULL;
  gboolean ok = fd >= 0 && read_seal (fd, path, length, &seal, error);

  if (ok)
    {
      bytes = seal.fields_length <= MIN (MOST_FIELDS, length)
                  ? g_try_malloc (MAX (seal.fields_length, 1))
                  : NULL;
      ok = bytes != NULL
               ? mvua_store_reader_read_at (fd, path, NULL, bytes, seal.fields_length,
                                            seal.file_length, error)
               : mvua_store_file_fail (error, ENOMEM, "read", path, NULL, 0);
    }
  if (fd >= 0)
    close (fd);
  if (!ok)
    return NULL;
  if (mvua_crc32c (0, bytes, seal.fields_length) == seal.fields_crc32c)
    return g_bytes_new_take (g_steal_pointer (&bytes), seal.fields_length);
  g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID,
               "“%s”: the table of its fields differs from what was written", path);
  return NULL;
}
