/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-child.h"

#include "mvua-child-protocol.h"
#include "mvua-helper.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATIENCE_SECONDS 30

typedef struct
{
  GPid pid;
  /* One end of a pair of sockets, which is a pipe both ways that can be written to
   * without a SIGPIPE for the whole program when the child is gone. */
  int socket;
} Child;

struct _MvuaChildren
{
  GMutex mutex; /* guards the two below */
  char *program;
  GQueue idle; /* of Child */
  gint n_started;
};

static void
child_free (gpointer data)
{
  Child *self = data;

  close (self->socket);
  kill (self->pid, SIGKILL);
  while (waitpid (self->pid, NULL, 0) < 0 && errno == EINTR)
    continue;
  g_spawn_close_pid (self->pid);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Child, child_free)

MvuaChildren *
mvua_children_new (void)
{
  MvuaChildren *self = g_new0 (MvuaChildren, 1);

  g_mutex_init (&self->mutex);
  g_queue_init (&self->idle);
  return self;
}

void
mvua_children_free (MvuaChildren *self)
{
  g_queue_clear_full (&self->idle, child_free);
  g_mutex_clear (&self->mutex);
  g_free (self->program);
  g_free (self);
}

void
mvua_children_set_program (MvuaChildren *self, const char *path)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  g_free (self->program);
  self->program = g_strdup (path);
}

guint
mvua_children_get_n_started (MvuaChildren *self)
{
  return (guint) g_atomic_int_get (&self->n_started);
}

static Child *
start_child (MvuaChildren *self, GError **error)
{
  g_autofree char *program =
      self->program ? g_strdup (self->program) : mvua_helper_path ("mvua-decode");
  const char *const argv[] = { program, NULL };
  g_autoptr (GError) local_error = NULL;
  int sockets[2];
  GPid pid;

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0)
    {
      g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_DECODER,
                   "Cannot talk to %s: %s", program, g_strerror (errno));
      return NULL;
    }

  const gboolean started = g_spawn_async_with_pipes_and_fds (
      NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
      NULL, sockets[1], sockets[1], -1, NULL, NULL, 0, &pid, NULL, NULL, NULL,
      &local_error);
  close (sockets[1]);
  if (!started)
    {
      close (sockets[0]);
      g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_DECODER, "Cannot start %s: %s",
                   program, local_error->message);
      return NULL;
    }

  g_atomic_int_inc (&self->n_started);
  Child *child = g_new (Child, 1);
  *child = (Child){ pid, sockets[0] };
  return child;
}

/* Sends or receives all of @n bytes.  FALSE if the child is gone or out of time. */
static gboolean
exchange (const Child *child, short direction, guint8 *bytes, gsize n, gint64 deadline)
{
  while (n > 0)
    {
      struct pollfd watched = { child->socket, direction, 0 };
      const gint64 left_ms = (deadline - g_get_monotonic_time ()) / 1000;
      if (left_ms <= 0)
        return FALSE;

      const int ready = poll (&watched, 1, (int) left_ms);
      if (ready < 0 && errno != EINTR)
        return FALSE;
      if (ready <= 0)
        continue;

      const ssize_t done =
          direction == POLLOUT
              ? send (child->socket, bytes, n, MSG_NOSIGNAL | MSG_DONTWAIT)
              : recv (child->socket, bytes, n, MSG_DONTWAIT);
      if (done < 0 && (errno == EINTR || errno == EAGAIN))
        continue;
      if (done <= 0)
        return FALSE;
      bytes += done;
      n -= (gsize) done;
    }
  return TRUE;
}

typedef enum
{
  ANSWER_VALUES,
  ANSWER_REFUSED, /* ecCodes cannot decode it; the child lives */
  ANSWER_BROKEN,  /* the child is of no use any more */
} Answer;

static Answer
ask (const Child *child,
     const guint8 *message,
     gsize n_bytes,
     const MvuaCut *cut,
     float *values,
     char text[MVUA_CHILD_TEXT_SIZE])
{
  const gint64 deadline =
      g_get_monotonic_time () + PATIENCE_SECONDS * (gint64) G_USEC_PER_SEC;
  const gsize n_wanted = sizeof (float) * cut->n_rows * cut->n_columns;
  MvuaChildRequest request = { MVUA_CHILD_MAGIC, (uint32_t) n_bytes, *cut };
  MvuaChildAnswer answer = { 0 };

  if (!exchange (child, POLLOUT, (guint8 *) &request, sizeof request, deadline) ||
      !exchange (child, POLLOUT, (guint8 *) message, n_bytes, deadline) ||
      !exchange (child, POLLIN, (guint8 *) &answer, sizeof answer, deadline) ||
      answer.magic != MVUA_CHILD_MAGIC ||
      (answer.failed ? answer.n_octets >= MVUA_CHILD_TEXT_SIZE
                     : answer.n_octets != n_wanted))
    return ANSWER_BROKEN;

  guint8 *to = answer.failed ? (guint8 *) text : (guint8 *) values;
  if (!exchange (child, POLLIN, to, answer.n_octets, deadline))
    return ANSWER_BROKEN;
  if (!answer.failed)
    return ANSWER_VALUES;
  text[answer.n_octets] = '\0';
  return ANSWER_REFUSED;
}

static Child *
take_child (MvuaChildren *self, GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  Child *child = g_queue_pop_head (&self->idle);

  return child ? child : start_child (self, error);
}

static void
give_back (MvuaChildren *self, Child *child)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  g_queue_push_head (&self->idle, child);
}

gboolean
mvua_children_decode (MvuaChildren *self,
                      const guint8 *message,
                      gsize n_bytes,
                      const MvuaCut *cut,
                      float *values,
                      GError **error)
{
  char text[MVUA_CHILD_TEXT_SIZE];
  g_autoptr (Child) child = take_child (self, error);

  if (child == NULL)
    return FALSE;

  switch (ask (child, message, n_bytes, cut, values, text))
    {
    case ANSWER_VALUES:
      give_back (self, g_steal_pointer (&child));
      return TRUE;
    case ANSWER_REFUSED:
      give_back (self, g_steal_pointer (&child));
      g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
                   "ecCodes cannot decode it: %s", text);
      return FALSE;
    case ANSWER_BROKEN:
    default:
      g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
                   "The decoding process died or gave no answer in %d seconds on a "
                   "message of %" G_GSIZE_FORMAT " bytes",
                   PATIENCE_SECONDS, n_bytes);
      return FALSE;
    }
}
