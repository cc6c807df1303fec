/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ref-folder.h"

#include "mvua-file.h"
#include "mvua-parquet.h"
#include "mvua-ref-arrays.h"
#include "mvua-ref-json.h"
#include "mvua-ref-parquet.h"

#include <string.h>

#define METADATA ".zmetadata"
#define RECORD_SIZE "record_size"

#define MOST_ROWS 1000000000

typedef struct
{
  const char *path;
  gint64 record_size;
  MvuaRefBuilder *builder;
  GCancellable *cancellable;
} Reading;

gboolean
mvua_ref_folder_is (const char *path)
{
  g_autofree char *name = g_build_filename (path, METADATA, NULL);
  gsize n = 0;
  g_autofree char *text =
      g_file_test (name, G_FILE_TEST_IS_REGULAR)
          ? mvua_file_read_text (name, MVUA_REF_JSON_LARGEST, &n, NULL)
          : NULL;

  return text != NULL && g_strstr_len (text, (gssize) n, "\"" RECORD_SIZE "\"") != NULL;
}

/* Columns of one file; -1 for one that it does not have. */
typedef struct
{
  MvuaParquetTable *table;
  int path;
  int offset;
  int size;
  int raw;
} Columns;

static gboolean
has_type (const Columns *columns, int column, gboolean is_number)
{
  if (column < 0)
    return TRUE;
  const MvuaParquetType type =
      mvua_parquet_table_get_column_type (columns->table, (guint) column);
  return is_number ? type == MVUA_PARQUET_INT64
                   : type == MVUA_PARQUET_BYTES || type == MVUA_PARQUET_TEXT;
}

static gboolean
find_columns (Columns *self, const char *name, GError **error)
{
  self->path = mvua_parquet_table_find (self->table, "path");
  self->offset = mvua_parquet_table_find (self->table, "offset");
  self->size = mvua_parquet_table_find (self->table, "size");
  self->raw = mvua_parquet_table_find (self->table, "raw");
  if ((self->path >= 0 || self->raw >= 0) && has_type (self, self->path, FALSE) &&
      has_type (self, self->offset, TRUE) && has_type (self, self->size, TRUE) &&
      has_type (self, self->raw, FALSE))
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "%s: expected the columns path, offset, size and raw", name);
  return FALSE;
}

/* A value that is there and not empty of a column that may not be. */
static const guint8 *
get_bytes (const Columns *columns, int column, guint64 row, gsize *n)
{
  return column >= 0
             ? mvua_parquet_table_get_bytes (columns->table, (guint) column, row, n)
             : NULL;
}

static gint64
get_number (const Columns *columns, int column, guint64 row)
{
  return column >= 0 ? mvua_parquet_table_get_int64 (columns->table, (guint) column, row)
                     : 0;
}

static gboolean
add_row (Reading *self,
         const MvuaRefArray *array,
         const Columns *columns,
         guint64 row,
         guint64 number,
         GError **error)
{
  gsize n_raw = 0;
  gsize n_url = 0;
  const guint8 *raw = get_bytes (columns, columns->raw, row, &n_raw);
  const guint8 *bytes = get_bytes (columns, columns->path, row, &n_url);
  const gint64 offset = get_number (columns, columns->offset, row);
  const gint64 size = get_number (columns, columns->size, row);

  if (raw == NULL && (bytes == NULL || n_url == 0))
    return TRUE;
  if (number >= mvua_ref_array_n_chunks (array) || offset < 0 || size < 0 ||
      (bytes != NULL && memchr (bytes, 0, n_url) != NULL))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE, "row %" G_GUINT64_FORMAT " %s",
                   row,
                   offset < 0 || size < 0 ? "has a negative offset or size"
                                          : "belongs to no chunk of the array");
      return FALSE;
    }
  g_autofree char *key = mvua_ref_array_chunk_key (array, number);
  if (raw != NULL)
    return mvua_ref_builder_add_bytes (self->builder, key, raw, n_raw, error);
  g_autofree char *url = g_strndup ((const char *) bytes, n_url);
  if (offset == 0 && size == 0)
    return mvua_ref_builder_add_whole (self->builder, key, url, error);
  return mvua_ref_builder_add_range (self->builder, key, url, (guint64) offset,
                                     (guint64) size, error);
}

static gboolean
add_table (Reading *self,
           const MvuaRefArray *array,
           const char *name,
           guint64 record,
           const Columns *columns,
           GError **error)
{
  const guint64 n_rows = mvua_parquet_table_get_n_rows (columns->table);

  if (n_rows > (guint64) self->record_size)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "%s: it has %" G_GUINT64_FORMAT
                   " rows, more than the record_size %" G_GINT64_FORMAT,
                   name, n_rows, self->record_size);
      return FALSE;
    }
  for (guint64 row = 0; row < n_rows; row++)
    if (!add_row (self, array, columns, row, record * (guint64) self->record_size + row,
                  error))
      {
        g_prefix_error (error, "%s: ", name);
        return FALSE;
      }
  return TRUE;
}

