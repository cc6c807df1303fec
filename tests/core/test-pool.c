/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The decoding threads: each part once, the first error ends the work. */

#include "mvua-error.h"
#include "mvua-pool.h"

#define N_PARTS 1000

typedef struct
{
  gint n_calls[N_PARTS];
  gint n_all;
  guint fails_at;
  GCancellable *cancellable;
  guint cancels_at;
} Work;

static gboolean
count (guint part, gpointer data, GError **error)
{
  Work *work = data;

  g_atomic_int_inc (&work->n_calls[part]);
  g_atomic_int_inc (&work->n_all);
  if (work->cancellable != NULL && part == work->cancels_at)
    g_cancellable_cancel (work->cancellable);
  if (part != work->fails_at)
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "part %u", part);
  return FALSE;
}

/* Also piece of work after piece of work, and with fewer parts than threads. */
static void
test_each_part_once (void)
{
  static const guint n_threads[] = { 1, 2, 5 };
  static const guint n_parts[] = { 0, 1, 2, 3, N_PARTS };

  for (guint t = 0; t < G_N_ELEMENTS (n_threads); t++)
    {
      g_autoptr (MvuaPool) pool = mvua_pool_new (n_threads[t]);
      g_assert_cmpuint (mvua_pool_get_n_threads (pool), ==, n_threads[t]);
      for (guint round = 0; round < 50; round++)
        {
          const guint n = n_parts[round % G_N_ELEMENTS (n_parts)];
          Work work = { .fails_at = G_MAXUINT };
          g_autoptr (GError) error = NULL;
          g_assert_true (mvua_pool_run (pool, n, count, &work, NULL, &error));
          g_assert_no_error (error);
          for (guint i = 0; i < N_PARTS; i++)
            g_assert_cmpint (work.n_calls[i], ==, i < n);
        }
    }
}

typedef struct
{
  GMutex mutex;
  GCond cond;
  guint n_there;
  gboolean met;
} Meeting;

/* Returns when two parts are under way at once, or after a while. */
static gboolean
meet (guint part G_GNUC_UNUSED, gpointer data, GError **error G_GNUC_UNUSED)
{
  Meeting *meeting = data;
  const gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  g_mutex_lock (&meeting->mutex);
  if (++meeting->n_there == 2)
    {
      meeting->met = TRUE;
      g_cond_broadcast (&meeting->cond);
    }
  while (!meeting->met && g_cond_wait_until (&meeting->cond, &meeting->mutex, deadline))
    ;
  g_mutex_unlock (&meeting->mutex);
  return TRUE;
}

static void
test_at_once (void)
{
  g_autoptr (MvuaPool) pool = mvua_pool_new (2);
  Meeting meeting = { 0 };

  g_assert_true (mvua_pool_run (pool, 2, meet, &meeting, NULL, NULL));
  g_assert_true (meeting.met);
}

static void
test_error (void)
{
  static const guint n_threads[] = { 1, 2 };

  for (guint t = 0; t < G_N_ELEMENTS (n_threads); t++)
    {
      g_autoptr (MvuaPool) pool = mvua_pool_new (n_threads[t]);
      Work failing = { .fails_at = 3 };
      Work next = { .fails_at = G_MAXUINT };
      g_autoptr (GError) error = NULL;

      g_assert_false (mvua_pool_run (pool, N_PARTS, count, &failing, NULL, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
      g_assert_cmpstr (error->message, ==, "part 3");
      if (n_threads[t] == 1)
        g_assert_cmpint (failing.n_all, ==, 4); /* no further part is begun */
      for (guint i = 0; i < N_PARTS; i++)
        g_assert_cmpint (failing.n_calls[i], <=, 1);

      /* The error is over with the work that it ended. */
      g_assert_true (mvua_pool_run (pool, N_PARTS, count, &next, NULL, NULL));
      g_assert_cmpint (next.n_all, ==, N_PARTS);
    }
}

static void
test_cancelled (void)
{
  static const guint n_threads[] = { 1, 2 };

  for (guint t = 0; t < G_N_ELEMENTS (n_threads); t++)
    {
      g_autoptr (MvuaPool) pool = mvua_pool_new (n_threads[t]);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Work work = { .fails_at = G_MAXUINT, .cancellable = cancellable, .cancels_at = 9 };
      g_autoptr (GError) error = NULL;

      g_assert_false (mvua_pool_run (pool, N_PARTS, count, &work, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      if (n_threads[t] == 1)
        g_assert_cmpint (work.n_all, ==, 10);
      g_clear_error (&error);
      work.n_all = 0;
      g_assert_false (mvua_pool_run (pool, N_PARTS, count, &work, cancellable, &error));
      g_assert_cmpint (work.n_all, ==, 0);
    }
}

static void
test_usual_threads (void)
{
  g_autoptr (MvuaPool) pool = mvua_pool_new (0);

  g_assert_cmpuint (mvua_pool_get_n_threads (pool), ==, g_get_num_processors ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pool/each-part-once", test_each_part_once);
  g_test_add_func ("/pool/at-once", test_at_once);
  g_test_add_func ("/pool/error", test_error);
  g_test_add_func ("/pool/cancelled", test_cancelled);
  g_test_add_func ("/pool/usual-threads", test_usual_threads);
  return g_test_run ();
}
