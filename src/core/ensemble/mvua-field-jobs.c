/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-field-jobs.h"

#include "mvua-field-cache.h"

/* How often a statistic is shown while its members arrive. */
#define PARTIAL_INTERVAL (G_USEC_PER_SEC / 10)

typedef enum
{
  STATE_WAITING, /* for parts */
  STATE_QUEUED,
  STATE_OUT,
  STATE_ENDED,
} State;

/* One thing to make.  It lives while it is in the table or out. */
struct _MvuaFieldJob
{
  MvuaMakeKey key;
  State state;
  MvuaFieldsPriority priority;
  gboolean is_message;
  gboolean is_prefetching;   /* since it was taken */
  GCancellable *cancellable; /* while it is out */
  MvuaUrgency *urgency;      /* the same */
  guint n_refs;
  GList link; /* in the queue of its priority */

  guint n_parts;
  guint n_here;
  MvuaMade *parts;      /* [n_parts] */
  MvuaFieldJob **needs; /* [n_parts]: who makes the parts that are not here */

  GPtrArray *waiters; /* of MvuaFieldWaiter */
  GPtrArray *users;   /* of MvuaFieldJob: what it is a part of */

  guint n_ok; /* parts that have values */
  guint n_shown;
  gint64 shown_at;
};

struct _MvuaFieldJobs
{
  MvuaFieldMaker *maker;
  MvuaFieldCache *cache;
  MvuaFieldTell tell;
  gpointer data;
  GHashTable *jobs; /* those that have not ended, by their keys */
  GQueue queues[MVUA_FIELDS_N_PRIORITIES];
  guint most_prefetching;
  guint n_prefetching;
  GPtrArray *statistics; /* jobs that can be shown in part */
  guint n_messages;
};

MvuaFieldJobs *
mvua_field_jobs_new (MvuaFieldMaker *maker,
                     gsize cache_bytes,
                     guint n_threads,
                     MvuaFieldTell tell,
                     gpointer data)
{
  MvuaFieldJobs *self = g_new0 (MvuaFieldJobs, 1);

  self->maker = maker;
  self->cache = mvua_field_cache_new (cache_bytes);
  self->most_prefetching = MAX (n_threads / 2, 1);
  self->tell = tell;
  self->data = data;
  self->jobs = g_hash_table_new (mvua_make_key_hash, mvua_make_key_equal);
  self->statistics = g_ptr_array_new ();
  return self;
}

void
mvua_field_jobs_free (MvuaFieldJobs *self)
{
  g_assert (g_hash_table_size (self->jobs) == 0);
  mvua_field_cache_free (self->cache);
  g_hash_table_unref (self->jobs);
  g_ptr_array_unref (self->statistics);
  g_free (self);
}

static void
clear_parts (MvuaMade *parts, guint n)
{
  for (guint i = 0; i < n; i++)
    mvua_made_clear (&parts[i]);
  g_free (parts);
}

static void
job_unref (MvuaFieldJob *job)
{
  if (--job->n_refs > 0)
    return;
  clear_parts (job->parts, job->n_parts);
  g_free (job->needs);
  g_ptr_array_unref (job->waiters);
  g_ptr_array_unref (job->users);
  g_free (job);
}

static gboolean
is_statistic (const MvuaFieldJob *job)
{
  return job->key.field.product.kind != MVUA_PRODUCT_MEMBER;
}

static MvuaMade
share (const MvuaMade *made)
{
  MvuaMade copy = *made;

  mvua_field_ref (copy.field);
  return copy;
}

/* What is made of others goes first: it is quick, and lets go of what it is made of. */
static void
enqueue (MvuaFieldJobs *self, MvuaFieldJob *job)
{
  GQueue *queue = &self->queues[job->priority];

  if (job->n_parts > 0)
    g_queue_push_head_link (queue, &job->link);
  else
    g_queue_push_tail_link (queue, &job->link);
  job->state = STATE_QUEUED;
}

