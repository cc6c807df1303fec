/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is made when it is asked for is what an export writes, to the bit. */

#include "fields-fixture.h"
#include "mvua-export.h"
#include "mvua-rain-series.h"

#include <blosc.h>

#define N_MEMBERS 7
#define LAST_STEP 78
#define N_STEPS 27 /* a chunk */

typedef struct
{
  Fixture base;
  char *out;
  char *store;
} Exported;

/* With gaps: gep02 lacks the first half of a bucket, gep05 a whole one, gep06 all. */
static void
set_up (Exported *self, gconstpointer data)
{
  fixture_set_up (&self->base, data);
  for (guint m = 1; m <= N_MEMBERS; m++)
    for (int step = 0; step <= LAST_STEP; step += 3)
      if (m != 6 && !(m == 2 && step == 21) && !(m == 5 && step == 36))
        write_file (&self->base, perturbed (m), step);
  fixture_open (&self->base, CACHE_BYTES, 2);
  self->out = g_dir_make_tmp ("mvua-out-XXXXXX", NULL);
}

static void
tear_down (Exported *self, gconstpointer data)
{
  remove_all (self->out);
  g_free (self->out);
  g_free (self->store);
  fixture_tear_down (&self->base, data);
}

static void export(Exported *self, int daily_hour)
{
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autofree char *name = g_strdup_printf ("%d.zarr", daily_hour);
  g_autoptr (GError) error = NULL;

  options.daily_hour = daily_hour;
  g_free (self->store);
  self->store = g_build_filename (self->out, name, NULL);
  g_assert_true (mvua_export_run (self->base.ensemble, self->store, &options, NULL, NULL,
                                  &report, NULL, &error));
  g_assert_no_error (error);
}

/* A chunk of an array, of so many steps or days. */
static float *
read_chunk (const Exported *self, const char *array, guint chunk, guint n_steps)
{
  g_autofree char *name = g_strdup_printf ("%u.0.0", chunk);
  g_autofree char *path = g_build_filename (self->store, array, name, NULL);
  g_autofree char *bytes = NULL;
  gsize n = 0, n_raw = 0, n_blosc = 0, n_part = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  blosc_cbuffer_sizes (bytes, &n_raw, &n_blosc, &n_part);
  g_assert_cmpuint (n_blosc, ==, n);
  g_assert_cmpuint (n_raw, ==, (gsize) n_steps * N_POINTS * sizeof (float));
  float *values = g_malloc (n_raw);
  g_assert_cmpint (blosc_decompress_ctx (bytes, values, n_raw, 1), ==, (int) n_raw);
  return values;
}

static void
assert_bits (const float *found, const float *expected, const char *array, int step)
{
  if (memcmp (found, expected, N_POINTS * sizeof *found) != 0)
    g_error ("%s at %d h: %.9g is not %.9g", array, step, (double) found[0],
             (double) expected[0]);
}

/* All steps of one array; of rain the 3 h before each step. */
static void
compare_array (const Exported *self,
               const char *array,
               MvuaProduct product,
               const char *variable)
{
  const gboolean is_rain = strcmp (variable, "tp") == 0;
  g_autofree float *stored = read_chunk (self, array, 0, N_STEPS);

  for (int i = 0; i < N_STEPS; i++)
    {
      g_autoptr (MvuaField) field = load (&self->base, product, variable,
                                          is_rain ? 3 * i - 3 : MVUA_HOUR_UNKNOWN, 3 * i);
      assert_bits (field->values, stored + i * N_POINTS, array, 3 * i);
    }
}

static void
test_members (Exported *self, gconstpointer data G_GNUC_UNUSED)
{
  export(self, 6);
  for (guint m = 1; m <= N_MEMBERS; m++)
    {
      g_autofree char *t2m = g_strdup_printf ("gep%02u/t2m", m);
      g_autofree char *tp = g_strdup_printf ("gep%02u/tp", m);

      compare_array (self, t2m, mvua_product_member (perturbed (m)), "t2m");
      compare_array (self, tp, mvua_product_member (perturbed (m)), "tp");
    }
}

static void
test_statistics (Exported *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const names[] = { "mean", "std", "min", "max", "p10",
                                       "p25",  "p50", "p75", "p90" };

  export(self, 6);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *t2m = g_strdup_printf ("ensemble_stats/%s/t2m", names[i]);
      g_autofree char *tp = g_strdup_printf ("ensemble_stats/%s/tp", names[i]);

      compare_array (self, t2m, statistic (names[i]), "t2m");
      compare_array (self, tp, statistic (names[i]), "tp");
    }
  compare_array (self, "probabilities/prob_gt_5mm", mvua_product_probability (5), "tp");
  compare_array (self, "probabilities/prob_gt_25mm", mvua_product_probability (25), "tp");
}

