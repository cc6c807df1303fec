/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* URLs of a bucket, its listings page by page, and servers that do not keep to it. */

#include "mvua-error.h"
#include "mvua-test-s3.h"
#include "mvua-test-server.h"

#include <string.h>

typedef struct
{
  GPtrArray *objects;
  GPtrArray *prefixes;
  GError *error;
} Listed;

static void
listed_clear (Listed *self)
{
  g_ptr_array_unref (self->objects);
  g_ptr_array_unref (self->prefixes);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Listed, listed_clear)

static Listed
list (MvuaBucket *bucket, const char *prefix, const char *delimiter)
{
  Listed listed = { mvua_bucket_new_objects (), mvua_bucket_new_prefixes (), NULL };
  const gboolean done =
      mvua_bucket_list (bucket, prefix, delimiter, listed.objects, listed.prefixes,
                        MVUA_PRIORITY_PICKED, NULL, &listed.error);

  g_assert_true (done == (listed.error == NULL));
  if (!done)
    g_assert_cmpuint (listed.objects->len + listed.prefixes->len, ==, 0);
  return listed;
}

static const MvuaObject *
object_of (const Listed *listed, guint i)
{
  return g_ptr_array_index (listed->objects, i);
}

/* Keys, then folders, one a line. */
static void
assert_listed (const Listed *listed, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (listed->error);
  for (guint i = 0; i < listed->objects->len; i++)
    g_string_append_printf (text, "%s\n", object_of (listed, i)->key);
  for (guint i = 0; i < listed->prefixes->len; i++)
    g_string_append_printf (text, "%s\n",
                            (const char *) g_ptr_array_index (listed->prefixes, i));
  g_assert_cmpstr (text->str, ==, expected);
}

static GBytes *
fetch_nothing (gpointer data G_GNUC_UNUSED,
               const char *url G_GNUC_UNUSED,
               gsize most G_GNUC_UNUSED,
               MvuaPriority priority G_GNUC_UNUSED,
               MvuaBucketAnswer *answer G_GNUC_UNUSED,
               GCancellable *cancellable G_GNUC_UNUSED,
               GError **error G_GNUC_UNUSED)
{
  g_assert_not_reached ();
}

static void
test_urls (void)
{
  static const struct
  {
    const char *base;
    const char *key;
    const char *url;
  } rows[] = {
    { "https://noaa-gefs-pds.s3.amazonaws.com", "gefs.20250918/00/x.f000",
      "https://noaa-gefs-pds.s3.amazonaws.com/gefs.20250918/00/x.f000" },
    { "https://noaa-gefs-pds.s3.amazonaws.com/", "x",
      "https://noaa-gefs-pds.s3.amazonaws.com/x" },
    { "http://127.0.0.1:5000/noaa-gefs-pds", "a/b",
      "http://127.0.0.1:5000/noaa-gefs-pds/a/b" },
    { "http://[::1]:5000/a%20b//", "c", "http://[::1]:5000/a%20b/c" },
    { "https://x", "a b+c?d#e%f&é", "https://x/a%20b%2Bc%3Fd%23e%25f%26%C3%A9" },
    { "https://x", "..a/~b_c-d.e", "https://x/..a/~b_c-d.e" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MvuaBucket) bucket =
          mvua_bucket_new_with (fetch_nothing, NULL, rows[i].base, &error);
      g_assert_no_error (error);
      g_autofree char *url = mvua_bucket_url (bucket, rows[i].key);
      g_assert_cmpstr (url, ==, rows[i].url);
    }
}

static void
test_no_urls (void)
{
  static const char *const urls[] = {
    "",
    "noaa-gefs-pds",
    "s3://noaa-gefs-pds",
    "ftp://x/y",
    "https://",
    "https:///x",
    "https://x?y=z",
    "https://x/#y",
    "https:x/y",
    "https://u:p@x/y",
    "file:///etc",
    "https://x y/",
    "http://x:port/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (mvua_bucket_new_with (fetch_nothing, NULL, urls[i], &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
      g_assert_nonnull (strstr (error->message, urls[i]));
    }
}

