/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* On which grid the messages of an ensemble are. */

#include "mvua-ensemble-private.h"

/* How many messages are asked what grid their files are on; of those that are far away
 * one must do. */
#define N_GRID_WITNESSES 5

static gboolean
peek (MvuaEnsemble *self,
      const MvuaReference *reference,
      guint64 offset,
      const MvuaReading *reading,
      MvuaIdentity *identity,
      GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (MvuaReaderOctets) octets = mvua_reader_octets_open (
      self->lookup, mvua_ensemble_get_file (self, reference->file), reading,
      &local_error);
  MvuaSections sections;

  /* The first reason is told, if in the end there is no witness. */
  if (octets == NULL && *error == NULL)
    *error = g_steal_pointer (&local_error);

  return octets != NULL &&
         mvua_sections_open (&sections, mvua_reader_octets_get (octets), offset, NULL) &&
         mvua_sections_next (&sections, NULL) > 0 &&
         mvua_identity_read (&sections, identity, NULL);
}

/* Nobody else will tell either. */
static gboolean
is_hopeless (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
         g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_OFFLINE);
}

/* An index does not tell the grid: some messages are asked.  Returns: how many told */
static guint
ask_witnesses (MvuaEnsemble *self,
               const MvuaReading *reading,
               MvuaIdentity found[N_GRID_WITNESSES],
               GError **reason)
{
  const guint n = self->references->len;
  guint n_found = 0;

  for (guint i = 0; i < n && n_found < N_GRID_WITNESSES;
       i += MAX (n / N_GRID_WITNESSES, 1))
    {
      const MvuaReference *r = &g_array_index (self->references, MvuaReference, i);

      /* Where an index leads astray, the file still begins with a message. */
      n_found += (r->offset != MVUA_OFFSET_UNKNOWN &&
                  peek (self, r, r->offset, reading, &found[n_found], reason)) ||
                 peek (self, r, 0, reading, &found[n_found], reason);
      if ((n_found > 0 && self->reader->is_remote) || is_hopeless (*reason))
        break;
    }
  return n_found;
}

/* The majority rules, so that one foreign file does not. */
gboolean
mvua_ensemble_settle_grid (MvuaEnsemble *self, const MvuaReading *reading, GError **error)
{
  MvuaIdentity found[N_GRID_WITNESSES];
  g_autoptr (GError) reason = NULL;
  const guint n_found = ask_witnesses (self, reading, found, &reason);
  guint best = 0;
  guint most = 0;

  for (guint i = 0; i < n_found; i++)
    {
      guint votes = 0;
      for (guint other = 0; other < n_found; other++)
        votes += (guint) mvua_grid_equal (&found[i].grid, &found[other].grid);
      if (votes > most)
        {
          most = votes;
          best = i;
        }
    }
  if (n_found == 0 && g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  if (n_found == 0)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "%s: none of its files begins with a message that can be read%s%s",
                   self->path, reason != NULL ? ": " : "",
                   reason != NULL ? reason->message : "");
      return FALSE;
    }
  self->grid = found[best].grid;
  self->scanning = found[best].scanning;
  self->is_demo = found[best].is_demo;
  if (self->run == MVUA_RUN_UNKNOWN)
    self->run = found[best].run;
  return TRUE;
}
