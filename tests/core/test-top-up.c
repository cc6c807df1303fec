/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Stores that are added to: only what has come is decoded, and the store is to the byte
 * what an export of all of it is. */

#include "top-up-fixture.h"

#include <sys/stat.h>

static void
set_format (Fixture *self, gconstpointer data)
{
  self->options.format = (MvuaExportFormat) GPOINTER_TO_INT (data);
}

/* Fields that are there besides those that a store had. */
static guint
count_added (const Fixture *self)
{
  return self->report.n_fields - self->report.n_kept - self->report.gaps->len;
}

static guint
count_own (const Fixture *self)
{
  return self->report.n_decoded - self->report.n_buckets_besides;
}

#define N_MEMBERS 3
#define N_STEPS 11 /* up to 30 h: one day from 06 to 06 */

/* A run arrives file by file, in any order, and after each of them (of v3: after some)
 * the store is just what an export makes of what is there. */
static void
test_arrival (Fixture *self, gconstpointer data)
{
  gboolean there[N_MEMBERS + 1][N_STEPS + 1] = { 0 };
  guint order[N_MEMBERS * N_STEPS];
  g_autoptr (GRand) random = g_rand_new_with_seed (5);
  guint n_besides = 0;

  set_format (self, data);
  few_statistics (self);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const guint other = (guint) g_rand_int_range (random, 0, (gint32) i + 1);
      order[i] = order[other];
      order[other] = i;
    }
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      const guint number = 1 + order[i] / N_STEPS;
      const guint s = order[i] % N_STEPS;
      /* A first half that comes late makes the other half known. */
      const gboolean is_late = s % 2 == 1 && there[number][s + 1];

      arrive (self, number, 3 * (int) s);
      there[number][s] = TRUE;
      if (i == 0)
        {
          run_export (self);
          continue;
        }
      top_up (self);
      g_assert_false (self->report.is_unchanged);
      g_assert_cmpuint (count_own (self), ==, 1u + (s > 0) + (guint) is_late);
      /* A first half, and four buckets of each member for the day. */
      g_assert_cmpuint (self->report.n_buckets_besides, <=, 1 + 4 * N_MEMBERS);
      g_assert_true (self->report.gaps->len > 0 || i + 1 == G_N_ELEMENTS (order) ||
                     self->report.n_fields < N_MEMBERS * (2 * N_STEPS - 1));
      if (self->options.format == MVUA_EXPORT_ZARR2 || i % 4 == 0)
        assert_as_fresh (self);
      n_besides += self->report.n_buckets_besides;
    }
  g_assert_cmpuint (self->report.n_fields, ==, N_MEMBERS * (2 * N_STEPS - 1));
  g_assert_cmpuint (self->report.gaps->len, ==, 0);
  g_assert_cmpuint (n_besides, >, 0);
}

/* The usual order: step by step.  What is read besides is told exactly. */
static void
test_steps (Fixture *self, gconstpointer data)
{
  set_format (self, data);
  few_statistics (self);
  arrive_all (self, 2, 0, 27);
  run_export (self);

  /* The half 24-27 h, and the day from 6 to 30 h of the member that has all of it. */
  arrive (self, 1, 30);
  top_up (self);
  g_assert_cmpuint (count_own (self), ==, 2);
  g_assert_cmpuint (self->report.n_buckets_besides, ==, 1 + 4);
  g_assert_cmpuint (self->report.n_kept, ==, 2 * (2 * 10 - 1));
  g_assert_cmpuint (self->report.gaps->len, ==, 2);
  assert_as_fresh (self);

  /* The same of the other; the day is made again of both. */
  arrive (self, 2, 30);
  top_up (self);
  g_assert_cmpuint (count_own (self), ==, 2);
  g_assert_cmpuint (self->report.n_buckets_besides, ==, 1 + 2 * 4);
  g_assert_cmpuint (count_added (self), ==, 2);
  assert_as_fresh (self);

  /* No half is needed, and no day ends. */
  arrive_all (self, 2, 33, 33);
  top_up (self);
  g_assert_cmpuint (self->report.n_decoded, ==, 4);
  g_assert_cmpuint (self->report.n_buckets_besides, ==, 0);
  assert_as_fresh (self);
}

