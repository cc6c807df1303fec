/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of lying indexes and files share: a victim, and a look at it. */

#include "remote-fixture.h"

#define N_MESSAGES 8 /* of a file after the first step */
#define STEP 9

/* The file that is tampered with is never the first that an opening looks at. */
static inline MvuaMember
victim (void)
{
  return perturbed (3);
}

static inline void
put_text (Fixture *self, const char *key, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  mvua_test_bucket_put (self->bucket, key, bytes);
}

/* Offsets of the messages of a file, and its end. */
static inline void
find_messages (GBytes *file, gsize offsets[N_MESSAGES + 1])
{
  gsize n = 0;
  const guint8 *bytes = g_bytes_get_data (file, &n);
  guint i = 0;

  for (gsize at = 0; at < n; i++)
    {
      guint64 length = 0;
      g_assert_cmpuint (i, <, N_MESSAGES);
      g_assert_cmpmem (bytes + at, 4, "GRIB", 4);
      memcpy (&length, bytes + at + 8, sizeof length);
      offsets[i] = at;
      at += GUINT64_FROM_BE (length);
    }
  offsets[i] = n;
  g_assert_cmpuint (i, ==, N_MESSAGES);
}

/* What becomes of the victim's file: how many fields there are by status. */
static inline Tally
check_victim (const Truth *truth, MvuaLoader *loader, char **complaint)
{
  const GPtrArray *variables = mvua_ensemble_get_variables (truth->ensemble);
  const MvuaWindow window = window_of (truth->ensemble, NULL);
  Tally tally = { 0 };

  for (guint v = 0; v < variables->len; v++)
    {
      g_autofree char *found = NULL;
      tally.n_fields++;
      tally.n[check_field (truth, loader, g_ptr_array_index (variables, v), victim (),
                           STEP, &window, &found)]++;
      if (found != NULL && complaint != NULL && *complaint == NULL)
        *complaint = g_steal_pointer (&found);
    }
  return tally;
}

typedef struct
{
  Truth truth;
  MvuaRemote *remote;
  MvuaEnsemble *ensemble;
  MvuaLoader *loader;
} Look;

static inline Look
look (Fixture *self)
{
  Look look = { .truth = open_truth (usual_demo ()), .remote = new_remote (self, NULL) };

  look.ensemble = open_run (look.remote);
  look.loader = mvua_loader_new (look.ensemble);
  take_count (self);
  return look;
}

static inline void
look_clear (Look *self)
{
  truth_clear (&self->truth);
  mvua_loader_free (self->loader);
  mvua_ensemble_unref (self->ensemble);
  mvua_remote_unref (self->remote);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Look, look_clear)
