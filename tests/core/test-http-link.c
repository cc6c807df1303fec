/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is learnt of the link, and the ways that lead to a server: proxies and
 * certificates. */

#include "http-fixture.h"

#include <glib/gstdio.h>

#define SIZE 600000
#define BYTES_PER_S 1e6
#define LATENCY_S 0.05

typedef struct
{
  MvuaHttp *http;
  MvuaTestServer *server;
  guint i;
} Part;

static gpointer
fetch_part (gpointer data)
{
  const Part *part = data;
  g_autofree char *path = g_strdup_printf ("/%u", part->i);
  g_autofree char *url = mvua_test_server_dup_url (part->server, path);
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };

  g_assert_true (fetch (part->http, url, 0, SIZE / 4, NULL, &response, NULL));
  return NULL;
}

/* Of a link of 1 MB/s: 15 % is what the promise allows, as four transfers share it and as
 * one does. */
static void
test_meter (void)
{
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  g_autoptr (MvuaHttp) http = mvua_http_new (NULL);
  g_autoptr (GBytes) object = make_object (SIZE, 1);
  Part parts[4];
  GThread *threads[4];
  MvuaHttpCount count = mvua_http_count (http);

  g_assert_cmpfloat (count.bytes_per_s, ==, 0);
  g_assert_cmpfloat (count.latency_s, ==, 0);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);
      mvua_test_server_put (server, path, object);
    }
  mvua_test_server_set_link (server, LATENCY_S, BYTES_PER_S);
  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < 4; i++)
        {
          parts[i] = (Part){ http, server, i };
          threads[i] = g_thread_new ("part", fetch_part, &parts[i]);
          if (round == 1)
            g_thread_join (threads[i]);
        }
      for (guint i = 0; i < 4 && round == 0; i++)
        g_thread_join (threads[i]);
      count = mvua_http_count (http);
      g_test_message ("%.0f bytes/s, %.1f ms, busy %.2f, receiving %.2f s",
                      count.bytes_per_s, 1000 * count.latency_s, count.busy,
                      count.receiving_s);
      g_assert_cmpfloat_with_epsilon (count.bytes_per_s, BYTES_PER_S, 0.15 * BYTES_PER_S);
      g_assert_cmpfloat (count.latency_s, >=, 0.9 * LATENCY_S);
      g_assert_cmpfloat (count.latency_s, <, 3 * LATENCY_S);
      g_assert_cmpfloat (count.busy, >, round == 0 ? 0.85 : 0.5);
    }
  g_assert_cmpuint (count.n_bytes, ==, 2 * SIZE);
}

/* The test's own server stands in for a proxy: it is asked for the whole URL. */
static void
test_proxy (void)
{
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  g_autoptr (GBytes) object = make_object (SIZE, 1);
  char *plain[] = { (char *) "mirror.example", (char *) "other.example", NULL };
  const MvuaHttpOptions options = { .plain_hosts = plain, .n_retries = G_MAXUINT };
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;

  mvua_test_server_put (server, "/object", object);
  g_setenv ("http_proxy", mvua_test_server_get_url (server), TRUE);
  g_setenv ("no_proxy", "other.example", TRUE);
  MvuaHttp *http = mvua_http_new (&options);
  g_assert_true (
      fetch (http, "http://mirror.example/object", 7, 100, NULL, &response, NULL));
  assert_part (response.bytes, object, 7, 100);
  mvua_http_response_clear (&response);

  /* Where the proxy is not to be used, there is no such host. */
  g_assert_false (
      fetch (http, "http://other.example/object", 7, 100, NULL, &response, &error));
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);
  g_assert_cmpuint (mvua_test_server_count (server).n_requests, ==, 1);
  g_clear_error (&error);
  mvua_http_free (http);
  forget_proxies ();

  http = mvua_http_new (&options);
  g_assert_false (
      fetch (http, "http://mirror.example/object", 7, 100, NULL, &response, &error));
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);
  g_assert_cmpuint (mvua_test_server_count (server).n_requests, ==, 1);
  mvua_http_free (http);
}

static void
assert_offline (MvuaHttp *http, const char *url, guint n_requests)
{
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;
  const guint n_before = mvua_http_count (http).n_requests;

  g_assert_false (fetch (http, url, 0, 10, NULL, &response, &error));
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);
  g_assert_cmpuint (mvua_http_count (http).n_requests - n_before, ==, n_requests);
}

/* Where nobody was ever reached it is told at once; where somebody was, he may come back;
 * and once he did not, the others are told without asking again, for a while. */
static void
test_offline (void)
{
  MvuaTestServer *server = mvua_test_server_new ();
  g_autoptr (MvuaHttp) never = make_http (2);
  g_autoptr (MvuaHttp) before = make_http (2);
  g_autofree char *url = mvua_test_server_dup_url (server, "/object");
  g_autoptr (GBytes) object = make_object (SIZE, 1);
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };

  mvua_test_server_put (server, "/object", object);
  g_assert_true (fetch (before, url, 0, 10, NULL, &response, NULL));
  mvua_test_server_free (server);
  assert_offline (never, url, 1);
  assert_offline (before, url, 3);
  assert_offline (before, url, 0);
}

/* The engine ends while nobody waits and a transfer that was given up is under way. */
static void
test_freed_early (void)
{
  static const MvuaTestFault stalls = {
    .name = "stalls",
    .where = MVUA_TEST_BEFORE,
    .how = MVUA_TEST_STALL,
  };
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  g_autofree char *url = mvua_test_server_dup_url (server, "/object");
  const MvuaHttpRequest request = { .url = url, .length = 10 };

  mvua_test_server_fail (server, &stalls, 0);
  for (guint i = 0; i < 20; i++)
    {
      MvuaHttp *http = mvua_http_new (NULL);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      MvuaHttpResponse response = { .bytes = NULL };
      g_autoptr (GError) error = NULL;
      GThread *thread = g_thread_new (
          "cancel", (GThreadFunc) (void (*) (void)) g_cancellable_cancel, cancellable);
      g_assert_false (mvua_http_fetch (http, &request, &response, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      mvua_http_free (http);
      g_thread_join (thread);
    }
  mvua_http_free (mvua_http_new (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  forget_proxies ();
  g_test_add_func ("/http-link/meter", test_meter);
  g_test_add_func ("/http-link/proxy", test_proxy);
  g_test_add_func ("/http-link/offline", test_offline);
  g_test_add_func ("/http-link/freed-early", test_freed_early);
  return g_test_run ();
}
