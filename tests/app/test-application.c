/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "window-fixture.h"

/* Who has that name on the bus; NULL if nobody. */
static char *
dup_owner (GDBusConnection *bus, const char *name)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      "GetNameOwner", g_variant_new ("(s)", name), G_VARIANT_TYPE ("(s)"),
      G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  char *owner = NULL;

  if (reply != NULL)
    g_variant_get (reply, "(s)", &owner);
  return owner;
}

/* A process has one application, as GTK wants it. */
static MvuaApplication *app;

static void
test_registers (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (g_application_register (G_APPLICATION (app), NULL, &error));
  g_assert_no_error (error);
  g_assert_false (g_application_get_is_remote (G_APPLICATION (app)));
  g_assert_cmpstr (g_application_get_application_id (G_APPLICATION (app)), ==,
                   "org.mvua.Mvua");
  g_assert_cmpstr (g_application_get_resource_base_path (G_APPLICATION (app)), ==,
                   "/org/mvua/Mvua");
  g_assert_true (g_application_get_flags (G_APPLICATION (app)) &
                 G_APPLICATION_HANDLES_OPEN);

  GDBusConnection *bus = g_application_get_dbus_connection (G_APPLICATION (app));
  g_autofree char *owner = dup_owner (bus, "org.mvua.Mvua");
  g_assert_cmpstr (owner, ==, g_dbus_connection_get_unique_name (bus));
}

/* A window of the application comes to the screen, and is drawn. */
static void
test_window (void)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (app));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window),
                                      gtk_label_new ("Mvua"));
  mvua_test_present (GTK_WINDOW (window), 400, 300);
  g_assert_true (gtk_application_get_windows (GTK_APPLICATION (app))->data == window);

  g_autoptr (GdkTexture) texture = mvua_test_render (GTK_WINDOW (window));
  const int width = gdk_texture_get_width (texture);
  const int height = gdk_texture_get_height (texture);
  g_assert_cmpint (width, ==, 400);
  g_assert_cmpint (height, ==, 300);
  g_autofree guint32 *pixels = g_new0 (guint32, (gsize) width * (gsize) height);
  gdk_texture_download (texture, (guchar *) pixels, (gsize) width * 4);
  guint n_others = 0;
  for (int i = 0; i < width * height; i++)
    n_others += pixels[i] != pixels[width * 10 + 10];
  g_assert_cmpuint (n_others, >, 50); /* the letters */
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The resources of the application are in the program. */
static void
test_resources (void)
{
  g_autoptr (GBytes) css = g_resources_lookup_data ("/org/mvua/Mvua/style.css",
                                                    G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert_nonnull (css);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_test_add_func ("/application/registers", test_registers);
  g_test_add_func ("/application/window", test_window);
  g_test_add_func ("/application/resources", test_resources);
  app = mvua_application_new ();
  const int status = g_test_run ();
  g_object_unref (app);
  return status;
}
