/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is written is read again as it was, and real files are read as pyarrow reads
 * them. */

#include "parquet-fixture.h"

#include <math.h>

static const MvuaParquetCompression compressions[] = { MVUA_PARQUET_SNAPPY,
                                                       MVUA_PARQUET_ZSTD,
                                                       MVUA_PARQUET_PLAIN };

/* A table of every type, required and optional. */
typedef struct
{
  guint64 n;
  MvuaParquetBytes *bytes;
  gint64 *int64s;
  double *doubles;
  guint8 *booleans, *is_null;
  MvuaParquetColumn columns[10];
} Table;

/* Every fifth value of an optional column is missing, every seventh text is empty. */
static Table *
make_table (guint64 n)
{
  Table *self = g_new0 (Table, 1);

  self->n = n;
  self->bytes = g_new0 (MvuaParquetBytes, n);
  self->int64s = g_new0 (gint64, n);
  self->doubles = g_new0 (double, n);
  self->booleans = g_new0 (guint8, n);
  self->is_null = g_new0 (guint8, n);
  for (guint64 i = 0; i < n; i++)
    {
      char *text = g_strdup_printf ("gep%02u/tp/%" G_GUINT64_FORMAT, (guint) i % 30, i);
      self->bytes[i] = (MvuaParquetBytes){ text, i % 7 == 6 ? 0 : strlen (text) };
      self->int64s[i] = (gint64) (i * 0x9e3779b97f4a7c15u);
      self->doubles[i] = i % 3 == 2 ? NAN : (double) i / 3;
      self->booleans[i] = i % 3 == 0 ? 2 : 0; /* anything but 0 is true */
      self->is_null[i] = i % 5 == 4 ? 255 : 0;
    }
  const MvuaParquetColumn columns[] = {
    { "text", MVUA_PARQUET_TEXT, FALSE, NULL, { .bytes = self->bytes } },
    { "text?", MVUA_PARQUET_TEXT, TRUE, self->is_null, { .bytes = self->bytes } },
    { "bytes", MVUA_PARQUET_BYTES, FALSE, NULL, { .bytes = self->bytes } },
    { "bytes?", MVUA_PARQUET_BYTES, TRUE, NULL, { .bytes = self->bytes } },
    { "int64", MVUA_PARQUET_INT64, FALSE, NULL, { .int64s = self->int64s } },
    { "int64?", MVUA_PARQUET_INT64, TRUE, self->is_null, { .int64s = self->int64s } },
    { "double", MVUA_PARQUET_DOUBLE, FALSE, NULL, { .doubles = self->doubles } },
    { "double?", MVUA_PARQUET_DOUBLE, TRUE, self->is_null, { .doubles = self->doubles } },
    { "boolean", MVUA_PARQUET_BOOLEAN, FALSE, NULL, { .booleans = self->booleans } },
    { "boolean?",
      MVUA_PARQUET_BOOLEAN,
      TRUE,
      self->is_null,
      { .booleans = self->booleans } },
  };
  G_STATIC_ASSERT (sizeof columns == sizeof self->columns);
  memcpy (self->columns, columns, sizeof columns);
  return self;
}

static void
free_table (Table *self)
{
  for (guint64 i = 0; i < self->n; i++)
    g_free ((gpointer) self->bytes[i].data);
  g_free (self->bytes);
  g_free (self->int64s);
  g_free (self->doubles);
  g_free (self->booleans);
  g_free (self->is_null);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Table, free_table)

static void
assert_value (const MvuaParquetTable *table,
              guint i,
              guint64 row,
              const MvuaParquetColumn *column)
{
  const gboolean is_null = column->is_null != NULL && column->is_null[row];

  g_assert_cmpint (mvua_parquet_table_is_null (table, i, row), ==, is_null);
  if (column->type == MVUA_PARQUET_INT64)
    g_assert_cmpint (mvua_parquet_table_get_int64 (table, i, row), ==,
                     is_null ? 0 : column->int64s[row]);
  else if (column->type == MVUA_PARQUET_DOUBLE)
    {
      const double expected = is_null ? 0 : column->doubles[row];
      const double value = mvua_parquet_table_get_double (table, i, row);
      g_assert_true (memcmp (&value, &expected, sizeof value) == 0);
    }
  else if (column->type == MVUA_PARQUET_BOOLEAN)
    g_assert_cmpint (mvua_parquet_table_get_boolean (table, i, row), ==,
                     !is_null && column->booleans[row] != 0);
  else
    {
      gsize n;
      const guint8 *bytes = mvua_parquet_table_get_bytes (table, i, row, &n);
      g_assert_true ((bytes == NULL) == is_null);
      g_assert_cmpmem (bytes, n, column->bytes[row].data,
                       is_null ? 0 : column->bytes[row].n);
    }
}

