/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Stores as ensembles: those that an export wrote, field by field as their messages. */

#include "mvua-coverage.h"
#include "mvua-point.h"
#include "store-fixture.h"

static void
write_members (Fixture *self, guint n_members, int last)
{
  for (guint number = 1; number <= n_members; number++)
    for (int step = 0; step <= last; step += 3)
      write_member_step (&self->folder, perturbed (number), step,
                         (int) (2800 + 10 * number) + step);
}

static MvuaEnsemble *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_ensemble_open (path, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (mvua_ensemble_is_of_fields (ensemble));
  return ensemble;
}

/* A store of all that was written, on the whole grid. */
static MvuaEnsemble *
export_and_open (Fixture *self)
{
  self->options.region = (MvuaRegion){ .whole = TRUE };
  run_export (self);
  return open_store (self->store);
}

static void
test_as_messages (Fixture *fixture, gconstpointer data)
{
  write_members (fixture, 3, 12);
  fixture->options.format = GPOINTER_TO_INT (data);
  g_autoptr (MvuaEnsemble) store = export_and_open (fixture);
  g_autoptr (MvuaEnsemble) messages = folder_open (&fixture->folder);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (store);

  g_assert_cmpint (mvua_ensemble_get_run (store), ==, mvua_ensemble_get_run (messages));
  g_assert_true (mvua_grid_equal (mvua_ensemble_get_grid (store),
                                  mvua_ensemble_get_grid (messages)));
  g_assert_cmpuint (mvua_ensemble_get_members (store)->len, ==, 3);
  g_assert_cmpuint (mvua_ensemble_get_steps (store)->len, ==, 5);
  g_assert_cmpuint (mvua_ensemble_get_variables (store)->len, ==, 2);
  g_assert_cmpstr (mvua_ensemble_get_product (store), ==,
                   mvua_ensemble_get_product (messages));
  g_assert_cmpuint (mvua_ensemble_get_notes (store)->len, ==, 0);
  g_autoptr (GArray) absences = mvua_ensemble_absences (store);
  g_assert_cmpuint (absences->len, ==, 0);

  for (guint number = 1; number <= 3; number++)
    for (int step = 0; step <= 12; step += 3)
      {
        assert_loads (loader, "t2m", perturbed (number), step,
                      (int) (2800 + 10 * number) + step);
        if (step > 0) /* the rain of 3 h, and not the bucket */
          assert_loads (loader, "tp", perturbed (number), step, 30);
      }
  assert_lacks (loader, "tp", perturbed (1), 0, MVUA_STATUS_NOT_DEFINED, NULL);
  assert_lacks (loader, "t2m", perturbed (1), 15, MVUA_STATUS_MISSING, "no file");
}

/* Each point by itself, so that rows and columns are where they should be. */
static void
test_windows (Fixture *fixture, gconstpointer data)
{
  gint64 packed[N_POINTS];
  MvuaTestMessage message = uniform ("t2m", perturbed (1), 3, 3, 2800);
  const MvuaVariable *t2m = mvua_variable_by_name ("t2m");
  g_autofree char *name = noaa_name (perturbed (1), 3);

  for (guint i = 0; i < N_POINTS; i++)
    packed[i] = i;
  message.packed = packed;
  message.bits = 8;
  file_add_message (&fixture->folder, &message);
  file_write (&fixture->folder, name, FALSE);
  fixture->options.format = GPOINTER_TO_INT (data);
  g_autoptr (MvuaEnsemble) store = export_and_open (fixture);
  g_autoptr (MvuaEnsemble) messages = folder_open (&fixture->folder);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (store);
  g_autoptr (MvuaLoader) other = mvua_loader_new (messages);
  const MvuaGrid *grid = mvua_ensemble_get_grid (store);

  for (guint row = 0; row < grid->n_rows; row += 3)
    for (guint column = 0; column < grid->n_columns; column += 2)
      {
        const MvuaWindow window = { row, grid->n_rows - row, column, 2, 0 };
        float found[N_POINTS], expected[N_POINTS];
        MvuaLoaded loaded;

        g_assert_true (mvua_loader_load (loader, t2m, perturbed (1), 3, MVUA_HOUR_UNKNOWN,
                                         &window, NULL, found, &loaded, NULL));
        g_assert_cmpint (loaded.status, ==, MVUA_STATUS_OK);
        g_assert_true (mvua_loader_load (other, t2m, perturbed (1), 3, MVUA_HOUR_UNKNOWN,
                                         &window, NULL, expected, &loaded, NULL));
        g_assert_cmpmem (found, mvua_window_n_points (&window) * sizeof *found, expected,
                         mvua_window_n_points (&window) * sizeof *expected);
      }
}

