/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* An export says at its end which fields look odd. */

#include "window-fixture.h"

#include "flawed-fixture.h"
#include "mvua-export-details.h"
#include "mvua-export-job.h"

static gboolean
is_over (gpointer job)
{
  return mvua_export_job_is_over (job);
}

static void
test_details (void)
{
  static const char *const expected[] = {
    "In 1 field of rain the two buckets contradict each other (lowest -0.50 mm).",
    "3 values lie outside the plausible range; they were kept as they are.",
    "1 field has the same value everywhere.",
    "1 field was decoded and has no value at all.",
    "1 field is the same as that of another member.",
    "gep01, 3 h, t2m: all values are the same",
    "gep01, 9 h, t2m: 3 values outside the plausible range",
    "gep02, 6 h, t2m: it has no value at all",
    "gep03, 3 h, t2m: it has the values of gep02",
    "gep04, 6 h, tp: its two buckets contradict each other",
  };
  Folder source;
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_autofree char *out = g_dir_make_tmp ("mvua-out-XXXXXX", NULL);
  g_autofree char *target = g_build_filename (out, "odd.zarr", NULL);

  folder_set_up (&source, NULL);
  write_flawed (&source);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&source);
  g_autoptr (MvuaExportJob) job = mvua_export_job_new (ensemble, target, &options);
  mvua_export_job_start (job);
  g_assert_true (mvua_test_wait (is_over, job));
  g_assert_cmpint (mvua_export_job_get_state (job), ==, MVUA_EXPORT_JOB_DONE);
  g_assert_cmpuint (mvua_export_job_get_n_gaps (job), ==, 0);

  const char *const *lines = mvua_export_job_get_details (job);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpstr (lines[i], ==, expected[i]);
  g_assert_null (lines[G_N_ELEMENTS (expected)]);

  GtkWindow *window = GTK_WINDOW (mvua_export_details_new (job));
  mvua_test_present (window, 520, 420);
  mvua_test_run_for (300);
  mvua_test_save_picture (window, "export-findings");
  gtk_window_destroy (window);
  folder_tear_down (&source, NULL);
  remove_all (out);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_test_add_func ("/export-findings/details", test_details);
  return g_test_run ();
}
