/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "window-fixture.h"

#include <glib/gi18n.h>
#include <locale.h>

void
mvua_test_window_init (int *argc, char ***argv)
{
  setlocale (LC_ALL, "");
  g_test_init (argc, argv, NULL); /* run-window-test has isolated the folders */
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("MVUA_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  adw_init ();
}

static gboolean
set_true (gpointer data)
{
  gboolean *flag = data;
  *flag = TRUE;
  return G_SOURCE_CONTINUE;
}

gboolean
mvua_test_wait (MvuaTestPredicate predicate, gpointer data)
{
  const gint64 end = g_get_monotonic_time () + MVUA_TEST_SECONDS * G_USEC_PER_SEC;
  gboolean ticked = FALSE;
  /* Wakes the loop where a predicate becomes true without an event. */
  const guint tick = g_timeout_add (20, set_true, &ticked);
  gboolean holds;

  while (!(holds = predicate (data)) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (tick);
  return holds;
}

void
mvua_test_run_for (guint milliseconds)
{
  gboolean over = FALSE;
  const guint timer = g_timeout_add (milliseconds, set_true, &over);

  while (!over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
}

typedef struct
{
  GtkWidget *window;
  int width;
  int height;
} Size;

static gboolean
is_mapped (gpointer data)
{
  const Size *size = data;
  return gtk_widget_get_mapped (size->window) && gtk_widget_get_width (size->window) > 0;
}

static gboolean
has_size (gpointer data)
{
  const Size *size = data;
  return gtk_widget_get_width (size->window) == size->width &&
         gtk_widget_get_height (size->window) == size->height;
}

void
mvua_test_present (GtkWindow *window, int width, int height)
{
  Size size = { GTK_WIDGET (window), width, height };

  gtk_window_set_default_size (window, width, height);
  gtk_window_present (window);
  g_assert_true (mvua_test_wait (is_mapped, &size));
  if (!has_size (&size))
    gtk_window_set_default_size (window, 2 * width - gtk_widget_get_width (size.window),
                                 2 * height - gtk_widget_get_height (size.window));
  g_assert_true (mvua_test_wait (has_size, &size));
}

static GskRenderNode *
snapshot (GtkWidget *widget, int width, int height)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *image = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, image, width, height);
  return gtk_snapshot_free_to_node (image);
}

static GdkTexture *
render (GtkWidget *widget)
{
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  g_autoptr (GskRenderNode) node = NULL;

  /* Between a change and the next frame there is no image of a window. */
  for (guint i = 0; i < 100 && node == NULL; i++)
    {
      mvua_test_run_for (30);
      node = snapshot (widget, width, height);
    }
  g_assert_nonnull (node);
  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node,
                                      &GRAPHENE_RECT_INIT (0, 0, width, height));
}

GdkTexture *
mvua_test_render (GtkWindow *window)
{
  return render (GTK_WIDGET (window));
}

GdkTexture *
mvua_test_render_native (GtkNative *native)
{
  return render (GTK_WIDGET (native));
}

static void
save (GtkWidget *native, const char *name)
{
  const char *folder = g_getenv ("MVUA_SCREENSHOTS");
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GdkTexture) texture = render (native);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0777), ==, 0);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

void
mvua_test_save_picture (GtkWindow *window, const char *name)
{
  save (GTK_WIDGET (window), name);
}

void
mvua_test_save_popover (GtkPopover *popover, const char *name)
{
  save (GTK_WIDGET (popover), name);
}
