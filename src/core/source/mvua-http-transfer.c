/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-http-transfer.h"

#include "mvua-http-check.h"
#include "mvua-http-queue.h"

#include <errno.h>

#define LEAST_SPEED 1024L
/* Of the body of an error: what is kept to be read, and what is let pass so that the
 * connection can be used again. */
#define NOTE_SIZE 2048
#define LARGEST_ERROR_BODY (64 << 10)

struct _MvuaHttpTransfer
{
  CURL *easy;
  struct curl_slist *fields;
  GPtrArray *tasks;
  char *origin;
  gint64 began;
  gboolean is_merged;
  MvuaHttpAsked asked;
  char *url;
  char *etag;
  MvuaHttpWatch watch;
  MvuaHttpHead head;
  MvuaHttpVerdict verdict;
  gboolean is_accepted;
  guint64 n_body;
  GString *note;
  char details[CURL_ERROR_SIZE];
};

/* What is known of the object from now on, by each of the tasks. */
static void
tell_tasks (MvuaHttpTransfer *self, gboolean has_size, guint64 size)
{
  const gboolean is_strong =
      self->head.etag != NULL && mvua_http_is_strong_etag (self->head.etag);

  for (guint t = 0; t < self->tasks->len; t++)
    {
      MvuaHttpTask *task = self->tasks->pdata[t];
      g_free (task->seen);
      task->seen = is_strong ? g_strdup (self->head.etag) : NULL;
      task->has_size = has_size;
      task->size = size;
      task->modified = self->head.modified;
      task->date = self->head.date > 0 ? self->head.date : self->head.modified;
    }
}

/* Where several were joined, what ends before @past need not wait for the others.  The
 * last is believed only when the answer has ended as it should. */
static void
tell_full (MvuaHttpTransfer *self, guint64 past)
{
  for (guint t = self->tasks->len; t-- > 0;)
    {
      MvuaHttpTask *task = self->tasks->pdata[t];
      if (!mvua_http_task_is_full (task) || mvua_http_task_get_first (task) > past)
        continue;
      mvua_http_task_ref (task);
      g_ptr_array_remove_index (self->tasks, t);
      self->watch.is_full (self->watch.data, task);
      mvua_http_task_unref (task);
    }
}

static void
accept_head (MvuaHttpTransfer *self)
{
  const MvuaHttpHead *head = &self->head;
  curl_off_t sent = 0, answered = 0;

  curl_easy_getinfo (self->easy, CURLINFO_PRETRANSFER_TIME_T, &sent);
  curl_easy_getinfo (self->easy, CURLINFO_STARTTRANSFER_TIME_T, &answered);
  self->is_accepted = TRUE;
  if (self->asked.is_whole)
    tell_tasks (self, head->has_length, head->length);
  else
    tell_tasks (self, TRUE, head->range.total);
  self->watch.accepted (self->watch.data, (double) (answered - sent) / G_USEC_PER_SEC);
}

static size_t
on_header (char *line, size_t size G_GNUC_UNUSED, size_t n, void *data)
{
  MvuaHttpTransfer *self = data;
  const gboolean was_complete = self->head.is_complete;

  if (!mvua_http_head_take (&self->head, line, n))
    {
      mvua_http_verdict_refuse (&self->verdict, &self->asked,
                                "more than %d bytes before the body",
                                MVUA_HTTP_LARGEST_HEAD);
      return 0;
    }
  if (was_complete || !self->head.is_complete)
    return n;
  for (guint t = 0; t < self->tasks->len; t++)
    ((MvuaHttpTask *) self->tasks->pdata[t])->status = self->head.status;
  if (mvua_http_verdict_judge_head (&self->verdict, &self->asked, &self->head))
    {
      if (self->head.status != 416)
        accept_head (self);
      return n;
    }
  /* Nobody wants to see the whole object that was sent instead of a range. */
  return self->head.status < 300 ? 0 : n;
}

guint64
mvua_http_transfer_get_expected (const MvuaHttpTransfer *self)
{
  const guint64 length = self->asked.past - self->asked.first;

  return length - MIN (self->n_body, length);
}

