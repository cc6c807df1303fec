/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of top-ups share: files that arrive, and a store that is added to, held
 * against an export of all of it. */

#include "export-fixture.h"
#include "mvua-test-reader.h"
#include "mvua-top-up.h"

/* A file of one member and step: t2m and a bucket of rain, no two alike.  Now and then a
 * bucket of 6 h is a little below its first half, as packing can make it. */
static inline void
arrive (Fixture *self, guint number, int step)
{
  const MvuaMember member =
      number > 0 ? perturbed (number) : (MvuaMember){ MVUA_MEMBER_CONTROL, 0 };
  const int start = (step - 1) / 6 * 6;
  const int half = (int) (number * 7 + (guint) start * 3) % 90;
  g_autofree char *name = noaa_name (member, step);

  file_add (&self->folder, "t2m", member, step, step,
            2700 + (int) (number * 31) + step * 7 % 101);
  if (step > 0 && step % 6 != 0)
    file_add (&self->folder, "tp", member, start, step, half);
  if (step > 0 && step % 6 == 0)
    file_add (&self->folder, "tp", member, start, step,
              step % 24 == 12 && half > 0 ? half - 1 : half + (step + (int) number) % 40);
  file_write (&self->folder, name, TRUE);
}

static inline void
arrive_all (Fixture *self, guint n_members, int first, int last)
{
  for (guint number = 1; number <= n_members; number++)
    for (int step = first; step <= last; step += 3)
      arrive (self, number, step);
}

static inline void
lose (Fixture *self, guint number, int step)
{
  g_autofree char *name = noaa_name (perturbed (number), step);
  g_autofree char *path = g_build_filename (self->folder.folder, name, NULL);
  g_autofree char *index = g_strconcat (path, ".idx", NULL);

  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_remove (index), ==, 0);
}

static inline char *
table_of (const char *store)
{
  g_autofree char *path = g_build_filename (store, ".mvua", "files", NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* Adds to the store what has come, through @reader if there is one. */
static inline gboolean
try_top_up (Fixture *self,
            const MvuaExportOptions *options,
            MvuaTestReader *reader,
            GError **error)
{
  const MvuaEnsembleOptions how = { .run = MVUA_RUN_UNKNOWN,
                                    .reader = reader != NULL
                                                  ? mvua_test_reader_get (reader)
                                                  : NULL };
  g_autoptr (MvuaEnsemble) ensemble =
      mvua_ensemble_open (self->folder.folder, &how, NULL, NULL);

  g_assert_nonnull (ensemble);
  mvua_export_report_clear (&self->report);
  return mvua_top_up_run (ensemble, self->store, options, NULL, NULL, &self->report, NULL,
                          error);
}

static inline void
top_up (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  const gboolean ok = try_top_up (self, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_cmpint (mvua_file_table_verify (self->store, NULL, NULL, NULL, NULL, NULL), ==,
                   0);
}

/* The store is to the byte what an export of all that is there now makes. */
static inline void
assert_as_fresh (Fixture *self)
{
  g_autofree char *store = g_steal_pointer (&self->store);
  MvuaExportReport report = self->report;
  const guint n_gaps = report.gaps->len;

  self->report = (MvuaExportReport){ 0 };
  run_export (self);
  g_autofree char *expected = table_of (self->store);
  g_autofree char *found = table_of (store);
  g_assert_cmpstr (found, ==, expected);
  g_assert_cmpuint (n_gaps, ==, self->report.gaps->len);
  g_assert_cmpuint (report.n_fields, ==, self->report.n_fields);
  for (guint i = 0; i < n_gaps; i++)
    g_assert_cmpstr (g_array_index (report.gaps, MvuaGap, i).complaint, ==,
                     g_array_index (self->report.gaps, MvuaGap, i).complaint);

  remove_all (self->store);
  g_free (self->store);
  self->store = g_steal_pointer (&store);
  mvua_export_report_clear (&self->report);
  self->report = report;
}

/* A small output: making folders and files takes most of the time. */
static inline void
few_statistics (Fixture *self)
{
  g_array_unref (self->options.statistics);
  self->options.statistics = mvua_statistics_parse ("mean,p90", NULL);
  set_thresholds (self, "2.5,5", "5,25");
}
