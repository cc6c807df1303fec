/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Folders as they are found: in many layouts, with what does not belong there, with
 * messages that contradict their names or each other. */

#include "ensemble-fixture.h"

#include <sys/stat.h>
#include <unistd.h>

#define BUCKET "gefs.20250918/00/atmos/"

static char *
list_members (const MvuaEnsemble *ensemble)
{
  const GArray *members = mvua_ensemble_get_members (ensemble);
  GString *text = g_string_new (NULL);
  char name[MVUA_MEMBER_NAME_SIZE];

  for (guint i = 0; i < members->len; i++)
    g_string_append_printf (
        text, "%s%s", i > 0 ? " " : "",
        mvua_member_name (g_array_index (members, MvuaMember, i), name));
  return g_string_free (text, FALSE);
}

static void
assert_holds (const MvuaEnsemble *ensemble, const char *members, const char *steps)
{
  g_autofree char *its_members = list_members (ensemble);
  g_autofree char *its_steps = mvua_steps_format (mvua_ensemble_get_steps (ensemble));

  g_assert_cmpstr (its_members, ==, members);
  g_assert_cmpstr (its_steps, ==, steps);
}

/* As NOAA's bucket is laid out, with a coarser product that has more messages. */
static void
test_bucket (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  for (guint number = 1; number <= 2; number++)
    for (int step = 3; step <= 9; step += 3)
      {
        g_autofree char *fine = g_strdup_printf (
            BUCKET "pgrb2sp25/gep%02u.t00z.pgrb2s.0p25.f%03d", number, step);
        g_autofree char *coarse = g_strdup_printf (
            BUCKET "pgrb2ap5/gep%02u.t00z.pgrb2a.0p50.f%03d", number, step);
        file_add (self, "t2m", perturbed (number), step, step, 3000);
        file_write (self, fine, step != 6);
        file_add (self, "t2m", perturbed (number), step, step, 2000);
        file_add (self, "sp", perturbed (number), step, step, 2000);
        file_write (self, coarse, TRUE);
      }

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  g_assert_cmpstr (mvua_ensemble_get_product (ensemble), ==, "pgrb2s.0p25");
  g_assert_cmpint (mvua_ensemble_get_run (ensemble), ==,
                   mvua_run_from_digits ("20250918", "00"));
  assert_holds (ensemble, "gep01 gep02", "3-9/3");
  assert_loads (loader, "t2m", perturbed (2), 6, 3000);
  g_assert_cmpuint (
      count_notes (ensemble, "Left out: 12 messages of 2025-09-18 00Z, pgrb2a.0p50"), ==,
      1);
}

/* Without the everyday product the larger one is taken. */
static void
test_other_products (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  file_add (self, "t2m", perturbed (1), 3, 3, 2000);
  file_write (self, "gep01.t00z.pgrb2a.0p50.f003", FALSE);
  file_add (self, "sp", perturbed (1), 3, 3, 9000);
  file_add (self, "cape", perturbed (1), 3, 3, 100);
  file_write (self, "gep01.t00z.pgrb2b.0p50.f003", FALSE);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_assert_cmpstr (mvua_ensemble_get_product (ensemble), ==, "pgrb2b.0p50");
  g_assert_cmpuint (mvua_ensemble_get_n_messages (ensemble), ==, 2);
  g_assert_cmpuint (count_notes (ensemble, "pgrb2a.0p50"), ==, 1);
}

static void
set_other_grid (MvuaTestMessage *message)
{
  mvua_test_message_set_grid (message, 12, 8, 0, 10000000, 3000000, 50000000, 61000000);
}

/* Names that tell no product: what is on one grid belongs together. */
static void
test_grids (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaTestMessage foreign = uniform ("t2m", perturbed (3), 3, 3, 2500);

  set_other_grid (&foreign);
  file_add_message (self, &foreign);
  file_write (self, "a.grib2", FALSE);
  file_add (self, "t2m", perturbed (1), 3, 3, 2900);
  file_add (self, "t2m", perturbed (2), 3, 3, 2800);
  file_write (self, "b.grib2", FALSE);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_holds (ensemble, "gep01 gep02", "3");
  assert_loads (loader, "t2m", perturbed (2), 3, 2800);
  g_assert_cmpuint (count_notes (ensemble, "8 × 12 points, 10…3°N 50…61°E"), ==, 1);
}

