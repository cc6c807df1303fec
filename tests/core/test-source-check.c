/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* An output is held against what it was made of: where it says that is, and elsewhere. */

#include "export-fixture.h"
#include "mvua-source-check.h"
#include "mvua-subsetter.h"
#include "mvua-verify-output.h"

typedef struct
{
  Fixture parent;
  MvuaOrigins *origins;
  MvuaSourceReport checked;
} Check;

/* Two members at 3 and 6 h: t2m, and buckets of rain of which those of 6 h need the
 * first; eight messages. */
static void
check_set_up (Check *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up (&self->parent, data);
  for (guint number = 1; number <= 2; number++)
    for (int step = 3; step <= 6; step += 3)
      write_member_step (&self->parent.folder, perturbed (number), step,
                         2800 + (int) number + step);
  run_export (&self->parent);
  self->origins = mvua_output_load_origins (self->parent.store, &error);
  g_assert_no_error (error);
}

static void
check_tear_down (Check *self, gconstpointer data)
{
  mvua_source_report_clear (&self->checked);
  mvua_origins_free (self->origins);
  tear_down (&self->parent, data);
}

static void
check (Check *self, MvuaEnsemble *ensemble, guint n_sample)
{
  const MvuaSourceCheckOptions options = { .ensemble = ensemble, .n_sample = n_sample };
  g_autoptr (GError) error = NULL;

  mvua_source_report_clear (&self->checked);
  g_assert_true (
      mvua_source_check (self->origins, &options, &self->checked, NULL, &error));
  g_assert_no_error (error);
}

static void
assert_counts (const Check *self, guint same, guint differs, guint gone, guint unknown)
{
  g_assert_cmpuint (self->checked.n[MVUA_SOURCE_SAME], ==, same);
  g_assert_cmpuint (self->checked.n[MVUA_SOURCE_DIFFERS], ==, differs);
  g_assert_cmpuint (self->checked.n[MVUA_SOURCE_GONE], ==, gone);
  g_assert_cmpuint (self->checked.n[MVUA_SOURCE_UNKNOWN], ==, unknown);
  g_assert_cmpuint (self->checked.findings->len, ==, differs + gone + unknown);
}

static char *
file_of (const Check *self, guint number, int step)
{
  g_autofree char *name = noaa_name (perturbed (number), step);

  return g_build_filename (self->parent.folder.folder, name, NULL);
}

static void
test_same (Check *self, gconstpointer data G_GNUC_UNUSED)
{
  check (self, NULL, 0);
  assert_counts (self, 8, 0, 0, 0);
  g_assert_cmpuint (self->checked.n_fields, ==, 8);
  g_assert_cmpuint (self->checked.n_bytes, >, 8 * 100);
  g_assert_false (mvua_source_is_remote (self->origins));

  for (guint n = 1; n <= 9; n++)
    {
      check (self, NULL, n);
      assert_counts (self, MIN (n, 8), 0, 0, 0);
      g_assert_cmpuint (self->checked.n_checked, ==, MIN (n, 8));
    }
}

/* Each octet that was needed, and no other, makes just its own field differ. */
static void
test_changed (Check *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = file_of (self, 2, 3);
  g_autofree char *bytes = NULL;
  gsize n = 0;
  MvuaOrigin t2m, tp;

  g_assert_true (mvua_origins_lookup (self->origins, mvua_variable_by_name ("t2m"),
                                      perturbed (2), 3, &t2m));
  g_assert_true (mvua_origins_lookup (self->origins, mvua_variable_by_name ("tp"),
                                      perturbed (2), 3, &tp));
  g_assert_cmpstr (t2m.file, ==, path);
  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  for (gsize at = 0; at < n; at++)
    {
      const gboolean in_t2m = at >= t2m.offset && at < t2m.offset + t2m.length;
      const gboolean in_tp = at >= tp.offset && at < tp.offset + tp.length;

      bytes[at] ^= 1;
      g_assert_true (g_file_set_contents (path, bytes, (gssize) n, NULL));
      bytes[at] ^= 1;
      check (self, NULL, 0);
      assert_counts (self, in_t2m || in_tp ? 7 : 8, in_t2m || in_tp ? 1 : 0, 0, 0);
      if (!in_t2m && !in_tp)
        continue;
      const MvuaSourceFinding *found =
          &g_array_index (self->checked.findings, MvuaSourceFinding, 0);
      g_assert_cmpstr (found->variable->name, ==, in_t2m ? "t2m" : "tp");
      g_assert_cmpint (mvua_member_compare (found->member, perturbed (2)), ==, 0);
      g_assert_cmpint (found->step, ==, 3);
      g_assert_nonnull (strstr (found->complaint, path));
    }

  /* Cut within the second message. */
  g_assert_true (g_file_set_contents (path, bytes, (gssize) (tp.offset + 20), NULL));
  check (self, NULL, 0);
  assert_counts (self, 7, 1, 0, 0);
  g_assert_nonnull (
      strstr (g_array_index (self->checked.findings, MvuaSourceFinding, 0).complaint,
              "ends before byte"));
}

