/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * What a server answers: the lines before the body, and the body of an error.  One octet
 * before it says what had been asked.
 */

#include "mvua-content-range.h"
#include "mvua-fuzz.h"
#include "mvua-http-retry.h"
#include "mvua-http-verdict.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT (1758153600)
#define SIZE 10

static void
check_range (const MvuaContentRange *range)
{
  g_assert_true (range->has_range || range->has_total);
  g_assert_true (!range->has_range || range->first <= range->last);
  g_assert_true (!(range->has_range && range->has_total) || range->last < range->total);
}

/* Each line as a value of its own, too. */
static void
parse_values (const char *line, gsize n)
{
  g_autofree char *text = g_strndup (line, n);
  MvuaContentRange range;

  if (mvua_content_range_parse (line, n, &range))
    check_range (&range);
  g_assert_cmpint (mvua_http_retry_parse_after (text, NOW), >=, -1);
}

/* Returns: octets up to the body, or all of them if there is none */
static gsize
take_lines (MvuaHttpHead *head, const char *data, gsize n)
{
  gsize at = 0;

  while (at < n && !head->is_complete)
    {
      const char *end = memchr (data + at, '\n', n - at);
      const gsize length = end != NULL ? (gsize) (end + 1 - data) - at : n - at;
      g_autofree char *line = g_memdup2 (data + at, length);
      if (!mvua_http_head_take (head, line, length))
        return n;
      parse_values (line, length - (end != NULL));
      at += length;
    }
  return at;
}

static gboolean
judge (const MvuaHttpHead *head, const MvuaHttpAsked *asked, const char *body)
{
  MvuaHttpVerdict verdict = MVUA_HTTP_VERDICT_INIT;
  const gboolean ok = mvua_http_verdict_judge_head (&verdict, asked, head);
  guint64 size = 0;

  g_assert_true (ok == (verdict.error == NULL));
  g_assert_cmpint (verdict.wait_s, >=, -1);
  g_assert_true (verdict.error == NULL ||
                 g_utf8_validate (verdict.error->message, -1, NULL));
  /* What is believed is what was asked for, of one content and one length. */
  if (ok && head->status == 206)
    {
      check_range (&head->range);
      g_assert_cmpuint (head->range.first, ==, asked->first);
      g_assert_cmpuint (head->range.last, <, asked->past);
      g_assert_true (!asked->has_size || head->range.total == asked->size);
    }
  if (ok && head->status != 416)
    g_assert_true (asked->etag == NULL || g_strcmp0 (asked->etag, head->etag) == 0);
  if (ok && head->status == 416 &&
      mvua_http_verdict_judge_416 (&verdict, asked, head, body, &size))
    g_assert_cmpuint (size, <=, asked->first);
  g_clear_error (&verdict.error);
  return ok;
}

gboolean
mvua_fuzz_one (const guint8 *data, gsize n)
{
  MvuaHttpHead head = { .status = 0 };
  gboolean ok = FALSE;

  if (n < 1)
    return FALSE;
  const guint options = data[0];
  const MvuaHttpAsked asked = { .url = "https://example.org/a",
                                .is_whole = (options & 1) != 0,
                                .first = (options & 2) != 0 ? SIZE : 0,
                                .past = (options & 2) != 0 ? SIZE + 5 : SIZE,
                                .most = 1000,
                                .etag = (options & 4) != 0 ? "\"a\"" : NULL,
                                .has_size = (options & 8) != 0,
                                .size = SIZE };
  const gsize n_head = take_lines (&head, (const char *) data + 1, n - 1);
  g_autofree char *body = g_strndup ((const char *) data + 1 + n_head, n - 1 - n_head);

  g_assert_cmpuint (head.n_bytes, <=, MVUA_HTTP_LARGEST_HEAD);
  if (head.is_complete)
    ok = judge (&head, &asked, body);
  mvua_http_head_clear (&head);
  return ok;
}