static gboolean
take_whole (MvuaHttpTransfer *self, const guint8 *bytes, gsize n)
{
  MvuaHttpTask *task = self->tasks->pdata[0];

  if (n > task->most - task->n_got)
    {
      mvua_http_verdict_refuse (&self->verdict, &self->asked,
                                "longer than the %" G_GSIZE_FORMAT
                                " bytes that were expected at most",
                                task->most);
      return FALSE;
    }
  if (mvua_http_task_take (task, task->n_got, bytes, n))
    return TRUE;
  mvua_http_verdict_no_memory (&self->verdict, &self->asked);
  return FALSE;
}

static gboolean
take_range (MvuaHttpTransfer *self, const guint8 *bytes, gsize n)
{
  const guint64 at = self->head.range.first + self->n_body - n;

  if (n > self->head.range.last + 1 - at)
    {
      mvua_http_verdict_refuse (&self->verdict, &self->asked,
                                "more bytes came than were asked for");
      return FALSE;
    }
  for (guint t = 0; t < self->tasks->len; t++)
    if (!mvua_http_task_take (self->tasks->pdata[t], at, bytes, n))
      {
        mvua_http_verdict_no_memory (&self->verdict, &self->asked);
        return FALSE;
      }
  return TRUE;
}

static gboolean
take_error_body (MvuaHttpTransfer *self, const char *bytes, gsize n)
{
  g_string_append_len (self->note, bytes, (gssize) MIN (n, NOTE_SIZE - self->note->len));
  return self->n_body <= LARGEST_ERROR_BODY;
}

static size_t
on_body (char *bytes, size_t size G_GNUC_UNUSED, size_t n, void *data)
{
  MvuaHttpTransfer *self = data;
  gboolean goes_on;

  const gsize n_expected = (gsize) MIN (n, mvua_http_transfer_get_expected (self));
  const gboolean is_within = self->watch.received (self->watch.data, n, n_expected);

  self->n_body += n;
  if (!is_within)
    {
      g_autofree char *name = mvua_http_asked_dup_name (&self->asked);
      g_clear_error (&self->verdict.error);
      g_set_error (&self->verdict.error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_LIMIT,
                   "%s: the day's limit on bytes is reached", name);
      self->verdict.is_transient = FALSE;
      return 0;
    }
  if (!self->is_accepted)
    goes_on = take_error_body (self, bytes, n);
  else if (self->asked.is_whole)
    goes_on = take_whole (self, (const guint8 *) bytes, n);
  else
    goes_on = take_range (self, (const guint8 *) bytes, n);
  if (goes_on && self->is_accepted && self->is_merged)
    tell_full (self, self->head.range.last);
  return goes_on ? n : 0;
}

