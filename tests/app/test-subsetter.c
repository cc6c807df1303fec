/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* An export whose messages NOAA's server cuts out: offered with what both ways take,
 * chosen in the dialog, run to the end, held up, refused, gone on with, and cancelled. */

#include "export-fixture.h"
#include "mvua-export-dialog-private.h"
#include "run-fixture.h"

static MvuaTestBucket *bucket;
static MvuaTestServer *cutter;
static char *out;

/* The whole of the file that is asked for: what a server may give where all of it lies
 * within the region. */
static GBytes *
cut_out (const char *path, gpointer data G_GNUC_UNUSED)
{
  g_autoptr (GHashTable) query =
      g_uri_parse_params (strchr (path, '?') + 1, -1, "&", G_URI_PARAMS_NONE, NULL);

  g_assert_nonnull (query);
  g_assert_cmpstr (g_hash_table_lookup (query, "var_TMP"), ==, "on");
  g_assert_cmpstr (g_hash_table_lookup (query, "lev_2_m_above_ground"), ==, "on");
  g_assert_true (g_hash_table_contains (query, "subregion"));
  g_autofree char *key =
      g_strdup_printf ("%s/%s", (const char *) g_hash_table_lookup (query, "dir") + 1,
                       (const char *) g_hash_table_lookup (query, "file"));
  return mvua_test_bucket_dup (bucket, key);
}

static void
set_up (void)
{
  g_autofree char *script = NULL;

  bucket = mvua_test_new_run ();
  cutter = mvua_test_server_new ();
  mvua_test_server_set_handler (cutter, cut_out, NULL);
  script = mvua_test_server_dup_url (cutter, "/filter.pl");
  g_settings_set_string (mvua_test_get_settings (), "subsetter-url", script);
  g_settings_set_boolean (mvua_test_get_settings (), "prefetch", FALSE);
  out = g_dir_make_tmp ("mvua-cut-XXXXXX", NULL);
  mvua_test_open_whole (mvua_test_get_source ());
  mvua_test_pick ("gep01", "t2m", 12);
}

static void
tear_down (void)
{
  mvua_test_close_source ();
  g_settings_reset (mvua_test_get_settings (), "subsetter-url");
  g_settings_reset (mvua_test_get_settings (), "prefetch");
  g_clear_pointer (&cutter, mvua_test_server_free);
  remove_all (out);
  g_clear_pointer (&out, g_free);
}

static guint
count_cut (void)
{
  return mvua_test_server_count (cutter).n_requests;
}

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_visible (widget);
}

static gboolean
can_export (gpointer dialog)
{
  return gtk_widget_get_sensitive (((MvuaExportDialog *) dialog)->export_button);
}

/* Few fields: it is the disk that takes time. */
static void
choose_few (MvuaExportDialog *dialog)
{
  const GPtrArray *variables = mvua_ensemble_get_variables (dialog->ensemble);

  for (guint i = 0; i < mvua_check_list_get_n_items (dialog->members_row); i++)
    {
      const MvuaMember member = g_array_index (dialog->members, MvuaMember, i);
      mvua_check_list_set_chosen (dialog->members_row, i,
                                  member.kind == MVUA_MEMBER_PERTURBED &&
                                      member.number <= MVUA_TEST_N_MEMBERS);
    }
  for (guint i = 0; i < mvua_check_list_get_n_items (dialog->variables_row); i++)
    {
      const MvuaVariable *variable = g_ptr_array_index (variables, i);
      mvua_check_list_set_chosen (dialog->variables_row, i,
                                  g_str_equal (variable->name, "t2m") ||
                                      g_str_equal (variable->name, "tp"));
    }
}

/* As it is where the link is thin: all waiting is too long. */
static MvuaExportDialog *
open_dialog (const char *name)
{
  MvuaExportDialog *dialog = MVUA_EXPORT_DIALOG (
      mvua_export_dialog_new (GTK_WINDOW (mvua_test_get_window ()),
                              mvua_browser_get_ensemble (mvua_test_get_browser ()), NULL,
                              mvua_test_get_settings ()));

  dialog->patience_s = 0;
  choose_few (dialog);
  mvua_export_dialog_set_folder (dialog, out);
  gtk_editable_set_text (GTK_EDITABLE (dialog->name_row), name);
  gtk_editable_set_text (GTK_EDITABLE (dialog->steps_row), "0-6");
  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_true (mvua_test_wait (is_shown, dialog->network_group));
  g_assert_true (mvua_test_wait (can_export, dialog));
  return dialog;
}

static void
take_job (MvuaExportDialog *dialog G_GNUC_UNUSED, MvuaExportJob *accepted, gpointer data)
{
  *(MvuaExportJob **) data = g_object_ref (accepted);
}

