/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fields.h"

#include "mvua-field-jobs.h"
#include "mvua-pool.h"

/* Someone's wish, until it is granted or cancelled. */
typedef struct
{
  MvuaFieldWaiter waiter;
  guint id; /* 0 if someone blocks on it */
  MvuaFieldsFunc func;
  gpointer data;
  MvuaField *field; /* what is to be told, if it is in the outbox or blocked on */
  GError *error;
  gboolean is_final;
  gboolean is_in_outbox;
  GList link; /* in the outbox */
} Request;

struct _MvuaFields
{
  gatomicrefcount ref_count;
  MvuaEnsemble *ensemble;
  MvuaFieldMaker *maker;
  GMainContext *context;
  guint n_threads;
  GThread **threads; /* [n_threads] */
  GThread *composer;

  GMutex mutex; /* guards what follows */
  GCond work;   /* there is something to make */
  GCond part;   /* a statistic may have got a member */
  GCond told;   /* someone who blocks may go on */
  MvuaFieldJobs *jobs;
  GHashTable *requests; /* id → Request */
  guint last_id;
  GQueue outbox;
  GSource *source;
  gboolean quit;
};

static void
free_request (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->field, mvua_field_unref);
  g_clear_error (&request->error);
  g_free (request);
}

static MvuaFields *
fields_ref (MvuaFields *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

static void
fields_unref (gpointer data)
{
  MvuaFields *self = data;

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  mvua_field_jobs_free (self->jobs);
  mvua_field_maker_free (self->maker);
  g_hash_table_unref (self->requests);
  g_main_context_unref (self->context);
  g_cond_clear (&self->work);
  g_cond_clear (&self->part);
  g_cond_clear (&self->told);
  g_mutex_clear (&self->mutex);
  g_free (self->threads);
  g_free (self);
}

static void
drop_request (MvuaFields *self, Request *request)
{
  if (request->is_in_outbox)
    g_queue_unlink (&self->outbox, &request->link);
  mvua_field_jobs_forget (self->jobs, &request->waiter);
  g_hash_table_remove (self->requests, GUINT_TO_POINTER (request->id));
}

/* Calls back for one request of the outbox.  Returns: %FALSE if it is empty */
static gboolean
call_back (MvuaFields *self)
{
  GList *link = g_queue_pop_head_link (&self->outbox);

  if (link == NULL)
    return FALSE;
  Request *request = link->data;
  const MvuaFieldsFunc func = request->func;
  const gpointer data = request->data;
  g_autoptr (MvuaField) field = g_steal_pointer (&request->field);
  g_autoptr (GError) error = g_steal_pointer (&request->error);

  request->is_in_outbox = FALSE;
  if (request->is_final)
    drop_request (self, request);
  g_mutex_unlock (&self->mutex);
  func (field, error, data);
  g_mutex_lock (&self->mutex);
  return TRUE;
}

/* Only what is there now: what the callbacks ask for has its own turn. */
static gboolean
empty_outbox (gpointer data)
{
  MvuaFields *self = data;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->source, g_source_unref);
  for (guint n = self->outbox.length; n > 0 && !self->quit && call_back (self); n--)
    ;
  g_mutex_unlock (&self->mutex);
  return G_SOURCE_REMOVE;
}

/* A newer field takes the place of one that was not delivered. */
static void
post (MvuaFields *self, Request *request)
{
  if (!request->is_in_outbox)
    {
      request->is_in_outbox = TRUE;
      g_queue_push_tail_link (&self->outbox, &request->link);
    }
  if (self->source != NULL)
    return;
  self->source = g_idle_source_new ();
  g_source_set_priority (self->source, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->source, empty_outbox, fields_ref (self), fields_unref);
  g_source_attach (self->source, self->context);
}

static void
tell (MvuaFieldWaiter *waiter,
      MvuaField *field,
      const GError *error,
      gboolean is_final,
      gpointer data)
{
  MvuaFields *self = data;
  Request *request = (Request *) waiter;

  g_clear_pointer (&request->field, mvua_field_unref);
  request->field = field != NULL ? mvua_field_ref (field) : NULL;
  if (error != NULL)
    request->error = g_error_copy (error);
  request->is_final = is_final;
  if (request->id != 0)
    post (self, request);
  else
    g_cond_broadcast (&self->told);
}

