/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * parquet-tool dump FILE [COLUMN …]: a table as JSON, all values as text, octets as hex
 * parquet-tool write FILE snappy|zstd|plain N_ROWS: a table of every type with values
 *   that follow a rule, which test_parquet.py knows too
 */

#include "mvua-parquet.h"

#include <json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const type_names[] = {
  [MVUA_PARQUET_BYTES] = "bytes",     [MVUA_PARQUET_TEXT] = "text",
  [MVUA_PARQUET_INT64] = "int64",     [MVUA_PARQUET_DOUBLE] = "double",
  [MVUA_PARQUET_BOOLEAN] = "boolean",
};

static char *
to_hex (const guint8 *octets, gsize n)
{
  GString *hex = g_string_sized_new (2 * n);

  for (gsize i = 0; i < n; i++)
    g_string_append_printf (hex, "%02x", octets[i]);
  return g_string_free (hex, FALSE);
}

/* Returns: (nullable): what stands there, as text */
static char *
show (const MvuaParquetTable *table, guint column, guint64 row)
{
  const MvuaParquetType type = mvua_parquet_table_get_column_type (table, column);
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  const guint8 *octets;
  gsize n;

  if (mvua_parquet_table_is_null (table, column, row))
    return NULL;
  if (type == MVUA_PARQUET_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT,
                            mvua_parquet_table_get_int64 (table, column, row));
  if (type == MVUA_PARQUET_DOUBLE)
    return g_strdup (g_ascii_dtostr (digits, sizeof digits,
                                     mvua_parquet_table_get_double (table, column, row)));
  if (type == MVUA_PARQUET_BOOLEAN)
    return g_strdup (mvua_parquet_table_get_boolean (table, column, row) ? "true"
                                                                         : "false");
  octets = mvua_parquet_table_get_bytes (table, column, row, &n);
  return to_hex (octets, n);
}

static json_object *
to_json (const MvuaParquetTable *table)
{
  json_object *columns = json_object_new_object ();
  json_object *root = json_object_new_object ();

  for (guint i = 0; i < mvua_parquet_table_get_n_columns (table); i++)
    {
      const MvuaParquetType type = mvua_parquet_table_get_column_type (table, i);
      json_object *column = json_object_new_object (), *values = json_object_new_array ();
      for (guint64 row = 0; row < mvua_parquet_table_get_n_rows (table); row++)
        {
          g_autofree char *shown = show (table, i, row);
          json_object_array_add (values,
                                 shown != NULL ? json_object_new_string (shown) : NULL);
        }
      json_object_object_add (column, "type", json_object_new_string (type_names[type]));
      json_object_object_add (column, "values", values);
      json_object_object_add (columns, mvua_parquet_table_get_name (table, i), column);
    }
  json_object_object_add (root, "n_rows",
                          json_object_new_uint64 (mvua_parquet_table_get_n_rows (table)));
  json_object_object_add (root, "columns", columns);
  return root;
}

static int
dump (const char *path, const char *const *columns)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaParquetTable) table = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &error);

  if (file != NULL)
    {
      g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
      table = mvua_parquet_read (bytes, columns[0] != NULL ? columns : NULL, &error);
    }
  if (table == NULL)
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }

  json_object *root = to_json (table);
  puts (json_object_to_json_string_ext (root, JSON_C_TO_STRING_PLAIN));
  json_object_put (root);
  return 0;
}

typedef struct
{
  guint64 n;
  MvuaParquetBytes *texts, *octets;
  gint64 *int64s;
  double *doubles;
  guint8 *booleans, *is_null;
} Rows;

/* Every fifth value of an optional column is missing; texts grow and are empty at times.
 */