/* Presses the button.  Returns: (transfer full) */
static MvuaExportJob *
accept_dialog (MvuaExportDialog *dialog)
{
  MvuaExportJob *job = NULL;

  g_assert_true (mvua_test_wait (can_export, dialog));
  g_signal_connect (dialog, "accepted", G_CALLBACK (take_job), &job);
  g_signal_emit_by_name (dialog->export_button, "clicked");
  g_assert_nonnull (job);
  return job;
}

static MvuaExportJob *
new_job (const char *name, gboolean is_cut)
{
  MvuaExportDialog *dialog = open_dialog (name);

  gtk_check_button_set_active (dialog->subsetter_check, is_cut);
  return accept_dialog (dialog);
}

static gboolean
tells_of_cutting (gpointer dialog)
{
  const MvuaExportDialog *self = dialog;
  const char *way = adw_action_row_get_subtitle (self->subsetter_row);

  return g_str_has_suffix (gtk_label_get_label (self->fetching), way);
}

/* Both ways are told with bytes and time, and the one that is chosen is the one that is
 * counted on. */
static void
test_offered (void)
{
  set_up ();
  MvuaExportDialog *dialog = open_dialog ("offered.zarr");
  const char *ranges = adw_action_row_get_subtitle (dialog->ranges_row);
  const char *subset = adw_action_row_get_subtitle (dialog->subsetter_row);

  g_assert_false (gtk_check_button_get_active (dialog->subsetter_check));
  g_assert_nonnull (strstr (ranges, "out of 9 files: "));
  g_assert_nonnull (strstr (subset, "out of 9 files: "));
  g_assert_nonnull (strstr (ranges, "/s"));
  g_assert_nonnull (strstr (subset, "/s"));
  g_assert_cmpstr (ranges, !=, subset);
  g_assert_false (tells_of_cutting (dialog));
  g_assert_true (gtk_widget_activate (GTK_WIDGET (dialog->subsetter_row)));
  g_assert_true (gtk_check_button_get_active (dialog->subsetter_check));
  g_assert_true (mvua_test_wait (tells_of_cutting, dialog));
  gtk_widget_grab_focus (GTK_WIDGET (dialog->format_row));
  mvua_test_run_for (200);
  mvua_test_save_picture (GTK_WINDOW (dialog), "subsetter");

  /* Where waiting is short there is one way, whatever was chosen before. */
  dialog->patience_s = 1e9;
  gtk_editable_set_text (GTK_EDITABLE (dialog->steps_row), "0-3");
  g_assert_true (mvua_test_wait (can_export, dialog));
  mvua_test_run_for (100);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (dialog->network_group)));
  g_assert_false (mvua_export_dialog_is_cut (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_assert_cmpuint (count_cut (), ==, 0);
  tear_down ();
}

/* NOAA's own has the runs of about four days; whoever names another knows what it has. */
static void
test_too_old (void)
{
  const MvuaSubsetterEstimate ways = { .range_seconds = 10, .subset_seconds = 5 };
  Fixture old;

  set_up ();
  fixture_set_up (&old, NULL); /* of 2025-09-18 */
  MvuaExportDialog *dialog = MVUA_EXPORT_DIALOG (
      mvua_export_dialog_new (NULL, old.ensemble, NULL, mvua_test_get_settings ()));
  dialog->patience_s = 0;
  mvua_export_dialog_show_ways (dialog, &ways, 1000);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog->network_group)));
  g_settings_reset (mvua_test_get_settings (), "subsetter-url");
  mvua_export_dialog_show_ways (dialog, &ways, 1000);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (dialog->network_group)));
  gtk_window_destroy (GTK_WINDOW (dialog));

  dialog = open_dialog ("new.zarr");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (dialog->network_group)));
  gtk_window_destroy (GTK_WINDOW (dialog));
  fixture_tear_down (&old, NULL);
  tear_down ();
}

/* The arrays of a group, without what tells where they are from. */
static void
assert_same_group (const char *first, const char *second, const char *group)
{
  g_autofree char *a = g_build_filename (out, first, group, NULL);
  g_autofree char *b = g_build_filename (out, second, group, NULL);

  assert_same_tree (a, b);
}

static gboolean
has_said_cut_out (gpointer text)
{
  return strstr (((GString *) text)->str, "cut out") != NULL;
}

static void
note_message (MvuaExportJob *job, GParamSpec *spec G_GNUC_UNUSED, gpointer text)
{
  g_string_append_printf (text, "%s\n", mvua_export_job_get_message (job));
}

