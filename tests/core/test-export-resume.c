/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Who may go on with an export that was interrupted, and what is carried over. */

#include "export-fixture.h"
#include "mvua-export-log.h"
#include "mvua-milestone.h"
#include "mvua-resume.h"
#include "mvua-top-up.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#define N_STEPS 36 /* two blocks */

static void
write_source (Fixture *self, guint n_members)
{
  for (guint number = 1; number <= n_members; number++)
    for (int step = 0; step < 3 * N_STEPS; step += 3)
      write_member_step (&self->folder, perturbed (number), step, 2800 + step);
  g_array_unref (self->options.statistics);
  self->options.statistics = mvua_statistics_parse ("mean", NULL);
  set_thresholds (self, "5", "25");
}

/* Called when a unit is noted; %NULL: nothing happens. */
static void (*on_unit) (guint n_units, gpointer data);
static gpointer on_unit_data;
static guint n_units;

void
mvua_test_milestone (const char *name)
{
  if (on_unit != NULL && strcmp (name, "unit-noted") == 0)
    on_unit (++n_units, on_unit_data);
}

static void
stop (guint n_done, gpointer data)
{
  if (n_done == 3)
    g_cancellable_cancel (data);
}

/* An export to "target" that is interrupted; (transfer full): its path */
static char *
interrupt (Fixture *self)
{
  static const gint keeps = TRUE;
  char *target = g_build_filename (self->out, "target", NULL);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  self->options.keeps_when_cancelled = &keeps;
  mvua_export_report_clear (&self->report);
  n_units = 0;
  on_unit = stop;
  on_unit_data = cancellable;
  g_assert_false (mvua_export_run (ensemble, target, &self->options, NULL, NULL,
                                   &self->report, cancellable, &error));
  on_unit = NULL;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (self->report.is_kept);
  return target;
}

static MvuaExportLeft *
find (const char *target)
{
  MvuaExportLeft *left = mvua_export_find_left (target);

  g_assert_nonnull (left);
  g_assert_cmpint (left->state, ==, MVUA_EXPORT_LEFT_DEAD);
  return left;
}

static gboolean
resume (Fixture *self,
        MvuaEnsemble *ensemble,
        const MvuaExportLeft *left,
        const MvuaExportOptions *options,
        GError **error)
{
  mvua_export_report_clear (&self->report);
  return mvua_export_resume (ensemble, left, options, NULL, NULL, &self->report, NULL,
                             error);
}