/* What a worker does with a task while nothing is locked. */
static void
make (MvuaFields *self, MvuaFieldTask *task)
{
  g_autoptr (GError) error = NULL;
  MvuaMade made;

  g_mutex_unlock (&self->mutex);
  const gboolean is_made = mvua_field_maker_make (
      self->maker, &task->key, task->parts, task->n_parts, &task->reading, &made, &error);
  g_mutex_lock (&self->mutex);
  mvua_field_jobs_finish (self->jobs, task, is_made ? &made : NULL, error);
  g_cond_broadcast (&self->work);
  g_cond_signal (&self->part);
}

static gpointer
run_worker (gpointer data)
{
  MvuaFields *self = data;
  MvuaFieldTask task;

  g_mutex_lock (&self->mutex);
  while (!self->quit)
    if (mvua_field_jobs_take (self->jobs, &task))
      make (self, &task);
    else
      g_cond_wait (&self->work, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

static void
make_partial (MvuaFields *self, MvuaFieldTask *task)
{
  MvuaMade made;

  g_mutex_unlock (&self->mutex);
  const gboolean is_made = mvua_field_maker_make (
      self->maker, &task->key, task->parts, task->n_parts, &task->reading, &made, NULL);
  g_mutex_lock (&self->mutex);
  mvua_field_jobs_show_partial (self->jobs, task, is_made ? &made : NULL);
}

/* Statistics of the members that have come are made by a thread of their own: the
 * workers may all be waiting for a slow source. */
static gpointer
run_composer (gpointer data)
{
  MvuaFields *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->quit)
    {
      MvuaFieldTask task;
      gint64 due;

      if (mvua_field_jobs_take_partial (self->jobs, g_get_monotonic_time (), &task, &due))
        make_partial (self, &task);
      else if (due == G_MAXINT64)
        g_cond_wait (&self->part, &self->mutex);
      else
        g_cond_wait_until (&self->part, &self->mutex, due);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

MvuaFields *
mvua_fields_new (MvuaEnsemble *ensemble, gsize cache_bytes, guint n_threads)
{
  MvuaFields *self = g_new0 (MvuaFields, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->ensemble = ensemble;
  self->maker = mvua_field_maker_new (ensemble);
  self->context = g_main_context_ref_thread_default ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->work);
  g_cond_init (&self->part);
  g_cond_init (&self->told);
  self->n_threads =
      mvua_pool_threads_for (mvua_ensemble_get_reader (ensemble), n_threads);
  self->jobs =
      mvua_field_jobs_new (self->maker, cache_bytes, self->n_threads, tell, self);
  self->requests = g_hash_table_new_full (NULL, NULL, NULL, free_request);
  self->threads = g_new0 (GThread *, self->n_threads);
  for (guint i = 0; i < self->n_threads; i++)
    self->threads[i] = g_thread_new ("mvua-fields", run_worker, self);
  self->composer = g_thread_new ("mvua-partial", run_composer, self);
  return self;
}

void
mvua_fields_stop (MvuaFields *self)
{
  GHashTableIter iter;
  gpointer request;

  /* What is out for one of these lets go of a slow source at once. */
  g_mutex_lock (&self->mutex);
  self->quit = TRUE;
  g_hash_table_iter_init (&iter, self->requests);
  while (g_hash_table_iter_next (&iter, NULL, &request))
    mvua_field_jobs_forget (self->jobs, request);
  g_cond_broadcast (&self->work);
  g_cond_broadcast (&self->part);
  g_queue_init (&self->outbox);
  g_hash_table_remove_all (self->requests);
  g_autoptr (GSource) source = g_steal_pointer (&self->source);
  g_mutex_unlock (&self->mutex);
  if (source != NULL)
    g_source_destroy (source);
}

void
mvua_fields_free (MvuaFields *self)
{
  mvua_fields_stop (self);
  for (guint i = 0; i < self->n_threads; i++)
    g_thread_join (self->threads[i]);
  g_thread_join (self->composer);
  fields_unref (self);
}

MvuaEnsemble *
mvua_fields_get_ensemble (MvuaFields *self)
{
  return self->ensemble;
}

MvuaField *
mvua_fields_peek (MvuaFields *self, const MvuaFieldKey *key)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  const MvuaMakeKey make_key = mvua_make_key_of (key);
  MvuaField *field = mvua_field_jobs_peek (self->jobs, &make_key);

  return field != NULL ? mvua_field_ref (field) : NULL;
}

/* Out of the cache, or to be made. */
static void
begin (MvuaFields *self, const MvuaFieldKey *key, Request *request)
{
  const MvuaMakeKey make_key = mvua_make_key_of (key);
  MvuaField *field = mvua_field_jobs_peek (self->jobs, &make_key);

  if (field != NULL)
    {
      tell (&request->waiter, field, NULL, TRUE, self);
      return;
    }
  mvua_field_jobs_want (self->jobs, &make_key, &request->waiter);
  g_cond_broadcast (&self->work);
  g_cond_signal (&self->part);
}

guint
mvua_fields_request (MvuaFields *self,
                     const MvuaFieldKey *key,
                     MvuaFieldsPriority priority,
                     MvuaFieldsFunc func,
                     gpointer data)
{
  Request *request = g_new0 (Request, 1);
  g_autoptr (GError) error = NULL;

  request->waiter.priority = priority;
  request->waiter.wants_partial = priority != MVUA_FIELDS_PREFETCH;
  request->func = func;
  request->data = data;
  request->link.data = request;

  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  do
    request->id = ++self->last_id;
  while (request->id == 0 ||
         g_hash_table_contains (self->requests, GUINT_TO_POINTER (request->id)));
  g_hash_table_insert (self->requests, GUINT_TO_POINTER (request->id), request);
  if (mvua_field_maker_check (self->maker, key, &error))
    begin (self, key, request);
  else
    tell (&request->waiter, NULL, error, TRUE, self);
  return request->id;
}

void
mvua_fields_cancel (MvuaFields *self, guint id)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  Request *request = g_hash_table_lookup (self->requests, GUINT_TO_POINTER (id));

  if (request != NULL)
    drop_request (self, request);
}

static void
wake_up (GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
  MvuaFields *self = data;

  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->told);
  g_mutex_unlock (&self->mutex);
}

