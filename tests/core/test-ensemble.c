/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Folders of GRIB files as one ensemble. */

#include "mvua-coverage.h"
#include "mvua-loader.h"
#include "mvua-steps.h"
#include "mvua-test-encoder.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N_POINTS 96 /* of the encoder's usual grid */

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->folder = g_dir_make_tmp ("mvua-ensemble-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
}

static void
write_file (Fixture *fixture, const char *name, const void *bytes, gsize n)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, bytes, (gssize) n, &error);
  g_assert_no_error (error);
}

/* t2m of a member at a step; @reference tells fields apart. */
static GByteArray *
encode (guint number, int step, MvuaRun later, float reference)
{
  const MvuaMember member = { MVUA_MEMBER_PERTURBED, (guint8) number };
  MvuaTestMessage message = mvua_test_message_defaults ();

  mvua_test_message_set_field (&message, mvua_variable_by_name ("t2m"), member, step,
                               step);
  message.run += later;
  message.reference = reference;
  return mvua_test_message_encode (&message);
}

static void
write_message (
    Fixture *fixture, const char *name, guint number, int step, float reference)
{
  g_autoptr (GByteArray) bytes = encode (number, step, 0, reference);

  write_file (fixture, name, bytes->data, bytes->len);
}

static MvuaEnsemble *
open_folder (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_ensemble_open (fixture->folder, NULL, NULL, &error);

  g_assert_no_error (error);
  return ensemble;
}

static MvuaStatus
load (MvuaEnsemble *ensemble,
      guint number,
      int step,
      float values[N_POINTS],
      char **complaint)
{
  const MvuaMember member = { MVUA_MEMBER_PERTURBED, (guint8) number };
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  const MvuaRegion whole = { .whole = TRUE };
  MvuaWindow window;
  MvuaLoaded loaded;

  g_assert_true (
      mvua_grid_cut (mvua_ensemble_get_grid (ensemble), &whole, &window, NULL));
  g_assert_true (mvua_loader_load (loader, mvua_variable_by_name ("t2m"), member, step,
                                   MVUA_HOUR_UNKNOWN, &window, NULL, values, &loaded,
                                   NULL));
  if (complaint != NULL)
    *complaint = g_steal_pointer (&loaded.complaint);
  mvua_loaded_clear (&loaded);
  return loaded.status;
}

static void
test_flat (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  float values[N_POINTS];

  write_message (fixture, "a.grib2", 1, 3, 2800);
  write_message (fixture, "b.grib2", 3, 3, 2900);
  write_message (fixture, "c.grib2", 3, 6, 3000);
  write_file (fixture, "empty.grib2", "", 0);
  write_file (fixture, "notes.txt", "hello", 5);
  write_file (fixture, ".hidden.grib2", "x", 1);

  g_autoptr (MvuaEnsemble) ensemble = open_folder (fixture);
  g_assert_cmpuint (mvua_ensemble_get_members (ensemble)->len, ==, 2);
  g_autofree char *steps = mvua_steps_format (mvua_ensemble_get_steps (ensemble));
  g_assert_cmpstr (steps, ==, "3, 6");
  g_assert_cmpuint (mvua_ensemble_get_n_messages (ensemble), ==, 3);
  g_assert_cmpuint (mvua_ensemble_get_notes (ensemble)->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (mvua_ensemble_get_notes (ensemble), 0),
                            "empty.grib2 is empty"));

  g_assert_cmpint (load (ensemble, 3, 6, values, NULL), ==, MVUA_STATUS_OK);
  g_assert_true (values[0] == 300);
  g_assert_cmpint (load (ensemble, 1, 6, values, NULL), ==, MVUA_STATUS_MISSING);
  g_assert_true (isnan (values[0]));

  /* gep02 is skipped by the numbering, and gep01 lacks a step. */
  g_autoptr (GArray) absences = mvua_ensemble_absences (ensemble);
  g_assert_cmpuint (absences->len, ==, 3);
  g_assert_cmpint (g_array_index (absences, MvuaAbsence, 0).member.number, ==, 1);
  g_assert_cmpint (g_array_index (absences, MvuaAbsence, 0).step, ==, 6);
  g_assert_cmpint (g_array_index (absences, MvuaAbsence, 2).member.number, ==, 2);
}

#define NAME "gep01.t00z.pgrb2s.0p25.f003"

static void
write_index (Fixture *fixture, guint64 offset, const char *ensemble)
{
  g_autofree char *line = g_strdup_printf (
      "1:%" G_GUINT64_FORMAT ":d=2025091800:TMP:2 m above ground:3 hour fcst:%s\n",
      offset, ensemble);

  write_file (fixture, NAME ".idx", line, strlen (line));
}

static void
test_stale_index (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const guint64 offsets[] = { 0, 1, 7, 100000 };
  g_autoptr (GByteArray) bytes = encode (1, 3, 0, 2800);

  for (guint i = 0; i < G_N_ELEMENTS (offsets); i++)
    {
      float values[N_POINTS];

      write_file (fixture, NAME, bytes->data, bytes->len);
      write_index (fixture, offsets[i], "ENS=+1");
      g_autoptr (MvuaEnsemble) ensemble = open_folder (fixture);
      g_assert_cmpstr (mvua_ensemble_get_product (ensemble), ==, "pgrb2s.0p25");
      g_assert_cmpint (load (ensemble, 1, 3, values, NULL), ==, MVUA_STATUS_OK);
      g_assert_true (values[0] == 280);
    }
}

