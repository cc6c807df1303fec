/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Making a demo: what is made, what is refused, and what a failure leaves behind. */

#include "demo-fixture.h"
#include "mvua-error.h"

#include <sys/resource.h>

/* All files that one run of the demo makes, as one text, in an order of its own. */
static char *
digest (const char *directory, const MvuaDemoOptions *options)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *truth =
      g_build_filename (directory, RUN_FOLDER, MVUA_DEMO_TRUTH_FILE, NULL);
  gsize length;

  for (int member = 1; member <= options->count; member++)
    for (int step = 0; step <= 12; step += 3)
      {
        g_autofree char *prefix = g_strdup_printf ("gep%02d", member);
        g_autofree char *name = data_name (prefix, step);
        g_autofree char *index_name = g_strconcat (name, ".idx", NULL);
        g_autofree char *bytes = read_all (directory, name, &length);
        g_checksum_update (sum, (const guchar *) bytes, (gssize) length);
        g_autofree char *index = read_all (directory, index_name, &length);
        g_checksum_update (sum, (const guchar *) index, (gssize) length);
      }
  g_autofree char *lines = read_all ("/", truth, &length);
  g_checksum_update (sum, (const guchar *) lines, (gssize) length);
  return g_strdup (g_checksum_get_string (sum));
}

static void
test_same_seed_same_bytes (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *again = g_build_filename (fixture->root, "again", NULL);
  g_autofree char *other = g_build_filename (fixture->root, "other", NULL);
  MvuaDemoOptions options = fixture->options;

  options.count = 3;
  options.n_jobs = 1;
  make (&options);
  g_autofree char *first = digest (fixture->directory, &options);

  options.directory = again;
  options.n_jobs = 2;
  make (&options);
  g_autofree char *second = digest (again, &options);
  g_assert_cmpstr (first, ==, second);

  options.directory = other;
  options.seed = G_MAXUINT64; /* the whole range arrives */
  make (&options);
  g_autofree char *third = digest (other, &options);
  g_assert_cmpstr (first, !=, third);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
test_layout (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *folder = g_build_filename (fixture->directory, DATA_FOLDER, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  gsize length;

  fixture->options.count = 1;
  fixture->options.steps = "0-240/240";
  fixture->options.with_control = TRUE;
  make (&fixture->options);

  g_autoptr (GDir) directory = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (directory)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  g_autofree char *all = g_strjoinv (" ", (char **) names->pdata);
  g_assert_cmpstr (all, ==,
                   "gec00.t00z.pgrb2s.0p25.f000 gec00.t00z.pgrb2s.0p25.f000.idx "
                   "gec00.t00z.pgrb2s.0p25.f240 gec00.t00z.pgrb2s.0p25.f240.idx "
                   "gep01.t00z.pgrb2s.0p25.f000 gep01.t00z.pgrb2s.0p25.f000.idx "
                   "gep01.t00z.pgrb2s.0p25.f240 gep01.t00z.pgrb2s.0p25.f240.idx");

  g_autofree char *mark = read_all (fixture->directory, MVUA_DEMO_MARK_FILE, &length);
  g_assert_true (g_str_has_prefix (mark, MARK));
  g_autofree char *day = g_build_filename (fixture->directory, "gefs.20250918", NULL);
  g_autoptr (GDir) rest = g_dir_open (day, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (rest), ==, "00");
  g_assert_null (g_dir_read_name (rest)); /* nothing half-made beside it */
}

static void
assert_refused (const MvuaDemoOptions *options, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (mvua_demo_make (options, NULL, NULL, NULL, &error));
  g_assert_error (error, MVUA_ERROR, code);
}

static void
assert_nothing_left (const Fixture *fixture)
{
  g_assert_false (g_file_test (fixture->directory, G_FILE_TEST_EXISTS));
}

static void
test_bad_options (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    int count, n_jobs;
    const char *steps, *run, *grid;
  } rows[] = {
    { 0, 0, "0-6", "20250918/00", "east-africa" },
    { 31, 0, "0-6", "20250918/00", "east-africa" },
    { -1, 0, "0-6", "20250918/00", "east-africa" },
    { 1, -1, "0-6", "20250918/00", "east-africa" },
    { 1, 0, "", "20250918/00", "east-africa" },
    { 1, 0, "0-7/7", "20250918/00", "east-africa" },
    { 1, 0, "243", "20250918/00", "east-africa" },
    { 1, 0, "-3", "20250918/00", "east-africa" },
    { 1, 0, "0-6;", "20250918/00", "east-africa" },
    { 1, 0, "0-6", "20250230/00", "east-africa" },
    { 1, 0, "0-6", "20250918/03", "east-africa" },
    { 1, 0, "0-6", "20250918", "east-africa" },
    { 1, 0, "0-6", "20250918/00", "mars" },
    { 1, 0, "0-6", "20250918/00", "" },
  };

  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      MvuaDemoOptions options = fixture->options;

      g_test_message ("row %" G_GSIZE_FORMAT, r);
      options.count = rows[r].count;
      options.n_jobs = rows[r].n_jobs;
      options.steps = rows[r].steps;
      options.run = rows[r].run;
      options.grid = rows[r].grid;
      assert_refused (&options, MVUA_ERROR_USAGE);
      assert_nothing_left (fixture);
    }
}

