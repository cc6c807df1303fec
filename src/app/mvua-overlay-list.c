/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-overlay-list.h"

#include "mvua.h"

#include <glib/gi18n.h>

struct _MvuaOverlayList
{
  AdwPreferencesGroup parent_instance;
  GSettings *settings;
  GPtrArray *rows; /* borrowed: one for each file */
  char *complaint;
  guint n_busy;
  GCancellable *cancellable;
  GtkFileChooserNative *chooser;

  GtkWidget *empty_row;
  AdwActionRow *complaint_row;
};

G_DEFINE_FINAL_TYPE (MvuaOverlayList, mvua_overlay_list, ADW_TYPE_PREFERENCES_GROUP)

/* Sets the files of the settings but for @left_out, and @added last. */
static void
store (MvuaOverlayList *self, const char *left_out, const char *added)
{
  g_auto (GStrv) paths = g_settings_get_strv (self->settings, "overlays");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; paths[i] != NULL; i++)
    if (g_strcmp0 (paths[i], left_out) != 0 && g_strcmp0 (paths[i], added) != 0)
      g_strv_builder_add (builder, paths[i]);
  if (added != NULL)
    g_strv_builder_add (builder, added);
  g_auto (GStrv) kept = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "overlays", (const char *const *) kept);
}

static void
on_remove (MvuaOverlayList *self, GtkButton *button)
{
  store (self, g_object_get_data (G_OBJECT (button), "mvua-path"), NULL);
}

static void
add_row (MvuaOverlayList *self, const char *path)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *place = g_filename_display_name (folder);
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), place);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  g_object_set_data_full (G_OBJECT (button), "mvua-path", g_strdup (path), g_free);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_remove), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), row);
  g_ptr_array_add (self->rows, row);
}

static void
show_files (MvuaOverlayList *self)
{
  g_auto (GStrv) paths = g_settings_get_strv (self->settings, "overlays");

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (self),
                                  g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; paths[i] != NULL; i++)
    add_row (self, paths[i]);
  gtk_widget_set_visible (self->empty_row, paths[0] == NULL);
}

static void
set_complaint (MvuaOverlayList *self, const char *complaint)
{
  g_free (self->complaint);
  self->complaint = g_strdup (complaint);
  gtk_widget_set_visible (GTK_WIDGET (self->complaint_row), complaint != NULL);
  adw_action_row_set_subtitle (self->complaint_row, complaint ? complaint : "");
}

static void
run_read (GTask *task,
          gpointer source G_GNUC_UNUSED,
          gpointer data,
          GCancellable *cancellable)
{
  g_autoptr (GFile) file = g_file_new_for_path (data);
  GError *error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (
      file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, cancellable, &error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MvuaOverlay) overlay = NULL;

  /* What is refused for its size need not be read. */
  if (info != NULL && g_file_info_get_size (info) > MVUA_OVERLAY_MOST_BYTES)
    g_set_error (&error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                 _ ("%s is larger than %d MB; simplify its lines first"),
                 (const char *) data, MVUA_OVERLAY_MOST_BYTES >> 20);
  else if (info != NULL)
    bytes = g_file_load_bytes (file, cancellable, NULL, &error);
  if (bytes != NULL)
    overlay = mvua_overlay_new (bytes, data, &error);
  if (overlay != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  MvuaOverlayList *self = MVUA_OVERLAY_LIST (source);
  g_autoptr (GError) error = NULL;
  const char *path = g_task_get_task_data (G_TASK (result));
  const gboolean is_good = g_task_propagate_boolean (G_TASK (result), &error);

  self->n_busy--;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_complaint (self, is_good ? NULL : error->message);
  if (is_good)
    store (self, NULL, path);
}

void
mvua_overlay_list_add (MvuaOverlayList *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_read, NULL);

  self->n_busy++;
  g_task_set_task_data (task, g_canonicalize_filename (path, NULL), g_free);
  g_task_run_in_thread (task, run_read);
}

const char *
mvua_overlay_list_get_complaint (MvuaOverlayList *self)
{
  return self->complaint;
}

gboolean
mvua_overlay_list_is_busy (MvuaOverlayList *self)
{
  return self->n_busy > 0;
}

static void
on_chosen (GtkNativeDialog *chooser, int response, MvuaOverlayList *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char *path = file ? g_file_get_path (file) : NULL;
      if (path != NULL)
        mvua_overlay_list_add (self, path);
    }
  g_clear_object (&self->chooser);
}

static void
on_add (MvuaOverlayList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  if (self->chooser != NULL)
    return;
  gtk_file_filter_set_name (filter, _ ("GeoJSON"));
  gtk_file_filter_add_suffix (filter, "geojson");
  gtk_file_filter_add_suffix (filter, "json");
  self->chooser =
      gtk_file_chooser_native_new (_ ("Add an Overlay"), GTK_WINDOW (root),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
mvua_overlay_list_dispose (GObject *object)
{
  MvuaOverlayList *self = MVUA_OVERLAY_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (mvua_overlay_list_parent_class)->dispose (object);
}

static void
mvua_overlay_list_finalize (GObject *object)
{
  MvuaOverlayList *self = MVUA_OVERLAY_LIST (object);

  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);
  g_free (self->complaint);
  G_OBJECT_CLASS (mvua_overlay_list_parent_class)->finalize (object);
}

static void
mvua_overlay_list_class_init (MvuaOverlayListClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = mvua_overlay_list_dispose;
  G_OBJECT_CLASS (class)->finalize = mvua_overlay_list_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/mvua/Mvua/mvua-overlay-list.ui");
  gtk_widget_class_bind_template_child (widget_class, MvuaOverlayList, empty_row);
  gtk_widget_class_bind_template_child (widget_class, MvuaOverlayList, complaint_row);
  gtk_widget_class_bind_template_callback (widget_class, on_add);
}

static void
mvua_overlay_list_init (MvuaOverlayList *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
mvua_overlay_list_set_settings (MvuaOverlayList *self, GSettings *settings)
{
  self->settings = g_object_ref (settings);
  g_signal_connect_object (settings, "changed::overlays", G_CALLBACK (show_files), self,
                           G_CONNECT_SWAPPED);
  show_files (self);
}