static MvuaTestS3 *
small_server (void)
{
  MvuaTestS3 *server = mvua_test_s3_new ();

  mvua_test_s3_add (server, "a/b/one", 1, 100);
  mvua_test_s3_add (server, "a/b/two & three", 2, 200);
  mvua_test_s3_add (server, "a/c/d/four", 0, 300);
  mvua_test_s3_add (server, "a/five", 5, 400);
  mvua_test_s3_add (server, "root+", 6, 500);
  return server;
}

static void
test_list (void)
{
  g_autoptr (MvuaTestS3) server = small_server ();
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);

  g_auto (Listed) all = list (bucket, "", NULL);
  assert_listed (&all, "a/b/one\na/b/two & three\na/c/d/four\na/five\nroot+\n");
  g_assert_cmpuint (object_of (&all, 0)->size, ==, 1);
  g_assert_cmpint (object_of (&all, 0)->modified, ==, 100);
  g_assert_nonnull (object_of (&all, 2)->etag);
  g_assert_cmpstr (g_ptr_array_index (server->urls, 0), ==,
                   MVUA_TEST_S3_URL "/?list-type=2");

  g_auto (Listed) folder = list (bucket, "a/", "/");
  assert_listed (&folder, "a/five\na/b/\na/c/\n");
  g_assert_cmpstr (g_ptr_array_index (server->urls, 1), ==,
                   MVUA_TEST_S3_URL "/?list-type=2&prefix=a%2F&delimiter=%2F");

  g_auto (Listed) part = list (bucket, "a/b/t", NULL);
  assert_listed (&part, "a/b/two & three\n");
  g_auto (Listed) none = list (bucket, "nothing/", "/");
  assert_listed (&none, "");
  g_assert_cmpuint (mvua_test_s3_take_count (server), ==, 4);
}

/* The same, whatever the length of a page. */
static void
test_pages (void)
{
  g_autoptr (MvuaTestS3) server = small_server ();
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);

  for (guint n = 1; n <= 6; n++)
    {
      server->page = n;
      g_auto (Listed) all = list (bucket, "", NULL);
      assert_listed (&all, "a/b/one\na/b/two & three\na/c/d/four\na/five\nroot+\n");
      g_assert_cmpuint (mvua_test_s3_take_count (server), ==, (5 + n - 1) / n);
      g_auto (Listed) folder = list (bucket, "a/", "/");
      assert_listed (&folder, "a/five\na/b/\na/c/\n");
      mvua_test_s3_take_count (server);
    }
}

/* A mirror on an ordinary web server gives the same names. */
static void
test_folders (void)
{
  for (guint has_front_page = 0; has_front_page < 2; has_front_page++)
    {
      g_autoptr (MvuaTestS3) server = small_server ();
      g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);
      server->is_folders = TRUE;
      server->has_front_page = has_front_page != 0;

      g_auto (Listed) folder = list (bucket, "a/", "/");
      assert_listed (&folder, "a/five\na/b/\na/c/\n");
      g_assert_cmpuint (mvua_test_s3_take_count (server), ==, 2);
      g_auto (Listed) deep = list (bucket, "a/", NULL);
      assert_listed (&deep, "a/five\na/b/one\na/b/two & three\na/c/d/four\n");
      /* It is known by now that there is no use in asking as one asks S3. */
      g_assert_cmpuint (mvua_test_s3_take_count (server), ==, 4);
      g_auto (Listed) part = list (bucket, "a/b/t", NULL);
      assert_listed (&part, "a/b/two & three\n");
      g_assert_cmpuint (object_of (&part, 0)->size, ==, 0);
      g_assert_null (object_of (&part, 0)->etag);
      g_auto (Listed) none = list (bucket, "nothing/", "/");
      assert_listed (&none, "");
    }
}

/* Of a server of which nothing is known yet, nothing there is no empty folder, unless
 * its root has a listing. */
