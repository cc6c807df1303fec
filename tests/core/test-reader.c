/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* That messages are read through the reader that an ensemble was opened with. */

#include "ensemble-fixture.h"
#include "mvua-test-reader.h"

static void
test_files (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (self->folder, "some", NULL);
  g_autoptr (GError) error = NULL;
  guint8 bytes[8];
  gsize n = 0;

  folder_write_text (self, "some", "0123456789");
  g_assert_true (mvua_reader_read (mvua_reader_files (), path, 4, sizeof bytes, bytes, &n,
                                   NULL, &error));
  g_assert_cmpmem (bytes, n, "456789", 6);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_false (mvua_reader_read (mvua_reader_files (), path, 4, sizeof bytes, bytes,
                                    &n, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_IO);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_loader (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaTestReader) reader = mvua_test_reader_new ();
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .reader = mvua_test_reader_get (reader) };

  write_member_step (self, perturbed (1), 3, 2900);
  write_member_step (self, perturbed (2), 3, 2950);
  g_autoptr (MvuaEnsemble) plain = folder_open (self);
  g_assert_true (mvua_ensemble_get_reader (plain) == mvua_reader_files ());
  g_autoptr (MvuaEnsemble) ensemble =
      mvua_ensemble_open (self->folder, &options, NULL, NULL);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  g_assert_cmpuint (mvua_test_reader_get_n_reads (reader), ==, 0);

  assert_loads (loader, "t2m", perturbed (2), 3, 2950);
  g_assert_cmpuint (mvua_test_reader_get_n_reads (reader), ==, 1);
  g_assert_cmpuint (mvua_test_reader_get_n_bytes (reader), ==,
                    mvua_loader_get_n_bytes (loader));
  g_autofree char *log = mvua_test_reader_take_log (reader);
  g_assert_cmpstr (log, ==, "gep02.t00z.pgrb2s.0p25.f003");

  mvua_test_reader_set_failing (reader, "gep02");
  assert_lacks (loader, "t2m", perturbed (2), 3, MVUA_STATUS_MISSING, "told to fail");
  assert_lacks (loader, "tp", perturbed (2), 3, MVUA_STATUS_MISSING,
                "gep02.t00z.pgrb2s.0p25.f003");
  assert_loads (loader, "t2m", perturbed (1), 3, 2900);
  mvua_test_reader_set_failing (reader, NULL);
  assert_loads (loader, "t2m", perturbed (2), 3, 2950);
}

static gpointer
load_one (gpointer loader)
{
  assert_loads (loader, "t2m", perturbed (1), 3, 2900);
  return NULL;
}

static void
test_slow (Folder *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (MvuaTestReader) reader = mvua_test_reader_new ();
  const MvuaEnsembleOptions options = { .run = MVUA_RUN_UNKNOWN,
                                        .reader = mvua_test_reader_get (reader) };

  write_member_step (self, perturbed (1), 3, 2900);
  g_autoptr (MvuaEnsemble) ensemble =
      mvua_ensemble_open (self->folder, &options, NULL, NULL);
  g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
  mvua_test_reader_hold_after (reader, 1);
  load_one (loader);
  GThread *thread = g_thread_new ("load", load_one, loader);
  mvua_test_reader_wait_for_held (reader, 1);
  mvua_test_reader_release (reader);
  g_thread_join (thread);

  mvua_test_reader_set_delay (reader, 50);
  const gint64 begin = g_get_monotonic_time ();
  load_one (loader);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 50000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/reader/files", Folder, NULL, folder_set_up, test_files, folder_tear_down);
  g_test_add ("/reader/loader", Folder, NULL, folder_set_up, test_loader,
              folder_tear_down);
  g_test_add ("/reader/slow", Folder, NULL, folder_set_up, test_slow, folder_tear_down);
  return g_test_run ();
}
