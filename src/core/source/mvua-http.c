/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-http.h"

#include "mvua-error.h"
#include "mvua-http-check.h"
#include "mvua-http-engine.h"

#define N_CONNECTIONS 8
#define CONNECT_TIMEOUT_S 10
#define STALL_S 20
#define N_RETRIES 4
#define PATIENCE_S 45

G_DEFINE_QUARK (mvua_http_error, mvua_http_error)

static void
init_curl (void)
{
  static gsize is_ready;

  if (!g_once_init_enter (&is_ready))
    return;
  curl_global_init (CURL_GLOBAL_DEFAULT);
  g_once_init_leave (&is_ready, 1);
}

/* As the curl command does it; the library itself does not look. */
static void
find_certificates (MvuaHttp *self)
{
  const char *bundle = g_getenv ("CURL_CA_BUNDLE");

  if (bundle == NULL || *bundle == '\0')
    {
      self->certificates_folder = g_strdup (g_getenv ("SSL_CERT_DIR"));
      bundle = g_getenv ("SSL_CERT_FILE");
    }
  if (bundle != NULL && *bundle != '\0')
    self->certificates = g_strdup (bundle);
}

MvuaHttp *
mvua_http_new (const MvuaHttpOptions *options)
{
  static const MvuaHttpOptions defaults;
  const MvuaHttpOptions given = options != NULL ? *options : defaults;
  MvuaHttp *self = g_new0 (MvuaHttp, 1);

  init_curl ();
  g_mutex_init (&self->lock);
  self->n_connections = given.n_connections > 0 ? given.n_connections : N_CONNECTIONS;
  self->plain_hosts = g_strdupv (given.plain_hosts);
  self->budget.most = given.most_bytes_per_day;
  self->connect_timeout_s =
      given.connect_timeout_s > 0 ? given.connect_timeout_s : CONNECT_TIMEOUT_S;
  self->stall_s = given.stall_s > 0 ? given.stall_s : STALL_S;
  self->n_retries = given.n_retries > 0 ? given.n_retries : N_RETRIES;
  if (given.n_retries == G_MAXUINT)
    self->n_retries = 0;
  self->patience =
      (given.patience_s > 0 ? given.patience_s : PATIENCE_S) * (gint64) G_USEC_PER_SEC;
  if (given.patience_s == G_MAXUINT)
    self->patience = 0;
  self->transfers = g_ptr_array_new ();
  self->rests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->watches = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->random = g_rand_new ();
  self->good = 0.5;
  self->is_swept = TRUE;
  find_certificates (self);
  return self;
}

void
mvua_http_free (MvuaHttp *self)
{
  if (self->thread != NULL)
    {
      g_mutex_lock (&self->lock);
      self->is_quitting = TRUE;
      g_mutex_unlock (&self->lock);
      curl_multi_wakeup (self->multi);
      g_thread_join (self->thread);
    }
  if (self->multi != NULL)
    curl_multi_cleanup (self->multi);
  mvua_http_queue_clear (&self->queue);
  g_ptr_array_unref (self->transfers);
  g_hash_table_unref (self->rests);
  g_hash_table_unref (self->watches);
  g_rand_free (self->random);
  g_strfreev (self->plain_hosts);
  g_free (self->certificates);
  g_free (self->certificates_folder);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
mvua_http_response_clear (MvuaHttpResponse *response)
{
  g_clear_pointer (&response->bytes, g_bytes_unref);
  g_clear_pointer (&response->etag, g_free);
}

/* With the lock held. */
static gboolean
start_thread (MvuaHttp *self, GError **error)
{
  if (self->thread != NULL)
    return TRUE;
  if (self->multi == NULL)
    self->multi = curl_multi_init ();
  if (self->multi == NULL)
    {
      g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                           "No memory to fetch anything with");
      return FALSE;
    }
  curl_multi_setopt (self->multi, CURLMOPT_MAX_TOTAL_CONNECTIONS,
                     (long) self->n_connections);
  curl_multi_setopt (self->multi, CURLMOPT_MAXCONNECTS, (long) self->n_connections);
  self->thread = g_thread_try_new ("mvua-http", mvua_http_engine_run, self, error);
  return self->thread != NULL;
}

typedef struct
{
  MvuaHttp *http;
  MvuaHttpTask *task;
} Waiting;

/* In whichever thread cancels; also from within g_cancellable_connect(). */
static void
on_cancelled (GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
  const Waiting *waiting = data;

  g_mutex_lock (&waiting->http->lock);
  waiting->task->is_cancelled = TRUE;
  g_cond_signal (&waiting->task->done);
  g_mutex_unlock (&waiting->http->lock);
}

/* In whichever thread raises.  What is under way goes on as it is, but its next try does
 * not. */
static void
on_raised (MvuaPriority priority, gpointer data)
{
  const Waiting *waiting = data;

  g_mutex_lock (&waiting->http->lock);
  mvua_http_queue_raise (&waiting->http->queue, waiting->task, priority);
  if (waiting->http->multi != NULL)
    curl_multi_wakeup (waiting->http->multi);
  g_mutex_unlock (&waiting->http->lock);
}

