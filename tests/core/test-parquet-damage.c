/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Files that are cut off, have a bit turned over or lie about sizes: never a crash, never
 * more memory than mvua_parquet_read() promises, and where a checksum can tell, never
 * other values than were written.  Each allocation that may fail does so once.
 */

#include "parquet-fixture.h"

#include <dlfcn.h>
#include <malloc.h>

#define MIB ((gsize) 1 << 20)

/* Beside what is counted: the footer's small things, and what zstd and zlib work with. */
#define SLACK (2 * MIB)

/* Bulk allocations, which are the ones that may fail. */
static guint n_calls, fail_at; /* from 1; 0: never */

#define REAL(name) ((__typeof__ (&name)) dlsym (RTLD_NEXT, G_STRINGIFY (name)))

static gboolean
must_fail (void)
{
  return ++n_calls == fail_at;
}

gpointer
g_try_malloc0_n (gsize n, gsize size)
{
  return must_fail () ? NULL : REAL (g_try_malloc0_n) (n, size);
}

gpointer
g_try_realloc (gpointer data, gsize n)
{
  return must_fail () ? NULL : REAL (g_try_realloc) (data, n);
}

/* All that the process has of the heap, unless a sanitizer has taken it over. */
#ifndef __SANITIZE_ADDRESS__
#define COUNTS_MEMORY TRUE
static gsize n_now, n_peak;

extern void *__libc_malloc (size_t n);
extern void *__libc_calloc (size_t n, size_t size);
extern void *__libc_realloc (void *data, size_t n);
extern void __libc_free (void *data);

static void *
count (void *data)
{
  n_now += malloc_usable_size (data);
  n_peak = MAX (n_peak, n_now);
  return data;
}

void *
malloc (size_t n)
{
  return count (__libc_malloc (n));
}

void *
calloc (size_t n, size_t size)
{
  return count (__libc_calloc (n, size));
}

void *
realloc (void *data, size_t n)
{
  n_now -= malloc_usable_size (data);
  return count (__libc_realloc (data, n));
}

void
free (void *data)
{
  n_now -= malloc_usable_size (data);
  __libc_free (data);
}
#else
#define COUNTS_MEMORY FALSE
static gsize n_now, n_peak;
#endif

/* Reads and looks at each value, so that a sanitizer sees what they point to.
 * Returns: all of them as text, or %NULL if the file is refused */
static char *
try_read (GBytes *file)
{
  const gsize n_before = n_now;
  const gsize limit = 256 * g_bytes_get_size (file) + 32 * MIB + SLACK;
  g_autoptr (GError) error = NULL;

  n_peak = n_now;
  g_autoptr (MvuaParquetTable) table = mvua_parquet_read (file, NULL, &error);
  g_assert_cmpuint (n_peak - n_before, <=, limit);
  g_assert_true ((table == NULL) == (error != NULL));
  if (table == NULL)
    {
      g_assert_true (error->domain == MVUA_PARQUET_ERROR && error->message[0] != '\0');
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return NULL;
    }

  GString *all = g_string_new (NULL);
  for (guint i = 0; i < mvua_parquet_table_get_n_columns (table); i++)
    {
      /* Damage may well make many rows of nothing; the first are enough. */
      const guint64 n = MIN (mvua_parquet_table_get_n_rows (table), 400);
      g_string_append_printf (all, "%s:", mvua_parquet_table_get_name (table, i));
      for (guint64 row = 0; row < n; row++)
        {
          g_autofree char *value = show_value (table, i, row);
          g_string_append_printf (all, " %s", value);
        }
    }
  return g_string_free (all, FALSE);
}

/* A small file of ours with every type and missing values. */
static GBytes *
make_file (MvuaParquetCompression compression)
{
  const MvuaParquetBytes texts[] = { { "gep01/tp/1.0.0", 14 }, { "", 0 }, { "abc", 3 } };
  const gint64 numbers[] = { -5, G_MAXINT64, 7 };
  const double doubles[] = { 1.5, -2, 1e300 };
  const guint8 flags[] = { 1, 0, 1 }, is_null[] = { 0, 0, 1 };
  const MvuaParquetColumn columns[] = {
    { "key", MVUA_PARQUET_TEXT, FALSE, NULL, { .bytes = texts } },
    { "value", MVUA_PARQUET_BYTES, TRUE, is_null, { .bytes = texts } },
    { "size", MVUA_PARQUET_INT64, TRUE, is_null, { .int64s = numbers } },
    { "level", MVUA_PARQUET_DOUBLE, FALSE, NULL, { .doubles = doubles } },
    { "flag", MVUA_PARQUET_BOOLEAN, FALSE, NULL, { .booleans = flags } },
  };
  const char *const metadata[] = { "k", "v", NULL };
  g_autoptr (GError) error = NULL;
  GBytes *file = mvua_parquet_write (columns, G_N_ELEMENTS (columns), 3, compression,
                                     metadata, &error);

  g_assert_no_error (error);
  return file;
}

