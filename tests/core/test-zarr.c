/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "zarr-fixture.h"

#include <blosc.h>
#include <math.h>
#include <string.h>

/* Bit by bit, as the polynomial says: knows nothing of the library in use. */
static guint32
slow_crc32c (const guint8 *bytes, gsize length)
{
  guint32 crc = ~0u;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= bytes[i];
      for (int bit = 0; bit < 8; bit++)
        crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
    }
  return ~crc;
}

static gsize
count_chunks (const MvuaZarrArraySpec *spec)
{
  gsize n = 1;

  for (guint d = 0; d < spec->n_dims; d++)
    n *= (spec->shape[d] + spec->chunk[d] - 1) / spec->chunk[d];
  return n;
}

/* Name of the file of chunk @number. */
static char *
name_chunk (const MvuaZarrArraySpec *spec, MvuaZarrFormat format, gsize number)
{
  g_autofree char *name = g_strdup ("");

  for (guint d = spec->n_dims; d-- > 0;)
    {
      const gsize n = (spec->shape[d] + spec->chunk[d] - 1) / spec->chunk[d];
      g_autofree char *rest = g_steal_pointer (&name);
      name = g_strdup_printf ("%s%" G_GSIZE_FORMAT "%s",
                              format == MVUA_ZARR_V3 ? "/"
                              : d > 0                ? "."
                                                     : "",
                              spec->sharded ? 0 : number % n, rest);
      number /= n;
    }
  if (format == MVUA_ZARR_V2)
    return g_strconcat (spec->path, "/", spec->n_dims > 0 ? name : "0", NULL);
  return g_strconcat (spec->path, "/c", name, NULL);
}

/* The chunk's bytes as they lie in a shard; checks the shard's index. */
static char *
cut_shard (const char *shard, gsize length, gsize n_chunks, gsize number, gsize *n)
{
  const guint8 *index = (const guint8 *) shard + length - 16 * n_chunks - 4;
  guint64 place[2];
  guint32 crc;

  g_assert_cmpuint (length, >, 16 * n_chunks + 4);
  memcpy (&crc, index + 16 * n_chunks, 4);
  g_assert_cmphex (crc, ==, slow_crc32c (index, 16 * n_chunks));
  memcpy (place, index + 16 * number, 16);
  *n = 0;
  if (place[0] == G_MAXUINT64 && place[1] == G_MAXUINT64)
    return NULL;

  g_assert_cmpuint (place[0] + place[1], <=, length - 16 * n_chunks - 4);
  *n = (gsize) place[1];
  return g_memdup2 (shard + place[0], *n);
}

/* (nullable): one chunk, decoded by what the format says and not by our own code. */
static char *
read_chunk (const Scratch *scratch,
            const MvuaZarrArraySpec *spec,
            MvuaZarrFormat format,
            gsize size,
            gsize number)
{
  g_autofree char *name = name_chunk (spec, format, number);
  gsize n = 0, n_values = 1;
  g_autofree char *bytes = scratch_load (scratch, name, &n);

  for (guint d = 0; d < spec->n_dims; d++)
    n_values *= spec->chunk[d];
  if (spec->sharded)
    {
      g_autofree char *shard = g_steal_pointer (&bytes);
      bytes = cut_shard (shard, n, count_chunks (spec), number, &n);
      if (bytes == NULL)
        return NULL;
    }
  if (!spec->compressed)
    {
      g_assert_cmpuint (n, ==, n_values * size);
      return g_steal_pointer (&bytes);
    }

  gsize n_raw, n_blosc, block;
  blosc_cbuffer_sizes (bytes, &n_raw, &n_blosc, &block);
  g_assert_cmpuint (n_raw, ==, n_values * size);
  g_assert_cmpuint (n_blosc, ==, n);
  char *raw = g_malloc (n_raw);
  g_assert_cmpint (blosc_decompress_ctx (bytes, raw, n_raw, 1), ==, (int) n_raw);
  return raw;
}