static void
assert_table (const MvuaParquetTable *table,
              const MvuaParquetColumn *columns,
              guint n_columns,
              guint64 n)
{
  g_assert_cmpuint (mvua_parquet_table_get_n_rows (table), ==, n);
  g_assert_cmpuint (mvua_parquet_table_get_n_columns (table), ==, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      g_assert_cmpstr (mvua_parquet_table_get_name (table, i), ==, columns[i].name);
      g_assert_cmpint (mvua_parquet_table_find (table, columns[i].name), ==, (int) i);
      g_assert_cmpint (mvua_parquet_table_get_column_type (table, i), ==,
                       (int) columns[i].type);
      for (guint64 row = 0; row < n; row++)
        assert_value (table, i, row, &columns[i]);
    }
}

static GBytes *
write_columns (const MvuaParquetColumn *columns,
               guint n_columns,
               guint64 n,
               MvuaParquetCompression compression)
{
  g_autoptr (GError) error = NULL;
  GBytes *file = mvua_parquet_write (columns, n_columns, n, compression, NULL, &error);

  g_assert_no_error (error);
  return file;
}

static MvuaParquetTable *
read_table (GBytes *file, const char *const *columns)
{
  g_autoptr (GError) error = NULL;
  MvuaParquetTable *table = mvua_parquet_read (file, columns, &error);

  g_assert_no_error (error);
  return table;
}

/* Sizes about which a group of eight, a batch, a page or a row group ends. */
static void
test_round_trip (void)
{
  static const guint64 sizes[] = { 0, 1, 2, 7, 8, 9, 1023, 1024, 1025, 131072, 131073 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++)
    {
      g_autoptr (Table) given = make_table (sizes[s]);
      for (gsize c = 0; c < G_N_ELEMENTS (compressions); c++)
        {
          g_autoptr (GBytes) file =
              write_columns (given->columns, 10, given->n, compressions[c]);
          g_autoptr (GBytes) again =
              write_columns (given->columns, 10, given->n, compressions[c]);
          g_autoptr (MvuaParquetTable) table = read_table (file, NULL);
          g_assert_true (g_bytes_equal (file, again));
          assert_table (table, given->columns, 10, given->n);
        }
    }
}

/* Keys and values of a whole ensemble. */
static void
test_many_rows (void)
{
  g_autoptr (Table) given = make_table (100000);

  for (gsize c = 0; c < G_N_ELEMENTS (compressions); c++)
    {
      g_autoptr (GBytes) file =
          write_columns (given->columns, 2, given->n, compressions[c]);
      g_autoptr (MvuaParquetTable) table = read_table (file, NULL);
      assert_table (table, given->columns, 2, given->n);
    }
}

/* More rows than a row group has, and more octets. */
static void
test_row_groups (void)
{
  g_autofree gint64 *numbers = g_new (gint64, (1 << 20) + 5);
  g_autofree char *large = g_strnfill (30 << 20, 'x');
  const MvuaParquetBytes values[] = { { large, 30 << 20 }, { large, 30 << 20 },
                                      { "", 0 },           { large, 29 << 20 },
                                      { "end", 3 },        { NULL, 0 } };
  const MvuaParquetColumn columns[] = {
    { "n", MVUA_PARQUET_INT64, FALSE, NULL, { .int64s = numbers } },
    { "v", MVUA_PARQUET_BYTES, TRUE, NULL, { .bytes = values } },
  };

  for (gsize i = 0; i < (1 << 20) + 5; i++)
    numbers[i] = (gint64) i * 3;
  for (gsize c = 0; c < G_N_ELEMENTS (compressions); c++)
    {
      g_autoptr (GBytes) rows =
          write_columns (columns, 1, (1 << 20) + 5, compressions[c]);
      g_autoptr (GBytes) octets = write_columns (columns + 1, 1, 6, compressions[c]);
      g_autoptr (MvuaParquetTable) a = read_table (rows, NULL);
      assert_table (a, columns, 1, (1 << 20) + 5);
      g_autoptr (MvuaParquetTable) b = read_table (octets, NULL);
      assert_table (b, columns + 1, 1, 6);
    }
}