static void
test_absent_folder (void)
{
  g_autoptr (MvuaTestS3) server = small_server ();
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);

  server->is_folders = TRUE;
  g_auto (Listed) none = list (bucket, "nothing/", "/");
  assert_listed (&none, "");

  g_autoptr (MvuaBucket) other = mvua_test_s3_bucket (server);
  server->has_front_page = TRUE;
  g_auto (Listed) refused = list (other, "nothing/", "/");
  g_assert_error (refused.error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

/* Answers in their order; the last one again and again. */
typedef struct
{
  const char *const *answers;
  guint n_asked;
  GCancellable *cancellable; /* cancelled by the second request */
} Script;

static GBytes *
fetch_script (gpointer data,
              const char *url,
              gsize most G_GNUC_UNUSED,
              MvuaPriority priority G_GNUC_UNUSED,
              MvuaBucketAnswer *answer,
              GCancellable *cancellable G_GNUC_UNUSED,
              GError **error)
{
  Script *self = data;
  const char *text = self->answers[0];

  self->n_asked++;
  if (self->answers[1] != NULL)
    self->answers++;
  if (self->n_asked == 2 && self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (text[0] == '4' || text[0] == '5')
    {
      answer->is_absent = text[0] == '4';
      g_set_error (error, G_IO_ERROR,
                   text[0] == '4' ? G_IO_ERROR_NOT_FOUND : G_IO_ERROR_BUSY, "%s of %s",
                   text, url);
      return NULL;
    }
  if (strstr (text, "%s") == NULL)
    return g_bytes_new_static (text, strlen (text));

  g_autofree char *number = g_strdup_printf ("%u", self->n_asked);
  g_auto (GStrv) parts = g_strsplit (text, "%s", -1);
  char *filled = g_strjoinv (number, parts);
  return g_bytes_new_take (filled, strlen (filled));
}

#define S3(inside, more)                                                                 \
  "<ListBucketResult><IsTruncated>" more "</IsTruncated>" inside "</ListBucketResult>"
#define TOKEN(token) "<NextContinuationToken>" token "</NextContinuationToken>"
#define OBJECT(key) "<Contents><Key>" key "</Key><Size>1</Size></Contents>"
#define INDEX "<html><title>Index of /</title>"

static void
test_faults (void)
{
  static const struct
  {
    const char *answers[5];
    const char *word;
    guint most_requests;
  } rows[] = {
    { { S3 (TOKEN ("a"), "true") }, "leads back", 2 },
    { { S3 (TOKEN ("a"), "true"), S3 (TOKEN ("b"), "true"), S3 (TOKEN ("a"), "true") },
      "leads back",
      3 },
    { { S3 (TOKEN ("%s"), "true") }, "too many pages", 100 },
    { { S3 (OBJECT ("p/a") TOKEN ("a"), "true"), "503" }, "503", 2 },
    { { S3 (OBJECT ("p/a") TOKEN ("a"), "true"), "404" }, "404", 2 },
    { { S3 (OBJECT ("p/a") TOKEN ("a"), "true"), INDEX "</html>" }, "malformed", 2 },
    { { S3 (OBJECT ("p/a") TOKEN ("a"), "true"), "<Error><Code>SlowDown</Code></Error>" },
      "SlowDown",
      2 },
    { { S3 (OBJECT ("q/a"), "false") }, "other keys", 1 },
    { { S3 ("<CommonPrefixes><Prefix>q/</Prefix></CommonPrefixes>", "false") },
      "other folders",
      1 },
    { { "<Error><Code>NoSuchBucket</Code></Error>" }, "NoSuchBucket", 1 },
    { { "nothing of the kind" }, "no listing", 1 },
    { { "" }, "no listing", 1 },
    { { "503" }, "503", 1 },
    { { "404" }, "404", 2 },
    { { "404", "<html><title>Log in</title></html>" }, "another title", 2 },
    { { INDEX "</html>", "503" }, "503", 2 },
    { { INDEX "</html>", INDEX "<a href=\"x\">" }, "cut off", 2 },
    { {
          "404",
          "<html><title>Index of /</title>",
      },
      "cut off",
      2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Script script = { .answers = rows[i].answers };
      g_autoptr (MvuaBucket) bucket =
          mvua_bucket_new_with (fetch_script, &script, "https://x", NULL);
      g_auto (Listed) listed = list (bucket, "p/", "/");
      g_assert_nonnull (listed.error);
      if (strstr (listed.error->message, rows[i].word) == NULL ||
          strstr (listed.error->message, "https://x/") == NULL)
        g_error ("“%s” says nothing of “%s”", listed.error->message, rows[i].word);
      g_assert_cmpuint (script.n_asked, ==, rows[i].most_requests);
    }
}

/* Folders that lead into themselves for ever. */
static void
test_endless_folders (void)
{
  static const char *const answers[] = { INDEX "<a href=\"p/\">x</a></html>", NULL };
  Script script = { .answers = answers };
  g_autoptr (MvuaBucket) bucket =
      mvua_bucket_new_with (fetch_script, &script, "https://x", NULL);
  g_auto (Listed) listed = list (bucket, "p/", NULL);

  g_assert_error (listed.error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_cmpuint (script.n_asked, ==, 100);
}

/* A server that answered as S3 once is not believed as a web page afterwards: a portal
 * that one logs in at must not make a run vanish. */
static void
test_portal (void)
{
  static const char *const answers[] = { S3 (OBJECT ("p/a"), "false"),
                                         INDEX "<a href=\"x\">x</a></html>", NULL };
  Script script = { .answers = answers };
  g_autoptr (MvuaBucket) bucket =
      mvua_bucket_new_with (fetch_script, &script, "https://x", NULL);
  g_auto (Listed) first = list (bucket, "p/", NULL);
  g_auto (Listed) second = list (bucket, "p/", NULL);

  assert_listed (&first, "p/a\n");
  g_assert_error (second.error, MVUA_ERROR, MVUA_ERROR_SOURCE);
}

static void
test_cancelled (void)
{
  static const char *const answers[] = { S3 (TOKEN ("%s"), "true"), NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Script script = { .answers = answers, .cancellable = cancellable };
  g_autoptr (MvuaBucket) bucket =
      mvua_bucket_new_with (fetch_script, &script, "https://x", NULL);
  g_autoptr (GPtrArray) objects = mvua_bucket_new_objects ();
  g_autoptr (GError) error = NULL;

  g_assert_false (mvua_bucket_list (bucket, "", NULL, objects, NULL, MVUA_PRIORITY_EXPORT,
                                    cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (script.n_asked, ==, 2);
}

static GBytes *
serve (const char *path, gpointer data)
{
  char *text = mvua_test_s3_answer (data, path);

  return text ? g_bytes_new_take (text, strlen (text)) : NULL;
}

/* The same over HTTP: pages, folders, and what is not there. */
static void
test_http (void)
{
  g_autoptr (MvuaTestS3) s3 = small_server ();
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  g_autoptr (MvuaHttp) http = mvua_http_new (NULL);
  g_autoptr (MvuaBucket) bucket =
      mvua_bucket_new (http, mvua_test_server_get_url (server), NULL);

  mvua_test_server_set_handler (server, serve, s3);
  s3->page = 2;
  g_auto (Listed) all = list (bucket, "", NULL);
  assert_listed (&all, "a/b/one\na/b/two & three\na/c/d/four\na/five\nroot+\n");
  g_assert_cmpuint (mvua_test_server_count (server).n_requests, ==, 3);

  s3->is_folders = TRUE;
  g_autoptr (MvuaBucket) mirror =
      mvua_bucket_new (http, mvua_test_server_get_url (server), NULL);
  g_auto (Listed) folder = list (mirror, "a/", "/");
  assert_listed (&folder, "a/five\na/b/\na/c/\n");
  g_auto (Listed) none = list (mirror, "nothing/", NULL);
  assert_listed (&none, "");
}

/* A bucket that cannot be reached is no empty one. */
static void
test_unreachable (void)
{
  const MvuaHttpOptions options = { .connect_timeout_s = 1, .n_retries = G_MAXUINT };
  g_autoptr (MvuaHttp) http = mvua_http_new (&options);
  g_autoptr (MvuaBucket) bucket = mvua_bucket_new (http, "http://127.0.0.1:1", NULL);
  g_auto (Listed) listed = list (bucket, "a/", NULL);

  g_assert_error (listed.error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bucket/urls", test_urls);
  g_test_add_func ("/bucket/no-urls", test_no_urls);
  g_test_add_func ("/bucket/list", test_list);
  g_test_add_func ("/bucket/pages", test_pages);
  g_test_add_func ("/bucket/folders", test_folders);
  g_test_add_func ("/bucket/absent-folder", test_absent_folder);
  g_test_add_func ("/bucket/faults", test_faults);
  g_test_add_func ("/bucket/endless-folders", test_endless_folders);
  g_test_add_func ("/bucket/portal", test_portal);
  g_test_add_func ("/bucket/cancelled", test_cancelled);
  g_test_add_func ("/bucket/http", test_http);
  g_test_add_func ("/bucket/unreachable", test_unreachable);
  return g_test_run ();
}
