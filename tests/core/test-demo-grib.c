/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is in the files of a demo, read with ecCodes. */

#include "demo-fixture.h"

#include <eccodes.h>
#include <math.h>

enum
{
  N_TRUTH_POINTS = 25
};

/* The message of a file whose index line has @text in it. */
static codes_handle *
open_message (const Fixture *fixture, const char *member, int step, const char *text)
{
  g_autofree char *name = data_name (member, step);
  g_autofree char *index_name = g_strconcat (name, ".idx", NULL);
  gsize length, index_length;
  g_autofree char *bytes = read_all (fixture->directory, name, &length);
  g_autofree char *index = read_all (fixture->directory, index_name, &index_length);
  g_auto (GStrv) lines = g_strsplit (index, "\n", -1);

  for (guint l = 0; lines[l] != NULL; l++)
    if (strstr (lines[l], text) != NULL)
      {
        const guint64 offset = g_ascii_strtoull (strchr (lines[l], ':') + 1, NULL, 10);
        codes_handle *handle =
            codes_handle_new_from_message_copy (NULL, bytes + offset, length - offset);

        g_assert_nonnull (handle);
        return handle;
      }
  g_error ("%s has no %s", index_name, text);
}

static long
get_long (codes_handle *handle, const char *key)
{
  long value = -1;

  g_assert_cmpint (codes_get_long (handle, key, &value), ==, CODES_SUCCESS);
  return value;
}

static double *
get_values (codes_handle *handle, gsize *n)
{
  double *values;

  g_assert_cmpint (codes_get_size (handle, "values", n), ==, CODES_SUCCESS);
  values = g_new (double, *n);
  g_assert_cmpint (codes_get_double_array (handle, "values", values, n), ==,
                   CODES_SUCCESS);
  return values;
}

static guint64
message_length (const char *message)
{
  guint64 length;

  g_assert_cmpmem (message, 4, "GRIB", 4);
  memcpy (&length, message + 8, sizeof length);
  return GUINT64_FROM_BE (length);
}

/* Walks the messages of a file beside the lines of its index. */
static void
check_index (const Fixture *fixture, const char *member, int step, const char *expected)
{
  g_autofree char *name = data_name (member, step);
  g_autofree char *index_name = g_strconcat (name, ".idx", NULL);
  gsize length, index_length, offset = 0;
  g_autofree char *bytes = read_all (fixture->directory, name, &length);
  g_autofree char *index = read_all (fixture->directory, index_name, &index_length);
  g_auto (GStrv) parts = g_strsplit (expected, "\n", -1);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (guint number = 0; parts[number] != NULL; number++)
    {
      const guint64 long_message = message_length (bytes + offset);

      g_string_append_printf (lines, "%u:%" G_GSIZE_FORMAT ":d=2025091800:%s\n",
                              number + 1, offset, parts[number]);
      g_assert_cmpmem (bytes + offset + long_message - 4, 4, "7777", 4);
      /* Section 2 comes after 16 and 21 bytes. */
      g_assert_cmpmem (bytes + offset + 37, 5 + strlen (MARK), "\0\0\0\x19\x02" MARK,
                       5 + strlen (MARK));
      offset += long_message;
      g_assert_cmpuint (offset, <=, length);
    }
  g_assert_cmpuint (offset, ==, length);
  g_assert_cmpstr (index, ==, lines->str);
}

