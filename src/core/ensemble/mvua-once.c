/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-once.h"

#include "mvua-error.h"

/* One reading, for all who wait for it. */
typedef struct
{
  guint n_refs;
  const MvuaReading *reading; /* (nullable): whose it is; until it is done */
  gboolean is_done;
  GError *error; /* (nullable) */
} Try;

struct _MvuaOnce
{
  GMutex mutex; /* guards what follows */
  GCond changed;
  GHashTable *known;  /* file → GArray */
  GHashTable *bad;    /* file → GError: what cannot be read at all */
  GHashTable *on_way; /* file → Try, the most urgent one */
};

MvuaOnce *
mvua_once_new (void)
{
  MvuaOnce *self = g_new0 (MvuaOnce, 1);

  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  self->known = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->bad = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_error_free);
  self->on_way = g_hash_table_new (NULL, NULL);
  return self;
}

void
mvua_once_free (MvuaOnce *self)
{
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->bad);
  g_hash_table_unref (self->on_way);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

static void
try_unref (Try *try)
{
  if (--try->n_refs > 0)
    return;
  g_clear_error (&try->error);
  g_free (try);
}

/* In whichever thread cancels. */
static void
wake_up (GCancellable *cancellable G_GNUC_UNUSED, gpointer data)
{
  MvuaOnce *self = data;

  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

/* The same, in whichever thread raises. */
static void
on_raised (MvuaPriority priority G_GNUC_UNUSED, gpointer data)
{
  wake_up (NULL, data);
}

static gboolean
is_soon_enough (const Try *try, const MvuaReading *reading)
{
  return mvua_reading_get_priority (try->reading) <= mvua_reading_get_priority (reading);
}

/* With the lock held: until @try has ended, is less urgent than this has become, or
 * nobody wants to wait any more.  Returns: %FALSE with @error set if that settles it */
static gboolean
wait_for (MvuaOnce *self, Try *try, const MvuaReading *reading, GError **error)
{
  GCancellable *cancellable = reading != NULL ? reading->cancellable : NULL;
  gboolean goes_on = TRUE;

  try->n_refs++;
  while (!try->is_done && !g_cancellable_is_cancelled (cancellable) &&
         is_soon_enough (try, reading))
    g_cond_wait (&self->changed, &self->mutex);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    goes_on = FALSE;
  /* Another's change of mind is not ours; another's failure would be ours too. */
  else if (try->error != NULL &&
           !g_error_matches (try->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_error_copy (try->error));
      goes_on = FALSE;
    }
  try_unref (try);
  return goes_on;
}

/* With the lock held. */
static GArray *
read_it (MvuaOnce *self,
         gpointer key,
         MvuaOnceFunc func,
         gpointer data,
         const MvuaReading *reading,
         GError **error)
{
  Try *try = g_new0 (Try, 1);
  GError *local_error = NULL;

  try->n_refs = 1;
  try->reading = reading;
  g_hash_table_replace (self->on_way, key, try);
  g_mutex_unlock (&self->mutex);
  GArray *array = func (data, reading, &local_error);
  g_mutex_lock (&self->mutex);
  if (g_hash_table_lookup (self->on_way, key) == try)
    g_hash_table_remove (self->on_way, key);
  if (array != NULL)
    g_hash_table_replace (self->known, key, g_array_ref (array));
  else
    try->error = g_error_copy (local_error);
  /* What the file is will not change; what kept it from being read may. */
  if (g_error_matches (local_error, MVUA_ERROR, MVUA_ERROR_SOURCE))
    g_hash_table_replace (self->bad, key, g_error_copy (local_error));
  try->is_done = TRUE;
  g_cond_broadcast (&self->changed);
  try_unref (try);
  if (local_error != NULL)
    g_propagate_error (error, local_error);
  return array;
}

GArray *
mvua_once_get (MvuaOnce *self,
               guint file,
               MvuaOnceFunc func,
               gpointer data,
               const MvuaReading *reading,
               GError **error)
{
  const gpointer key = GUINT_TO_POINTER (file);
  GCancellable *cancellable = reading != NULL ? reading->cancellable : NULL;
  gboolean goes_on = TRUE;
  GArray *array;
  Try *try;

  const gulong handler =
      cancellable != NULL
          ? g_cancellable_connect (cancellable, G_CALLBACK (wake_up), self, NULL)
          : 0;
  MvuaUrgency *urgency = reading != NULL ? reading->urgency : NULL;
  const guint listener = mvua_urgency_connect (urgency, on_raised, self);
  g_mutex_lock (&self->mutex);
  while ((array = g_hash_table_lookup (self->known, key)) == NULL && goes_on &&
         (try = g_hash_table_lookup (self->on_way, key)) != NULL &&
         is_soon_enough (try, reading))
    goes_on = wait_for (self, try, reading, error);
  const GError *bad = goes_on ? g_hash_table_lookup (self->bad, key) : NULL;
  if (array != NULL)
    g_array_ref (array);
  else if (bad != NULL)
    g_propagate_error (error, g_error_copy (bad));
  else if (goes_on)
    array = read_it (self, key, func, data, reading, error);
  g_mutex_unlock (&self->mutex);
  mvua_urgency_disconnect (urgency, listener);
  g_cancellable_disconnect (cancellable, handler);
  return array;
}