/* One request a file and none to the bucket; the output is what ranges give. */
static void
test_whole (void)
{
  g_autoptr (GString) said = g_string_new (NULL);
  g_auto (GStrv) before = NULL, during = NULL;

  set_up ();
  g_autoptr (MvuaExportJob) job = new_job ("cut.zarr", TRUE);
  before = mvua_test_take_log (bucket);
  g_signal_connect (job, "notify::message", G_CALLBACK (note_message), said);
  mvua_export_job_start (job);
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  during = mvua_test_take_log (bucket);
  g_assert_cmpuint (g_strv_length (during), ==, 0);
  g_assert_cmpuint (count_cut (), ==, 9);
  g_assert_true (has_said_cut_out (said));
  g_assert_cmpfloat (mvua_export_job_get_rate (job), ==, 0);

  g_autoptr (MvuaExportJob) plain = new_job ("ranges.zarr", FALSE);
  mvua_export_job_start (plain);
  wait_for_end (plain, MVUA_EXPORT_JOB_DONE);
  g_assert_cmpuint (count_cut (), ==, 9);
  g_assert_cmpuint (mvua_export_job_get_n_gaps (job), ==, 0);
  g_assert_cmpuint (mvua_export_job_get_n_gaps (plain), ==, 0);
  assert_same_group ("cut.zarr", "ranges.zarr", "gep01");
  assert_same_group ("cut.zarr", "ranges.zarr", "gep03");
  assert_same_group ("cut.zarr", "ranges.zarr", "ensemble_stats");
  assert_same_group ("cut.zarr", "ranges.zarr", "probabilities");
  tear_down ();
}

/* What the server does not have is a gap. */
static void
test_gaps (void)
{
  static const MvuaTestFault absent = { .status = 404, .body = "no such file" };

  set_up ();
  g_autoptr (MvuaExportJob) job = new_job ("gaps.zarr", TRUE);
  mvua_test_server_fail (cutter, &absent, 2);
  mvua_export_job_start (job);
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  g_assert_cmpuint (count_cut (), ==, 9);
  g_assert_cmpuint (mvua_export_job_get_n_gaps (job), >=, 2);
  tear_down ();
}

static char *
subset_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "mvua", "subset", NULL);
}

/* A page instead of messages fails the job, in words; another try goes on where it
 * ended. */
static void
test_refused (void)
{
  static const MvuaTestFault page = { .body = "<html>maintenance</html>",
                                      .length = "24" };
  g_autofree char *folder = subset_folder ();

  set_up ();
  g_autoptr (MvuaExportJob) job = new_job ("refused.zarr", TRUE);
  mvua_test_server_fail (cutter, &page, 1);
  mvua_export_job_start (job);
  wait_for_end (job, MVUA_EXPORT_JOB_FAILED);
  g_assert_nonnull (strstr (mvua_export_job_get_message (job), "page"));
  g_assert_cmpuint (count_entries (out), ==, 0);
  /* One was refused; of the others that were under way all that came is kept. */
  const guint n_first = count_cut ();
  g_autoptr (MvuaExportJob) again = new_job ("refused.zarr", TRUE);
  mvua_export_job_start (again);
  wait_for_end (again, MVUA_EXPORT_JOB_DONE);
  g_assert_cmpuint (count_cut (), ==, 9 + 1);
  g_assert_cmpuint (n_first, >=, 1);
  g_assert_cmpuint (count_entries (folder), ==, 0);
  tear_down ();
}

/* A pause holds the server's answers up, and a cancellation leaves nothing. */
static void
test_cancelled (void)
{
  g_autofree char *folder = subset_folder ();

  set_up ();
  g_autoptr (MvuaExportJob) job = new_job ("cancelled.zarr", TRUE);
  mvua_export_job_start (job);
  mvua_export_job_pause (job);
  mvua_test_run_for (200);
  const guint n_begun = count_cut ();
  mvua_test_run_for (200);
  g_assert_cmpuint (count_cut (), ==, n_begun);
  g_assert_cmpuint (n_begun, <=, 4);
  mvua_export_job_cancel (job);
  wait_for_end (job, MVUA_EXPORT_JOB_CANCELLED);
  g_assert_cmpuint (count_entries (out), ==, 0);
  g_assert_cmpuint (count_entries (folder), ==, 0);
  tear_down ();
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  mvua_test_new_window ();
  g_test_add_func ("/subsetter/offered", test_offered);
  g_test_add_func ("/subsetter/too-old", test_too_old);
  g_test_add_func ("/subsetter/whole", test_whole);
  g_test_add_func ("/subsetter/gaps", test_gaps);
  g_test_add_func ("/subsetter/refused", test_refused);
  g_test_add_func ("/subsetter/cancelled", test_cancelled);
  const int status = g_test_run ();
  mvua_test_end_application ();
  mvua_test_free_bucket ();
  remove_source ();
  return status;
}
