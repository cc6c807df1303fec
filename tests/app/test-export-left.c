/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* An export that an earlier session did not finish: it is offered to go on with it. */

#include "export-fixture.h"

#include "mvua-export-left.h"

typedef struct
{
  Fixture fixture;
  AdwApplication *application;
  GtkWindow *window;
  GSettings *settings;
  MvuaNetwork *network;
  MvuaExports *exports;
  char *target;
  char *whole; /* what it shall be */
} Desk;

static MvuaExportOptions
make_options (void)
{
  MvuaExportOptions options = mvua_export_options_new ();

  g_array_unref (options.statistics);
  options.statistics = mvua_statistics_parse ("mean", NULL);
  return options;
}

/* Stops an export when some of its fields are done. */
static void
stop (const MvuaExportMoment *moment, gpointer data)
{
  if (moment->fraction > 0.4)
    g_cancellable_cancel (data);
}

/* What a session that was ended has left; its target is remembered. */
static void
leave (Desk *self, MvuaExportFormat format)
{
  static const gint keeps = TRUE;
  const char *const targets[] = { self->target, "/nowhere/at/all.zarr", NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (MvuaExportOptions) options = make_options ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  options.format = format;
  options.keeps_when_cancelled = &keeps;
  g_assert_false (mvua_export_run (self->fixture.ensemble, self->target, &options, stop,
                                   cancellable, &report, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (report.is_kept);
  g_settings_set_strv (self->settings, "running-exports", targets);
}

static void
set_up (Desk *self, gconstpointer data)
{
  static guint n_applications;
  g_auto (MvuaExportOptions) options = make_options ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (GError) error = NULL;

  g_setenv ("SOURCE_DATE_EPOCH", "1758153600", TRUE);
  fixture_set_up (&self->fixture, data);
  self->target = fixture_path (&self->fixture, "cut off.zarr");
  self->whole = fixture_path (&self->fixture, "whole.zarr");
  g_assert_true (mvua_export_run (self->fixture.ensemble, self->whole, &options, NULL,
                                  NULL, &report, NULL, &error));
  g_assert_no_error (error);

  g_autofree char *id = g_strdup_printf ("org.mvua.TestLeft%u", n_applications++);
  self->application =
      ADW_APPLICATION (adw_application_new (id, G_APPLICATION_NON_UNIQUE));
  g_assert_true (
      g_application_register (G_APPLICATION (self->application), NULL, &error));
  g_assert_no_error (error);
  self->window =
      GTK_WINDOW (gtk_application_window_new (GTK_APPLICATION (self->application)));
  self->settings = g_settings_new (MVUA_APPLICATION_ID);
  self->network = mvua_network_new (self->settings);
  self->exports = mvua_exports_new (NULL, self->settings);
  mvua_test_present (self->window, 600, 400);
}

static void
tear_down (Desk *self, gconstpointer data)
{
  gtk_window_destroy (self->window);
  g_settings_reset (self->settings, "running-exports");
  g_object_unref (self->exports);
  g_object_unref (self->network);
  g_object_unref (self->settings);
  g_object_unref (self->application);
  g_free (self->target);
  g_free (self->whole);
  fixture_tear_down (&self->fixture, data);
}

static AdwMessageDialog *
find_dialog (Desk *self)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self->application));

  for (; windows != NULL; windows = windows->next)
    if (ADW_IS_MESSAGE_DIALOG (windows->data))
      return windows->data;
  for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++)
    {
      g_autoptr (GtkWidget) one = g_list_model_get_item (gtk_window_get_toplevels (), i);
      if (ADW_IS_MESSAGE_DIALOG (one))
        return ADW_MESSAGE_DIALOG (one);
    }
  return NULL;
}

static gboolean
has_dialog (gpointer data)
{
  return find_dialog (data) != NULL;
}

static void
offer (Desk *self)
{
  mvua_export_left_offer (GTK_APPLICATION (self->application), self->exports,
                          self->network);
}

static gboolean
is_forgotten (gpointer data)
{
  g_auto (GStrv) targets = mvua_exports_dup_remembered (((Desk *) data)->exports);

  return targets[0] == NULL;
}

static guint
count_remembered (Desk *self)
{
  g_auto (GStrv) targets = mvua_exports_dup_remembered (self->exports);

  return g_strv_length (targets);
}

