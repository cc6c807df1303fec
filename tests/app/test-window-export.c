/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* An export from the main window to the end: the dialog, the header bar, a window that is
 * closed, one that is cancelled, a disk that is full, a program that is quit. */

#include "desk-fixture.h"
#include "export-fixture.h"
#include "main-fixture.h"
#include "mvua-closer.h"
#include "mvua-export-button.h"
#include "mvua-export-dialog.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static char *out;

static MvuaExports *
get_exports (void)
{
  return mvua_application_get_exports (mvua_test_get_application ());
}

static gpointer
find_window (GType type)
{
  GListModel *all = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (all); i++)
    {
      g_autoptr (GtkWidget) other = g_list_model_get_item (all, i);
      if (G_TYPE_CHECK_INSTANCE_TYPE (other, type) && gtk_widget_get_visible (other))
        return other; /* the list holds it */
    }
  return NULL;
}

static gboolean
has_window (gpointer type)
{
  return find_window (GPOINTER_TO_SIZE (type)) != NULL;
}

static gpointer
child_of (MvuaExportDialog *dialog, const char *name)
{
  GObject *child =
      gtk_widget_get_template_child (GTK_WIDGET (dialog), MVUA_TYPE_EXPORT_DIALOG, name);

  g_assert_nonnull (child);
  return child;
}

static gboolean
can_export (gpointer dialog)
{
  return gtk_widget_get_sensitive (child_of (dialog, "export_button")) &&
         strstr (gtk_label_get_label (child_of (dialog, "summary")), "free") != NULL;
}

/* The dialog of Ctrl+Shift+E, with a name and a folder. */
static MvuaExportDialog *
open_dialog (const char *name)
{
  mvua_test_act ("win.export");
  g_assert_true (mvua_test_wait (has_window, GSIZE_TO_POINTER (MVUA_TYPE_EXPORT_DIALOG)));
  MvuaExportDialog *dialog = find_window (MVUA_TYPE_EXPORT_DIALOG);
  mvua_export_dialog_set_folder (dialog, out);
  gtk_editable_set_text (child_of (dialog, "name_row"), name);
  g_assert_true (mvua_test_wait (can_export, dialog));
  return dialog;
}

static gboolean
pause_all (gpointer data G_GNUC_UNUSED)
{
  GListModel *jobs = G_LIST_MODEL (get_exports ());

  for (guint i = 0; i < g_list_model_get_n_items (jobs); i++)
    {
      g_autoptr (MvuaExportJob) job = g_list_model_get_item (jobs, i);
      mvua_export_job_pause (job);
    }
  return G_SOURCE_REMOVE;
}

static void
pause_soon (void)
{
  g_idle_add_full (G_PRIORITY_HIGH, pause_all, NULL, NULL);
}

/* Presses the button; the job is in the list of the application. */
static MvuaExportJob *
accept (MvuaExportDialog *dialog)
{
  g_autofree char *target = mvua_export_dialog_dup_target (dialog);

  gtk_widget_activate (child_of (dialog, "export_button"));
  mvua_test_run_for (300); /* a button is let go a moment later */
  MvuaExportJob *job = mvua_exports_find (get_exports (), target);
  g_assert_nonnull (job);
  g_assert_null (find_window (MVUA_TYPE_EXPORT_DIALOG));
  return g_object_ref (job);
}

/* The same; it is paused as soon as it runs, however fast this machine is. */
static MvuaExportJob *
accept_and_pause (MvuaExportDialog *dialog)
{
  const gulong handler =
      g_signal_connect (get_exports (), "items-changed", G_CALLBACK (pause_soon), NULL);
  MvuaExportJob *job = accept (dialog);

  g_signal_handler_disconnect (get_exports (), handler);
  g_assert_cmpint (mvua_export_job_get_state (job), ==, MVUA_EXPORT_JOB_PAUSED);
  return job;
}

static void
run_command (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  int status = -1;

  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL,
                               G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, &words,
                               &status, &error));
  g_assert_no_error (error);
  if (status != 0)
    g_error ("%s: %s", arguments[1], words);
}

