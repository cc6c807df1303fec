/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The parts of the HTTP source that know neither curl's transfers nor threads. */

#include "mvua-content-range.h"
#include "mvua-http-budget.h"
#include "mvua-http-check.h"
#include "mvua-http-head.h"
#include "mvua-http-retry.h"
#include "mvua-link-meter.h"

#include <string.h>

static gboolean
parse (const char *text, MvuaContentRange *range)
{
  return mvua_content_range_parse (text, strlen (text), range);
}

static void
test_content_range (void)
{
  MvuaContentRange range = { .first = 0 };

  g_assert_true (parse ("bytes 0-9/10", &range));
  g_assert_true (range.has_range && range.has_total);
  g_assert_cmpuint (range.first, ==, 0);
  g_assert_cmpuint (range.last, ==, 9);
  g_assert_cmpuint (range.total, ==, 10);
  g_assert_true (parse ("Bytes 42-42/*", &range));
  g_assert_true (range.has_range && !range.has_total);
  g_assert_true (parse ("bytes */0", &range));
  g_assert_true (!range.has_range && range.has_total);
  g_assert_cmpuint (range.total, ==, 0);
  g_assert_true (parse ("bytes 0-9223372036854775806/9223372036854775807", &range));
  g_assert_cmpuint (range.total, ==, G_MAXINT64);
}

static void
test_content_range_refused (void)
{
  static const char *const texts[] = {
    "",
    "bytes",
    "bytes ",
    "bytes  0-9/10",
    "bytes 0-9/10 ",
    " bytes 0-9/10",
    "bytes=0-9/10",
    "bytes 0-9",
    "bytes 0-9/",
    "bytes 0-/10",
    "bytes -9/10",
    "bytes 9-0/10",
    "bytes 0-10/10",
    "bytes */*",
    "bytes *",
    "bytes 0-9/1x",
    "bytes +0-9/10",
    "bytes 0--9/10",
    "bytes 0x0-9/10",
    "bytes 0-9/9223372036854775808",
    "bytes 0-18446744073709551616/*",
    "byte 0-9/10",
    "bytes 0-9,20-29/100",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      MvuaContentRange range = { .first = 77 };
      g_test_message ("“%s”", texts[i]);
      g_assert_false (parse (texts[i], &range));
      g_assert_cmpuint (range.first, ==, 77);
    }
}

/* Whatever is accepted is written the same way, but for zeros in front. */
static void
check_law (const char *text, gsize n)
{
  MvuaContentRange range = { .first = 0 };
  /* A copy of its own length: reading beyond it is seen by the sanitizers. */
  g_autofree char *copy = g_memdup2 (text, n);

  if (!mvua_content_range_parse (copy, n, &range))
    return;
  g_assert_true (!range.has_range || range.first <= range.last);
  g_assert_true (range.has_range || range.has_total);
  g_assert_true (!(range.has_range && range.has_total) || range.last < range.total);
  g_assert_cmpuint (range.total, <=, G_MAXINT64);
}

static void
test_content_range_random (void)
{
  static const char text[] = "bytes 1234-567890/9876543210";
  static const char letters[] = "bytes 0123456789-/*\r\n";
  char random[40];
  MvuaContentRange range = { .first = 0 };

  for (gsize n = 0; n < sizeof text - 1; n++)
    {
      /* Each cut is refused, but for those in the last number that is large enough. */
      check_law (text, n);
      g_assert_cmpint (mvua_content_range_parse (text, n, &range), ==, n >= 24);
    }
  for (guint i = 0; i < 200000; i++)
    {
      const gsize n = (gsize) g_test_rand_int_range (0, sizeof random);
      for (gsize c = 0; c < n; c++)
        random[c] = i % 3 == 0 ? (char) g_test_rand_int_range (0, 256)
                               : letters[g_test_rand_int_range (0, sizeof letters - 1)];
      if (i % 3 == 2)
        memcpy (random, "bytes ", MIN (n, 6));
      check_law (random, n);
    }
}

/* Lines of answers, spoilt at random: nothing is read beyond them, nothing is kept of
 * what contradicts itself. */
