/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Buckets of rain in other shapes than the usual ones: rounding, clamps, hourly steps,
 * buckets of 3 h, totals of several days, and what is missing. */

#include "ensemble-fixture.h"
#include "mvua-rain-series.h"

typedef struct
{
  Folder folder;
  MvuaEnsemble *ensemble;
  MvuaLoader *loader;
  MvuaRainSeries *series;
  float rain[N_POINTS];
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  folder_set_up (&self->folder, data);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  mvua_rain_series_free (self->series);
  mvua_loader_free (self->loader);
  mvua_ensemble_unref (self->ensemble);
  folder_tear_down (&self->folder, data);
}

static void
add_bucket (Fixture *self, int start, int end, int tenths)
{
  file_add (&self->folder, "tp", perturbed (1), start, end, tenths);
}

/* The usual buckets up to @last, 1 mm an hour, without the one that ends at @left_out. */
static void
add_run (Fixture *self, int last, int left_out)
{
  for (int end = 3; end <= last; end += 3)
    if (end != left_out)
      add_bucket (self, (end - 1) / 6 * 6, end, 10 * (end - (end - 1) / 6 * 6));
}

/* All buckets that were added are in one file. */
static void
begin (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  file_write (&self->folder, "rain.grib2", TRUE);
  self->ensemble = folder_open (&self->folder);
  self->loader = mvua_loader_new (self->ensemble);
  const MvuaWindow window = whole_window (self->ensemble);
  self->series = mvua_rain_series_new (self->loader, mvua_variable_by_name ("tp"),
                                       perturbed (1), &window, NULL, &error);
  g_assert_no_error (error);
}

static void
again (Fixture *self)
{
  const MvuaWindow window = whole_window (self->ensemble);

  g_clear_pointer (&self->series, mvua_rain_series_free);
  self->series = mvua_rain_series_new (self->loader, mvua_variable_by_name ("tp"),
                                       perturbed (1), &window, NULL, NULL);
}

static void
next (Fixture *self, int step, MvuaRainStep *result)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_rain_series_next (self->series, step, self->rain, result, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < N_POINTS; i++)
    g_assert_true (isnan (self->rain[i]) == (result->loaded.status != MVUA_STATUS_OK));
}

/* The rain of the 3 h before @step is @mm everywhere, to the bit. */
static void
assert_rain (Fixture *self, int step, float mm)
{
  MvuaRainStep result;

  next (self, step, &result);
  g_assert_cmpstr (result.loaded.complaint, ==, NULL);
  g_assert_cmpint (result.loaded.start, ==, step - 3);
  for (guint i = 0; i < N_POINTS; i++)
    g_assert_true (self->rain[i] == mm);
}

static void
assert_no_rain (Fixture *self, int step, MvuaStatus status, const char *text)
{
  MvuaRainStep result;

  next (self, step, &result);
  g_assert_cmpint (result.loaded.status, ==, status);
  if (text != NULL)
    g_assert_nonnull (strstr (result.loaded.complaint, text));
  else
    g_assert_null (result.loaded.complaint);
  mvua_loaded_clear (&result.loaded);
}

/* The same window out of as few buckets as will do is the same to the bit. */
static void
assert_window (Fixture *self, MvuaHours hours, const float *expected)
{
  g_autoptr (GArray) steps = mvua_rain_window_steps (
      self->loader, mvua_variable_by_name ("tp"), perturbed (1), hours);
  float rain[N_POINTS];
  MvuaLoaded loaded;

  again (self);
  g_assert_true (
      mvua_rain_series_window (self->series, hours, steps, rain, &loaded, NULL));
  g_assert_true ((loaded.status == MVUA_STATUS_OK) == !isnan (rain[0]));
  g_assert_true ((loaded.status == MVUA_STATUS_OK) == (loaded.complaint == NULL));
  for (guint i = 0; i < N_POINTS; i++)
    g_assert_true (isnan (expected[i]) ? isnan (rain[i]) : rain[i] == expected[i]);
  mvua_loaded_clear (&loaded);
}

