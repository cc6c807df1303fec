/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-urgency.h"

typedef struct
{
  guint id;
  MvuaUrgencyFunc func;
  gpointer data;
} Listener;

struct _MvuaUrgency
{
  gatomicrefcount n_refs;

  int priority; /* a MvuaPriority, atomic: listeners ask for it with their own locks held
                 */

  GMutex mutex;      /* guards what follows, and is held while listeners are told */
  GArray *listeners; /* of Listener */
  guint last_id;
};

MvuaUrgency *
mvua_urgency_new (void)
{
  MvuaUrgency *self = g_new0 (MvuaUrgency, 1);

  g_atomic_ref_count_init (&self->n_refs);
  g_mutex_init (&self->mutex);
  self->priority = MVUA_N_PRIORITIES - 1;
  self->listeners = g_array_new (FALSE, FALSE, sizeof (Listener));
  return self;
}

MvuaUrgency *
mvua_urgency_ref (MvuaUrgency *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
mvua_urgency_unref (MvuaUrgency *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_assert (self->listeners->len == 0);
  g_array_unref (self->listeners);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

MvuaPriority
mvua_urgency_get (MvuaUrgency *self)
{
  return (MvuaPriority) (self != NULL ? g_atomic_int_get (&self->priority)
                                      : MVUA_N_PRIORITIES - 1);
}

void
mvua_urgency_raise (MvuaUrgency *self, MvuaPriority priority)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  if ((int) priority >= g_atomic_int_get (&self->priority))
    return;
  g_atomic_int_set (&self->priority, (int) priority);
  for (guint i = 0; i < self->listeners->len; i++)
    {
      const Listener *listener = &g_array_index (self->listeners, Listener, i);
      listener->func (priority, listener->data);
    }
}

guint
mvua_urgency_connect (MvuaUrgency *self, MvuaUrgencyFunc func, gpointer data)
{
  if (self == NULL)
    return 0;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  const Listener listener = { ++self->last_id, func, data };

  g_array_append_val (self->listeners, listener);
  return listener.id;
}

void
mvua_urgency_disconnect (MvuaUrgency *self, guint id)
{
  if (self == NULL || id == 0)
    return;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < self->listeners->len; i++)
    if (g_array_index (self->listeners, Listener, i).id == id)
      {
        g_array_remove_index_fast (self->listeners, i);
        return;
      }
}