static void
set_up_safety (CURL *easy, const MvuaHttpSetup *setup, gboolean is_plain)
{
  /* Plain http is spoken only where the URL itself, which was checked, says so. */
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, is_plain ? "http" : "https");
  curl_easy_setopt (easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt (easy, CURLOPT_NETRC, (long) CURL_NETRC_IGNORED);
  curl_easy_setopt (easy, CURLOPT_HTTP09_ALLOWED, 0L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  if (setup->certificates != NULL)
    curl_easy_setopt (easy, CURLOPT_CAINFO, setup->certificates);
  if (setup->certificates_folder != NULL)
    curl_easy_setopt (easy, CURLOPT_CAPATH, setup->certificates_folder);
}

static void
set_up_time (CURL *easy, const MvuaHttpSetup *setup)
{
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT, (long) setup->connect_timeout_s);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_LIMIT, LEAST_SPEED);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_TIME, (long) setup->stall_s);
  /* Signals belong to the program, and nobody waits for a slow look-up of a name. */
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_QUICK_EXIT, 1L);
  if (!setup->is_retry)
    return;
  curl_easy_setopt (easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt (easy, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
}

static gboolean
add_field (MvuaHttpTransfer *self, const char *field)
{
  struct curl_slist *fields = curl_slist_append (self->fields, field);

  if (fields == NULL)
    return FALSE;
  self->fields = fields;
  return TRUE;
}

static gboolean
set_up_request (MvuaHttpTransfer *self)
{
  CURL *easy = self->easy;
  gboolean done = add_field (self, "Accept-Encoding: identity");

  if (self->etag != NULL)
    {
      g_autofree char *field = g_strconcat ("If-Match: ", self->etag, NULL);
      done = done && add_field (self, field);
    }
  if (self->asked.modified > 0)
    {
      char date[MVUA_HTTP_DATE_SIZE];
      g_autofree char *field = g_strconcat (
          "If-Unmodified-Since: ", mvua_http_format_date (self->asked.modified, date),
          NULL);
      done = done && add_field (self, field);
    }
  if (!self->asked.is_whole)
    {
      g_autofree char *range =
          g_strdup_printf ("%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, self->asked.first,
                           self->asked.past - 1);
      done = done && curl_easy_setopt (easy, CURLOPT_RANGE, range) == CURLE_OK;
    }
  curl_easy_setopt (easy, CURLOPT_HTTPGET, 1L);
  curl_easy_setopt (easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_1_1);
  curl_easy_setopt (easy, CURLOPT_HTTPHEADER, self->fields);
  curl_easy_setopt (easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt (easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt (easy, CURLOPT_ERRORBUFFER, self->details);
  curl_easy_setopt (easy, CURLOPT_PRIVATE, self);
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, self);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, self);
  return done &&
         curl_easy_setopt (easy, CURLOPT_USERAGENT, "mvua/" MVUA_VERSION) == CURLE_OK &&
         curl_easy_setopt (easy, CURLOPT_URL, self->url) == CURLE_OK;
}

/* What the tasks know of the object binds the answer. */
static void
set_asked (MvuaHttpTransfer *self)
{
  const MvuaHttpTask *head = self->tasks->pdata[0];

  for (guint t = 0; t < self->tasks->len; t++)
    ((MvuaHttpTask *) self->tasks->pdata[t])->status = 0;
  self->url = g_strdup (head->url);
  self->origin = g_strdup (head->origin);
  self->began = g_get_monotonic_time ();
  self->etag = g_strdup (mvua_http_task_get_etag (head));
  self->asked = (MvuaHttpAsked){
    .url = self->url,
    .is_whole = head->length == 0,
    .most = head->most,
    .etag = self->etag,
    .modified = self->etag == NULL ? head->unmodified_since : 0,
  };
  if (self->asked.is_whole)
    return;
  mvua_http_queue_get_span (self->tasks, &self->asked.first, &self->asked.past);
  for (guint t = 0; t < self->tasks->len; t++)
    {
      const MvuaHttpTask *task = self->tasks->pdata[t];
      if (task->n_got == 0)
        continue;
      self->asked.has_size = TRUE;
      self->asked.size = task->size;
    }
}

MvuaHttpTransfer *
mvua_http_transfer_new (GPtrArray *tasks,
                        const MvuaHttpSetup *setup,
                        const MvuaHttpWatch *watch)
{
  CURL *easy = curl_easy_init ();

  if (easy == NULL)
    return NULL;
  MvuaHttpTransfer *self = g_new0 (MvuaHttpTransfer, 1);
  self->easy = easy;
  self->tasks = g_ptr_array_ref (tasks);
  self->is_merged = tasks->len > 1;
  self->watch = *watch;
  self->verdict = (MvuaHttpVerdict) MVUA_HTTP_VERDICT_INIT;
  self->note = g_string_new (NULL);
  set_asked (self);
  set_up_safety (easy, setup, g_ascii_strncasecmp (self->url, "http:", 5) == 0);
  set_up_time (easy, setup);
  if (!set_up_request (self))
    {
      mvua_http_transfer_free (self);
      return NULL;
    }
  g_ptr_array_unref (tasks);
  return self;
}

void
mvua_http_transfer_free (MvuaHttpTransfer *self)
{
  curl_easy_cleanup (self->easy);
  curl_slist_free_all (self->fields);
  g_ptr_array_unref (self->tasks);
  mvua_http_head_clear (&self->head);
  g_clear_error (&self->verdict.error);
  g_string_free (self->note, TRUE);
  g_free (self->url);
  g_free (self->origin);
  g_free (self->etag);
  g_free (self);
}

CURL *
mvua_http_transfer_get_easy (MvuaHttpTransfer *self)
{
  return self->easy;
}

MvuaHttpTransfer *
mvua_http_transfer_from_easy (CURL *easy)
{
  char *self = NULL;

  curl_easy_getinfo (easy, CURLINFO_PRIVATE, &self);
  return (MvuaHttpTransfer *) (gpointer) self;
}

GPtrArray *
mvua_http_transfer_get_tasks (MvuaHttpTransfer *self)
{
  return self->tasks;
}

const char *
mvua_http_transfer_get_origin (const MvuaHttpTransfer *self)
{
  return self->origin;
}

gint64
mvua_http_transfer_get_began (const MvuaHttpTransfer *self)
{
  return self->began;
}

gboolean
mvua_http_transfer_is_merged (const MvuaHttpTransfer *self)
{
  return self->is_merged;
}

gboolean
mvua_http_transfer_is_accepted (const MvuaHttpTransfer *self)
{
  return self->is_accepted;
}

gboolean
mvua_http_transfer_is_answered (const MvuaHttpTransfer *self)
{
  return self->head.is_complete;
}

static void
finish_body (MvuaHttpTransfer *self)
{
  if (self->asked.is_whole)
    {
      MvuaHttpTask *task = self->tasks->pdata[0];
      task->has_size = TRUE;
      task->size = task->n_got;
      mvua_http_task_ref (task);
      g_ptr_array_set_size (self->tasks, 0);
      self->watch.is_full (self->watch.data, task);
      mvua_http_task_unref (task);
      return;
    }
  mvua_http_verdict_set_short (&self->verdict, &self->asked, self->n_body);
}

/* Nothing is where the range begins, which is an answer. */
static void
finish_416 (MvuaHttpTransfer *self)
{
  guint64 size = 0;

  if (!mvua_http_verdict_judge_416 (&self->verdict, &self->asked, &self->head,
                                    self->note->str, &size))
    return;
  tell_tasks (self, TRUE, size);
  tell_full (self, G_MAXUINT64);
}

static void
judge_failure (MvuaHttpTransfer *self, CURLcode code)
{
  long os_errno = 0, unverified = 0;
  curl_off_t sent = 0;

  curl_easy_getinfo (self->easy, CURLINFO_OS_ERRNO, &os_errno);
  curl_easy_getinfo (self->easy, CURLINFO_SSL_VERIFYRESULT, &unverified);
  curl_easy_getinfo (self->easy, CURLINFO_PRETRANSFER_TIME_T, &sent);
  /* Of a line that is too long curl says that it has no memory. */
  if (code == CURLE_OUT_OF_MEMORY && self->head.n_bytes > 0 && !self->head.is_complete)
    mvua_http_verdict_refuse (&self->verdict, &self->asked, "a line without end");
  else
    mvua_http_verdict_judge_failure (
        &self->verdict, &self->asked, code, sent > 0,
        unverified == 0 && (os_errno == ECONNRESET || os_errno == EPIPE), self->details);
}

void
mvua_http_transfer_finish (MvuaHttpTransfer *self,
                           CURLcode code,
                           MvuaHttpVerdict *verdict)
{
  /* All that was promised has come: how the connection ended does not matter. */
  if (self->verdict.error == NULL && self->is_accepted)
    tell_full (self, G_MAXUINT64);
  /* What its own callbacks found comes first: curl only knows that they gave up. */
  if (self->verdict.error == NULL && self->tasks->len > 0)
    {
      if (self->head.is_complete && self->head.status == 416)
        finish_416 (self);
      else if (code != CURLE_OK)
        judge_failure (self, code);
      else if (self->is_accepted)
        finish_body (self);
      else
        mvua_http_verdict_set_short (&self->verdict, &self->asked, 0);
    }
  *verdict = self->verdict;
  self->verdict = (MvuaHttpVerdict) MVUA_HTTP_VERDICT_INIT;
}
