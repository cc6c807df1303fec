/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Requests to a subsetter, each in its turn. */

#include "mvua-subset.h"
#include "mvua-subsetter.h"

#include <string.h>

/* East Africa's eight variables come to a quarter of a megabyte. */
#define LARGEST_ANSWER ((gsize) 256 << 20)

/* The server says again and again that there are too many: then there are. */
#define MOST_COMPLAINTS 5

#define WAIT_INTERVAL (G_USEC_PER_SEC / 20)

/* A server counts all requests of the program, whichever export they are for. */
static GMutex pacers_mutex;
static GHashTable *pacers; /* by its URL without a query */

/* With the mutex held. */
static MvuaPacer *
get_pacer (const char *url)
{
  g_autofree char *script = g_strndup (url, strcspn (url, "?"));
  MvuaPacer *pacer;

  if (pacers == NULL)
    pacers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  pacer = g_hash_table_lookup (pacers, script);
  if (pacer != NULL)
    return pacer;
  pacer = g_new (MvuaPacer, 1);
  mvua_subsetter_pacer (pacer);
  g_hash_table_insert (pacers, g_steal_pointer (&script), pacer);
  return pacer;
}

/* Returns: FALSE if it was cancelled meanwhile */
static gboolean
wait_for_turn (const char *url, MvuaGate *gate, GCancellable *cancellable, GError **error)
{
  gint64 at;

  if (!mvua_gate_pass (gate, cancellable, error))
    return FALSE;
  g_mutex_lock (&pacers_mutex);
  at = mvua_pacer_take (get_pacer (url), g_get_monotonic_time ());
  g_mutex_unlock (&pacers_mutex);
  for (gint64 left; (left = at - g_get_monotonic_time ()) > 0;)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      g_usleep ((gulong) MIN (left, WAIT_INTERVAL));
    }
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
settle_pace (const char *url, gboolean is_throttled)
{
  g_mutex_lock (&pacers_mutex);
  if (is_throttled)
    mvua_pacer_throttle (get_pacer (url), g_get_monotonic_time ());
  else
    mvua_pacer_succeed (get_pacer (url));
  g_mutex_unlock (&pacers_mutex);
}

GBytes *
mvua_subset_fetch (MvuaRemote *remote,
                   const char *url,
                   MvuaGate *gate,
                   GCancellable *cancellable,
                   GError **error)
{
  for (guint n = 0;; n++)
    {
      g_autoptr (GError) local_error = NULL;

      if (!wait_for_turn (url, gate, cancellable, error))
        return NULL;
      mvua_remote_note_traffic (remote);
      GBytes *bytes =
          mvua_subsetter_fetch (mvua_remote_get_http (remote), url, LARGEST_ANSWER,
                                MVUA_PRIORITY_EXPORT, cancellable, &local_error);
      mvua_remote_note_traffic (remote);
      const gboolean is_throttled = g_error_matches (local_error, MVUA_SUBSETTER_ERROR,
                                                     MVUA_SUBSETTER_ERROR_THROTTLED);
      settle_pace (url, is_throttled);
      if (bytes != NULL)
        return bytes;
      if (is_throttled && n < MOST_COMPLAINTS)
        continue;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
}
