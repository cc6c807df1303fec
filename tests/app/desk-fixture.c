/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "desk-fixture.h"

#include "window-fixture.h"

#define NOTIFICATIONS "org.freedesktop.Notifications"
#define OBJECT_PATH "/org/freedesktop/Notifications"
#define ID 7

static const char interface_xml[] =
    "<node><interface name='" NOTIFICATIONS "'>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<method name='Notify'>"
    "<arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='as' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
    "<signal name='ActionInvoked'><arg type='u'/><arg type='s'/></signal>"
    "</interface></node>";

static GDBusConnection *bus;
static gboolean has_name;
static MvuaTestNotifications come;

const MvuaTestNotifications *
mvua_test_get_notifications (void)
{
  return &come;
}

void
mvua_test_forget_notifications (void)
{
  g_free (come.title);
  g_free (come.body);
  g_strfreev (come.actions);
  come = (MvuaTestNotifications){ 0 };
}

static void
keep (GVariant *parameters)
{
  const guint n = come.n;

  mvua_test_forget_notifications ();
  g_variant_get (parameters, "(susss^as@a{sv}i)", NULL, NULL, NULL, &come.title,
                 &come.body, &come.actions, NULL, NULL);
  come.n = n + 1;
}

static void
on_call (GDBusConnection *connection G_GNUC_UNUSED,
         const char *sender G_GNUC_UNUSED,
         const char *path G_GNUC_UNUSED,
         const char *interface G_GNUC_UNUSED,
         const char *method,
         GVariant *parameters,
         GDBusMethodInvocation *invocation,
         gpointer data G_GNUC_UNUSED)
{
  static const char *const capabilities[] = { "actions", "body", NULL };
  GVariant *answer = NULL;

  if (g_str_equal (method, "GetCapabilities"))
    answer = g_variant_new ("(^as)", capabilities);
  else if (g_str_equal (method, "Notify"))
    {
      keep (parameters);
      answer = g_variant_new ("(u)", ID);
    }
  g_dbus_method_invocation_return_value (invocation, answer);
}

static void
on_name (void)
{
  has_name = TRUE;
}

static gboolean
owns_name (gpointer data G_GNUC_UNUSED)
{
  return has_name;
}

void
mvua_test_offer_notifications (void)
{
  static const GDBusInterfaceVTable table = { .method_call = on_call };
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (interface_xml, &error);

  g_assert_no_error (error);
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (bus, OBJECT_PATH, info->interfaces[0], &table, NULL,
                                     NULL, &error);
  g_assert_no_error (error);
  g_bus_own_name_on_connection (bus, NOTIFICATIONS, G_BUS_NAME_OWNER_FLAGS_NONE,
                                (GBusNameAcquiredCallback) on_name, NULL, NULL, NULL);
  g_assert_true (mvua_test_wait (owns_name, NULL));
}

void
mvua_test_answer_notification (const char *action)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (bus, NULL, OBJECT_PATH, NOTIFICATIONS, "ActionInvoked",
                                 g_variant_new ("(us)", ID, action), &error);
  g_assert_no_error (error);
}
