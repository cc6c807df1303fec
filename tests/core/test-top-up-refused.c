/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Top-ups that cannot be, are cut short, or find a store that is not whole: what was
 * there stays, and nothing else is left. */

#include "mvua-zarr-writer.h"
#include "top-up-fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

static guint
count_entries (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* A store of two blocks and a hole, and a source that has all of it. */
static void
prepare (Fixture *self, gconstpointer data)
{
  self->options.format = (MvuaExportFormat) GPOINTER_TO_INT (data);
  few_statistics (self);
  arrive_all (self, 2, 0, 120);
  lose (self, 2, 96);
  run_export (self);
  arrive (self, 2, 96);
  arrive (self, 1, 123);
}

/* The top-up ends with an error that says @text. */
static void
assert_refused (Fixture *self,
                const MvuaExportOptions *options,
                GQuark domain,
                int code,
                const char *text)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (try_top_up (self, options, NULL, &error));
  g_assert_error (error, domain, code);
  if (strstr (error->message, text) == NULL)
    g_error ("“%s” does not say “%s”", error->message, text);
  g_assert_cmpuint (count_entries (self->out), <=, 1);
}

/* What is no store that can be added to, each by its name. */
static void
test_no_store (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    MvuaExportFormat format;
    MvuaExportLayout layout;
    const char *complaint;
  } outputs[] = {
    { MVUA_EXPORT_NETCDF, MVUA_EXPORT_TREE, "is a file (netCDF?)" },
    { MVUA_EXPORT_NETCDF, MVUA_EXPORT_VARIABLES, "(the layout variables)" },
    { MVUA_EXPORT_ZARR2, MVUA_EXPORT_MEMBERS, "(the layout members)" },
  };

  few_statistics (self);
  arrive_all (self, 2, 0, 6);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  self->store = g_build_filename (self->out, "none.zarr", NULL);
  assert_refused (self, NULL, MVUA_ERROR, MVUA_ERROR_USAGE,
                  "none.zarr does not exist; a");
  g_assert_cmpint (g_mkdir (self->store, 0777), ==, 0);
  assert_refused (self, NULL, MVUA_ERROR, MVUA_ERROR_USAGE, "none.zarr is not a store");
  remove_all (self->store);

  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      self->options.format = outputs[i].format;
      self->options.layout = outputs[i].layout;
      mvua_export_report_clear (&self->report);
      g_assert_true (mvua_export_run (ensemble, self->store, &self->options, NULL, NULL,
                                      &self->report, NULL, NULL));
      assert_refused (self, NULL, MVUA_ERROR, MVUA_ERROR_USAGE, outputs[i].complaint);
      if (outputs[i].layout == MVUA_EXPORT_MEMBERS)
        {
          g_autofree char *folder = g_steal_pointer (&self->store);
          self->store = g_build_filename (folder, "gep01.zarr", NULL);
          assert_refused (self, NULL, MVUA_ERROR, MVUA_ERROR_USAGE,
                          "has no record of what was asked for");
          g_free (self->store);
          self->store = g_steal_pointer (&folder);
        }
      remove_all (self->store);
    }
  self->options.layout = MVUA_EXPORT_TREE;
  run_export (self);
  g_autofree char *table = g_build_filename (self->store, ".mvua", "files", NULL);
  g_assert_cmpint (g_remove (table), ==, 0);
  assert_refused (self, NULL, MVUA_ERROR, MVUA_ERROR_USAGE, "has no table of its files");
}

static void
write_other (Fixture *self, const MvuaTestMessage *message, const char *name)
{
  file_add_message (&self->folder, message);
  file_write (&self->folder, name, FALSE);
}

/* Another run, and another grid, in the place of the one that the store is of. */
static void
test_other_run (Fixture *self, gconstpointer data)
{
  MvuaTestMessage message = uniform ("t2m", perturbed (1), 3, 3, 2800);

  prepare (self, data);
  g_autofree char *before = table_of (self->store);
  for (guint i = 0; i < 2; i++)
    {
      remove_all (self->folder.folder);
      g_assert_cmpint (g_mkdir (self->folder.folder, 0777), ==, 0);
      if (i == 0)
        message.run += 6 * 3600;
      else
        {
          message = uniform ("t2m", perturbed (1), 3, 3, 2800);
          message.first_latitude += 500000;
          message.last_latitude += 500000;
        }
      write_other (self, &message,
                   i == 0 ? "gep01.t06z.pgrb2s.0p25.f003"
                          : "gep01.t00z.pgrb2s.0p25.f003");
      assert_refused (self, NULL, MVUA_ERROR, MVUA_ERROR_USAGE,
                      i == 0 ? "is of the run 2025-09-18 00Z" : "is on another grid");
    }
  g_autofree char *after = table_of (self->store);
  g_assert_cmpstr (before, ==, after);
}

