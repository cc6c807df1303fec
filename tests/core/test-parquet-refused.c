/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Files put together octet by octet that are refused: with which code, and a word of what
 * is said.  What the column, the row group and the page are is always said where it is
 * known. */

#include "parquet-fixture.h"

typedef struct
{
  const char *label;
  HandFile file;
  MvuaParquetError code;
  const char *word;
} Refused;

#define MALFORMED MVUA_PARQUET_ERROR_MALFORMED
#define UNSUPPORTED MVUA_PARQUET_ERROR_UNSUPPORTED
#define TOO_LARGE MVUA_PARQUET_ERROR_TOO_LARGE
#define HUGE_N G_MAXINT32

#define SEVEN "\7\0\0\0"

/* clang-format off */
static const Refused refused[] = {
  { "encoding DELTA_BINARY_PACKED",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, DELTA_BINARY_PACKED, SEVEN)) },
    UNSUPPORTED, "“x”: row group 1: page at byte 4: values in the encoding DELTA_BINARY_PACKED (5)" },
  { "an encoding of the future",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, 77, SEVEN)) },
    UNSUPPORTED, "of a later kind (77)" },
  { "levels as bits alone",
    { .physical = INT32, .repetition = OPTIONAL, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN, .level_encoding = BIT_PACKED)) },
    UNSUPPORTED, "levels in the encoding BIT_PACKED" },
  { "compression LZ4_RAW",
    { .physical = INT32, .codec = 7, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    UNSUPPORTED, "LZ4_RAW (7)" },
  { "compression of the future",
    { .physical = INT32, .codec = 99, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    UNSUPPORTED, "later kind (99)" },
  { "data in another file",
    { .physical = INT32, .is_elsewhere = TRUE, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    UNSUPPORTED, "another file" },
  { "an unsigned number beyond",
    { .physical = INT64, .converted = UINT_64, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\0\0\0\0\0\0\0\200")) },
    UNSUPPORTED, "above 2⁶³" },

  { "a wrong checksum",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN, .crc = 2)) },
    MALFORMED, "“x”: row group 1: page at byte 4: its checksum is wrong" },
  { "values that are cut off",
    { .physical = INT32, .n_rows = 2, .pages = PAGES (
      PAGE (DATA, 2, PLAIN, SEVEN)) },
    MALFORMED, "too early" },
  { "something behind the values",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN SEVEN)) },
    MALFORMED, "follows the values" },
  { "a text that is cut off",
    { .physical = BYTE_ARRAY, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\3\0\0\0ab")) },
    MALFORMED, "longer than what is left" },
  { "a text of 4 GiB",
    { .physical = BYTE_ARRAY, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\377\377\377\377ab")) },
    MALFORMED, "longer than what is left" },
  { "a text with half a length",
    { .physical = BYTE_ARRAY, .n_rows = 2, .pages = PAGES (
      PAGE (DATA, 2, PLAIN, "\1\0\0\0a\1\0")) },
    MALFORMED, "too early" },
  { "levels that are cut off",
    { .physical = INT32, .repetition = OPTIONAL, .n_rows = 4, .pages = PAGES (
      PAGE (DATA, 4, PLAIN, "\1\0\0\0\3")) },
    MALFORMED, "levels end too early" },
  { "levels longer than the page",
    { .physical = INT32, .repetition = OPTIONAL, .n_rows = 4, .pages = PAGES (
      PAGE (DATA, 4, PLAIN, "\377\377\377\377\3\13")) },
    MALFORMED, "levels are longer" },
  { "a level of 2",
    { .physical = INT32, .repetition = OPTIONAL, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\2\0\0\0\2\2")) },
    MALFORMED, "neither 0 nor 1" },
  { "v2: another number of missing values",
    { .physical = INT32, .repetition = OPTIONAL, .n_rows = 1, .pages = PAGES (
      PAGE (DATA_V2, 1, PLAIN, "\2\1" SEVEN, .n_definition = 2, .n_nulls = 1)) },
    MALFORMED, "as many missing values" },
  { "v2: missing values that cannot be",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA_V2, 1, PLAIN, SEVEN, .n_nulls = 1)) },
    MALFORMED, "as many missing values" },
  { "v2: levels longer than the page",
    { .physical = INT32, .repetition = OPTIONAL, .n_rows = 1, .pages = PAGES (
      PAGE (DATA_V2, 1, PLAIN, "\2\1" SEVEN, .n_definition = 4, .n_repetition = 3)) },
    MALFORMED, "levels are longer" },
  { "v2: levels longer than anything",
    { .physical = INT32, .repetition = OPTIONAL, .n_rows = 1, .pages = PAGES (
      PAGE (DATA_V2, 1, PLAIN, "\2\1" SEVEN, .n_definition = HUGE_N, .n_repetition = HUGE_N)) },
    MALFORMED, "levels are longer" },
  { "v2: more rows than values",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA_V2, 1, PLAIN, SEVEN, .n_other_rows = 1)) },
    MALFORMED, "other rows" },

  { "no dictionary",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, RLE_DICTIONARY, "\1\2\0")) },
    MALFORMED, "a dictionary that there is not" },
  { "two dictionaries",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DICTIONARY, 1, PLAIN, SEVEN), PAGE (DICTIONARY, 1, PLAIN, SEVEN)) },
    MALFORMED, "second dictionary" },
  { "an entry that the dictionary lacks",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DICTIONARY, 1, PLAIN, SEVEN), PAGE (DATA, 1, RLE_DICTIONARY, "\1\2\1")) },
    MALFORMED, "value 1 is named of a dictionary of 1" },
  { "entries of 33 bits",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DICTIONARY, 1, PLAIN, SEVEN), PAGE (DATA, 1, RLE_DICTIONARY, "\41\2\0\0\0\0\0")) },
    MALFORMED, "more than 32 bits" },
  { "entries of 32 bits",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DICTIONARY, 1, PLAIN, SEVEN), PAGE (DATA, 1, RLE_DICTIONARY, "\40\2\377\377\377\377")) },
    MALFORMED, "value 4294967295" },
  { "entries that end too early",
    { .physical = INT32, .n_rows = 9, .pages = PAGES (
      PAGE (DICTIONARY, 1, PLAIN, SEVEN), PAGE (DATA, 9, RLE_DICTIONARY, "\1\3\0")) },
    MALFORMED, "too early" },
  { "a run of bits longer than anything",
    { .physical = INT32, .n_rows = 9, .pages = PAGES (
      PAGE (DICTIONARY, 1, PLAIN, SEVEN),
      PAGE (DATA, 9, RLE_DICTIONARY, "\1\377\377\377\377\377\377\377\377\177\0")) },
    MALFORMED, "too early" },
  { "a dictionary of booleans",
    { .physical = BOOLEAN, .n_rows = 1, .pages = PAGES (
      PAGE (DICTIONARY, 1, PLAIN, "\1")) },
    MALFORMED, "dictionaries of booleans" },
  { "run lengths longer than the page",
    { .physical = BOOLEAN, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, RLE, "\3\0\0\0\2\1")) },
    MALFORMED, "longer than what is left" },
  { "run lengths with half a length",
    { .physical = BOOLEAN, .n_rows = 1, .pages = PAGES (PAGE (DATA, 1, RLE, "\2\0")) },
    MALFORMED, "longer than what is left" },

  { "fewer values than rows",
    { .physical = INT32, .n_rows = 2, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "fewer values than rows" },
  { "more values than rows",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 2, PLAIN, SEVEN SEVEN)) },
    MALFORMED, "more values than its row group" },
  { "another number of values",
    { .physical = INT32, .n_rows = 1, .n_values = 2, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "not one value a row" },
  { "another number of rows",
    { .physical = INT32, .n_rows = 1, .n_group_rows = 2, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "footer, byte" },
  { "fewer rows than the file",
    { .physical = INT32, .n_rows = 2, .n_group_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "fewer rows than the file" },
  { "fewer rows than none",
    { .physical = INT32, .n_rows = -1, .pages = PAGES (PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "no rows" },
  { "data of another type",
    { .physical = INT32, .other_physical = INT64, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "another type" },
  { "data of another column",
    { .physical = INT32, .path = "y", .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "do not belong" },
  { "data before the file",
    { .physical = INT32, .shift = -1, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "outside the file" },
  { "data behind the file",
    { .physical = INT32, .shift = G_MAXINT64 - 4, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "outside the file" },
  { "data within the footer",
    { .physical = INT32, .longer = 1, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "outside the file" },
  { "data longer than anything",
    { .physical = INT32, .longer = G_MAXINT64 - 100, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "outside the file" },
  { "a page longer than its column",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN, .n_stored = 5, .n = 5)) },
    MALFORMED, "longer than what is left" },
  { "a page with fewer octets than none",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN, .n_stored = -1)) },
    MALFORMED, "size is impossible" },
  { "a page of a kind that there is not",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (PAGE (9, 1, PLAIN, SEVEN)) },
    MALFORMED, "no kind" },
  { "stored as it is, with another size",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN SEVEN, .n = 4)) },
    MALFORMED, "with another size" },
  { "snappy that is none",
    { .physical = INT32, .codec = SNAPPY, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\4\14\7\0", .n = 4)) },
    MALFORMED, "4 bytes of SNAPPY are not the 4 bytes" },
  { "snappy of another size",
    { .physical = INT32, .codec = SNAPPY, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\5\20\7\0\0\0\0", .n = 4)) },
    MALFORMED, "of SNAPPY" },
  { "gzip that is none",
    { .physical = INT32, .codec = GZIP, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "of GZIP" },
  { "zstd that is none",
    { .physical = INT32, .codec = ZSTD, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN)) },
    MALFORMED, "of ZSTD" },

  { "more rows than such a file may have",
    { .physical = INT64, .n_rows = G_MAXINT64, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN SEVEN)) },
    TOO_LARGE, "than a file of this size may hold" },
  { "more values than a page can have",
    { .physical = BYTE_ARRAY, .n_rows = 1000, .pages = PAGES (
      PAGE (DATA, HUGE_N, PLAIN, SEVEN)) },
    MALFORMED, "more values than its row group" },
  { "more entries than a dictionary can have",
    { .physical = BYTE_ARRAY, .n_rows = 1, .pages = PAGES (
      PAGE (DICTIONARY, HUGE_N, PLAIN, SEVEN)) },
    MALFORMED, "too short for the values" },
  { "more than snappy can make",
    { .physical = BYTE_ARRAY, .codec = SNAPPY, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN, .n = HUGE_N)) },
    MALFORMED, "larger than its compression" },
  { "more than gzip can make",
    { .physical = BYTE_ARRAY, .codec = GZIP, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN, .n = HUGE_N)) },
    MALFORMED, "larger than its compression" },
  { "more than such a file may make of zstd",
    { .physical = BYTE_ARRAY, .codec = ZSTD, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, SEVEN, .n = HUGE_N)) },
    TOO_LARGE, "may hold" },
};

