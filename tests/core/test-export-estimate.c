/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What an export is said to come to, and what it then comes to. */

#include "export-fixture.h"
#include "mvua-export-estimate.h"

#include <time.h>

static MvuaExportEstimate
estimate (Fixture *self)
{
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (GError) error = NULL;
  MvuaExportEstimate found;

  g_assert_true (mvua_export_estimate (ensemble, &self->options, &found, &error));
  g_assert_no_error (error);
  return found;
}

/* Messages, octets and fields are those of the report of the export itself. */
static MvuaExportEstimate
assert_foretells (Fixture *self)
{
  const MvuaExportEstimate found = estimate (self);

  run_export (self);
  g_assert_cmpuint (found.n_messages, ==, self->report.n_decoded);
  g_assert_cmpuint (found.n_bytes_to_read, ==, self->report.n_bytes_read);
  g_assert_cmpuint (found.n_messages, >, 0);
  return found;
}

static void
write_run (Fixture *self, guint n_members, int last_step)
{
  for (guint m = 1; m <= n_members; m++)
    for (int step = 0; step <= last_step; step += 3)
      write_member_step (&self->folder, perturbed (m), step, 2900);
}

static void
test_whole_run (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->options.region.whole = TRUE;
  write_run (self, 3, 36);
  const MvuaExportEstimate found = assert_foretells (self);

  /* 13 steps of t2m, and rain at all but the first. */
  g_assert_cmpuint (found.n_messages, ==, 3 * (13 + 12));
  g_assert_cmpuint (found.n_files, ==, 3 * 13);
  g_assert_cmpuint (found.n_members, ==, 3);
  g_assert_cmpuint (found.n_variables, ==, 2);
  g_assert_cmpuint (found.n_steps, ==, 13);
  g_assert_cmpuint (found.n_points, ==, N_POINTS);
  g_assert_cmpuint (found.n_absent_members, ==, 0);
}

static void
test_chosen_steps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const choices[] = { "6", "3,9", "12-24/6", "6-30/12", "0-36" };

  self->options.region.whole = TRUE;
  write_run (self, 2, 36);
  for (guint i = 0; i < G_N_ELEMENTS (choices); i++)
    {
      set_steps (self, choices[i]);
      assert_foretells (self);
    }
  set_steps (self, "6");
  set_thresholds (self, "none", "none");
  /* t2m, and rain with the bucket 3 h before. */
  g_assert_cmpuint (estimate (self).n_messages, ==, 2 * (1 + 2));
}

/* Rain of days needs buckets that the steps do not. */
static void
test_days (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->options.region.whole = TRUE;
  write_run (self, 2, 60);
  set_steps (self, "3-60/12");
  for (int hour = 0; hour < 24; hour += 3)
    {
      self->options.daily_hour = hour;
      assert_foretells (self);
    }
}

static void
test_gaps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaMember control = { .kind = MVUA_MEMBER_CONTROL };

  self->options.region.whole = TRUE;
  write_member_step (&self->folder, control, 3, 2900);
  write_member_step (&self->folder, perturbed (1), 3, 2900);
  write_member_step (&self->folder, perturbed (1), 9, 2900);
  write_member_step (&self->folder, perturbed (4), 6, 2900);
  const MvuaExportEstimate found = assert_foretells (self);

  g_assert_cmpuint (found.n_members, ==, 4);
  g_assert_cmpuint (found.n_absent_members, ==, 2);
  g_assert_cmpuint (found.n_messages, ==, 6);
  g_assert_cmpuint (self->report.gaps->len, >, 0);
}

/* Copies are read and compared, not decoded; of two buckets the right one is read. */
static void
test_copies_and_buckets (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaMember member = perturbed (1);

  self->options.region.whole = TRUE;
  file_add (&self->folder, "t2m", member, 3, 3, 2900);
  file_add (&self->folder, "t2m", member, 3, 3, 2900);
  file_add (&self->folder, "tp", member, 0, 3, 30);
  file_write (&self->folder, "gep01.t00z.pgrb2s.0p25.f003", TRUE);
  file_add (&self->folder, "tp", member, 0, 6, 60);
  file_add (&self->folder, "tp", member, 3, 6, 30);
  file_write (&self->folder, "gep01.t00z.pgrb2s.0p25.f006", TRUE);
  file_add (&self->folder, "tp", member, 9, 12, 30);
  file_write (&self->folder, "gep01.t00z.pgrb2s.0p25.f012", TRUE);
  g_assert_cmpuint (assert_foretells (self).n_messages, ==, 4);
}

