/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Pictures of the map: into a file, onto the clipboard. */

#include "mvua-main-window-private.h"
#include "mvua-map-renderer.h"

#include <glib/gi18n.h>
#include <string.h>

#define PICTURE_WIDTH 1600
#define PICTURE_HEIGHT 1200

typedef struct
{
  MvuaMapScene *scene;
  char *path;
} Picture;

static void
picture_free (Picture *self)
{
  mvua_map_scene_free (self->scene);
  g_free (self->path);
  g_free (self);
}

MvuaMapScene *
mvua_main_window_dup_scene (MvuaMainWindow *self, double width, double height)
{
  MvuaMapScene *scene = mvua_map_area_dup_scene (self->map, width, height);

  if (scene == NULL)
    mvua_main_window_toast (self, _ ("There is no map to take a picture of."));
  return scene;
}

static void
run_copy (GTask *task,
          gpointer source G_GNUC_UNUSED,
          gpointer data,
          GCancellable *cancellable G_GNUC_UNUSED)
{
  g_task_return_pointer (task,
                         mvua_map_paint_texture (data, PICTURE_WIDTH, PICTURE_HEIGHT, 1),
                         g_object_unref);
}

static void
on_copied (GObject *source, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  MvuaMainWindow *self = MVUA_MAIN_WINDOW (source);
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);

  if (texture == NULL)
    {
      mvua_main_window_toast (self, _ ("There is no memory for the picture."));
      return;
    }
  gdk_clipboard_set_texture (gtk_widget_get_clipboard (GTK_WIDGET (self)), texture);
  mvua_main_window_toast (self, _ ("The picture was copied."));
}

void
mvua_main_window_copy_picture (MvuaMainWindow *self)
{
  MvuaMapScene *scene = mvua_main_window_dup_scene (self, PICTURE_WIDTH, PICTURE_HEIGHT);

  if (scene == NULL)
    return;
  g_autoptr (GTask) task = g_task_new (self, NULL, on_copied, NULL);
  g_task_set_task_data (task, scene, (GDestroyNotify) mvua_map_scene_free);
  g_task_run_in_thread (task, run_copy);
}

void
mvua_main_window_copy_value (MvuaMainWindow *self)
{
  g_autofree char *text = mvua_map_area_dup_readout (self->map);

  if (text == NULL)
    {
      mvua_main_window_toast (self,
                              _ ("Point at the map, or pin a place, to copy its value."));
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  mvua_main_window_toast (self, _ ("The value was copied."));
}

static MvuaMapFormat
format_of (const char *path)
{
  if (g_str_has_suffix (path, ".pdf"))
    return MVUA_MAP_PDF;
  return g_str_has_suffix (path, ".svg") ? MVUA_MAP_SVG : MVUA_MAP_PNG;
}

static void
run_save (GTask *task,
          gpointer source G_GNUC_UNUSED,
          gpointer data,
          GCancellable *cancellable G_GNUC_UNUSED)
{
  const Picture *picture = data;
  GError *error = NULL;

  if (mvua_map_write (picture->scene, picture->path, format_of (picture->path),
                      PICTURE_WIDTH, PICTURE_HEIGHT, 1, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  const Picture *picture = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_filename_display_basename (picture->path);
  g_autofree char *text = g_strdup_printf (_ ("%s was saved."), name);

  if (g_task_propagate_boolean (G_TASK (result), &error))
    mvua_main_window_toast (MVUA_MAIN_WINDOW (source), text);
  else
    mvua_main_window_toast (MVUA_MAIN_WINDOW (source), error->message);
}

static void
on_chosen (GtkNativeDialog *dialog, int response, gpointer data)
{
  MvuaMainWindow *self = data;
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT
                               ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog))
                               : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  MvuaMapScene *scene =
      path != NULL ? mvua_main_window_dup_scene (self, PICTURE_WIDTH, PICTURE_HEIGHT)
                   : NULL;

  if (scene != NULL)
    {
      g_autoptr (GTask) task = g_task_new (self, NULL, on_saved, NULL);
      Picture *picture = g_new0 (Picture, 1);
      *picture = (Picture){ scene, g_steal_pointer (&path) };
      g_task_set_task_data (task, picture, (GDestroyNotify) picture_free);
      g_task_run_in_thread (task, run_save);
    }
  g_clear_object (&self->chooser);
}

void
mvua_main_window_save_picture (MvuaMainWindow *self)
{
  const MvuaVariable *variable = mvua_browser_get_variable (self->browser);

  if (variable == NULL)
    return;
  g_autofree char *node = mvua_product_path (mvua_browser_get_product (self->browser));
  g_strdelimit (node, "/", '_');
  g_autofree char *name = g_strdup_printf ("mvua_%s_%s_f%03d.png", node, variable->name,
                                           mvua_browser_get_step (self->browser));
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (
      _ ("Save Picture (PNG, PDF or SVG)"), GTK_WINDOW (self),
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_chosen), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}