/* A value is larger than a page should be, as old reference sets in one row have it. */
static void
test_large_value (void)
{
  const gsize n = 5 * 1000 * 1000;
  g_autofree guint8 *large = g_malloc (n);
  const MvuaParquetBytes values[] = {
    { "a", 1 }, { large, n }, { "", 0 }, { large, n - 1 }
  };
  const MvuaParquetColumn column = {
    "value", MVUA_PARQUET_BYTES, TRUE, NULL, { .bytes = values }
  };

  for (gsize i = 0; i < n; i++)
    large[i] = (guint8) (i * i >> 7);
  for (gsize c = 0; c < G_N_ELEMENTS (compressions); c++)
    {
      g_autoptr (GBytes) file = write_columns (&column, 1, 4, compressions[c]);
      g_autoptr (MvuaParquetTable) table = read_table (file, NULL);
      assert_table (table, &column, 1, 4);
    }
}

static void
test_all_missing (void)
{
  const guint8 is_null[] = { 1, 1, 1, 1, 1, 1, 1, 1, 1 };
  const MvuaParquetBytes values[9] = { { NULL, G_MAXSIZE } }; /* not looked at */
  const MvuaParquetColumn columns[] = {
    { "v", MVUA_PARQUET_BYTES, TRUE, is_null, { .bytes = values } },
    { "n", MVUA_PARQUET_INT64, TRUE, is_null, { .int64s = NULL } },
  };

  for (gsize c = 0; c < G_N_ELEMENTS (compressions); c++)
    {
      g_autoptr (GBytes) file = write_columns (columns, 2, 9, compressions[c]);
      g_autoptr (MvuaParquetTable) table = read_table (file, NULL);
      for (guint i = 0; i < 2; i++)
        {
          g_autofree char *shown = show_column (table, i);
          g_assert_cmpstr (shown, ==, "- - - - - - - - -");
        }
    }
}

/* Columns are found by name; those that were not asked for are not there. */
static void
test_columns (void)
{
  const char *const some[] = { "boolean?", "text", "not there", NULL };
  const char *const none[] = { NULL };
  g_autoptr (Table) given = make_table (20);
  g_autoptr (GBytes) file = write_columns (given->columns, 10, 20, MVUA_PARQUET_SNAPPY);
  g_autoptr (MvuaParquetTable) table = read_table (file, some);
  g_autoptr (MvuaParquetTable) empty = read_table (file, none);
  g_autoptr (MvuaParquetTable) other = mvua_parquet_table_ref (table);

  g_assert_true (mvua_parquet_is_parquet (file));
  g_assert_cmpuint (mvua_parquet_table_get_n_columns (other), ==, 2);
  g_assert_cmpint (mvua_parquet_table_find (table, "text"), ==, 0);
  g_assert_cmpint (mvua_parquet_table_find (table, "boolean?"), ==, 1);
  g_assert_cmpint (mvua_parquet_table_find (table, "text?"), ==, -1);
  g_assert_cmpint (mvua_parquet_table_find (table, "not there"), ==, -1);
  g_assert_cmpuint (mvua_parquet_table_get_n_columns (empty), ==, 0);
  g_assert_cmpuint (mvua_parquet_table_get_n_rows (empty), ==, 20);
}

static void
test_same_name (void)
{
  const gint64 numbers[] = { 1 };
  const MvuaParquetColumn column = {
    "n", MVUA_PARQUET_INT64, FALSE, NULL, { .int64s = numbers }
  };
  const MvuaParquetColumn columns[] = { column, column };
  g_autoptr (GBytes) file = write_columns (columns, 2, 1, MVUA_PARQUET_SNAPPY);
  g_autoptr (GError) error = NULL;

  g_assert_null (mvua_parquet_read (file, NULL, &error));
  g_assert_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_UNSUPPORTED);
  g_assert_nonnull (strstr (error->message, "“n”: there are two columns"));
}