/* Value number @i of an array is i + 1; all else in its chunks must be NaN. */
static void
assert_floats (const Scratch *scratch,
               const MvuaZarrArraySpec *spec,
               MvuaZarrFormat format)
{
  for (gsize number = 0; number < count_chunks (spec); number++)
    {
      gsize origin[4] = { 0 }, n_values = 1, left = number;
      for (guint d = spec->n_dims; d-- > 0;)
        {
          const gsize n = (spec->shape[d] + spec->chunk[d] - 1) / spec->chunk[d];
          origin[d] = left % n * spec->chunk[d];
          left /= n;
          n_values *= spec->chunk[d];
        }

      g_autofree char *raw = read_chunk (scratch, spec, format, 4, number);
      for (gsize v = 0; v < n_values; v++)
        {
          gsize rest = v, at[4], position = 0;
          gboolean inside = TRUE;
          float value;
          for (guint d = spec->n_dims; d-- > 0; rest /= spec->chunk[d])
            at[d] = origin[d] + rest % spec->chunk[d];
          for (guint d = 0; d < spec->n_dims; d++)
            {
              inside = inside && at[d] < spec->shape[d];
              position = position * spec->shape[d] + at[d];
            }
          memcpy (&value, raw + 4 * v, 4);
          if (inside)
            g_assert_cmpfloat (value, ==, (float) (position + 1));
          else
            g_assert_true (isnan (value));
        }
    }
}

/* Writes blocks of the first dimension one after the other. */
static void
write_floats (MvuaZarrArray *array, const MvuaZarrArraySpec *spec, gsize n_block)
{
  gsize first[4] = { 0 }, count[4], n_row = 1,
        n_first = spec->n_dims > 0 ? spec->shape[0] : 1;
  g_autoptr (GError) error = NULL;

  for (guint d = 0; d < spec->n_dims; d++)
    count[d] = spec->shape[d];
  for (guint d = 1; d < spec->n_dims; d++)
    n_row *= spec->shape[d];
  g_autofree float *values = g_new (float, n_first *n_row);
  for (gsize i = 0; i < n_first * n_row; i++)
    values[i] = (float) (i + 1);

  for (; first[0] < n_first; first[0] += n_block)
    {
      count[0] = MIN (n_block, n_first - first[0]);
      const float *block = values + first[0] * n_row;
      g_assert_true (mvua_zarr_array_write (array, first, count, block, &error));
      g_assert_no_error (error);
    }
}

static void
test_round_trip (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (guint round = 0; round < 150; round++)
    {
      const MvuaZarrFormat format = round % 3 == 0 ? MVUA_ZARR_V2 : MVUA_ZARR_V3;
      const char *const names[] = { "a", "b", "c", "d" };
      MvuaZarrArraySpec spec = { "x",           MVUA_ZARR_FLOAT32,
                                 round / 3 % 5, { NULL },
                                 { 0 },         { 0 },
                                 FALSE,         round / 15 % 2 };
      g_autoptr (GError) error = NULL;

      for (guint d = 0; d < spec.n_dims; d++)
        {
          spec.dims[d] = names[d];
          spec.shape[d] = (gsize) g_rand_int_range (random, 1, 8);
          spec.chunk[d] = (gsize) g_rand_int_range (random, 1, 10);
        }
      spec.sharded = round % 3 == 2;
      g_autoptr (MvuaZarrWriter) writer =
          mvua_zarr_writer_new (scratch->store, format, &error);
      g_assert_no_error (error);
      g_assert_true (mvua_zarr_writer_add_group (writer, "", NULL, &error));
      MvuaZarrArray *array = mvua_zarr_writer_add_array (writer, &spec, NULL, &error);
      g_assert_no_error (error);
      write_floats (array, &spec, spec.n_dims > 0 ? spec.chunk[0] * (1 + round % 2) : 1);
      g_assert_true (mvua_zarr_writer_finish (writer, &error));
      g_assert_no_error (error);
      spec.sharded = spec.sharded && spec.n_dims > 0; /* a scalar has no shard */
      assert_floats (scratch, &spec, format);
      g_assert_cmpint (
          mvua_file_table_verify (scratch->store, NULL, NULL, NULL, NULL, &error), ==, 0);
      scratch_empty (scratch);
    }
}

