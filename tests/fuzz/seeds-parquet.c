/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz.h"
#include "parquet-fixture.h"

#define N_ROWS 12

/* clang-format off */
static const struct
{
  const char *name;
  HandFile file;
} hand_made[] = {
  { "nested, dictionary",
    { .physical = BYTE_ARRAY, .repetition = OPTIONAL, .n_rows = 4, .is_nested = TRUE, .pages = PAGES (
      PAGE (DICTIONARY, 2, PLAIN, "\1\0\0\0a\2\0\0\0bc"),
      PAGE (DATA, 4, RLE_DICTIONARY, LEVELS "\1\3\5")) } },
  { "dictionary of eleven",
    { .physical = BYTE_ARRAY, .converted = -1, .n_rows = 11, .pages = PAGES (
      PAGE (DICTIONARY, 3, PLAIN, "\1\0\0\0a\1\0\0\0b\1\0\0\0c"),
      PAGE (DATA, 11, RLE_DICTIONARY, "\2\3\44\111\6\1")) } },
  { "plain after a dictionary",
    { .physical = INT32, .n_rows = 3, .pages = PAGES (
      PAGE (DICTIONARY, 1, PLAIN, "\5\0\0\0"),
      PAGE (DATA, 2, RLE_DICTIONARY, "\1\4\0"),
      PAGE (INDEX, 0, 0, "anything"),
      PAGE (DATA, 1, PLAIN, "\6\0\0\0")) } },
  { "v2, snappy",
    { .physical = INT32, .repetition = OPTIONAL, .codec = SNAPPY, .n_rows = 4, .pages = PAGES (
      PAGE (DATA_V2, 4, PLAIN, "\3\13\14\54\7\0\0\0\10\0\0\0\11\0\0\0", .n = 14, .n_nulls = 1, .n_definition = 2)) } },
  { "v2, as it is",
    { .physical = INT32, .codec = ZSTD, .n_rows = 1, .pages = PAGES (
      PAGE (DATA_V2, 1, PLAIN, "\7\0\0\0", .stored_plain = 1)) } },
  { "booleans as runs",
    { .physical = BOOLEAN, .n_rows = 11, .pages = PAGES (
      PAGE (DATA, 11, RLE, "\4\0\0\0\6\1\3\5")) } },
  { "booleans as bits",
    { .physical = BOOLEAN, .n_rows = 9, .pages = PAGES (
      PAGE (DATA, 9, PLAIN, "\5\1")) } },
  { "unsigned",
    { .physical = INT32, .converted = UINT_32, .n_rows = 2, .pages = PAGES (
      PAGE (DATA, 2, PLAIN, "\1\0\0\0\377\377\377\377")) } },
  { "float, missing ones",
    { .physical = FLOAT, .repetition = OPTIONAL, .n_rows = 4, .pages = PAGES (
      PAGE (DATA, 4, PLAIN, LEVELS "\7\0\0\0\10\0\0\0\11\0\0\0")) } },
  { "snappy, a copy",
    { .physical = INT32, .codec = SNAPPY, .n_rows = 2, .pages = PAGES (
      PAGE (DATA, 2, PLAIN, "\10\14\7\0\0\0\1\4", .n = 8)) } },
  { "gzip",
    { .physical = INT64, .codec = GZIP, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\37\213\10\0\0\0\0\0\2\3\143\140\200\0\0\151\337\42\145\10\0\0\0", .n = 8)) } },
  { "zstd",
    { .physical = INT64, .codec = ZSTD, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\50\265\57\375\40\10\103\0\0\0", .n = 8)) } },
  { "checksum",
    { .physical = INT32, .n_rows = 1, .pages = PAGES (
      PAGE (DATA, 1, PLAIN, "\7\0\0\0", .crc = 1)) } },
};
/* clang-format on */

/* What a reference set has, by our own writer. */
static void
add_written (MvuaFuzzSeeds *seeds)
{
  static const struct
  {
    const char *name;
    MvuaParquetCompression compression;
  } kinds[] = { { "written-snappy", MVUA_PARQUET_SNAPPY },
                { "written-zstd", MVUA_PARQUET_ZSTD },
                { "written-plain", MVUA_PARQUET_PLAIN } };
  static const char *const metadata[] = { "pandas", "{}", NULL };
  MvuaParquetBytes paths[N_ROWS];
  gint64 offsets[N_ROWS];
  double doubles[N_ROWS];
  guint8 is_null[N_ROWS], booleans[N_ROWS];
  const MvuaParquetColumn columns[] = {
    { "path", MVUA_PARQUET_TEXT, TRUE, is_null, { .bytes = paths } },
    { "offset", MVUA_PARQUET_INT64, FALSE, NULL, { .int64s = offsets } },
    { "size", MVUA_PARQUET_INT64, TRUE, is_null, { .int64s = offsets } },
    { "raw", MVUA_PARQUET_BYTES, TRUE, is_null, { .bytes = paths } },
    { "x", MVUA_PARQUET_DOUBLE, TRUE, is_null, { .doubles = doubles } },
    { "y", MVUA_PARQUET_BOOLEAN, FALSE, NULL, { .booleans = booleans } },
  };

  for (guint i = 0; i < N_ROWS; i++)
    {
      paths[i] = (MvuaParquetBytes){ "s3://noaa-gefs-pds/gep01", 12 + i };
      offsets[i] = 1000 * (gint64) i;
      doubles[i] = i / 3.0;
      is_null[i] = i % 3 == 0;
      booleans[i] = i % 2;
    }
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GBytes) file = mvua_parquet_write (
          columns, G_N_ELEMENTS (columns), N_ROWS, kinds[k].compression, metadata, NULL);
      mvua_fuzz_seeds_add (seeds, kinds[k].name, g_bytes_get_data (file, NULL),
                           g_bytes_get_size (file));
    }
}

void
mvua_fuzz_make_seeds (MvuaFuzzSeeds *seeds)
{
  for (guint i = 0; i < G_N_ELEMENTS (hand_made); i++)
    {
      g_autoptr (GBytes) file = hand_file (&hand_made[i].file);
      mvua_fuzz_seeds_add (seeds, hand_made[i].name, g_bytes_get_data (file, NULL),
                           g_bytes_get_size (file));
    }
  add_written (seeds);
}