/* Columns that cannot be read are left out, unless they are asked for. */
static const Refused left_out[] = {
  { "decimal numbers", { .physical = INT32, .converted = DECIMAL, .n_rows = 1,
                         .pages = PAGES (PAGE (DATA, 1, PLAIN, SEVEN)) },
    UNSUPPORTED, "“x”: this column is not read: it holds decimal" },
  { "lists", { .physical = INT32, .repetition = REPEATED, .n_rows = 1,
               .pages = PAGES (PAGE (DATA, 1, PLAIN, SEVEN)) },
    UNSUPPORTED, "lists" },
  { "INT96", { .physical = INT96, .n_rows = 1,
               .pages = PAGES (PAGE (DATA, 1, PLAIN, SEVEN SEVEN SEVEN)) },
    UNSUPPORTED, "INT96" },
  { "FIXED_LEN_BYTE_ARRAY", { .physical = FIXED, .n_rows = 1,
                              .pages = PAGES (PAGE (DATA, 1, PLAIN, SEVEN)) },
    UNSUPPORTED, "FIXED_LEN" },
  { "neither required nor not", { .physical = INT32, .repetition = 3, .n_rows = 1,
                                  .pages = PAGES (PAGE (DATA, 1, PLAIN, SEVEN)) },
    UNSUPPORTED, "neither that its values" },
};
/* clang-format on */