/* Edges of integers are 0, scalars are raw, chunks that never came are marked. */
static void
test_integers (Scratch *scratch, gconstpointer format)
{
  const gboolean v3 = GPOINTER_TO_INT (format) == MVUA_ZARR_V3;
  const MvuaZarrArraySpec specs[] = {
    { "s", MVUA_ZARR_INT8, 1, { "x" }, { 5 }, { 3 }, FALSE, FALSE },
    { "t", MVUA_ZARR_INT16, 0, { NULL }, { 0 }, { 0 }, TRUE, FALSE },
    { "u", MVUA_ZARR_INT32, 1, { "x" }, { 5 }, { 3 }, TRUE, TRUE },
  };
  const gint8 s[] = { -1, 2, 3, 4, 5 };
  const gint16 t = 0x1234;
  const gint32 u[] = { 40000, 50000 };
  const void *values[] = { s, &t, u };
  const gsize first[] = { 0, 0, 3 }, count[] = { 5, 0, 2 };
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaZarrWriter) writer =
      mvua_zarr_writer_new (scratch->store, GPOINTER_TO_INT (format), &error);

  g_assert_true (mvua_zarr_writer_add_group (writer, "", NULL, &error));
  for (gsize i = 0; i < 3; i++)
    {
      MvuaZarrArray *array = mvua_zarr_writer_add_array (writer, &specs[i], NULL, &error);
      g_assert_no_error (error);
      g_assert_true (
          mvua_zarr_array_write (array, &first[i], &count[i], values[i], &error));
    }
  g_assert_true (mvua_zarr_writer_finish (writer, &error));
  g_assert_no_error (error);

  gsize n;
  g_autofree char *edge = scratch_load (scratch, v3 ? "s/c/1" : "s/1", &n);
  g_assert_cmpmem (edge, n, "\x04\x05\x00", 3);
  g_autofree char *scalar = scratch_load (scratch, v3 ? "t/c" : "t/0", &n);
  g_assert_cmpmem (scalar, n, "\x34\x12", 2);

  MvuaZarrArraySpec spec = specs[2];
  const gint32 expected[] = { 40000, 50000, 0 };
  spec.sharded = v3;
  g_autofree char *last = read_chunk (scratch, &spec, GPOINTER_TO_INT (format), 4, 1);
  g_assert_cmpmem (last, 12, expected, 12);
  if (v3)
    g_assert_null (read_chunk (scratch, &spec, MVUA_ZARR_V3, 4, 0));
}

typedef struct
{
  MvuaZarrArray *array;
  const float *values;
  gsize first_row;
} Work;

/* Every other block of 2 rows. */
static gpointer
write_half (gpointer data)
{
  const Work *work = data;
  const gsize count[] = { 2, 30 };

  for (gsize row = work->first_row; row < 80; row += 4)
    {
      const gsize first[] = { row, 0 };
      g_autoptr (GError) error = NULL;
      const float *values = work->values + row * 30;
      g_assert_true (mvua_zarr_array_write (work->array, first, count, values, &error));
      g_assert_no_error (error);
    }
  return NULL;
}

