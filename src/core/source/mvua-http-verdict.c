/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-http-verdict.h"

#include "mvua-error.h"
#include "mvua-http-check.h"
#include "mvua-http-retry.h"

#include <string.h>

#define U64 "%" G_GUINT64_FORMAT

char *
mvua_http_asked_dup_name (const MvuaHttpAsked *asked)
{
  g_autofree char *url = mvua_http_dup_printable (asked->url);

  return asked->is_whole ? g_steal_pointer (&url)
                         : g_strdup_printf ("%s bytes " U64 "-" U64, url, asked->first,
                                            asked->past - 1);
}

static void
take_error (MvuaHttpVerdict *verdict, const MvuaHttpAsked *asked, int code, char *text)
{
  g_autofree char *name = mvua_http_asked_dup_name (asked);

  g_clear_error (&verdict->error);
  g_set_error (&verdict->error, MVUA_HTTP_ERROR, code, "%s: %s", name, text);
  g_free (text);
}

void
mvua_http_verdict_refuse (MvuaHttpVerdict *verdict,
                          const MvuaHttpAsked *asked,
                          const char *format,
                          ...)
{
  va_list arguments;

  va_start (arguments, format);
  take_error (verdict, asked, MVUA_HTTP_ERROR_REFUSED,
              g_strdup_vprintf (format, arguments));
  va_end (arguments);
  verdict->is_transient = FALSE;
  verdict->may_be_range = TRUE;
}

void
mvua_http_verdict_no_memory (MvuaHttpVerdict *verdict, const MvuaHttpAsked *asked)
{
  g_autofree char *name = mvua_http_asked_dup_name (asked);

  g_clear_error (&verdict->error);
  g_set_error (&verdict->error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
               "%s: no memory for what comes", name);
  verdict->is_transient = FALSE;
  verdict->may_be_range = TRUE;
}

void
mvua_http_verdict_set_short (MvuaHttpVerdict *verdict,
                             const MvuaHttpAsked *asked,
                             guint64 n)
{
  take_error (verdict, asked, MVUA_HTTP_ERROR_OFFLINE,
              g_strdup_printf ("the answer broke off after " U64 " bytes", n));
  verdict->is_transient = TRUE;
}

/* What a status that is neither 200, 206 nor 416 means. */
static const struct
{
  guint status;
  MvuaHttpError code;
  gboolean is_transient;
  const char *text;
} meanings[] = {
  { 403, MVUA_HTTP_ERROR_NOT_FOUND, FALSE, "not there, or not for everybody" },
  { 404, MVUA_HTTP_ERROR_NOT_FOUND, FALSE, "not there" },
  { 408, MVUA_HTTP_ERROR_BUSY, TRUE, "the server did not wait for the request" },
  { 410, MVUA_HTTP_ERROR_NOT_FOUND, FALSE, "not there any more" },
  { 412, MVUA_HTTP_ERROR_CHANGED, FALSE, "it was replaced" },
  { 429, MVUA_HTTP_ERROR_BUSY, TRUE, "the server wants fewer requests" },
  { 500, MVUA_HTTP_ERROR_BUSY, TRUE, "the server failed" },
  { 502, MVUA_HTTP_ERROR_BUSY, TRUE, "a server behind the server failed" },
  { 503, MVUA_HTTP_ERROR_BUSY, TRUE, "the server is busy" },
  { 504, MVUA_HTTP_ERROR_BUSY, TRUE, "a server behind the server is late" },
};

static gint64
get_wait (const MvuaHttpHead *head)
{
  const gint64 now = head->date > 0 ? head->date : g_get_real_time () / G_USEC_PER_SEC;

  return head->retry_after == NULL ? -1
                                   : mvua_http_retry_parse_after (head->retry_after, now);
}

static char *
dup_when (gint64 wait_s)
{
  if (wait_s <= MVUA_HTTP_LONGEST_WAIT_S)
    return g_strdup ("");
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) then = g_date_time_add_seconds (now, (double) wait_s);
  g_autofree char *text =
      then == NULL ? NULL : g_date_time_format (then, "%Y-%m-%d %H:%M UTC");
  return g_strdup_printf ("; it asks to come back in %" G_GINT64_FORMAT " s, at %s",
                          wait_s, text == NULL ? "no time that there is" : text);
}