static void
test_head_random (void)
{
  static const char text[] =
      "HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-9/10\r\nETag: \"a\"\r\n"
      "Content-Length: 10\r\nRetry-After: 7\r\nLocation: /x\r\nContent-Encoding: gzip\r\n"
      "Transfer-Encoding: chunked\r\nDate: Thu, 18 Sep 2025 00:00:00 GMT\r\n\r\n";

  for (guint i = 0; i < 20000; i++)
    {
      MvuaHttpHead head = { .status = 0 };
      char spoilt[sizeof text];
      gsize at = 0;
      memcpy (spoilt, text, sizeof text);
      for (guint n = i == 0 ? 0 : (guint) g_test_rand_int_range (0, 9); n > 0; n--)
        spoilt[g_test_rand_int_range (0, sizeof text - 1)] =
            (char) g_test_rand_int_range (0, 256);
      while (at < sizeof text - 1)
        {
          const char *end = memchr (spoilt + at, '\n', sizeof text - 1 - at);
          const gsize n =
              end != NULL ? (gsize) (end + 1 - spoilt) - at : sizeof text - 1 - at;
          g_autofree char *line = g_memdup2 (spoilt + at, n);
          g_assert_true (mvua_http_head_take (&head, line, n));
          at += n;
        }
      if (i == 0)
        {
          g_assert_true (head.is_complete && head.fault == NULL);
          g_assert_cmpuint (head.status, ==, 206);
          g_assert_cmpuint (head.range.total, ==, 10);
          g_assert_cmpstr (head.etag, ==, "\"a\"");
          g_assert_cmpstr (head.encoding, ==, "gzip");
          g_assert_null (head.transfer);
          g_assert_cmpint (head.date, ==, 1758153600);
        }
      g_assert_cmpuint (head.status, <=, 999);
      mvua_http_head_clear (&head);
    }
}

static void
test_head_bounded (void)
{
  MvuaHttpHead head = { .status = 0 };
  static const char line[] = "X-Filler: 0123456789\r\n";
  gsize n = 0;

  while (mvua_http_head_take (&head, line, sizeof line - 1))
    n += sizeof line - 1;
  g_assert_cmpuint (n, <=, MVUA_HTTP_LARGEST_HEAD);
  g_assert_cmpuint (n, >, MVUA_HTTP_LARGEST_HEAD - sizeof line);
  mvua_http_head_clear (&head);
}

static void
test_retry (void)
{
  /* 0.25 s, doubled, at most 8 s; any part of it. */
  static const gint64 longest[] = { 250000, 500000, 1000000, 2000000, 4000000, 8000000 };
  const gint64 now = 1758153600; /* Thu, 18 Sep 2025 00:00:00 GMT */

  for (guint i = 0; i < G_N_ELEMENTS (longest); i++)
    {
      g_assert_cmpint (mvua_http_retry_get_delay (i + 1, 1), ==, longest[i]);
      g_assert_cmpint (mvua_http_retry_get_delay (i + 1, 0), ==, 0);
      g_assert_cmpint (mvua_http_retry_get_delay (i + 1, 0.5), ==, longest[i] / 2);
    }
  g_assert_cmpint (mvua_http_retry_get_delay (1000, 1), ==, 8000000);

  g_assert_true (mvua_http_retry_is_allowed (4, 4, 0.1));
  g_assert_false (mvua_http_retry_is_allowed (5, 4, 0.1));
  g_assert_true (mvua_http_retry_is_allowed (8, 4, 0.7));
  g_assert_false (mvua_http_retry_is_allowed (9, 4, 0.7));
  g_assert_false (mvua_http_retry_is_allowed (1, 0, 1));

  g_assert_cmpint (mvua_http_retry_parse_after ("0", now), ==, 0);
  g_assert_cmpint (mvua_http_retry_parse_after ("120", now), ==, 120);
  g_assert_cmpint (mvua_http_retry_parse_after ("99999999999999999999", now), ==,
                   G_MAXINT32);
  g_assert_cmpint (mvua_http_retry_parse_after ("Thu, 18 Sep 2025 00:00:30 GMT", now), ==,
                   30);
  g_assert_cmpint (mvua_http_retry_parse_after ("Wed, 17 Sep 2025 00:00:30 GMT", now), ==,
                   0);
  g_assert_cmpint (mvua_http_retry_parse_after ("", now), ==, -1);
  g_assert_cmpint (mvua_http_retry_parse_after ("-5", now), ==, -1);
  g_assert_cmpint (mvua_http_retry_parse_after ("soon", now), ==, -1);
}

