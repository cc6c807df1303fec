/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What goes first, what goes together, what is given up, and what is not asked for. */

#include "http-fixture.h"

#define SIZE 400000

/* A server that answers the first request only when it is told to, over one connection:
 * what is asked for meanwhile waits. */
typedef struct
{
  MvuaTestServer *server;
  MvuaHttp *http;
  GBytes *object;
  char *etag;
  char *url;
  GMutex lock;
  GCond opened;
  gboolean is_open;
  const MvuaTestFault *fault; /* of the request after the first */
  GThread *first;
  GThread *threads[128];
  guint n_threads;
} Gate;

typedef struct
{
  Gate *gate;
  const char *path;
  guint64 offset;
  gsize length;
  MvuaPriority priority;
  int code; /* to be expected; -1: good */
} Call;

static const MvuaTestFault *
wait_at_gate (guint index, const char *path G_GNUC_UNUSED, gpointer data)
{
  Gate *gate = data;

  if (index > 0)
    return index == 1 ? gate->fault : NULL;
  g_mutex_lock (&gate->lock);
  while (!gate->is_open)
    g_cond_wait (&gate->opened, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return NULL;
}

static gpointer
run_call (gpointer data)
{
  g_autofree Call *call = data;
  Gate *gate = call->gate;
  g_autofree char *url = mvua_test_server_dup_url (gate->server, call->path);
  const MvuaHttpRequest request = {
    .url = url,
    .offset = call->offset,
    .length = call->length,
    .etag = gate->etag,
    .priority = call->priority,
  };
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;

  const guint64 after = call->offset < SIZE ? SIZE - call->offset : 0;

  if (!mvua_http_fetch (gate->http, &request, &response, NULL, &error))
    g_assert_error (error, MVUA_HTTP_ERROR, call->code);
  else
    {
      g_assert_cmpint (call->code, ==, -1);
      assert_part (response.bytes, gate->object, call->offset, MIN (call->length, after));
    }
  return NULL;
}

static void
wait_for_waiting (Gate *gate, guint n_waiting)
{
  for (guint i = 0; i < 5000; i++)
    {
      const MvuaHttpCount count = mvua_http_count (gate->http);
      if (count.n_active == 1 && count.n_waiting == n_waiting)
        return;
      g_usleep (1000);
    }
  g_error ("%u fetches never waited", n_waiting);
}

static void
add_call (Gate *gate,
          const char *path,
          guint64 offset,
          gsize length,
          MvuaPriority priority,
          int code)
{
  const Call call = { gate, path, offset, length, priority, code };

  gate->threads[gate->n_threads++] =
      g_thread_new ("call", run_call, g_memdup2 (&call, sizeof call));
  wait_for_waiting (gate, gate->n_threads);
}

static void
gate_set_up (Gate *gate, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaHttpOptions options = { .n_connections = 1, .n_retries = 2 };
  const Call call = { gate, "/first", 0, 10, MVUA_PRIORITY_PICKED, -1 };

  gate->server = mvua_test_server_new ();
  gate->http = mvua_http_new (&options);
  gate->object = make_object (SIZE, 1);
  gate->etag = mvua_test_server_dup_etag (gate->object);
  gate->url = mvua_test_server_dup_url (gate->server, "/object");
  g_mutex_init (&gate->lock);
  g_cond_init (&gate->opened);
  mvua_test_server_put (gate->server, "/first", gate->object);
  mvua_test_server_put (gate->server, "/object", gate->object);
  mvua_test_server_put (gate->server, "/picked", gate->object);
  mvua_test_server_set_spoil (gate->server, wait_at_gate, gate);
  gate->first = g_thread_new ("first", run_call, g_memdup2 (&call, sizeof call));
  wait_for_waiting (gate, 0);
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->is_open = TRUE;
  g_cond_broadcast (&gate->opened);
  g_mutex_unlock (&gate->lock);
  for (guint i = 0; i < gate->n_threads; i++)
    g_thread_join (gate->threads[i]);
  g_thread_join (gate->first);
}

static void
gate_tear_down (Gate *gate, gconstpointer data G_GNUC_UNUSED)
{
  mvua_http_free (gate->http);
  mvua_test_server_free (gate->server);
  g_bytes_unref (gate->object);
  g_free (gate->etag);
  g_free (gate->url);
  g_cond_clear (&gate->opened);
  g_mutex_clear (&gate->lock);
}

/* Requests after the first one, such as "/object bytes=0-9, ". */
static char *
dup_requests (Gate *gate)
{
  g_auto (GStrv) log = mvua_test_server_dup_log (gate->server);
  GString *text = g_string_new (NULL);

  for (guint i = 1; i < g_strv_length (log); i++)
    g_string_append_printf (text, "%.*s, ", (int) (strrchr (log[i], ' ') - log[i]),
                            log[i]);
  return g_string_free (text, FALSE);
}

static void
test_picked_overtakes (Gate *gate, gconstpointer data G_GNUC_UNUSED)
{
  /* Too far from each other to go together. */
  for (guint i = 0; i < 100; i++)
    add_call (gate, "/object", (99 - i) * 4000, 10, MVUA_PRIORITY_EXPORT, -1);
  mvua_test_server_put (gate->server, "/object", gate->object);
  add_call (gate, "/picked", 5, 10, MVUA_PRIORITY_PICKED, -1);
  open_gate (gate);
  g_autofree char *requests = dup_requests (gate);
  g_assert_true (g_str_has_prefix (requests, "/picked bytes=5-14, /object "));
}

/* 10, 1,000 and 16,384 bytes apart, and one more byte. */
static void
test_merged (Gate *gate, gconstpointer data G_GNUC_UNUSED)
{
  add_call (gate, "/object", 1000, 500, MVUA_PRIORITY_EXPORT, -1);
  add_call (gate, "/object", 490, 500, MVUA_PRIORITY_EXPORT, -1);
  add_call (gate, "/object", 1200, 800, MVUA_PRIORITY_EXPORT, -1);
  add_call (gate, "/object", 3000, 70000, MVUA_PRIORITY_EXPORT, -1);
  add_call (gate, "/object", 89384, 616, MVUA_PRIORITY_EXPORT, -1);
  add_call (gate, "/object", 106385, 5, MVUA_PRIORITY_EXPORT, -1);
  open_gate (gate);
  g_autofree char *requests = dup_requests (gate);
  g_assert_cmpstr (requests, ==,
                   "/object bytes=490-89999, /object bytes=106385-106389, ");
  const MvuaHttpCount count = mvua_http_count (gate->http);
  g_assert_cmpuint (count.n_merged, ==, 4);
  g_assert_cmpuint (count.n_requests, ==, 3);
  g_assert_cmpuint (count.n_retries, ==, 0);
}

/* What the merge may be to blame for is asked for again one by one. */
static void
test_merge_refused (Gate *gate, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault whole = { .name = "200", .status = 200 };

  gate->fault = &whole;
  add_call (gate, "/object", 0, 500, MVUA_PRIORITY_EXPORT, -1);
  add_call (gate, "/object", 600, 400, MVUA_PRIORITY_EXPORT, -1);
  open_gate (gate);
  g_autofree char *requests = dup_requests (gate);
  g_assert_cmpstr (requests, ==,
                   "/object bytes=0-999, /object bytes=0-499, /object bytes=600-999, ");
}

static void
test_merge_not_there (Gate *gate, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault missing = { .name = "404", .status = 404 };

  gate->fault = &missing;
  add_call (gate, "/object", 0, 500, MVUA_PRIORITY_EXPORT, MVUA_HTTP_ERROR_NOT_FOUND);
  add_call (gate, "/object", 600, 400, MVUA_PRIORITY_EXPORT, MVUA_HTTP_ERROR_NOT_FOUND);
  open_gate (gate);
  g_autofree char *requests = dup_requests (gate);
  g_assert_cmpstr (requests, ==, "/object bytes=0-999, ");
}

/* What a server has sent it counts after that has arrived. */
static guint64
count_sent (Gate *gate, guint64 expected)
{
  const gint64 end = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while (mvua_test_server_count (gate->server).n_bytes < expected &&
         g_get_monotonic_time () < end)
    g_usleep (1000);
  return mvua_test_server_count (gate->server).n_bytes;
}

/* Half of it has come: only the rest is fetched, together again. */
static void
test_merge_continued (Gate *gate, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault breaks = { .name = "breaks", .where = MVUA_TEST_IN_BODY };

  gate->fault = &breaks;
  add_call (gate, "/object", 0, 3000, MVUA_PRIORITY_EXPORT, -1);
  add_call (gate, "/object", 3000, 3000, MVUA_PRIORITY_EXPORT, -1);
  add_call (gate, "/object", 7000, 3000, MVUA_PRIORITY_EXPORT, -1);
  open_gate (gate);
  g_autofree char *requests = dup_requests (gate);
  g_assert_true (
      g_str_has_prefix (requests, "/object bytes=0-9999, /object bytes=5000-"));
  g_assert_cmpuint (count_sent (gate, 10 + 10000), ==, 10 + 10000);
}

/* Of one range, one part ends beyond the object and one lies beyond it. */
static void
test_past_end (Gate *gate, gconstpointer data G_GNUC_UNUSED)
{
  add_call (gate, "/object", SIZE + 5, 10, MVUA_PRIORITY_EXPORT, -1);
  add_call (gate, "/object", SIZE - 40, 100, MVUA_PRIORITY_EXPORT, -1);
  add_call (gate, "/object", SIZE - 100, 50, MVUA_PRIORITY_EXPORT, -1);
  open_gate (gate);
  g_autofree char *requests = dup_requests (gate);
  g_assert_cmpstr (requests, ==, "/object bytes=399900-400059, ");
}

typedef struct
{
  GCancellable *cancellable;
  guint after_ms;
  gint64 when;
} Cancel;

static gpointer
cancel_later (gpointer data)
{
  Cancel *cancel = data;

  g_usleep (cancel->after_ms * 1000);
  cancel->when = g_get_monotonic_time ();
  g_cancellable_cancel (cancel->cancellable);
  return NULL;
}

/* Returns: the time in ms that it took after it was cancelled */
static double
fetch_cancelled (Gate *gate, const char *path, guint after_ms)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autofree char *url = mvua_test_server_dup_url (gate->server, path);
  const MvuaHttpRequest request = { .url = url, .length = 10 };
  Cancel cancel = { cancellable, after_ms, 0 };
  MvuaHttpResponse response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_later, &cancel);

  g_assert_false (mvua_http_fetch (gate->http, &request, &response, cancellable, &error));
  const gint64 now = g_get_monotonic_time ();
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (response.bytes);
  g_thread_join (thread);
  return (double) (now - cancel.when) / 1000;
}