MvuaField *
mvua_fields_load (MvuaFields *self,
                  const MvuaFieldKey *key,
                  GCancellable *cancellable,
                  GError **error)
{
  Request request = { .waiter.priority = MVUA_FIELDS_PICKED };

  if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !mvua_field_maker_check (self->maker, key, error))
    return NULL;
  const gulong handler =
      cancellable != NULL
          ? g_cancellable_connect (cancellable, G_CALLBACK (wake_up), self, NULL)
          : 0;

  g_mutex_lock (&self->mutex);
  begin (self, key, &request);
  while (!request.is_final && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->told, &self->mutex);
  mvua_field_jobs_forget (self->jobs, &request.waiter);
  g_mutex_unlock (&self->mutex);

  g_cancellable_disconnect (cancellable, handler);
  if (request.error != NULL)
    g_propagate_error (error, request.error);
  else if (request.field == NULL)
    g_cancellable_set_error_if_cancelled (cancellable, error);
  return request.field;
}

MvuaFieldsCount
mvua_fields_count (MvuaFields *self)
{
  const MvuaLoaderCount loaded =
      mvua_loader_count (mvua_field_maker_get_loader (self->maker));
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return (MvuaFieldsCount){ .n_decoded = loaded.n_decoded,
                            .n_bytes = loaded.n_bytes,
                            .n_bytes_of_messages = loaded.n_bytes_of_messages,
                            .n_cached_bytes = mvua_field_jobs_get_n_bytes (self->jobs),
                            .n_waiting = mvua_field_jobs_get_n_messages (self->jobs) };
}

const GArray *
mvua_fields_members (MvuaFields *self)
{
  return mvua_field_maker_get_members (self->maker);
}