/* 100 kB in 0.1 s are 1 MB/s, however long nobody received anything in between. */
static void
test_meter (void)
{
  MvuaLinkMeter meter = { .at = 0 };
  gint64 now = 5000000;

  g_assert_cmpfloat (mvua_link_meter_get_speed (&meter), ==, 0);
  g_assert_cmpfloat (mvua_link_meter_get_busy (&meter, now), ==, 0);
  for (guint i = 0; i < 20; i++)
    {
      mvua_link_meter_begin (&meter, now);
      mvua_link_meter_begin (&meter, now);
      now += 100000;
      mvua_link_meter_add (&meter, now, 60000);
      mvua_link_meter_add (&meter, now, 40000);
      mvua_link_meter_end (&meter, now);
      mvua_link_meter_end (&meter, now);
      now += 300000;
    }
  g_assert_cmpfloat_with_epsilon (mvua_link_meter_get_speed (&meter), 1e6, 1e4);
  g_assert_cmpfloat_with_epsilon (mvua_link_meter_get_busy (&meter, now), 0.25, 0.02);
  g_assert_cmpfloat_with_epsilon (meter.total_receiving_s, 2, 1e-6);

  /* The link becomes ten times slower, and after a while that is what is told. */
  mvua_link_meter_begin (&meter, now);
  for (guint i = 0; i < 300; i++)
    mvua_link_meter_add (&meter, now += 100000, 10000);
  mvua_link_meter_end (&meter, now);
  g_assert_cmpfloat (mvua_link_meter_get_speed (&meter), <, 1.3e5);
  g_assert_cmpfloat (mvua_link_meter_get_busy (&meter, now), >, 0.9);
  g_assert_cmpfloat (mvua_link_meter_get_busy (&meter, now + 60 * G_USEC_PER_SEC), <,
                     0.01);

  mvua_link_meter_add_latency (&meter, 0.2);
  g_assert_cmpfloat (meter.latency_s, ==, 0.2);
  mvua_link_meter_add_latency (&meter, 0.3);
  g_assert_cmpfloat (meter.latency_s, >, 0.2);
  g_assert_cmpfloat (meter.latency_s, <, 0.25);
}

static void
test_budget (void)
{
  MvuaHttpBudget budget = { .most = 1000 };
  MvuaHttpBudget none = { .most = 0 };

  g_assert_cmpuint (mvua_http_budget_get_left (&none, 1), ==, G_MAXUINT64);
  mvua_http_budget_reserve (&budget, 600);
  g_assert_cmpuint (mvua_http_budget_get_left (&budget, 1), ==, 400);
  mvua_http_budget_release (&budget, 600);
  mvua_http_budget_add (&budget, 1, 600);
  g_assert_cmpuint (mvua_http_budget_get_left (&budget, 1), ==, 400);
  mvua_http_budget_add (&budget, 1, 600);
  g_assert_cmpuint (mvua_http_budget_get_left (&budget, 1), ==, 0);
  g_assert_cmpuint (mvua_http_budget_get_left (&budget, 2), ==, 1000);
  g_assert_cmpuint (budget.n_today, ==, 0);
  g_assert_cmpint (mvua_http_budget_get_day (), >, 20000);
}

