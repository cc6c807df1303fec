/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-http-task.h"

#include <string.h>

#define FIRST_ROOM 32768

MvuaHttpTask *
mvua_http_task_new (const MvuaHttpRequest *request, const char *origin)
{
  MvuaHttpTask *self = g_new0 (MvuaHttpTask, 1);

  g_atomic_ref_count_init (&self->n_refs);
  g_cond_init (&self->done);
  self->url = g_strdup (request->url);
  self->origin = g_strdup (origin);
  self->etag = g_strdup (request->etag);
  self->unmodified_since = request->etag == NULL ? request->unmodified_since : 0;
  self->offset = request->offset;
  self->length = request->length;
  self->most = request->most;
  self->priority = request->priority;
  return self;
}

MvuaHttpTask *
mvua_http_task_ref (MvuaHttpTask *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
mvua_http_task_unref (MvuaHttpTask *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_cond_clear (&self->done);
  g_free (self->url);
  g_free (self->origin);
  g_free (self->etag);
  g_free (self->buffer);
  g_free (self->seen);
  g_clear_error (&self->error);
  g_free (self);
}

const char *
mvua_http_task_get_etag (const MvuaHttpTask *self)
{
  /* What has come in part can be continued with what belongs to it alone. */
  return self->etag != NULL || self->n_got == 0 ? self->etag : self->seen;
}

guint64
mvua_http_task_get_first (const MvuaHttpTask *self)
{
  return self->offset + self->n_got;
}

guint64
mvua_http_task_get_past (const MvuaHttpTask *self)
{
  return self->offset + self->length;
}

/* How many bytes it comes to, as far as is known. */
static gsize
get_target (const MvuaHttpTask *self)
{
  const guint64 after = self->size > self->offset ? self->size - self->offset : 0;

  if (self->length == 0)
    return self->has_size ? (gsize) MIN (self->size, self->most) : 0;
  return self->has_size ? (gsize) MIN (after, self->length) : self->length;
}

static gboolean
make_room (MvuaHttpTask *self, gsize n)
{
  if (n <= self->n_room)
    return TRUE;
  /* At once where the length is known, else doubling; never beyond what was asked for. */
  gsize room = MAX (get_target (self), n);
  if (self->length == 0 && !self->has_size)
    room = MIN (MAX (MAX (n, 2 * self->n_room), FIRST_ROOM), MAX (self->most, n));
  guint8 *buffer = g_try_realloc (self->buffer, room);
  if (buffer == NULL)
    return FALSE;
  self->buffer = buffer;
  self->n_room = room;
  return TRUE;
}

gboolean
mvua_http_task_take (MvuaHttpTask *self, guint64 at, const guint8 *bytes, gsize n)
{
  const guint64 first = mvua_http_task_get_first (self);
  guint64 past = at + n;

  if (self->length > 0)
    past = MIN (past, mvua_http_task_get_past (self));
  if (first >= past)
    return TRUE;
  g_assert (at <= first);
  const gsize n_wanted = (gsize) (past - first);
  if (!make_room (self, self->n_got + n_wanted))
    return FALSE;
  memcpy (self->buffer + self->n_got, bytes + (first - at), n_wanted);
  self->n_got += n_wanted;
  return TRUE;
}

gboolean
mvua_http_task_is_full (const MvuaHttpTask *self)
{
  return self->length > 0 && self->has_size && self->n_got >= get_target (self);
}

void
mvua_http_task_reset (MvuaHttpTask *self)
{
  g_clear_pointer (&self->buffer, g_free);
  g_clear_pointer (&self->seen, g_free);
  self->n_room = 0;
  self->n_got = 0;
  self->has_size = FALSE;
  self->size = 0;
  self->modified = 0;
  self->date = 0;
}