static Rows
make_rows (guint64 n)
{
  Rows rows = { n,
                g_new0 (MvuaParquetBytes, n),
                g_new0 (MvuaParquetBytes, n),
                g_new0 (gint64, n),
                g_new0 (double, n),
                g_new0 (guint8, n),
                g_new0 (guint8, n) };

  for (guint64 i = 0; i < n; i++)
    {
      char *text = i % 7 == 0 ? g_strdup ("")
                              : g_strdup_printf ("gep%02u/tp/%" G_GUINT64_FORMAT ".0.0 é",
                                                 (guint) (i % 30), i);
      guint8 *octets = g_malloc0 (i % 11 + 1);
      for (gsize j = 0; j < i % 11; j++)
        octets[j] = (guint8) (i * 31 + j * 7);
      rows.texts[i] = (MvuaParquetBytes){ text, strlen (text) };
      rows.octets[i] = (MvuaParquetBytes){ octets, i % 11 };
      rows.int64s[i] = (gint64) (i * 1000003) * (i % 2 == 0 ? 1 : -1);
      rows.doubles[i] = (double) i / 8 - 1000;
      rows.booleans[i] = i % 3 == 0;
      rows.is_null[i] = i % 5 == 4;
    }
  return rows;
}

static void
free_rows (Rows *rows)
{
  for (guint64 i = 0; i < rows->n; i++)
    {
      g_free ((gpointer) rows->texts[i].data);
      g_free ((gpointer) rows->octets[i].data);
    }
  g_free (rows->texts);
  g_free (rows->octets);
  g_free (rows->int64s);
  g_free (rows->doubles);
  g_free (rows->booleans);
  g_free (rows->is_null);
}

static int
write_table (const char *path, const char *compression, guint64 n)
{
  Rows rows = make_rows (n);
  const MvuaParquetColumn columns[] = {
    { "key", MVUA_PARQUET_TEXT, FALSE, NULL, { .bytes = rows.texts } },
    { "key_or_null", MVUA_PARQUET_TEXT, TRUE, rows.is_null, { .bytes = rows.texts } },
    { "value", MVUA_PARQUET_BYTES, TRUE, NULL, { .bytes = rows.octets } },
    { "value_or_null", MVUA_PARQUET_BYTES, TRUE, rows.is_null, { .bytes = rows.octets } },
    { "offset", MVUA_PARQUET_INT64, FALSE, NULL, { .int64s = rows.int64s } },
    { "offset_or_null",
      MVUA_PARQUET_INT64,
      TRUE,
      rows.is_null,
      { .int64s = rows.int64s } },
    { "double", MVUA_PARQUET_DOUBLE, FALSE, NULL, { .doubles = rows.doubles } },
    { "double_or_null",
      MVUA_PARQUET_DOUBLE,
      TRUE,
      rows.is_null,
      { .doubles = rows.doubles } },
    { "flag", MVUA_PARQUET_BOOLEAN, FALSE, NULL, { .booleans = rows.booleans } },
    { "flag_or_null",
      MVUA_PARQUET_BOOLEAN,
      TRUE,
      rows.is_null,
      { .booleans = rows.booleans } },
  };
  const char *const metadata[] = { "note", "jambo, «Mvua»", "empty", "", NULL };
  const MvuaParquetCompression how = g_str_equal (compression, "zstd") ? MVUA_PARQUET_ZSTD
                                     : g_str_equal (compression, "plain")
                                         ? MVUA_PARQUET_PLAIN
                                         : MVUA_PARQUET_SNAPPY;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file =
      mvua_parquet_write (columns, G_N_ELEMENTS (columns), n, how, metadata, &error);

  free_rows (&rows);
  if (file == NULL || !g_file_set_contents (path, g_bytes_get_data (file, NULL),
                                            (gssize) g_bytes_get_size (file), &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc >= 3 && g_str_equal (argv[1], "dump"))
    return dump (argv[2], (const char *const *) argv + 3);
  if (argc == 5 && g_str_equal (argv[1], "write"))
    return write_table (argv[2], argv[3], g_ascii_strtoull (argv[4], NULL, 10));
  fprintf (stderr, "parquet-tool dump FILE [COLUMN …] | write FILE COMPRESSION N\n");
  return 2;
}