/* The entry of a file in the table, "crc length path" and its end. */
static char *
entry_of (const char *store, const char *path)
{
  g_autofree char *table = table_of (store);
  g_auto (GStrv) lines = g_strsplit (table, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_suffix (lines[i], path))
      return g_strdup (lines[i]);
  return NULL;
}

/* More steps than two blocks with a hole in the middle one: other chunks stay as they
 * are, and no file is read but the one that has come and what its rain needs. */
static void
test_gap (Fixture *self, gconstpointer data)
{
  static const char expected[] =
      "gep02.t00z.pgrb2s.0p25.f096 gep02.t00z.pgrb2s.0p25.f096 "
      "gep02.t00z.pgrb2s.0p25.f093";
  g_autoptr (MvuaTestReader) reader = mvua_test_reader_new ();
  g_autoptr (GError) error = NULL;

  set_format (self, data);
  few_statistics (self);
  set_thresholds (self, "2.5,5", "none");
  self->options.n_threads = 1;
  arrive_all (self, 3, 0, 180);
  lose (self, 2, 96);
  run_export (self);
  g_assert_cmpuint (self->report.gaps->len, ==, 2);
  g_autofree char *first = entry_of (self->store, " gep02/t2m/0.0.0");
  g_autofree char *second = entry_of (self->store, " gep02/t2m/1.0.0");
  g_autofree char *other = entry_of (self->store, " gep01/t2m/1.0.0");

  arrive (self, 2, 96);
  g_assert_true (try_top_up (self, NULL, reader, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_added (self), ==, 2);
  g_assert_cmpuint (self->report.n_decoded, ==, 3);
  g_assert_cmpuint (self->report.n_buckets_besides, ==, 1);
  g_autofree char *log = mvua_test_reader_take_log (reader);
  g_assert_cmpstr (log, ==, expected);
  assert_as_fresh (self);
  if (self->options.format == MVUA_EXPORT_ZARR2)
    {
      g_autofree char *first_now = entry_of (self->store, " gep02/t2m/0.0.0");
      g_autofree char *second_now = entry_of (self->store, " gep02/t2m/1.0.0");
      g_autofree char *other_now = entry_of (self->store, " gep01/t2m/1.0.0");
      g_assert_nonnull (first);
      g_assert_cmpstr (first, ==, first_now);
      g_assert_cmpstr (second, !=, second_now);
      g_assert_cmpstr (other, ==, other_now);
    }
}

/* Gaps of every kind, of which some are filled and some are what they were. */
static void
test_kinds_of_gaps (Fixture *self, gconstpointer data)
{
  set_format (self, data);
  few_statistics (self);
  arrive_all (self, 5, 0, 36);
  lose (self, 1, 9);  /* and with it the rain of 9-12 h */
  lose (self, 2, 12); /* the other half */
  lose (self, 5, 33);
  /* f012 of gep03 has what is gep02's, f015 of gep04 is cut off. */
  file_add (&self->folder, "t2m", perturbed (2), 12, 12, 2826);
  file_add (&self->folder, "tp", perturbed (2), 6, 12, 120);
  file_write (&self->folder, "gep03.t00z.pgrb2s.0p25.f012", TRUE);
  file_add (&self->folder, "t2m", perturbed (4), 15, 15, 2826);
  self->folder.bytes->len -= 30;
  file_write (&self->folder, "gep04.t00z.pgrb2s.0p25.f015", TRUE);
  run_export (self);
  if (self->options.format == MVUA_EXPORT_ZARR2)
    {
      assert_statuses (self, "gep01/tp_status", "1003300000000");
      assert_statuses (self, "gep03/tp_status", "1000400000000");
    }

  arrive (self, 2, 12);
  top_up (self);
  g_assert_cmpuint (count_added (self), ==, 2);
  assert_as_fresh (self);
  arrive (self, 1, 9); /* the bucket of 12 h is decoded for its second half */
  top_up (self);
  g_assert_cmpuint (count_added (self), ==, 3);
  g_assert_cmpuint (count_own (self), ==, 3);
  assert_as_fresh (self);
  arrive (self, 3, 12);
  arrive (self, 4, 15);
  top_up (self);
  g_assert_cmpuint (self->report.gaps->len, ==, 3);
  assert_as_fresh (self);
}

/* The output is the very folder that it was. */
static void
assert_untouched (Fixture *self, const struct stat *before)
{
  g_autoptr (MvuaTestReader) reader = mvua_test_reader_new ();
  g_autoptr (GError) error = NULL;
  struct stat after;

  g_assert_true (try_top_up (self, NULL, reader, &error));
  g_assert_no_error (error);
  g_assert_true (self->report.is_unchanged);
  g_assert_cmpuint (self->report.n_decoded, ==, 0);
  g_assert_cmpuint (self->report.n_bytes_written, ==, 0);
  g_assert_cmpuint (count_added (self), ==, 0);
  g_assert_cmpint (stat (self->store, &after), ==, 0);
  g_assert_cmpuint (before->st_ino, ==, after.st_ino);
  g_assert_cmpint (before->st_mtim.tv_sec, ==, after.st_mtim.tv_sec);
  g_assert_cmpint (before->st_mtim.tv_nsec, ==, after.st_mtim.tv_nsec);
}

/* With nothing new nothing is decoded and nothing is touched, whatever is missing. */
static void
test_nothing_new (Fixture *self, gconstpointer data)
{
  struct stat status;

  set_format (self, data);
  few_statistics (self);
  arrive_all (self, 4, 0, 36);
  run_export (self);
  g_assert_cmpint (stat (self->store, &status), ==, 0);
  assert_untouched (self, &status);
  g_assert_cmpuint (self->report.n_kept, ==, 4 * (2 * 13 - 1));

  /* A half that is missing, one that is another's, a whole that is cut off, a member. */
  lose (self, 1, 9);
  file_add (&self->folder, "t2m", perturbed (2), 15, 15, 2826);
  file_add (&self->folder, "tp", perturbed (4), 12, 15, 120);
  file_write (&self->folder, "gep02.t00z.pgrb2s.0p25.f015", TRUE);
  file_add (&self->folder, "t2m", perturbed (4), 24, 24, 2826);
  file_add (&self->folder, "tp", perturbed (4), 18, 24, 50);
  self->folder.bytes->len -= 10;
  file_write (&self->folder, "gep04.t00z.pgrb2s.0p25.f024", TRUE);
  for (int step = 0; step <= 36; step += 3)
    lose (self, 3, step);
  remove_all (self->store);
  run_export (self);
  g_assert_cmpuint (self->report.gaps->len, ==, 3 + 2 + 1 + 25);
  g_assert_cmpint (stat (self->store, &status), ==, 0);
  assert_untouched (self, &status);
  g_assert_cmpuint (self->report.gaps->len, ==, 3 + 2 + 1 + 25);
}

/* A member that the numbering skipped, one past the last, and the control by name. */
static void
test_members (Fixture *self, gconstpointer data)
{
  set_format (self, data);
  few_statistics (self);
  arrive_all (self, 1, 0, 36);
  for (int step = 0; step <= 36; step += 3)
    arrive (self, 3, step);
  run_export (self);
  g_assert_true (self->options.format == MVUA_EXPORT_ZARR3 ||
                 says (self, ".zattrs", "\"missing_members\":[\"gep02\"]"));

  for (int step = 0; step <= 18; step += 3)
    arrive (self, 2, step);
  top_up (self);
  g_assert_cmpuint (self->report.gaps->len, ==, 12);
  assert_as_fresh (self);
  for (int step = 0; step <= 36; step += 3)
    arrive (self, 5, step);
  top_up (self); /* gep04 is one that is missing now */
  g_assert_cmpuint (self->report.gaps->len, ==, 12 + 25);
  g_assert_cmpuint (count_own (self), ==, 25);
  assert_as_fresh (self);

  remove_all (self->store);
  self->options.members = mvua_member_list_parse ("gec00,gep01,gep03,gep07", NULL);
  run_export (self);
  g_assert_cmpuint (self->report.gaps->len, ==, 2 * 25);
  for (int step = 0; step <= 36; step += 3)
    arrive (self, 0, step);
  top_up (self);
  g_assert_cmpuint (self->report.gaps->len, ==, 25);
  g_assert_cmpuint (self->report.n_decoded, ==, 25); /* it is in no day */
  assert_as_fresh (self);
}

/* A variable that comes later, where none were named. */
static void
test_variables (Fixture *self, gconstpointer data)
{
  set_format (self, data);
  few_statistics (self);
  for (int step = 0; step <= 36; step += 3)
    {
      g_autofree char *name = noaa_name (perturbed (1), step);
      file_add (&self->folder, "t2m", perturbed (1), step, step, 2800 + step);
      file_write (&self->folder, name, TRUE);
    }
  run_export (self);
  arrive_all (self, 2, 0, 36);
  top_up (self);
  /* Of gep01, what was there stays as it was: the source has changed under it. */
  g_assert_cmpuint (self->report.n_kept, ==, 13);
  g_assert_cmpuint (count_own (self), ==, 12 + 25);
  g_assert_cmpuint (self->report.gaps->len, ==, 0);
  assert_statuses (self, "gep01/tp_status", "1000000000000");
  assert_value (self, "gep02/tp", 13, 1, 1.4);
}

static void
try_steps (Fixture *self, const char *before, const char *after)
{
  g_autoptr (GError) error = NULL;

  set_steps (self, before);
  run_export (self);
  set_steps (self, after);
  g_assert_true (try_top_up (self, &self->options, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->report.gaps->len, ==, 0);
  assert_as_fresh (self);
  remove_all (self->store);
}

/* Steps that are wider, denser, or come in front, so that steps and days move. */
static void
test_wider_steps (Fixture *self, gconstpointer data)
{
  set_format (self, data);
  few_statistics (self);
  arrive_all (self, 2, 0, 240);
  try_steps (self, "0-48/6", "0-96/6");
  try_steps (self, "0-48/6", "0-96");
  try_steps (self, "0-240/24", "0-240/6");
  try_steps (self, "0-240/12", "0-240");
  try_steps (self, "99-240", "0-240");
  try_steps (self, "30-102", "0-240");
  try_steps (self, "0-102", "0-240");
  try_steps (self, "3-12", "0-12");
}

/* What a source has lost again stays in the store. */
static void
test_lost (Fixture *self, gconstpointer data)
{
  set_format (self, data);
  few_statistics (self);
  arrive_all (self, 2, 0, 36);
  run_export (self);
  g_autofree char *before = entry_of (self->store, " gep01/t2m_status/0");
  for (guint number = 1; number <= 2; number++)
    for (int step = 0; step <= 24; step += 3)
      lose (self, number, step);
  arrive_all (self, 2, 39, 42);
  top_up (self);
  g_assert_nonnull (before);
  g_assert_cmpuint (self->report.gaps->len, ==, 0);
  g_assert_cmpuint (count_added (self), ==, 8);
  g_assert_cmpuint (self->report.n_buckets_besides, ==, 0);
  assert_statuses (self, "gep01/t2m_status", "000000000000000");
  assert_value (self, "gep01/t2m", 15, 1, (2700 + 31 + 21) / 10.0);
  assert_value (self, "gep02/t2m", 15, 14, (2700 + 62 + 42 * 7 % 101) / 10.0);
  assert_n_valid (self, "probabilities/daily/n_valid", (const gint16[]){ 2 }, 1);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "arrival", test_arrival },
    { "steps", test_steps },
    { "gap", test_gap },
    { "kinds-of-gaps", test_kinds_of_gaps },
    { "nothing-new", test_nothing_new },
    { "members", test_members },
    { "wider-steps", test_wider_steps },
  };

  g_test_init (&argc, &argv, NULL);
  /* Stores are compared to the byte. */
  g_setenv ("SOURCE_DATE_EPOCH", "1758153600", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (int format = MVUA_EXPORT_ZARR2; format <= MVUA_EXPORT_ZARR3; format++)
      {
        g_autofree char *path = g_strdup_printf (
            "/top-up/%s/%s", format == MVUA_EXPORT_ZARR2 ? "v2" : "v3", tests[i].name);
        g_test_add (path, Fixture, GINT_TO_POINTER (format), set_up, tests[i].func,
                    tear_down);
      }
  /* These look into chunks of v2. */
  g_test_add ("/top-up/v2/variables", Fixture, GINT_TO_POINTER (MVUA_EXPORT_ZARR2),
              set_up, test_variables, tear_down);
  g_test_add ("/top-up/v2/lost", Fixture, GINT_TO_POINTER (MVUA_EXPORT_ZARR2), set_up,
              test_lost, tear_down);
  return g_test_run ();
}
