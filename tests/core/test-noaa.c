/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* NOAA's layout of a bucket: names, the listing of a run, cycles as they fill, and which
 * of them is the latest.  The bucket is one of the test's own. */

#include "mvua-error.h"
#include "mvua-noaa.h"
#include "mvua-test-s3.h"

#include <string.h>

#define HOUR 3600
#define DAY (24 * HOUR)
#define RUN 1758153600 /* 2025-09-18 00Z */

static const MvuaMember control = { MVUA_MEMBER_CONTROL, 0 };
static const MvuaMember mean = { MVUA_MEMBER_MEAN, 0 };
static const MvuaMember spread = { MVUA_MEMBER_SPREAD, 0 };

static MvuaMember
perturbed (guint number)
{
  return (MvuaMember){ MVUA_MEMBER_PERTURBED, (guint8) number };
}

static void
test_sources (void)
{
  static const struct
  {
    const char *text;
    MvuaRun run;
  } sources[] = {
    { "noaa:latest", MVUA_NOAA_LATEST },
    { "noaa:20250918/00", RUN },
    { "noaa:20250917/18", RUN - 6 * HOUR },
    { "noaa:20240229/12", 1709208000 },
  };
  static const char *const others[] = {
    "noaa:",
    "noaa:Latest",
    "noaa:20250918",
    "noaa:20250918/0",
    "noaa:20250918/03",
    "noaa:20250918/24",
    "noaa:20250230/00",
    "noaa:20250918/00/",
    "noaa:20250918-00",
    " noaa:20250918/00",
    "NOAA:latest",
    "noaa:../../etc/0",
    "",
    "latest",
    "/noaa:latest",
  };

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      g_autoptr (GError) error = NULL;
      MvuaRun run = 0;
      g_assert_true (mvua_noaa_is_source (sources[i].text));
      g_assert_true (mvua_noaa_source_parse (sources[i].text, &run, &error));
      g_assert_cmpint (run, ==, sources[i].run);
      if (run == MVUA_NOAA_LATEST)
        continue;
      g_autofree char *text = mvua_noaa_source_format (run);
      g_assert_cmpstr (text, ==, sources[i].text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (GError) error = NULL;
      MvuaRun run = 0;
      g_assert_false (mvua_noaa_source_parse (others[i], &run, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
    }
}

static void
test_keys (void)
{
  g_autofree char *prefix = mvua_noaa_prefix (RUN + 6 * HOUR);
  g_autofree char *key = mvua_noaa_key (RUN, perturbed (1), 3);
  g_autofree char *last = mvua_noaa_key (RUN - 6 * HOUR, spread, 240);

  g_assert_cmpstr (prefix, ==, "gefs.20250918/06/atmos/pgrb2sp25/");
  g_assert_cmpstr (key, ==,
                   "gefs.20250918/00/atmos/pgrb2sp25/gep01.t00z.pgrb2s.0p25.f003");
  g_assert_cmpstr (last, ==,
                   "gefs.20250917/18/atmos/pgrb2sp25/gespr.t18z.pgrb2s.0p25.f240");
}

/* A file and its index. */
static void
add_file (MvuaTestS3 *server, MvuaRun run, MvuaMember member, int step)
{
  g_autofree char *key = mvua_noaa_key (run, member, step);
  g_autofree char *index = g_strconcat (key, ".idx", NULL);
  const gint64 time = run + 4 * HOUR + step * 60;

  mvua_test_s3_add (server, key, 1000 + (guint64) step, time);
  mvua_test_s3_add (server, index, 100, time);
}

static void
add_run (MvuaTestS3 *server, MvuaRun run, guint n_members, int last_step)
{
  for (guint m = 1; m <= n_members; m++)
    for (int step = 0; step <= last_step; step += 3)
      add_file (server, run, perturbed (m), step);
}

/* What else is in the folder of a run, and must not be taken for a file of it. */
static void
add_litter (MvuaTestS3 *server)
{
  static const char *const keys[] = {
    "gefs.20250918/00/atmos/pgrb2sp25/",
    "gefs.20250918/00/atmos/pgrb2sp25/gep01.t06z.pgrb2s.0p25.f000",
    "gefs.20250918/00/atmos/pgrb2sp25/gep01.t00z.pgrb2a.0p50.f000",
    "gefs.20250918/00/atmos/pgrb2sp25/deeper/gep01.t00z.pgrb2s.0p25.f000",
    "gefs.20250918/00/atmos/pgrb2sp25/gep99.t00z.pgrb2s.0p25.f000.idx",
    "gefs.20250918/00/atmos/pgrb2ap5/gep01.t00z.pgrb2a.0p50.f000",
    "gefs.20250918/00/wave/gridded/x",
    "index.html",
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    mvua_test_s3_add (server, keys[i], 1, RUN);
}

static GArray *
list_run (MvuaBucket *bucket, const MvuaMember *members, guint n_members)
{
  g_autoptr (GError) error = NULL;
  GArray *files = mvua_noaa_list_run (bucket, RUN, members, n_members,
                                      MVUA_PRIORITY_PICKED, NULL, &error);

  g_assert_no_error (error);
  return files;
}

static void
assert_file (const GArray *files, guint i, MvuaMember member, int step)
{
  const MvuaNoaaFile *file = &g_array_index (files, MvuaNoaaFile, i);
  g_autofree char *key = mvua_noaa_key (RUN, member, step);

  g_assert_cmpstr (file->key, ==, key);
  g_assert_cmpint (mvua_member_compare (file->name.member, member), ==, 0);
  g_assert_cmpint (file->name.step, ==, step);
}

static void
test_run (void)
{
  g_autoptr (MvuaTestS3) server = mvua_test_s3_new ();
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);

  add_litter (server);
  add_file (server, RUN, spread, 0);
  add_file (server, RUN, mean, 0);
  add_file (server, RUN, control, 0);
  add_run (server, RUN, 2, 6);
  g_autoptr (GArray) files = list_run (bucket, NULL, 0);

  g_assert_cmpuint (files->len, ==, 9);
  assert_file (files, 0, control, 0);
  assert_file (files, 1, perturbed (1), 0);
  assert_file (files, 2, perturbed (1), 3);
  assert_file (files, 4, perturbed (2), 0);
  assert_file (files, 7, mean, 0);
  assert_file (files, 8, spread, 0);
  const MvuaNoaaFile *file = &g_array_index (files, MvuaNoaaFile, 2);
  g_assert_cmpuint (file->size, ==, 1003);
  g_assert_cmpint (file->modified, ==, RUN + 4 * HOUR + 180);
  g_assert_nonnull (file->etag);
  g_assert_true (file->has_index);
  g_assert_nonnull (file->index_etag);
  g_assert_cmpstr (file->index_etag, !=, file->etag);
  g_assert_cmpuint (file->index_size, ==, 100);
  g_assert_false (file->is_empty);
}

/* Files of no bytes, without an index, with an empty one, and an index alone. */
static void
test_odd_files (void)
{
  g_autoptr (MvuaTestS3) server = mvua_test_s3_new ();
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);
  g_autofree char *empty = mvua_noaa_key (RUN, perturbed (1), 0);
  g_autofree char *bare = mvua_noaa_key (RUN, perturbed (1), 3);
  g_autofree char *with_empty = mvua_noaa_key (RUN, perturbed (1), 6);
  g_autofree char *empty_index = g_strconcat (with_empty, ".idx", NULL);
  g_autofree char *absent = mvua_noaa_key (RUN, perturbed (1), 9);
  g_autofree char *early_index = g_strconcat (absent, ".idx", NULL);

  mvua_test_s3_add (server, empty, 0, RUN);
  mvua_test_s3_add (server, bare, 5, RUN);
  mvua_test_s3_add (server, with_empty, 5, RUN);
  mvua_test_s3_add (server, empty_index, 0, RUN);
  mvua_test_s3_add (server, early_index, 5, RUN);
  g_autoptr (GArray) files = list_run (bucket, NULL, 0);

  g_assert_cmpuint (files->len, ==, 3);
  g_assert_true (g_array_index (files, MvuaNoaaFile, 0).is_empty);
  for (guint i = 0; i < 3; i++)
    g_assert_false (g_array_index (files, MvuaNoaaFile, i).has_index);
  g_assert_false (g_array_index (files, MvuaNoaaFile, 1).is_empty);

  /* On a server that tells no sizes, a file may be one of any. */
  server->is_folders = TRUE;
  g_autoptr (MvuaBucket) mirror = mvua_test_s3_bucket (server);
  g_autoptr (GArray) names = list_run (mirror, NULL, 0);
  g_assert_cmpuint (names->len, ==, 3);
  g_assert_false (g_array_index (names, MvuaNoaaFile, 0).is_empty);
  g_assert_true (g_array_index (names, MvuaNoaaFile, 2).has_index);
  g_assert_cmpuint (g_array_index (names, MvuaNoaaFile, 2).size, ==, 0);
}

/* A whole run costs six requests, one member one. */
static void
test_requests (void)
{
  const MvuaMember two[] = { perturbed (7), perturbed (12) };
  MvuaMember eight[8];
  g_autoptr (MvuaTestS3) server = mvua_test_s3_new ();
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);

  add_run (server, RUN, 30, 240);
  for (int step = 0; step <= 240; step += 3)
    {
      add_file (server, RUN, control, step);
      add_file (server, RUN, mean, step);
      add_file (server, RUN, spread, step);
    }
  for (guint i = 0; i < 8; i++)
    eight[i] = perturbed (i + 1);

  g_autoptr (GArray) files = list_run (bucket, NULL, 0);
  g_assert_cmpuint (files->len, ==, 33 * 81);
  g_assert_cmpuint (mvua_test_s3_take_count (server), ==, 6);
  g_autoptr (GArray) some = list_run (bucket, two, 2);
  g_assert_cmpuint (some->len, ==, 2 * 81);
  assert_file (some, 0, perturbed (7), 0);
  assert_file (some, 161, perturbed (12), 240);
  g_assert_cmpuint (mvua_test_s3_take_count (server), ==, 2);
  g_autoptr (GArray) more = list_run (bucket, eight, 8);
  g_assert_cmpuint (more->len, ==, 8 * 81);
  g_assert_cmpuint (mvua_test_s3_take_count (server), ==, 6);
  g_autoptr (GArray) none = list_run (bucket, two, 0);
  g_assert_cmpuint (none->len, ==, 0);
}

