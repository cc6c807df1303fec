/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-child.h"

#include "mvua-error.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* Address space for a message: what ecCodes and the libraries below it were seen to use,
 * twice. */
#define MEMORY_OF_A_POINT 64
#define MEMORY_OF_AN_OCTET 4

struct _MvuaChild
{
  GPid pid;
  /* One end of a pair of sockets, which is a pipe both ways that can be written to
   * without a SIGPIPE for the whole program when the child is gone. */
  int socket;
  MvuaChildLayers layers;
  guint64 memory; /* that it may use */
  gboolean is_fresh;
};

/* Ends it.  Returns: how it ended, as waitpid() has it */
static int
reap (MvuaChild *self)
{
  int status = 0;

  if (self->pid <= 0)
    return 0;
  close (self->socket);
  /* One that is dying of something else goes on dying of that. */
  kill (self->pid, SIGKILL);
  while (waitpid (self->pid, &status, 0) < 0 && errno == EINTR)
    continue;
  g_spawn_close_pid (self->pid);
  self->pid = 0;
  return status;
}

void
mvua_child_free (MvuaChild *self)
{
  reap (self);
  g_free (self);
}

gboolean
mvua_child_is_fresh (const MvuaChild *self)
{
  return self->is_fresh;
}

gboolean
mvua_child_has_ended (const MvuaChild *self)
{
  char octet;

  /* It says nothing unless it is asked, so whatever is there is an end. */
  return recv (self->socket, &octet, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 ||
         (errno != EAGAIN && errno != EINTR);
}

typedef enum
{
  EXCHANGE_DONE,
  EXCHANGE_GONE,
  EXCHANGE_LATE,
} Exchange;

/* Sends or receives all of @n bytes. */
static Exchange
exchange (
    const MvuaChild *self, short direction, gpointer octets, gsize n, gint64 deadline)
{
  guint8 *bytes = octets;

  while (n > 0)
    {
      struct pollfd watched = { self->socket, direction, 0 };
      const gint64 left_ms = (deadline - g_get_monotonic_time ()) / 1000;
      if (left_ms <= 0)
        return EXCHANGE_LATE;

      const int ready = poll (&watched, 1, (int) left_ms);
      if (ready < 0 && errno != EINTR)
        return EXCHANGE_GONE;
      if (ready <= 0)
        continue;

      const ssize_t done =
          direction == POLLOUT
              ? send (self->socket, bytes, n, MSG_NOSIGNAL | MSG_DONTWAIT)
              : recv (self->socket, bytes, n, MSG_DONTWAIT);
      if (done < 0 && (errno == EINTR || errno == EAGAIN))
        continue;
      if (done <= 0)
        return EXCHANGE_GONE;
      bytes += done;
      n -= (gsize) done;
    }
  return EXCHANGE_DONE;
}

/* An answer that is @n_expected octets for @values, or a text. */
static Exchange
receive (const MvuaChild *self,
         gpointer values,
         gsize n_expected,
         MvuaChildAnswer *answer,
         char text[MVUA_CHILD_TEXT_SIZE],
         gint64 deadline)
{
  const Exchange head = exchange (self, POLLIN, answer, sizeof *answer, deadline);

  if (head != EXCHANGE_DONE)
    return head;
  if (answer->magic != MVUA_CHILD_MAGIC || answer->status > MVUA_CHILD_UNKNOWN)
    return EXCHANGE_GONE;
  if (answer->status == MVUA_CHILD_DONE)
    return answer->n_octets == n_expected
               ? exchange (self, POLLIN, values, n_expected, deadline)
               : EXCHANGE_GONE;
  if (answer->n_octets >= MVUA_CHILD_TEXT_SIZE)
    return EXCHANGE_GONE;

  const Exchange rest = exchange (self, POLLIN, text, answer->n_octets, deadline);
  text[answer->n_octets] = '\0';
  /* People read it, and it goes into reports: a child is not trusted to have written it.
   */
  for (guint64 i = 0; i < answer->n_octets; i++)
    if (!g_ascii_isprint (text[i]))
      text[i] = '?';
  return rest;
}

static gint64
deadline_in (guint ms)
{
  return g_get_monotonic_time () + (gint64) ms * 1000;
}

static void
describe_end (int status, char text[MVUA_CHILD_TEXT_SIZE])
{
  /* Our own signal tells nothing. */
  if (WIFSIGNALED (status) && WTERMSIG (status) != SIGKILL)
    g_snprintf (text, MVUA_CHILD_TEXT_SIZE, "died (%s)", g_strsignal (WTERMSIG (status)));
  else
    g_strlcpy (text, "died", MVUA_CHILD_TEXT_SIZE);
}

#define INSTALL                                                                          \
  "it belongs to Mvua and decodes what is packed in other ways than GEFS is; install "   \
  "Mvua anew, or let MVUA_LIBEXECDIR name its folder"
#define TRY_AGAIN "end other programs, and try again"

/* Why no process was made, and what helps: most of what is not the program's own fault
 * is want of memory, processes or descriptors. */
static gboolean
fail_to_start (const char *program, const GError *why, GError **error)
{
  const gboolean is_absent = g_error_matches (why, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
  const gboolean is_of_program =
      is_absent || g_error_matches (why, G_SPAWN_ERROR, G_SPAWN_ERROR_ACCES) ||
      g_error_matches (why, G_SPAWN_ERROR, G_SPAWN_ERROR_PERM) ||
      g_error_matches (why, G_SPAWN_ERROR, G_SPAWN_ERROR_NOEXEC) ||
      g_error_matches (why, G_SPAWN_ERROR, G_SPAWN_ERROR_ISDIR);

  g_set_error (error, MVUA_ERROR, MVUA_ERROR_HELPER, "Cannot start %s: %s; %s", program,
               is_absent ? g_strerror (ENOENT) : why->message,
               is_of_program ? INSTALL : TRY_AGAIN);
  return FALSE;
}

static gboolean
spawn (const char *program, MvuaChild *self, GError **error)
{
  const char *const argv[] = { program, NULL };
  int sockets[2];

  if (socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_HELPER, "Cannot start %s: %s; %s",
                   program, g_strerror (errno), TRY_AGAIN);
      return FALSE;
    }

  g_autoptr (GError) local_error = NULL;
  const gboolean started = g_spawn_async_with_pipes_and_fds (
      NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
      NULL, sockets[1], sockets[1], -1, NULL, NULL, 0, &self->pid, NULL, NULL, NULL,
      &local_error);
  close (sockets[1]);
  if (!started)
    {
      self->pid = 0;
      close (sockets[0]);
      return fail_to_start (program, local_error, error);
    }
  self->socket = sockets[0];
  return TRUE;
}

MvuaChild *
mvua_child_start (const char *program, const MvuaChildTimes *times, GError **error)
{
  g_autoptr (MvuaChild) self = g_new0 (MvuaChild, 1);
  MvuaChildAnswer answer = { 0 };
  char text[MVUA_CHILD_TEXT_SIZE] = "";

  if (!spawn (program, self, error))
    return NULL;

  switch (receive (self, &self->layers, sizeof self->layers, &answer, text,
                   deadline_in (times->patience_ms)))
    {
    case EXCHANGE_DONE:
      break;
    case EXCHANGE_LATE:
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_HELPER,
                   "%s was not ready in %g seconds; %s", program,
                   times->patience_ms / 1000.0, TRY_AGAIN);
      return NULL;
    case EXCHANGE_GONE:
    default:
      describe_end (reap (self), text);
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_HELPER,
                   "%s %s before it was ready; %s, or install Mvua anew", program, text,
                   TRY_AGAIN);
      return NULL;
    }
  if (answer.status != MVUA_CHILD_DONE)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_HELPER,
                   "%s cannot lock itself down, and decodes nothing then: %s", program,
                   text);
      return NULL;
    }
  self->memory = MVUA_CHILD_MEMORY;
  self->is_fresh = TRUE;
  return g_steal_pointer (&self);
}

