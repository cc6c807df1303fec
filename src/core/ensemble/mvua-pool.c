/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-pool.h"

/* As many as there are connections to a server. */
#define REMOTE_THREADS 8

struct _MvuaPool
{
  guint n_threads;
  GThread **threads; /* [n_threads - 1] */

  GMutex mutex; /* guards what follows */
  GCond begun;
  GCond ended;
  guint round; /* grows with each piece of work */
  guint n_busy;
  gboolean quit;

  guint n_parts;
  MvuaPoolFunc func;
  gpointer data;
  GCancellable *cancellable;
  GError *error;

  gint next; /* atomic */
};

static void
keep_error (MvuaPool *self, GError *error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  g_atomic_int_set (&self->next, (gint) self->n_parts);
}

/* One thread's share: the next part until none is left. */
static void
work (MvuaPool *self)
{
  for (;;)
    {
      const guint part = (guint) g_atomic_int_add (&self->next, 1);
      GError *error = NULL;

      if (part >= self->n_parts)
        return;
      if (g_cancellable_set_error_if_cancelled (self->cancellable, &error) ||
          !self->func (part, self->data, &error))
        {
          keep_error (self, error);
          return;
        }
    }
}

static gpointer
run_thread (gpointer data)
{
  MvuaPool *self = data;
  guint seen = 0;

  g_mutex_lock (&self->mutex);
  for (;;)
    {
      while (self->round == seen && !self->quit)
        g_cond_wait (&self->begun, &self->mutex);
      if (self->quit)
        break;
      seen = self->round;

      g_mutex_unlock (&self->mutex);
      work (self);
      g_mutex_lock (&self->mutex);

      if (--self->n_busy == 0)
        g_cond_signal (&self->ended);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

MvuaPool *
mvua_pool_new (guint n_threads)
{
  MvuaPool *self = g_new0 (MvuaPool, 1);

  self->n_threads = n_threads > 0 ? n_threads : g_get_num_processors ();
  g_mutex_init (&self->mutex);
  g_cond_init (&self->begun);
  g_cond_init (&self->ended);
  self->threads = g_new0 (GThread *, self->n_threads);
  for (guint i = 0; i + 1 < self->n_threads; i++)
    {
      self->threads[i] = g_thread_try_new ("mvua-pool", run_thread, self, NULL);
      if (self->threads[i] == NULL)
        self->n_threads = i + 1; /* fewer do as well, be it the caller's alone */
    }
  return self;
}

guint
mvua_pool_threads_for (const MvuaReader *reader, guint n_threads)
{
  const guint wanted = n_threads > 0 ? n_threads : g_get_num_processors ();

  return reader->is_remote ? MAX (wanted, REMOTE_THREADS) : wanted;
}

MvuaPool *
mvua_pool_new_for (const MvuaReader *reader, guint n_threads)
{
  return mvua_pool_new (mvua_pool_threads_for (reader, n_threads));
}

void
mvua_pool_free (MvuaPool *self)
{
  g_mutex_lock (&self->mutex);
  self->quit = TRUE;
  g_cond_broadcast (&self->begun);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i + 1 < self->n_threads; i++)
    g_thread_join (self->threads[i]);
  g_free (self->threads);
  g_cond_clear (&self->begun);
  g_cond_clear (&self->ended);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint
mvua_pool_get_n_threads (MvuaPool *self)
{
  return self->n_threads;
}

gboolean
mvua_pool_run (MvuaPool *self,
               guint n_parts,
               MvuaPoolFunc func,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  g_return_val_if_fail (n_parts <= G_MAXINT / 2, FALSE);

  g_mutex_lock (&self->mutex);
  self->n_parts = n_parts;
  self->func = func;
  self->data = data;
  self->cancellable = cancellable;
  g_atomic_int_set (&self->next, 0);
  self->n_busy = self->n_threads - 1;
  self->round++;
  g_cond_broadcast (&self->begun);
  g_mutex_unlock (&self->mutex);

  work (self);

  g_mutex_lock (&self->mutex);
  while (self->n_busy > 0)
    g_cond_wait (&self->ended, &self->mutex);
  GError *failure = g_steal_pointer (&self->error);
  g_mutex_unlock (&self->mutex);

  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}
