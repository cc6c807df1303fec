/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Stores that others wrote, with what they do otherwise and what the pipeline before this
 * one did wrong. */

#include "mvua-coverage.h"
#include "mvua-rain-series.h"
#include "store-fixture.h"

#define RUN "\"model_date\":\"2025-09-18\",\"run_hour\":0"

static const double t2m[] = { 280, 281, 282 }, hours[] = { 0, 3, 6 };

static MvuaEnsemble *
open_path (const char *path)
{
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_ensemble_open (path, NULL, NULL, &error);

  g_assert_no_error (error);
  return ensemble;
}

static void
assert_refused (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaEnsemble) ensemble = mvua_ensemble_open (path, NULL, NULL, &error);

  g_assert_null (ensemble);
  if (strstr (error->message, text) == NULL)
    g_error ("“%s” does not say “%s”", error->message, text);
}

/* A store of t2m whose steps are as given. */
static char *
write_steps (const Folder *folder,
             const char *name,
             const char *said,
             MvuaZarrType type,
             const double *steps,
             const char *attributes)
{
  const ForeignArray arrays[] = {
    { "t2m", NULL, MVUA_ZARR_FLOAT32, 3, t2m, "{\"units\":\"K\"}" },
    { "step", "step", type, 3, steps, attributes },
  };

  return foreign_store (folder, name, said, "step", arrays, G_N_ELEMENTS (arrays));
}

static void
test_units_of_steps (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const double seconds[] = { 0, 10800, 21600 }, days[] = { 0, 0.125, 0.25 };
  static const struct
  {
    MvuaZarrType type;
    const double *steps;
    const char *attributes;
  } cases[] = {
    { MVUA_ZARR_INT64, hours, "{\"units\":\"hours\"}" },
    { MVUA_ZARR_FLOAT64, hours, "{\"units\":\"h\"}" },
    { MVUA_ZARR_INT64, hours, "{}" },
    { MVUA_ZARR_INT64, seconds, "{\"units\":\"seconds\"}" },
    { MVUA_ZARR_FLOAT64, days, "{\"units\":\"days\",\"dtype\":\"timedelta64[ns]\"}" },
    { MVUA_ZARR_INT64, seconds, "{\"units\":\"seconds since 2025-09-18\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u/gep01.zarr", i);
      g_autofree char *path =
          write_steps (&fixture->folder, name, "{" RUN "}", cases[i].type, cases[i].steps,
                       cases[i].attributes);
      g_autoptr (MvuaEnsemble) ensemble = open_path (path);

      g_assert_cmpuint (mvua_ensemble_get_steps (ensemble)->len, ==, 3);
      for (guint s = 0; s < 3; s++)
        g_assert_cmpfloat (field_value (ensemble, "t2m", 1, 3 * (int) s), ==, t2m[s]);
    }
}

