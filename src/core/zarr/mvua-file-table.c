/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-file-table.h"

#include "mvua-crc32c.h"
#include "mvua-store-file.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-writer.h"

#include <stdlib.h>
#include <string.h>

/*
 * mvua-files 1
 * e3069283 9 gep01/tp/0.0.0          checksum, length, path; sorted by path
 * end 1 5d1b8a0e                     number of files, checksum of the lines above
 */
#define TABLE_PATH ".mvua/files"
#define TABLE_HEAD "mvua-files 1\n"
/* Half a million files; a larger table is not one of ours. */
#define TABLE_MAX_BYTES ((gsize) 64 << 20)

typedef struct
{
  guint64 length;
  guint32 crc32c;
} Entry;

struct _MvuaFileTable
{
  GMutex mutex;
  GHashTable *entries; /* (element-type utf8 Entry) */
};

MvuaFileTable *
mvua_file_table_new (void)
{
  MvuaFileTable *self = g_new0 (MvuaFileTable, 1);

  g_mutex_init (&self->mutex);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
mvua_file_table_free (MvuaFileTable *self)
{
  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
mvua_file_table_add (MvuaFileTable *self,
                     const char *path,
                     guint64 length,
                     guint32 crc32c)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (path != NULL && mvua_store_file_is_path (path));

  Entry *entry = g_new (Entry, 1);
  *entry = (Entry){ .length = length, .crc32c = crc32c };

  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_hash_table_replace (self->entries, g_strdup (path), entry);
}

gboolean
mvua_file_table_lookup (MvuaFileTable *self,
                        const char *path,
                        guint64 *length,
                        guint32 *crc32c)
{
  g_return_val_if_fail (self != NULL && path != NULL, FALSE);

  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  const Entry *entry = g_hash_table_lookup (self->entries, path);
  if (entry == NULL)
    return FALSE;
  if (length != NULL)
    *length = entry->length;
  if (crc32c != NULL)
    *crc32c = entry->crc32c;
  return TRUE;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  const char *const *left = a, *const *right = b;

  return strcmp (*left, *right);
}

GPtrArray *
mvua_file_table_list (MvuaFileTable *self)
{
  GPtrArray *paths = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer path;

  g_return_val_if_fail (self != NULL, paths);

  g_mutex_lock (&self->mutex);
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &path, NULL))
    g_ptr_array_add (paths, g_strdup (path));
  g_mutex_unlock (&self->mutex);

  g_ptr_array_sort (paths, compare_paths);
  return paths;
}

gboolean
mvua_file_table_write (MvuaFileTable *self, const char *folder, GError **error)
{
  g_return_val_if_fail (self != NULL && folder != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  g_autoptr (GPtrArray) paths = mvua_file_table_list (self);
  g_autoptr (GString) text = g_string_new (TABLE_HEAD);

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      guint64 length = 0;
      guint32 crc = 0;

      mvua_file_table_lookup (self, path, &length, &crc);
      g_string_append_printf (text, "%08x %" G_GUINT64_FORMAT " %s\n", crc, length, path);
    }
  const guint32 sum = mvua_crc32c (0, text->str, text->len);
  g_string_append_printf (text, "end %u %08x\n", paths->len, sum);

  return mvua_store_file_write (folder, TABLE_PATH, text->str, text->len, TRUE, error);
}

/* A table that is read, line by line. */
typedef struct
{
  const char *folder;
  const char *text;
  gsize length;
  gsize at;     /* where the next line begins */
  guint number; /* of the line at hand, from 1 */
} Lines;

static gboolean
fail (const Lines *lines, const char *expected, GError **error)
{
  g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID,
               "“%s/" TABLE_PATH "”, line %u: expected %s", lines->folder, lines->number,
               expected);
  return FALSE;
}

/* (transfer full) (nullable): the next line without its end; NULL where the text ends,
 * or has a NUL in it, before the line does. */
static char *
next_line (Lines *lines)
{
  const char *begin = lines->text + lines->at;
  const gsize left = lines->length - lines->at;
  const char *end = left > 0 ? memchr (begin, '\n', left) : NULL;

  lines->number++;
  if (end == NULL || memchr (begin, '\0', (gsize) (end - begin)) != NULL)
    return NULL;
  lines->at += (gsize) (end - begin) + 1;
  return g_strndup (begin, (gsize) (end - begin));
}

