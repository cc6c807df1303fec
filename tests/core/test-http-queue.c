/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What goes first, what goes together, what is given up, and what is not asked for. */

#include "http-fixture.h"

#include "mvua-http-queue.h"

#define SIZE 400000

static MvuaHttpTask *
make_task (const char *url, guint64 offset, gsize length, MvuaPriority priority)
{
  const MvuaHttpRequest request = {
    .url = url,
    .offset = offset,
    .length = length,
    .most = 1,
    .etag = "\"a\"",
    .priority = priority,
  };

  return mvua_http_task_new (&request, "origin");
}

static void
push (MvuaHttpQueue *queue,
      const char *url,
      guint64 offset,
      gsize length,
      MvuaPriority priority)
{
  g_autoptr (MvuaHttpTask) task = make_task (url, offset, length, priority);

  mvua_http_queue_push (queue, task);
}

/* All that the queue gives, in its order: "url@first+n url@…, url@…" */
static char *
drain (MvuaHttpQueue *queue, MvuaPriority last, guint64 gap, guint64 most)
{
  const MvuaHttpMerge merge = { gap, most };
  GString *text = g_string_new (NULL);
  GPtrArray *tasks;

  while ((tasks = mvua_http_queue_take (queue, last, &merge)) != NULL)
    {
      for (guint i = 0; i < tasks->len; i++)
        {
          const MvuaHttpTask *task = tasks->pdata[i];
          g_string_append_printf (text, "%s%s@%u+%u", i > 0 ? " " : "", task->url,
                                  (guint) task->offset, (guint) task->length);
        }
      g_string_append (text, ", ");
      g_ptr_array_unref (tasks);
    }
  return g_string_free (text, FALSE);
}

#define assert_drains(queue, last, gap, most, expected)                                  \
  G_STMT_START                                                                           \
  {                                                                                      \
    g_autofree char *drained = drain (queue, last, gap, most);                           \
    g_assert_cmpstr (drained, ==, expected);                                             \
  }                                                                                      \
  G_STMT_END

static void
test_order (void)
{
  MvuaHttpQueue queue = { 0 };
  const MvuaHttpMerge none = { 0, 0 };

  push (&queue, "a", 0, 0, MVUA_PRIORITY_EXPORT);
  push (&queue, "b", 0, 0, MVUA_PRIORITY_PREFETCH);
  push (&queue, "c", 0, 0, MVUA_PRIORITY_EXPORT);
  push (&queue, "d", 0, 0, MVUA_PRIORITY_PICKED);
  push (&queue, "e", 0, 0, MVUA_PRIORITY_BESIDE);
  push (&queue, "f", 0, 0, MVUA_PRIORITY_PICKED);
  g_assert_cmpuint (mvua_http_queue_count (&queue), ==, 6);
  /* The last connection is not for work in the background. */
  assert_drains (&queue, MVUA_PRIORITY_BESIDE, 0, 0, "d@0+0, f@0+0, e@0+0, ");

  /* What comes back has the place that it had. */
  push (&queue, "g", 0, 0, MVUA_PRIORITY_PREFETCH);
  g_autoptr (GPtrArray) first =
      mvua_http_queue_take (&queue, MVUA_PRIORITY_EXPORT, &none);
  mvua_http_queue_sleep (&queue, first->pdata[0], 1000);
  g_assert_cmpuint (mvua_http_queue_count (&queue), ==, 4);
  g_assert_cmpint (mvua_http_queue_get_due (&queue), ==, 1000);
  mvua_http_queue_wake (&queue, 999);
  g_assert_cmpint (((MvuaHttpTask *) first->pdata[0])->state, ==,
                   MVUA_HTTP_TASK_SLEEPING);
  mvua_http_queue_wake (&queue, 1000);
  g_assert_cmpint (mvua_http_queue_get_due (&queue), ==, G_MAXINT64);
  assert_drains (&queue, MVUA_PRIORITY_EXPORT, 0, 0, "b@0+0, g@0+0, a@0+0, c@0+0, ");

  /* Either way of waiting can be given up. */
  g_autoptr (MvuaHttpTask) task = make_task ("h", 0, 1, MVUA_PRIORITY_EXPORT);
  mvua_http_queue_push (&queue, task);
  mvua_http_queue_remove (&queue, task);
  mvua_http_queue_sleep (&queue, task, 5);
  mvua_http_queue_remove (&queue, task);
  g_assert_cmpuint (mvua_http_queue_count (&queue), ==, 0);
  mvua_http_queue_sleep (&queue, task, 5);
  mvua_http_queue_clear (&queue);
}