static void
assert_refused (Fixture *self,
                MvuaEnsemble *ensemble,
                const char *target,
                const MvuaExportOptions *options,
                const char *text)
{
  g_autoptr (MvuaExportLeft) left = find (target);
  g_autoptr (GError) error = NULL;

  g_assert_false (resume (self, ensemble, left, options, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  if (strstr (error->message, text) == NULL)
    g_error ("“%s” does not say “%s”", error->message, text);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

static void
assert_resumed (Fixture *self, const char *target)
{
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (MvuaExportLeft) left = find (target);
  g_autoptr (GError) error = NULL;

  g_assert_true (resume (self, ensemble, left, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->report.n_resumed, >, 0);
  g_assert_cmpint (mvua_file_table_verify (target, NULL, NULL, NULL, NULL, NULL), ==, 0);
  g_assert_null (mvua_export_find_left (target));
}

/* All that is told of what is left is what it was begun with. */
static void
test_found (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_source (self, 3);
  set_steps (self, "0-105");
  g_autofree char *target = interrupt (self);
  g_autoptr (MvuaExportLeft) left = find (target);

  g_assert_cmpstr (left->target, ==, target);
  g_assert_cmpstr (left->source, ==, self->folder.folder);
  g_assert_null (left->base_url);
  g_assert_false (left->is_top_up);
  g_assert_cmpuint (left->n_units, ==, 4);
  g_assert_cmpuint (left->n_done, ==, 3);
  g_assert_null (left->options.members);
  g_assert_cmpuint (left->options.steps->len, ==, N_STEPS);
  g_assert_cmpuint (left->options.statistics->len, ==, 1);
  assert_resumed (self, target);
}

/* With what the report says of the whole. */
static void
test_report (Fixture *self, gconstpointer data)
{
  g_autofree char *gone =
      g_build_filename (self->folder.folder, "gep02.t00z.pgrb2s.0p25.f009", NULL);

  self->options.format = (MvuaExportFormat) GPOINTER_TO_INT (data);
  write_source (self, 3);
  g_assert_cmpint (g_remove (gone), ==, 0);
  run_export (self);
  const MvuaExportReport whole = self->report;
  const guint n_gaps = whole.gaps->len;
  const guint64 n_bytes_written = whole.n_bytes_written;
  const guint64 n_rain_values = whole.n_rain_values;
  const guint n_fields = whole.n_fields;
  const guint n_decoded = whole.n_decoded;
  g_autofree char *first = g_strdup (g_array_index (whole.gaps, MvuaGap, 0).complaint);
  g_assert_cmpuint (n_gaps, >, 0);

  g_autofree char *target = interrupt (self);
  assert_resumed (self, target);
  g_assert_cmpuint (self->report.n_fields, ==, n_fields);
  g_assert_cmpuint (self->report.gaps->len, ==, n_gaps);
  g_assert_cmpstr (g_array_index (self->report.gaps, MvuaGap, 0).complaint, ==, first);
  g_assert_cmpuint (self->report.n_rain_values, ==, n_rain_values);
  g_assert_cmpuint (self->report.n_bytes_written, ==, n_bytes_written);
  g_assert_cmpuint (self->report.n_decoded, <, n_decoded);
}

static void
touch (const Fixture *self, const char *name)
{
  const struct utimbuf then = { 1000000000, 1000000000 };
  g_autofree char *path = g_build_filename (self->folder.folder, name, NULL);

  g_assert_cmpint (utime (path, &then), ==, 0);
}

static void
test_refused (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_source (self, 3);
  g_autofree char *target = interrupt (self);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_auto (MvuaExportOptions) other = mvua_export_options_copy (&self->options);

  other.format = MVUA_EXPORT_ZARR3;
  assert_refused (self, ensemble, target, &other, "--format zarr3 is not what it was");
  other.format = self->options.format;
  other.members = mvua_member_list_parse ("gep01-gep03", NULL);
  assert_refused (self, ensemble, target, &other, "--members gep01,gep02,gep03");

  /* A source that is another one, or has lost or changed a file. */
  Folder elsewhere;
  folder_set_up (&elsewhere, NULL);
  for (guint number = 1; number <= 3; number++)
    write_member_step (&elsewhere, perturbed (number), 0, 2800);
  g_autoptr (MvuaEnsemble) foreign = folder_open (&elsewhere);
  assert_refused (self, foreign, target, NULL, "is not what it was");
  folder_tear_down (&elsewhere, NULL);

  touch (self, "gep02.t00z.pgrb2s.0p25.f009");
  g_autoptr (MvuaEnsemble) changed = folder_open (&self->folder);
  assert_refused (self, changed, target, NULL, "gep02.t00z.pgrb2s.0p25.f009");
  g_autofree char *gone =
      g_build_filename (self->folder.folder, "gep02.t00z.pgrb2s.0p25.f009", NULL);
  g_assert_cmpint (g_remove (gone), ==, 0);
  g_autoptr (MvuaEnsemble) poorer = folder_open (&self->folder);
  assert_refused (self, poorer, target, NULL, "does not have gep02");

  g_autoptr (MvuaExportLeft) left = find (target);
  g_assert_true (mvua_export_discard (left, NULL));
  g_assert_null (mvua_export_find_left (target));
}

/* A run that goes on being published: what has come takes no harm. */
static void
test_grown (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_source (self, 3);
  run_export (self);
  g_autofree char *target = interrupt (self);

  for (guint number = 1; number <= 4; number++)
    write_member_step (&self->folder, perturbed (number), 3 * N_STEPS, 2900);
  assert_resumed (self, target);
  gsize n = 0, n_expected = 0;
  g_autofree char *expected = load_file (self, ".mvua/files", &n_expected);
  g_free (self->store);
  self->store = g_steal_pointer (&target);
  g_autofree char *found = load_file (self, ".mvua/files", &n);
  g_assert_cmpmem (found, n, expected, n_expected);
}

/* Looks, while an export runs, at what others see of it. */
static void
look (guint n_done, gpointer data)
{
  const char *target = g_object_get_data (data, "target");
  g_autoptr (GPtrArray) list = mvua_export_list_left (target);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (list->len, ==, 1);
  const MvuaExportLeft *left = g_ptr_array_index (list, 0);
  g_assert_cmpint (left->state, ==, MVUA_EXPORT_LEFT_ALIVE);
  g_assert_null (mvua_export_find_left (target));
  g_assert_false (mvua_export_discard (left, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  stop (n_done, data);
}

static void
test_alive (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *target = g_build_filename (self->out, "target", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  write_source (self, 3);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_object_set_data (G_OBJECT (cancellable), "target", target);
  n_units = 0;
  on_unit = look;
  on_unit_data = cancellable;
  g_assert_false (mvua_export_run (ensemble, target, &self->options, NULL, NULL,
                                   &self->report, cancellable, &error));
  on_unit = NULL;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* Plainly cancelled, nothing is left of it. */
  g_autoptr (GPtrArray) list = mvua_export_list_left (target);
  g_assert_cmpuint (list->len, ==, 0);
}

/* netCDF begins anew with what it was begun with. */
static void
test_netcdf (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *target = g_build_filename (self->out, "target.nc", NULL);
  g_autoptr (GError) error = NULL;

  write_source (self, 2);
  self->options.format = MVUA_EXPORT_NETCDF;
  if (g_test_subprocess ())
    {
      g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
      g_autoptr (MvuaExportPlan) plan =
          mvua_export_plan_new (ensemble, &self->options, NULL);
      g_autofree char *part = g_build_filename (self->out, ".target.nc.part-1", NULL);
      g_assert_cmpint (g_mkdir (part, 0777), ==, 0);
      g_autoptr (MvuaExportLog) log = mvua_export_log_begin (
          part, mvua_export_order_new (plan, NULL, target), &error);
      g_assert_no_error (error);
      g_clear_pointer (&log, mvua_export_log_free);

      g_autoptr (MvuaExportLeft) left = mvua_export_find_left (target);
      g_assert_cmpint (left->state, ==, MVUA_EXPORT_LEFT_NETCDF);
      g_assert_true (resume (self, ensemble, left, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_test (target, G_FILE_TEST_IS_REGULAR));
      g_assert_cmpuint (self->report.n_resumed, ==, 0);
      g_assert_null (mvua_export_find_left (target));
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
}

/* Records of others: those of units that count come back, in order, and no others. */
static void
test_notes (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *target = g_build_filename (self->out, "target", NULL);
  g_autoptr (GError) error = NULL;
  gboolean is_held;

  write_source (self, 1);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (MvuaExportPlan) plan = mvua_export_plan_new (ensemble, &self->options, NULL);
  MvuaExportLog *log = mvua_export_log_begin (
      self->out, mvua_export_order_new (plan, NULL, target), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("[\"field %u\",1]", i);
      g_assert_true (mvua_export_log_note (log, "from", text, &error));
      g_assert_true (mvua_export_log_note (log, "other", "x", &error));
      g_assert_true (
          mvua_export_log_end_unit (log, "t2m", json_object_new_object (), &error));
    }
  g_assert_true (mvua_export_log_note (log, "from", "of no unit", &error));
  g_assert_true (mvua_export_log_note (NULL, "from", "of no log", &error));
  mvua_export_log_free (log);

  log = mvua_export_log_open (self->out, &is_held, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mvua_export_log_get_n_units (log, "t2m"), ==, 3);
  mvua_export_log_cut (log, "t2m", 2);
  g_assert_true (mvua_export_log_go_on (log, &error));
  mvua_export_log_free (log);

  log = mvua_export_log_open (self->out, &is_held, &error);
  g_autoptr (GPtrArray) notes = mvua_export_log_get_notes (log, "from");
  g_assert_cmpuint (notes->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (notes, 0), ==, "[\"field 0\",1]");
  g_assert_cmpstr (g_ptr_array_index (notes, 1), ==, "[\"field 1\",1]");
  mvua_export_log_free (log);
}

/* A store that was moved aside just when the new one was to take its place. */
static void
test_moved_aside (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  write_source (self, 3);
  run_export (self);
  for (guint number = 1; number <= 3; number++)
    write_member_step (&self->folder, perturbed (number), 3 * N_STEPS, 2900);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  static const gint keeps = TRUE;
  g_auto (MvuaExportOptions) options = { 0 };
  g_assert_true (mvua_top_up_read_options (self->store, &options, &error));
  options.keeps_when_cancelled = &keeps;
  n_units = 0;
  on_unit = stop;
  on_unit_data = cancellable;
  mvua_export_report_clear (&self->report);
  g_assert_false (mvua_top_up_run (ensemble, self->store, &options, NULL, NULL,
                                   &self->report, cancellable, &error));
  on_unit = NULL;
  g_assert_true (self->report.is_kept);

  g_autoptr (MvuaExportLeft) left = find (self->store);
  g_assert_true (left->is_top_up);
  g_autofree char *old = g_build_filename (left->part, ".old", NULL);
  g_assert_cmpint (g_rename (self->store, old), ==, 0);
  g_clear_error (&error);
  g_assert_true (resume (self, ensemble, left, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (mvua_file_table_verify (self->store, NULL, NULL, NULL, NULL, NULL), ==,
                   0);
  g_autofree char *topped = g_steal_pointer (&self->store);
  run_export (self);
  gsize n = 0, n_expected = 0;
  g_autofree char *expected = load_file (self, ".mvua/files", &n_expected);
  g_free (self->store);
  self->store = g_steal_pointer (&topped);
  g_autofree char *found = load_file (self, ".mvua/files", &n);
  g_assert_cmpmem (found, n, expected, n_expected);
}

/* A disk of its own, of so many octets; %FALSE where that is not allowed. */
static gboolean
mount_disk (const char *path, guint n_kilobytes, gboolean again)
{
  g_autofree char *size = g_strdup_printf ("size=%uk", n_kilobytes);

  if (!again && unshare (CLONE_NEWNS) != 0 && unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    return FALSE;
  if (!again && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
    return FALSE;
  return mount ("tmpfs", path, "tmpfs", again ? MS_REMOUNT : 0, size) == 0;
}

/* Whether such a disk can be had here. */
static gboolean
can_mount (void)
{
  g_autofree char *path = g_dir_make_tmp ("mvua-disk-XXXXXX", NULL);
  int status = 0;
  const pid_t child = fork ();

  if (child == 0)
    _exit (mount_disk (path, 100, FALSE) ? 0 : 1);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (g_rmdir (path), ==, 0);
  return WIFEXITED (status) && WEXITSTATUS (status) == 0;
}

/* A disk that is full, really: each time a little more of it is there. */
static void
test_full_disk (Fixture *self, gconstpointer data)
{
  g_autofree char *disk = g_build_filename (self->out, "disk", NULL);
  g_autofree char *target = g_build_filename (disk, "target", NULL);
  guint n_kilobytes = 100;
  guint n_failed = 0;
  guint n_kept = 0;

  if (!can_mount ())
    {
      g_test_skip ("no file system can be mounted here");
      return;
    }
  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  self->options.format = (MvuaExportFormat) GPOINTER_TO_INT (data);
  write_source (self, 3);
  run_export (self);
  gsize n = 0, n_expected = 0;
  g_autofree char *expected = load_file (self, ".mvua/files", &n_expected);
  g_assert_cmpint (g_mkdir (disk, 0777), ==, 0);
  g_assert_true (mount_disk (disk, n_kilobytes, FALSE));
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  for (;; n_kilobytes += 60)
    {
      g_autoptr (MvuaExportLeft) left = mvua_export_find_left (target);
      g_autoptr (GError) error = NULL;

      g_assert_true (mount_disk (disk, n_kilobytes, TRUE));
      mvua_export_report_clear (&self->report);
      if (left != NULL ? mvua_export_resume (ensemble, left, NULL, NULL, NULL,
                                             &self->report, NULL, &error)
                       : mvua_export_run (ensemble, target, &self->options, NULL, NULL,
                                          &self->report, NULL, &error))
        break;
      g_assert_nonnull (strstr (error->message, "No space left on device"));
      g_assert_nonnull (strstr (error->message, "free space or choose another folder"));
      n_failed++;
      n_kept += self->report.is_kept;
    }
  g_assert_cmpuint (n_failed, >, 2);
  g_assert_cmpuint (n_kept, >, 0);
  g_free (self->store);
  self->store = g_steal_pointer (&target);
  g_autofree char *found = load_file (self, ".mvua/files", &n);
  g_assert_cmpmem (found, n, expected, n_expected);
  g_assert_cmpint (mvua_file_table_verify (self->store, NULL, NULL, NULL, NULL, NULL), ==,
                   0);
  g_assert_cmpint (umount2 (disk, MNT_DETACH), ==, 0);
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
    { "/export-resume/found", test_found, MVUA_EXPORT_ZARR2 },
    { "/export-resume/report/v2", test_report, MVUA_EXPORT_ZARR2 },
    { "/export-resume/report/v3", test_report, MVUA_EXPORT_ZARR3 },
    { "/export-resume/refused", test_refused, MVUA_EXPORT_ZARR2 },
    { "/export-resume/grown", test_grown, MVUA_EXPORT_ZARR2 },
    { "/export-resume/alive", test_alive, MVUA_EXPORT_ZARR2 },
    { "/export-resume/netcdf", test_netcdf, MVUA_EXPORT_NETCDF },
    { "/export-resume/notes", test_notes, MVUA_EXPORT_ZARR2 },
    { "/export-resume/moved-aside", test_moved_aside, MVUA_EXPORT_ZARR2 },
    { "/export-resume/full-disk/v2", test_full_disk, MVUA_EXPORT_ZARR2 },
    { "/export-resume/full-disk/v3", test_full_disk, MVUA_EXPORT_ZARR3 },
  };

  g_setenv ("SOURCE_DATE_EPOCH", "1758153600", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GINT_TO_POINTER (tests[i].format), set_up,
                tests[i].test, tear_down);
  return g_test_run ();
}
