/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Exports of the viewer: how they run, stand still, end and fail. */

#include "export-fixture.h"

#include "mvua-exports.h"

#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

/* All variables, so that it takes long enough to be stopped. */
static MvuaExportJob *
new_job (Fixture *self, const char *name)
{
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_autofree char *target = fixture_path (self, name);

  options.n_threads = 2;
  return mvua_export_job_new (self->ensemble, target, &options);
}

static void
run_command (const char *target)
{
  const char *argv[] = { g_getenv ("MVUA"), "export", shared_source, target, NULL };
  g_autofree char *complaints = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL,
                               NULL, NULL, NULL, &complaints, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static GThread *main_thread;

static void
on_notify (GObject *job G_GNUC_UNUSED, GParamSpec *spec, gpointer data)
{
  GHashTable *seen = data;

  g_assert_true (g_thread_self () == main_thread);
  g_hash_table_add (seen, (gpointer) g_intern_string (spec->name));
}

/* The same bytes as those of the command; the ensemble may be closed meanwhile. */
static void
test_same_as_command (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autofree char *theirs = fixture_path (self, "command.zarr");
  g_autoptr (MvuaExportJob) job = new_job (self, "job.zarr");

  g_assert_cmpint (mvua_export_job_get_state (job), ==, MVUA_EXPORT_JOB_WAITING);
  g_assert_cmpstr (mvua_export_job_get_title (job), ==, "job.zarr");
  g_signal_connect (job, "notify", G_CALLBACK (on_notify), seen);
  mvua_export_job_start (job);
  g_assert_cmpint (mvua_export_job_get_state (job), ==, MVUA_EXPORT_JOB_RUNNING);
  /* What is told while nobody iterates the main context is told when somebody does. */
  g_usleep (G_USEC_PER_SEC / 5);
  g_clear_pointer (&self->ensemble, mvua_ensemble_unref);
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);

  g_assert_cmpuint (g_hash_table_size (seen), ==, 3);
  g_assert_cmpfloat (mvua_export_job_get_fraction (job), ==, 1);
  g_assert_null (mvua_export_job_get_error (job));
  g_assert_cmpuint (mvua_export_job_get_n_gaps (job), ==, 0);
  g_assert_null (mvua_export_job_get_details (job)[0]);
  g_assert_cmpfloat (mvua_export_job_get_rate (job), >, 0);
  /* The table of checksums comes on top. */
  const guint64 n_bytes = count_bytes (mvua_export_job_get_target (job));
  g_assert_cmpuint (mvua_export_job_get_n_bytes_written (job), <, n_bytes);
  g_assert_cmpuint (mvua_export_job_get_n_bytes_written (job), >, n_bytes / 10 * 9);
  run_command (theirs);
  assert_same_tree (mvua_export_job_get_target (job), theirs);
}

/* Soon after a pause nothing grows any more; after it all is as if it had not been. */
static void
test_pause (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *theirs = fixture_path (self, "command.zarr");
  g_autoptr (MvuaExportJob) job = new_job (self, "job.zarr");

  run_command (theirs);
  mvua_export_job_start (job);
  g_assert_true (mvua_test_wait (has_begun, job));
  mvua_export_job_pause (job);
  g_assert_cmpint (mvua_export_job_get_state (job), ==, MVUA_EXPORT_JOB_PAUSED);
  const double fraction = mvua_export_job_get_fraction (job);
  const double seconds = mvua_export_job_get_seconds (job);
  g_assert_cmpfloat (fraction, <, 1);

  mvua_test_run_for (500);
  const guint64 n_bytes = count_bytes (self->out);
  mvua_test_run_for (500);
  g_assert_cmpuint (count_bytes (self->out), ==, n_bytes);
  g_assert_cmpfloat (mvua_export_job_get_fraction (job), ==, fraction);
  g_assert_cmpfloat (mvua_export_job_get_seconds (job), ==, seconds);
  g_assert_nonnull (strstr (mvua_export_job_get_message (job), "Paused"));

  mvua_export_job_resume (job);
  g_assert_cmpint (mvua_export_job_get_state (job), ==, MVUA_EXPORT_JOB_RUNNING);
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  assert_same_tree (mvua_export_job_get_target (job), theirs);
}