static void
test_steps_refused (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const double twice[] = { 0, 3, 3 }, before[] = { -3, 0, 3 },
                      half[] = { 0, 1.5, 3 }, far[] = { 0, 3, 1e9 };
  static const struct
  {
    const double *steps;
    const char *attributes;
    const char *complaint;
  } cases[] = {
    { twice, "{\"units\":\"hours\"}", "the step 3 h twice" },
    { before, "{\"units\":\"hours\"}", "a step of -3 h" },
    { half, "{\"units\":\"hours\"}", "a step of 1.5 h" },
    { far, "{\"units\":\"hours\"}", "a step of 1e+09 h" },
    { hours, "{\"units\":\"months\"}", "no unit of time" },
    { hours, "{\"units\":\"hours since 2025-09-18\",\"calendar\":\"360_day\"}",
      "no unit of time" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("%u/gep01.zarr", i);
      g_autofree char *path =
          write_steps (&fixture->folder, name, "{" RUN "}", MVUA_ZARR_FLOAT64,
                       cases[i].steps, cases[i].attributes);
      assert_refused (path, cases[i].complaint);
    }
}

/* Where the run is told, and where it is not. */
static void
test_runs (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *name;
    const char *said;
  } told[] = {
    { "a/gep01.zarr", "{" RUN "}" },
    { "b/gep01.zarr", "{\"model_date\":\"20250918\",\"run_hour\":\"00\"}" },
    { "c/20250918_00/gep01_gribberish_east_africa.zarr", "{}" },
    { "gefs.20250918/00/gep01.zarr", "{}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (told); i++)
    {
      g_autofree char *path =
          write_steps (&fixture->folder, told[i].name, told[i].said, MVUA_ZARR_INT64,
                       hours, "{\"units\":\"hours\"}");
      g_autoptr (MvuaEnsemble) ensemble = open_path (path);
      g_assert_cmpint (mvua_ensemble_get_run (ensemble), ==, 1758153600);
    }
  g_autofree char *path = write_steps (&fixture->folder, "d/gep01.zarr", "{}",
                                       MVUA_ZARR_INT64, hours, "{\"units\":\"hours\"}");
  assert_refused (path, "does not say of which run it is");
}

static void
test_members (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char steps[] = "{\"units\":\"hours\"}";
  g_autofree char *said =
      write_steps (&fixture->folder, "a/x.zarr", "{" RUN ",\"member\":\"gep09\"}",
                   MVUA_ZARR_INT64, hours, steps);
  g_autofree char *unsaid = write_steps (&fixture->folder, "b/x.zarr", "{" RUN "}",
                                         MVUA_ZARR_INT64, hours, steps);
  g_autoptr (MvuaEnsemble) ensemble = open_path (said);

  g_assert_cmpint (
      g_array_index (mvua_ensemble_get_members (ensemble), MvuaMember, 0).number, ==, 9);
  assert_refused (unsaid, "does not say which member it is");
}

/* Stores in one folder that do not belong together. */
static void
test_mixed_folder (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const char steps[] = "{\"units\":\"hours\"}";
  static const char *const names[] = { "gep01.zarr", "gep01_again.zarr", "gep02.zarr" };
  const MvuaEnsembleOptions other = { .run = 1758153600 + 21600 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_free (write_steps (&fixture->folder, names[i], "{" RUN "}", MVUA_ZARR_INT64, hours,
                         steps));
  g_autoptr (MvuaEnsemble) ensemble = open_path (fixture->folder.folder);
  g_assert_cmpuint (mvua_ensemble_get_members (ensemble)->len, ==, 2);
  g_assert_cmpuint (count_notes (ensemble, "another store of the same member"), ==, 1);

  g_free (write_steps (&fixture->folder, "gep03.zarr",
                       "{\"model_date\":\"2025-09-18\",\"run_hour\":6}", MVUA_ZARR_INT64,
                       hours, steps));
  assert_refused (fixture->folder.folder, "several runs: 2025-09-18/00, 2025-09-18/06");
  g_autoptr (MvuaEnsemble) chosen =
      mvua_ensemble_open (fixture->folder.folder, &other, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mvua_ensemble_get_members (chosen)->len, ==, 1);
}

static void
test_units_of_values (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const double celsius[] = { 10, 11, 12 }, rain[] = { 0.001, 0.002, 0.003 };
  const ForeignArray arrays[] = {
    { "t2m", NULL, MVUA_ZARR_FLOAT32, 3, celsius, "{\"units\":\"degC\"}" },
    { "d2m", NULL, MVUA_ZARR_FLOAT32, 3, celsius, "{\"units\":\"furlong\"}" },
    { "u10", NULL, MVUA_ZARR_FLOAT32, 3, celsius, "{\"units\":\"m s**-1\"}" },
    { "tp", NULL, MVUA_ZARR_FLOAT32, 3, rain, "{\"units\":\"m\"}" },
    { "step", "step", MVUA_ZARR_INT64, 3, hours, "{\"units\":\"hours\"}" },
  };
  g_autofree char *path = foreign_store (&fixture->folder, "gep01.zarr", "{" RUN "}",
                                         "step", arrays, G_N_ELEMENTS (arrays));
  g_autoptr (MvuaEnsemble) ensemble = open_path (path);

  g_assert_cmpfloat_with_epsilon (field_value (ensemble, "t2m", 1, 3), 284.15, 0.06);
  g_assert_cmpfloat (field_value (ensemble, "u10", 1, 3), ==, 11);
  g_assert_cmpfloat (field_value (ensemble, "tp", 1, 3), ==, 2);
  g_assert_cmpuint (mvua_ensemble_get_variables (ensemble)->len, ==, 3);
  g_assert_cmpuint (count_notes (ensemble, "its unit is “furlong”"), ==, 1);
  g_assert_cmpuint (count_notes (ensemble, "converted from “degC”"), ==, 1);
}

/* The rain of 3 h at one point, of a walk through all steps. */
static void
assert_rain (MvuaEnsemble *ensemble, guint member, const double *expected, guint n)
{
  const MvuaWindow window = whole_window (ensemble);
  const MvuaVariable *tp = mvua_variable_by_name ("tp");
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  g_autoptr (MvuaRainSeries) series =
      mvua_rain_series_new (loader, tp, perturbed (member), &window, NULL, NULL);
  float rain[FOREIGN_POINTS];

  for (guint i = 0; i < n; i++)
    {
      MvuaRainStep result;

      g_assert_true (mvua_rain_series_next (series, 3 * (int) i, rain, &result, NULL));
      g_assert_cmpint (result.loaded.status, ==,
                       i == 0 ? MVUA_STATUS_NOT_DEFINED : MVUA_STATUS_OK);
      for (guint p = 0; i > 0 && p < FOREIGN_POINTS; p++)
        g_assert_cmpfloat_with_epsilon ((double) rain[p], expected[i], 1e-6);
      mvua_loaded_clear (&result.loaded);
    }
}

static const double true_rain[] = { NAN, 1, 2, 4, 0.5, 3 },
                    raw_rain[] = { NAN, 1, 3, 4, 4.5, 3 };

/* The stores that number the files of a run, say “m” and have buckets. */
static void
test_old_members (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const double numbers[] = { 0, 1, 2, 3, 4, 5 };
  const ForeignArray arrays[] = {
    { "tp", NULL, MVUA_ZARR_FLOAT32, 6, raw_rain, "{\"units\":\"m\"}" },
    { "step", "step", MVUA_ZARR_INT64, 6, numbers, "{\"units\":\"hours\"}" },
  };

  for (guint m = 1; m <= 2; m++)
    {
      g_autofree char *name =
          g_strdup_printf ("20250918_00/gep%02u_gribberish_east_africa.zarr", m);
      g_free (foreign_store (&fixture->folder, name, "{}", "step", arrays,
                             G_N_ELEMENTS (arrays)));
    }
  g_autofree char *path = g_build_filename (fixture->folder.folder, "20250918_00", NULL);
  g_autoptr (MvuaEnsemble) ensemble = open_path (path);

  g_assert_cmpuint (mvua_ensemble_get_members (ensemble)->len, ==, 2);
  g_assert_cmpint (g_array_index (mvua_ensemble_get_steps (ensemble), int, 5), ==, 15);
  assert_rain (ensemble, 2, true_rain, 6);
  g_assert_cmpuint (count_notes (ensemble, "numbers of files"), ==, 1);
  g_assert_cmpuint (count_notes (ensemble, "its unit is not “m”"), ==, 1);
  g_assert_cmpuint (count_notes (ensemble, "and 1 more: it is the rain since"), ==, 1);
}

/* The joined store: times of validity, and buckets in mm. */
static void
test_old_joined (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const double times[] = { 0, 3, 6, 9, 12, 15 };
  static const char said[] = "{\"units\":\"hours since 2025-09-18 00:00:00\"}";
  const ForeignArray arrays[] = {
    { "tp", NULL, MVUA_ZARR_FLOAT32, 6, raw_rain, "{\"units\":\"mm\"}" },
    { "time", "time", MVUA_ZARR_INT64, 6, times, said },
    { "forecast_hour", "time", MVUA_ZARR_INT64, 6, times, "{}" },
  };

  for (guint i = 0; i < 2; i++) /* the second says nothing of its run */
    {
      g_autofree char *name = g_strdup_printf ("%u.zarr", i);
      g_autofree char *path = g_build_filename (fixture->folder.folder, name, NULL);
      MvuaZarrWriter *writer = mvua_zarr_writer_new (path, MVUA_ZARR_V2, NULL);
      json_object *attributes = json_tokener_parse (i == 0 ? "{" RUN "}" : "{}");

      g_assert_true (mvua_zarr_writer_add_group (writer, "", attributes, NULL));
      json_object_put (attributes);
      foreign_add_group (writer, "gep01", "{}", "time", arrays, G_N_ELEMENTS (arrays));
      foreign_add_group (writer, "gep02", "{}", "time", arrays, G_N_ELEMENTS (arrays));
      foreign_finish (writer, path);
      g_autoptr (MvuaEnsemble) ensemble = open_path (path);
      g_assert_cmpint (mvua_ensemble_get_run (ensemble), ==, 1758153600);
      assert_rain (ensemble, 1, true_rain, 6);
      g_assert_cmpuint (count_notes (ensemble, "as NOAA publishes it"), ==, 1);
    }
}

/* Nothing there is no rain of 0, whatever the fill value says. */
static void
test_absent_is_missing (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const double nothing[] = { NAN, NAN, 1 };
  const ForeignArray arrays[] = {
    { "tp", NULL, MVUA_ZARR_FLOAT32, 3, nothing, "{\"units\":\"mm\"}" },
    { "t2m", NULL, MVUA_ZARR_FLOAT32, 3, t2m, "{\"units\":\"K\"}" },
    { "step", "step", MVUA_ZARR_INT64, 3, hours, "{\"units\":\"hours\"}" },
  };
  g_autofree char *path = foreign_store (&fixture->folder, "gep01.zarr", "{" RUN "}",
                                         "step", arrays, G_N_ELEMENTS (arrays));
  g_autofree char *chunk = g_build_filename (path, "t2m/0.0.0", NULL);
  g_autofree char *other = g_build_filename (path, "t2m/0.0.1", NULL);
  g_autoptr (MvuaEnsemble) ensemble = open_path (path);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);

  assert_lacks (loader, "tp", perturbed (1), 3, MVUA_STATUS_MISSING,
                "has no value there");
  g_assert_cmpfloat (field_value (ensemble, "tp", 1, 6), ==, 1);
  g_assert_cmpint (g_remove (chunk) + g_remove (other), ==, 0);
  assert_lacks (loader, "t2m", perturbed (1), 3, MVUA_STATUS_MISSING,
                "t2m/0.0.0 is not there");
}

static void
test_refused (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->folder.folder, "a.zarr", NULL);
  MvuaZarrWriter *writer = mvua_zarr_writer_new (path, MVUA_ZARR_V3, NULL);

  g_assert_true (mvua_zarr_writer_add_group (writer, "", NULL, NULL));
  g_assert_true (mvua_zarr_writer_add_group (writer, "ensemble_stats", NULL, NULL));
  foreign_finish (writer, path);
  assert_refused (path, "no member that they could be made of again");
  g_autofree char *root = g_build_filename (path, "zarr.json", NULL);
  g_assert_true (g_file_set_contents (root, "{\"zarr_format\":3", -1, NULL));
  assert_refused (path, "not metadata of Zarr 3");
}

static void
test_demo_is_said (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path =
      write_steps (&fixture->folder, "gep01.zarr", "{" RUN ",\"demo\":1}",
                   MVUA_ZARR_INT64, hours, "{\"units\":\"hours\"}");
  g_autoptr (MvuaEnsemble) ensemble = open_path (path);

  g_assert_true (mvua_ensemble_is_demo (ensemble));
}

#define ADD(name, func)                                                                  \
  g_test_add ("/store-foreign/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("units-of-steps", test_units_of_steps);
  ADD ("steps-refused", test_steps_refused);
  ADD ("runs", test_runs);
  ADD ("members", test_members);
  ADD ("mixed-folder", test_mixed_folder);
  ADD ("units-of-values", test_units_of_values);
  ADD ("old-members", test_old_members);
  ADD ("old-joined", test_old_joined);
  ADD ("absent-is-missing", test_absent_is_missing);
  ADD ("refused", test_refused);
  ADD ("demo-is-said", test_demo_is_said);
  return g_test_run ();
}
