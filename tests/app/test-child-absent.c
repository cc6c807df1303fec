/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The viewer without the program that decodes what is not ours to decode: the map says
 * that, and nothing of the messages; an export fails and can be resumed. */

#include "main-fixture.h"

#include "mvua-export-job.h"
#include "mvua-point-panel.h"
#include "packed-fixture.h"

#include <unistd.h>

static Folder source;
static char *out;
static char *helpers; /* the folder of the program, empty at first */

static gboolean
is_over (gpointer job)
{
  return mvua_export_job_is_over (job);
}

static gboolean
point_says_why (gpointer panel)
{
  return strstr (mvua_point_panel_get_summary (panel), "mvua-decode") != NULL;
}

static void
test_map (void)
{
  mvua_main_window_open (mvua_test_get_window (), source.folder);
  mvua_test_wait_drawn ();
  mvua_test_pick ("mean", "u10", 6);

  const char *message = mvua_browser_get_problem (mvua_test_get_browser ());
  g_assert_nonnull (message);
  g_assert_nonnull (mvua_map_area_get_message (mvua_test_get_map ()));
  g_assert_nonnull (strstr (message, "A program that belongs to Mvua is not there"));
  g_assert_nonnull (strstr (message, helpers));
  g_assert_null (strstr (message, "not what it should be"));

  /* The members at a point are not waited for in vain. */
  mvua_browser_set_pin (mvua_test_get_browser (), 5, 35);
  g_assert_true (mvua_test_wait (point_says_why, mvua_test_get_child ("point")));
  mvua_test_run_for (300);
  mvua_test_save_picture (GTK_WINDOW (mvua_test_get_window ()), "decoder-absent");

  mvua_test_pick ("mean", "t2m", 6);
  g_assert_null (mvua_map_area_get_message (mvua_test_get_map ()));
}

static MvuaExportJob *
run_job (MvuaExportJob *job, MvuaExportJobState expected)
{
  mvua_export_job_start (job);
  g_assert_true (mvua_test_wait (is_over, job));
  g_test_message ("%s", mvua_export_job_get_message (job));
  g_assert_cmpint (mvua_export_job_get_state (job), ==, expected);
  return job;
}

static void
test_export (void)
{
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (mvua_test_get_browser ());
  g_autofree char *target = g_build_filename (out, "out.zarr", NULL);
  g_autofree char *program = g_build_filename (helpers, "mvua-decode", NULL);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  GSettings *settings = mvua_test_get_settings ();
  g_autoptr (MvuaNetwork) network = mvua_network_new (settings);

  options.region = (MvuaRegion){ .whole = TRUE };
  g_autoptr (MvuaExportJob) job =
      run_job (mvua_export_job_new (ensemble, target, &options), MVUA_EXPORT_JOB_FAILED);
  g_assert_true (mvua_export_job_is_kept (job));
  g_assert_nonnull (strstr (mvua_export_job_get_message (job), program));
  g_assert_nonnull (strstr (mvua_export_job_get_message (job), "It can be resumed."));

  g_assert_cmpint (symlink (g_getenv ("MVUA_TEST_DECODE"), program), ==, 0);
  g_autoptr (MvuaExportJob) resumed =
      run_job (mvua_export_job_new_resumed (mvua_export_find_left (target), network),
               MVUA_EXPORT_JOB_DONE);
  g_assert_cmpuint (mvua_export_job_get_n_gaps (resumed), ==, 0);

  /* And the map, when it is picked anew. */
  mvua_test_pick ("mean", "u10", 6);
  g_assert_null (mvua_map_area_get_message (mvua_test_get_map ()));
}

int
main (int argc, char **argv)
{
  helpers = g_dir_make_tmp ("mvua-helpers-XXXXXX", NULL);
  g_setenv ("MVUA_LIBEXECDIR", helpers, TRUE);
  mvua_test_window_init (&argc, &argv);
  folder_set_up (&source, NULL);
  write_packed_run (&source);
  out = g_dir_make_tmp ("mvua-out-XXXXXX", NULL);
  mvua_test_new_window ();
  g_test_add_func ("/child-absent/map", test_map);
  g_test_add_func ("/child-absent/export", test_export);
  const int status = g_test_run ();
  mvua_test_end_application ();
  folder_tear_down (&source, NULL);
  remove_all (out);
  remove_all (helpers);
  return status;
}