/* 06-06, 00-00 and 21-21 UTC. */
static void
test_days (Exported *self, gconstpointer data G_GNUC_UNUSED)
{
  static const int hours[] = { 6, 0, 21, 3 };
  static const float thresholds[] = { 5, 25, 50, 75, 100, 125 };

  for (guint h = 0; h < G_N_ELEMENTS (hours); h++)
    {
      const guint n_days = (guint) (LAST_STEP - hours[h]) / 24;

      export(self, hours[h]);
      for (guint t = 0; t < G_N_ELEMENTS (thresholds); t++)
        {
          g_autofree char *array =
              g_strdup_printf ("probabilities/daily/prob_gt_%dmm", (int) thresholds[t]);
          for (guint d = 0; d < n_days; d++)
            {
              const int start = hours[h] + 24 * (int) d;
              g_autofree float *stored = read_chunk (self, array, d, 1);
              g_autoptr (MvuaField) field =
                  load (&self->base, mvua_product_probability (thresholds[t]), "tp",
                        start, start + 24);
              g_assert_cmpint (field->status, ==, MVUA_STATUS_OK);
              assert_bits (field->values, stored, array, start);
            }
        }
    }
}

/* A walk through all steps with the loader, as an export does it.  Returns: whether the
 * window is whole */
static gboolean
walk (const Exported *self, guint member, MvuaHours hours, float values[N_POINTS])
{
  g_autoptr (MvuaLoader) loader = mvua_loader_new (self->base.ensemble);
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GArray) totals = g_array_new (FALSE, FALSE, sizeof (MvuaHours));
  const MvuaWindow window = whole_window (self->base.ensemble);
  g_autoptr (MvuaRainSeries) series = mvua_rain_series_new (
      loader, mvua_variable_by_name ("tp"), perturbed (member), &window, NULL, NULL);

  g_array_append_val (totals, hours);
  for (int step = 0; step <= LAST_STEP; step += 3)
    g_array_append_val (steps, step);
  g_autoptr (GArray) needed = mvua_rain_steps (steps, totals);
  mvua_rain_series_begin_total (series, hours);
  for (guint i = 0; i < needed->len; i++)
    {
      MvuaRainStep result;
      g_assert_true (mvua_rain_series_next (series, g_array_index (needed, int, i),
                                            values, &result, NULL));
      mvua_loaded_clear (&result.loaded);
    }
  return mvua_rain_series_end_total (series, values);
}

/* Days, 3 days and odd windows of members, whole and with gaps. */
static void
test_windows (Exported *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaHours windows[] = {
    { 6, 30 }, { 0, 24 }, { 21, 45 }, { 0, 72 },  { 6, 78 },  { 3, 75 },
    { 3, 27 }, { 9, 21 }, { 12, 18 }, { 21, 27 }, { 15, 21 }, { 18, 24 },
  };
  guint n_ok = 0;

  for (guint m = 1; m <= N_MEMBERS; m++)
    for (guint w = 0; w < G_N_ELEMENTS (windows); w++)
      {
        float expected[N_POINTS];
        const gboolean is_ok = walk (self, m, windows[w], expected);
        g_autoptr (MvuaField) field =
            load_member (&self->base, m, "tp", windows[w].start, windows[w].end);

        g_assert_cmpint (field->status, ==, is_ok ? MVUA_STATUS_OK : MVUA_STATUS_MISSING);
        g_assert_true (is_ok == (field->complaint == NULL));
        if (is_ok)
          assert_same_values (field->values, expected);
        n_ok += is_ok;
      }
  /* gep02 lacks what ends at 21 h, where three windows have an edge; gep05 what ends at
   * 36 h, which four hold; gep06 all. */
  g_assert_cmpuint (n_ok, ==, 7 * 12 - 4 - 4 - 12);

  g_autoptr (MvuaField) half = load_member (&self->base, 2, "tp", 15, 21);
  g_assert_cmpstr (half->complaint, ==, "no file of gep02 f021");
  g_autoptr (MvuaField) edge = load_member (&self->base, 2, "tp", 21, 45);
  g_assert_cmpstr (edge->complaint, ==,
                   "the rain of 18-24 h is known, but not that of its first 3 h");
  g_autoptr (MvuaField) lost = load_member (&self->base, 5, "tp", 0, 72);
  g_assert_cmpstr (lost->complaint, ==, "no file of gep05 f036");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Exported *self, gconstpointer data);
  } tests[] = {
    { "/fields-export/members", test_members },
    { "/fields-export/statistics", test_statistics },
    { "/fields-export/days", test_days },
    { "/fields-export/windows", test_windows },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Exported, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}