static void
test_index (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->options.count = 1;
  fixture->options.with_control = TRUE;
  make (&fixture->options);

  check_index (fixture, "gep01", 0,
               "MSLET:mean sea level:anl:ENS=+1\nPRES:surface:anl:ENS=+1\n"
               "TMP:2 m above ground:anl:ENS=+1\nUGRD:10 m above ground:anl:ENS=+1\n"
               "VGRD:10 m above ground:anl:ENS=+1\nCAPE:surface:anl:ENS=+1\n"
               "PWAT:entire atmosphere (considered as a single layer):anl:ENS=+1");
  check_index (fixture, "gec00", 12,
               "MSLET:mean sea level:12 hour fcst:ENS=low-res ctl\n"
               "PRES:surface:12 hour fcst:ENS=low-res ctl\n"
               "TMP:2 m above ground:12 hour fcst:ENS=low-res ctl\n"
               "UGRD:10 m above ground:12 hour fcst:ENS=low-res ctl\n"
               "VGRD:10 m above ground:12 hour fcst:ENS=low-res ctl\n"
               "APCP:surface:6-12 hour acc fcst:ENS=low-res ctl\n"
               "CAPE:surface:12 hour fcst:ENS=low-res ctl\n"
               "PWAT:entire atmosphere (considered as a single layer):12 hour "
               "fcst:ENS=low-res ctl");
}

static void
test_identity (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *member, *text, *key;
    long value;
  } rows[] = {
    { "gep02", "TMP", "centre", 7 },
    { "gep02", "TMP", "subCentre", 2 },
    { "gep02", "TMP", "productionStatusOfProcessedData", 1 },
    { "gep02", "TMP", "typeOfProcessedData", 4 },
    { "gep02", "TMP", "productDefinitionTemplateNumber", 1 },
    { "gep02", "TMP", "dataRepresentationTemplateNumber", 3 },
    { "gep02", "TMP", "orderOfSpatialDifferencing", 2 },
    { "gep02", "TMP", "forecastTime", 3 },
    { "gep02", "TMP", "typeOfEnsembleForecast", 3 },
    { "gep02", "TMP", "perturbationNumber", 2 },
    { "gep02", "TMP", "numberOfForecastsInEnsemble", 30 },
    { "gep02", "TMP", "shapeOfTheEarth", 6 },
    { "gep02", "TMP", "Ni", 129 },
    { "gep02", "TMP", "Nj", 141 },
    { "gep02", "TMP", "latitudeOfFirstGridPoint", 23000000 },
    { "gep02", "TMP", "longitudeOfFirstGridPoint", 21000000 },
    { "gep02", "TMP", "latitudeOfLastGridPoint", -12000000 },
    { "gep02", "TMP", "longitudeOfLastGridPoint", 53000000 },
    { "gep02", "TMP", "scanningMode", 0 },
    { "gep02", "TMP", "level", 2 },
    { "gep02", "MSLET", "parameterNumber", 192 },
    { "gep02", "PRES", "binaryScaleFactor", 4 },
    { "gep02", "PRES", "decimalScaleFactor", 1 },
    { "gep02", "APCP", "decimalScaleFactor", 2 },
    { "gec00", "TMP", "typeOfProcessedData", 3 },
    { "gec00", "TMP", "typeOfEnsembleForecast", 1 },
    { "gec00", "TMP", "perturbationNumber", 0 },
  };

  fixture->options.steps = "3";
  fixture->options.with_control = TRUE;
  make (&fixture->options);
  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      codes_handle *handle = open_message (fixture, rows[r].member, 3, rows[r].text);

      g_test_message ("%s %s", rows[r].text, rows[r].key);
      g_assert_cmpint (get_long (handle, rows[r].key), ==, rows[r].value);
      codes_handle_delete (handle);
    }
}

static void
test_rain_windows (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    int step;
    const char *text;
    long start, length;
  } rows[] = {
    { 3, ":APCP:surface:0-3 hour acc fcst:ENS=+2", 0, 3 },
    { 6, ":APCP:surface:0-6 hour acc fcst:ENS=+2", 0, 6 },
    { 9, ":APCP:surface:6-9 hour acc fcst:ENS=+2", 6, 3 },
    { 12, ":APCP:surface:6-12 hour acc fcst:ENS=+2", 6, 6 },
  };

  make (&fixture->options);
  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      codes_handle *handle = open_message (fixture, "gep02", rows[r].step, rows[r].text);

      g_assert_cmpint (get_long (handle, "productDefinitionTemplateNumber"), ==, 11);
      g_assert_cmpint (get_long (handle, "forecastTime"), ==, rows[r].start);
      g_assert_cmpint (get_long (handle, "lengthOfTimeRange"), ==, rows[r].length);
      g_assert_cmpint (get_long (handle, "typeOfStatisticalProcessing"), ==, 1);
      g_assert_cmpint (get_long (handle, "dayOfEndOfOverallTimeInterval"), ==, 18);
      g_assert_cmpint (get_long (handle, "hourOfEndOfOverallTimeInterval"), ==,
                       rows[r].step);
      codes_handle_delete (handle);
    }
}