/* Options that are not those of the store: the error names both. */
static void
test_contradictions (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *option;
    const char *complaint;
  } tries[] = {
    { "members", "--members gep01,gep02 is not what " },
    { "members", "made with: --members (all perturbed members)" },
    { "variables", "--variables t2m is not what " },
    { "region", "--region global is not what " },
    { "region", "made with: --region 23,21,-12,53" },
    { "format", "--format zarr" },
    { "stats", "--stats none is not what " },
    { "stats", "made with: --stats mean,p90" },
    { "thresholds", "--thresholds 1,2.5 is not what " },
    { "daily", "--daily-thresholds none is not what " },
    { "window", "--daily-window run is not what " },
    { "steps", "--steps 0-60/3 does not hold all steps of " },
    { "steps", ", which has 0-120/3; a top-up only adds" },
  };

  prepare (self, data);
  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      const char *option = tries[i].option;
      g_auto (MvuaExportOptions) options = { 0 };

      g_assert_true (mvua_top_up_read_options (self->store, &options, NULL));
      if (strcmp (option, "members") == 0)
        options.members = mvua_member_list_parse ("gep01-gep02", NULL);
      if (strcmp (option, "variables") == 0)
        options.variables = mvua_variable_list_parse ("t2m", NULL);
      if (strcmp (option, "region") == 0)
        options.region.whole = TRUE;
      if (strcmp (option, "format") == 0)
        options.format = MVUA_EXPORT_ZARR2 + MVUA_EXPORT_ZARR3 - options.format;
      if (strcmp (option, "stats") == 0)
        g_clear_pointer (&options.statistics, g_array_unref);
      if (strcmp (option, "thresholds") == 0)
        g_clear_pointer (&options.thresholds, g_array_unref);
      if (strcmp (option, "daily") == 0)
        g_clear_pointer (&options.daily_thresholds, g_array_unref);
      if (strcmp (option, "stats") == 0)
        options.statistics = mvua_statistics_parse ("none", NULL);
      if (strcmp (option, "thresholds") == 0)
        options.thresholds = mvua_thresholds_parse ("1,2.5", NULL);
      if (strcmp (option, "daily") == 0)
        options.daily_thresholds = mvua_thresholds_parse ("none", NULL);
      if (strcmp (option, "window") == 0)
        options.daily_hour = MVUA_DAILY_FROM_RUN;
      if (strcmp (option, "steps") == 0)
        options.steps = mvua_steps_parse ("0-60", 3, NULL);
      assert_refused (self, &options, MVUA_ERROR, MVUA_ERROR_USAGE, tries[i].complaint);
    }
}

/* Metadata that stands in the consolidated metadata again, what is made of the steps, and
 * the day that is made again are not read; they are written anew. */
static gboolean
is_read (const char *path)
{
  static const char *const parts[] = { "bounds/", "valid_time/", "forecast_hour/",
                                       "/time/", "/day/" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (strstr (path, parts[i]) != NULL && strstr (path, "forecast_hour_bounds/") == NULL)
      return FALSE;
  if (strstr (path, "daily/prob_gt") != NULL && g_str_has_suffix (path, "/3.0.0"))
    return FALSE;
  return g_str_equal (path, ".zmetadata") || g_str_equal (path, "zarr.json") ||
         !(g_str_has_suffix (path, ".zarray") || g_str_has_suffix (path, ".zattrs") ||
           g_str_has_suffix (path, ".zgroup") || g_str_has_suffix (path, "/zarr.json") ||
           g_str_has_suffix (path, "/step/0") || g_str_has_suffix (path, "/step/c/0"));
}

/* A changed octet in any file that is taken over or read: refused with the file's name,
 * and nothing of it gets into a store. */
static void
test_corrupt (Fixture *self, gconstpointer data)
{
  guint n_caught = 0;

  prepare (self, data);
  g_autofree char *before = table_of (self->store);
  g_autoptr (MvuaFileTable) table = mvua_file_table_read (self->store, NULL);
  g_autoptr (GPtrArray) paths = mvua_file_table_list (table);
  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      gsize n = 0;
      g_autofree char *full = g_build_filename (self->store, path, NULL);
      g_autofree char *bytes = load_file (self, path, &n);

      if (!is_read (path))
        continue;
      bytes[n / 2] ^= 1;
      g_assert_true (g_file_set_contents (full, bytes, (gssize) n, NULL));
      assert_refused (self, NULL, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID, path);
      bytes[n / 2] ^= 1;
      g_assert_true (g_file_set_contents (full, bytes, (gssize) n, NULL));
      n_caught++;
    }
  g_assert_cmpuint (n_caught, >, 30);
  g_autofree char *after = table_of (self->store);
  g_assert_cmpstr (before, ==, after);
  top_up (self);
  assert_as_fresh (self);
}