/* The total of a window out of the steps that it needs.  Returns: mm, or NaN */
static float
total (Fixture *self, int start, int end)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) totals = g_array_new (FALSE, FALSE, sizeof (MvuaHours));
  const MvuaHours window = { start, end };

  g_array_append_val (totals, window);
  g_autoptr (GArray) steps = mvua_rain_steps (none, totals);
  again (self);
  mvua_rain_series_begin_total (self->series, window);
  for (guint i = 0; i < steps->len; i++)
    {
      MvuaRainStep result;
      next (self, g_array_index (steps, int, i), &result);
      mvua_loaded_clear (&result.loaded);
    }
  const gboolean is_ok = mvua_rain_series_end_total (self->series, self->rain);
  for (guint i = 0; i < N_POINTS; i++)
    g_assert_true (is_ok ? self->rain[i] == self->rain[0] : isnan (self->rain[i]));
  assert_window (self, window, self->rain);
  return self->rain[0];
}

/* 0.3 - 0.1 is 0.2, and not what two floats make of it. */
static void
test_rounding (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_bucket (self, 0, 3, 1);
  add_bucket (self, 0, 6, 3);
  add_bucket (self, 6, 9, 3333);
  add_bucket (self, 6, 12, 10001);
  begin (self);
  assert_rain (self, 3, 0.1F);
  assert_rain (self, 6, 0.2F);
  assert_rain (self, 9, 333.3F);
  assert_rain (self, 12, 666.8F);
}

/* A first half that is larger than the whole: no rain, and it is counted. */
static void
test_clamps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaRainStep result;

  add_bucket (self, 0, 3, 12);
  add_bucket (self, 0, 6, 10);
  add_bucket (self, 6, 9, 10);
  add_bucket (self, 6, 12, 10);
  begin (self);
  next (self, 3, &result);
  g_assert_false (result.was_subtracted);
  next (self, 6, &result);
  g_assert_true (result.was_subtracted);
  g_assert_cmpint (result.bucket, ==, 0);
  g_assert_cmpuint (result.clamps.n_valid, ==, N_POINTS);
  g_assert_cmpuint (result.clamps.n_clamped, ==, N_POINTS);
  g_assert_cmpfloat_with_epsilon (result.clamps.lowest, -0.2F, 1e-6);
  for (guint i = 0; i < N_POINTS; i++)
    g_assert_true (self->rain[i] == 0 && !signbit (self->rain[i]));
  next (self, 9, &result);
  next (self, 12, &result);
  g_assert_cmpuint (result.clamps.n_clamped, ==, 0);
  /* The total is that of the whole buckets all the same. */
  g_assert_cmpfloat (total (self, 0, 12), ==, 2);
}

/* Buckets of 3 h at every step, as some sources have them. */
static void
test_short_buckets (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  for (int end = 3; end <= 48; end += 3)
    add_bucket (self, end - 3, end, 10 * end);
  begin (self);
  for (int step = 3; step <= 48; step += 3)
    assert_rain (self, step, (float) step);
  /* 3 + 6 + … + 24, and 9 + … + 30 */
  g_assert_cmpfloat (total (self, 0, 24), ==, 108);
  g_assert_cmpfloat (total (self, 6, 30), ==, 156);
  g_assert_cmpfloat (total (self, 3, 27), ==, 132);
  g_assert_cmpfloat (total (self, 6, 9), ==, 9);
}

/* Buckets of 6 h alone: their totals are known, 3 h are not. */
static void
test_long_buckets (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  for (int end = 6; end <= 48; end += 6)
    add_bucket (self, end - 6, end, 60);
  begin (self);
  assert_no_rain (self, 6, MVUA_STATUS_MISSING, "0-6 h is known, but not that of its");
  assert_no_rain (self, 9, MVUA_STATUS_MISSING, "no file of gep01 f009");
  assert_no_rain (self, 12, MVUA_STATUS_MISSING, "6-12 h is known");
  g_assert_cmpfloat (total (self, 0, 24), ==, 24);
  g_assert_cmpfloat (total (self, 6, 30), ==, 24);
  g_assert_true (isnan (total (self, 3, 27)));
}

