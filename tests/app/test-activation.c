/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "window-fixture.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* The bus starts the viewer, as it does when a notification's button is pressed after the
 * last window has gone. */

static GVariant *
ask_bus (GDBusConnection *bus, const char *method, GVariant *arguments, const char *type)
{
  g_autoptr (GError) error = NULL;
  GVariant *reply = g_dbus_connection_call_sync (
      bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
      method, arguments, G_VARIANT_TYPE (type), G_DBUS_CALL_FLAGS_NONE, 30000, NULL,
      &error);

  g_assert_no_error (error);
  return reply;
}

static void
test_service (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);

  g_autoptr (GVariant) start = ask_bus (
      bus, "StartServiceByName", g_variant_new ("(su)", "org.mvua.Mvua", 0), "(u)");
  guint32 how = 0;
  g_variant_get (start, "(u)", &how);
  g_assert_cmpuint (how, ==, 1); /* it was started for this */

  g_autoptr (GVariant) process = ask_bus (bus, "GetConnectionUnixProcessID",
                                          g_variant_new ("(s)", "org.mvua.Mvua"), "(u)");
  guint32 pid = 0;
  g_variant_get (process, "(u)", &pid);
  g_autofree char *link = g_strdup_printf ("/proc/%u/exe", pid);
  g_autofree char *program = g_file_read_link (link, NULL);
  g_assert_cmpstr (program, ==, g_getenv ("MVUA_VIEWER"));

  /* What a desktop calls, at the path that it makes of the name. */
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (
      bus, "org.mvua.Mvua", "/org/mvua/Mvua", "org.freedesktop.DBus.Introspectable",
      "Introspect", NULL, G_VARIANT_TYPE ("(s)"), G_DBUS_CALL_FLAGS_NONE, 30000, NULL,
      &error);
  g_assert_no_error (error);
  const char *xml = NULL;
  g_variant_get (reply, "(&s)", &xml);
  g_assert_nonnull (strstr (xml, "<interface name=\"org.freedesktop.Application\">"));
  g_assert_nonnull (strstr (xml, "<interface name=\"org.gtk.Actions\">"));
  kill ((GPid) pid, SIGTERM);
}

/* A file manager: the last folder that it was asked to show lies in a file. */
static char *
install_file_manager (void)
{
  g_autofree char *folder =
      g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *entry = g_build_filename (folder, "files.desktop", NULL);
  g_autofree char *list =
      g_build_filename (g_get_user_config_dir (), "mimeapps.list", NULL);
  char *shown = g_build_filename (g_get_home_dir (), "shown", NULL);
  g_autofree char *text =
      g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Files\n"
                       "MimeType=inode/directory;\n"
                       "Exec=sh -c \"echo \\\\$0 > %s\" %%u\n",
                       shown);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0777), ==, 0);
  g_assert_true (g_file_set_contents (entry, text, -1, NULL));
  g_assert_true (g_file_set_contents (
      list, "[Default Applications]\ninode/directory=files.desktop\n", -1, NULL));
  return shown;
}

static gboolean
is_there (gpointer path)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strchr (text, '\n') != NULL;
}

static gboolean
has_left (gpointer bus)
{
  gboolean is_owned = TRUE;
  g_autoptr (GVariant) reply =
      ask_bus (bus, "NameHasOwner", g_variant_new ("(s)", "org.mvua.Mvua"), "(b)");

  g_variant_get (reply, "(b)", &is_owned);
  return !is_owned;
}

/* The buttons of a notification, when neither window nor program is there any more: the
 * bus starts it, and it shows the folder that the output lies in. */
static void
test_button (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autofree char *shown = install_file_manager ();
  g_autofree char *target = g_build_filename (g_get_home_dir (), "an out.zarr", NULL);
  g_autofree char *text = NULL;
  GVariantBuilder parameters;

  g_assert_no_error (error);
  g_assert_true (mvua_test_wait (has_left, bus));
  g_remove (shown);
  g_variant_builder_init (&parameters, G_VARIANT_TYPE ("av"));
  g_variant_builder_add (&parameters, "v", g_variant_new_string (target));
  g_autoptr (GVariant) reply G_GNUC_UNUSED = g_dbus_connection_call_sync (
      bus, "org.mvua.Mvua", "/org/mvua/Mvua", "org.freedesktop.Application",
      "ActivateAction", g_variant_new ("(sava{sv})", data, &parameters, NULL), NULL,
      G_DBUS_CALL_FLAGS_NONE, 30000, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (mvua_test_wait (is_there, shown));
  g_assert_true (g_file_get_contents (shown, &text, NULL, NULL));
  g_assert_cmpstr (g_strstrip (text), ==, g_get_home_dir ());
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_test_add_func ("/activation/service", test_service);
  g_test_add_data_func ("/activation/open-folder", "open-folder", test_button);
  g_test_add_data_func ("/activation/details", "export-details", test_button);
  return g_test_run ();
}
