/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-http-engine.h"

#include "mvua-error.h"
#include "mvua-http-retry.h"
#include "mvua-http-transfer.h"

/* A request costs about this where the link is not known yet, and never counts for more.
 */
#define GAP_UNKNOWN (16 << 10)
#define GAP_MOST (256 << 10)
/* What is joined is neither to wait for long nor to be lost at once. */
#define MERGED_MOST (4 << 20)
#define LONGEST_POLL_MS 10000
#define GOOD_WEIGHT 0.0625

static void
on_accepted (gpointer data, double latency_s)
{
  MvuaHttp *self = data;

  self->heard = g_get_monotonic_time ();
  g_mutex_lock (&self->lock);
  mvua_link_meter_add_latency (&self->meter, latency_s);
  mvua_link_meter_begin (&self->meter, g_get_monotonic_time ());
  g_mutex_unlock (&self->lock);
}

static gboolean
on_received (gpointer data, gsize n, gsize n_expected)
{
  MvuaHttp *self = data;
  const gint64 day = self->budget.most > 0 ? mvua_http_budget_get_day () : 0;

  self->heard = g_get_monotonic_time ();
  g_mutex_lock (&self->lock);
  self->n_bytes += n;
  mvua_http_budget_release (&self->budget, n_expected);
  mvua_http_budget_add (&self->budget, day > 0 ? day : self->budget.day, n);
  mvua_link_meter_add (&self->meter, g_get_monotonic_time (), n);
  const gboolean is_within =
      self->budget.most == 0 || self->budget.n_today <= self->budget.most;
  g_mutex_unlock (&self->lock);
  return is_within;
}

/* With the lock held: @error is the caller's from now on. */
static void
end_task (MvuaHttpTask *task, GError *error)
{
  task->error = error;
  task->state = MVUA_HTTP_TASK_DONE;
  g_cond_signal (&task->done);
}

static void
on_full (gpointer data, MvuaHttpTask *task)
{
  MvuaHttp *self = data;

  g_mutex_lock (&self->lock);
  end_task (task, NULL);
  g_mutex_unlock (&self->lock);
}

/* The bytes that a connection would have brought while it waits for an answer. */
static MvuaHttpMerge
get_merge (MvuaHttp *self, guint64 left)
{
  const double speed = mvua_link_meter_get_speed (&self->meter);
  const double share = speed / (self->n_active + 1);
  const double gap = speed > 0 ? share * self->meter.latency_s : GAP_UNKNOWN;

  return (MvuaHttpMerge){
    .most_gap = (guint64) MIN (gap, GAP_MOST),
    .most_bytes = MIN (left, MERGED_MOST),
  };
}

static void
fail_all (GPtrArray *tasks, const GError *error)
{
  for (guint t = 0; t < tasks->len; t++)
    end_task (tasks->pdata[t], g_error_copy (error));
}

/* Puts off what its server does not want yet.  Returns: whether it does not */
static gboolean
put_off (MvuaHttp *self, GPtrArray *tasks, gint64 now)
{
  const MvuaHttpTask *head = tasks->pdata[0];
  const gint64 *until = g_hash_table_lookup (self->rests, head->origin);

  if (until == NULL)
    return FALSE;
  if (*until <= now)
    {
      g_hash_table_remove (self->rests, head->origin);
      return FALSE;
    }
  for (guint t = 0; t < tasks->len; t++)
    mvua_http_queue_sleep (&self->queue, tasks->pdata[t], *until);
  return TRUE;
}

static MvuaNetWatch *
get_watch (MvuaHttp *self, const char *origin)
{
  MvuaNetWatch *watch = g_hash_table_lookup (self->watches, origin);

  if (watch == NULL)
    {
      watch = g_new0 (MvuaNetWatch, 1);
      g_hash_table_insert (self->watches, g_strdup (origin), watch);
    }
  return watch;
}

/* Does not let go what would find no network.  Returns: whether it is settled or put off
 */
