/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "http-fixture.h"

#define SIZE 300000

typedef struct
{
  MvuaTestServer *server;
  MvuaHttp *http;
  GBytes *object;
  char *etag;
  char *url;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->server = mvua_test_server_new ();
  self->http = make_http (4);
  self->object = make_object (SIZE, 1);
  self->etag = mvua_test_server_dup_etag (self->object);
  self->url = mvua_test_server_dup_url (self->server, "/object");
  mvua_test_server_put (self->server, "/object", self->object);
}

static void
tear_down (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  mvua_http_free (self->http);
  mvua_test_server_free (self->server);
  g_bytes_unref (self->object);
  g_free (self->etag);
  g_free (self->url);
}

static void
test_range (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (
      fetch (self->http, self->url, 1000, 5000, self->etag, &response, &error));
  g_assert_no_error (error);
  assert_part (response.bytes, self->object, 1000, 5000);
  g_assert_cmpstr (response.etag, ==, self->etag);
  g_assert_cmpuint (response.size, ==, SIZE);
  g_assert_cmpint (response.date, ==, 1758153600);

  const MvuaHttpCount count = mvua_http_count (self->http);
  g_assert_cmpuint (count.n_bytes, ==, 5000);
  g_assert_cmpuint (count.n_today, ==, 5000);
  g_assert_cmpuint (count.n_requests, ==, 1);
  g_assert_cmpuint (count.n_waiting, ==, 0);
}

/* As files do it: what is beyond the end is left out, and not an error. */
static void
test_past_end (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    guint64 offset;
    gsize length, expected;
  } rows[] = {
    { SIZE - 10, 100, 10 },
    { SIZE - 1, 1, 1 },
    { SIZE, 10, 0 },
    { SIZE + 7, 1, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (MvuaHttpResponse) response = { .bytes = NULL };
      g_autoptr (GError) error = NULL;
      fetch (self->http, self->url, rows[i].offset, rows[i].length, self->etag, &response,
             &error);
      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (response.bytes), ==, rows[i].expected);
      g_assert_cmpuint (response.size, ==, SIZE);
    }
}

static void
test_whole (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault faults[] = {
    { .name = "as it should be" },
    { .name = "chunked", .framing = MVUA_TEST_FRAMING_CHUNKED },
    { .name = "until the end", .framing = MVUA_TEST_FRAMING_CLOSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto (MvuaHttpResponse) response = { .bytes = NULL };
      g_autoptr (GError) error = NULL;
      mvua_test_server_fail (self->server, &faults[i], 1);
      fetch (self->http, self->url, 0, 0, NULL, &response, &error);
      g_assert_no_error (error);
      assert_part (response.bytes, self->object, 0, SIZE);
      g_assert_cmpuint (response.size, ==, SIZE);
      g_assert_cmpstr (response.etag, ==, self->etag);
    }
}

static void
test_connections_stay (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  for (guint i = 0; i < 20; i++)
    {
      g_auto (MvuaHttpResponse) response = { .bytes = NULL };
      g_assert_true (
          fetch (self->http, self->url, i * 100, 100, self->etag, &response, NULL));
    }
  const MvuaTestCount count = mvua_test_server_count (self->server);
  g_assert_cmpuint (count.n_requests, ==, 20);
  g_assert_cmpuint (count.n_connections, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  forget_proxies ();
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/http/range", test_range);
  ADD ("/http/past-end", test_past_end);
  ADD ("/http/whole", test_whole);
  ADD ("/http/connections-stay", test_connections_stay);
#undef ADD
  return g_test_run ();
}