static void
assert_refused (GBytes *file,
                const char *const *columns,
                MvuaParquetError code,
                const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaParquetTable) table = mvua_parquet_read (file, columns, &error);

  g_assert_null (table);
  g_assert_nonnull (error);
  if (!g_error_matches (error, MVUA_PARQUET_ERROR, (int) code) ||
      strstr (error->message, word) == NULL)
    g_error ("code %d, not %u with “%s”: %s", error->code, code, word, error->message);
}

static void
test_refused (gconstpointer data)
{
  const Refused *row = data;
  g_autoptr (GBytes) file = hand_file (&row->file);

  assert_refused (file, NULL, row->code, row->word);
}

static void
test_left_out (gconstpointer data)
{
  const Refused *row = data;
  g_autoptr (GBytes) file = hand_file (&row->file);
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaParquetTable) table = mvua_parquet_read (file, NULL, &error);
  const char *const columns[] = { "x", NULL };

  g_assert_no_error (error);
  g_assert_cmpuint (mvua_parquet_table_get_n_columns (table), ==, 0);
  g_assert_cmpuint (mvua_parquet_table_get_n_rows (table), ==, 1);
  assert_refused (file, columns, row->code, row->word);
}

static void
test_group (void)
{
  const HandFile hand = { .physical = INT32,
                          .is_nested = TRUE,
                          .n_rows = 1,
                          .pages = PAGES (PAGE (DATA, 1, PLAIN, SEVEN)) };
  g_autoptr (GBytes) file = hand_file (&hand);
  const char *const columns[] = { "x", "g", NULL };

  assert_refused (file, columns, UNSUPPORTED,
                  "“g”: this column is not read: it has columns");
}

