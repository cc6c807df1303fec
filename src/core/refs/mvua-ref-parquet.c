/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ref-parquet.h"

#include "mvua-parquet.h"
#include "mvua-ref-json.h"

#include <string.h>

/* Names of columns that an error lists. */
#define MOST_NAMES 12

gboolean
mvua_ref_parquet_fail (const char *path, GError *parquet, GError **error)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE, "%s: %s", path, parquet->message);
  g_error_free (parquet);
  return FALSE;
}

/* Another table: which one it is shows in its columns. */
static void
refuse_columns (GBytes *file, const char *path, GError **error)
{
  GError *local_error = NULL;
  g_autoptr (MvuaParquetTable) table = mvua_parquet_read (file, NULL, &local_error);
  g_autoptr (GString) names = g_string_new (NULL);

  if (table == NULL)
    {
      mvua_ref_parquet_fail (path, local_error, error);
      return;
    }
  const guint n = mvua_parquet_table_get_n_columns (table);
  for (guint i = 0; i < MIN (n, MOST_NAMES); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            mvua_parquet_table_get_name (table, i));
  const gboolean is_part = mvua_parquet_table_find (table, "offset") >= 0 &&
                           mvua_parquet_table_find (table, "size") >= 0 &&
                           mvua_parquet_table_find (table, "path") >= 0;
  const gboolean is_index = mvua_parquet_table_find (table, "uri") >= 0 ||
                            mvua_parquet_table_find (table, "start_byte") >= 0 ||
                            mvua_parquet_table_find (table, "varname") >= 0;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "%s is no reference set: expected the columns key and value, found %s%s%s",
               path, names->str, n > MOST_NAMES ? " …" : "",
               is_part    ? "; it is one file of a folder of references: open that"
               : is_index ? "; it is kerchunk’s table of the messages of a file, from "
                            "which a set is yet to be made"
                          : "");
}

/* [“url”, 1, 2] as it is mostly written; FALSE leaves it to the parser of JSON. */
static gboolean
take_range (
    const char *text, gsize n, char *url, gsize n_url, guint64 *offset, guint64 *length)
{
  const char *end = text + n;
  const char *quote = n > 2 && text[1] == '"' ? memchr (text + 2, '"', n - 2) : NULL;
  guint64 *const numbers[] = { offset, length };

  if (quote == NULL || (gsize) (quote - text - 2) >= n_url)
    return FALSE;
  for (const char *p = text + 2; p < quote; p++)
    if (*p == '\\' || (guchar) *p < 0x20 || (guchar) *p > 0x7e)
      return FALSE;
  memcpy (url, text + 2, (gsize) (quote - text - 2));
  url[quote - text - 2] = '\0';

  const char *p = quote + 1;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      if (p == end || *p++ != ',')
        return FALSE;
      while (p < end && *p == ' ')
        p++;
      const char *digits = p;
      *numbers[i] = 0;
      while (p < end && g_ascii_isdigit (*p) && p - digits < 18)
        *numbers[i] = *numbers[i] * 10 + (guint64) (*p++ - '0');
      if (p == digits || (*digits == '0' && p > digits + 1))
        return FALSE;
    }
  return p + 1 == end && *p == ']';
}

static gboolean
add_array (
    MvuaRefBuilder *builder, const char *key, const char *text, gsize n, GError **error)
{
  g_autofree char *name = g_strdup_printf ("“%s”", key);
  json_object *json = mvua_ref_json_parse (text, n, name, error);

  if (json == NULL)
    return FALSE;
  const gboolean is_added = mvua_ref_json_add_array (builder, key, json, NULL, error);
  json_object_put (json);
  return is_added;
}

static gboolean
add_value (
    MvuaRefBuilder *builder, const char *key, const char *text, gsize n, GError **error)
{
  char url[1024];
  guint64 offset = 0;
  guint64 length = 0;

  if (n == 0 || text[0] != '[')
    return mvua_ref_json_add_text (builder, key, text, n, error);
  if (take_range (text, n, url, sizeof url, &offset, &length))
    return mvua_ref_builder_add_range (builder, key, url, offset, length, error);
  return add_array (builder, key, text, n, error);
}

typedef struct
{
  const MvuaParquetTable *table;
  guint keys;
  guint values;
} Columns;

static gboolean
is_key (const Columns *columns, guint64 row, const char *key)
{
  gsize n = 0;
  const guint8 *bytes =
      mvua_parquet_table_get_bytes (columns->table, columns->keys, row, &n);

  return bytes != NULL && n == strlen (key) && memcmp (bytes, key, n) == 0;
}