static void
measure (MvuaBucket *bucket, MvuaNoaaCycle *cycle)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (
      mvua_noaa_measure_cycle (bucket, cycle, MVUA_PRIORITY_BESIDE, NULL, &error));
  g_assert_no_error (error);
}

/* A cycle as it fills is never complete early, whatever else is in its folder. */
static void
test_filling (void)
{
  g_autoptr (MvuaTestS3) server = mvua_test_s3_new ();
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);
  MvuaNoaaCycle cycle = { .run = RUN };

  add_litter (server);
  measure (bucket, &cycle);
  g_assert_cmpuint (cycle.n_files, ==, 0);
  g_assert_cmpuint (cycle.n_expected, ==, 2430);
  g_assert_cmpint (cycle.last_step, ==, -1);
  g_assert_cmpint (cycle.newest, ==, 0);
  for (int step = 0; step <= 240; step += 3)
    {
      add_file (server, RUN, control, step);
      add_file (server, RUN, mean, step);
      add_file (server, RUN, perturbed (31), step); /* not one of those expected */
      for (guint m = 1; m <= 30; m++)
        {
          add_file (server, RUN, perturbed (m), step);
          if (m != 29 && m != 30)
            continue;
          measure (bucket, &cycle);
          g_assert_cmpuint (cycle.n_files, ==, (guint) step / 3 * 30 + m);
          g_assert_cmpint (cycle.last_step, ==,
                           m == 30    ? step
                           : step > 0 ? step - 3
                                      : -1);
          g_assert_cmpint (cycle.newest, ==, RUN + 4 * HOUR + step * 60);
          g_assert_true (mvua_noaa_cycle_is_complete (&cycle) ==
                         (step == 240 && m == 30));
        }
    }
}

