/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Exports in the application: they go on without a window, tell of their end, are listed
 * in the header bar, and are asked about before quitting. */

#include "desk-fixture.h"
#include "export-fixture.h"

#include "mvua-export-actions.h"
#include "mvua-export-button.h"
#include "mvua-export-details.h"

typedef struct
{
  Fixture fixture;
  AdwApplication *application;
  MvuaExports *exports;
  gboolean is_shut_down;
  char *opened; /* target of an action */
} Desk;

static void
on_shut_down (GApplication *application G_GNUC_UNUSED, gpointer data)
{
  ((Desk *) data)->is_shut_down = TRUE;
}

static void
set_up (Desk *self, gconstpointer data)
{
  static guint n_applications;
  g_autoptr (GError) error = NULL;

  fixture_set_up (&self->fixture, data);
  mvua_test_forget_notifications ();
  /* One that was never run does not leave the bus before the program ends. */
  g_autofree char *id = g_strdup_printf ("org.mvua.Test%u", n_applications++);
  self->application =
      ADW_APPLICATION (adw_application_new (id, G_APPLICATION_DEFAULT_FLAGS));
  g_assert_true (
      g_application_register (G_APPLICATION (self->application), NULL, &error));
  g_assert_no_error (error);
  g_signal_connect (self->application, "shutdown", G_CALLBACK (on_shut_down), self);
  self->exports = mvua_exports_new (G_APPLICATION (self->application), NULL);
  mvua_export_actions_install (GTK_APPLICATION (self->application), self->exports);
}

static void
tear_down (Desk *self, gconstpointer data)
{
  GList *windows;

  while ((windows = gtk_application_get_windows (GTK_APPLICATION (self->application))))
    gtk_window_destroy (windows->data);
  g_object_unref (self->exports);
  g_object_unref (self->application);
  g_free (self->opened);
  fixture_tear_down (&self->fixture, data);
}

static MvuaExportJob *
add_job (Desk *self, const char *name, const char *members)
{
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_autofree char *target = fixture_path (&self->fixture, name);

  options.members = mvua_member_list_parse (members, NULL);
  if (members[0] == 'g' && g_str_has_suffix (members, "gep09"))
    {
      options.variables = mvua_variable_list_parse ("t2m", NULL);
      options.steps = mvua_steps_parse ("3-9", 3, NULL);
    }
  g_autoptr (MvuaExportJob) job =
      mvua_export_job_new (self->fixture.ensemble, target, &options);
  mvua_exports_add (self->exports, job);
  return job; /* the list keeps it */
}

static gboolean
was_notified (gpointer data G_GNUC_UNUSED)
{
  return mvua_test_get_notifications ()->n > 0;
}

static gboolean
has_window (gpointer data)
{
  return gtk_application_get_active_window (GTK_APPLICATION (data)) != NULL;
}

/* "app.export-details::/path" as the desktop gives it back */
static const char *
find_action (const char *label)
{
  const GStrv actions = mvua_test_get_notifications ()->actions;

  for (guint i = 0; actions[i] != NULL && actions[i + 1] != NULL; i += 2)
    if (strcmp (label, "") == 0 ? g_str_equal (actions[i], "default")
                                : g_str_equal (actions[i + 1], label))
      return actions[i];
  g_error ("no action “%s”", label);
}