/* Two rows, "refs" with all of a Python dictionary as its text, and "version". */
static gboolean
is_old_form (const Columns *columns)
{
  const guint64 n_rows = mvua_parquet_table_get_n_rows (columns->table);

  for (guint64 row = 0; row < n_rows && n_rows <= 3; row++)
    if (is_key (columns, row, "refs"))
      return TRUE;
  return FALSE;
}

static gboolean
add_row (MvuaRefBuilder *builder, const Columns *columns, guint64 row, GError **error)
{
  gsize n_key = 0;
  gsize n_value = 0;
  const guint8 *key =
      mvua_parquet_table_get_bytes (columns->table, columns->keys, row, &n_key);
  const guint8 *value =
      mvua_parquet_table_get_bytes (columns->table, columns->values, row, &n_value);
  char buffer[512];
  g_autofree char *longer = NULL;

  if (key == NULL || value == NULL || memchr (key, 0, n_key) != NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "row %" G_GUINT64_FORMAT " has no %s", row,
                   value == NULL && key != NULL ? "value" : "key");
      return FALSE;
    }
  if (n_key >= sizeof buffer)
    longer = g_strndup ((const char *) key, n_key);
  else
    {
      memcpy (buffer, key, n_key);
      buffer[n_key] = '\0';
    }
  return add_value (builder, longer != NULL ? longer : buffer, (const char *) value,
                    n_value, error);
}

static gboolean
add_rows (MvuaRefBuilder *builder,
          const Columns *columns,
          GCancellable *cancellable,
          GError **error)
{
  const guint64 n_rows = mvua_parquet_table_get_n_rows (columns->table);

  if (is_old_form (columns))
    {
      g_set_error (
          error, MVUA_ERROR, MVUA_ERROR_SOURCE,
          "it is of an older form, one row “refs” that holds the whole set as a "
          "Python literal, which is not read; write it again with a row for each "
          "key");
      return FALSE;
    }
  for (guint64 row = 0; row < n_rows; row++)
    {
      if (row % 1024 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!add_row (builder, columns, row, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_octets (const MvuaParquetTable *table, guint column)
{
  const MvuaParquetType type = mvua_parquet_table_get_column_type (table, column);

  return type == MVUA_PARQUET_BYTES || type == MVUA_PARQUET_TEXT;
}

MvuaRefSet *
mvua_ref_parquet_read (GBytes *file,
                       const char *path,
                       GCancellable *cancellable,
                       GError **error)
{
  static const char *const names[] = { "key", "value", NULL };
  g_autoptr (MvuaRefBuilder) builder = mvua_ref_builder_new ();
  GError *local_error = NULL;
  g_autoptr (MvuaParquetTable) table = mvua_parquet_read (file, names, &local_error);

  if (table == NULL)
    {
      mvua_ref_parquet_fail (path, local_error, error);
      return NULL;
    }
  const int keys = mvua_parquet_table_find (table, names[0]);
  const int values = mvua_parquet_table_find (table, names[1]);
  if (keys < 0 || values < 0 || !is_octets (table, (guint) keys) ||
      !is_octets (table, (guint) values))
    {
      refuse_columns (file, path, error);
      return NULL;
    }
  const Columns columns = { table, (guint) keys, (guint) values };
  if (!add_rows (builder, &columns, cancellable, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return mvua_ref_builder_end (builder);
}

GBytes *
mvua_ref_parquet_write (const MvuaRefSet *set, GError **error)
{
  const guint n = mvua_ref_set_get_n (set);
  g_autofree MvuaParquetBytes *keys = g_new (MvuaParquetBytes, n + 1);
  g_autofree MvuaParquetBytes *values = g_new (MvuaParquetBytes, n + 1);
  g_autofree gsize *places = g_new (gsize, n + 1);
  g_autoptr (GString) text = g_string_new (NULL);
  GError *local_error = NULL;

  for (guint i = 0; i < n; i++)
    {
      MvuaRef ref;
      mvua_ref_set_get (set, i, &ref);
      keys[i] = (MvuaParquetBytes){ ref.key, strlen (ref.key) };
      places[i] = text->len;
      mvua_ref_json_value (text, set, &ref, TRUE);
      values[i].n = text->len - places[i];
    }
  for (guint i = 0; i < n; i++)
    values[i].data = text->str + places[i];

  const MvuaParquetColumn columns[] = {
    { .name = "key", .type = MVUA_PARQUET_TEXT, .is_optional = TRUE, .bytes = keys },
    { .name = "value", .type = MVUA_PARQUET_BYTES, .is_optional = TRUE, .bytes = values },
  };
  GBytes *file = mvua_parquet_write (columns, G_N_ELEMENTS (columns), n,
                                     MVUA_PARQUET_ZSTD, NULL, &local_error);
  if (file == NULL)
    mvua_ref_parquet_fail ("A table of references", local_error, error);
  return file;
}
