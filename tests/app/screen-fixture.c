/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "screen-fixture.h"

#include "window-fixture.h"

/* The image of a widget that is a surface of its own. */
static cairo_surface_t *
paint (GtkWidget *widget)
{
  const int width = gtk_widget_get_width (widget);
  const int height = gtk_widget_get_height (widget);
  g_autoptr (GdkTexture) texture = mvua_test_render_native (GTK_NATIVE (widget));
  cairo_surface_t *surface =
      cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);

  gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                        (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* Without a compositor the X server has no shadows and no round corners, so popovers are
 * put over the window here, where they are. */
static void
add_popovers (cairo_t *cr, GtkWidget *widget, double x, double y)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_mapped (child))
        continue;
      if (!GTK_IS_POPOVER (child))
        {
          add_popovers (cr, child, x, y);
          continue;
        }
      GdkPopup *popup = GDK_POPUP (gtk_native_get_surface (GTK_NATIVE (child)));
      double inner_x = 0, inner_y = 0;
      gtk_native_get_surface_transform (GTK_NATIVE (child), &inner_x, &inner_y);
      cairo_surface_t *image = paint (child);
      cairo_set_source_surface (cr, image, gdk_popup_get_position_x (popup) + inner_x - x,
                                gdk_popup_get_position_y (popup) + inner_y - y);
      cairo_paint (cr);
      cairo_surface_destroy (image);
    }
}

void
mvua_test_save_screen (GtkWindow *window, const char *name)
{
  const char *folder = g_getenv ("MVUA_SCREENSHOTS");
  g_autofree char *file = g_strconcat (name, ".png", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  cairo_surface_t *image = paint (GTK_WIDGET (window));
  cairo_t *cr = cairo_create (image);
  double x = 0, y = 0;

  gtk_native_get_surface_transform (GTK_NATIVE (window), &x, &y);
  add_popovers (cr, GTK_WIDGET (window), x, y);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0777), ==, 0);
  g_assert_cmpint (cairo_surface_write_to_png (image, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (image);
}

static void
assert_fits (GtkLabel *label, const char *name)
{
  /* A path that is cut in its middle keeps both its ends. */
  if (pango_layout_is_ellipsized (gtk_label_get_layout (label)) &&
      gtk_label_get_ellipsize (label) != PANGO_ELLIPSIZE_MIDDLE &&
      !gtk_widget_has_css_class (GTK_WIDGET (label), "subtitle"))
    {
      g_test_message ("%s: “%s” is cut short", name, gtk_label_get_text (label));
      g_test_fail ();
    }
}

void
mvua_test_assert_texts_fit (GtkWidget *widget, const char *name)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (GTK_IS_LABEL (widget))
    assert_fits (GTK_LABEL (widget), name);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mvua_test_assert_texts_fit (child, name);
}

GtkWidget *
mvua_test_find (GtkWidget *widget, GType type)
{
  if (!gtk_widget_get_visible (widget))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = mvua_test_find (child, type);
      if (found != NULL)
        return found;
    }
  return NULL;
}
