/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What a server may do wrong, a row each: the error that it must end in, or the bytes
 * that must be right all the same. */

#include "http-fixture.h"

#include <stdio.h>

#define SIZE 50000
#define OFFSET 1000
#define LENGTH 20000
#define OK (-1)
#define OFFLINE MVUA_HTTP_ERROR_OFFLINE
#define NOT_FOUND MVUA_HTTP_ERROR_NOT_FOUND
#define CHANGED MVUA_HTTP_ERROR_CHANGED
#define BUSY MVUA_HTTP_ERROR_BUSY
#define REFUSED MVUA_HTTP_ERROR_REFUSED
#define FAULT(...) .fault = { .name = __VA_ARGS__ }
#define ENDS(ending, words) .code = ending, .says = words
#define WHOLE .is_whole = TRUE
#define RAW(text) .raw = text, .n_raw = sizeof text - 1

/* Two tries, where nothing else is said; @n_times 0: always; @says: part of the message.
 */
typedef struct
{
  MvuaTestFault fault;
  int code;
  const char *says;
  guint n_times;
  guint n_retries;
  guint n_requests; /* how many there must be; 0: any */
  gboolean is_whole;
} Row;

static const Row rows[] = {
  /* Answers that are not what was asked for. */
  { FAULT ("200 for 206", .status = 200), ENDS (REFUSED, "status 200"), .n_requests = 1 },
  { FAULT ("200 for 206, all of it", .status = 200, .length = "{t}"),
    ENDS (REFUSED, "status 200") },
  { FAULT ("206 for 200", .status = 206, .range = "bytes 0-9/10"), ENDS (REFUSED, "206"),
    WHOLE },
  { FAULT ("no Content-Range", .range = ""), ENDS (REFUSED, "without a Content-Range") },
  { FAULT ("another start", .range = "bytes {f+1}-{l}/{t}"),
    ENDS (REFUSED, "came instead") },
  { FAULT ("another end", .range = "bytes {f}-{l-1}/{t}"),
    ENDS (REFUSED, "came instead") },
  { FAULT ("an end beyond", .range = "bytes {f}-{l+1}/{t}"),
    ENDS (REFUSED, "came instead") },
  { FAULT ("shifted", .range = "bytes {f+9}-{l+9}/{t}", .body_shift = 9),
    ENDS (REFUSED, "instead") },
  { FAULT ("total too small", .range = "bytes {f}-{l}/9"), ENDS (REFUSED, "malformed") },
  { FAULT ("total unknown", .range = "bytes {f}-{l}/*"),
    ENDS (REFUSED, "object's length") },
  { FAULT ("a range of none", .range = "bytes */{t}"),
    ENDS (REFUSED, "without a Content-Range") },
  { FAULT ("another unit", .range = "octets {f}-{l}/{t}"), ENDS (REFUSED, "malformed") },
  { FAULT ("backwards", .range = "bytes {l}-{f}/{t}"), ENDS (REFUSED, "malformed") },
  { FAULT ("no numbers", .range = "bytes all/{t}"), ENDS (REFUSED, "malformed") },
  { FAULT ("negative", .range = "bytes -{f}-{l}/{t}"), ENDS (REFUSED, "malformed") },
  { FAULT ("huge", .range = "bytes {f}-99999999999999999999999/*"),
    ENDS (REFUSED, "malformed") },
  { FAULT ("garbage behind", .range = "bytes {f}-{l}/{t}, 1"),
    ENDS (REFUSED, "malformed") },
  { FAULT ("two ranges", .extra = "Content-Range: bytes 0-9/10\r\n"),
    ENDS (REFUSED, "two") },
  { FAULT ("multipart",
           .range = "",
           .extra = "Content-Type: multipart/byteranges; boundary=a\r\n",
           .body = "--a\r\nContent-Range: bytes 0-9/10\r\n\r\n0123456789\r\n--a--\r\n"),
    ENDS (REFUSED, "without a Content-Range"), .n_requests = 1 },
  { FAULT ("a shorter length", .length = "{n-1}"), ENDS (REFUSED, "contradicts") },
  { FAULT ("a longer length", .length = "{n+1}"), ENDS (REFUSED, "contradicts") },
  { FAULT ("two lengths", .extra = "Content-Length: 7\r\n"), ENDS (REFUSED, NULL) },
  { FAULT ("a length in words", .length = "many"), ENDS (REFUSED, NULL) },
  { FAULT ("a negative length", .length = "-1"), ENDS (REFUSED, NULL) },
  { FAULT ("gzip", .extra = "Content-Encoding: gzip\r\n"),
    ENDS (REFUSED, "encoded as “gzip”") },
  { FAULT ("gzip on the way", .extra = "Transfer-Encoding: gzip\r\n"),
    ENDS (REFUSED, "encoded") },
  { FAULT ("too long a whole", .status = 200, .length = "2000000"),
    ENDS (REFUSED, "at most"), WHOLE },
  { FAULT ("too long, unsaid", .endless = MVUA_TEST_ENDLESS_BODY, .length = ""),
    ENDS (REFUSED, "at most"), WHOLE, .n_requests = 1 },
  /* Bodies that end too early or too late. */
  { FAULT ("short", .body_change = -1000), ENDS (OK, NULL), .n_times = 1,
    .n_requests = 2 },
  { FAULT ("always short", .body_change = -LENGTH), ENDS (OFFLINE, NULL),
    .n_requests = 2 },
  { FAULT ("short, unsaid", .body_change = -7, .length = ""), ENDS (OK, NULL),
    .n_times = 1, .n_requests = 2 },
  { FAULT ("a whole cut off", .body_change = -1000), ENDS (OK, NULL), .n_times = 1, WHOLE,
    .n_requests = 2 },
  { FAULT ("long", .body_change = 1000), ENDS (OK, NULL), .n_requests = 1 },
  { FAULT ("long, unsaid", .body_change = 1, .length = ""), ENDS (REFUSED, "more bytes"),
    .n_requests = 1 },
  { FAULT ("endless body", .endless = MVUA_TEST_ENDLESS_BODY, .length = ""),
    ENDS (REFUSED, "more bytes"), .n_requests = 1 },
  { FAULT ("chunked", .framing = MVUA_TEST_FRAMING_CHUNKED), ENDS (OK, NULL),
    .n_requests = 1 },
  { FAULT ("chunked and short", .framing = MVUA_TEST_FRAMING_CHUNKED, .body_change = -1),
    ENDS (OK, NULL), .n_times = 1, .n_requests = 2 },
  { FAULT ("chunked, no end", .framing = MVUA_TEST_FRAMING_CHUNKED_NO_END),
    ENDS (OFFLINE, NULL), WHOLE, .n_requests = 2 },
  { FAULT ("not chunked", .extra = "Transfer-Encoding: chunked\r\n", .length = ""),
    ENDS (OFFLINE, NULL) },
  { FAULT ("until the end", .framing = MVUA_TEST_FRAMING_CLOSE), ENDS (OK, NULL),
    .n_requests = 1 },
  /* Statuses. */
  { FAULT ("301", .status = 301, .extra = "Location: https://elsewhere.example/\r\n"),
    ENDS (REFUSED, "redirected to https://elsewhere.example/"), .n_requests = 1 },
  { FAULT ("302 with HTML",
           .status = 302,
           .extra = "Location: /busy.html\r\n",
           .body = "<html>Over rate limit</html>"),
    ENDS (REFUSED, "/busy.html"), .n_requests = 1 },
  { FAULT ("307", .status = 307, .extra = "Location: file:///etc/passwd\r\n"),
    ENDS (REFUSED, "file:") },
  { FAULT ("303 to nowhere", .status = 303), ENDS (REFUSED, "status 303") },
  { FAULT ("204", .status = 204), ENDS (REFUSED, "status 204") },
  { FAULT ("304", .status = 304), ENDS (REFUSED, "status 304") },
  { FAULT ("400", .status = 400), ENDS (REFUSED, "status 400"), .n_requests = 1 },
  { FAULT ("401", .status = 401, .extra = "WWW-Authenticate: Basic realm=\"a\"\r\n"),
    ENDS (REFUSED, "status 401"), .n_requests = 1 },
  { FAULT ("403", .status = 403), ENDS (NOT_FOUND, "status 403"), .n_requests = 1 },
  { FAULT ("404", .status = 404), ENDS (NOT_FOUND, "bytes 1000-20999: status 404"),
    .n_requests = 1 },
  { FAULT ("410", .status = 410), ENDS (NOT_FOUND, "status 410"), .n_requests = 1 },
  { FAULT ("412", .status = 412), ENDS (CHANGED, "was replaced"), .n_requests = 1 },
  { FAULT ("416", .status = 416), ENDS (REFUSED, "416"), .n_requests = 1 },
  { FAULT ("416 that lies", .status = 416, .range = "bytes */{t}"),
    ENDS (REFUSED, "50000 bytes") },
  { FAULT ("429 with seconds", .status = 429, .extra = "Retry-After: 1\r\n"),
    ENDS (OK, NULL), .n_times = 1, .n_requests = 2 },
  { FAULT ("429 with a date",
           .status = 429,
           .extra = "Retry-After: Thu, 18 Sep 2025 00:00:01 GMT\r\n"),
    ENDS (OK, NULL), .n_times = 1, .n_requests = 2 },
  { FAULT ("429 with nonsense", .status = 429, .extra = "Retry-After: soon\r\n"),
    ENDS (OK, NULL), .n_times = 1, .n_requests = 2 },
  { FAULT ("429 for an hour", .status = 429, .extra = "Retry-After: 3600\r\n"),
    ENDS (BUSY, "come back in 3600 s, at 20"), .n_requests = 1 },
  { FAULT ("503 until 2030",
           .status = 503,
           .extra = "Retry-After: Tue, 01 Jan 2030 00:00:00 GMT\r\n"),
    ENDS (BUSY, "come back"), .n_requests = 1 },
  { FAULT (
        "503 for ever", .status = 503, .extra = "Retry-After: 99999999999999999999\r\n"),
    ENDS (BUSY, "come back"), .n_requests = 1 },
  { FAULT ("500 once", .status = 500), ENDS (OK, NULL), .n_times = 1, .n_requests = 2 },
  { FAULT ("502 once", .status = 502), ENDS (OK, NULL), .n_times = 1, .n_requests = 2 },
  { FAULT ("503 thrice", .status = 503), ENDS (OK, NULL), .n_times = 3, .n_retries = 4,
    .n_requests = 4 },
  { FAULT ("504 once", .status = 504), ENDS (OK, NULL), .n_times = 1, .n_requests = 2 },
  { FAULT ("408 once", .status = 408), ENDS (OK, NULL), .n_times = 1, .n_requests = 2 },
  { FAULT ("503 always", .status = 503), ENDS (BUSY, "status 503"), .n_requests = 2 },
  { FAULT ("501", .status = 501), ENDS (REFUSED, "status 501"), .n_requests = 1 },
  { FAULT ("no such status", .status = 999), ENDS (REFUSED, "status 999"),
    .n_requests = 1 },
  /* Waiting in vain. */
  { FAULT ("stall", .where = MVUA_TEST_BEFORE, .how = MVUA_TEST_STALL), ENDS (OK, NULL),
    .n_times = 1 },
  { FAULT ("stall, always", .where = MVUA_TEST_BEFORE, .how = MVUA_TEST_STALL),
    ENDS (OFFLINE, NULL) },
  { FAULT ("stall in the head", .where = MVUA_TEST_IN_HEAD, .how = MVUA_TEST_STALL),
    ENDS (OFFLINE, NULL) },
  { FAULT ("stall in the body", .where = MVUA_TEST_IN_BODY, .how = MVUA_TEST_STALL),
    ENDS (OK, NULL), .n_times = 1, .n_requests = 2 },
  { FAULT (
        "a byte a second in the head", .where = MVUA_TEST_IN_HEAD, .how = MVUA_TEST_DRIP),
    ENDS (OFFLINE, NULL) },
  { FAULT ("a byte a second", .where = MVUA_TEST_IN_BODY, .how = MVUA_TEST_DRIP),
    ENDS (OK, NULL), .n_times = 1, .n_requests = 2 },
  { FAULT ("stall in an error", .status = 404, .length = "100"),
    ENDS (NOT_FOUND, "404") },
  /* Connections that go away. */
  { FAULT ("closed at once", .where = MVUA_TEST_BEFORE), ENDS (OK, NULL), .n_times = 1 },
  { FAULT ("closed always", .where = MVUA_TEST_BEFORE), ENDS (OFFLINE, NULL) },
  { FAULT ("reset at once", .where = MVUA_TEST_BEFORE, .how = MVUA_TEST_RESET),
    ENDS (OK, NULL), .n_times = 1 },
  { FAULT ("reset always", .where = MVUA_TEST_BEFORE, .how = MVUA_TEST_RESET),
    ENDS (OFFLINE, NULL) },
  { FAULT ("closed in the head", .where = MVUA_TEST_IN_HEAD), ENDS (OFFLINE, NULL) },
  { FAULT ("reset in the head", .where = MVUA_TEST_IN_HEAD, .how = MVUA_TEST_RESET),
    ENDS (OK, NULL), .n_times = 1 },
  { FAULT ("closed in the body", .where = MVUA_TEST_IN_BODY), ENDS (OK, NULL),
    .n_times = 1, .n_requests = 2 },
  { FAULT ("reset in the body", .where = MVUA_TEST_IN_BODY, .how = MVUA_TEST_RESET),
    ENDS (OK, NULL), .n_times = 1, .n_requests = 2 },
  /* Heads. */
  { FAULT ("endless interim answers", .endless = MVUA_TEST_ENDLESS_INTERIM),
    ENDS (REFUSED, NULL), .n_requests = 1 },
  { FAULT ("endless head", .endless = MVUA_TEST_ENDLESS_HEAD),
    ENDS (REFUSED, "before the body") },
  { FAULT ("endless line", .endless = MVUA_TEST_ENDLESS_LINE), ENDS (REFUSED, NULL) },
  { FAULT ("interim answers",
           .before = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\n"
                     "ETag: \"other\"\r\nContent-Length: 7\r\n\r\n"),
    ENDS (OK, NULL), .n_requests = 1 },
  { FAULT ("lines that nobody knows", .extra = "X: y\r\n: z\r\nSet-Cookie: a=b\r\n"),
    ENDS (OK, NULL), .n_requests = 1 },
  { FAULT ("HTTP/1.0", .version = "HTTP/1.0", .framing = MVUA_TEST_FRAMING_CLOSE),
    ENDS (OK, NULL), .n_requests = 1 },
  { FAULT ("no colon", .extra = "no colon\r\n"), ENDS (REFUSED, NULL), .n_requests = 1 },
  { FAULT ("101", .status = 101), ENDS (REFUSED, "status 101") },
  { FAULT ("HTTP/0.9", .raw = "<html>hello</html>"), ENDS (REFUSED, NULL),
    .n_requests = 1 },
  { FAULT ("HTTP/9", .version = "HTTP/9.0"), ENDS (REFUSED, NULL) },
  { FAULT ("garbage", RAW ("\x16\x03\x01\0\xff\xfe garbage\0\n\n\n")),
    ENDS (REFUSED, NULL) },
  { FAULT ("a NUL in the head", RAW ("HTTP/1.1 206 Test\r\nETag: \"a\0b\"\r\n\r\n")),
    ENDS (REFUSED, NULL) },
  { FAULT ("a NUL in the status", RAW ("HTTP/1.1 2\0006 Test\r\n\r\n")),
    ENDS (REFUSED, NULL) },
  { FAULT ("no ETag", .etag = ""), ENDS (REFUSED, "no ETag") },
  { FAULT ("another ETag", .etag = "\"other\""), ENDS (CHANGED, "\"other\""),
    .n_requests = 1 },
  { FAULT ("a weak ETag", .etag = "W/\"other\""), ENDS (CHANGED, "W/"), .n_requests = 1 },
  { FAULT ("two ETags", .extra = "ETag: \"other\"\r\n"),
    ENDS (REFUSED, "two different ETags") },
};