/* The notification of an export with gaps leads to a window that names them. */
static void
test_notification (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaExportJob *job = add_job (self, "gaps.zarr", "gep01,gep09");

  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  g_assert_true (mvua_test_wait (was_notified, NULL));
  g_assert_cmpstr (mvua_test_get_notifications ()->title, ==,
                   "Export Finished, With Gaps");
  g_assert_true (g_str_has_prefix (mvua_test_get_notifications ()->body, "gaps.zarr: "));
  g_assert_nonnull (find_action ("Open Folder"));
  g_assert_nonnull (find_action ("Details"));
  g_assert_false (has_window (self->application));
  mvua_test_answer_notification (find_action (""));
  g_assert_true (mvua_test_wait (has_window, self->application));

  GtkWindow *window =
      gtk_application_get_active_window (GTK_APPLICATION (self->application));
  g_assert_true (MVUA_IS_EXPORT_DETAILS (window));
  GtkListView *list = GTK_LIST_VIEW (gtk_widget_get_template_child (
      GTK_WIDGET (window), MVUA_TYPE_EXPORT_DETAILS, "list"));
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (list));
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 3);
  g_autoptr (GtkStringObject) line = g_list_model_get_item (model, 0);
  g_assert_cmpstr (gtk_string_object_get_string (line), ==,
                   "gep09, 3 h, t2m: missing (no file of gep09 f003)");
  mvua_test_run_for (300);
  mvua_test_save_picture (window, "export-details");
}

static void
on_open (GSimpleAction *action G_GNUC_UNUSED, GVariant *target, gpointer data)
{
  ((Desk *) data)->opened = g_variant_dup_string (target, NULL);
}

static gboolean
was_opened (gpointer data)
{
  return ((Desk *) data)->opened != NULL;
}

/* The button of a notification says which folder. */
static void
test_open_folder (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GSimpleAction) action =
      g_simple_action_new ("open-folder", G_VARIANT_TYPE_STRING);
  g_assert_nonnull (
      g_action_map_lookup_action (G_ACTION_MAP (self->application), "open-folder"));

  /* Nothing can be opened here: what would be is looked at. */
  g_signal_connect (action, "activate", G_CALLBACK (on_open), self);
  g_action_map_add_action (G_ACTION_MAP (self->application), G_ACTION (action));
  MvuaExportJob *job = add_job (self, "small.zarr", "gep01,gep09");
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  g_assert_true (mvua_test_wait (was_notified, NULL));
  mvua_test_answer_notification (find_action ("Open Folder"));
  g_assert_true (mvua_test_wait (was_opened, self));
  g_assert_cmpstr (self->opened, ==, mvua_export_job_get_target (job));
}

static gboolean
quit_soon (gpointer data)
{
  g_application_quit (data);
  return G_SOURCE_REMOVE;
}

/* An application must do something when it is activated. */
static void
on_activate (void)
{
}

/* The application is held until the last one ends: it runs without any window. */
static void
test_hold (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  MvuaExportJob *job = add_job (self, "held.zarr", "gep01-gep03");
  g_signal_connect (self->application, "activate", G_CALLBACK (on_activate), NULL);

  g_assert_false (has_window (self->application));
  const guint timer =
      g_timeout_add_seconds (MVUA_TEST_SECONDS, quit_soon, self->application);
  g_application_run (G_APPLICATION (self->application), 0, NULL);
  g_source_remove (timer);
  /* It came back by itself, after the end. */
  g_assert_cmpint (mvua_export_job_get_state (job), ==, MVUA_EXPORT_JOB_DONE);
  g_assert_cmpuint (mvua_exports_get_n_active (self->exports), ==, 0);
}

static gboolean
is_shut_down (gpointer data)
{
  return ((Desk *) data)->is_shut_down;
}

typedef struct
{
  Desk *desk;
  const char *answer;
  guint n_asked;
} Quit;

static gboolean
answer (gpointer data)
{
  Quit *quit = data;
  GtkWindow *window =
      gtk_application_get_active_window (GTK_APPLICATION (quit->desk->application));

  if (!ADW_IS_MESSAGE_DIALOG (window))
    return G_SOURCE_CONTINUE;
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (window)), ==,
                   "An Export Is Running");
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (window)),
                   ==, "stay");
  quit->n_asked++;
  if (quit->n_asked == 1)
    {
      mvua_test_save_picture (window, "export-quit");
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), "stay");
      mvua_test_run_for (200);
      g_assert_cmpuint (mvua_exports_get_n_active (quit->desk->exports), ==, 1);
      mvua_export_actions_quit (GTK_APPLICATION (quit->desk->application),
                                quit->desk->exports, NULL);
      return G_SOURCE_CONTINUE;
    }
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (window), quit->answer);
  return G_SOURCE_REMOVE;
}