static const struct
{
  const char *octets;
  gsize n;
  MvuaParquetError code;
  const char *word;
} no_files[] = {
  { "", 0, MALFORMED, "Too short" },
  { "PAR1", 4, MALFORMED, "Too short" },
  { "PAR1\0\0\0\0PAR", 11, MALFORMED, "Too short" },
  { "RAP1\0\0\0\0PAR1", 12, MALFORMED, "begin" },
  { "PAR1\0\0\0\0PARx", 12, MALFORMED, "end" },
  { "PAR1\0\0\0\0PARE", 12, UNSUPPORTED, "encrypted" },
  { "PARE\0\0\0\0PARE", 12, UNSUPPORTED, "encrypted" },
  { "PAR1\0\0\0\0PAR1", 12, MALFORMED, "footer" },
  { "PAR1\1\0\0\0PAR1", 12, MALFORMED, "footer should have 1 bytes" },
  { "PAR1\377\377\377\377PAR1", 12, MALFORMED, "footer should have 4294967295 bytes" },
};

static void
test_no_file (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (no_files); i++)
    {
      g_autoptr (GBytes) file = g_bytes_new (no_files[i].octets, no_files[i].n);
      assert_refused (file, NULL, no_files[i].code, no_files[i].word);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *path = g_strdup_printf ("/parquet/refused/%s", refused[i].label);
      g_test_add_data_func (path, &refused[i], test_refused);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (left_out); i++)
    {
      g_autofree char *path = g_strdup_printf ("/parquet/left-out/%s", left_out[i].label);
      g_test_add_data_func (path, &left_out[i], test_left_out);
    }
  g_test_add_func ("/parquet/left-out/group", test_group);
  g_test_add_func ("/parquet/no-file", test_no_file);
  return g_test_run ();
}
