/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-http-queue.h"

static void
unref_task (gpointer data)
{
  mvua_http_task_unref (data);
}

void
mvua_http_queue_clear (MvuaHttpQueue *self)
{
  for (guint i = 0; i < MVUA_N_PRIORITIES; i++)
    g_queue_clear_full (&self->waiting[i], unref_task);
  g_queue_clear_full (&self->sleeping, unref_task);
}

void
mvua_http_queue_push (MvuaHttpQueue *self, MvuaHttpTask *task)
{
  GQueue *queue = &self->waiting[task->priority];
  GList *before = queue->tail;

  if (task->serial == 0)
    task->serial = ++self->serial;
  while (before != NULL && ((MvuaHttpTask *) before->data)->serial > task->serial)
    before = before->prev;
  if (before == NULL)
    g_queue_push_head (queue, mvua_http_task_ref (task));
  else
    g_queue_insert_after (queue, before, mvua_http_task_ref (task));
  task->state = MVUA_HTTP_TASK_WAITING;
}

void
mvua_http_queue_sleep (MvuaHttpQueue *self, MvuaHttpTask *task, gint64 due)
{
  task->due = due;
  task->state = MVUA_HTTP_TASK_SLEEPING;
  g_queue_push_tail (&self->sleeping, mvua_http_task_ref (task));
}

void
mvua_http_queue_remove (MvuaHttpQueue *self, MvuaHttpTask *task)
{
  GQueue *queue = task->state == MVUA_HTTP_TASK_SLEEPING ? &self->sleeping
                                                         : &self->waiting[task->priority];
  const gboolean was_there = g_queue_remove (queue, task);

  g_assert (was_there);
  mvua_http_task_unref (task);
}

void
mvua_http_queue_raise (MvuaHttpQueue *self, MvuaHttpTask *task, MvuaPriority priority)
{
  const gboolean is_queued = task->serial > 0 && task->state == MVUA_HTTP_TASK_WAITING;

  if (priority >= task->priority)
    return;
  if (is_queued)
    g_queue_remove (&self->waiting[task->priority], task);
  task->priority = priority;
  if (!is_queued)
    return;
  mvua_http_queue_push (self, task);
  mvua_http_task_unref (task); /* what it was held by before */
}

void
mvua_http_queue_wake (MvuaHttpQueue *self, gint64 now)
{
  GList *after;

  for (GList *link = self->sleeping.head; link != NULL; link = after)
    {
      g_autoptr (MvuaHttpTask) task = NULL;
      after = link->next;
      if (((const MvuaHttpTask *) link->data)->due > now)
        continue;
      task = link->data;
      g_queue_delete_link (&self->sleeping, link);
      mvua_http_queue_push (self, task);
    }
}

gint64
mvua_http_queue_get_due (const MvuaHttpQueue *self)
{
  gint64 due = G_MAXINT64;

  for (GList *link = self->sleeping.head; link != NULL; link = link->next)
    due = MIN (due, ((const MvuaHttpTask *) link->data)->due);
  return due;
}

static gboolean
is_of_same_object (const MvuaHttpTask *a, const MvuaHttpTask *b)
{
  return g_strcmp0 (mvua_http_task_get_etag (a), mvua_http_task_get_etag (b)) == 0 &&
         a->unmodified_since == b->unmodified_since && g_str_equal (a->url, b->url);
}

/* Whether @task may be added to the range from @first to before @past, which then grows.
 */
static gboolean
grow (const MvuaHttpTask *task, const MvuaHttpMerge *merge, guint64 *first, guint64 *past)
{
  const guint64 a = mvua_http_task_get_first (task);
  const guint64 b = mvua_http_task_get_past (task);
  const guint64 from = MIN (*first, a), to = MAX (*past, b);

  if ((a > *past && a - *past > merge->most_gap) ||
      (b<*first && * first - b> merge->most_gap) || to - from > merge->most_bytes)
    return FALSE;
  *first = from;
  *past = to;
  return TRUE;
}

/* The ETags that the next requests would name are compared, so what has come in part is
 * never joined to another object's. */
static gboolean
is_mergeable (const MvuaHttpTask *task, const MvuaHttpTask *with)
{
  return task->length > 0 && !task->is_alone && is_of_same_object (task, with);
}

/* One walk takes all that lies in order; what it passed over may fit to what came later.
 */
static void
add_near (GQueue *queue, GPtrArray *tasks, const MvuaHttpMerge *merge)
{
  const MvuaHttpTask *head = tasks->pdata[0];
  guint64 first = 0, past = 0;
  gboolean has_grown = is_mergeable (head, head);

  mvua_http_queue_get_span (tasks, &first, &past);
  while (has_grown)
    {
      GList *after;
      has_grown = FALSE;
      for (GList *link = queue->head; link != NULL; link = after)
        {
          MvuaHttpTask *task = link->data;
          after = link->next;
          if (!is_mergeable (task, head) || !grow (task, merge, &first, &past))
            continue;
          g_queue_delete_link (queue, link);
          g_ptr_array_add (tasks, task);
          has_grown = TRUE;
        }
    }
}

GPtrArray *
mvua_http_queue_take (MvuaHttpQueue *self, MvuaPriority last, const MvuaHttpMerge *merge)
{
  for (guint i = 0; i <= (guint) last; i++)
    {
      GQueue *queue = &self->waiting[i];
      if (g_queue_is_empty (queue))
        continue;
      GPtrArray *tasks = g_ptr_array_new_with_free_func (unref_task);
      g_ptr_array_add (tasks, g_queue_pop_head (queue));
      add_near (queue, tasks, merge);
      for (guint t = 0; t < tasks->len; t++)
        ((MvuaHttpTask *) tasks->pdata[t])->state = MVUA_HTTP_TASK_ACTIVE;
      return tasks;
    }
  return NULL;
}

void
mvua_http_queue_get_span (GPtrArray *tasks, guint64 *first, guint64 *past)
{
  *first = G_MAXUINT64;
  *past = 0;
  for (guint t = 0; t < tasks->len; t++)
    {
      *first = MIN (*first, mvua_http_task_get_first (tasks->pdata[t]));
      *past = MAX (*past, mvua_http_task_get_past (tasks->pdata[t]));
    }
}

guint
mvua_http_queue_count (const MvuaHttpQueue *self)
{
  guint n = self->sleeping.length;

  for (guint i = 0; i < MVUA_N_PRIORITIES; i++)
    n += self->waiting[i].length;
  return n;
}