/* A file of no bytes is not there yet. */
static void
test_empty_is_not_complete (void)
{
  g_autoptr (MvuaTestS3) server = mvua_test_s3_new ();
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);
  MvuaNoaaCycle cycle = { .run = RUN };

  add_run (server, RUN, 30, 240);
  for (guint i = 0; i < server->objects->len; i++)
    {
      MvuaObject *object = g_ptr_array_index (server->objects, i);
      if (g_str_has_suffix (object->key, "gep17.t00z.pgrb2s.0p25.f120"))
        object->size = 0;
    }
  measure (bucket, &cycle);
  g_assert_cmpuint (cycle.n_files, ==, 2429);
  g_assert_cmpint (cycle.last_step, ==, 240);
  g_assert_false (mvua_noaa_cycle_is_complete (&cycle));
}

static void
test_cycles (void)
{
  g_autoptr (MvuaTestS3) server = mvua_test_s3_new ();
  g_autoptr (MvuaBucket) bucket = mvua_test_s3_bucket (server);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 8; i++)
    if (i != 3)
      add_run (server, RUN - i * 6 * HOUR, 1, 0);
  mvua_test_s3_add (server, "gefs.20250918/03/atmos/x", 1, RUN);
  mvua_test_s3_add (server, "gefs.20250918/xx/atmos/x", 1, RUN);
  mvua_test_s3_add (server, "gefs.20250918/1/atmos/x", 1, RUN);
  mvua_test_s3_add (server, "gefs.20250918/README", 1, RUN);
  g_autoptr (GArray) cycles = mvua_noaa_list_cycles (bucket, RUN + 5 * HOUR, 2,
                                                     MVUA_PRIORITY_BESIDE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mvua_test_s3_take_count (server), ==, 2);
  g_assert_cmpuint (cycles->len, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const MvuaNoaaCycle *cycle = &g_array_index (cycles, MvuaNoaaCycle, i);
      g_assert_cmpint (cycle->run, ==, RUN - (i < 3 ? (int) i : 4) * 6 * HOUR);
      g_assert_false (cycle->is_measured);
      g_assert_false (mvua_noaa_cycle_is_complete (cycle));
    }
}

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
  g_test_add_func ("/noaa/sources", test_sources);
  g_test_add_func ("/noaa/keys", test_keys);
  g_test_add_func ("/noaa/run", test_run);
  g_test_add_func ("/noaa/odd-files", test_odd_files);
  g_test_add_func ("/noaa/requests", test_requests);
  g_test_add_func ("/noaa/filling", test_filling);
  g_test_add_func ("/noaa/empty-is-not-complete", test_empty_is_not_complete);
  g_test_add_func ("/noaa/cycles", test_cycles);
  g_test_add_func ("/noaa/latest", test_latest);
  g_test_add_func ("/noaa/latest-elsewhere", test_latest_elsewhere);
  g_test_add_func ("/noaa/no-latest", test_no_latest);
  g_test_add_func ("/noaa/latest-of", test_latest_of);
  g_test_add_func ("/noaa/latest-by-minutes", test_latest_by_minutes);
  return g_test_run ();
}