static void
test_together (void)
{
  MvuaHttpQueue queue = { 0 };
  const MvuaPriority export = MVUA_PRIORITY_EXPORT;

  /* In whichever order they came: the gaps are 10, 20 and 21. */
  push (&queue, "a", 100, 50, export);
  push (&queue, "b", 150, 50, export);
  push (&queue, "a", 160, 40, export);
  push (&queue, "a", 261, 10, export);
  push (&queue, "a", 0, 80, export);
  push (&queue, "a", 0, 0, export);
  push (&queue, "a", 200, 10, MVUA_PRIORITY_PREFETCH);
  assert_drains (&queue, export, 20, 1000,
                 "a@200+10, a@100+50 a@160+40 a@0+80, b@150+50, a@261+10, a@0+0, ");

  /* What fits only behind one that came later. */
  push (&queue, "a", 0, 10, export);
  push (&queue, "a", 20, 10, export);
  push (&queue, "a", 10, 10, export);
  assert_drains (&queue, export, 0, 1000, "a@0+10 a@10+10 a@20+10, ");

  /* The same range twice, one within another, and not more than is allowed together. */
  push (&queue, "a", 0, 50, export);
  push (&queue, "a", 0, 50, export);
  push (&queue, "a", 10, 20, export);
  push (&queue, "a", 50, 50, export);
  push (&queue, "a", 100, 1, export);
  assert_drains (&queue, export, 0, 100, "a@0+50 a@0+50 a@10+20 a@50+50, a@100+1, ");
}

static void
test_not_together (void)
{
  MvuaHttpQueue queue = { 0 };
  g_autoptr (MvuaHttpTask) alone = make_task ("a", 10, 10, MVUA_PRIORITY_EXPORT);
  g_autoptr (MvuaHttpTask) other = make_task ("a", 20, 10, MVUA_PRIORITY_EXPORT);

  g_free (other->etag);
  other->etag = g_strdup ("\"b\"");
  alone->is_alone = TRUE;
  push (&queue, "a", 0, 10, MVUA_PRIORITY_EXPORT);
  mvua_http_queue_push (&queue, alone);
  mvua_http_queue_push (&queue, other);
  push (&queue, "a", 30, 10, MVUA_PRIORITY_EXPORT);
  assert_drains (&queue, MVUA_PRIORITY_EXPORT, 5, 1000,
                 "a@0+10, a@10+10, a@20+10, a@30+10, ");
}

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
  g_auto (MvuaHttpResponse) response = { NULL };
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
  g_assert_cmpuint (mvua_test_server_count (gate->server).n_bytes, ==, 10 + 10000);
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
  MvuaHttpResponse response = { NULL };
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
  MvuaHttpResponse response = { NULL };
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
  g_auto (MvuaHttpResponse) response = { NULL };
  g_autoptr (GError) error = NULL;

  mvua_test_server_put (server, "/object", object);
  mvua_http_set_today (http, 4000);
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

  mvua_http_set_today (http, 0);
  g_assert_true (fetch (http, url, 0, 10000, NULL, &response, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  forget_proxies ();
  g_test_add_func ("/http-queue/order", test_order);
  g_test_add_func ("/http-queue/together", test_together);
  g_test_add_func ("/http-queue/not-together", test_not_together);
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
