/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Decoded chunks: kept, bounded, and made once however many threads want them. */

#include "mvua-zarr-chunks.h"

#define SIZE 1000
#define N_THREADS 8

typedef struct
{
  MvuaZarrChunks *chunks;
  guint64 owner;
  gint n_made;
  gint fails; /* so many times */
} Maker;

static GBytes *
make (gpointer data, GError **error)
{
  Maker *self = data;

  g_usleep (2000); /* so that others come to wait */
  g_atomic_int_inc (&self->n_made);
  if (g_atomic_int_add (&self->fails, -1) > 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no");
      return NULL;
    }
  return g_bytes_new_take (g_malloc0 (SIZE), SIZE);
}

static gboolean
get (Maker *maker, guint64 number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      mvua_zarr_chunks_get (maker->chunks, maker->owner, number, make, maker, &error);

  g_assert_true ((bytes == NULL) == (error != NULL));
  return bytes != NULL;
}

static Maker
new_maker (gsize most)
{
  Maker maker = { .chunks = mvua_zarr_chunks_new (most) };

  maker.owner = mvua_zarr_chunks_new_owner (maker.chunks);
  return maker;
}

static void
test_bound (void)
{
  Maker maker = new_maker (3 * (SIZE + 200));

  for (guint i = 0; i < 3; i++)
    g_assert_true (get (&maker, i));
  g_assert_true (get (&maker, 0)); /* is now the most recent */
  g_assert_cmpint (maker.n_made, ==, 3);
  g_assert_true (get (&maker, 3)); /* puts 1 out */
  g_assert_cmpuint (mvua_zarr_chunks_get_n_bytes (maker.chunks), <=, 3 * (SIZE + 200));
  g_assert_true (get (&maker, 0) && get (&maker, 2) && get (&maker, 3));
  g_assert_cmpint (maker.n_made, ==, 4);
  g_assert_true (get (&maker, 1));
  g_assert_cmpint (maker.n_made, ==, 5);
  /* Another array's chunks are others. */
  maker.owner = mvua_zarr_chunks_new_owner (maker.chunks);
  g_assert_true (get (&maker, 1));
  g_assert_cmpint (maker.n_made, ==, 6);
  mvua_zarr_chunks_unref (maker.chunks);
}

/* What is larger than all there is room for is given and forgotten with the next. */
static void
test_too_large (void)
{
  Maker maker = new_maker (SIZE / 2);

  g_assert_true (get (&maker, 0));
  g_assert_true (get (&maker, 1));
  g_assert_cmpuint (mvua_zarr_chunks_get_n_bytes (maker.chunks), <, 2 * SIZE);
  mvua_zarr_chunks_unref (maker.chunks);
}

static gpointer
want_all (gpointer data)
{
  guint n = 0;

  for (guint i = 0; i < 10; i++)
    n += (guint) get (data, i);
  return GUINT_TO_POINTER (n);
}

static guint
run_threads (Maker *maker)
{
  GThread *threads[N_THREADS];
  guint n = 0;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("want", want_all, maker);
  for (guint i = 0; i < N_THREADS; i++)
    n += GPOINTER_TO_UINT (g_thread_join (threads[i]));
  return n;
}

static void
test_threads (void)
{
  Maker maker = new_maker (100 * SIZE);

  g_assert_cmpuint (run_threads (&maker), ==, 10 * N_THREADS);
  g_assert_cmpint (maker.n_made, ==, 10);
  mvua_zarr_chunks_unref (maker.chunks);
}

/* An error is not kept: whoever waited tries for itself. */
static void
test_errors (void)
{
  Maker maker = new_maker (100 * SIZE);

  maker.fails = 3;
  g_assert_cmpuint (run_threads (&maker), ==, 10 * N_THREADS - 3);
  g_assert_cmpint (maker.n_made, ==, 13);
  g_assert_true (get (&maker, 0));
  mvua_zarr_chunks_unref (maker.chunks);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zarr-chunks/bound", test_bound);
  g_test_add_func ("/zarr-chunks/too-large", test_too_large);
  g_test_add_func ("/zarr-chunks/threads", test_threads);
  g_test_add_func ("/zarr-chunks/errors", test_errors);
  return g_test_run ();
}
