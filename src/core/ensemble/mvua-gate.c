/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-gate.h"

/* A cancellable cannot wake a condition without a lock of its own; so who waits looks. */
#define LOOK_INTERVAL (G_USEC_PER_SEC / 10)

struct _MvuaGate
{
  GMutex mutex; /* guards what follows */
  GCond opened;
  gboolean is_closed;
};

MvuaGate *
mvua_gate_new (void)
{
  MvuaGate *self = g_new0 (MvuaGate, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->opened);
  return self;
}

void
mvua_gate_free (MvuaGate *self)
{
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->opened);
  g_free (self);
}

void
mvua_gate_set_closed (MvuaGate *self, gboolean closed)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  self->is_closed = closed;
  g_cond_broadcast (&self->opened);
}

gboolean
mvua_gate_pass (MvuaGate *self, GCancellable *cancellable, GError **error)
{
  if (self == NULL)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);

  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  while (self->is_closed && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&self->opened, &self->mutex,
                       g_get_monotonic_time () + LOOK_INTERVAL);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}
