/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* From published buckets in files to the rain of 3 h and of days. */

#include "mvua-rain-series.h"
#include "mvua-test-encoder.h"

#include <glib/gstdio.h>
#include <math.h>

#define N_POINTS 96 /* of the encoder's usual grid */
#define MM_AN_HOUR 1

static const MvuaMember member = { MVUA_MEMBER_PERTURBED, 1 };

static char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("mvua-rain-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A bucket of @tenths of mm at every point. */
static void
write_bucket (const char *folder, int start, int end, gint64 tenths, const char *suffix)
{
  MvuaTestMessage message = mvua_test_message_defaults ();
  gint64 packed[N_POINTS];
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_strdup_printf ("rain_%03d%s.grib2", end, suffix);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  for (guint i = 0; i < N_POINTS; i++)
    packed[i] = tenths;
  mvua_test_message_set_field (&message, mvua_variable_by_name ("tp"), member, start,
                               end);
  message.packed = packed;
  message.bits = 12;
  g_autoptr (GByteArray) bytes = mvua_test_message_encode (&message);
  g_file_set_contents (path, (const char *) bytes->data, (gssize) bytes->len, &error);
  g_assert_no_error (error);
}

/* GEFS as it is: 0-3, 0-6, 6-9, 6-12 … with the same rain in every hour. */
static void
write_run (const char *folder, int last, int left_out)
{
  for (int end = 3; end <= last; end += 3)
    {
      const int start = (end - 1) / 6 * 6;
      if (end != left_out)
        write_bucket (folder, start, end, 10 * MM_AN_HOUR * (end - start), "");
    }
}

typedef struct
{
  MvuaEnsemble *ensemble;
  MvuaLoader *loader;
  MvuaRainSeries *series;
} Walk;

static Walk
begin_walk (const char *folder)
{
  g_autoptr (GError) error = NULL;
  Walk walk = { .ensemble = mvua_ensemble_open (folder, NULL, NULL, &error) };
  MvuaWindow window;
  const MvuaRegion whole = { .whole = TRUE };

  g_assert_no_error (error);
  g_assert_true (
      mvua_grid_cut (mvua_ensemble_get_grid (walk.ensemble), &whole, &window, NULL));
  g_assert_cmpuint (mvua_window_n_points (&window), ==, N_POINTS);
  walk.loader = mvua_loader_new (walk.ensemble);
  walk.series = mvua_rain_series_new (walk.loader, mvua_variable_by_name ("tp"), member,
                                      &window, NULL, &error);
  g_assert_no_error (error);
  return walk;
}

static void
end_walk (Walk *walk)
{
  mvua_rain_series_free (walk->series);
  mvua_loader_free (walk->loader);
  mvua_ensemble_unref (walk->ensemble);
}

static MvuaStatus
next (Walk *walk, int step, float rain[N_POINTS])
{
  MvuaRainStep result;
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_rain_series_next (walk->series, step, rain, &result, &error));
  g_assert_no_error (error);
  g_assert_true (result.loaded.status == MVUA_STATUS_OK ? rain[0] >= 0 : isnan (rain[0]));
  mvua_loaded_clear (&result.loaded);
  return result.loaded.status;
}

static void
test_steps (void)
{
  g_autofree char *folder = make_folder ();
  float rain[N_POINTS];

  write_run (folder, 48, -1);
  Walk walk = begin_walk (folder);
  g_assert_cmpint (next (&walk, 0, rain), ==, MVUA_STATUS_NOT_DEFINED);
  for (int step = 3; step <= 48; step += 3)
    {
      g_assert_cmpint (next (&walk, step, rain), ==, MVUA_STATUS_OK);
      for (guint i = 0; i < N_POINTS; i++)
        g_assert_true (rain[i] == 3 * MM_AN_HOUR);
    }
  end_walk (&walk);
  remove_folder (folder);
}