/* @data: whether it is paused before */
static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (MvuaExportJob) job = new_job (self, "job.zarr");

  mvua_export_job_start (job);
  g_assert_true (mvua_test_wait (has_begun, job));
  g_assert_cmpuint (count_entries (self->out), ==, 1);
  if (data != NULL)
    {
      mvua_export_job_pause (job);
      mvua_test_run_for (50);
    }
  mvua_export_job_cancel (job);
  wait_for_end (job, MVUA_EXPORT_JOB_CANCELLED);
  g_assert_cmpuint (count_entries (self->out), ==, 0);
  g_assert_null (mvua_export_job_get_error (job));
}

static void
test_gaps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_autofree char *target = fixture_path (self, "gaps.zarr");

  options.variables = mvua_variable_list_parse ("t2m,tp", NULL);
  options.members = mvua_member_list_parse ("gep01,gep09", NULL);
  options.steps = mvua_steps_parse ("3-6", 3, NULL);
  g_autoptr (MvuaExportJob) job = mvua_export_job_new (self->ensemble, target, &options);
  mvua_export_job_start (job);
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  g_assert_cmpuint (mvua_export_job_get_n_gaps (job), ==, 4);
  const char *const *lines = mvua_export_job_get_details (job);
  g_assert_cmpuint (g_strv_length ((GStrv) lines), ==, 2);
  g_assert_cmpstr (lines[0], ==, "gep09, 3 h, t2m, tp: missing (no file of gep09 f003)");
  g_assert_cmpstr (lines[1], ==, "gep09, 6 h, t2m, tp: missing (no file of gep09 f006)");
  g_assert_nonnull (strstr (mvua_export_job_get_message (job), "4 missing"));
}

static void
test_refused (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_autofree char *target = fixture_path (self, "no/such/folder/x.zarr");
  g_autoptr (MvuaExportJob) job = mvua_export_job_new (self->ensemble, target, &options);

  mvua_export_job_start (job);
  wait_for_end (job, MVUA_EXPORT_JOB_FAILED);
  g_assert_error (mvua_export_job_get_error (job), MVUA_ERROR, MVUA_ERROR_IO);
  g_assert_cmpstr (mvua_export_job_get_message (job), ==,
                   mvua_export_job_get_error (job)->message);
}

static void
assert_fails (Fixture *self, const char *reason)
{
  g_autoptr (MvuaExportJob) job = new_job (self, "job.zarr");

  mvua_export_job_start (job);
  wait_for_end (job, MVUA_EXPORT_JOB_FAILED);
  g_assert_nonnull (mvua_export_job_get_error (job));
  if (strstr (mvua_export_job_get_message (job), reason) == NULL)
    g_error ("“%s” does not say “%s”", mvua_export_job_get_message (job), reason);
  g_assert_cmpuint (count_entries (self->out), ==, 0);
}

/* A file may not grow: as good as a full disk. */
static void
test_large_file (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  struct rlimit usual, small;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  small = (struct rlimit){ 64 << 10, usual.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  assert_fails (self, g_strerror (EFBIG));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);
}

static void
test_full_disk (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  if (mount ("none", self->out, "tmpfs", 0, "size=1m") != 0)
    {
      g_test_skip ("a small file system needs the right to mount one");
      return;
    }
  assert_fails (self, g_strerror (ENOSPC));
  g_assert_cmpint (umount (self->out), ==, 0);
}

static void
log_change (GListModel *model G_GNUC_UNUSED,
            guint position,
            guint n_removed,
            guint n_added,
            gpointer data)
{
  g_string_append_printf (data, "%u-%u+%u ", position, n_removed, n_added);
}

