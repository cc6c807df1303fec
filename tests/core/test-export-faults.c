/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Exports that cannot be finished: what was there stays, and nothing else is left but
 * what can be gone on with. */

#include "export-fixture.h"
#include "mvua-resume.h"

#include <signal.h>
#include <sys/resource.h>

/* What HDF5 cannot write to a full disk is left open on purpose, as closing it crashes:
 * the sanitizer is told so here, and looks for all other leaks. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:libhdf5\n";
}

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
write_source (Fixture *self)
{
  for (guint number = 1; number <= 3; number++)
    for (int step = 0; step <= 30; step += 3)
      write_member_step (&self->folder, perturbed (number), step, 2800 + step);
  /* A small output: making folders and files takes most of the time. */
  g_array_unref (self->options.statistics);
  self->options.statistics = mvua_statistics_parse ("mean", NULL);
  set_thresholds (self, "5", "25");
}

/* Exports to @path.  Returns: whether it was done */
static gboolean
export_to (Fixture *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);

  mvua_export_report_clear (&self->report);
  return mvua_export_run (ensemble, path, &self->options, NULL, NULL, &self->report,
                          cancellable, error);
}

static char *
table_of (const char *store)
{
  g_autofree char *path = g_build_filename (store, ".mvua", "files", NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

/* Goes on with what was left of an export, which is then as @table says. */
static void
resume (Fixture *self, const char *path, const char *table)
{
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (MvuaExportLeft) left = mvua_export_find_left (path);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (left);
  g_assert_cmpint (left->state, ==, MVUA_EXPORT_LEFT_DEAD);
  mvua_export_report_clear (&self->report);
  g_assert_true (mvua_export_resume (ensemble, left, &self->options, NULL, NULL,
                                     &self->report, NULL, &error));
  g_assert_no_error (error);
  g_autofree char *found = table_of (path);
  g_assert_cmpstr (found, ==, table);
  g_assert_cmpint (mvua_file_table_verify (path, NULL, NULL, NULL, NULL, NULL), ==, 0);
  g_assert_cmpuint (count_entries (self->out), ==, 1);
}

static void
limit_files (rlim_t n_bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (n_bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

/* No file can grow beyond so many octets, as if the disk were full then. */
static void
test_full_disk (Fixture *self, gconstpointer data)
{
  static const rlim_t limits[] = { 0,    1,     100,   500,   1000,         2000,
                                   5000, 10000, 20000, 40000, RLIM_INFINITY };
  g_autofree char *path = g_build_filename (self->out, "full", NULL);
  const gboolean is_zarr = GPOINTER_TO_INT (data) != MVUA_EXPORT_NETCDF;
  guint n_failed = 0;
  guint n_kept = 0;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  signal (SIGXFSZ, SIG_IGN);
  write_source (self);
  self->options.format = (MvuaExportFormat) GPOINTER_TO_INT (data);
  g_assert_true (export_to (self, path, NULL, NULL));
  g_autofree char *table = is_zarr ? table_of (path) : NULL;
  remove_all (path);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (GError) error = NULL;

      limit_files (limits[i]);
      const gboolean done = export_to (self, path, NULL, &error);
      limit_files (RLIM_INFINITY);
      g_assert_true (done == (error == NULL));
      g_assert_cmpuint (count_entries (self->out), ==, done || self->report.is_kept);
      g_assert_true (done || strstr (error->message, "full.part-") != NULL);
      n_failed += !done;
      n_kept += self->report.is_kept;
      if (self->report.is_kept)
        resume (self, path, table);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        remove_all (path);
    }
  g_assert_cmpuint (n_failed, >, 3);
  g_assert_cmpuint (n_failed, <, G_N_ELEMENTS (limits));
  g_assert_true (is_zarr ? n_kept > 0 : n_kept == 0);
}

/* The old output stays until the new one is whole. */
static void
test_failed_overwrite (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (self->out, "kept.zarr", NULL);
  g_autoptr (GError) error = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  signal (SIGXFSZ, SIG_IGN);
  write_source (self);
  self->options.overwrite = TRUE;
  g_assert_true (export_to (self, path, NULL, &error));
  g_autofree char *table = table_of (path);

  set_steps (self, "0-12");
  limit_files (500);
  g_assert_false (export_to (self, path, NULL, &error));
  limit_files (RLIM_INFINITY);
  g_autofree char *kept = table_of (path);
  g_assert_cmpstr (kept, ==, table);
  g_assert_cmpint (mvua_file_table_verify (path, NULL, NULL, NULL, NULL, NULL), ==, 0);
  g_assert_cmpuint (count_entries (self->out), ==, self->report.is_kept ? 2 : 1);
  if (self->report.is_kept)
    {
      g_autoptr (MvuaExportLeft) left = mvua_export_find_left (path);
      g_assert_true (mvua_export_discard (left, NULL));
    }

  g_clear_error (&error);
  g_assert_true (export_to (self, path, NULL, &error));
  g_autofree char *replaced = table_of (path);
  g_assert_cmpstr (replaced, !=, table);
  g_assert_cmpint (mvua_file_table_verify (path, NULL, NULL, NULL, NULL, NULL), ==, 0);
  g_assert_cmpuint (count_entries (self->out), ==, 1);
}

typedef struct
{
  GCancellable *cancellable;
  gulong delay_us;
} Cancelling;

static gpointer
cancel_later (gpointer data)
{
  const Cancelling *cancelling = data;

  g_usleep (cancelling->delay_us);
  g_cancellable_cancel (cancelling->cancellable);
  return NULL;
}

/* Cancelled at any moment it is whole or not there. */
static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->out, "out", NULL);
  g_autoptr (GError) error = NULL;
  guint n_cancelled = 0;

  write_source (self);
  self->options.format = (MvuaExportFormat) GPOINTER_TO_INT (data);
  const gint64 started = g_get_monotonic_time ();
  g_assert_true (export_to (self, path, NULL, &error));
  const gint64 duration = g_get_monotonic_time () - started;
  remove_all (path);

  for (guint i = 0; i < 15; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Cancelling cancelling = { cancellable, (gulong) (duration * i / 12) };
      GThread *thread = g_thread_new ("cancel", cancel_later, &cancelling);
      const gboolean done = export_to (self, path, cancellable, &error);

      g_thread_join (thread);
      g_assert_cmpuint (count_entries (self->out), ==, (guint) done);
      if (done)
        remove_all (path);
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      n_cancelled += !done;
      g_clear_error (&error);
    }
  g_assert_cmpuint (n_cancelled, >, 0);
}

/* Places where nothing can be made, whoever asks. */
static void
test_unwritable (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *file = g_build_filename (self->out, "file", NULL);
  g_autofree char *below = g_build_filename (file, "out.zarr", NULL);
  const char *const paths[] = { "/proc/out.zarr", "/nowhere/at/all/out.zarr", below };

  write_source (self);
  g_assert_true (g_file_set_contents (file, "old", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *folder = g_path_get_dirname (paths[i]);
      g_assert_false (export_to (self, paths[i], NULL, &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, folder));
    }
  g_assert_cmpuint (count_entries (self->out), ==, 1);
}

/* The source is never overwritten, whatever was asked for. */
static void
test_onto_the_source (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  write_source (self);
  const guint n = count_entries (self->folder.folder);
  self->options.overwrite = TRUE;
  g_assert_false (export_to (self, self->folder.folder, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "is not what an export wrote"));
  g_assert_cmpuint (count_entries (self->folder.folder), ==, n);
}

/* A file that goes away between listing and reading is a gap. */
static void
test_file_gone (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (self->out, "out.zarr", NULL);
  g_autofree char *gone =
      g_build_filename (self->folder.folder, "gep02.t00z.pgrb2s.0p25.f009", NULL);
  g_autoptr (GError) error = NULL;

  write_source (self);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_assert_cmpint (g_remove (gone), ==, 0);
  g_assert_true (mvua_export_run (ensemble, path, &self->options, NULL, NULL,
                                  &self->report, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->report.gaps->len, ==, 3);
  for (guint i = 0; i < 2; i++)
    {
      const MvuaGap *gap = &g_array_index (self->report.gaps, MvuaGap, i);
      g_assert_cmpint (gap->status, ==, MVUA_STATUS_MISSING);
      g_assert_nonnull (strstr (gap->complaint, gone));
    }
}

/* A grid so wide that its chunks are parts of the rows. */
static void
test_wide_grid (Fixture *self, gconstpointer data)
{
  MvuaTestMessage message = uniform ("t2m", perturbed (1), 3, 3, 2900);
  g_autofree gint64 *packed = g_new (gint64, 1440 * 721);
  g_autofree char *path = g_build_filename (self->out, "out.zarr", NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 1440 * 721; i++)
    packed[i] = i / 1440 % 256;
  message.packed = packed;
  mvua_test_message_set_grid (&message, 1440, 721, 0, 90000000, -90000000, 0, 359750000);
  file_add_message (&self->folder, &message);
  file_write (&self->folder, "a.grib2", FALSE);
  self->options.region.whole = TRUE;
  self->options.format = (MvuaExportFormat) GPOINTER_TO_INT (data);
  g_assert_true (export_to (self, path, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->report.gaps->len, ==, 0);
  g_assert_cmpint (mvua_file_table_verify (path, NULL, NULL, NULL, NULL, NULL), ==, 0);
  if (self->options.format != MVUA_EXPORT_ZARR2)
    return;

  self->store = g_strdup (path);
  g_assert_true (says (self, "gep01/t2m/.zarray", "\"chunks\":[1,361,1440]"));
  for (guint half = 0; half < 2; half++)
    {
      g_autofree char *name = g_strdup_printf ("gep01/t2m/0.%u.0", half);
      gsize n = 0;
      g_autofree char *bytes = load_file (self, name, &n);
      g_autofree float *values = g_new (float, 361 * 1440);
      g_assert_cmpint (blosc_decompress_ctx (bytes, values, 4 * 361 * 1440, 1), ==,
                       4 * 361 * 1440);
      for (guint row = 0; row < (half == 0 ? 361u : 360u); row++)
        g_assert_cmpfloat_with_epsilon (values[row * 1440 + 1439],
                                        290 + 0.1 * ((half * 361 + row) % 256), 1e-4);
      if (half == 1)
        g_assert_true (isnan (values[360 * 1440])); /* past the last row */
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
    MvuaExportFormat format;
  } tests[] = {
    { "/export-faults/full-disk/zarr2", test_full_disk, MVUA_EXPORT_ZARR2 },
    { "/export-faults/full-disk/zarr3", test_full_disk, MVUA_EXPORT_ZARR3 },
    { "/export-faults/full-disk/netcdf", test_full_disk, MVUA_EXPORT_NETCDF },
    { "/export-faults/failed-overwrite", test_failed_overwrite, MVUA_EXPORT_ZARR2 },
    { "/export-faults/cancelled/zarr2", test_cancelled, MVUA_EXPORT_ZARR2 },
    { "/export-faults/cancelled/zarr3", test_cancelled, MVUA_EXPORT_ZARR3 },
    { "/export-faults/cancelled/netcdf", test_cancelled, MVUA_EXPORT_NETCDF },
    { "/export-faults/unwritable", test_unwritable, MVUA_EXPORT_ZARR2 },
    { "/export-faults/onto-the-source", test_onto_the_source, MVUA_EXPORT_ZARR2 },
    { "/export-faults/file-gone", test_file_gone, MVUA_EXPORT_ZARR2 },
    { "/export-faults/wide-grid/zarr2", test_wide_grid, MVUA_EXPORT_ZARR2 },
    { "/export-faults/wide-grid/zarr3", test_wide_grid, MVUA_EXPORT_ZARR3 },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GINT_TO_POINTER (tests[i].format), set_up,
                tests[i].test, tear_down);
  return g_test_run ();
}