static void
judge_status (MvuaHttpVerdict *verdict,
              const MvuaHttpAsked *asked,
              const MvuaHttpHead *head)
{
  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (meanings[i].status == head->status)
      {
        verdict->is_transient = meanings[i].is_transient;
        verdict->wait_s = meanings[i].is_transient ? get_wait (head) : -1;
        g_autofree char *when = dup_when (verdict->wait_s);
        take_error (
            verdict, asked, meanings[i].code,
            g_strdup_printf ("status %u, %s%s", head->status, meanings[i].text, when));
        return;
      }
  if (head->status / 100 == 3 && head->location != NULL)
    {
      g_autofree char *target = mvua_http_dup_printable (head->location);
      mvua_http_verdict_refuse (
          verdict, asked, "status %u: redirected to %s, and no redirect is followed",
          head->status, target);
    }
  else
    mvua_http_verdict_refuse (verdict, asked, "status %u where %u was expected",
                              head->status, asked->is_whole ? 200 : 206);
  /* A gateway may refuse a range that it would answer in parts, but nobody redirects so.
   */
  verdict->may_be_range = head->status == 200 || head->status / 100 == 4;
}

/* Of a server without strong ETags.  What says nothing of a time says nothing against it.
 */
static gboolean
judge_time (MvuaHttpVerdict *verdict,
            const MvuaHttpAsked *asked,
            const MvuaHttpHead *head)
{
  char came[MVUA_HTTP_DATE_SIZE], known[MVUA_HTTP_DATE_SIZE];

  if (asked->modified == 0 || head->modified == 0 || asked->modified == head->modified)
    return TRUE;
  take_error (verdict, asked, MVUA_HTTP_ERROR_CHANGED,
              g_strdup_printf ("it was replaced: modified at %s, where it was at %s",
                               mvua_http_format_date (head->modified, came),
                               mvua_http_format_date (asked->modified, known)));
  return FALSE;
}

static gboolean
judge_etag (MvuaHttpVerdict *verdict,
            const MvuaHttpAsked *asked,
            const MvuaHttpHead *head)
{
  if (asked->etag == NULL)
    return judge_time (verdict, asked, head);
  if (g_strcmp0 (asked->etag, head->etag) == 0)
    return TRUE;
  if (head->etag == NULL)
    {
      mvua_http_verdict_refuse (verdict, asked, "no ETag, where %s was expected",
                                asked->etag);
      return FALSE;
    }
  g_autofree char *came = mvua_http_dup_printable (head->etag);
  if (g_str_has_prefix (came, "W/") && g_str_equal (came + 2, asked->etag))
    mvua_http_verdict_refuse (verdict, asked, "only the weak ETag %s, where %s was asked",
                              came, asked->etag);
  else
    take_error (
        verdict, asked, MVUA_HTTP_ERROR_CHANGED,
        g_strdup_printf ("it was replaced: ETag %s instead of %s", came, asked->etag));
  return FALSE;
}

static gboolean
judge_range (MvuaHttpVerdict *verdict,
             const MvuaHttpAsked *asked,
             const MvuaHttpHead *head)
{
  const MvuaContentRange *range = &head->range;

  if (!head->has_range || !range->has_range)
    mvua_http_verdict_refuse (verdict, asked, "status 206 without a Content-Range");
  else if (!range->has_total)
    mvua_http_verdict_refuse (verdict, asked,
                              "a Content-Range that does not tell the object's length");
  else if (range->first != asked->first ||
           range->last != MIN (asked->past, range->total) - 1)
    mvua_http_verdict_refuse (verdict, asked,
                              "bytes " U64 "-" U64 " of " U64 " came instead",
                              range->first, range->last, range->total);
  else if (asked->has_size && asked->size != range->total)
    mvua_http_verdict_refuse (verdict, asked,
                              "the object has " U64 " bytes, where it had " U64 " before",
                              range->total, asked->size);
  else if (head->has_length && head->length != range->last - range->first + 1)
    mvua_http_verdict_refuse (
        verdict, asked,
        "a Content-Length of " U64 ", which its Content-Range contradicts", head->length);
  return verdict->error == NULL;
}