/* Where the footer begins. */
static gsize
find_footer (GBytes *file)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (file, &n);
  guint32 length;

  memcpy (&length, data + n - 8, 4);
  return n - 8 - GUINT32_FROM_LE (length);
}

/* Every beginning, and every file that lacks some octets within. */
static void
assert_cuts (GBytes *file)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (file, &n);
  static const gsize lengths[] = { 1, 2, 7, 64 };

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GBytes) start = g_bytes_new (data, i);
      g_assert_null (try_read (start));
      for (gsize l = 0; l < G_N_ELEMENTS (lengths) && i + lengths[l] <= n; l++)
        {
          GByteArray *hole = g_byte_array_new ();
          g_byte_array_append (hole, data, (guint) i);
          g_byte_array_append (hole, data + i + lengths[l], (guint) (n - i - lengths[l]));
          g_autoptr (GBytes) rest = g_byte_array_free_to_bytes (hole);
          g_free (try_read (rest));
        }
    }
}

/* Every bit.  Before @n_sure, it is noticed or changes nothing. */
static void
assert_flips (GBytes *file, gsize n_sure)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (file, &n);
  g_autofree char *whole = try_read (file);
  guint n_noticed = 0;

  g_assert_nonnull (whole);
  for (gsize bit = 0; bit < 8 * n; bit++)
    {
      guint8 *copy = g_memdup2 (data, n);
      copy[bit / 8] ^= (guint8) (1 << bit % 8);
      g_autoptr (GBytes) flipped = g_bytes_new_take (copy, n);
      g_autofree char *shown = try_read (flipped);
      if (shown != NULL && bit / 8 < n_sure)
        g_assert_cmpstr (shown, ==, whole);
      n_noticed += shown == NULL;
    }
  g_assert_cmpuint (n_noticed, >, 0);
}

static void
test_ours (gconstpointer data)
{
  g_autoptr (GBytes) file = make_file ((MvuaParquetCompression) GPOINTER_TO_INT (data));

  g_assert_cmpuint (g_bytes_get_size (file), <, 1000);
  assert_cuts (file);
  assert_flips (file, find_footer (file));
}

#define LEVELS_V2 "\3\13"

/* clang-format off */
static const HandFile hand_files[] = {
  { .physical = BYTE_ARRAY, .repetition = OPTIONAL, .n_rows = 4, .is_nested = TRUE, .pages = PAGES (
    PAGE (DICTIONARY, 2, PLAIN, "\1\0\0\0a\2\0\0\0bc"),
    PAGE (DATA, 4, RLE_DICTIONARY, LEVELS "\1\3\5")) },
  { .physical = INT32, .repetition = OPTIONAL, .codec = SNAPPY, .n_rows = 4, .pages = PAGES (
    PAGE (DATA_V2, 4, PLAIN, LEVELS_V2 "\14\54\7\0\0\0\10\0\0\0\11\0\0\0", .n = 14,
          .n_nulls = 1, .n_definition = 2)) },
  { .physical = BOOLEAN, .n_rows = 11, .pages = PAGES (
    PAGE (DATA, 11, RLE, "\4\0\0\0\6\1\3\5")) },
  { .physical = DOUBLE, .n_rows = 3, .pages = PAGES (
    PAGE (DICTIONARY, 1, PLAIN, "\0\0\0\0\0\0\360\77"), PAGE (DATA, 3, RLE_DICTIONARY, "\0\6")) },
  /* Eight octets of zeros, as gzip and zstd have them. */
  { .physical = INT64, .codec = GZIP, .n_rows = 1, .pages = PAGES (
    PAGE (DATA, 1, PLAIN, "\37\213\10\0\0\0\0\0\2\3\143\140\200\0\0\151\337\42\145\10\0\0\0", .n = 8)) },
  { .physical = INT64, .codec = ZSTD, .n_rows = 1, .pages = PAGES (
    PAGE (DATA, 1, PLAIN, "\50\265\57\375\40\10\103\0\0\0", .n = 8)) },
};
/* clang-format on */