/* Refused as the export would be. */
static void
test_refused (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  MvuaExportEstimate found;

  write_run (self, 1, 3);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  self->options.region = (MvuaRegion){ FALSE, 60, 0, 50, 5 };
  g_assert_false (mvua_export_estimate (ensemble, &self->options, &found, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
}

/* Of what is far away the beginnings are fetched, and the indexes. */
static void
test_remote (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaReader reader = *mvua_reader_files ();
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN, .reader = &reader };
  g_autoptr (GError) error = NULL;
  MvuaExportEstimate found;

  self->options.region.whole = TRUE;
  write_run (self, 2, 6);
  g_assert_cmpuint (estimate (self).n_bytes_to_fetch, ==, 0);
  g_assert_cmpuint (estimate (self).n_requests, ==, 0);

  reader.is_remote = TRUE;
  g_autoptr (MvuaEnsemble) ensemble =
      mvua_ensemble_open (self->folder.folder, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (mvua_export_estimate (ensemble, &self->options, &found, &error));
  g_assert_cmpuint (found.n_messages, ==, 2 * (3 + 2));
  g_assert_cmpuint (found.n_requests, ==, 2 * (3 + 2) + 2 * 3);
  /* Such short ones are fetched whole. */
  g_assert_cmpuint (found.n_bytes_to_fetch, ==, found.n_bytes_to_read);
  g_assert_cmpfloat (mvua_export_expect_seconds (&found, 0, 0.1), ==, 0);
  found.n_bytes_to_fetch = 3000000;
  found.n_requests = 70;
  g_assert_cmpfloat_with_epsilon (mvua_export_expect_seconds (&found, 500000, 0.25), 8.5,
                                  1e-9);
}

static guint64
count_bytes (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  GStatBuf status = { 0 };
  const char *name;
  guint64 n = 0;

  if (dir == NULL)
    return g_stat (path, &status) == 0 ? (guint64) status.st_size : 0;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      n += count_bytes (child);
    }
  return n;
}

/* Uncompressed is what chunks hold, so a constant field takes less. */
static void
test_sizes (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  self->options.region.whole = TRUE;
  set_thresholds (self, "5", "none");
  write_run (self, 2, 6);
  const MvuaExportEstimate found = assert_foretells (self);
  const guint64 field = N_POINTS * sizeof (float);

  /* Two members and nine statistics of two variables, and one probability. */
  g_assert_cmpuint (found.n_bytes_uncompressed, >, 3 * field * (2 * (2 + 9) + 1));
  g_assert_cmpuint (found.n_bytes_uncompressed, <, 3 * field * (2 * (2 + 9) + 2) + 10000);
  g_assert_cmpuint (found.n_bytes_to_write, <, found.n_bytes_uncompressed);
  g_assert_cmpuint (count_bytes (self->store), >, 0);
  g_assert_cmpuint (found.n_bytes_memory, ==,
                    field * (3 * (2 + 9) + 3 * 1 + 5 * 2)); /* a block of three steps */
}

/* Of this thread's own computing, in microseconds: other programs do not count. */
static gint64
computing (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Thirty members, eight variables, 81 steps: at once. */
static void
test_speed (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "mslet", "sp", "t2m",  "u10",
                                       "v10",   "tp", "cape", "pwat" };
  gint64 best = G_MAXINT64;
  MvuaExportEstimate found;

  self->options.region.whole = TRUE;
  for (guint m = 1; m <= 30; m++)
    for (int step = 0; step <= 240; step += 3)
      {
        g_autofree char *name = noaa_name (perturbed (m), step);
        for (guint v = 0; v < G_N_ELEMENTS (names); v++)
          if (v != 5 || step > 0)
            file_add (&self->folder, names[v], perturbed (m),
                      v == 5 ? (step - 1) / 6 * 6 : step, step, 10);
        file_write (&self->folder, name, TRUE);
      }
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  for (guint i = 0; i < 5; i++)
    {
      const gint64 begun = computing ();
      g_assert_true (mvua_export_estimate (ensemble, &self->options, &found, NULL));
      best = MIN (best, computing () - begun);
    }
  g_assert_cmpuint (found.n_messages, ==, 30 * (7 * 81 + 80));
  g_test_minimized_result ((double) best / 1000, "estimate of 19,410 messages: %.1f ms",
                           (double) best / 1000);
  g_assert_cmpint (best, <, 20000);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/export-estimate/whole-run", test_whole_run);
  ADD ("/export-estimate/chosen-steps", test_chosen_steps);
  ADD ("/export-estimate/days", test_days);
  ADD ("/export-estimate/gaps", test_gaps);
  ADD ("/export-estimate/copies-and-buckets", test_copies_and_buckets);
  ADD ("/export-estimate/refused", test_refused);
  ADD ("/export-estimate/remote", test_remote);
  ADD ("/export-estimate/sizes", test_sizes);
  ADD ("/export-estimate/speed", test_speed);
  return g_test_run ();
}