typedef struct
{
  const Row *row;
  GBytes *object;
  const char *etag;
  char *failure; /* nullable: what is not as it must be */
  double seconds;
} Trial;

/* Returns: (nullable): what is wrong */
static char *
judge (const Trial *trial, const MvuaHttpResponse *response, const GError *error, guint n)
{
  const Row *row = trial->row;
  const guint64 offset = row->is_whole ? 0 : OFFSET;
  const gsize length = row->is_whole ? SIZE : LENGTH;
  const guint8 *object = g_bytes_get_data (trial->object, NULL);

  if (row->code != OK && error == NULL)
    return g_strdup ("accepted");
  if (row->code != OK && !g_error_matches (error, MVUA_HTTP_ERROR, row->code))
    return g_strdup_printf ("code %d: %s", error->code, error->message);
  if (row->code == OK && error != NULL)
    return g_strdup_printf ("failed: %s", error->message);
  if (row->says != NULL && strstr (error->message, row->says) == NULL)
    return g_strdup_printf ("says “%s”", error->message);
  if (error != NULL && strstr (error->message, "http://127.0.0.1:") == NULL)
    return g_strdup_printf ("says “%s”, without the URL", error->message);
  if (row->n_requests > 0 && n != row->n_requests)
    return g_strdup_printf ("%u requests", n);
  if (error == NULL &&
      (g_bytes_get_size (response->bytes) != length ||
       memcmp (g_bytes_get_data (response->bytes, NULL), object + offset, length) != 0))
    return g_strdup ("wrong bytes");
  return NULL;
}