static gboolean
hold_back (MvuaHttp *self, GPtrArray *tasks, gint64 now)
{
  const MvuaHttpTask *head = tasks->pdata[0];
  MvuaNetWatch *watch = get_watch (self, head->origin);
  g_autoptr (GError) error = NULL;

  /* What somebody looks at and has begun has its few tries. */
  if (head->n_failed > 0 && head->priority != MVUA_PRIORITY_EXPORT)
    return FALSE;
  switch (mvua_net_watch_advise (watch, now, head->priority, self->patience))
    {
    case MVUA_NET_WATCH_WAIT:
      for (guint t = 0; t < tasks->len; t++)
        mvua_http_queue_sleep (&self->queue, tasks->pdata[t],
                               mvua_net_watch_get_due (watch, now));
      return TRUE;
    case MVUA_NET_WATCH_FAIL:
      g_set_error (&error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE,
                   "%s: the network is away", head->url);
      fail_all (tasks, error);
      return TRUE;
    case MVUA_NET_WATCH_GO:
    default:
      return FALSE;
    }
}

static MvuaHttpTransfer *
make_transfer (MvuaHttp *self, GPtrArray *tasks)
{
  const MvuaHttpWatch watch = { on_accepted, on_received, on_full, self };
  MvuaHttpSetup setup = {
    .certificates = self->certificates,
    .certificates_folder = self->certificates_folder,
    .connect_timeout_s = self->connect_timeout_s,
    .stall_s = self->stall_s,
  };

  for (guint t = 0; t < tasks->len; t++)
    setup.is_retry |= ((const MvuaHttpTask *) tasks->pdata[t])->n_failed > 0;
  MvuaHttpTransfer *transfer = mvua_http_transfer_new (tasks, &setup, &watch);
  if (transfer == NULL)
    return NULL;
  if (curl_multi_add_handle (self->multi, mvua_http_transfer_get_easy (transfer)) !=
      CURLM_OK)
    {
      g_ptr_array_ref (tasks);
      mvua_http_transfer_free (transfer);
      return NULL;
    }
  self->n_retried += setup.is_retry ? 1 : 0;
  return transfer;
}

/* Takes over @tasks. */
static void
start_transfer (MvuaHttp *self, GPtrArray *tasks, guint64 left)
{
  const MvuaHttpTask *head = tasks->pdata[0];
  const guint n_tasks = tasks->len;
  g_autoptr (GError) error = NULL;
  guint64 first = 0, past = 0;

  if (head->length > 0)
    mvua_http_queue_get_span (tasks, &first, &past);
  if (left == 0 || past - first > left)
    g_set_error (&error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_LIMIT,
                 "%s: the day's limit of %" G_GUINT64_FORMAT " bytes does not allow it",
                 head->url, self->budget.most);
  MvuaHttpTransfer *transfer = error == NULL ? make_transfer (self, tasks) : NULL;
  if (transfer == NULL)
    {
      if (error == NULL)
        g_set_error (&error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                     "%s: no memory for a request", head->url);
      fail_all (tasks, error);
      g_ptr_array_unref (tasks);
      return;
    }
  mvua_http_budget_reserve (&self->budget, past - first);
  g_ptr_array_add (self->transfers, transfer);
  self->n_active++;
  self->n_requests++;
  self->n_merged += n_tasks - 1;
}

/* With the lock held: as many transfers as there are connections for. */
static void
start (MvuaHttp *self)
{
  const gint64 now = g_get_monotonic_time ();
  const gint64 day = mvua_http_budget_get_day ();

  while (self->n_active < self->n_connections)
    {
      /* One connection is kept for what somebody looks at. */
      const gboolean is_last =
          self->n_active + 1 == self->n_connections && self->n_connections > 1;
      const guint64 left = mvua_http_budget_get_left (&self->budget, day);
      const MvuaHttpMerge merge = get_merge (self, left);
      GPtrArray *tasks = mvua_http_queue_take (
          &self->queue, is_last ? MVUA_PRIORITY_BESIDE : MVUA_PRIORITY_EXPORT, &merge);
      if (tasks == NULL)
        return;
      if (put_off (self, tasks, now) || hold_back (self, tasks, now))
        g_ptr_array_unref (tasks);
      else
        start_transfer (self, tasks, left);
    }
}

/* Whether what has come of @task can be continued. */
static gboolean
is_continuable (const MvuaHttpTask *task)
{
  return task->length > 0 && (task->etag != NULL || task->seen != NULL);
}

/* When the next try of @tasks is due: what was one range wakes at once, and is one again.
 */