gboolean
mvua_http_verdict_judge_head (MvuaHttpVerdict *verdict,
                              const MvuaHttpAsked *asked,
                              const MvuaHttpHead *head)
{
  const char *coding = head->encoding != NULL ? head->encoding : head->transfer;

  if (head->status == 416 && !asked->is_whole)
    return TRUE;
  if (head->status != (asked->is_whole ? 200 : 206))
    {
      judge_status (verdict, asked, head);
      return FALSE;
    }
  if (head->fault != NULL)
    mvua_http_verdict_refuse (verdict, asked, "%s", head->fault);
  else if (coding != NULL)
    {
      g_autofree char *name = mvua_http_dup_printable (coding);
      mvua_http_verdict_refuse (verdict, asked,
                                "it came encoded as “%s”, which was not asked for", name);
    }
  else if (!judge_etag (verdict, asked, head))
    return FALSE;
  else if (!asked->is_whole)
    return judge_range (verdict, asked, head);
  else if (head->has_length && head->length > asked->most)
    mvua_http_verdict_refuse (verdict, asked,
                              "it is " U64 " bytes long, where at most %" G_GSIZE_FORMAT
                              " were expected",
                              head->length, asked->most);
  return verdict->error == NULL;
}

/* S3 tells the size in the body alone. */
static gboolean
find_size (const MvuaHttpHead *head, const char *body, guint64 *size)
{
  static const char tag[] = "<ActualObjectSize>";
  const char *start = strstr (body, tag);
  char *end = NULL;

  if (head->has_range && head->fault == NULL && head->range.has_total)
    {
      *size = head->range.total;
      return TRUE;
    }
  if (start == NULL || !g_ascii_isdigit (start[sizeof tag - 1]))
    return FALSE;
  *size = g_ascii_strtoull (start + sizeof tag - 1, &end, 10);
  return *end == '<';
}

gboolean
mvua_http_verdict_judge_416 (MvuaHttpVerdict *verdict,
                             const MvuaHttpAsked *asked,
                             const MvuaHttpHead *head,
                             const char *body,
                             guint64 *size)
{
  if (!find_size (head, body, size))
    mvua_http_verdict_refuse (verdict, asked,
                              "status 416, no such range, without the object's length");
  else if (*size > asked->first || (asked->has_size && asked->size != *size))
    mvua_http_verdict_refuse (verdict, asked,
                              "status 416, no such range, of an object of " U64 " bytes",
                              *size);
  return verdict->error == NULL;
}

/* What of curl's errors is neither a refusal nor a fault of Mvua's. */
static const struct
{
  CURLcode code;
  gboolean is_link; /* no connection can have come about */
} passing[] = {
  { CURLE_COULDNT_RESOLVE_PROXY, TRUE },
  { CURLE_COULDNT_RESOLVE_HOST, TRUE },
  { CURLE_COULDNT_CONNECT, TRUE },
  { CURLE_OPERATION_TIMEDOUT, FALSE },
  { CURLE_PARTIAL_FILE, FALSE },
  { CURLE_GOT_NOTHING, FALSE },
  { CURLE_SEND_ERROR, FALSE },
  { CURLE_RECV_ERROR, FALSE },
  { CURLE_INTERFACE_FAILED, TRUE },
  { CURLE_AGAIN, FALSE },
  { CURLE_NO_CONNECTION_AVAILABLE, TRUE },
};

void
mvua_http_verdict_judge_failure (MvuaHttpVerdict *verdict,
                                 const MvuaHttpAsked *asked,
                                 CURLcode code,
                                 gboolean is_connected,
                                 gboolean is_reset,
                                 const char *details)
{
  const char *text = *details != '\0' ? details : curl_easy_strerror (code);
  gboolean is_passing = code == CURLE_SSL_CONNECT_ERROR && is_reset;

  if (code == CURLE_OUT_OF_MEMORY)
    {
      mvua_http_verdict_no_memory (verdict, asked);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (passing); i++)
    if (passing[i].code == code)
      {
        is_passing = TRUE;
        verdict->is_link = passing[i].is_link || !is_connected;
      }
  g_autofree char *printable = mvua_http_dup_printable (text);
  take_error (verdict, asked,
              is_passing ? MVUA_HTTP_ERROR_OFFLINE : MVUA_HTTP_ERROR_REFUSED,
              g_strdup (printable));
  verdict->is_transient = is_passing;
}