static void
take_part (MvuaFieldJob *job, guint i, const MvuaMade *made)
{
  job->parts[i] = share (made);
  job->needs[i] = NULL;
  job->n_here++;
  job->n_ok += made->field->status == MVUA_STATUS_OK;
}

static MvuaFieldsPriority
best_priority (const MvuaFieldJob *job)
{
  MvuaFieldsPriority best = MVUA_FIELDS_PREFETCH;

  for (guint i = 0; i < job->waiters->len; i++)
    best =
        MIN (best, ((MvuaFieldWaiter *) g_ptr_array_index (job->waiters, i))->priority);
  for (guint i = 0; i < job->users->len; i++)
    best = MIN (best, ((MvuaFieldJob *) g_ptr_array_index (job->users, i))->priority);
  return best;
}

/* After those who wait for it have changed: it and its parts move to another queue. */
static void
review_priority (MvuaFieldJobs *self, MvuaFieldJob *job)
{
  const MvuaFieldsPriority priority = best_priority (job);

  if (priority == job->priority)
    return;
  if (job->state == STATE_QUEUED)
    g_queue_unlink (&self->queues[job->priority], &job->link);
  job->priority = priority;
  if (job->state == STATE_QUEUED)
    enqueue (self, job);
  else if (job->state == STATE_OUT)
    mvua_urgency_raise (job->urgency, (MvuaPriority) priority);
  for (guint i = 0; i < job->n_parts; i++)
    if (job->needs[i] != NULL)
      review_priority (self, job->needs[i]);
}

static MvuaFieldJob *
new_job (MvuaFieldJobs *self, const MvuaMakeKey *key, guint n_parts)
{
  MvuaFieldJob *job = g_new0 (MvuaFieldJob, 1);

  job->key = *key;
  job->n_refs = 1;
  job->priority = MVUA_FIELDS_PREFETCH;
  job->link.data = job;
  job->n_parts = n_parts;
  job->parts = g_new0 (MvuaMade, n_parts);
  job->needs = g_new0 (MvuaFieldJob *, n_parts);
  job->waiters = g_ptr_array_new ();
  job->users = g_ptr_array_new ();
  job->shown_at = g_get_monotonic_time ();
  job->is_message = mvua_field_maker_is_message (self->maker, key);
  self->n_messages += job->is_message ? 1 : 0;
  g_hash_table_insert (self->jobs, &job->key, job);
  if (is_statistic (job))
    g_ptr_array_add (self->statistics, job);
  return job;
}

/* The job of a key that is not in the cache, and those of its parts; new ones are not in
 * a queue before someone waits for them. */
static MvuaFieldJob *
find_or_add (MvuaFieldJobs *self, const MvuaMakeKey *key)
{
  MvuaFieldJob *job = g_hash_table_lookup (self->jobs, key);

  if (job != NULL)
    return job;
  g_autoptr (GArray) parts = mvua_field_maker_list_parts (self->maker, key);
  job = new_job (self, key, parts->len);
  for (guint i = 0; i < parts->len; i++)
    {
      const MvuaMakeKey *part = &g_array_index (parts, MvuaMakeKey, i);
      const MvuaMade *made = mvua_field_cache_look_up (self->cache, part);

      if (made != NULL)
        {
          take_part (job, i, made);
          continue;
        }
      job->needs[i] = find_or_add (self, part);
      g_ptr_array_add (job->needs[i]->users, job);
    }
  if (job->n_here == job->n_parts)
    enqueue (self, job);
  return job;
}

MvuaField *
mvua_field_jobs_peek (MvuaFieldJobs *self, const MvuaMakeKey *key)
{
  const MvuaMade *made = mvua_field_cache_look_up (self->cache, key);

  return made != NULL ? made->field : NULL;
}

void
mvua_field_jobs_want (MvuaFieldJobs *self,
                      const MvuaMakeKey *key,
                      MvuaFieldWaiter *waiter)
{
  MvuaFieldJob *job = find_or_add (self, key);

  g_ptr_array_add (job->waiters, waiter);
  waiter->job = job;
  job->n_shown = 0; /* to whoever is new */
  review_priority (self, job);
}