static gpointer
run_trial (gpointer data)
{
  Trial *trial = data;
  const Row *row = trial->row;
  g_autoptr (MvuaTestServer) server = mvua_test_server_new ();
  g_autoptr (MvuaHttp) http = make_http (row->n_retries > 0 ? row->n_retries : 1);
  g_auto (MvuaHttpResponse) response = { .bytes = NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *url = mvua_test_server_dup_url (server, "/object");
  const gint64 start = g_get_monotonic_time ();

  mvua_test_server_put (server, "/object", trial->object);
  mvua_test_server_fail (server, &row->fault, row->n_times);
  if (row->is_whole)
    fetch (http, url, 0, 0, NULL, &response, &error);
  else
    fetch (http, url, OFFSET, LENGTH, trial->etag, &response, &error);
  trial->seconds = (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC;
  trial->failure =
      judge (trial, &response, error, mvua_test_server_count (server).n_requests);
  return NULL;
}

static void
test_rows (void)
{
  g_autoptr (GBytes) object = make_object (SIZE, 3);
  g_autofree char *etag = mvua_test_server_dup_etag (object);
  Trial trials[G_N_ELEMENTS (rows)];
  GThread *threads[G_N_ELEMENTS (rows)];
  guint n_failed = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      trials[i] = (Trial){ &rows[i], object, etag, NULL, 0 };
      threads[i] = g_thread_new ("trial", run_trial, &trials[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_thread_join (threads[i]);
      g_test_message ("%s: %.2f s", rows[i].fault.name, trials[i].seconds);
      if (trials[i].failure == NULL)
        continue;
      g_printerr ("%s: %s\n", rows[i].fault.name, trials[i].failure);
      g_free (trials[i].failure);
      n_failed++;
    }
  g_test_message ("%d behaviours", (int) G_N_ELEMENTS (rows));
  g_assert_cmpuint (n_failed, ==, 0);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif

/* The most memory that was resident, in KiB. */
static guint64
get_peak_kib (void)
{
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);
  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

static gboolean
forget_peak (void)
{
  FILE *file = fopen ("/proc/self/clear_refs", "w");
  const gboolean done = file != NULL && fputs ("5", file) >= 0;

  return file != NULL && fclose (file) == 0 && done;
}

/* Whatever a server sends, what is kept is what was asked for: a whole object of at most
 * 1 MiB, or a range of 20,000 bytes. */
static void
test_memory (void)
{
  g_autoptr (GBytes) object = make_object (SIZE, 3);
  g_autofree char *etag = mvua_test_server_dup_etag (object);
  guint n_measured = 0;

  if (IS_SANITIZED || !forget_peak ())
    {
      g_test_skip ("the peak of memory cannot be measured here");
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Trial trial = { &rows[i], object, etag, NULL, 0 };
      const gboolean is_warm = n_measured > 0;
      if (rows[i].fault.endless == MVUA_TEST_ENDS && rows[i].fault.length == NULL)
        continue;
      g_assert_true (forget_peak ());
      const guint64 before = get_peak_kib ();
      run_trial (&trial);
      const guint64 grown = get_peak_kib () - before;
      g_free (trial.failure);
      g_test_message ("%s: %u KiB", rows[i].fault.name, (guint) grown);
      if (is_warm)
        g_assert_cmpuint (grown, <=, 1024 + (rows[i].is_whole ? 1024 : LENGTH / 1024));
      n_measured++;
    }
  g_assert_cmpuint (n_measured, >, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  forget_proxies ();
  g_test_add_func ("/http/memory", test_memory);
  g_test_add_func ("/http/faults", test_rows);
  return g_test_run ();
}