static void
test_gone (Check *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *path = file_of (self, 1, 6);

  g_assert_cmpint (g_remove (path), ==, 0);
  check (self, NULL, 0);
  assert_counts (self, 6, 0, 2, 0);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->parent.folder);
  check (self, ensemble, 0);
  assert_counts (self, 6, 0, 2, 0);
  g_assert_nonnull (
      strstr (g_array_index (self->checked.findings, MvuaSourceFinding, 0).complaint,
              "does not have it"));
}

/* A message may lie anywhere in another source, behind others and under other names; one
 * of the same name that is another is told. */
static void
test_elsewhere (Check *self, gconstpointer data)
{
  Folder other;

  folder_set_up (&other, data);
  for (guint number = 1; number <= 2; number++)
    for (int step = 3; step <= 6; step += 3)
      {
        const int start = (step - 1) / 6 * 6;
        g_autofree char *name = g_strdup_printf ("%u-%d.grib2", number, step);
        const int value = 2800 + (int) number + step;

        file_add (&other, "sp", perturbed (number), step, step, 900000);
        file_add (&other, "tp", perturbed (number), start, step, 10 * (step - start));
        file_add (&other, "t2m", perturbed (number), step, step,
                  number == 2 && step == 6 ? value + 1 : value);
        file_write (&other, name, TRUE);
      }
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&other);
  check (self, ensemble, 0);
  assert_counts (self, 7, 1, 0, 0);
  const MvuaSourceFinding *found =
      &g_array_index (self->checked.findings, MvuaSourceFinding, 0);
  g_assert_cmpstr (found->variable->name, ==, "t2m");
  g_assert_cmpint (found->step, ==, 6);
  folder_tear_down (&other, data);
}

/* An index that leads astray is made up for: all of it is shifted, and the index is not.
 */
static void
test_stale_index (Check *self, gconstpointer data G_GNUC_UNUSED)
{
  Folder *folder = &self->parent.folder;
  g_autofree char *name = noaa_name (perturbed (1), 3);

  file_add (folder, "sp", perturbed (1), 3, 3, 900000);
  file_add (folder, "t2m", perturbed (1), 3, 3, 2804);
  file_add (folder, "tp", perturbed (1), 0, 3, 30);
  folder_write (folder, name, folder->bytes->data, folder->bytes->len);
  file_forget (folder);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (folder);
  check (self, ensemble, 0);
  assert_counts (self, 8, 0, 0, 0);

  /* Where the output says they are, there is something else. */
  check (self, NULL, 0);
  assert_counts (self, 6, 2, 0, 0);
}

/* Fields out of a store that does not say where it has them from. */
static void
test_unknown (Check *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *table = g_build_filename (self->parent.store, ".mvua", NULL);
  g_autofree char *store = g_build_filename (self->parent.out, "again.zarr", NULL);
  g_autoptr (GError) error = NULL;

  remove_all (table);
  g_assert_null (mvua_output_load_origins (self->parent.store, &error));
  g_clear_error (&error);
  g_autoptr (MvuaEnsemble) ensemble =
      mvua_ensemble_open (self->parent.store, NULL, NULL, &error);
  g_assert_no_error (error);
  mvua_export_report_clear (&self->parent.report);
  g_assert_true (mvua_export_run (ensemble, store, &self->parent.options, NULL, NULL,
                                  &self->parent.report, NULL, &error));
  g_assert_no_error (error);
  mvua_origins_free (self->origins);
  self->origins = mvua_output_load_origins (store, &error);
  g_assert_no_error (error);
  check (self, NULL, 0);
  assert_counts (self, 0, 0, 0, 8);
  g_assert_nonnull (
      strstr (g_array_index (self->checked.findings, MvuaSourceFinding, 0).complaint,
              self->parent.store));
}