/* Sums a window with whatever steps it needs.  Returns: whether it is whole */
static gboolean
sum (const char *folder, MvuaHours window, float total[N_POINTS])
{
  g_autoptr (GArray) no_steps = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) totals = g_array_new (FALSE, FALSE, sizeof (MvuaHours));
  float rain[N_POINTS];
  Walk walk = begin_walk (folder);

  g_array_append_val (totals, window);
  g_autoptr (GArray) steps = mvua_rain_steps (no_steps, totals);
  mvua_rain_series_begin_total (walk.series, window);
  for (guint i = 0; i < steps->len; i++)
    next (&walk, g_array_index (steps, int, i), rain);
  const gboolean is_whole = mvua_rain_series_end_total (walk.series, total);
  end_walk (&walk);
  return is_whole;
}

static void
test_days (void)
{
  const MvuaHours windows[] = { { 0, 24 },  { 6, 30 },      { 21, 45 }, { 3, 27 },
                                { 24, 48 }, { 0, 72 },      { 9, 21 },  { 15, 18 },
                                { 18, 21 }, { 21, 21 + 72 } };
  g_autofree char *folder = make_folder ();
  float total[N_POINTS];

  write_run (folder, 96, -1);
  for (guint w = 0; w < G_N_ELEMENTS (windows); w++)
    {
      g_assert_true (sum (folder, windows[w], total));
      for (guint i = 0; i < N_POINTS; i++)
        g_assert_true (total[i] == MM_AN_HOUR * (windows[w].end - windows[w].start));
    }
  remove_folder (folder);
}

/* Without the first half of a bucket its second half is unknown, and its whole is not. */
static void
test_first_half_missing (void)
{
  g_autofree char *folder = make_folder ();
  float rain[N_POINTS];

  write_run (folder, 48, 9);
  Walk walk = begin_walk (folder);
  g_assert_cmpint (next (&walk, 6, rain), ==,
                   MVUA_STATUS_MISSING); /* 3 h not asked for */
  g_assert_cmpint (next (&walk, 9, rain), ==, MVUA_STATUS_MISSING);
  g_assert_cmpint (next (&walk, 12, rain), ==, MVUA_STATUS_MISSING);
  g_assert_cmpint (next (&walk, 15, rain), ==, MVUA_STATUS_OK);
  end_walk (&walk);

  g_assert_true (sum (folder, (MvuaHours){ 0, 24 }, rain));
  g_assert_true (rain[5] == 24 * MM_AN_HOUR);
  g_assert_false (sum (folder, (MvuaHours){ 9, 33 }, rain));
  g_assert_true (isnan (rain[5]));
  remove_folder (folder);
}

static void
test_bucket_missing (void)
{
  g_autofree char *folder = make_folder ();
  float total[N_POINTS];

  write_run (folder, 48, 12);
  g_assert_false (sum (folder, (MvuaHours){ 0, 24 }, total));
  g_assert_true (isnan (total[0]));
  g_assert_true (sum (folder, (MvuaHours){ 24, 48 }, total));
  remove_folder (folder);
}

/* GFS has the sum since the run besides, and sometimes a record twice. */
static void
test_other_windows_and_copies (void)
{
  g_autofree char *folder = make_folder ();
  float rain[N_POINTS];

  write_run (folder, 24, -1);
  write_bucket (folder, 0, 18, 180, "-since-run");
  write_bucket (folder, 12, 15, 30, "-copy");
  write_bucket (folder, 18, 21, 99, "-other");
  Walk walk = begin_walk (folder);
  g_assert_cmpint (next (&walk, 15, rain), ==, MVUA_STATUS_OK);
  g_assert_cmpint (next (&walk, 18, rain), ==, MVUA_STATUS_OK);
  g_assert_true (rain[0] == 3);
  /* Two messages of one window that differ: neither is believed. */
  g_assert_cmpint (next (&walk, 21, rain), ==, MVUA_STATUS_REJECTED);
  end_walk (&walk);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rain-series/steps", test_steps);
  g_test_add_func ("/rain-series/days", test_days);
  g_test_add_func ("/rain-series/first-half-missing", test_first_half_missing);
  g_test_add_func ("/rain-series/bucket-missing", test_bucket_missing);
  g_test_add_func ("/rain-series/other-windows-and-copies",
                   test_other_windows_and_copies);
  return g_test_run ();
}
