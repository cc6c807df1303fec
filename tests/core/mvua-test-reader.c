/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-test-reader.h"

#include "mvua-error.h"

#include <string.h>

#define PATIENCE (10 * G_USEC_PER_SEC)

struct _MvuaTestReader
{
  MvuaReader reader;

  GMutex mutex; /* guards what follows */
  GCond changed;
  guint delay_ms;
  char *failing;
  gboolean is_holding;
  guint n_free; /* reads that do not wait though it is holding */
  guint n_held;
  guint n_reads;
  guint64 n_bytes;
  GString *log;
};

/* Returns: how long the read is to take, in ms, or -1 if it is to fail */
static int
begin_read (MvuaTestReader *self, const char *path)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  g_autofree char *name = g_path_get_basename (path);

  self->n_reads++;
  g_string_append_printf (self->log, "%s%s", self->log->len > 0 ? " " : "", name);
  if (self->is_holding && self->n_free > 0)
    self->n_free--;
  else if (self->is_holding)
    {
      self->n_held++;
      g_cond_broadcast (&self->changed);
      while (self->is_holding)
        g_cond_wait (&self->changed, &self->mutex);
      self->n_held--;
    }
  return self->failing != NULL && strstr (path, self->failing) != NULL
             ? -1
             : (int) self->delay_ms;
}

static gboolean
read_and_count (MvuaReader *reader,
                const char *path,
                guint64 offset,
                gsize length,
                guint8 *buffer,
                gsize *n_read,
                const MvuaReading *reading,
                GError **error)
{
  MvuaTestReader *self = (MvuaTestReader *) reader;
  const int delay_ms = begin_read (self, path);

  if (delay_ms < 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot read %s: told to fail",
                   path);
      return FALSE;
    }
  g_usleep ((gulong) delay_ms * 1000);
  if (!mvua_reader_read (mvua_reader_files (), path, offset, length, buffer, n_read,
                         reading, error))
    return FALSE;
  g_mutex_lock (&self->mutex);
  self->n_bytes += *n_read;
  g_mutex_unlock (&self->mutex);
  return TRUE;
}

MvuaTestReader *
mvua_test_reader_new (void)
{
  MvuaTestReader *self = g_new0 (MvuaTestReader, 1);

  self->reader.read = read_and_count;
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->log = g_string_new (NULL);
  return self;
}

void
mvua_test_reader_free (MvuaTestReader *self)
{
  g_assert_cmpuint (self->n_held, ==, 0);
  g_free (self->failing);
  g_string_free (self->log, TRUE);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

MvuaReader *
mvua_test_reader_get (MvuaTestReader *self)
{
  return &self->reader;
}

void
mvua_test_reader_set_delay (MvuaTestReader *self, guint delay_ms)
{
  g_mutex_lock (&self->mutex);
  self->delay_ms = delay_ms;
  g_mutex_unlock (&self->mutex);
}

void
mvua_test_reader_set_failing (MvuaTestReader *self, const char *text)
{
  g_mutex_lock (&self->mutex);
  g_free (self->failing);
  self->failing = g_strdup (text);
  g_mutex_unlock (&self->mutex);
}

void
mvua_test_reader_hold_after (MvuaTestReader *self, guint n_reads)
{
  g_mutex_lock (&self->mutex);
  self->is_holding = TRUE;
  self->n_free = n_reads;
  g_mutex_unlock (&self->mutex);
}

void
mvua_test_reader_release (MvuaTestReader *self)
{
  g_mutex_lock (&self->mutex);
  self->is_holding = FALSE;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

void
mvua_test_reader_wait_for_held (MvuaTestReader *self, guint n)
{
  const gint64 end = g_get_monotonic_time () + PATIENCE;

  g_mutex_lock (&self->mutex);
  while (self->n_held < n)
    g_assert_true (g_cond_wait_until (&self->changed, &self->mutex, end));
  g_mutex_unlock (&self->mutex);
}

guint
mvua_test_reader_get_n_reads (MvuaTestReader *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->n_reads;
}

guint64
mvua_test_reader_get_n_bytes (MvuaTestReader *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->n_bytes;
}

char *
mvua_test_reader_take_log (MvuaTestReader *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  char *log = g_strdup (self->log->str);

  g_string_truncate (self->log, 0);
  return log;
}