/* What an export had to mark stays what it was. */
static void
test_gaps (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *lost = noaa_name (perturbed (2), 6);
  g_autofree char *poor = noaa_name (perturbed (1), 9);
  g_autofree char *bad = noaa_name (perturbed (1), 12);

  write_members (fixture, 4, 12);
  g_autofree char *path = g_build_filename (fixture->folder.folder, lost, NULL);
  g_autofree char *index = g_strconcat (path, ".idx", NULL);
  g_assert_cmpint (g_remove (path) + g_remove (index), ==, 0);
  file_add (&fixture->folder, "t2m", perturbed (1), 9, 9, 2800);
  file_write (&fixture->folder, poor, TRUE);
  file_add (&fixture->folder, "t2m", perturbed (1), 12, 12, 2800);
  file_add (&fixture->folder, "tp", perturbed (1), 6, 12, 100);
  memcpy (fixture->folder.bytes->data + 20, "????????", 8); /* of t2m: no section 1 */
  file_write (&fixture->folder, bad, TRUE);
  g_clear_pointer (&fixture->options.members, g_array_unref);
  fixture->options.members = mvua_member_list_parse ("gep01-gep05", NULL);
  set_steps (fixture, "0-15");
  g_autoptr (MvuaEnsemble) store = export_and_open (fixture);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (store);

  assert_lacks (loader, "t2m", perturbed (2), 6, MVUA_STATUS_MISSING,
                "gep02/t2m has it as missing");
  assert_lacks (loader, "tp", perturbed (1), 9, MVUA_STATUS_NOT_PUBLISHED,
                "has it as not_published");
  assert_lacks (loader, "t2m", perturbed (1), 12, MVUA_STATUS_REJECTED,
                "has it as rejected");
  assert_lacks (loader, "t2m", perturbed (5), 3, MVUA_STATUS_MISSING, "gep05");
  assert_loads (loader, "t2m", perturbed (2), 9, 2829);

  /* A member and a step of which there is nothing are still to be expected. */
  g_autoptr (GArray) expected = mvua_ensemble_expected_members (store);
  g_assert_cmpuint (expected->len, ==, 5);
  g_assert_cmpuint (mvua_ensemble_get_members (store)->len, ==, 4);
  g_assert_cmpuint (mvua_ensemble_get_steps (store)->len, ==, 6);
  g_assert_false (mvua_ensemble_has_file (store, perturbed (2), 6));
  g_assert_true (mvua_ensemble_has_file (store, perturbed (1), 9));
  g_assert_true (mvua_ensemble_has_file (store, perturbed (1), 0));
}

/* A chunk of many steps is read once, whichever step comes next. */
static void
test_chunks_are_kept (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  write_members (fixture, 2, 24);
  g_autoptr (MvuaEnsemble) store = export_and_open (fixture);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (store);

  assert_loads (loader, "t2m", perturbed (1), 0, 2810);
  const guint64 n_bytes = mvua_loader_get_n_bytes (loader);
  g_assert_cmpuint (n_bytes, >, 0);
  for (int step = 3; step <= 24; step += 3)
    assert_loads (loader, "t2m", perturbed (1), step, 2810 + step);
  g_assert_cmpuint (mvua_loader_get_n_bytes (loader), ==, n_bytes);
  g_assert_cmpuint (mvua_loader_count (loader).n_decoded, ==, 9);
  assert_loads (loader, "t2m", perturbed (2), 0, 2820);
  g_assert_cmpuint (mvua_loader_get_n_bytes (loader), >, n_bytes);
}