/* It is made no more, or was made. */
static void
end_job (MvuaFieldJobs *self, MvuaFieldJob *job)
{
  if (job->state == STATE_QUEUED)
    g_queue_unlink (&self->queues[job->priority], &job->link);
  job->state = STATE_ENDED;
  g_hash_table_remove (self->jobs, &job->key);
  if (is_statistic (job))
    g_ptr_array_remove_fast (self->statistics, job);
  self->n_messages -= job->is_message ? 1 : 0;
}

/* What nobody wants any more is dropped with what only it wanted; what is out finishes,
 * for the cache, but where it waits for a slow source. */
static void
review_need (MvuaFieldJobs *self, MvuaFieldJob *job)
{
  if (job->waiters->len > 0 || job->users->len > 0)
    {
      review_priority (self, job);
      return;
    }
  if (job->state == STATE_OUT)
    {
      g_cancellable_cancel (job->cancellable);
      return;
    }
  end_job (self, job);
  for (guint i = 0; i < job->n_parts; i++)
    if (job->needs[i] != NULL)
      {
        g_ptr_array_remove_fast (job->needs[i]->users, job);
        review_need (self, job->needs[i]);
      }
  job_unref (job);
}

void
mvua_field_jobs_forget (MvuaFieldJobs *self, MvuaFieldWaiter *waiter)
{
  MvuaFieldJob *job = waiter->job;

  if (job == NULL)
    return;
  waiter->job = NULL;
  g_ptr_array_remove (job->waiters, waiter);
  review_need (self, job);
}

gboolean
mvua_field_jobs_take (MvuaFieldJobs *self, MvuaFieldTask *task)
{
  for (guint i = 0; i < MVUA_FIELDS_N_PRIORITIES; i++)
    {
      GList *link = g_queue_peek_head_link (&self->queues[i]);
      MvuaFieldJob *job;

      if (link == NULL ||
          (i == MVUA_FIELDS_PREFETCH && self->n_prefetching >= self->most_prefetching))
        continue;
      g_queue_unlink (&self->queues[i], link);
      job = link->data;
      job->state = STATE_OUT;
      job->is_prefetching = i == MVUA_FIELDS_PREFETCH;
      self->n_prefetching += job->is_prefetching ? 1 : 0;
      job->cancellable = g_cancellable_new ();
      job->urgency = mvua_urgency_new ();
      *task = (MvuaFieldTask){ .job = job,
                               .key = job->key,
                               .parts = g_steal_pointer (&job->parts),
                               .n_parts = job->n_parts,
                               .reading = { .priority = (MvuaPriority) i,
                                            .urgency = job->urgency,
                                            .cancellable = job->cancellable } };
      job->n_parts = 0;
      return TRUE;
    }
  return FALSE;
}

static void
tell_waiters (MvuaFieldJobs *self,
              MvuaFieldJob *job,
              MvuaField *field,
              const GError *error)
{
  for (guint i = 0; i < job->waiters->len; i++)
    {
      MvuaFieldWaiter *waiter = g_ptr_array_index (job->waiters, i);

      waiter->job = NULL;
      self->tell (waiter, field, error, TRUE, self->data);
    }
  g_ptr_array_set_size (job->waiters, 0);
}

/* What it is a part of cannot be made either. */
static void
fail (MvuaFieldJobs *self, MvuaFieldJob *job, const GError *error)
{
  tell_waiters (self, job, NULL, error);
  while (job->users->len > 0)
    {
      MvuaFieldJob *user = g_ptr_array_index (job->users, 0);

      for (guint i = 0; i < user->n_parts; i++)
        if (user->needs[i] == job)
          user->needs[i] = NULL;
      g_ptr_array_remove_index_fast (job->users, 0);
      fail (self, user, error);
      review_need (self, user);
    }
}