static GtkWidget *
find_button (GtkWidget *widget)
{
  GtkWidget *found = MVUA_IS_EXPORT_BUTTON (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_button (child);
  return found;
}

static gpointer
get_header_button (const char *name)
{
  GtkWidget *button = find_button (GTK_WIDGET (mvua_test_get_window ()));

  return gtk_widget_get_template_child (button, MVUA_TYPE_EXPORT_BUTTON, name);
}

static gboolean
is_gone (gpointer data G_GNUC_UNUSED)
{
  return mvua_test_get_window () == NULL;
}

static void
open_window (void)
{
  mvua_test_new_window ();
  make_source ();
  mvua_main_window_open (mvua_test_get_window (), shared_source);
  mvua_test_wait_drawn ();
}

static void
close_window (void)
{
  gtk_window_close (GTK_WINDOW (mvua_test_get_window ()));
  g_assert_true (mvua_test_wait (is_gone, NULL));
  mvua_closer_wait_for_all ();
}

/* Stops an export when some of its fields are done. */
static void
stop (const MvuaExportMoment *moment, gpointer data)
{
  if (moment->fraction > 0.4)
    g_cancellable_cancel (data);
}

/* What an earlier session has left of an export to @target. */
static void
leave (const char *target)
{
  static const gint keeps = TRUE;
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (mvua_test_get_browser ());
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  options.keeps_when_cancelled = &keeps;
  g_assert_false (mvua_export_run (ensemble, target, &options, stop, cancellable, &report,
                                   cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (report.is_kept);
}

static gboolean
offers_left (gpointer dialog)
{
  return gtk_widget_get_visible (child_of (dialog, "left_bar"));
}

static gboolean
offers_nothing (gpointer dialog)
{
  return !offers_left (dialog);
}

static gboolean
is_listed (gpointer target)
{
  return mvua_exports_find (get_exports (), target) != NULL;
}

/* An export to the same target that was interrupted is not begun anew without a word: the
 * dialog says how far it came, and goes on with it. */
static void
test_left (void)
{
  g_autofree char *target = g_build_filename (out, "left.zarr", NULL);
  g_autofree char *whole = g_build_filename (out, "left-whole.zarr", NULL);
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };

  open_window ();
  MvuaEnsemble *ensemble = mvua_browser_get_ensemble (mvua_test_get_browser ());
  g_assert_true (
      mvua_export_run (ensemble, whole, &options, NULL, NULL, &report, NULL, NULL));
  leave (target);
  MvuaExportDialog *dialog = open_dialog ("right.zarr");
  mvua_test_run_for (500);
  g_assert_false (offers_left (dialog));

  gtk_editable_set_text (child_of (dialog, "name_row"), "left.zarr");
  g_assert_true (mvua_test_wait (offers_left, dialog));
  const char *text = gtk_label_get_label (child_of (dialog, "left_text"));
  g_assert_nonnull (strstr (text, "“left.zarr”"));
  g_assert_nonnull (strstr (text, " % of it is done"));
  g_assert_cmpstr (gtk_button_get_label (child_of (dialog, "left_button")), ==,
                   "_Resume");
  mvua_test_run_for (200);
  mvua_test_save_picture (GTK_WINDOW (dialog), "export-dialog-left");
  gtk_editable_set_text (child_of (dialog, "name_row"), "left.zar");
  g_assert_true (mvua_test_wait (offers_nothing, dialog));
  gtk_editable_set_text (child_of (dialog, "name_row"), "left.zarr");
  g_assert_true (mvua_test_wait (offers_left, dialog));

  gtk_widget_activate (child_of (dialog, "left_button"));
  g_assert_true (mvua_test_wait (is_listed, target));
  g_assert_null (find_window (MVUA_TYPE_EXPORT_DIALOG));
  MvuaExportJob *job = mvua_exports_find (get_exports (), target);
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  assert_same_tree (target, whole);
  mvua_exports_remove (get_exports (), job);
  remove_all (target);
  remove_all (whole);
  g_assert_cmpuint (count_entries (out), ==, 0);
  close_window ();
}

/* Whether a part of an output has a journal that has got over its beginning. */
static gboolean
is_journal_begun (void)
{
  g_autoptr (GDir) dir = g_dir_open (out, 0, NULL);
  const char *name;
  gboolean has_begun = FALSE;

  while ((name = g_dir_read_name (dir)) != NULL && !has_begun)
    {
      g_autofree char *journal = g_build_filename (out, name, "journal", NULL);
      g_autofree char *text = NULL;
      has_begun = g_file_get_contents (journal, &text, NULL, NULL) &&
                  strstr (text, " begun ") != NULL;
    }
  return has_begun;
}

/* A process that is at work on @target is killed. */
static void
kill_command (const char *target)
{
  const char *const arguments[] = { g_getenv ("MVUA"), "export", "--format", "netcdf",
                                    shared_source,     target,   NULL };
  GPid pid;

  g_assert_true (g_spawn_async (NULL, (char **) arguments, NULL,
                                G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL |
                                    G_SPAWN_STDOUT_TO_DEV_NULL,
                                NULL, NULL, &pid, NULL));
  while (!is_journal_begun ())
    g_usleep (1000);
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

/* One that can only be begun anew says that; what is left goes. */
static void
test_left_netcdf (void)
{
  g_autofree char *target = g_build_filename (out, "left.nc", NULL);

  open_window ();
  kill_command (target);
  MvuaExportDialog *dialog = open_dialog ("left.nc");
  g_assert_true (mvua_test_wait (offers_left, dialog));
  g_assert_nonnull (strstr (gtk_label_get_label (child_of (dialog, "left_text")),
                            "netCDF can only be begun anew"));
  g_assert_cmpstr (gtk_button_get_label (child_of (dialog, "left_button")), ==,
                   "_Begin Anew");
  gtk_widget_activate (child_of (dialog, "left_button"));
  g_assert_true (mvua_test_wait (is_listed, target));
  MvuaExportJob *job = mvua_exports_find (get_exports (), target);
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  mvua_exports_remove (get_exports (), job);
  g_assert_cmpuint (count_entries (out), ==, 1);
  remove_all (target);
  close_window ();
}

/* What the map shows is offered as a region; what it comes to is told before the start;
 * the window is closed while it runs; what comes out is whole, and what the command
 * writes. */
static void
test_whole (void)
{
  const MvuaMapBox box = { 30, -5, 42, 5 };

  open_window ();
  mvua_map_area_fit_box (mvua_test_get_map (), &box);
  MvuaExportDialog *dialog = open_dialog ("view.zarr");
  adw_combo_row_set_selected (child_of (dialog, "region_row"), 1);
  mvua_test_run_for (50);
  gtk_editable_set_text (child_of (dialog, "name_row"), "view.zarr");
  g_assert_true (mvua_test_wait (can_export, dialog));
  const char *summary = gtk_label_get_label (child_of (dialog, "summary"));
  g_assert_true (g_str_has_prefix (summary, "741 messages, "));
  g_assert_nonnull (strstr (summary, " to write in about "));
  g_auto (MvuaExportOptions) options = { 0 };
  g_assert_true (mvua_export_dialog_get_options (dialog, &options, NULL));
  g_assert_cmpfloat (options.region.west, <=, 30);
  g_assert_cmpfloat (options.region.north, >=, 5);
  g_assert_cmpfloat (options.region.east - options.region.west, <, 25);

  g_autoptr (MvuaExportJob) job = accept (dialog);
  GtkMenuButton *menu = get_header_button ("menu_button");
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (menu)));
  close_window ();
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);

  const char *target = mvua_export_job_get_target (job);
  const char *const verify[] = { g_getenv ("MVUA"), "verify", target, NULL };
  run_command (verify);
  g_autofree char *theirs = g_build_filename (out, "command.zarr", NULL);
  g_autofree char *region =
      g_strdup_printf ("%.17g,%.17g,%.17g,%.17g", options.region.north,
                       options.region.west, options.region.south, options.region.east);
  const char *const export[] = { g_getenv ("MVUA"), "export", shared_source, theirs,
                                 "--region",        region,   NULL };
  run_command (export);
  assert_same_tree (target, theirs);
  mvua_exports_remove (get_exports (), job);
  remove_all (target);
  remove_all (theirs);
}