/* A chunk that is damaged, or gone, is a status with the file's name, never a value. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  const gboolean is_v2 = GPOINTER_TO_INT (data) == MVUA_EXPORT_ZARR2;
  const char *name = is_v2 ? "gep01/t2m/0.0.0" : "gep01/t2m/c/0/0/0";
  gsize n = 0;

  write_members (fixture, 2, 6);
  fixture->options.format = GPOINTER_TO_INT (data);
  mvua_ensemble_unref (export_and_open (fixture));
  g_autofree char *bytes = load_file (fixture, name, &n);
  g_autofree char *path = g_build_filename (fixture->store, name, NULL);
  bytes[n / 2] ^= 4;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) n, NULL));

  g_autoptr (MvuaEnsemble) store = open_store (fixture->store);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (store);
  assert_lacks (loader, "t2m", perturbed (1), 3, MVUA_STATUS_REJECTED, name);
  assert_loads (loader, "t2m", perturbed (2), 3, 2823);
  g_assert_cmpint (g_remove (path), ==, 0);
  assert_lacks (loader, "t2m", perturbed (1), 3, MVUA_STATUS_MISSING, name);
}

static void
test_members_of_a_folder (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  write_members (fixture, 3, 6);
  fixture->options.layout = MVUA_EXPORT_MEMBERS;
  g_autoptr (MvuaEnsemble) folder = export_and_open (fixture);
  g_autofree char *one = g_build_filename (fixture->store, "gep02.zarr", NULL);
  g_autoptr (MvuaEnsemble) single = open_store (one);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (folder);
  g_autoptr (MvuaLoader) other = mvua_loader_new (single);

  g_assert_cmpuint (mvua_ensemble_get_members (folder)->len, ==, 3);
  g_assert_cmpuint (mvua_ensemble_get_members (single)->len, ==, 1);
  assert_loads (loader, "t2m", perturbed (2), 6, 2826);
  assert_loads (other, "t2m", perturbed (2), 6, 2826);

  /* One that cannot be opened is left out, and said. */
  g_autofree char *attributes = g_build_filename (one, ".zmetadata", NULL);
  g_assert_true (g_file_set_contents (attributes, "{}", -1, NULL));
  g_autoptr (MvuaEnsemble) rest = open_store (fixture->store);
  g_assert_cmpuint (mvua_ensemble_get_members (rest)->len, ==, 2);
  g_assert_cmpuint (count_notes (rest, "gep02.zarr: left out"), ==, 1);
}

static void
test_point (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  write_members (fixture, 2, 9);
  g_autoptr (MvuaEnsemble) store = export_and_open (fixture);
  g_autoptr (MvuaPoint) point =
      mvua_point_new (store, mvua_variable_by_name ("tp"), 5, 33, 2, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (point->steps->len, ==, 4);
  g_assert_true (isnan (point->values[0]));
  for (guint s = 1; s < 4; s++)
    g_assert_cmpfloat_with_epsilon (point->values[s], 3, 1e-6);
  g_assert_cmpuint (point->n_gaps, ==, 0);
}

#define ADD(name, func, data)                                                            \
  g_test_add ("/store-ensemble/" name, Fixture, GINT_TO_POINTER (data), set_up, func,    \
              tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("as-messages/v2", test_as_messages, MVUA_EXPORT_ZARR2);
  ADD ("as-messages/v3", test_as_messages, MVUA_EXPORT_ZARR3);
  ADD ("windows/v2", test_windows, MVUA_EXPORT_ZARR2);
  ADD ("windows/v3", test_windows, MVUA_EXPORT_ZARR3);
  ADD ("gaps", test_gaps, 0);
  ADD ("chunks-are-kept", test_chunks_are_kept, 0);
  ADD ("damaged/v2", test_damaged, MVUA_EXPORT_ZARR2);
  ADD ("damaged/v3", test_damaged, MVUA_EXPORT_ZARR3);
  ADD ("members-of-a-folder", test_members_of_a_folder, 0);
  ADD ("point", test_point, 0);
  return g_test_run ();
}
