/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The network goes away, and perhaps comes back: what somebody looks at fails soon, work
 * in the background waits, and neither takes longer the more of it there is. */

#include "http-fixture.h"
#include "mvua-net-watch.h"

#define S G_USEC_PER_SEC
#define SIZE 20000
#define N_THREADS 4

static void
test_watch (void)
{
  MvuaNetWatch watch = { 0 };

  /* Of a server that was never reached nothing is waited for. */
  g_assert_cmpint (mvua_net_watch_advise (&watch, 10 * S, MVUA_PRIORITY_EXPORT, 9 * S),
                   ==, MVUA_NET_WATCH_GO);
  g_assert_false (mvua_net_watch_is_up (&watch));
  mvua_net_watch_miss (&watch, 10 * S, 9 * S, TRUE, 0, 20 * S);
  g_assert_cmpint (mvua_net_watch_advise (&watch, 11 * S, MVUA_PRIORITY_EXPORT, 9 * S),
                   ==, MVUA_NET_WATCH_FAIL);
  /* One tries, the next does not. */
  g_assert_cmpint (mvua_net_watch_advise (&watch, 12 * S, MVUA_PRIORITY_PICKED, 9 * S),
                   ==, MVUA_NET_WATCH_GO);
  g_assert_cmpint (mvua_net_watch_advise (&watch, 12 * S, MVUA_PRIORITY_PICKED, 9 * S),
                   ==, MVUA_NET_WATCH_FAIL);

  mvua_net_watch_hear (&watch);
  g_assert_true (mvua_net_watch_is_up (&watch));
  /* Something came meanwhile; a connection broke; one was silent, not for long. */
  mvua_net_watch_miss (&watch, 30 * S, 20 * S, TRUE, 25 * S, 20 * S);
  mvua_net_watch_miss (&watch, 30 * S, 29 * S, FALSE, 25 * S, 20 * S);
  mvua_net_watch_miss (&watch, 30 * S, 11 * S, FALSE, 10 * S, 20 * S);
  g_assert_true (mvua_net_watch_is_up (&watch));
  mvua_net_watch_miss (&watch, 30 * S, 10 * S, FALSE, 9 * S, 20 * S);
  g_assert_false (mvua_net_watch_is_up (&watch));

  /* Patience counts from the first miss. */
  mvua_net_watch_miss (&watch, 35 * S, 34 * S, TRUE, 9 * S, 20 * S);
  g_assert_cmpint (watch.since, ==, 30 * S);
  g_assert_cmpint (mvua_net_watch_advise (&watch, 36 * S, MVUA_PRIORITY_EXPORT, 9 * S),
                   ==, MVUA_NET_WATCH_WAIT);
  g_assert_cmpint (mvua_net_watch_get_due (&watch, 36 * S), ==, 37 * S);
  g_assert_cmpint (mvua_net_watch_advise (&watch, 36 * S, MVUA_PRIORITY_PICKED, 9 * S),
                   ==, MVUA_NET_WATCH_FAIL);
  g_assert_true (mvua_net_watch_is_patient (&watch, 38 * S, MVUA_PRIORITY_EXPORT, 9 * S));
  g_assert_false (
      mvua_net_watch_is_patient (&watch, 39 * S, MVUA_PRIORITY_EXPORT, 9 * S));
}

typedef struct
{
  MvuaTestServer *server;
  MvuaHttp *http;
  GBytes *object;
  char *url;
} Fixture;

static void
set_up (Fixture *self, gconstpointer patience_s)
{
  const MvuaHttpOptions options = { .connect_timeout_s = 1,
                                    .stall_s = 1,
                                    .n_retries = 3,
                                    .patience_s = GPOINTER_TO_UINT (patience_s) };

  self->server = mvua_test_server_new ();
  self->http = mvua_http_new (&options);
  self->object = make_object (SIZE, 1);
  self->url = mvua_test_server_dup_url (self->server, "/object");
  mvua_test_server_put (self->server, "/object", self->object);
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  mvua_http_free (self->http);
  mvua_test_server_free (self->server);
  g_bytes_unref (self->object);
  g_free (self->url);
}

static double
seconds_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / S;
}

/* Returns: whether the right bytes came; else it was for want of a network */
static gboolean
fetch_piece (Fixture *self, guint i, MvuaPriority priority)
{
  const MvuaHttpRequest request = {
    .url = self->url, .offset = i % 100 * 64, .length = 64, .priority = priority
  };
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;

  if (!mvua_http_fetch (self->http, &request, &response, NULL, &error))
    {
      g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);
      return FALSE;
    }
  assert_part (response.bytes, self->object, request.offset, request.length);
  return TRUE;
}

/* Threads that fetch pieces one after the other, as an export does. */
typedef struct
{
  Fixture *fixture;
  guint n_pieces;
  gint next;   /* atomic */
  gint n_here; /* atomic */
  guint gone_at;
  gboolean is_stall;
} Work;

static const MvuaTestFault stall = { .name = "stall",
                                     .where = MVUA_TEST_BEFORE,
                                     .how = MVUA_TEST_STALL };