/* A file whose name says that it belongs and whose grid does not. */
static void
test_foreign_grid (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaTestMessage foreign = uniform ("t2m", perturbed (2), 3, 3, 2500);

  for (int step = 3; step <= 12; step += 3)
    write_member_step (self, perturbed (1), step, 2900);
  set_other_grid (&foreign);
  file_add_message (self, &foreign);
  file_write (self, "gep02.t00z.pgrb2s.0p25.f003", FALSE);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_loads (loader, "t2m", perturbed (1), 12, 2900);
  assert_lacks (loader, "t2m", perturbed (2), 3, MVUA_STATUS_REJECTED,
                "its grid is 8 × 12 points, 10…3°N 50…61°E, not 8 × 12 points, 10…3°N "
                "30…41°E");
}

/* A file of another run is never mixed in; which run is meant has to be said. */
static void
test_foreign_run (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaTestMessage foreign = uniform ("t2m", perturbed (2), 3, 3, 2500);
  MvuaEnsembleOptions options = { .run = foreign.run };
  g_autoptr (GError) error = NULL;

  foreign.run += 6 * 3600;
  write_member_step (self, perturbed (1), 3, 2900);
  file_add_message (self, &foreign);
  file_write (self, "gep02.t00z.pgrb2s.0p25.f003", FALSE);

  g_assert_null (mvua_ensemble_open (self->folder, NULL, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_nonnull (
      strstr (error->message, "holds 2 runs: 2025-09-18/00, 2025-09-18/06"));
  g_clear_error (&error);

  g_autoptr (MvuaEnsemble) ensemble =
      mvua_ensemble_open (self->folder, &options, NULL, &error);
  g_assert_no_error (error);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_holds (ensemble, "gep01", "3");
  assert_lacks (loader, "t2m", perturbed (2), 3, MVUA_STATUS_MISSING,
                "no file of gep02 f003");
  g_assert_cmpuint (count_notes (ensemble, "1 messages of 2025-09-18 06Z"), ==, 1);

  options.run += 24 * 3600;
  g_assert_null (mvua_ensemble_open (self->folder, &options, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_nonnull (strstr (error->message, "it holds 2025-09-18/00, 2025-09-18/06"));
}

/* Each kind of member by the index and by the messages alone. */
static void
test_kinds_of_members (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  static const MvuaMember members[] = { { MVUA_MEMBER_DETERMINISTIC, 0 },
                                        { MVUA_MEMBER_CONTROL, 0 },
                                        { MVUA_MEMBER_PERTURBED, 30 },
                                        { MVUA_MEMBER_MEAN, 0 },
                                        { MVUA_MEMBER_SPREAD, 0 } };

  for (guint with_index = 0; with_index < 2; with_index++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        {
          g_autofree char *name = g_strdup_printf ("%u.grib2", i);
          file_add (self, "t2m", members[i], 3, 3, 2000 + (int) i);
          file_add (self, "tp", members[i], 0, 3, (int) i);
          file_write (self, name, with_index);
        }
      g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
      g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
      assert_holds (ensemble, "det gec00 gep30 geavg gespr", "3");
      for (guint i = 0; i < G_N_ELEMENTS (members); i++)
        {
          assert_loads (loader, "t2m", members[i], 3, 2000 + (int) i);
          assert_loads (loader, "tp", members[i], 3, (int) i);
        }
    }
}

/* Several fields in one message. */
static void
test_submessages (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaTestMessage fields[] = { uniform ("u10", perturbed (1), 3, 3, 50),
                                     uniform ("v10", perturbed (1), 3, 3, 60),
                                     uniform ("t2m", perturbed (1), 3, 3, 2900) };

  for (guint with_index = 0; with_index < 2; with_index++)
    {
      g_autoptr (GByteArray) message = mvua_test_message_encode_fields (fields, 3);
      add_index_line (self, 0, mvua_variable_by_name ("u10"), 3, 3, perturbed (1), "1.1");
      add_index_line (self, 0, mvua_variable_by_name ("v10"), 3, 3, perturbed (1), "1.2");
      add_index_line (self, 0, mvua_variable_by_name ("t2m"), 3, 3, perturbed (1), "1.3");
      g_byte_array_append (self->bytes, message->data, message->len);
      file_write (self, "a.grib2", with_index);

      g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
      g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
      g_assert_cmpuint (mvua_ensemble_get_n_messages (ensemble), ==, 3);
      assert_loads (loader, "u10", perturbed (1), 3, 50);
      assert_loads (loader, "v10", perturbed (1), 3, 60);
      assert_loads (loader, "t2m", perturbed (1), 3, 2900);
    }
}

/* The same record twice is one; two that differ are none. */
static void
test_copies (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  file_add (self, "t2m", perturbed (1), 3, 3, 2900);
  file_add (self, "t2m", perturbed (1), 3, 3, 2900);
  file_add (self, "sp", perturbed (1), 3, 3, 9000);
  file_write (self, "a.grib2", FALSE);
  file_add (self, "t2m", perturbed (1), 3, 3, 2900);
  file_write (self, "b.grib2", FALSE);
  file_add (self, "cape", perturbed (1), 3, 3, 90);
  file_add (self, "sp", perturbed (1), 3, 3, 9001);
  file_write (self, "c.grib2", FALSE);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_loads (loader, "t2m", perturbed (1), 3, 2900);
  assert_lacks (loader, "sp", perturbed (1), 3, MVUA_STATUS_REJECTED, "c.grib2");
  assert_lacks (loader, "sp", perturbed (1), 3, MVUA_STATUS_REJECTED,
                "2 different messages of the same window");
}

/* Two fields of one message that claim the same and differ, too. */
static void
test_copies_in_a_message (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaTestMessage fields[] = { uniform ("sp", perturbed (1), 3, 3, 9000),
                                     uniform ("sp", perturbed (1), 3, 3, 9001) };
  g_autoptr (GByteArray) message = mvua_test_message_encode_fields (fields, 2);

  g_byte_array_append (self->bytes, message->data, message->len);
  file_write (self, "a.grib2", FALSE);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_lacks (loader, "sp", perturbed (1), 3, MVUA_STATUS_REJECTED,
                "different messages of the same window");
}

/* GFS has the rain of the last hours and that since the run. */
static void
test_several_windows (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *complaint = NULL;
  int tenths = 0;

  file_add (self, "tp", perturbed (1), 12, 18, 60);
  file_add (self, "tp", perturbed (1), 0, 18, 180);
  file_write (self, "a.grib2", TRUE);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_loads (loader, "tp", perturbed (1), 18, 60);
  g_assert_cmpint (load_window (loader, "tp", perturbed (1), 0, 18, &tenths, &complaint),
                   ==, MVUA_STATUS_OK);
  g_assert_cmpint (tenths, ==, 180);
  g_assert_cmpint (load_window (loader, "tp", perturbed (1), 15, 18, &tenths, &complaint),
                   ==, MVUA_STATUS_NOT_PUBLISHED);
}

/* What a download that broke off still has is of use down to where it ends. */
static void
test_cut_off (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    guint32 row, n_rows;
    MvuaStatus status;
  } windows[] = { { 0, 3, MVUA_STATUS_OK },
                  { 4, 1, MVUA_STATUS_OK },
                  { 0, 6, MVUA_STATUS_MISSING },
                  { 7, 1, MVUA_STATUS_MISSING } };

  file_add (self, "sp", perturbed (1), 3, 3, 9000);
  file_add (self, "t2m", perturbed (1), 3, 3, 2900);
  /* An octet a point: without the last 2½ of 8 rows, and without “7777”. */
  self->bytes->len -= 30 + 4;
  file_write (self, "gep01.t00z.pgrb2s.0p25.f003", TRUE);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_loads (loader, "sp", perturbed (1), 3, 9000);
  for (guint i = 0; i < G_N_ELEMENTS (windows); i++)
    {
      const MvuaWindow window = { .row = windows[i].row,
                                  .n_rows = windows[i].n_rows,
                                  .n_columns = 12 };
      float values[N_POINTS];
      MvuaLoaded loaded;
      g_assert_true (mvua_loader_load (loader, mvua_variable_by_name ("t2m"),
                                       perturbed (1), 3, MVUA_HOUR_UNKNOWN, &window, NULL,
                                       values, &loaded, NULL));
      g_assert_cmpint (loaded.status, ==, windows[i].status);
      for (guint k = 0; k < mvua_window_n_points (&window); k++)
        g_assert_true (windows[i].status == MVUA_STATUS_OK ? values[k] == 290
                                                           : isnan (values[k]));
      mvua_loaded_clear (&loaded);
    }
}

/* Names that are none of ours, and files that are none. */
static void
test_what_does_not_belong (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *pipe =
      g_build_filename (self->folder, "gep01.t00z.pgrb2s.0p25.f006", NULL);
  g_autofree char *folder =
      g_build_filename (self->folder, "gep01.t00z.pgrb2s.0p25.f009", NULL);
  g_autofree char *link =
      g_build_filename (self->folder, "gep01.t00z.pgrb2s.0p25.f012", NULL);
  g_autofree char *loop = g_build_filename (self->folder, "loop", NULL);

  write_member_step (self, perturbed (1), 3, 2900);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (symlink ("/nowhere/at/all", link), ==, 0);
  g_assert_cmpint (symlink (self->folder, loop), ==, 0);
  folder_write_text (self, "gep01.t00z.pgrb2s.0p25.f015", "");
  folder_write_text (self, "gep01.t00z.pgrb2s.0p25.f018", "<html>Slow Down</html>");
  folder_write_text (self, "readme.txt", "nothing");
  folder_write_text (self, "old.idx", "1:0:d=2025091800:x:y:z:\n");
  file_add (self, "t2m", perturbed (1), 21, 21, 2900);
  folder_write (self, "gep01.t00z.pgrb2s.0p25.f021.part", self->bytes->data,
                self->bytes->len);
  folder_write (self, ".gep01.t00z.pgrb2s.0p25.f021", self->bytes->data,
                self->bytes->len);
  folder_write (self, "gep01.t00z.pgrb2s.0p25.f021.part-7", self->bytes->data,
                self->bytes->len);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  assert_holds (ensemble, "gep01", "3");
  g_assert_cmpuint (count_notes (ensemble, "f006 is not a regular file"), ==, 1);
  g_assert_cmpuint (count_notes (ensemble, "f012 cannot be read"), ==, 1);
  g_assert_cmpuint (count_notes (ensemble, "f015 is empty"), ==, 1);
  g_assert_cmpuint (count_notes (ensemble, "f018: 22 bytes belong to no message"), ==, 1);
  g_assert_cmpuint (mvua_ensemble_get_notes (ensemble)->len, ==, 4);
}

/* A file under another step's name. */
static void
test_wrong_step (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  file_add (self, "t2m", perturbed (1), 3, 3, 2900);
  file_write (self, "gep01.t00z.pgrb2s.0p25.f006", FALSE);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  assert_holds (ensemble, "gep01", "6");
  g_assert_cmpuint (count_notes (ensemble, "f006 holds gep01 at 3 h by its content, and "
                                           "gep01 at 6 h by its name"),
                    ==, 1);
  assert_lacks (loader, "t2m", perturbed (1), 6, MVUA_STATUS_REJECTED,
                "its time is 3 h, not 6 h");
}

static void
test_single_file (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (self->folder, "anything", NULL);
  g_autofree char *text = g_build_filename (self->folder, "readme.txt", NULL);
  g_autoptr (GError) error = NULL;

  file_add (self, "t2m", perturbed (8), 3, 3, 2900);
  file_write (self, "anything", FALSE);
  g_autoptr (MvuaEnsemble) ensemble = mvua_ensemble_open (path, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_holds (ensemble, "gep08", "3");
  g_assert_cmpstr (mvua_ensemble_get_product (ensemble), ==, "");

  folder_write_text (self, "readme.txt", "nothing");
  g_assert_null (mvua_ensemble_open (text, NULL, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
  g_assert_nonnull (strstr (error->message, text));
}

/* Messages of other parameters are counted; those of edition 1 are said. */
static void
test_unknown_messages (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaTestMessage other = uniform ("t2m", perturbed (1), 3, 3, 2900);

  other.number = 77;
  file_add_message (self, &other);
  file_add (self, "t2m", perturbed (1), 3, 3, 2900);
  file_write (self, "a.grib2", FALSE);
  folder_write (self, "b.grib2", "GRIB\0\0\x20\1 and so on, until 7777", 31);

  g_autoptr (MvuaEnsemble) ensemble = folder_open (self);
  g_assert_cmpuint (mvua_ensemble_get_n_messages (ensemble), ==, 1);
  g_assert_cmpuint (mvua_ensemble_get_n_unknown (ensemble), ==, 1);
  g_assert_cmpuint (mvua_ensemble_get_n_files (ensemble), ==, 2);
  g_assert_cmpuint (count_notes (ensemble, "is of GRIB edition 1"), ==, 1);
}

static void
test_cancelled (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  write_member_step (self, perturbed (1), 3, 2900);
  g_cancellable_cancel (cancellable);
  g_assert_null (mvua_ensemble_open (self->folder, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Folder *self, gconstpointer data);
  } tests[] = {
    { "/folders/bucket", test_bucket },
    { "/folders/other-products", test_other_products },
    { "/folders/grids", test_grids },
    { "/folders/foreign-grid", test_foreign_grid },
    { "/folders/foreign-run", test_foreign_run },
    { "/folders/kinds-of-members", test_kinds_of_members },
    { "/folders/submessages", test_submessages },
    { "/folders/copies", test_copies },
    { "/folders/copies-in-a-message", test_copies_in_a_message },
    { "/folders/several-windows", test_several_windows },
    { "/folders/cut-off", test_cut_off },
    { "/folders/what-does-not-belong", test_what_does_not_belong },
    { "/folders/wrong-step", test_wrong_step },
    { "/folders/single-file", test_single_file },
    { "/folders/unknown-messages", test_unknown_messages },
    { "/folders/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Folder, NULL, folder_set_up, tests[i].test,
                folder_tear_down);
  return g_test_run ();
}
