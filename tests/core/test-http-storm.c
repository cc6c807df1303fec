/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Servers that are busy, and objects that change: promises 3 and 5. */

#include "http-fixture.h"

#define N_OBJECTS 500
#define N_THREADS 50
#define SIZE 2000

static const MvuaTestFault busy = { .name = "busy", .status = 503 };

typedef struct
{
  MvuaTestServer *server;
  MvuaHttp *http;
  GBytes *objects[N_OBJECTS];
  char *etags[N_OBJECTS];
  gint next;
  gint n_good;
  GMutex lock;
  GHashTable *tries; /* path → how often it was asked for */
} Storm;

/* 30 % of all answers, and always the same ones. */
static const MvuaTestFault *
spoil (guint index G_GNUC_UNUSED, const char *path, gpointer data)
{
  Storm *storm = data;

  g_mutex_lock (&storm->lock);
  const guint n = GPOINTER_TO_UINT (g_hash_table_lookup (storm->tries, path)) + 1;
  g_hash_table_insert (storm->tries, g_strdup (path), GUINT_TO_POINTER (n));
  g_mutex_unlock (&storm->lock);
  g_autofree char *key = g_strdup_printf ("%s %u", path, n);
  g_autofree char *sum = g_compute_checksum_for_string (G_CHECKSUM_MD5, key, -1);
  sum[4] = '\0';
  return g_ascii_strtoull (sum, NULL, 16) < 0.3 * 65536 ? &busy : NULL;
}

static gpointer
fetch_some (gpointer data)
{
  Storm *storm = data;
  int i;

  while ((i = g_atomic_int_add (&storm->next, 1)) < N_OBJECTS)
    {
      g_autofree char *url =
          g_strdup_printf ("%s/%d", mvua_test_server_get_url (storm->server), i);
      const MvuaHttpRequest request = {
        .url = url,
        .offset = 100,
        .length = 1000,
        .etag = storm->etags[i],
        .priority = i % 2 == 0 ? MVUA_PRIORITY_EXPORT : MVUA_PRIORITY_PICKED,
      };
      g_auto (MvuaHttpResponse) response = { .bytes = NULL };
      g_autoptr (GError) error = NULL;
      if (!mvua_http_fetch (storm->http, &request, &response, NULL, &error))
        {
          g_printerr ("%s\n", error->message);
          continue;
        }
      assert_part (response.bytes, storm->objects[i], 100, 1000);
      g_atomic_int_inc (&storm->n_good);
    }
  return NULL;
}