static void
test_metadata (void)
{
  const gint64 numbers[] = { 1 };
  const MvuaParquetColumn column = {
    "n", MVUA_PARQUET_INT64, FALSE, NULL, { .int64s = numbers }
  };
  const char *const metadata[] = { "pandas", "{\"é\": 1}", "empty", "", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file =
      mvua_parquet_write (&column, 1, 1, MVUA_PARQUET_SNAPPY, metadata, &error);
  g_autoptr (MvuaParquetTable) table = read_table (file, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (mvua_parquet_table_get_metadata (table, "pandas"), ==, "{\"é\": 1}");
  g_assert_cmpstr (mvua_parquet_table_get_metadata (table, "empty"), ==, "");
  g_assert_null (mvua_parquet_table_get_metadata (table, "other"));
  g_assert_true (
      g_str_has_prefix (mvua_parquet_table_get_created_by (table), "mvua version "));
}

/* Sizes alone decide: what is behind the pointers is not looked at. */
static void
test_too_large (void)
{
  MvuaParquetBytes values[] = { { "a", ((gsize) 512 << 20) + 1 },
                                { "b", 1 },
                                { "c", 1 } };
  const MvuaParquetColumn column = {
    "value", MVUA_PARQUET_BYTES, FALSE, NULL, { .bytes = values }
  };

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (
          mvua_parquet_write (&column, 1, 3, MVUA_PARQUET_PLAIN, NULL, &error));
      g_assert_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE);
      g_assert_nonnull (strstr (error->message, "“value”"));
      if (i == 0)
        values[0].n = G_MAXSIZE;
      else
        values[0].n = values[1].n = values[2].n = (gsize) 400 << 20;
    }
}

/* Hardly an octet for millions of rows: nobody could tell it from a lie. */
static void
test_too_small (void)
{
  const guint64 n = 4 << 20;
  g_autofree guint8 *is_null = g_malloc (n);
  const MvuaParquetColumn column = {
    "value", MVUA_PARQUET_BYTES, TRUE, is_null, { .bytes = NULL }
  };
  g_autoptr (GError) error = NULL;

  memset (is_null, 1, n);
  g_assert_null (mvua_parquet_write (&column, 1, n, MVUA_PARQUET_SNAPPY, NULL, &error));
  g_assert_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE);
}

/* Real files of kerchunk's, as pyarrow reads them. */
static const struct
{
  const char *name;
  guint64 n_rows;
  guint n_columns;
  guint64 row;
  const char *column, *value;
} real[] = {
  { "kerchunk_gfs.pgrb2.0p25_20221014_gfs.t00z.pgrb2.0p25.f000.test-limit-10"
    ".idx_grib_mapping.parquet",
    11, 19, 10, "attrs", "“UGRD:planetary boundary layer:anl:”" },
  { "kerchunk_gfs.pgrb2.0p25_kerchunk_index.parquet", 340, 12, 339, "offset",
    "467297348" },
  { "kerchunk_hrrr.wrfsfcf_kerchunk_index.parquet", 18, 12, 17, "uri",
    "“testdata/hrrr.t01z.wrfsfcf01.grib2”" },
};

static void
test_corpus (void)
{
  const char *folder = g_getenv ("MVUA_CORPUS");

  if (folder == NULL)
    {
      g_test_skip ("no corpus");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (real); i++)
    {
      g_autofree char *path = g_build_filename (folder, "refs", real[i].name, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, &error);
      g_assert_no_error (error);
      g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
      g_autoptr (MvuaParquetTable) table = read_table (bytes, NULL);
      const int column = mvua_parquet_table_find (table, real[i].column);
      g_autofree char *value = NULL;

      g_assert_cmpuint (mvua_parquet_table_get_n_rows (table), ==, real[i].n_rows);
      g_assert_cmpuint (mvua_parquet_table_get_n_columns (table), ==, real[i].n_columns);
      g_assert_cmpint (column, >=, 0);
      value = show_value (table, (guint) column, real[i].row);
      g_assert_cmpstr (value, ==, real[i].value);
      g_assert_nonnull (mvua_parquet_table_get_metadata (table, "pandas"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parquet/round-trip", test_round_trip);
  g_test_add_func ("/parquet/many-rows", test_many_rows);
  g_test_add_func ("/parquet/row-groups", test_row_groups);
  g_test_add_func ("/parquet/large-value", test_large_value);
  g_test_add_func ("/parquet/all-missing", test_all_missing);
  g_test_add_func ("/parquet/columns", test_columns);
  g_test_add_func ("/parquet/same-name", test_same_name);
  g_test_add_func ("/parquet/metadata", test_metadata);
  g_test_add_func ("/parquet/too-large", test_too_large);
  g_test_add_func ("/parquet/too-small", test_too_small);
  g_test_add_func ("/parquet/corpus", test_corpus);
  return g_test_run ();
}