/* Paused, and then cancelled, in the header bar: nothing is left. */
static void
test_cancel (void)
{
  open_window ();
  g_autoptr (MvuaExportJob) job = accept_and_pause (open_dialog ("cancelled.zarr"));
  GtkMenuButton *menu = get_header_button ("menu_button");
  g_assert_true (
      g_str_has_prefix (gtk_widget_get_tooltip_text (GTK_WIDGET (menu)), "Exporting, "));
  g_assert_cmpuint (count_entries (out), <=, 1);
  mvua_test_save_picture (GTK_WINDOW (mvua_test_get_window ()), "exporting");
  g_assert_false (g_file_test (mvua_export_job_get_target (job), G_FILE_TEST_EXISTS));
  mvua_export_job_cancel (job);
  wait_for_end (job, MVUA_EXPORT_JOB_CANCELLED);
  g_assert_cmpuint (count_entries (out), ==, 0);
  mvua_exports_remove (get_exports (), job);
  close_window ();
}

static gboolean
has_toast (GtkWidget *widget, const char *text)
{
  gboolean is_found = GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
                      strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && !is_found;
       child = gtk_widget_get_next_sibling (child))
    is_found = has_toast (child, text);
  return is_found;
}

static gboolean
says (gpointer text)
{
  return has_toast (mvua_test_get_child ("toasts"), text);
}

