/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Servers that give no strong ETags: what is read of an object is of one time of
 * modification, where they give that. */

#include "mvua-http-check.h"
#include "remote-fixture.h"

#define KEY "gefs.20250918/00/x"
#define SIZE 4000
#define EARLY "Thu, 18 Sep 2025 04:24:00 GMT"
#define LATE "Thu, 18 Sep 2025 05:00:01 GMT"

static const MvuaTestFault early = { .etag = "",
                                     .extra = "Last-Modified: " EARLY "\r\n" };
static const MvuaTestFault late = { .etag = "", .extra = "Last-Modified: " LATE "\r\n" };
static const MvuaTestFault weak = { .etag = "W/\"1\"",
                                    .extra = "Last-Modified: " EARLY "\r\n" };
static const MvuaTestFault timeless = { .etag = "" };
static const MvuaTestFault refused = { .status = 412, .etag = "" };

typedef struct
{
  Fixture fixture;
  MvuaRemote *remote;
  MvuaRemoteReader *reader;
  char *url;
} Dated;

static void
put (Dated *self, char letter)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_strnfill (SIZE, letter), SIZE);

  mvua_test_bucket_put (self->fixture.bucket, KEY, bytes);
}

static void
dated_set_up (Dated *self, gconstpointer data G_GNUC_UNUSED)
{
  set_up_with (&self->fixture, NULL);
  put (self, 'a');
  self->remote = new_remote (&self->fixture, self->fixture.cache);
  self->reader = mvua_remote_reader_new (self->remote);
  self->url = mvua_bucket_url (mvua_remote_get_bucket (self->remote), KEY);
}

static void
dated_tear_down (Dated *self, gconstpointer data)
{
  mvua_remote_reader_free (self->reader);
  mvua_remote_unref (self->remote);
  g_free (self->url);
  tear_down (&self->fixture, data);
}

/* Returns: whether it came, and then all of it was @letter */
static gboolean
read_some (
    Dated *self, guint64 offset, char letter, const MvuaTestFault *answer, GError **error)
{
  char bytes[100];
  gsize n_read = 0;

  mvua_test_server_fail (self->fixture.server, answer, 0);
  if (!mvua_reader_read (mvua_remote_reader_get (self->reader), self->url, offset,
                         sizeof bytes, (guint8 *) bytes, &n_read, NULL, error))
    return FALSE;
  g_assert_cmpuint (n_read, ==, sizeof bytes);
  for (gsize i = 0; i < n_read; i++)
    g_assert_cmpint (bytes[i], ==, letter);
  return TRUE;
}

static char *
dup_last_request (Dated *self)
{
  g_auto (GStrv) log = mvua_test_server_dup_log (self->fixture.server);

  return g_strdup (log[g_strv_length (log) - 1]);
}

/* The time that came first is asked for from then on, and another one is a change, with
 * the length as it was. */
static void
test_replaced (Dated *self, gconstpointer first)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (read_some (self, 0, 'a', first, &error));
  g_assert_no_error (error);
  g_autofree char *plain = dup_last_request (self);
  g_assert_true (g_str_has_suffix (plain, " bytes=0-99 -"));
  g_assert_true (read_some (self, 200, 'a', first, &error));
  g_assert_no_error (error);
  g_autofree char *dated = dup_last_request (self);
  g_assert_true (g_str_has_suffix (dated, " bytes=200-299 " EARLY));

  put (self, 'b');
  g_assert_false (read_some (self, 400, 'b', &late, &error));
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_CHANGED);
  assert_says (error->message, EARLY);
  assert_says (error->message, LATE);
}

/* A server that looks at the time itself says 412. */
static void
test_refused (Dated *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (read_some (self, 0, 'a', &early, &error));
  g_assert_false (read_some (self, 200, 'b', &refused, &error));
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_CHANGED);
}

/* One that leaves the time out now and then is as good as one that never gives it: the
 * length alone is left. */
static void
test_timeless (Dated *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GBytes) shorter = g_bytes_new_take (g_strnfill (SIZE - 1, 'a'), SIZE - 1);
  g_autoptr (GError) error = NULL;

  g_assert_true (read_some (self, 0, 'a', &timeless, &error));
  g_assert_true (read_some (self, 200, 'a', &early, &error));
  g_assert_true (read_some (self, 400, 'a', &timeless, &error));
  g_assert_no_error (error);
  mvua_test_bucket_put (self->fixture.bucket, KEY, shorter);
  g_assert_false (read_some (self, 600, 'a', &timeless, &error));
  g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_CHANGED);
}

/* Where there is a strong ETag the time is not asked for, and does not matter. */
static void
test_strong (Dated *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaTestFault first = { .extra = "Last-Modified: " EARLY "\r\n" };
  static const MvuaTestFault second = { .extra = "Last-Modified: " LATE "\r\n" };
  g_autoptr (GError) error = NULL;

  g_assert_true (read_some (self, 0, 'a', &first, &error));
  g_assert_true (read_some (self, 200, 'a', &second, &error));
  g_assert_no_error (error);
  g_autofree char *request = dup_last_request (self);
  g_assert_null (strstr (request, "GMT"));
  g_assert_nonnull (strstr (request, "\""));
}

static void
test_format (void)
{
  static const struct
  {
    gint64 seconds;
    const char *text;
  } rows[] = {
    { 784111777, "Sun, 06 Nov 1994 08:49:37 GMT" },
    { 1758169440, EARLY },
    { 0, "Thu, 01 Jan 1970 00:00:00 GMT" },
    { -5, "Thu, 01 Jan 1970 00:00:00 GMT" },
    { G_MAXINT64, "Fri, 31 Dec 9999 23:59:59 GMT" },
  };
  char text[MVUA_HTTP_DATE_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (mvua_http_format_date (rows[i].seconds, text), ==, rows[i].text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func)                                                            \
  g_test_add ("/remote-dated/" name, Dated, data, dated_set_up, func, dated_tear_down)
  ADD ("replaced", &early, test_replaced);
  ADD ("replaced/weak", &weak, test_replaced);
  ADD ("refused", NULL, test_refused);
  ADD ("timeless", NULL, test_timeless);
  ADD ("strong", NULL, test_strong);
  g_test_add_func ("/remote-dated/format", test_format);
  return g_test_run ();
}
