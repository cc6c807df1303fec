/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-children.h"

#include "mvua-helper.h"

#define PATIENCE_S 30
#define LONGEST_PATIENCE_S 3600
#define IDLE_MS 60000

struct _MvuaChildren
{
  GMutex mutex; /* guards the three below */
  char *program;
  MvuaChildTimes times;
  GQueue idle; /* of MvuaChild, the one that was used last first */
  gint n_started;
};

static void
free_child (gpointer child)
{
  mvua_child_free (child);
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
  g_queue_init (&self->idle);
  self->times = usual_times ();
  return self;
}

void
mvua_children_free (MvuaChildren *self)
{
  g_queue_clear_full (&self->idle, free_child);
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

/* Those that have ended for want of work are forgotten by the way. */
static MvuaChild *
take_idle (MvuaChildren *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  for (MvuaChild *child; (child = g_queue_pop_head (&self->idle)) != NULL;)
    {
      if (!mvua_child_has_ended (child))
        return child;
      mvua_child_free (child);
    }
  return NULL;
}

static void
give_back (MvuaChildren *self, MvuaChild *child)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  g_queue_push_head (&self->idle, child);
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