static void
test_hand (gconstpointer data)
{
  g_autoptr (GBytes) file = hand_file (data);

  assert_cuts (file);
  assert_flips (file, 0);
}

static GBytes *
load (const char *name)
{
  const char *folder = g_getenv ("MVUA_CORPUS");
  g_autofree char *path = NULL;
  char *data;
  gsize n;
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    {
      g_test_skip ("no corpus");
      return NULL;
    }
  path = g_build_filename (folder, "refs", name, NULL);
  g_file_get_contents (path, &data, &n, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, n);
}

static void
test_real (void)
{
  g_autoptr (GBytes) file = load ("kerchunk_hrrr.wrfsfcf_kerchunk_index.parquet");

  if (file != NULL)
    assert_flips (file, 0);
}

/* Octets of a file replaced, put in or taken out here and there; the same every time. */
static GBytes *
mutate (GBytes *file, GRand *random)
{
  gsize n;
  const guint8 *data = g_bytes_get_data (file, &n);
  GByteArray *copy = g_byte_array_new ();
  const int n_changes = g_rand_int_range (random, 1, 6);

  g_byte_array_append (copy, data, (guint) n);
  for (int i = 0; i < n_changes && copy->len > 16; i++)
    {
      const guint at = (guint) g_rand_int_range (random, 0, (gint32) copy->len - 8);
      const int kind = g_rand_int_range (random, 0, 4);
      if (kind == 0)
        copy->data[at] = (guint8) g_rand_int_range (random, 0, 256);
      else if (kind == 1)
        memset (copy->data + at, 0xff, (gsize) g_rand_int_range (random, 1, 8));
      else if (kind == 2)
        g_byte_array_remove_range (copy, at, (guint) g_rand_int_range (random, 1, 8));
      else
        memmove (copy->data + at,
                 copy->data + g_rand_int_range (random, 0, (gint32) copy->len - 8), 8);
    }
  return g_byte_array_free_to_bytes (copy);
}

static void
test_mutations (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  g_autoptr (GPtrArray) files =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  g_ptr_array_add (files, make_file (MVUA_PARQUET_SNAPPY));
  g_ptr_array_add (files, make_file (MVUA_PARQUET_PLAIN));
  for (gsize i = 0; i < G_N_ELEMENTS (hand_files); i++)
    g_ptr_array_add (files, hand_file (&hand_files[i]));
  if (g_getenv ("MVUA_CORPUS") != NULL)
    g_ptr_array_add (files, load ("kerchunk_gfs.pgrb2.0p25_kerchunk_index.parquet"));
  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GBytes) mutated = mutate (files->pdata[i % files->len], random);
      g_free (try_read (mutated));
    }
}

/* Nested far deeper than any stack is, in a field that is passed over. */
static void
test_depth (void)
{
  GByteArray *out = g_byte_array_new ();
  const gsize n = 1000000;
  const guint32 length = GUINT32_TO_LE ((guint32) n);
  g_autofree guint8 *deep = g_malloc (n);
  g_autoptr (GError) error = NULL;

  memset (deep, 0x1c, n); /* a struct in field 1 more than the one before */
  deep[0] = 0xfc;
  g_byte_array_append (out, (const guint8 *) "PAR1", 4);
  g_byte_array_append (out, deep, (guint) n);
  g_byte_array_append (out, (const guint8 *) &length, 4);
  g_byte_array_append (out, (const guint8 *) "PAR1", 4);
  g_autoptr (GBytes) file = g_byte_array_free_to_bytes (out);
  g_assert_null (mvua_parquet_read (file, NULL, &error));
  g_assert_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_MALFORMED);
  g_assert_nonnull (strstr (error->message, "too deeply"));
}

/* Sizes of which nothing is there, and what may be taken before that is noticed. */
static const struct
{
  HandFile file;
  gsize limit;
} lies[] = {
  { { .physical = BYTE_ARRAY, .n_rows = G_MAXINT64, .pages = NULL, .n_pages = 0 },
    SLACK },
  { { .physical = BYTE_ARRAY, .n_rows = 1 << 20, .pages = NULL, .n_pages = 0 },
    16 * MIB + SLACK },
  { { .physical = BYTE_ARRAY,
      .n_rows = 1,
      .codec = ZSTD,
      .pages = PAGES (PAGE (DATA, 1, PLAIN, "abcd", .n = 1 << 30)) },
    SLACK },
  { { .physical = BYTE_ARRAY,
      .n_rows = 1,
      .codec = SNAPPY,
      .pages = PAGES (PAGE (DATA, 1, PLAIN, "\200\200\200\4abcd", .n = 8 << 20)) },
    SLACK },
  { { .physical = BYTE_ARRAY,
      .n_rows = 1,
      .pages = PAGES (PAGE (DICTIONARY, 1 << 30, PLAIN, "abcd")) },
    SLACK },
  { { .physical = BYTE_ARRAY,
      .n_rows = 1,
      .pages = PAGES (PAGE (DATA, 1, PLAIN, "\377\377\377\377")) },
    SLACK },
};