typedef struct
{
  double latitude, longitude, rain;
} Truth;

/* Those of one member and step, in the order of the file. */
static void
read_truth (const char *directory, const char *member, int step, Truth *truth)
{
  gsize length;
  g_autofree char *text =
      read_all (directory, RUN_FOLDER "/" MVUA_DEMO_TRUTH_FILE, &length);
  g_autofree char *prefix = g_strdup_printf ("%s,%d,", member, step);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  g_assert_cmpstr (lines[0], ==, "member,step,latitude,longitude,rain_mm");
  for (guint l = 1; lines[l] != NULL; l++)
    {
      g_auto (GStrv) words = g_strsplit (lines[l], ",", -1);

      if (!g_str_has_prefix (lines[l], prefix))
        continue;
      g_assert_cmpuint (n, <, N_TRUTH_POINTS);
      g_assert_cmpuint (g_strv_length (words), ==, 5);
      truth[n].latitude = g_ascii_strtod (words[2], NULL);
      truth[n].longitude = g_ascii_strtod (words[3], NULL);
      truth[n].rain = g_ascii_strtod (words[4], NULL);
      n++;
    }
  g_assert_cmpuint (n, ==, N_TRUTH_POINTS);
}

/* A bucket is the sum of the true 3 h that it spans, to half of its last decimal. */
static double
check_bucket (const Fixture *fixture, const char *member, int step)
{
  codes_handle *handle = open_message (fixture, member, step, ":APCP:");
  Truth last[N_TRUTH_POINTS], before[N_TRUTH_POINTS] = { 0 };
  double sum = 0;
  gsize n;
  g_autofree double *values = get_values (handle, &n);

  read_truth (fixture->directory, member, step, last);
  if (step % 6 == 0)
    read_truth (fixture->directory, member, step - 3, before);
  for (guint p = 0; p < N_TRUTH_POINTS; p++)
    {
      const gsize row = (gsize) ((23 - last[p].latitude) * 4);
      const gsize column = (gsize) ((last[p].longitude - 21) * 4);

      g_assert_cmpfloat_with_epsilon (values[row * 129 + column],
                                      before[p].rain + last[p].rain, 0.00501);
      sum += last[p].rain;
    }
  codes_handle_delete (handle);
  return sum;
}

static void
test_truth (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  double sum = 0;

  make (&fixture->options);
  for (int step = 3; step <= 12; step += 3)
    sum += check_bucket (fixture, "gep01", step) + check_bucket (fixture, "gep02", step);
  g_assert_cmpfloat (sum, >, 1); /* or it would have compared nothing with nothing */
}

/* Where f003 and f009 are not made, the buckets hold their rain all the same. */
static void
test_truth_six_hourly (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->options.steps = "0-12/6";
  make (&fixture->options);
  check_bucket (fixture, "gep01", 6);
  check_bucket (fixture, "gep02", 12);
}