static gint64
get_due (MvuaHttp *self, GPtrArray *tasks, const MvuaHttpVerdict *verdict)
{
  guint n_failed = 0;

  for (guint t = 0; t < tasks->len; t++)
    n_failed = MAX (n_failed, ((const MvuaHttpTask *) tasks->pdata[t])->n_failed);
  const gint64 delay =
      mvua_http_retry_get_delay (n_failed + 1, g_rand_double (self->random));
  return g_get_monotonic_time () + MAX (delay, verdict->wait_s * G_USEC_PER_SEC);
}

static gboolean
is_retried (MvuaHttp *self, const MvuaHttpTask *task, const MvuaHttpVerdict *verdict)
{
  /* Where no server was reached before, waiting does not help: the user is to know. */
  return verdict->is_transient && verdict->wait_s <= MVUA_HTTP_LONGEST_WAIT_S &&
         !(verdict->is_link && !mvua_net_watch_is_up (get_watch (self, task->origin))) &&
         mvua_http_retry_is_allowed (task->n_failed, self->n_retries,
                                     verdict->is_link ? 0 : self->good);
}

/* Work in the background neither takes its tries one after the other while the network is
 * away, nor is it lost because it is away for a moment.  Returns: whether that decides */
static gboolean
is_of_away (MvuaHttp *self, const MvuaHttpTask *task, const MvuaHttpVerdict *verdict)
{
  const MvuaNetWatch *watch = get_watch (self, task->origin);
  const gint64 now = g_get_monotonic_time ();

  return watch->since > 0 && verdict->is_transient &&
         g_error_matches (verdict->error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE) &&
         (task->priority == MVUA_PRIORITY_EXPORT ||
          mvua_net_watch_is_patient (watch, now, task->priority, self->patience));
}

/* Returns: whether it was put off; else it has to end */
static gboolean
wait_for_network (MvuaHttp *self, MvuaHttpTask *task)
{
  const MvuaNetWatch *watch = get_watch (self, task->origin);
  const gint64 now = g_get_monotonic_time ();

  if (!mvua_net_watch_is_patient (watch, now, task->priority, self->patience))
    return FALSE;
  task->n_failed = 1;
  mvua_http_queue_sleep (&self->queue, task, mvua_net_watch_get_due (watch, now));
  return TRUE;
}

/* With the lock held: another try, or the end of it. */
static void
settle_task (MvuaHttp *self,
             MvuaHttpTask *task,
             const MvuaHttpVerdict *verdict,
             gboolean was_merged,
             gint64 due)
{
  /* What had begun without an ETag being asked for is begun again. */
  const gboolean is_other =
      task->etag == NULL && task->n_got > 0 &&
      g_error_matches (verdict->error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_CHANGED);

  task->n_failed++;
  if (is_other || !is_continuable (task))
    mvua_http_task_reset (task);
  if (was_merged && verdict->may_be_range)
    {
      task->is_alone = TRUE;
      mvua_http_queue_push (&self->queue, task);
    }
  else if (is_of_away (self, task, verdict))
    {
      if (!wait_for_network (self, task))
        end_task (task, g_error_copy (verdict->error));
    }
  else if (is_retried (self, task, verdict) ||
           (is_other && task->n_failed <= self->n_retries))
    mvua_http_queue_sleep (&self->queue, task, due);
  else
    end_task (task, g_error_copy (verdict->error));
}

static void
note_answer (MvuaHttp *self, MvuaHttpTransfer *transfer, const MvuaHttpVerdict *verdict)
{
  const char *origin = mvua_http_transfer_get_origin (transfer);
  const gboolean is_good = verdict->error == NULL || !verdict->is_transient;
  const gboolean is_lost =
      verdict->is_transient &&
      g_error_matches (verdict->error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);
  const gint64 now = g_get_monotonic_time ();

  if (mvua_http_transfer_is_answered (transfer))
    {
      self->heard = is_lost ? self->heard : now;
      mvua_net_watch_hear (get_watch (self, origin));
      self->good += GOOD_WEIGHT * ((is_good ? 1 : 0) - self->good);
    }
  if (is_lost)
    mvua_net_watch_miss (get_watch (self, origin), now,
                         mvua_http_transfer_get_began (transfer), verdict->is_link,
                         self->heard, self->stall_s * (gint64) G_USEC_PER_SEC * 9 / 10);
  if (verdict->wait_s <= 0)
    return;
  gint64 *until = g_new (gint64, 1);
  *until = now + MIN (verdict->wait_s, MVUA_HTTP_LONGEST_WAIT_S) * G_USEC_PER_SEC;
  g_hash_table_replace (self->rests, g_strdup (origin), until);
}