/* One after another; only what is over can be removed. */
static void
test_queue (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GString) changes = g_string_new (NULL);
  g_autoptr (MvuaExports) exports = mvua_exports_new (NULL, NULL);
  g_autoptr (MvuaExportJob) first = new_job (self, "first.zarr");
  g_autoptr (MvuaExportJob) second = new_job (self, "second.zarr");
  g_autoptr (MvuaExportJob) third = new_job (self, "third.zarr");

  g_signal_connect (exports, "items-changed", G_CALLBACK (log_change), changes);
  mvua_exports_add (exports, first);
  mvua_exports_add (exports, second);
  mvua_exports_add (exports, third);
  g_assert_cmpint (mvua_export_job_get_state (first), ==, MVUA_EXPORT_JOB_RUNNING);
  g_assert_cmpint (mvua_export_job_get_state (second), ==, MVUA_EXPORT_JOB_WAITING);
  g_assert_cmpuint (mvua_exports_get_n_active (exports), ==, 3);
  mvua_exports_remove (exports, first);
  g_assert_true (mvua_exports_find (exports, mvua_export_job_get_target (second)) ==
                 second);
  g_assert_null (mvua_exports_find (exports, "/nowhere"));

  mvua_export_job_cancel (second);
  g_assert_cmpint (mvua_export_job_get_state (second), ==, MVUA_EXPORT_JOB_CANCELLED);
  wait_for_end (first, MVUA_EXPORT_JOB_DONE);
  g_assert_cmpint (mvua_export_job_get_state (third), ==, MVUA_EXPORT_JOB_RUNNING);
  mvua_exports_remove (exports, first);
  mvua_exports_cancel_all (exports);
  wait_for_end (third, MVUA_EXPORT_JOB_CANCELLED);
  g_assert_cmpuint (mvua_exports_get_n_active (exports), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (exports)), ==, 2);
  g_assert_cmpstr (changes->str, ==, "0-0+1 1-0+1 2-0+1 0-1+0 ");
  g_assert_cmpuint (count_entries (self->out), ==, 1);
}

/* What was measured is remembered, and with it the next estimate is better. */
static void
test_rate (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.mvua.Mvua");
  g_autoptr (MvuaExports) exports = mvua_exports_new (NULL, settings);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_autofree char *target = fixture_path (self, "slow.nc");

  g_settings_reset (settings, "export-rate");
  g_assert_cmpfloat (mvua_exports_get_rate (settings), ==, MVUA_EXPORT_USUAL_RATE);
  options.format = MVUA_EXPORT_NETCDF; /* takes more than a second */
  g_autoptr (MvuaExportJob) job = mvua_export_job_new (self->ensemble, target, &options);
  mvua_exports_add (exports, job);
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  if (mvua_export_job_get_seconds (job) < 1)
    g_assert_cmpfloat (g_settings_get_double (settings, "export-rate"), ==, 0);
  else
    g_assert_cmpfloat (mvua_exports_get_rate (settings), ==,
                       mvua_export_job_get_rate (job));
}

#define ADD(path, data, func)                                                            \
  g_test_add (path, Fixture, data, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  main_thread = g_thread_self ();
  ADD ("/export-job/same-as-command", NULL, test_same_as_command);
  ADD ("/export-job/pause", NULL, test_pause);
  ADD ("/export-job/cancel", NULL, test_cancel);
  ADD ("/export-job/cancel-paused", "paused", test_cancel);
  ADD ("/export-job/gaps", NULL, test_gaps);
  ADD ("/export-job/refused", NULL, test_refused);
  ADD ("/export-job/large-file", NULL, test_large_file);
  ADD ("/export-job/full-disk", NULL, test_full_disk);
  ADD ("/exports/queue", NULL, test_queue);
  ADD ("/exports/rate", NULL, test_rate);
  const int status = g_test_run ();
  remove_source ();
  return status;
}