/* A click closes it too. */
static void
answer (Desk *self, const char *response)
{
  g_assert_true (mvua_test_wait (has_dialog, self));
  AdwMessageDialog *dialog = find_dialog (self);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* What was done is taken over, and what comes of it is the same to the byte. */
static void
test_resume (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  leave (self, MVUA_EXPORT_ZARR2);
  offer (self);
  g_assert_true (mvua_test_wait (has_dialog, self));
  AdwMessageDialog *dialog = find_dialog (self);
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==,
                   "An Export Was Interrupted");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), "“cut off.zarr”"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (dialog), " % of it is done"));
  mvua_test_run_for (400);
  mvua_test_save_picture (GTK_WINDOW (dialog), "export-interrupted");
  /* The one that is not there any more is forgotten. */
  g_assert_cmpuint (count_remembered (self), ==, 1);

  answer (self, "resume");
  MvuaExportJob *job = mvua_exports_find (self->exports, self->target);
  g_assert_nonnull (job);
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  assert_same_tree (self->target, self->whole);
  g_assert_true (mvua_test_wait (is_forgotten, self));
  g_assert_cmpuint (count_entries (self->fixture.out), ==, 2);
}

static void
test_discard (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  leave (self, MVUA_EXPORT_ZARR3);
  offer (self);
  answer (self, "discard");
  g_assert_true (mvua_test_wait (is_forgotten, self));
  g_assert_cmpuint (count_entries (self->fixture.out), ==, 1);
  g_assert_null (mvua_exports_find (self->exports, self->target));
}

/* Nothing is done to it, and it is asked about another time. */
static void
test_later (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  leave (self, MVUA_EXPORT_ZARR2);
  offer (self);
  answer (self, "later");
  mvua_test_run_for (100);
  g_assert_cmpuint (count_remembered (self), ==, 1);
  g_assert_cmpuint (count_entries (self->fixture.out), ==, 2);
  offer (self);
  answer (self, "discard");
  g_assert_true (mvua_test_wait (is_forgotten, self));
}

/* Ended with the viewer it is kept and remembered; cancelled it is neither. */
static void
test_interrupted (Desk *self, gconstpointer is_kept)
{
  g_auto (MvuaExportOptions) options = make_options ();
  g_autoptr (MvuaExportJob) job =
      mvua_export_job_new (self->fixture.ensemble, self->target, &options);

  mvua_exports_add (self->exports, job);
  g_assert_cmpuint (count_remembered (self), ==, 1);
  while (mvua_export_job_get_fraction (job) < 0.3 && !mvua_export_job_is_over (job))
    g_main_context_iteration (NULL, TRUE);
  if (is_kept != NULL)
    mvua_exports_interrupt_all (self->exports);
  else
    mvua_exports_cancel_all (self->exports);
  wait_for_end (job, MVUA_EXPORT_JOB_CANCELLED);
  g_assert_true (mvua_export_job_is_kept (job) == (is_kept != NULL));
  g_assert_cmpuint (count_remembered (self), ==, is_kept != NULL);
  g_assert_cmpuint (count_entries (self->fixture.out), ==, is_kept != NULL ? 2 : 1);
  if (is_kept == NULL)
    return;
  g_assert_cmpstr (mvua_export_job_get_message (job), ==,
                   "Interrupted; it can be resumed");
  mvua_exports_remove (self->exports, job);
  mvua_export_left_resume (self->exports, self->network, self->target);
  while (mvua_exports_find (self->exports, self->target) == NULL)
    g_main_context_iteration (NULL, TRUE);
  wait_for_end (mvua_exports_find (self->exports, self->target), MVUA_EXPORT_JOB_DONE);
  assert_same_tree (self->target, self->whole);
}

/* A source that is gone: it says so, and what was done stays. */
static void
test_source_gone (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autofree char *away = g_strconcat (shared_source, "-away", NULL);

  leave (self, MVUA_EXPORT_ZARR2);
  g_assert_cmpint (g_rename (shared_source, away), ==, 0);
  offer (self);
  answer (self, "resume");
  MvuaExportJob *job = mvua_exports_find (self->exports, self->target);
  wait_for_end (job, MVUA_EXPORT_JOB_FAILED);
  g_assert_cmpint (g_rename (away, shared_source), ==, 0);
  g_assert_true (mvua_export_job_is_kept (job));
  g_assert_nonnull (strstr (mvua_export_job_get_message (job), "It can be resumed."));
  g_assert_cmpuint (count_remembered (self), ==, 1);
  g_assert_cmpuint (count_entries (self->fixture.out), ==, 2);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_test_add ("/export-left/resume", Desk, NULL, set_up, test_resume, tear_down);
  g_test_add ("/export-left/discard", Desk, NULL, set_up, test_discard, tear_down);
  g_test_add ("/export-left/later", Desk, NULL, set_up, test_later, tear_down);
  g_test_add ("/export-left/interrupted", Desk, GINT_TO_POINTER (TRUE), set_up,
              test_interrupted, tear_down);
  g_test_add ("/export-left/cancelled", Desk, NULL, set_up, test_interrupted, tear_down);
  g_test_add ("/export-left/source-gone", Desk, NULL, set_up, test_source_gone,
              tear_down);
  const int status = g_test_run ();
  remove_source ();
  return status;
}
