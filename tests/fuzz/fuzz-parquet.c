/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A Parquet file: all of its columns, and those that reference sets have. */

#include "mvua-fuzz.h"
#include "mvua-parquet.h"

/* All octets of a value, so that one that is not there is noticed. */
static guint
add_up (const MvuaParquetTable *table, guint column, guint64 row)
{
  const guint8 *bytes;
  gsize n = 0;
  guint sum = 0;

  switch (mvua_parquet_table_get_column_type (table, column))
    {
    case MVUA_PARQUET_INT64:
      return (guint) mvua_parquet_table_get_int64 (table, column, row);
    case MVUA_PARQUET_DOUBLE:
      return mvua_parquet_table_get_double (table, column, row) > 0;
    case MVUA_PARQUET_BOOLEAN:
      return (guint) mvua_parquet_table_get_boolean (table, column, row);
    case MVUA_PARQUET_BYTES:
    case MVUA_PARQUET_TEXT:
    default:
      bytes = mvua_parquet_table_get_bytes (table, column, row, &n);
      g_assert_true ((bytes == NULL) == mvua_parquet_table_is_null (table, column, row));
      for (gsize i = 0; i < n; i++)
        sum = sum * 31 + bytes[i];
      return sum;
    }
}

/* (element-type guint): a number for each column, that its values determine */
static GArray *
read_all (GBytes *file, const char *const *columns)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaParquetTable) table = mvua_parquet_read (file, columns, &error);

  g_assert_true ((table == NULL) == (error != NULL));
  if (table == NULL)
    return NULL;
  GArray *sums = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint c = 0; c < mvua_parquet_table_get_n_columns (table); c++)
    {
      guint sum = 0;
      g_assert_nonnull (mvua_parquet_table_get_name (table, c));
      for (guint64 row = 0; row < mvua_parquet_table_get_n_rows (table); row++)
        sum = sum * 31 + add_up (table, c, row);
      g_array_append_val (sums, sum);
    }
  mvua_parquet_table_get_metadata (table, "pandas");
  mvua_parquet_table_get_created_by (table);
  return sums;
}

gboolean
mvua_fuzz_one (const guint8 *data, gsize n)
{
  static const char *const columns[] = { "path", "offset", "size", "raw",
                                         "key",  "value",  "x",    NULL };
  g_autoptr (GBytes) file = g_bytes_new_static (data, n);
  g_autoptr (GArray) sums = read_all (file, NULL);
  g_autoptr (GArray) again = read_all (file, NULL);
  g_autoptr (GArray) some = read_all (file, columns);

  if (sums == NULL)
    return FALSE;
  /* The same file is the same table: nothing of it is what memory had before. */
  g_assert_nonnull (again);
  g_assert_cmpmem (sums->data, sums->len * sizeof (guint), again->data,
                   again->len * sizeof (guint));
  g_assert_true (some == NULL || some->len <= sums->len);
  return mvua_parquet_is_parquet (file);
}
