/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Which run is the latest, of all members and of one. */

#include "noaa-fixture.h"

/* Expects that run, found in at most so many requests. */
static void
assert_latest (MvuaTestS3 *server, gint64 now, MvuaRun expected, guint most_requests)
{
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) files = NULL;
  MvuaRun run = 0;

  g_assert_true (mvua_noaa_find_latest (bucket, now, NULL, 0, &run, &files,
                                        MVUA_PRIORITY_PICKED, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (run, ==, expected);
  g_assert_cmpuint (files->len, >, 0);
  g_assert_cmpuint (mvua_test_s3_take_count (server), <=, most_requests);
  g_assert_true (mvua_noaa_find_latest (bucket, now, NULL, 0, &run, NULL,
                                        MVUA_PRIORITY_PICKED, NULL, NULL));
  mvua_test_s3_take_count (server);
}

/* A new cycle takes over at step 24 of the sixteenth member, and not before. */
static void
test_latest (void)
{
  g_autoptr (MvuaTestS3) server = mvua_test_s3_new ();
  const gint64 now = RUN + 4 * HOUR + 1800;

  add_run (server, RUN - 6 * HOUR, 30, 240);
  assert_latest (server, now, RUN - 6 * HOUR, 7);
  add_run (server, RUN, 30, 21);
  assert_latest (server, now, RUN - 6 * HOUR, 7);
  for (guint m = 1; m <= 15; m++)
    add_file (server, RUN, perturbed (m), 24);
  add_file (server, RUN, control, 24);
  add_file (server, RUN, mean, 24);
  assert_latest (server, now, RUN - 6 * HOUR, 7);
  add_file (server, RUN, perturbed (30), 24);
  assert_latest (server, now, RUN, 1);
  /* The next one has its turn, and nothing yet. */
  assert_latest (server, RUN + 6 * HOUR + 60, RUN, 2);
}

/* Cycles that were missed, few members, few steps, and an old mirror. */
static void
test_latest_elsewhere (void)
{
  g_autoptr (MvuaTestS3) server = mvua_test_s3_new ();

  add_run (server, RUN, 1, 6); /* no step 24: the last resort */
  assert_latest (server, RUN + HOUR, RUN, 20);
  assert_latest (server, RUN + 400 * DAY, RUN, 20);
  add_run (server, RUN - 30 * HOUR, 3, 24);
  assert_latest (server, RUN + 13 * HOUR, RUN - 30 * HOUR, 20);
  assert_latest (server, RUN + 400 * DAY, RUN - 30 * HOUR, 20);
  add_run (server, RUN - 36 * HOUR, 30, 240);
  assert_latest (server, RUN + HOUR, RUN - 30 * HOUR, 20);
  add_run (server, RUN - 18 * HOUR, 2, 24);
  assert_latest (server, RUN - 7 * HOUR, RUN - 30 * HOUR, 20); /* eleven hours old */
  assert_latest (server, RUN - 6 * HOUR, RUN - 18 * HOUR, 20); /* and twelve */
  server->is_folders = TRUE;
  assert_latest (server, RUN + HOUR, RUN - 18 * HOUR, 30);
}

static void
test_no_latest (void)
{
  g_autoptr (MvuaTestS3) server = mvua_test_s3_new ();
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);
  g_autoptr (GError) error = NULL;
  MvuaRun run = 0;

  add_litter (server);
  g_assert_false (mvua_noaa_find_latest (bucket, RUN + HOUR, NULL, 0, &run, NULL,
                                         MVUA_PRIORITY_PICKED, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_nonnull (strstr (error->message, MVUA_TEST_S3_URL));
}

/* The same run as that of all members, with the files of one, and found in so many
 * requests. */
static void
assert_latest_of (MvuaTestS3 *server, gint64 now, MvuaRun expected, guint n_requests)
{
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);
  const MvuaMember first = perturbed (1);
  g_autoptr (GArray) files = NULL;
  g_autoptr (GError) error = NULL;
  MvuaRun run = 0;
  MvuaRun of_all = 0;

  mvua_test_s3_take_count (server);
  g_assert_true (mvua_noaa_find_latest (bucket, now, &first, 1, &run, &files,
                                        MVUA_PRIORITY_PICKED, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (run, ==, expected);
  g_assert_cmpuint (mvua_test_s3_take_count (server), <=, n_requests);
  g_assert_cmpuint (files->len, >, 0);
  for (guint i = 0; i < files->len; i++)
    g_assert_cmpint (
        mvua_member_compare (g_array_index (files, MvuaNoaaFile, i).name.member, first),
        ==, 0);
  g_assert_true (mvua_noaa_find_latest (bucket, now, NULL, 0, &of_all, NULL,
                                        MVUA_PRIORITY_PICKED, NULL, &error));
  g_assert_cmpint (of_all, ==, run);
}

/* By one member, in a request or two; what is too young is not asked for.  Where that
 * does not tell, all are looked at. */
static void
test_latest_of (void)
{
  g_autoptr (MvuaTestS3) server = mvua_test_s3_new ();

  add_run (server, RUN - 6 * HOUR, 30, 240);
  assert_latest_of (server, RUN + HOUR, RUN - 6 * HOUR, 1);
  add_run (server, RUN, 30, 18);
  assert_latest_of (server, RUN + 4 * HOUR, RUN - 6 * HOUR, 2);
  for (guint m = 1; m <= 30; m++)
    add_file (server, RUN, perturbed (m), 21);
  assert_latest_of (server, RUN + 4 * HOUR, RUN - 6 * HOUR, 9);
  /* Fifteen others have it, and then this one as well: that is more than half. */
  for (guint m = 2; m <= 16; m++)
    add_file (server, RUN, perturbed (m), 24);
  assert_latest_of (server, RUN + 4 * HOUR + 1500, RUN - 6 * HOUR, 9);
  add_file (server, RUN, perturbed (1), 24);
  assert_latest_of (server, RUN + 4 * HOUR + 1500, RUN, 3);
  /* Ten minutes later this one is enough. */
  assert_latest_of (server, RUN + 5 * HOUR, RUN, 1);
  assert_latest_of (server, RUN + 8 * HOUR, RUN, 1);
  assert_latest_of (server, RUN + 9 * HOUR, RUN, 2);
  assert_latest_of (server, RUN + 15 * HOUR, RUN, 12);
}

/* Each minute of a cycle's publication, its members out of step by some minutes: a member
 * and all of them name the same run. */
static void
test_latest_by_minutes (void)
{
  g_autoptr (MvuaTestS3) server = mvua_test_s3_new ();
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);
  MvuaRun last = RUN - 6 * HOUR;

  add_run (server, RUN - 6 * HOUR, 30, 48);
  for (int minute = 0; minute < 60; minute++)
    {
      const gint64 now = RUN + 4 * HOUR + minute * 60;
      MvuaRun runs[4];

      /* A step is three minutes, and a member up to eight late. */
      for (guint m = 1; m <= 30; m++)
        for (int step = 0; step <= 48; step += 3)
          if (step + (int) (m * 7 % 9) == minute)
            {
              g_autofree char *key = mvua_noaa_key (RUN, perturbed (m), step);
              mvua_test_s3_add (server, key, 1000, now);
            }
      for (guint i = 0; minute >= 15 && minute < 50 && i < 4; i++)
        {
          const MvuaMember member = perturbed (1 + i * 9);
          g_assert_true (mvua_noaa_find_latest (bucket, now, i > 0 ? &member : NULL,
                                                i > 0, &runs[i], NULL,
                                                MVUA_PRIORITY_PICKED, NULL, NULL));
          g_assert_cmpint (runs[i], ==, runs[0]);
        }
      if (minute < 15 || minute >= 50)
        continue;
      g_assert_cmpint (runs[0], >=, last);
      last = runs[0];
    }
  g_assert_cmpint (last, ==, RUN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/noaa-latest/usual", test_latest);
  g_test_add_func ("/noaa-latest/elsewhere", test_latest_elsewhere);
  g_test_add_func ("/noaa-latest/none", test_no_latest);
  g_test_add_func ("/noaa-latest/of", test_latest_of);
  g_test_add_func ("/noaa-latest/by-minutes", test_latest_by_minutes);
  return g_test_run ();
}