/* A disk that gets full: the window goes on, says so, and nothing is left. */
static void
test_full_disk (void)
{
  struct rlimit usual;

  open_window ();
  MvuaExportDialog *dialog = open_dialog ("full.zarr");
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &usual), ==, 0);
  const struct rlimit small = { 8192, usual.rlim_max };
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_autoptr (MvuaExportJob) job = accept (dialog);
  wait_for_end (job, MVUA_EXPORT_JOB_FAILED);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &usual), ==, 0);

  GtkMenuButton *menu = get_header_button ("menu_button");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (GTK_WIDGET (menu)), ==,
                   "An export failed");
  g_assert_nonnull (strstr (mvua_export_job_get_message (job), "File too large"));
  g_assert_true (mvua_test_wait (says, (gpointer) "full.zarr: Could not write"));
  mvua_test_run_for (400);
  mvua_test_save_picture (GTK_WINDOW (mvua_test_get_window ()), "export-failed");
  g_assert_cmpuint (count_entries (out), ==, 0);
  mvua_test_act_and_wait ("win.step(1)");
  mvua_exports_remove (get_exports (), job);
  close_window ();
}

/* Quitting asks while one runs; staying goes on with it. */
static void
test_quit (void)
{
  open_window ();
  g_autoptr (MvuaExportJob) job = accept_and_pause (open_dialog ("quit.zarr"));
  g_action_group_activate_action (G_ACTION_GROUP (mvua_test_get_application ()), "quit",
                                  NULL);
  g_assert_true (mvua_test_wait (has_window, GSIZE_TO_POINTER (ADW_TYPE_MESSAGE_DIALOG)));
  AdwMessageDialog *dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "An Export Is Running");
  adw_message_dialog_response (dialog, "stay");
  mvua_test_run_for (100);
  g_assert_cmpint (mvua_export_job_get_state (job), ==, MVUA_EXPORT_JOB_PAUSED);
  mvua_export_job_cancel (job);
  wait_for_end (job, MVUA_EXPORT_JOB_CANCELLED);
  mvua_exports_remove (get_exports (), job);
  close_window ();
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  mvua_test_offer_notifications ();
  out = g_dir_make_tmp ("mvua-out-XXXXXX", NULL);
  g_test_add_func ("/window-export/left", test_left);
  g_test_add_func ("/window-export/left-netcdf", test_left_netcdf);
  g_test_add_func ("/window-export/whole", test_whole);
  g_test_add_func ("/window-export/cancel", test_cancel);
  g_test_add_func ("/window-export/full-disk", test_full_disk);
  g_test_add_func ("/window-export/quit", test_quit);
  const int status = g_test_run ();
  mvua_test_end_application ();
  remove_all (out);
  g_free (out);
  remove_source ();
  return status;
}