static void
test_storm (void)
{
  Storm storm = { .server = mvua_test_server_new (), .http = mvua_http_new (NULL) };
  GThread *threads[N_THREADS];

  g_mutex_init (&storm.lock);
  storm.tries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (int i = 0; i < N_OBJECTS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%d", i);
      storm.objects[i] = make_object (SIZE, (guint8) i);
      storm.etags[i] = mvua_test_server_dup_etag (storm.objects[i]);
      mvua_test_server_put (storm.server, path, storm.objects[i]);
    }
  mvua_test_server_set_spoil (storm.server, spoil, &storm);
  for (int i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("storm", fetch_some, &storm);
  for (int i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  const MvuaTestCount count = mvua_test_server_count (storm.server);
  const MvuaHttpCount own = mvua_http_count (storm.http);
  g_test_message ("%.3f requests an object, at most %u connections at once",
                  (double) count.n_requests / N_OBJECTS, count.most_connections);
  g_assert_cmpint (storm.n_good, ==, N_OBJECTS);
  g_assert_cmpuint (count.n_requests, >, N_OBJECTS * 13 / 10);
  g_assert_cmpuint (count.n_requests, <=, N_OBJECTS * 16 / 10);
  g_assert_cmpuint (count.most_connections, <=, 8);
  g_assert_cmpuint (own.n_requests, ==, count.n_requests);
  g_assert_cmpuint (own.n_retries, ==, count.n_requests - N_OBJECTS);

  mvua_http_free (storm.http);
  mvua_test_server_free (storm.server);
  for (int i = 0; i < N_OBJECTS; i++)
    {
      g_bytes_unref (storm.objects[i]);
      g_free (storm.etags[i]);
    }
  g_hash_table_unref (storm.tries);
  g_mutex_clear (&storm.lock);
}

#define N_RANGES 6
#define RANGE 5000

typedef struct
{
  MvuaTestServer *server;
  GBytes *other;
  guint at;
  gboolean breaks; /* the answer before breaks off, too */
} Swap;

static const MvuaTestFault breaks_off = {
  .name = "breaks off",
  .where = MVUA_TEST_IN_BODY,
  .how = MVUA_TEST_RESET,
};

static const MvuaTestFault *
swap (guint index, const char *path, gpointer data)
{
  const Swap *self = data;

  if (index == self->at)
    mvua_test_server_put (self->server, path, self->other);
  return self->breaks && index + 1 == self->at ? &breaks_off : NULL;
}

/* Fetches all ranges, as one does who has the ETag or takes it from the first answer. */
static void
run_swap (guint at, gboolean has_etag, gboolean breaks)
{
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  g_autoptr (MvuaHttp) http = make_http (2);
  g_autoptr (GBytes) one = make_object (N_RANGES * RANGE, 1);
  g_autoptr (GBytes) other = make_object (N_RANGES * RANGE, 2);
  g_autofree char *one_etag = mvua_test_server_dup_etag (one);
  g_autofree char *other_etag = mvua_test_server_dup_etag (other);
  g_autofree char *url = mvua_test_server_dup_url (server, "/object");
  g_autofree char *etag = has_etag ? g_strdup (one_etag) : NULL;
  Swap data = { server, other, at, breaks };
  gboolean has_changed = FALSE;

  mvua_test_server_put (server, "/object", one);
  mvua_test_server_set_spoil (server, swap, &data);
  for (guint i = 0; i < N_RANGES && !has_changed; i++)
    {
      g_auto (MvuaHttpResponse) response = { .bytes = NULL };
      g_autoptr (GError) error = NULL;
      has_changed = !fetch (http, url, i * RANGE, RANGE, etag, &response, &error);
      if (has_changed)
        {
          g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_CHANGED);
          break;
        }
      if (etag == NULL)
        etag = g_strdup (response.etag);
      g_assert_cmpstr (response.etag, ==, etag);
      assert_part (response.bytes, g_str_equal (etag, one_etag) ? one : other, i * RANGE,
                   RANGE);
    }
  /* Seen, unless it was there from the start or came after the end. */
  if (at < N_RANGES && (has_etag || at > (guint) (breaks ? 1 : 0)))
    g_assert_true (has_changed);
  if (!has_changed && !has_etag && at == 0)
    g_assert_cmpstr (etag, ==, other_etag);
}

static void
test_swap (void)
{
  for (guint at = 0; at <= N_RANGES + 2; at++)
    for (guint i = 0; i < 4; i++)
      run_swap (at, (i & 1) != 0, (i & 2) != 0);
}

/* A server that has just said that it wants to be left alone is, by everybody. */
static void
test_rest (void)
{
  static const MvuaTestFault rest = {
    .name = "rest",
    .status = 429,
    .extra = "Retry-After: 1\r\n",
  };
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  g_autoptr (MvuaHttp) http =
      mvua_http_new (&(MvuaHttpOptions){ .n_retries = G_MAXUINT });
  g_autoptr (GBytes) object = make_object (SIZE, 1);
  g_autofree char *url = mvua_test_server_dup_url (server, "/object");
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;

  mvua_test_server_put (server, "/object", object);
  mvua_test_server_fail (server, &rest, 1);
  g_assert_false (fetch (http, url, 0, 100, NULL, &response, &error));
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_BUSY);
  const gint64 start = g_get_monotonic_time ();
  g_assert_true (fetch (http, url, 0, 100, NULL, &response, NULL));
  g_assert_cmpint (g_get_monotonic_time () - start, >, G_USEC_PER_SEC * 8 / 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  forget_proxies ();
  g_test_add_func ("/http-storm/busy", test_storm);
  g_test_add_func ("/http-storm/swap", test_swap);
  g_test_add_func ("/http-storm/rest", test_rest);
  return g_test_run ();
}
