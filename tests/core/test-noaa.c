/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* NOAA's layout of a bucket: names, the listing of a run, and cycles as they fill.  The
 * bucket is one of the test's own. */

#include "noaa-fixture.h"

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
  return g_test_run ();
}
