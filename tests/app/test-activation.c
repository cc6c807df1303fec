/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "window-fixture.h"

#include <signal.h>

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

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  g_test_add_func ("/activation/service", test_service);
  return g_test_run ();
}