/* With the lock held: out of everything. */
static void
drop_transfer (MvuaHttp *self, MvuaHttpTransfer *transfer)
{
  curl_multi_remove_handle (self->multi, mvua_http_transfer_get_easy (transfer));
  if (mvua_http_transfer_is_accepted (transfer))
    mvua_link_meter_end (&self->meter, g_get_monotonic_time ());
  mvua_http_budget_release (&self->budget, mvua_http_transfer_get_expected (transfer));
  g_ptr_array_remove_fast (self->transfers, transfer);
  self->n_active--;
  mvua_http_transfer_free (transfer);
}

/* It has ended with @code. */
static void
finish (MvuaHttp *self, CURL *easy, CURLcode code)
{
  MvuaHttpTransfer *transfer = mvua_http_transfer_from_easy (easy);
  GPtrArray *tasks = mvua_http_transfer_get_tasks (transfer);
  MvuaHttpVerdict verdict = MVUA_HTTP_VERDICT_INIT;

  mvua_http_transfer_finish (transfer, code, &verdict);
  const gint64 due = get_due (self, tasks, &verdict);
  g_mutex_lock (&self->lock);
  for (guint t = 0; verdict.error != NULL && t < tasks->len; t++)
    {
      MvuaHttpTask *task = tasks->pdata[t];
      if (!task->is_cancelled)
        settle_task (self, task, &verdict, mvua_http_transfer_is_merged (transfer), due);
    }
  note_answer (self, transfer, &verdict);
  drop_transfer (self, transfer);
  g_mutex_unlock (&self->lock);
  g_clear_error (&verdict.error);
}

/* With the lock held: lets go of the transfers that nobody waits for any more. */
static void
sweep (MvuaHttp *self)
{
  if (self->is_swept)
    return;
  self->is_swept = TRUE;
  for (guint i = self->transfers->len; i-- > 0;)
    {
      MvuaHttpTransfer *transfer = self->transfers->pdata[i];
      GPtrArray *tasks = mvua_http_transfer_get_tasks (transfer);
      const guint n_before = tasks->len;
      for (guint t = tasks->len; t-- > 0;)
        if (((const MvuaHttpTask *) tasks->pdata[t])->is_cancelled)
          g_ptr_array_remove_index (tasks, t);
      /* One whose tasks are all full ends by itself, and its connection stays. */
      if (n_before > 0 && tasks->len == 0)
        drop_transfer (self, transfer);
    }
}

static int
get_poll_ms (gint64 next)
{
  const gint64 now = g_get_monotonic_time ();

  if (next == G_MAXINT64)
    return LONGEST_POLL_MS;
  return (int) CLAMP ((next - now + 999) / 1000, 0, LONGEST_POLL_MS);
}

static void
finish_ended (MvuaHttp *self)
{
  CURLMsg *message;
  int n_left = 0;

  while ((message = curl_multi_info_read (self->multi, &n_left)) != NULL)
    if (message->msg == CURLMSG_DONE)
      finish (self, message->easy_handle, message->data.result);
}

gpointer
mvua_http_engine_run (gpointer http)
{
  MvuaHttp *self = http;
  gboolean is_quitting = FALSE;
  int n_running = 0;

  while (!is_quitting)
    {
      g_mutex_lock (&self->lock);
      sweep (self);
      mvua_http_queue_wake (&self->queue, g_get_monotonic_time ());
      start (self);
      const gint64 next = mvua_http_queue_get_due (&self->queue);
      is_quitting = self->is_quitting;
      g_mutex_unlock (&self->lock);

      curl_multi_perform (self->multi, &n_running);
      const guint n_before = self->transfers->len;
      finish_ended (self);
      /* What ended has made room, and may have to be tried again at once. */
      if (self->transfers->len == n_before && !is_quitting)
        curl_multi_poll (self->multi, NULL, 0, get_poll_ms (next), NULL);
    }
  g_mutex_lock (&self->lock);
  while (self->transfers->len > 0)
    drop_transfer (self, self->transfers->pdata[0]);
  g_mutex_unlock (&self->lock);
  return NULL;
}
