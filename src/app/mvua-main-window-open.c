/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What a window opens, and how it comes back. */

#include "mvua-main-window-private.h"
#include "mvua-opener.h"
#include "mvua-problem-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_RECENT 8

static void
remember_source (MvuaMainWindow *self, const char *path)
{
  g_auto (GStrv) old = g_settings_get_strv (self->settings, "recent-sources");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 1;

  g_strv_builder_add (builder, path);
  for (guint i = 0; old[i] != NULL && n < MOST_RECENT; i++)
    if (strcmp (old[i], path) != 0)
      {
        g_strv_builder_add (builder, old[i]);
        n++;
      }
  g_auto (GStrv) recent = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "recent-sources", (const char *const *) recent);
  g_settings_set_string (self->settings, "last-source", path);
}

/* A window that shows something goes on showing it, and says what did not work. */
static void
show_problem (MvuaMainWindow *self, const GError *error)
{
  g_autofree char *text = mvua_problem_text_open (error);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  if (mvua_browser_get_ensemble (self->browser) != NULL)
    {
      GtkWidget *dialog =
          adw_message_dialog_new (GTK_WINDOW (self), _ ("This Cannot Be Opened"), text);
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close",
                                       _ ("_Close"));
      gtk_window_present (GTK_WINDOW (dialog));
      return;
    }
  adw_status_page_set_description (self->problem, markup);
  gtk_widget_set_visible (self->problem_retry, error->domain == MVUA_HTTP_ERROR);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
take_ensemble (MvuaMainWindow *self, MvuaEnsemble *ensemble, MvuaNode *tree)
{
  const GPtrArray *notes = mvua_ensemble_get_notes (ensemble);

  remember_source (self, mvua_ensemble_get_path (ensemble));
  for (guint i = 0; i < notes->len && i < 3; i++)
    mvua_main_window_toast (self, g_ptr_array_index (notes, i));
  mvua_browser_set_run (self->browser, ensemble, tree);
}

void
mvua_main_window_opened (MvuaMainWindow *self,
                         MvuaEnsemble *ensemble,
                         MvuaNode *tree,
                         GError *error)
{
  if (ensemble != NULL)
    take_ensemble (self, ensemble, tree);
  else
    show_problem (self, error);
  g_clear_object (&self->opening);
  g_clear_error (&error);
}

static gboolean
was_cancelled (MvuaEnsemble *ensemble, GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return FALSE;
  g_assert (ensemble == NULL);
  g_error_free (error);
  return TRUE;
}

/* After a cancellation the window may be gone. */
static void
on_opened (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  MvuaEnsemble *ensemble = mvua_opener_open_finish (result, &error);

  if (!was_cancelled (ensemble, error))
    mvua_main_window_opened (data, ensemble, NULL, error);
}

static void
on_demo (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  MvuaEnsemble *ensemble = mvua_opener_make_demo_finish (result, &error);

  if (!was_cancelled (ensemble, error))
    mvua_main_window_opened (data, ensemble, NULL, error);
}

void
mvua_main_window_begin (MvuaMainWindow *self, const char *text)
{
  mvua_main_window_forget_run (self);
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  gtk_label_set_text (self->opening_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->opening_bar), FALSE);
  if (mvua_browser_get_ensemble (self->browser) == NULL)
    gtk_stack_set_visible_child_name (self->stack, "opening");
}

void
mvua_main_window_open (MvuaMainWindow *self, const char *path)
{
  g_autofree char *name = g_filename_display_name (path);
  g_autofree char *text = g_strdup_printf (_ ("Reading %s …"), name);

  if (mvua_noaa_is_source (path))
    {
      mvua_main_window_open_run (self, path);
      return;
    }
  mvua_main_window_begin (self, text);
  mvua_opener_open_async (self->network, path, MVUA_RUN_UNKNOWN, self->opening, on_opened,
                          self);
}

