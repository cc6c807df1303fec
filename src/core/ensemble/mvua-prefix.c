/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-prefix.h"

/* Of a message that nothing is known about, the share that its tables of groups have:
 * they stand before all values, and have a tenth to a quarter of real ones. */
#define SHARE_OF_TABLES 0.25

/* A request for what is short costs more than some octets too many. */
#define MARGIN 0.006
#define LEAST_MARGIN 256

/* How fast a share that was high once is forgotten. */
#define FORGETTING 0.2

/* A message so short is asked for whole. */
#define SMALL_MESSAGE 4096

struct _MvuaPrefixes
{
  GMutex mutex;      /* guards what follows */
  GHashTable *known; /* variable and last row → double: the share that was needed */
};

MvuaPrefixes *
mvua_prefixes_new (void)
{
  MvuaPrefixes *self = g_new0 (MvuaPrefixes, 1);

  g_mutex_init (&self->mutex);
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  return self;
}

void
mvua_prefixes_free (MvuaPrefixes *self)
{
  g_hash_table_unref (self->known);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static gint64
key_of (const MvuaVariable *variable, const MvuaWindow *window)
{
  return (gint64) mvua_variable_index (variable) << 32 | (window->row + window->n_rows);
}

static guint64
octets_of_share (double share, guint64 length)
{
  const double wanted = (share + MARGIN) * (double) length + LEAST_MARGIN;

  return length <= SMALL_MESSAGE || wanted >= (double) length ? length : (guint64) wanted;
}

guint64
mvua_prefix_guess (double rows, guint64 length)
{
  return octets_of_share (SHARE_OF_TABLES + (1 - SHARE_OF_TABLES) * rows, length);
}

guint64
mvua_prefixes_expect (MvuaPrefixes *self,
                      const MvuaVariable *variable,
                      const MvuaGrid *grid,
                      const MvuaWindow *window,
                      guint64 length)
{
  const gint64 key = key_of (variable, window);
  const double rows = (double) (window->row + window->n_rows) / (double) grid->n_rows;
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  const double *known = g_hash_table_lookup (self->known, &key);

  return known != NULL ? octets_of_share (*known, length)
                       : mvua_prefix_guess (rows, length);
}

void
mvua_prefixes_learn (MvuaPrefixes *self,
                     const MvuaVariable *variable,
                     const MvuaWindow *window,
                     guint64 length,
                     guint64 n_used)
{
  const gint64 key = key_of (variable, window);
  const double share = (double) n_used / (double) MAX (length, 1);

  g_mutex_lock (&self->mutex);
  double *known = g_hash_table_lookup (self->known, &key);
  if (known == NULL)
    {
      known = g_new (double, 1);
      *known = share;
      g_hash_table_insert (self->known, g_memdup2 (&key, sizeof key), known);
    }
  /* Up at once, and down slowly: what is short has to be asked for again. */
  else if (share > *known)
    *known = share;
  else
    *known += FORGETTING * (share - *known);
  g_mutex_unlock (&self->mutex);
}