/* With the lock held. */
static void
abandon (MvuaHttp *self, MvuaHttpTask *task)
{
  switch (task->state)
    {
    case MVUA_HTTP_TASK_WAITING:
    case MVUA_HTTP_TASK_SLEEPING:
      mvua_http_queue_remove (&self->queue, task);
      break;
    case MVUA_HTTP_TASK_ACTIVE:
      self->is_swept = FALSE;
      curl_multi_wakeup (self->multi);
      break;
    case MVUA_HTTP_TASK_DONE:
    default:
      break;
    }
}

/* Returns: FALSE if it was cancelled before it was done */
static gboolean
wait_for (MvuaHttp *self, MvuaHttpTask *task, GError **error)
{
  gboolean is_done = FALSE;

  g_mutex_lock (&self->lock);
  if (!start_thread (self, error))
    {
      g_mutex_unlock (&self->lock);
      return FALSE;
    }
  if (!task->is_cancelled)
    {
      mvua_http_queue_push (&self->queue, task);
      curl_multi_wakeup (self->multi);
      while (task->state != MVUA_HTTP_TASK_DONE && !task->is_cancelled)
        g_cond_wait (&task->done, &self->lock);
      is_done = task->state == MVUA_HTTP_TASK_DONE;
      if (!is_done)
        abandon (self, task);
    }
  g_mutex_unlock (&self->lock);
  if (!is_done)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s: cancelled", task->url);
  return is_done;
}

static void
take_response (MvuaHttpTask *task, MvuaHttpResponse *response)
{
  /* A whole object of unknown length has grown in a buffer that is larger. */
  guint8 *exact = task->n_got > 0 && task->n_got < task->n_room
                      ? g_try_realloc (task->buffer, task->n_got)
                      : NULL;

  if (exact != NULL)
    task->buffer = exact;
  *response = (MvuaHttpResponse){
    .bytes = g_bytes_new_take (g_steal_pointer (&task->buffer), task->n_got),
    .etag = g_steal_pointer (&task->seen),
    .size = task->size,
    .modified = task->modified,
    .date = task->date,
  };
}

gboolean
mvua_http_fetch (MvuaHttp *self,
                 const MvuaHttpRequest *request,
                 MvuaHttpResponse *response,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autofree char *origin = NULL;
  gulong handler = 0;

  if (request->status != NULL)
    *request->status = 0;
  g_return_val_if_fail (
      request->length > 0 || (request->offset == 0 && request->most > 0), FALSE);
  g_return_val_if_fail ((guint) request->priority < MVUA_N_PRIORITIES, FALSE);
  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !mvua_http_check_request (request, (const char *const *) self->plain_hosts, &origin,
                                error))
    return FALSE;

  g_autoptr (MvuaHttpTask) task = mvua_http_task_new (request, origin);
  Waiting waiting = { self, task };
  if (cancellable != NULL)
    handler =
        g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), &waiting, NULL);
  const guint listener = mvua_urgency_connect (request->urgency, on_raised, &waiting);
  /* It may have been raised before anybody listened. */
  on_raised (mvua_urgency_get (request->urgency), &waiting);
  const gboolean is_done = wait_for (self, task, error);
  mvua_urgency_disconnect (request->urgency, listener);
  g_cancellable_disconnect (cancellable, handler);
  if (!is_done)
    return FALSE;
  if (request->status != NULL)
    *request->status = task->status;
  if (task->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&task->error));
      return FALSE;
    }
  take_response (task, response);
  return TRUE;
}

void
mvua_http_set_today (MvuaHttp *self, guint64 n_bytes, guint64 n_own)
{
  g_mutex_lock (&self->lock);
  self->budget.day = mvua_http_budget_get_day ();
  self->budget.n_today = n_bytes + (self->n_bytes - MIN (n_own, self->n_bytes));
  g_mutex_unlock (&self->lock);
}

void
mvua_http_try_again (MvuaHttp *self)
{
  GHashTableIter iter;
  gpointer watch;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->watches);
  while (g_hash_table_iter_next (&iter, NULL, &watch))
    *(MvuaNetWatch *) watch =
        (MvuaNetWatch){ .was_up = ((MvuaNetWatch *) watch)->was_up };
  g_mutex_unlock (&self->lock);
}

void
mvua_http_set_limit (MvuaHttp *self, guint64 most_bytes_per_day)
{
  g_mutex_lock (&self->lock);
  self->budget.most = most_bytes_per_day;
  g_mutex_unlock (&self->lock);
}

MvuaHttpCount
mvua_http_count (MvuaHttp *self)
{
  const gint64 day = mvua_http_budget_get_day ();

  g_mutex_lock (&self->lock);
  mvua_http_budget_add (&self->budget, day, 0);
  const MvuaHttpCount count = {
    .n_bytes = self->n_bytes,
    .n_today = self->budget.n_today,
    .n_requests = self->n_requests,
    .n_retries = self->n_retried,
    .n_merged = self->n_merged,
    .n_active = self->n_active,
    .n_waiting = mvua_http_queue_count (&self->queue),
    .bytes_per_s = mvua_link_meter_get_speed (&self->meter),
    .latency_s = self->meter.latency_s,
    .busy = mvua_link_meter_get_busy (&self->meter, g_get_monotonic_time ()),
    .receiving_s = self->meter.total_receiving_s,
  };
  g_mutex_unlock (&self->lock);
  return count;
}