/* What a table of anybody's may ask for. */
static void
test_hostile (Check *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *file;
    guint64 length;
    MvuaSourceVerdict verdict;
  } rows[] = {
    { "/dev/zero", 100, MVUA_SOURCE_GONE },
    { "/", 100, MVUA_SOURCE_GONE },
    { "nowhere", 100, MVUA_SOURCE_GONE },
    { "/etc/hostname", G_MAXINT64, MVUA_SOURCE_DIFFERS },
  };
  const MvuaSourceCheckOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  MvuaOrigin origin;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (MvuaOrigins) table = mvua_origins_new ();

      origin = (MvuaOrigin){ .variable = mvua_variable_by_name ("t2m"),
                             .member = perturbed (1),
                             .file = rows[i].file,
                             .length = rows[i].length,
                             .offset = 5 };
      mvua_origins_put (table, &origin);
      mvua_source_report_clear (&self->checked);
      g_assert_true (mvua_source_check (table, &options, &self->checked, NULL, &error));
      g_assert_cmpuint (self->checked.n[rows[i].verdict], ==, 1);
    }

  /* Nothing is fetched unless there is something to fetch it through. */
  origin.file = "https://host.example/f003";
  origin.length = 100;
  g_autoptr (MvuaOrigins) far = mvua_origins_new ();
  mvua_origins_put (far, &origin);
  g_assert_true (mvua_source_is_remote (far));
  mvua_source_report_clear (&self->checked);
  g_assert_false (mvua_source_check (far, &options, &self->checked, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
}

/* NOAA's subsetter is not asked for a run that it does not have any more, and what it cut
 * out of one is not said to be another than what a source has. */
static void
test_cut (Check *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaSourceCheckOptions options = { 0 };
  g_autoptr (MvuaOrigins) cut = mvua_origins_new ();
  g_autoptr (GArray) rows = mvua_origins_list (self->origins);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->parent.folder);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      MvuaOrigin origin = g_array_index (rows, MvuaOrigin, i);
      g_autofree char *name = g_path_get_basename (origin.file);
      g_autofree char *url = mvua_subsetter_fill (
          MVUA_SUBSETTER_URL "?dir=%2Fgefs.20250918%2F00%2Fatmos%2Fpgrb2sp25&file=*",
          name);
      origin.file = url;
      origin.crc32c ^= i == 0 ? 1 : 0;
      mvua_origins_put (cut, &origin);
    }
  g_assert_true (mvua_source_is_remote (cut));
  g_assert_true (mvua_source_check (cut, &options, &self->checked, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (self->checked.n[MVUA_SOURCE_CUT], ==, 8);
  g_assert_cmpuint (self->checked.n_bytes, ==, 0);
  g_assert_nonnull (
      strstr (g_array_index (self->checked.findings, MvuaSourceFinding, 0).complaint,
              "days old"));

  MvuaOrigins *uncut = self->origins;
  self->origins = cut;
  check (self, ensemble, 0);
  self->origins = uncut;
  g_assert_cmpuint (self->checked.n[MVUA_SOURCE_SAME], ==, 7);
  g_assert_cmpuint (self->checked.n[MVUA_SOURCE_CUT], ==, 1);
  g_assert_cmpuint (self->checked.n[MVUA_SOURCE_DIFFERS], ==, 0);
}

static void
test_cancelled (Check *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaSourceCheckOptions options = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (
      mvua_source_check (self->origins, &options, &self->checked, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                                  \
  g_test_add ("/source-check/" path, Check, NULL, check_set_up, test, check_tear_down)
  ADD ("same", test_same);
  ADD ("changed", test_changed);
  ADD ("gone", test_gone);
  ADD ("elsewhere", test_elsewhere);
  ADD ("stale-index", test_stale_index);
  ADD ("unknown", test_unknown);
  ADD ("hostile", test_hostile);
  ADD ("cut", test_cut);
  ADD ("cancelled", test_cancelled);
  return g_test_run ();
}