static void
on_demo_progress (guint n_done, guint n_total, gpointer data)
{
  MvuaMainWindow *self = data;

  gtk_widget_set_visible (GTK_WIDGET (self->opening_bar), TRUE);
  gtk_progress_bar_set_fraction (self->opening_bar, (double) n_done / MAX (n_total, 1));
}

void
mvua_main_window_open_demo (MvuaMainWindow *self)
{
  mvua_main_window_begin (self, _ ("Making the demo ensemble …"));
  mvua_opener_make_demo_async (on_demo_progress, self->opening, on_demo, self);
}

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer data)
{
  MvuaMainWindow *self = data;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      path = file != NULL ? g_file_get_path (file) : NULL;
    }
  if (path != NULL)
    mvua_main_window_open (self, path);
  g_clear_object (&self->chooser);
}

void
mvua_main_window_choose_folder (MvuaMainWindow *self)
{
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      _ ("Open a Folder of GRIB Files, or a Store"), GTK_WINDOW (self),
      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Open"), _ ("_Cancel"));
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
on_drop (GtkDropTarget *target G_GNUC_UNUSED,
         const GValue *value,
         double x G_GNUC_UNUSED,
         double y G_GNUC_UNUSED,
         gpointer data)
{
  GSList *files = g_value_get_boxed (value);
  g_autofree char *path = files != NULL ? g_file_get_path (files->data) : NULL;

  if (path == NULL)
    return FALSE;
  mvua_main_window_open (data, path);
  return TRUE;
}

void
mvua_main_window_add_drop (MvuaMainWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
mvua_main_window_save_session (MvuaMainWindow *self)
{
  GSettings *settings = self->settings;
  const MvuaMapCamera camera = mvua_map_area_get_camera (self->map);
  const MvuaVariable *variable = mvua_browser_get_variable (self->browser);
  const gboolean is_maximized = gtk_window_is_maximized (GTK_WINDOW (self));

  g_settings_set_boolean (settings, "window-maximized", is_maximized);
  if (!is_maximized && gtk_widget_get_width (GTK_WIDGET (self)) > 0)
    {
      int width = 0;
      int height = 0;
      gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
      g_settings_set_int (settings, "window-width", width);
      g_settings_set_int (settings, "window-height", height);
    }
  if (variable == NULL)
    return;
  g_autofree char *node = mvua_product_path (mvua_browser_get_product (self->browser));
  g_settings_set_string (settings, "last-node", node);
  g_settings_set_string (settings, "last-variable", variable->name);
  g_settings_set_int (settings, "last-step", mvua_browser_get_step (self->browser));
  g_settings_set (settings, "last-camera", "(ddd)", camera.longitude, camera.latitude,
                  camera.scale);
}

/* Before anything is open the browser takes the pick of the session as what was shown. */
static void
restore_pick (MvuaMainWindow *self)
{
  g_autofree char *node = g_settings_get_string (self->settings, "last-node");
  g_autofree char *name = g_settings_get_string (self->settings, "last-variable");
  MvuaProduct product = { 0 };

  if (mvua_product_parse (node, 0, &product, NULL))
    mvua_browser_prepare (self->browser, &product, mvua_variable_by_name (name));
  mvua_browser_set_step (self->browser, g_settings_get_int (self->settings, "last-step"));
}

gboolean
mvua_main_window_restore (MvuaMainWindow *self)
{
  g_autofree char *source = g_settings_get_string (self->settings, "last-source");
  MvuaMapCamera camera = { 0 };

  /* Whether it is still there is found out in the thread that opens it. */
  if (!g_settings_get_boolean (self->settings, "restore-session") || source[0] == '\0')
    return FALSE;
  restore_pick (self);
  g_settings_get (self->settings, "last-camera", "(ddd)", &camera.longitude,
                  &camera.latitude, &camera.scale);
  if (camera.scale >= MVUA_MAP_LEAST_SCALE && camera.scale <= MVUA_MAP_MOST_SCALE)
    mvua_map_area_set_camera (self->map, &camera);
  mvua_main_window_open (self, source);
  return TRUE;
}
