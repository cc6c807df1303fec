/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The map on paper: one page, painted in a thread as all maps are. */

#include "mvua-main-window-private.h"

/* What was on the screen when printing was asked for. */
typedef struct
{
  MvuaMapScene *scene;
  MvuaMapBox box;
} Page;

typedef struct
{
  const MvuaMapScene *scene;
  cairo_t *cr;
  double width;
  double height;
} Painting;

static void
page_free (gpointer data)
{
  Page *self = data;

  mvua_map_scene_free (self->scene);
  g_free (self);
}

static void
run_paint (GTask *task,
           gpointer source G_GNUC_UNUSED,
           gpointer data,
           GCancellable *cancellable G_GNUC_UNUSED)
{
  const Painting *painting = data;

  mvua_map_paint (painting->scene, painting->cr, painting->width, painting->height);
  g_task_return_boolean (task, TRUE);
}

static void
on_painted (GObject *source,
            GAsyncResult *result G_GNUC_UNUSED,
            gpointer data G_GNUC_UNUSED)
{
  gtk_print_operation_draw_page_finish (GTK_PRINT_OPERATION (source));
}

static void
on_draw_page (GtkPrintOperation *operation,
              GtkPrintContext *context,
              int number G_GNUC_UNUSED,
              gpointer data)
{
  Page *page = data;
  g_autoptr (GTask) task = g_task_new (operation, NULL, on_painted, NULL);
  Painting *painting = g_new (Painting, 1);

  *painting = (Painting){ .scene = page->scene,
                          .cr = gtk_print_context_get_cairo_context (context),
                          .width = gtk_print_context_get_width (context),
                          .height = gtk_print_context_get_height (context) };
  mvua_map_scene_fit (page->scene, &page->box, painting->width, painting->height);
  /* The operation, which the task holds, does not touch its page until it is finished. */
  gtk_print_operation_set_defer_drawing (operation);
  g_task_set_task_data (task, painting, g_free);
  g_task_run_in_thread (task, run_paint);
}

static void
on_done (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  mvua_main_window_toast (data, error->message);
}

GtkPrintOperation *
mvua_main_window_new_print (MvuaMainWindow *self)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self->map));
  const double height = gtk_widget_get_height (GTK_WIDGET (self->map));
  MvuaMapScene *scene = mvua_main_window_dup_scene (self, width, height);
  GtkPrintOperation *operation = NULL;
  Page *page = NULL;

  if (scene == NULL)
    return NULL;
  operation = gtk_print_operation_new ();
  page = g_new (Page, 1);
  *page = (Page){ scene, mvua_map_area_get_box (self->map) };
  g_object_set_data_full (G_OBJECT (operation), "page", page, page_free);
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autofree char *name = mvua_browser_dup_description (self->browser);
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_job_name (operation, name);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), page);
  g_signal_connect_object (operation, "done", G_CALLBACK (on_done), self, 0);
  return operation;
}

void
mvua_main_window_run_print (MvuaMainWindow *self,
                            GtkPrintOperation *operation,
                            GtkPrintOperationAction action)
{
  /* Ended in a moment, or when the dialog is: what fails is told of by “done” as well. */
  g_signal_connect (operation, "done", G_CALLBACK (g_object_unref), NULL);
  gtk_print_operation_run (operation, action, GTK_WINDOW (self), NULL);
}

void
mvua_main_window_print (MvuaMainWindow *self)
{
  GtkPrintOperation *operation = mvua_main_window_new_print (self);

  if (operation != NULL)
    mvua_main_window_run_print (self, operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG);
}