/* Steps between the buckets have no rain of 3 h, and do not get in the way. */
static void
test_hourly_steps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_run (self, 24, -1);
  begin (self);
  for (int step = 0; step <= 24; step++)
    if (step > 0 && step % 3 == 0)
      assert_rain (self, step, 3);
    else
      assert_no_rain (self, step, MVUA_STATUS_NOT_DEFINED, NULL);
}

/* Steps are walked with gaps: nothing is taken from a bucket further back. */
static void
test_skipped_steps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_run (self, 48, -1);
  begin (self);
  assert_rain (self, 3, 3);
  assert_no_rain (self, 12, MVUA_STATUS_MISSING, "6-12 h is known");
  assert_rain (self, 21, 3);
  assert_rain (self, 27, 3);
  assert_rain (self, 30, 3);
}

/* Totals over several days, and from any multiple of 3. */
static void
test_long_totals (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_run (self, 180, 93);
  begin (self);
  for (int start = 0; start <= 21; start += 3)
    g_assert_cmpfloat (total (self, start, start + 24), ==, 24);
  /* The half bucket that is missing ends at 93: only edges there would need it. */
  g_assert_cmpfloat (total (self, 0, 72), ==, 72);
  g_assert_cmpfloat (total (self, 6, 126), ==, 120);
  g_assert_cmpfloat (total (self, 3, 171), ==, 168);
  g_assert_true (isnan (total (self, 93, 117)));
  g_assert_true (isnan (total (self, 69, 93)));
  g_assert_cmpfloat (total (self, 72, 96), ==, 24);
}

/* Days one after another out of one walk, as an export makes them. */
static void
test_successive_days (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const int offsets[] = { 0, 6, 21 };

  add_run (self, 99, -1);
  begin (self);
  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      float day[N_POINTS];
      int start = offsets[i];
      guint n_days = 0;
      again (self);
      mvua_rain_series_begin_total (self->series, (MvuaHours){ start, start + 24 });
      for (int step = 3; step <= 99; step += 3)
        {
          assert_rain (self, step, 3);
          if (step != start + 24)
            continue;
          g_assert_true (mvua_rain_series_end_total (self->series, day));
          g_assert_cmpfloat (day[7], ==, 24);
          start = step;
          n_days++;
          mvua_rain_series_begin_total (self->series, (MvuaHours){ start, start + 24 });
        }
      g_assert_cmpuint (n_days, ==, offsets[i] == 0 ? 4 : 3);
    }
}

/* A total that is asked for before its end, or whose last bucket is not there. */
static void
test_unfinished_total (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_run (self, 21, -1);
  begin (self);
  mvua_rain_series_begin_total (self->series, (MvuaHours){ 0, 24 });
  for (int step = 3; step <= 21; step += 3)
    assert_rain (self, step, 3);
  g_assert_false (mvua_rain_series_end_total (self->series, self->rain));
  g_assert_true (isnan (self->rain[0]));
  g_assert_true (isnan (total (self, 0, 24)));
}

/* A point that has no value has none in any total that it takes part in. */
static void
test_missing_point (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaTestMessage message = uniform ("tp", perturbed (1), 0, 6, 60);
  gint64 packed[N_POINTS] = { 0 };

  packed[5] = MVUA_TEST_ABSENT;
  message.packed = packed;
  message.bitmap = MVUA_TEST_BITMAP_OWN;
  add_bucket (self, 0, 3, 30);
  add_index_line (&self->folder, self->folder.bytes->len, mvua_variable_by_name ("tp"), 0,
                  6, perturbed (1), "2");
  file_add_message (&self->folder, &message);
  begin (self);

  float rain[N_POINTS];
  MvuaRainStep result;
  mvua_rain_series_begin_total (self->series, (MvuaHours){ 0, 6 });
  assert_rain (self, 3, 3);
  g_assert_true (mvua_rain_series_next (self->series, 6, self->rain, &result, NULL));
  g_assert_cmpint (result.loaded.status, ==, MVUA_STATUS_OK);
  g_assert_cmpuint (result.clamps.n_valid, ==, N_POINTS - 1);
  g_assert_true (mvua_rain_series_end_total (self->series, rain));
  for (guint i = 0; i < N_POINTS; i++)
    {
      g_assert_true (i == 5 ? isnan (self->rain[i]) : self->rain[i] == 3);
      g_assert_true (i == 5 ? isnan (rain[i]) : rain[i] == 6);
    }
}