static void
test_existing_run (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  MvuaDemoOptions options = fixture->options;
  g_autofree char *gone = g_build_filename (fixture->directory, DATA_FOLDER,
                                            "gep02.t00z.pgrb2s.0p25.f003", NULL);

  make (&options);
  assert_refused (&options, MVUA_ERROR_USAGE);
  g_assert_true (g_file_test (gone, G_FILE_TEST_EXISTS));

  options.overwrite = TRUE;
  options.count = 1;
  make (&options);
  g_assert_false (g_file_test (gone, G_FILE_TEST_EXISTS));

  options.overwrite = FALSE;
  options.run = "20250918/06"; /* another run has room beside it */
  make (&options);
}

/* Where real data may lie, not even the sign is put. */
static void
test_foreign_folder (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *run = g_build_filename (fixture->directory, RUN_FOLDER, NULL);
  g_autofree char *mark =
      g_build_filename (fixture->directory, MVUA_DEMO_MARK_FILE, NULL);

  g_assert_cmpint (g_mkdir_with_parents (run, 0755), ==, 0);
  fixture->options.overwrite = TRUE;
  assert_refused (&fixture->options, MVUA_ERROR_SOURCE);
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));

  g_assert_true (g_file_set_contents (mark, MARK, -1, NULL));
  assert_refused (&fixture->options, MVUA_ERROR_SOURCE); /* a run, but not a demo's */
  g_assert_true (g_file_test (run, G_FILE_TEST_IS_DIR));
}

static void
cancel_at_third (guint n_done, guint n_total, const char *name, gpointer data)
{
  g_assert_cmpuint (n_total, ==, 10);
  g_assert_true (g_str_has_prefix (name, "gep0"));
  if (n_done == 3)
    g_cancellable_cancel (data);
}

static void
test_cancel (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (mvua_demo_make (&fixture->options, cancel_at_third, cancellable,
                                  cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_nothing_left (fixture);
}

static void
count_files (guint n_done, guint n_total, const char *name G_GNUC_UNUSED, gpointer data)
{
  guint *n = data;

  g_assert_cmpuint (n_done, ==, ++*n);
  g_assert_cmpuint (n_total, ==, 10);
}

static void
test_progress (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  guint n = 0;
  g_autoptr (GError) error = NULL;

  g_assert_true (mvua_demo_make (&fixture->options, count_files, &n, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 10);
}

/* A limit on the size of files stands for a full disk: write() fails. */
static void
test_failed_write (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  struct rlimit before, tight;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  tight = before;
  tight.rlim_cur = 50000;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &tight), ==, 0);
  const gboolean ok = mvua_demo_make (&fixture->options, NULL, NULL, NULL, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);

  g_assert_false (ok);
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_HELPER);
  g_assert_nonnull (strstr (error->message, ".t00z.pgrb2s.0p25.f000"));
  assert_nothing_left (fixture);
}

static void
test_no_helper (Fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
  fixture->options.helper = "/nowhere/mvua-demo-encode";
  assert_refused (&fixture->options, MVUA_ERROR_HELPER);
  assert_nothing_left (fixture);

  fixture->options.helper = "/bin/false"; /* ends without a word */
  assert_refused (&fixture->options, MVUA_ERROR_HELPER);
  assert_nothing_left (fixture);

  fixture->options.helper = "/bin/true"; /* and so does this, having made nothing */
  assert_refused (&fixture->options, MVUA_ERROR_IO);
  assert_nothing_left (fixture);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/demo/same-seed-same-bytes", test_same_seed_same_bytes },
    { "/demo/layout", test_layout },
    { "/demo/bad-options", test_bad_options },
    { "/demo/existing-run", test_existing_run },
    { "/demo/foreign-folder", test_foreign_folder },
    { "/demo/cancel", test_cancel },
    { "/demo/progress", test_progress },
    { "/demo/failed-write", test_failed_write },
    { "/demo/no-helper", test_no_helper },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize t = 0; t < G_N_ELEMENTS (tests); t++)
    g_test_add (tests[t].path, Fixture, NULL, set_up, tests[t].test, tear_down);
  return g_test_run ();
}