static void
test_lies (void)
{
  if (!COUNTS_MEMORY)
    {
      g_test_skip ("a sanitizer has the heap");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autoptr (GBytes) file = hand_file (&lies[i].file);
      const gsize n_before = n_now;
      g_autoptr (GError) error = NULL;

      n_peak = n_now;
      g_assert_null (mvua_parquet_read (file, NULL, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (n_peak - n_before, <=, lies[i].limit);
    }
}

/* Each page of a zip bomb in turn is within bounds; all together are not. */
static void
test_bomb (void)
{
  const gsize n = 64 * MIB;
  g_autofree char *same = g_malloc0 (n);
  GByteArray *packed = g_byte_array_sized_new (1 << 20);
  uLongf n_packed = 1 << 20;
  g_autoptr (GError) error = NULL;

  g_byte_array_set_size (packed, 1 << 20);
  g_assert_cmpint (compress2 (packed->data, &n_packed, (const Bytef *) same, n, 9), ==,
                   Z_OK);
  const HandPage page = { .n_values = 0,
                          .data = (const char *) packed->data,
                          .n_data = n_packed,
                          .n = (gint64) n };
  const HandPage pages[] = { page, page, page, page };
  const HandFile hand = {
    .physical = INT64, .codec = GZIP, .n_rows = 1, .pages = pages, .n_pages = 4
  };
  g_autoptr (GBytes) file = hand_file (&hand);

  g_assert_null (try_read (file));
  g_assert_null (mvua_parquet_read (file, NULL, &error));
  g_assert_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE);
  g_byte_array_unref (packed);
}

/* Every bulk allocation fails once, of reading and of writing. */
static void
test_no_memory (void)
{
  const MvuaParquetBytes text = { "abc", 3 };
  const MvuaParquetColumn column = {
    "v", MVUA_PARQUET_TEXT, TRUE, NULL, { .bytes = &text }
  };
  g_autoptr (GBytes) file = make_file (MVUA_PARQUET_SNAPPY);
  guint n_failed = 0;

  for (guint round = 0; round < 2; round++)
    {
      gboolean is_done = FALSE;
      for (guint i = 1; !is_done; i++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (MvuaParquetTable) table = NULL;
          g_autoptr (GBytes) written = NULL;

          n_calls = 0;
          fail_at = i;
          if (round == 0)
            table = mvua_parquet_read (file, NULL, &error);
          else
            written = mvua_parquet_write (&column, 1, 1, MVUA_PARQUET_ZSTD, NULL, &error);
          fail_at = 0;
          is_done = n_calls < i;
          g_assert_true (is_done == (table != NULL || written != NULL));
          if (!is_done)
            g_assert_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE);
          n_failed += !is_done;
        }
    }
  g_assert_cmpuint (n_failed, >=, 15);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/parquet/damage/snappy", GINT_TO_POINTER (MVUA_PARQUET_SNAPPY),
                        test_ours);
  g_test_add_data_func ("/parquet/damage/zstd", GINT_TO_POINTER (MVUA_PARQUET_ZSTD),
                        test_ours);
  g_test_add_data_func ("/parquet/damage/plain", GINT_TO_POINTER (MVUA_PARQUET_PLAIN),
                        test_ours);
  for (gsize i = 0; i < G_N_ELEMENTS (hand_files); i++)
    {
      g_autofree char *path = g_strdup_printf ("/parquet/damage/hand/%zu", i);
      g_test_add_data_func (path, &hand_files[i], test_hand);
    }
  g_test_add_func ("/parquet/damage/real", test_real);
  g_test_add_func ("/parquet/damage/mutations", test_mutations);
  g_test_add_func ("/parquet/damage/depth", test_depth);
  g_test_add_func ("/parquet/damage/lies", test_lies);
  g_test_add_func ("/parquet/damage/bomb", test_bomb);
  g_test_add_func ("/parquet/damage/no-memory", test_no_memory);
  return g_test_run ();
}