/* Reads just what is written: eight digits, small letters. */
static gboolean
parse_crc (const char *text, const char **end, guint32 *crc)
{
  *crc = 0;
  for (*end = text; *end < text + 8; (*end)++)
    {
      const int digit = g_ascii_isupper (**end) ? -1 : g_ascii_xdigit_value (**end);
      if (digit < 0)
        return FALSE;
      *crc = *crc << 4 | (guint32) digit;
    }
  return TRUE;
}

/* Digits without a zero in front. */
static gboolean
parse_count (const char *text, const char **end, guint64 *count)
{
  *count = 0;
  for (*end = text; g_ascii_isdigit (**end); (*end)++)
    if (!g_uint64_checked_mul (count, *count, 10) ||
        !g_uint64_checked_add (count, *count, (guint64) g_ascii_digit_value (**end)))
      return FALSE;
  return *end > text && (text[0] != '0' || *end == text + 1);
}

/* "e3069283 9 gep01/tp/0.0.0", which must come after @last. */
static gboolean
parse_file (MvuaFileTable *self,
            const Lines *lines,
            const char *line,
            char **last,
            GError **error)
{
  const char *p;
  guint32 crc;
  guint64 length;

  if (!parse_crc (line, &p, &crc) || *p != ' ')
    return fail (lines, "a checksum of eight digits, or the end line", error);
  if (!parse_count (p + 1, &p, &length) || *p != ' ')
    return fail (lines, "a length in bytes", error);
  if (!mvua_store_file_is_path (p + 1))
    return fail (lines, "a path below the store", error);
  if (*last != NULL && strcmp (*last, p + 1) >= 0)
    return fail (lines, "a path that sorts after the one above", error);

  mvua_file_table_add (self, p + 1, length, crc);
  g_free (*last);
  *last = g_strdup (p + 1);
  return TRUE;
}

/* "end 1 5d1b8a0e"; @n_above: bytes of the lines above. */
static gboolean
parse_end (MvuaFileTable *self,
           const Lines *lines,
           const char *line,
           gsize n_above,
           GError **error)
{
  const char *p;
  guint64 count;
  guint32 crc;

  if (!parse_count (line + strlen ("end "), &p, &count) || *p != ' ')
    return fail (lines, "a number of files", error);
  if (count != g_hash_table_size (self->entries))
    return fail (lines, "the number of files that are listed above", error);
  if (!parse_crc (p + 1, &p, &crc) || *p != '\0')
    return fail (lines, "a checksum of eight digits", error);
  if (crc != mvua_crc32c (0, lines->text, n_above))
    return fail (lines, "the checksum of the lines above", error);
  if (lines->at != lines->length)
    return fail (lines, "the end of the file after this line", error);
  return TRUE;
}

static gboolean
parse (MvuaFileTable *self, Lines *lines, GError **error)
{
  g_autofree char *last = NULL;
  g_autofree char *head = next_line (lines);

  if (head == NULL || !g_str_equal (head, "mvua-files 1"))
    return fail (lines, "“mvua-files 1”", error);

  while (TRUE)
    {
      const gsize n_above = lines->at;
      g_autofree char *line = next_line (lines);

      if (line == NULL)
        return fail (lines, "a whole line, as far as the end line", error);
      if (g_str_has_prefix (line, "end "))
        return parse_end (self, lines, line, n_above, error);
      if (!parse_file (self, lines, line, &last, error))
        return FALSE;
    }
}

MvuaFileTable *
mvua_file_table_read (const char *folder, GError **error)
{
  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  g_autoptr (MvuaFileTable) self = mvua_file_table_new ();
  g_autofree char *text = NULL;
  Lines lines = { .folder = folder };

  text =
      mvua_store_reader_load (folder, TABLE_PATH, TABLE_MAX_BYTES, &lines.length, error);
  if (text == NULL)
    return NULL;
  lines.text = text;
  if (!parse (self, &lines, error))
    return NULL;
  return g_steal_pointer (&self);
}