static void
test_cancelled (Gate *gate, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault stalls = {
    .name = "stalls",
    .where = MVUA_TEST_IN_BODY,
    .how = MVUA_TEST_STALL,
  };
  static const MvuaTestFault rests = {
    .name = "rests",
    .status = 503,
    .extra = "Retry-After: 30\r\n",
  };
  MvuaHttpResponse response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  const MvuaHttpRequest request = { .url = gate->url, .length = 10 };
  double ms;

  /* Before it began, while it waits for a connection, in the middle, and before a retry.
   */
  g_cancellable_cancel (cancelled);
  g_assert_false (mvua_http_fetch (gate->http, &request, &response, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ms = fetch_cancelled (gate, "/object", 20);
  g_test_message ("waiting: %.2f ms", ms);
  g_assert_cmpfloat (ms, <, 100);
  g_assert_cmpuint (mvua_http_count (gate->http).n_waiting, ==, 0);
  open_gate (gate);

  mvua_test_server_fail (gate->server, &stalls, 1);
  ms = fetch_cancelled (gate, "/object", 50);
  g_test_message ("active: %.2f ms", ms);
  g_assert_cmpfloat (ms, <, 100);

  mvua_test_server_fail (gate->server, &rests, 1);
  ms = fetch_cancelled (gate, "/object", 50);
  g_test_message ("before a retry: %.2f ms", ms);
  g_assert_cmpfloat (ms, <, 100);
  for (guint i = 0; i < 1000 && mvua_http_count (gate->http).n_active > 0; i++)
    g_usleep (1000);
  g_assert_cmpuint (mvua_http_count (gate->http).n_active, ==, 0);
  g_assert_cmpuint (mvua_http_count (gate->http).n_waiting, ==, 0);
}

static void
test_limit (void)
{
  const MvuaHttpOptions options = { .most_bytes_per_day = 10000 };
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  g_autoptr (MvuaHttp) http = mvua_http_new (&options);
  g_autoptr (GBytes) object = make_object (SIZE, 1);
  g_autofree char *url = mvua_test_server_dup_url (server, "/object");
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;

  mvua_test_server_put (server, "/object", object);
  mvua_http_set_today (http, 4000, 0);
  g_assert_false (fetch (http, url, 0, 6001, NULL, &response, &error));
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_LIMIT);
  g_assert_cmpuint (mvua_test_server_count (server).n_requests, ==, 0);
  g_clear_error (&error);
  g_assert_true (fetch (http, url, 0, 5000, NULL, &response, NULL));
  mvua_http_response_clear (&response);
  g_assert_cmpuint (mvua_http_count (http).n_today, ==, 9000);

  /* A whole object, whose length nobody knew, is broken off. */
  g_assert_false (fetch (http, url, 0, 0, NULL, &response, &error));
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_false (fetch (http, url, 0, 1, NULL, &response, &error));
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_LIMIT);
  g_assert_cmpuint (mvua_test_server_count (server).n_requests, ==, 2);

  /* All that has come is known, or as much of it as had when it was looked. */
  mvua_http_set_today (http, 0, mvua_http_count (http).n_bytes - 10);
  g_assert_cmpuint (mvua_http_count (http).n_today, ==, 10);
  mvua_http_set_today (http, 0, mvua_http_count (http).n_bytes);
  g_assert_true (fetch (http, url, 0, 10000, NULL, &response, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  forget_proxies ();
#define ADD(path, func) g_test_add (path, Gate, NULL, gate_set_up, func, gate_tear_down)
  ADD ("/http-queue/picked-overtakes", test_picked_overtakes);
  ADD ("/http-queue/merged", test_merged);
  ADD ("/http-queue/merge-refused", test_merge_refused);
  ADD ("/http-queue/merge-not-there", test_merge_not_there);
  ADD ("/http-queue/merge-continued", test_merge_continued);
  ADD ("/http-queue/past-end", test_past_end);
  ADD ("/http-queue/cancelled", test_cancelled);
#undef ADD
  g_test_add_func ("/http-queue/limit", test_limit);
  return g_test_run ();
}
