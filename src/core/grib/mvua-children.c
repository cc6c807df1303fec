/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-children.h"

#include "mvua-helper.h"

#define PATIENCE_S 30
#define LONGEST_PATIENCE_S 3600
#define IDLE_MS 60000

struct _MvuaChildren
{
  GMutex mutex; /* guards what follows, but for the count */
  char *program;
  MvuaChildTimes times;
  GQueue idle;     /* of Idle, the one that was used last first */
  GThread *reaper; /* (nullable): none before the first child is idle */
  GCond changed;   /* what the reaper waits for, but for the time */
  gint64 wakes_at; /* that time */
  gboolean quit;
  gint n_started; /* atomic */
};

typedef struct
{
  MvuaChild *child;
  gint64 until;
} Idle;

static void
free_idle (gpointer data)
{
  Idle *self = data;

  mvua_child_free (self->child);
  g_free (self);
}

/* Those whose time is up, if any; otherwise it is known when that of the next one is. */
static GQueue
take_expired (MvuaChildren *self)
{
  const gint64 now = g_get_monotonic_time ();
  GQueue expired = G_QUEUE_INIT;

  self->wakes_at = G_MAXINT64;
  for (GList *link = self->idle.head, *after; link != NULL; link = after)
    {
      const gint64 until = ((Idle *) link->data)->until;

      after = link->next;
      if (until > now)
        self->wakes_at = MIN (self->wakes_at, until);
      else
        {
          g_queue_unlink (&self->idle, link);
          g_queue_push_tail_link (&expired, link);
        }
    }
  return expired;
}

/* A child ends by itself when nothing is asked of it for a while, and stays a zombie
 * until somebody waits for it: here that is done when its time is up, whether there is
 * another message or not. */
static gpointer
run_reaper (gpointer data)
{
  MvuaChildren *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->quit)
    {
      GQueue expired = take_expired (self);

      if (expired.length > 0)
        {
          g_mutex_unlock (&self->mutex);
          g_queue_clear_full (&expired, free_idle);
          g_mutex_lock (&self->mutex);
        }
      else if (self->wakes_at == G_MAXINT64)
        g_cond_wait (&self->changed, &self->mutex);
      else
        g_cond_wait_until (&self->changed, &self->mutex, self->wakes_at);
    }
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* A slow computer may need more for a large field than is usual. */
static MvuaChildTimes
usual_times (void)
{
  const char *typed = g_getenv ("MVUA_DECODE_SECONDS");
  guint64 patience_s = PATIENCE_S;

  if (typed == NULL ||
      !g_ascii_string_to_unsigned (typed, 10, 1, LONGEST_PATIENCE_S, &patience_s, NULL))
    patience_s = PATIENCE_S;
  return (MvuaChildTimes){ (guint) patience_s * 1000, IDLE_MS };
}

MvuaChildren *
mvua_children_new (void)
{
  MvuaChildren *self = g_new0 (MvuaChildren, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  g_queue_init (&self->idle);
  self->times = usual_times ();
  return self;
}

void
mvua_children_free (MvuaChildren *self)
{
  g_mutex_lock (&self->mutex);
  self->quit = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  g_clear_pointer (&self->reaper, g_thread_join);
  g_queue_clear_full (&self->idle, free_idle);
  g_cond_clear (&self->changed);
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

void
mvua_children_set_times (MvuaChildren *self, const MvuaChildTimes *times)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  self->times = *times;
}

guint
mvua_children_get_n_started (MvuaChildren *self)
{
  return (guint) g_atomic_int_get (&self->n_started);
}

static MvuaChildTimes
get_times (MvuaChildren *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->times;
}

static MvuaChild *
start_child (MvuaChildren *self, GError **error)
{
  const MvuaChildTimes times = get_times (self);

  g_mutex_lock (&self->mutex);
  g_autofree char *program =
      self->program ? g_strdup (self->program) : mvua_helper_path ("mvua-decode");
  g_mutex_unlock (&self->mutex);

  MvuaChild *child = mvua_child_start (program, &times, error);
  if (child != NULL)
    g_atomic_int_inc (&self->n_started);
  return child;
}

/* Those that somebody has ended are forgotten by the way. */
static MvuaChild *
take_idle (MvuaChildren *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  for (Idle *idle; (idle = g_queue_pop_head (&self->idle)) != NULL;)
    {
      if (mvua_child_has_ended (idle->child))
        {
          free_idle (idle);
          continue;
        }
      MvuaChild *child = idle->child;
      g_free (idle);
      return child;
    }
  return NULL;
}

static void
give_back (MvuaChildren *self, MvuaChild *child)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  Idle *idle = g_new (Idle, 1);

  *idle = (Idle){ child, g_get_monotonic_time () + self->times.idle_ms * (gint64) 1000 };
  g_queue_push_head (&self->idle, idle);
  /* Without a thread it is reaped with the next message. */
  if (self->reaper == NULL)
    self->reaper = g_thread_try_new ("mvua-reaper", run_reaper, self, NULL);
  else if (idle->until < self->wakes_at)
    g_cond_signal (&self->changed);
}

static gboolean
fail (MvuaChildVerdict verdict, const char *text, gsize n_bytes, GError **error)
{
  if (verdict == MVUA_CHILD_VERDICT_UNKNOWN)
    g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_UNSUPPORTED,
                 "Its values are packed by template %s, which is not read", text);
  else if (verdict == MVUA_CHILD_VERDICT_REFUSED)
    g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
                 "ecCodes cannot decode it: %s", text);
  else
    g_set_error (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED,
                 "The decoding process %s on a message of %" G_GSIZE_FORMAT " bytes",
                 text, n_bytes);
  return FALSE;
}

gboolean
mvua_children_decode (MvuaChildren *self,
                      const guint8 *message,
                      gsize n_bytes,
                      const MvuaCut *cut,
                      float *values,
                      GError **error)
{
  const MvuaChildTimes times = get_times (self);

  for (guint n_tries = 1;; n_tries++)
    {
      char text[MVUA_CHILD_TEXT_SIZE] = "";
      g_autoptr (MvuaChild) child = n_tries == 1 ? take_idle (self) : NULL;

      if (child == NULL && (child = start_child (self, error)) == NULL)
        return FALSE;

      const gboolean was_fresh = mvua_child_is_fresh (child);
      const MvuaChildVerdict verdict =
          mvua_child_ask (child, message, n_bytes, cut, &times, values, text);
      if (verdict == MVUA_CHILD_VERDICT_VALUES || verdict == MVUA_CHILD_VERDICT_UNKNOWN)
        give_back (self, g_steal_pointer (&child));
      if (verdict == MVUA_CHILD_VERDICT_VALUES)
        return TRUE;

      const gboolean is_worth_a_try =
          verdict == MVUA_CHILD_VERDICT_GONE ||
          (verdict == MVUA_CHILD_VERDICT_REFUSED && !was_fresh);
      if (n_tries > 1 || !is_worth_a_try)
        return fail (verdict, text, n_bytes, error);
    }
}
