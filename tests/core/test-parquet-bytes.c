/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Files put together octet by octet: what is read of them, and with which words the
 * others are refused. */

#include "parquet-fixture.h"

typedef struct
{
  const char *label;
  HandFile file;
  const char *shown;
} Readable;

/* clang-format off */
static const Readable readable[] = {
  { "int64, plain",
    { .physical = INT64, .n_rows = 2, .pages = PAGES (
      PAGE (DATA, 2, PLAIN, "\1\0\0\0\0\0\0\0\376\377\377\377\377\377\377\377")) },
    "1 -2" },
  { "int32 is widened",
    { .physical = INT32, .n_rows = 2, .pages = PAGES (
      PAGE (DATA, 2, PLAIN, "\1\0\0\0\377\377\377\377")) },
    "1 -1" },
  { "unsigned int32",
    { .physical = INT32, .converted = UINT_32, .n_rows = 2, .pages = PAGES (
      PAGE (DATA, 2, PLAIN, "\1\0\0\0\377\377\377\377")) },
    "1 4294967295" },
  { "float is widened",
    { .physical = FLOAT, .n_rows = 2, .pages = PAGES (
      PAGE (DATA, 2, PLAIN, "\0\0\300\77\0\0\0\300")) },
    "1.5 -2" },
  { "double",
    { .physical = DOUBLE, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\0\0\0\0\0\0\370\77")) },
    "1.5" },
  { "booleans are bits",
    { .physical = BOOLEAN, .n_rows = 9, .pages = PAGES (
      PAGE (DATA, 9, PLAIN, "\5\1")) },
    "T F T F F F F F T" },
  { "booleans as runs",
    { .physical = BOOLEAN, .n_rows = 11, .pages = PAGES (
      PAGE (DATA, 11, RLE, "\4\0\0\0\6\1\3\5")) },
    "T T T T F T F F F F F" },
  { "texts, one of them empty",
    { .physical = BYTE_ARRAY, .converted = -1, .n_rows = 3, .pages = PAGES (
      PAGE (DATA, 3, PLAIN, "\1\0\0\0a\0\0\0\0\2\0\0\0bc")) },
    "“a” “” “bc”" },
  { "a missing value",
    { .physical = BYTE_ARRAY, .repetition = OPTIONAL, .n_rows = 4, .pages = PAGES (
      PAGE (DATA, 4, PLAIN, LEVELS "\1\0\0\0a\0\0\0\0\1\0\0\0b")) },
    "“a” “” - “b”" },
  { "a missing number",
    { .physical = INT32, .repetition = OPTIONAL, .n_rows = 4, .pages = PAGES (
      PAGE (DATA, 4, PLAIN, LEVELS "\7\0\0\0\10\0\0\0\11\0\0\0")) },
    "7 8 - 9" },
  { "all missing, as a run",
    { .physical = INT64, .repetition = OPTIONAL, .n_rows = 3, .pages = PAGES (
      PAGE (DATA, 3, PLAIN, "\2\0\0\0\6\0")) },
    "- - -" },
  { "zeros behind the values, as fastparquet has them",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\7\0\0\0\0\0\0\0\0\0\0\0")) },
    "7" },
  { "a dictionary, bits and a run",
    { .physical = BYTE_ARRAY, .n_rows = 11, .pages = PAGES (
      PAGE (DICTIONARY, 3, PLAIN, "\1\0\0\0a\1\0\0\0b\1\0\0\0c"),
      PAGE (DATA, 11, RLE_DICTIONARY, "\2\3\44\111\6\1")) },
    "“a” “b” “c” “a” “b” “c” “a” “b” “b” “b” “b”" },
  { "a dictionary of numbers",
    { .physical = INT64, .repetition = OPTIONAL, .n_rows = 4, .pages = PAGES (
      PAGE (DICTIONARY, 2, PLAIN_DICTIONARY, "\5\0\0\0\0\0\0\0\6\0\0\0\0\0\0\0"),
      PAGE (DATA, 4, PLAIN_DICTIONARY, LEVELS "\1\3\5")) },
    "6 5 - 6" },
  { "a dictionary of one entry needs no bits",
    { .physical = DOUBLE, .n_rows = 3, .pages = PAGES (
      PAGE (DICTIONARY, 1, PLAIN, "\0\0\0\0\0\0\360\77"),
      PAGE (DATA, 3, RLE_DICTIONARY, "\0\6")) },
    "1 1 1" },
  { "plain pages after those of a dictionary",
    { .physical = INT32, .n_rows = 3, .pages = PAGES (
      PAGE (DICTIONARY, 1, PLAIN, "\5\0\0\0"),
      PAGE (DATA, 2, RLE_DICTIONARY, "\1\4\0"),
      PAGE (DATA, 1, PLAIN, "\6\0\0\0")) },
    "5 5 6" },
  { "an index page is passed over, an empty one too",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (INDEX, 0, 0, "anything"),
      PAGE (DATA, 0, PLAIN, ""),
      PAGE (DATA, 1, PLAIN, "\6\0\0\0")) },
    "6" },
  { "v2: levels are not compressed and have no length",
    { .physical = INT32, .repetition = OPTIONAL, .codec = SNAPPY, .n_rows = 4,
      .pages = PAGES (
      PAGE (DATA_V2, 4, PLAIN, "\3\13\14\54\7\0\0\0\10\0\0\0\11\0\0\0", .n = 14,
        .n_nulls = 1, .n_definition = 2)) },
    "7 8 - 9" },
  { "v2: a page may be stored as it is",
    { .physical = INT32, .codec = SNAPPY, .n_rows = 1, .pages = PAGES (
      PAGE (DATA_V2, 1, PLAIN, "\7\0\0\0", .stored_plain = 1)) },
    "7" },
  { "v2: nothing to compress where all is missing",
    { .physical = INT32, .repetition = OPTIONAL, .codec = SNAPPY, .n_rows = 2,
      .pages = PAGES (
      PAGE (DATA_V2, 2, PLAIN, "\4\0", .n_nulls = 2, .n_definition = 2)) },
    "- -" },
  { "snappy: a literal and a copy",
    { .physical = INT32, .codec = SNAPPY, .n_rows = 2, .pages = PAGES (
      PAGE (DATA, 2, PLAIN, "\10\14\7\0\0\0\1\4", .n = 8)) },
    "7 7" },
  { "a right checksum",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\7\0\0\0", .crc = 1)) },
    "7" },
  { "a group beside it is left out",
    { .physical = INT32, .is_nested = TRUE, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\7\0\0\0")) },
    "7" },
};
/* clang-format on */

static void
test_readable (gconstpointer data)
{
  const Readable *row = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = hand_file (&row->file);
  g_autoptr (MvuaParquetTable) table = mvua_parquet_read (file, NULL, &error);
  g_autofree char *shown = NULL;

  g_assert_no_error (error);
  g_assert_true (mvua_parquet_is_parquet (file));
  g_assert_cmpuint (mvua_parquet_table_get_n_columns (table), ==, 1);
  g_assert_cmpstr (mvua_parquet_table_get_name (table, 0), ==, "x");
  shown = show_column (table, 0);
  g_assert_cmpstr (shown, ==, row->shown);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (readable); i++)
    {
      g_autofree char *path = g_strdup_printf ("/parquet/read/%s", readable[i].label);
      g_test_add_data_func (path, &readable[i], test_readable);
    }
  return g_test_run ();
}