/* Another member's file in this one's place is never taken for it. */
static void
test_swapped_member (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  float values[N_POINTS];
  char *complaint = NULL;

  write_message (fixture, NAME, 2, 3, 2800);
  g_autoptr (MvuaEnsemble) scanned = open_folder (fixture);
  g_assert_cmpint (load (scanned, 1, 3, values, &complaint), ==, MVUA_STATUS_REJECTED);
  g_assert_nonnull (strstr (complaint, "it is of gep02, not gep01"));
  g_assert_nonnull (strstr (complaint, NAME " at offset 0"));
  g_assert_true (isnan (values[0]));
  g_free (complaint);

  write_index (fixture, 0, "ENS=+1");
  g_autoptr (MvuaEnsemble) indexed = open_folder (fixture);
  g_assert_cmpint (load (indexed, 1, 3, values, NULL), ==, MVUA_STATUS_REJECTED);
  g_assert_true (isnan (values[0]));
}

static void
test_cut_off (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GByteArray) bytes = encode (1, 3, 0, 2800);
  float values[N_POINTS];

  write_index (fixture, 0, "ENS=+1");
  /* Without the last octets the window is still covered: "7777" alone is lost. */
  write_file (fixture, NAME, bytes->data, bytes->len - 4);
  g_autoptr (MvuaEnsemble) nearly = open_folder (fixture);
  g_assert_cmpint (load (nearly, 1, 3, values, NULL), ==, MVUA_STATUS_OK);
  write_file (fixture, NAME, bytes->data, bytes->len - 5);
  g_autoptr (MvuaEnsemble) cut = open_folder (fixture);
  g_assert_cmpint (load (cut, 1, 3, values, NULL), ==, MVUA_STATUS_MISSING);
  g_assert_true (isnan (values[0]));
}

static void
test_two_runs (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GByteArray) later = encode (1, 3, 6 * 3600, 2900);
  g_autoptr (GError) error = NULL;
  MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN };
  float values[N_POINTS];

  write_message (fixture, "a.grib2", 1, 3, 2800);
  write_file (fixture, "b.grib2", later->data, later->len);
  g_assert_null (mvua_ensemble_open (fixture->folder, NULL, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_nonnull (strstr (error->message, "2025-09-18/00, 2025-09-18/06"));

  g_assert_true (mvua_run_parse ("20250918/06", &options.run, NULL));
  g_autoptr (MvuaEnsemble) ensemble =
      mvua_ensemble_open (fixture->folder, &options, NULL, NULL);
  g_assert_nonnull (ensemble);
  g_assert_cmpint (load (ensemble, 1, 3, values, NULL), ==, MVUA_STATUS_OK);
  g_assert_true (values[0] == 290);
}

static void
test_nothing_there (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mvua_ensemble_open (fixture->folder, NULL, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_clear_error (&error);
  g_assert_null (mvua_ensemble_open ("/nowhere/at/all", NULL, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
  g_clear_error (&error);
  write_file (fixture, ".zgroup", "{}", 2);
  g_assert_null (mvua_ensemble_open (fixture->folder, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "is a Zarr store"));
}

static void
test_windows (void)
{
  const MvuaGrid global = { .north = 90000000,
                            .south = -90000000,
                            .width = 359750000,
                            .n_rows = 721,
                            .n_columns = 1440,
                            .wraps = 1 };
  MvuaRegion region;
  MvuaWindow window;

  g_assert_true (mvua_grid_cut (&global, &mvua_region_east_africa, &window, NULL));
  g_assert_cmpuint (window.row, ==, 268);
  g_assert_cmpuint (window.n_rows, ==, 141);
  g_assert_cmpuint (window.column, ==, 84);
  g_assert_cmpuint (window.n_columns, ==, 129);

  g_assert_true (mvua_region_parse ("10,-20,-10,5.5", &region, NULL));
  g_assert_true (mvua_grid_cut (&global, &region, &window, NULL));
  g_assert_cmpuint (window.column, ==, 1360);
  g_assert_cmpuint (window.n_columns, ==, 103);
  g_assert_true (mvua_window_longitude (&global, &window, 0) == -20);
  g_assert_true (mvua_window_longitude (&global, &window, 102) == 5.5);

  g_assert_true (mvua_grid_nearest (&global, -1.29, -0.1, &window, NULL));
  g_assert_cmpuint (window.column, ==, 0);
  g_assert_true (mvua_window_latitude (&global, &window, 0) == -1.25);
  g_assert_false (mvua_region_parse ("10,0,20,5", &region, NULL));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/ensemble/flat", test_flat },
    { "/ensemble/stale-index", test_stale_index },
    { "/ensemble/swapped-member", test_swapped_member },
    { "/ensemble/cut-off", test_cut_off },
    { "/ensemble/two-runs", test_two_runs },
    { "/ensemble/nothing-there", test_nothing_there },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
  g_test_add_func ("/ensemble/windows", test_windows);
  return g_test_run ();
}