static void
hand_on (MvuaFieldJobs *self, MvuaFieldJob *job, const MvuaMade *made)
{
  tell_waiters (self, job, made->field, NULL);
  for (guint u = 0; u < job->users->len; u++)
    {
      MvuaFieldJob *user = g_ptr_array_index (job->users, u);

      for (guint i = 0; i < user->n_parts; i++)
        if (user->needs[i] == job)
          take_part (user, i, made);
      if (user->n_here == user->n_parts)
        enqueue (self, user);
    }
  g_ptr_array_set_size (job->users, 0);
}

/* It was given up, and somebody came for it before it was brought back. */
static gboolean
is_wanted_again (const MvuaFieldJob *job, const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
         (job->waiters->len > 0 || job->users->len > 0);
}

void
mvua_field_jobs_finish (MvuaFieldJobs *self,
                        MvuaFieldTask *task,
                        MvuaMade *made,
                        const GError *error)
{
  MvuaFieldJob *job = g_steal_pointer (&task->job);

  self->n_prefetching -= job->is_prefetching ? 1 : 0;
  g_clear_object (&job->cancellable);
  g_clear_pointer (&job->urgency, mvua_urgency_unref);
  if (is_wanted_again (job, error))
    {
      job->parts = g_steal_pointer (&task->parts);
      job->n_parts = task->n_parts;
      enqueue (self, job);
      return;
    }
  clear_parts (g_steal_pointer (&task->parts), task->n_parts);
  end_job (self, job);
  if (made != NULL)
    {
      if (made->is_lasting)
        mvua_field_cache_add (self->cache, &job->key, made);
      hand_on (self, job, made);
      mvua_made_clear (made);
    }
  else
    fail (self, job, error);
  job_unref (job);
}

/* When a statistic is to be shown in part, if it is. */
static gint64
partial_due (const MvuaFieldJob *job)
{
  gboolean is_wanted = FALSE;

  for (guint i = 0; i < job->waiters->len; i++)
    is_wanted |= ((MvuaFieldWaiter *) g_ptr_array_index (job->waiters, i))->wants_partial;
  return is_wanted && job->state == STATE_WAITING && job->n_ok > 0 &&
                 job->n_here > job->n_shown
             ? job->shown_at + PARTIAL_INTERVAL
             : G_MAXINT64;
}

gboolean
mvua_field_jobs_take_partial (MvuaFieldJobs *self,
                              gint64 now,
                              MvuaFieldTask *task,
                              gint64 *due)
{
  MvuaFieldJob *job = NULL;

  *due = G_MAXINT64;
  for (guint i = 0; i < self->statistics->len; i++)
    {
      MvuaFieldJob *other = g_ptr_array_index (self->statistics, i);
      if (partial_due (other) < *due)
        {
          job = other;
          *due = partial_due (other);
        }
    }
  if (*due > now)
    return FALSE;

  *task = (MvuaFieldTask){ .job = job,
                           .key = job->key,
                           .parts = g_new0 (MvuaMade, job->n_parts),
                           .n_parts = job->n_parts };
  for (guint i = 0; i < job->n_parts; i++)
    if (job->parts[i].field != NULL)
      task->parts[i] = share (&job->parts[i]);
  job->n_shown = job->n_here;
  job->n_refs++;
  return TRUE;
}

void
mvua_field_jobs_show_partial (MvuaFieldJobs *self, MvuaFieldTask *task, MvuaMade *made)
{
  MvuaFieldJob *job = g_steal_pointer (&task->job);

  job->shown_at = g_get_monotonic_time ();
  for (guint i = 0; made != NULL && i < job->waiters->len; i++)
    {
      MvuaFieldWaiter *waiter = g_ptr_array_index (job->waiters, i);
      if (waiter->wants_partial)
        self->tell (waiter, made->field, NULL, FALSE, self->data);
    }
  if (made != NULL)
    mvua_made_clear (made);
  clear_parts (g_steal_pointer (&task->parts), task->n_parts);
  job_unref (job);
}

guint
mvua_field_jobs_get_n_messages (const MvuaFieldJobs *self)
{
  return self->n_messages;
}

gsize
mvua_field_jobs_get_n_bytes (const MvuaFieldJobs *self)
{
  return mvua_field_cache_get_n_bytes (self->cache);
}