/* Where the index does not tell, the message's own window decides. */
static void
test_odd_window (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  file_add (&self->folder, "tp", perturbed (1), 1, 6, 50);
  g_string_assign (self->folder.index,
                   "1:0:d=2025091800:APCP:surface:0-0 day acc fcst:ENS=+1\n");
  file_write (&self->folder, "gep01.t00z.pgrb2s.0p25.f006", TRUE);
  self->ensemble = folder_open (&self->folder);
  self->loader = mvua_loader_new (self->ensemble);
  again (self);
  assert_no_rain (self, 6, MVUA_STATUS_REJECTED,
                  "its window is 1-6 h; expected 0-6 or 3-6 h");
}

/* The buckets of one window, by what there is. */
static void
assert_window_steps (Fixture *self, int start, int end, const char *expected)
{
  g_autoptr (GArray) steps =
      mvua_rain_window_steps (self->loader, mvua_variable_by_name ("tp"), perturbed (1),
                              (MvuaHours){ start, end });
  g_autofree char *text = mvua_steps_format (steps);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_window_steps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  add_run (self, 24, 9);
  add_bucket (self, 24, 27, 30); /* as in some sources: 3 h at each step */
  add_bucket (self, 27, 30, 30);
  begin (self);
  assert_window_steps (self, 0, 24, "6-24/6");
  assert_window_steps (self, 3, 6, "3, 6");
  assert_window_steps (self, 12, 15, "15");
  assert_window_steps (self, 3, 21, "3, 6-18/6, 21");
  assert_window_steps (self, 6, 30, "12-24/6, 27, 30");
  assert_window_steps (self, 27, 30, "30");
  /* What is not there at all might be in halves. */
  assert_window_steps (self, 30, 36, "33, 36");
  g_assert_cmpfloat (total (self, 6, 30), ==, 24);
}

static char *
needed_steps (const char *steps_text, int start, int end)
{
  g_autoptr (GArray) steps = steps_text[0] != '\0'
                                 ? mvua_steps_parse (steps_text, 3, NULL)
                                 : g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) totals = g_array_new (FALSE, FALSE, sizeof (MvuaHours));
  const MvuaHours window = { start, end };

  if (end > 0)
    g_array_append_val (totals, window);
  g_autoptr (GArray) needed = mvua_rain_steps (steps, totals);
  return mvua_steps_format (needed);
}

static void
test_needed_steps (void)
{
  static const struct
  {
    const char *steps;
    int start, end;
    const char *needed;
  } cases[] = {
    { "0-24", 0, 0, "0-24/3" },   { "6", 0, 0, "3, 6" },
    { "0-24/6", 0, 0, "0-24/3" }, { "3-21/6", 0, 0, "3-21/6" },
    { "", 0, 24, "3-24/3" },      { "", 6, 30, "9-30/3" },
    { "", 21, 45, "21-45/3" },    { "48", 21, 45, "21-48/3" },
    { "4", 0, 0, "4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *needed =
          needed_steps (cases[i].steps, cases[i].start, cases[i].end);
      g_assert_cmpstr (needed, ==, cases[i].needed);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/rain-buckets/rounding", test_rounding },
    { "/rain-buckets/clamps", test_clamps },
    { "/rain-buckets/short-buckets", test_short_buckets },
    { "/rain-buckets/long-buckets", test_long_buckets },
    { "/rain-buckets/hourly-steps", test_hourly_steps },
    { "/rain-buckets/skipped-steps", test_skipped_steps },
    { "/rain-buckets/long-totals", test_long_totals },
    { "/rain-buckets/successive-days", test_successive_days },
    { "/rain-buckets/unfinished-total", test_unfinished_total },
    { "/rain-buckets/missing-point", test_missing_point },
    { "/rain-buckets/odd-window", test_odd_window },
    { "/rain-buckets/window-steps", test_window_steps },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/rain-buckets/needed-steps", test_needed_steps);
  return g_test_run ();
}