static void
test_spread_grows (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const texts[] = { ":TMP:", ":MSLET:", ":PWAT:", ":UGRD:" };
  enum
  {
    N = 8,
    POINTS = 129 * 141
  };

  fixture->options.count = N;
  fixture->options.steps = "0,72";
  make (&fixture->options);
  for (gsize t = 0; t < G_N_ELEMENTS (texts); t++)
    {
      double variance[2] = { 0 };

      for (int late = 0; late < 2; late++)
        {
          g_autofree double *sum = g_new0 (double, POINTS);
          g_autofree double *squares = g_new0 (double, POINTS);

          for (int m = 1; m <= N; m++)
            {
              g_autofree char *member = g_strdup_printf ("gep%02d", m);
              codes_handle *handle = open_message (fixture, member, 72 * late, texts[t]);
              gsize n;
              g_autofree double *values = get_values (handle, &n);

              for (gsize p = 0; p < POINTS; p++)
                {
                  sum[p] += values[p];
                  squares[p] += values[p] * values[p];
                }
              codes_handle_delete (handle);
            }
          for (gsize p = 0; p < POINTS; p++)
            variance[late] += (squares[p] - sum[p] * sum[p] / N) / (N - 1) / POINTS;
        }
      g_test_message ("%s spread %g, then %g", texts[t], sqrt (variance[0]),
                      sqrt (variance[1]));
      g_assert_cmpfloat (variance[0], >, 0);
      g_assert_cmpfloat (variance[1], >, 4 * variance[0]);
    }
}

static void
test_plausible_values (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *text;
    double lo, hi;  /* no value lies beyond */
    double variety; /* at least so far apart are the least and the greatest */
  } rows[] = {
    { ":TMP:", 265, 320, 12 },         { ":APCP:", 0, 130, 10 },
    { ":UGRD:", -30, 30, 5 },          { ":VGRD:", -30, 30, 5 },
    { ":CAPE:", 0, 5000, 500 },        { ":PRES:", 55000, 103500, 15000 },
    { ":MSLET:", 99000, 103500, 200 }, { ":PWAT:", 0, 80, 20 },
  };

  make (&fixture->options);
  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      codes_handle *handle = open_message (fixture, "gep01", 12, rows[r].text);
      double lo = HUGE_VAL, hi = -HUGE_VAL;
      gsize n;
      g_autofree double *values = get_values (handle, &n);

      for (gsize p = 0; p < n; p++)
        {
          lo = fmin (lo, values[p]);
          hi = fmax (hi, values[p]);
        }
      g_test_message ("%s %g to %g", rows[r].text, lo, hi);
      g_assert_cmpuint (n, ==, 129 * 141);
      g_assert_cmpfloat (lo, >=, rows[r].lo);
      g_assert_cmpfloat (hi, <=, rows[r].hi);
      g_assert_cmpfloat (hi - lo, >=, rows[r].variety);
      codes_handle_delete (handle);
    }
}

/* The same place has the same weather, whatever the grid. */
static void
test_global (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *directory = g_build_filename (fixture->root, "global", NULL);
  MvuaDemoOptions options = fixture->options;
  Truth window[N_TRUTH_POINTS], globe[N_TRUTH_POINTS];

  options.count = 1;
  options.steps = "3";
  make (&options);
  options.directory = directory;
  options.grid = "global";
  make (&options);

  read_truth (fixture->directory, "gep01", 3, window);
  read_truth (directory, "gep01", 3, globe);
  for (guint p = 0; p < N_TRUTH_POINTS; p++)
    g_assert_cmpfloat_with_epsilon (window[p].rain, globe[p].rain, 0.01);

  const Fixture other = { .directory = directory };
  codes_handle *handle = open_message (&other, "gep01", 3, ":PWAT:");
  g_assert_cmpint (get_long (handle, "Ni"), ==, 1440);
  g_assert_cmpint (get_long (handle, "Nj"), ==, 721);
  g_assert_cmpint (get_long (handle, "longitudeOfLastGridPoint"), ==, 359750000);
  codes_handle_delete (handle);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/demo-grib/index", test_index },
    { "/demo-grib/identity", test_identity },
    { "/demo-grib/rain-windows", test_rain_windows },
    { "/demo-grib/truth", test_truth },
    { "/demo-grib/truth-six-hourly", test_truth_six_hourly },
    { "/demo-grib/spread-grows", test_spread_grows },
    { "/demo-grib/plausible-values", test_plausible_values },
    { "/demo-grib/global", test_global },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize t = 0; t < G_N_ELEMENTS (tests); t++)
    g_test_add (tests[t].path, Fixture, NULL, set_up, tests[t].test, tear_down);
  return g_test_run ();
}