static void
test_threads (Scratch *scratch, gconstpointer format)
{
  MvuaZarrArraySpec spec = { "x",        MVUA_ZARR_FLOAT32, 2,    { "a", "b" },
                             { 80, 30 }, { 2, 7 },          TRUE, TRUE };
  g_autofree float *values = g_new (float, 80 * 30);
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaZarrWriter) writer =
      mvua_zarr_writer_new (scratch->store, GPOINTER_TO_INT (format), &error);

  for (gsize i = 0; i < 80 * 30; i++)
    values[i] = (float) (i + 1);
  g_assert_true (mvua_zarr_writer_add_group (writer, "", NULL, &error));
  MvuaZarrArray *array = mvua_zarr_writer_add_array (writer, &spec, NULL, &error);
  g_assert_no_error (error);

  Work even = { array, values, 0 }, odd = { array, values, 2 };
  GThread *threads[] = { g_thread_new ("even", write_half, &even),
                         g_thread_new ("odd", write_half, &odd) };
  g_thread_join (threads[0]);
  g_thread_join (threads[1]);
  g_assert_true (mvua_zarr_writer_finish (writer, &error));
  g_assert_no_error (error);

  spec.sharded = GPOINTER_TO_INT (format) == MVUA_ZARR_V3;
  assert_floats (scratch, &spec, GPOINTER_TO_INT (format));
  guint64 n_read = 0;
  g_assert_cmpint (
      mvua_file_table_verify (scratch->store, NULL, NULL, &n_read, NULL, &error), ==, 0);
  g_assert_cmpuint (n_read, ==, mvua_zarr_writer_get_n_bytes (writer));
}

/* Names come from files of others: what does not stay below the store is an error. */
static void
test_refused (Scratch *scratch, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const paths[] = { "/a",   "..",        "a/..",    "../a",
                                       "a//b", "a/",        ".zgroup", "a/.b",
                                       "__a",  "zarr.json", "a\nb",    "a\x7f",
                                       "\xff", "x/y",       "gep01",   "tp/x" };
  MvuaZarrArraySpec spec = { "tp", MVUA_ZARR_FLOAT32, 1, { "x" }, { 3 }, { 2 }, FALSE,
                             FALSE };
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaZarrWriter) writer =
      mvua_zarr_writer_new (scratch->store, MVUA_ZARR_V3, &error);

  g_assert_null (mvua_zarr_writer_new (scratch->store, MVUA_ZARR_V3, &error));
  g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_IO);
  g_assert_nonnull (strstr (error->message, scratch->store));
  g_clear_error (&error);

  g_assert_true (mvua_zarr_writer_add_group (writer, "", NULL, &error));
  g_assert_true (mvua_zarr_writer_add_group (writer, "gep01", NULL, &error));
  g_assert_nonnull (mvua_zarr_writer_add_array (writer, &spec, NULL, &error));
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_assert_false (mvua_zarr_writer_add_group (writer, paths[i], NULL, &error));
      g_assert_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID);
      g_clear_error (&error);
    }

  const gsize shapes[][2] = {
    { 3, 0 }, { G_MAXSIZE, 2 }, { 3, (gsize) 1 << 30 }, { G_MAXINT64 / 2, 1 }
  };
  spec.path = "gep01/u";
  spec.sharded = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      spec.shape[0] = shapes[i][0];
      spec.chunk[0] = shapes[i][1];
      g_assert_null (mvua_zarr_writer_add_array (writer, &spec, NULL, &error));
      g_assert_true (error->domain == MVUA_ZARR_ERROR &&
                     error->code != MVUA_ZARR_ERROR_IO);
      g_clear_error (&error);
    }
}

int
main (int argc, char *argv[])
{
  const gpointer v2 = GINT_TO_POINTER (MVUA_ZARR_V2), v3 = GINT_TO_POINTER (MVUA_ZARR_V3);

  g_test_init (&argc, &argv, NULL);
  g_test_add ("/zarr/round-trip", Scratch, NULL, scratch_set_up, test_round_trip,
              scratch_tear_down);
  g_test_add ("/zarr/integers/v2", Scratch, v2, scratch_set_up, test_integers,
              scratch_tear_down);
  g_test_add ("/zarr/integers/v3", Scratch, v3, scratch_set_up, test_integers,
              scratch_tear_down);
  g_test_add ("/zarr/threads/v2", Scratch, v2, scratch_set_up, test_threads,
              scratch_tear_down);
  g_test_add ("/zarr/threads/v3", Scratch, v3, scratch_set_up, test_threads,
              scratch_tear_down);
  g_test_add ("/zarr/refused", Scratch, NULL, scratch_set_up, test_refused,
              scratch_tear_down);
  return g_test_run ();
}