/* As much memory as the next message needs, so that one that makes ecCodes want more
 * costs no other program any.  A child cannot raise its own limit.  Where its parent may
 * not either, messages that need more are refused. */
static void
grant_memory (MvuaChild *self, gsize n_bytes, const MvuaCut *cut)
{
  const guint64 wanted = MVUA_CHILD_MEMORY +
                         (guint64) cut->ni * cut->nj * MEMORY_OF_A_POINT +
                         (guint64) n_bytes * MEMORY_OF_AN_OCTET;
  struct rlimit limit = { 0 };

  if (self->memory == wanted || !(self->layers & MVUA_CHILD_LAYER_MEMORY) ||
      prlimit (self->pid, RLIMIT_AS, NULL, &limit) != 0)
    return;
  limit.rlim_cur = MIN (wanted, limit.rlim_max);
  if (prlimit (self->pid, RLIMIT_AS, &limit, NULL) == 0)
    self->memory = wanted;
}

MvuaChildVerdict
mvua_child_ask (MvuaChild *self,
                const guint8 *message,
                gsize n_bytes,
                const MvuaCut *cut,
                const MvuaChildTimes *times,
                float *values,
                char text[MVUA_CHILD_TEXT_SIZE])
{
  const gint64 deadline = deadline_in (times->patience_ms);
  MvuaChildRequest request = { .magic = MVUA_CHILD_MAGIC,
                               .kind = MVUA_CHILD_DECODE,
                               .n_octets = (uint32_t) n_bytes,
                               .patience_ms = times->patience_ms,
                               .idle_ms = times->idle_ms,
                               .cut = *cut };
  MvuaChildAnswer answer = { 0 };

  self->is_fresh = FALSE;
  grant_memory (self, n_bytes, cut);

  Exchange done = exchange (self, POLLOUT, &request, sizeof request, deadline);
  if (done == EXCHANGE_DONE)
    done = exchange (self, POLLOUT, (gpointer) message, n_bytes, deadline);
  if (done == EXCHANGE_DONE)
    done = receive (self, values, sizeof (float) * cut->n_rows * cut->n_columns, &answer,
                    text, deadline);
  const int end = done == EXCHANGE_GONE ? reap (self) : 0;
  /* Its own timer is for when we are gone, and may be the first where we are late. */
  if (done == EXCHANGE_LATE || (WIFSIGNALED (end) && WTERMSIG (end) == SIGALRM))
    {
      g_snprintf (text, MVUA_CHILD_TEXT_SIZE, "gave no answer in %g seconds",
                  times->patience_ms / 1000.0);
      return MVUA_CHILD_VERDICT_LATE;
    }
  if (done == EXCHANGE_GONE)
    {
      describe_end (end, text);
      return MVUA_CHILD_VERDICT_GONE;
    }
  return answer.status == MVUA_CHILD_DONE      ? MVUA_CHILD_VERDICT_VALUES
         : answer.status == MVUA_CHILD_UNKNOWN ? MVUA_CHILD_VERDICT_UNKNOWN
                                               : MVUA_CHILD_VERDICT_REFUSED;
}