static gpointer
work (gpointer data)
{
  Work *self = data;
  guint i;

  while ((i = (guint) g_atomic_int_add (&self->next, 1)) < self->n_pieces)
    {
      if (i == self->gone_at && self->is_stall)
        mvua_test_server_fail (self->fixture->server, &stall, 0);
      else if (i == self->gone_at)
        mvua_test_server_set_away (self->fixture->server, TRUE);
      if (fetch_piece (self->fixture, i, MVUA_PRIORITY_EXPORT))
        g_atomic_int_inc (&self->n_here);
    }
  return NULL;
}

/* Returns: how many came */
static guint
run_work (Work *self, double back_after_s)
{
  GThread *threads[N_THREADS];

  for (guint t = 0; t < N_THREADS; t++)
    threads[t] = g_thread_new ("work", work, self);
  if (back_after_s > 0)
    {
      g_usleep ((gulong) (back_after_s * S));
      mvua_test_server_set_away (self->fixture->server, FALSE);
    }
  for (guint t = 0; t < N_THREADS; t++)
    g_thread_join (threads[t]);
  return (guint) self->n_here;
}

/* It comes back before the patience has ended: nothing is lost. */
static void
test_back (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  Work jobs = { .fixture = self, .n_pieces = 200, .gone_at = 50 };

  g_assert_cmpuint (run_work (&jobs, 3), ==, 200);
}

/* It does not: however much there is, it ends. */
static void
test_gone (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  Work jobs = { .fixture = self, .n_pieces = 20000, .gone_at = 50 };
  const gint64 start = g_get_monotonic_time ();
  const guint n = run_work (&jobs, 0);

  g_test_message ("%.1f s", seconds_since (start));
  g_assert_cmpuint (n, >=, 50 - N_THREADS);
  g_assert_cmpuint (n, <=, 50 + N_THREADS);
  g_assert_cmpfloat (seconds_since (start), <, 8);
}

/* Connections that stand, on which nothing comes. */
static void
test_silence (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  Work jobs = { .fixture = self, .n_pieces = 20000, .gone_at = 50, .is_stall = TRUE };
  const gint64 start = g_get_monotonic_time ();

  g_assert_cmpuint (run_work (&jobs, 0), >=, 50 - N_THREADS);
  g_test_message ("%.1f s", seconds_since (start));
  g_assert_cmpfloat (seconds_since (start), <, 15);
}

/* The second one need not wait for what the first has found out. */
static void
test_picked (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_assert_true (fetch_piece (self, 0, MVUA_PRIORITY_PICKED));
  mvua_test_server_set_away (self->server, TRUE);
  gint64 start = g_get_monotonic_time ();
  g_assert_false (fetch_piece (self, 0, MVUA_PRIORITY_PICKED));
  g_assert_cmpfloat (seconds_since (start), <, 5);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    g_assert_false (fetch_piece (self, i, MVUA_PRIORITY_BESIDE));
  g_assert_cmpfloat (seconds_since (start), <, 1);

  mvua_test_server_set_away (self->server, FALSE);
  g_usleep (MVUA_NET_WATCH_PROBE + S / 10);
  g_assert_true (fetch_piece (self, 0, MVUA_PRIORITY_PICKED));
}

/* A server that was never there is not waited for. */
static void
test_never (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const gint64 start = g_get_monotonic_time ();

  mvua_test_server_set_away (self->server, TRUE);
  for (guint i = 0; i < 100; i++)
    g_assert_false (fetch_piece (self, i, MVUA_PRIORITY_EXPORT));
  g_assert_cmpfloat (seconds_since (start), <, 1);
}

/* That one server is away says nothing of another. */
static void
test_other (Fixture *self, gconstpointer data)
{
  Fixture other;

  set_up (&other, data);
  mvua_http_free (g_steal_pointer (&other.http));
  other.http = self->http;
  g_assert_true (fetch_piece (self, 0, MVUA_PRIORITY_PICKED));
  mvua_test_server_set_away (self->server, TRUE);
  g_assert_false (fetch_piece (self, 0, MVUA_PRIORITY_PICKED));
  const gint64 start = g_get_monotonic_time ();
  for (guint i = 0; i < 10; i++)
    g_assert_true (fetch_piece (&other, i, MVUA_PRIORITY_EXPORT));
  g_assert_cmpfloat (seconds_since (start), <, 1);
  self->http = NULL;
  tear_down (&other, NULL);
  self->http = mvua_http_new (NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, patience_s, func)                                                      \
  g_test_add ("/http-away/" name, Fixture, GUINT_TO_POINTER (patience_s), set_up, func,  \
              tear_down)
  g_test_add_func ("/http-away/watch", test_watch);
  ADD ("back", 20, test_back);
  ADD ("gone", 2, test_gone);
  ADD ("silence", 2, test_silence);
  ADD ("picked", 20, test_picked);
  ADD ("never", 20, test_never);
  ADD ("other", 20, test_other);
  return g_test_run ();
}
