/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-closer.h"

typedef struct
{
  MvuaFields *fields;
  MvuaEnsemble *ensemble;
} Closing;

/* How many are on their way. */
static GMutex closing_mutex;
static GCond closing_ended;
static guint n_closing;

static gpointer
run_close (gpointer data)
{
  Closing *closing = data;

  mvua_fields_free (closing->fields);
  mvua_ensemble_unref (closing->ensemble);
  g_free (closing);
  g_mutex_lock (&closing_mutex);
  n_closing--;
  g_cond_broadcast (&closing_ended);
  g_mutex_unlock (&closing_mutex);
  return NULL;
}

void
mvua_closer_close (MvuaFields *fields, MvuaEnsemble *ensemble)
{
  Closing *closing = g_new0 (Closing, 1);

  mvua_fields_stop (fields);
  *closing = (Closing){ fields, ensemble };
  g_mutex_lock (&closing_mutex);
  n_closing++;
  g_mutex_unlock (&closing_mutex);
  GThread *thread = g_thread_try_new ("mvua-closer", run_close, closing, NULL);
  if (thread != NULL)
    g_thread_unref (thread);
  else
    run_close (closing);
}

void
mvua_closer_wait_for_all (void)
{
  g_mutex_lock (&closing_mutex);
  while (n_closing > 0)
    g_cond_wait (&closing_ended, &closing_mutex);
  g_mutex_unlock (&closing_mutex);
}
