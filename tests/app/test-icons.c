/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "window-fixture.h"

/* The icons are found by the names that the desktop file and notifications use. */

/* The share of the pixels of an icon that are not clear. */
static double
share_of_ink (const char *name, int size)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  g_assert_true (gtk_icon_theme_has_icon (theme, name));
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (
      theme, name, NULL, size, 1, GTK_TEXT_DIR_LTR, GTK_ICON_LOOKUP_PRELOAD);
  g_autoptr (GFile) file = gtk_icon_paintable_get_file (icon);
  g_assert_nonnull (file);

  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf =
      gdk_pixbuf_new_from_file_at_size (path, size, size, &error);
  g_assert_no_error (error);
  g_assert_true (gdk_pixbuf_get_has_alpha (pixbuf));
  const guchar *pixels = gdk_pixbuf_read_pixels (pixbuf);
  guint n_inked = 0;
  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      n_inked += pixels[y * gdk_pixbuf_get_rowstride (pixbuf) + x * 4 + 3] > 127;
  return n_inked / ((double) size * size);
}

static void
test_scalable (void)
{
  for (int size = 32; size <= 512; size *= 2)
    {
      const double share = share_of_ink ("org.mvua.Mvua", size);
      g_assert_cmpfloat (share, >, 0.5);
      g_assert_cmpfloat (share, <, 0.95); /* there is a margin */
    }
}

static void
test_symbolic (void)
{
  const double share = share_of_ink ("org.mvua.Mvua-symbolic", 16);
  g_assert_cmpfloat (share, >, 0.2);
  g_assert_cmpfloat (share, <, 0.7);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_autofree char *icons =
      g_test_build_filename (G_TEST_DIST, "..", "..", "data", "icons", NULL);
  gtk_icon_theme_add_search_path (
      gtk_icon_theme_get_for_display (gdk_display_get_default ()), icons);
  g_test_add_func ("/icons/scalable", test_scalable);
  g_test_add_func ("/icons/symbolic", test_symbolic);
  return g_test_run ();
}