static void
limit_files (rlim_t n_bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (n_bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
remove_parts (const Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->out, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, ".part-") != NULL)
      {
        g_autofree char *path = g_build_filename (self->out, name, NULL);
        remove_all (path);
      }
}

/* No file can grow beyond so many octets, as if the disk were full then. */
static void
test_full_disk (Fixture *self, gconstpointer data)
{
  static const rlim_t limits[] = { 0, 1, 100, 300, 500, 1000, 2000, 5000, 10000, 20000 };
  guint n_failed = 0;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  signal (SIGXFSZ, SIG_IGN);
  prepare (self, data);
  g_autofree char *before = table_of (self->store);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (GError) error = NULL;

      limit_files (limits[i]);
      const gboolean done = try_top_up (self, NULL, NULL, &error);
      limit_files (RLIM_INFINITY);
      g_assert_false (done);
      g_assert_nonnull (strstr (error->message, ".part-"));
      g_assert_cmpuint (count_entries (self->out), ==, self->report.is_kept ? 2 : 1);
      g_autofree char *after = table_of (self->store);
      g_assert_cmpstr (before, ==, after);
      n_failed++;
      remove_parts (self);
    }
  g_assert_cmpuint (n_failed, ==, G_N_ELEMENTS (limits));
  top_up (self);
  assert_as_fresh (self);
}

static void
cancel (const MvuaExportMoment *moment G_GNUC_UNUSED, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  prepare (self, data);
  g_autofree char *before = table_of (self->store);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  mvua_export_report_clear (&self->report);
  g_assert_false (mvua_top_up_run (ensemble, self->store, NULL, cancel, cancellable,
                                   &self->report, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_entries (self->out), ==, 1);
  g_autofree char *after = table_of (self->store);
  g_assert_cmpstr (before, ==, after);
}

/* The program that is killed: this one, with two arguments. */
static int
run_top_up (const char *folder, const char *store)
{
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (MvuaEnsemble) ensemble = mvua_ensemble_open (folder, NULL, NULL, NULL);

  return mvua_top_up_run (ensemble, store, NULL, NULL, NULL, &report, NULL, NULL) ? 0 : 1;
}

/* Killed at any time, the store is the old one or the new one, and whole. */
static void
test_killed (Fixture *self, gconstpointer data)
{
  gint64 took = 0;
  guint n_old = 0;

  prepare (self, data);
  g_autofree char *before = table_of (self->store);
  /* The first runs to its end, to see how long that takes. */
  for (guint i = 0; i <= 40; i++)
    {
      const gint64 started = g_get_monotonic_time ();
      g_autoptr (GSubprocess) process =
          g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "/proc/self/exe", "--top-up",
                            self->folder.folder, self->store, NULL);

      if (i > 0)
        {
          g_usleep ((gulong) (took * i / 40));
          g_subprocess_force_exit (process);
        }
      g_assert_true (g_subprocess_wait (process, NULL, NULL));
      if (i == 0)
        took = g_get_monotonic_time () - started;
      g_assert_cmpint (mvua_file_table_verify (self->store, NULL, NULL, NULL, NULL, NULL),
                       ==, 0);
      g_autofree char *after = table_of (self->store);
      n_old += strcmp (before, after) == 0;
      if (i == 0)
        g_assert_cmpstr (before, !=, after);
      remove_parts (self);
      if (strcmp (before, after) != 0)
        {
          /* Back to the old one; the next is killed sooner. */
          took -= took / 8;
          remove_all (self->store);
          lose (self, 2, 96);
          lose (self, 1, 123);
          run_export (self);
          arrive (self, 2, 96);
          arrive (self, 1, 123);
        }
    }
  g_assert_cmpuint (n_old, >, 5);
  top_up (self);
  assert_as_fresh (self);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "other-run", test_other_run }, { "contradictions", test_contradictions },
    { "corrupt", test_corrupt },     { "full-disk", test_full_disk },
    { "cancelled", test_cancelled }, { "killed", test_killed },
  };

  g_setenv ("SOURCE_DATE_EPOCH", "1758153600", TRUE);
  if (argc == 4 && strcmp (argv[1], "--top-up") == 0)
    return run_top_up (argv[2], argv[3]);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/top-up-refused/no-store", Fixture, NULL, set_up, test_no_store,
              tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (int format = MVUA_EXPORT_ZARR2; format <= MVUA_EXPORT_ZARR3; format++)
      {
        g_autofree char *path =
            g_strdup_printf ("/top-up-refused/%s/%s",
                             format == MVUA_EXPORT_ZARR2 ? "v2" : "v3", tests[i].name);
        g_test_add (path, Fixture, GINT_TO_POINTER (format), set_up, tests[i].func,
                    tear_down);
      }
  return g_test_run ();
}