static gboolean
add_file (Reading *self,
          const MvuaRefArray *array,
          const char *name,
          guint64 record,
          GError **error)
{
  static const char *const names[] = { "path", "offset", "size", "raw", NULL };
  GError *local_error = NULL;
  gsize n = 0;
  char *bytes = mvua_file_read_text (name, MVUA_REF_PARQUET_LARGEST, &n, error);

  if (bytes == NULL)
    return FALSE;
  g_autoptr (GBytes) file = g_bytes_new_take (bytes, n);
  g_autoptr (MvuaParquetTable) table = mvua_parquet_read (file, names, &local_error);
  if (table == NULL)
    return mvua_ref_parquet_fail (name, local_error, error);
  Columns columns = { .table = table };
  return find_columns (&columns, name, error) &&
         add_table (self, array, name, record, &columns, error);
}

/* "refs.12.parq" → 12 */
static gboolean
parse_name (const char *name, guint64 *record)
{
  g_autofree char *digits = NULL;

  if (!g_str_has_prefix (name, "refs.") || !g_str_has_suffix (name, ".parq") ||
      strlen (name) <= strlen ("refs..parq"))
    return FALSE;
  digits = g_strndup (name + strlen ("refs."),
                      strlen (name) - strlen ("refs.") - strlen (".parq"));
  return g_ascii_string_to_unsigned (digits, 10, 0, G_MAXINT32, record, NULL);
}

/* All files that the array's folder has: their number is not taken from the metadata. */
static gboolean
add_array (Reading *self, const MvuaRefArray *array, GError **error)
{
  g_autofree char *folder = g_build_filename (self->path, array->path, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);
      guint64 record = 0;
      if (parse_name (name, &record) && !add_file (self, array, file, record, error))
        return FALSE;
    }
  return TRUE;
}

/* Each key of the metadata is an entry of its own. */
static gboolean
add_metadata (Reading *self, json_object *metadata, GError **error)
{
  json_object_object_foreach (metadata, key, value)
  {
    gsize n = 0;
    const char *text =
        json_object_get_type (value) == json_type_string
            ? json_object_get_string (value)
            : json_object_to_json_string_length (
                  value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &n);
    if (json_object_get_type (value) == json_type_string)
      n = (gsize) json_object_get_string_len (value);
    if (!mvua_ref_builder_add_bytes (self->builder, key, text, n, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
read_metadata (Reading *self, const char *name, json_object *json, GError **error)
{
  json_object *metadata = NULL;
  json_object *size = NULL;
  const gboolean is_object = json_object_get_type (json) == json_type_object;

  if (!is_object || !json_object_object_get_ex (json, "metadata", &metadata) ||
      json_object_get_type (metadata) != json_type_object ||
      !json_object_object_get_ex (json, RECORD_SIZE, &size) ||
      json_object_get_type (size) != json_type_int || json_object_get_int64 (size) < 1 ||
      json_object_get_int64 (size) > MOST_ROWS)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "%s: expected an object “metadata” and a positive “record_size”",
                   name);
      return FALSE;
    }
  self->record_size = json_object_get_int64 (size);
  if (add_metadata (self, metadata, error))
    return TRUE;
  g_prefix_error (error, "%s: ", name);
  return FALSE;
}

static gboolean
read_folder (Reading *self, GError **error)
{
  g_autofree char *name = g_build_filename (self->path, METADATA, NULL);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  gsize n = 0;
  g_autofree char *text = mvua_file_read_text (name, MVUA_REF_JSON_LARGEST, &n, error);

  if (text == NULL)
    return FALSE;
  json_object *json = mvua_ref_json_parse (text, n, name, error);
  if (json == NULL && error != NULL && *error != NULL)
    return FALSE;
  const gboolean is_read = read_metadata (self, name, json, error);
  json_object_put (json);
  if (!is_read)
    return FALSE;

  /* The arrays are those of a set of the metadata alone, which the builder starts with.
   */
  g_autoptr (MvuaRefSet) set = mvua_ref_builder_end (self->builder);
  g_autoptr (GPtrArray) arrays = mvua_ref_arrays_list (set, notes);
  for (guint i = 0; i < mvua_ref_set_get_n (set); i++)
    {
      MvuaRef ref;
      mvua_ref_set_get (set, i, &ref);
      if (!mvua_ref_builder_add_bytes (self->builder, ref.key, ref.bytes, ref.n_bytes,
                                       error))
        return FALSE;
    }
  for (guint i = 0; i < arrays->len; i++)
    if (!add_array (self, g_ptr_array_index (arrays, i), error))
      return FALSE;
  return TRUE;
}

MvuaRefSet *
mvua_ref_folder_read (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (MvuaRefBuilder) builder = mvua_ref_builder_new ();
  Reading reading = { .path = path, .builder = builder, .cancellable = cancellable };

  return read_folder (&reading, error) ? mvua_ref_builder_end (builder) : NULL;
}