static void
test_urls (void)
{
  static const struct
  {
    const char *url;
    gboolean is_allowed;
  } rows[] = {
    { "https://noaa-gefs-pds.s3.amazonaws.com/gefs.20250918/00/x", TRUE },
    { "https://example.org:8443/a%20b?list-type=2&prefix=a%2Fb", TRUE },
    { "HTTPS://EXAMPLE.org/", TRUE },
    { "http://localhost:8080/a", TRUE },
    { "http://127.0.0.1/a", TRUE },
    { "http://127.9.8.7:80/a", TRUE },
    { "http://[::1]:8080/a", TRUE },
    { "http://mirror.office/a", TRUE },
    { "http://MIRROR.office:8080/a", TRUE },
    { "http://example.org/a", FALSE },
    { "http://mirror.office.example.org/a", FALSE },
    { "http://128.0.0.1/a", FALSE },
    { "http://127.0.0.1.example.org/a", FALSE },
    { "http://localhost.example.org/a", FALSE },
    { "http://[::2]/a", FALSE },
    { "http://[::ffff:10.0.0.1]/a", FALSE },
    { "https://user@example.org/a", FALSE },
    { "https://user:secret@example.org/a", FALSE },
    { "http://127.0.0.1@example.org/a", FALSE },
    { "http://example.org\\@127.0.0.1/a", FALSE },
    { "http://example.org#@127.0.0.1/a", FALSE },
    { "https://example.org/a b", FALSE },
    { "https://example.org/a\r\nX: y", FALSE },
    { "https://example.org/a\tb", FALSE },
    { "https://example.org/\xc3\xa4", FALSE },
    { "https://example.org/a#b", FALSE },
    { "file:///etc/passwd", FALSE },
    { "ftp://example.org/a", FALSE },
    { "gopher://127.0.0.1/a", FALSE },
    { "//example.org/a", FALSE },
    { "example.org/a", FALSE },
    { "https:///a", FALSE },
    { "https://", FALSE },
    { "", FALSE },
  };
  static const char *const plain[] = { "mirror.office", NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const MvuaHttpRequest request = { .url = rows[i].url, .length = 1 };
      g_autofree char *origin = NULL;
      g_autoptr (GError) error = NULL;
      const gboolean is_allowed =
          mvua_http_check_request (&request, plain, &origin, &error);
      g_autofree char *name = g_strescape (rows[i].url, NULL);
      g_test_message ("%s: %s", name, error == NULL ? origin : error->message);
      g_assert_cmpint (is_allowed, ==, rows[i].is_allowed);
      if (!is_allowed)
        g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_REFUSED);
      if (!is_allowed)
        g_assert_null (strstr (error->message, "secret"));
    }
}

static void
test_requests (void)
{
  static const MvuaHttpRequest refused[] = {
    { .url = "https://a.example/", .offset = G_MAXUINT64, .length = 1 },
    { .url = "https://a.example/", .offset = G_MAXINT64, .length = 1 },
    { .url = "https://a.example/", .offset = 1, .length = G_MAXINT64 },
    { .url = "https://a.example/", .length = 1, .etag = "unquoted" },
    { .url = "https://a.example/", .length = 1, .etag = "W/\"weak\"" },
    { .url = "https://a.example/", .length = 1, .etag = "\"a\", \"b\"" },
    { .url = "https://a.example/", .length = 1, .etag = "\"a\r\nX: y\"" },
    { .url = "https://a.example/", .length = 1, .etag = "\"" },
    { .url = "https://a.example/", .length = 1, .etag = "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *origin = NULL;
      g_autoptr (GError) error = NULL;
      g_assert_false (mvua_http_check_request (&refused[i], NULL, &origin, &error));
      g_assert_error (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_REFUSED);
    }
  g_assert_true (mvua_http_is_strong_etag ("\"0123-4\""));
  g_assert_true (mvua_http_is_strong_etag ("\"\""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-parts/content-range", test_content_range);
  g_test_add_func ("/http-parts/content-range-refused", test_content_range_refused);
  g_test_add_func ("/http-parts/content-range-random", test_content_range_random);
  g_test_add_func ("/http-parts/head-random", test_head_random);
  g_test_add_func ("/http-parts/head-bounded", test_head_bounded);
  g_test_add_func ("/http-parts/retry", test_retry);
  g_test_add_func ("/http-parts/meter", test_meter);
  g_test_add_func ("/http-parts/budget", test_budget);
  g_test_add_func ("/http-parts/urls", test_urls);
  g_test_add_func ("/http-parts/requests", test_requests);
  return g_test_run ();
}