/* Quitting asks: the first time it stays, the second time nothing is left behind. */
static void
test_quit (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  Quit quit = { self, "quit", 0 };
  MvuaExportJob *job = add_job (self, "quit.zarr", "gep01-gep03");

  g_signal_connect (self->application, "activate", G_CALLBACK (on_activate), NULL);
  g_assert_true (mvua_test_wait (has_begun, job));
  mvua_export_job_pause (job);
  mvua_export_actions_quit (GTK_APPLICATION (self->application), self->exports, NULL);
  g_timeout_add (300, answer, &quit);
  g_application_run (G_APPLICATION (self->application), 0, NULL);
  g_assert_cmpuint (quit.n_asked, ==, 2);
  g_assert_true (is_shut_down (self));
  g_assert_cmpint (mvua_export_job_get_state (job), ==, MVUA_EXPORT_JOB_CANCELLED);
  g_assert_cmpuint (count_entries (self->fixture.out), ==, 0);
}

/* A child of the template of the first row. */
static GtkWidget *
row_child (GtkWidget *button, const char *name)
{
  GtkListBox *list = GTK_LIST_BOX (
      gtk_widget_get_template_child (button, MVUA_TYPE_EXPORT_BUTTON, "list"));
  GtkWidget *row = gtk_list_box_row_get_child (gtk_list_box_get_row_at_index (list, 0));

  return GTK_WIDGET (gtk_widget_get_template_child (row, G_OBJECT_TYPE (row), name));
}

static void
click (GtkWidget *button)
{
  g_assert_true (gtk_widget_get_visible (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
test_button (Desk *self, gconstpointer data G_GNUC_UNUSED)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *button = mvua_export_button_new (self->exports);

  gtk_window_set_application (GTK_WINDOW (window), GTK_APPLICATION (self->application));
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), button);
  gtk_widget_set_valign (header, GTK_ALIGN_START);
  adw_window_set_content (ADW_WINDOW (window), header);
  mvua_test_present (GTK_WINDOW (window), 520, 360);
  g_assert_false (gtk_widget_get_visible (button));

  MvuaExportJob *job = add_job (self, "button.zarr", "gep01-gep03");
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_true (mvua_test_wait (has_begun, job));
  GtkWidget *menu = GTK_WIDGET (
      gtk_widget_get_template_child (button, MVUA_TYPE_EXPORT_BUTTON, "menu_button"));
  gtk_menu_button_popup (GTK_MENU_BUTTON (menu));
  click (row_child (button, "pause_button"));
  g_assert_cmpint (mvua_export_job_get_state (job), ==, MVUA_EXPORT_JOB_PAUSED);
  g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (menu), "Exporting, "));
  g_assert_false (gtk_widget_get_visible (row_child (button, "pause_button")));
  mvua_test_run_for (300);
  click (row_child (button, "resume_button"));
  wait_for_end (job, MVUA_EXPORT_JOB_DONE);
  g_assert_true (gtk_widget_get_visible (row_child (button, "open_button")));
  g_assert_false (gtk_widget_get_visible (row_child (button, "bar")));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (menu), ==, "Exports are finished");
  click (row_child (button, "forget_button"));
  g_assert_false (gtk_widget_get_visible (button));

  job = add_job (self, "cancelled.zarr", "gep01-gep03");
  g_assert_true (mvua_test_wait (has_begun, job));
  click (row_child (button, "cancel_button"));
  wait_for_end (job, MVUA_EXPORT_JOB_CANCELLED);
  g_assert_cmpuint (count_entries (self->fixture.out), ==, 1);
}

#define ADD(path, func) g_test_add (path, Desk, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  mvua_test_offer_notifications ();
  ADD ("/exports/notification", test_notification);
  ADD ("/exports/open-folder", test_open_folder);
  ADD ("/exports/hold", test_hold);
  ADD ("/exports/quit", test_quit);
  ADD ("/exports/button", test_button);
  const int status = g_test_run ();
  remove_source ();
  return status;
}
