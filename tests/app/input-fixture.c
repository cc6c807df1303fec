/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "input-fixture.h"

#include "window-fixture.h"

#include <X11/XKBlib.h>
#include <X11/extensions/XTest.h>
#include <gdk/x11/gdkx.h>

/* GTK wants a moment between what a hand does. */
#define MOMENT_MS 30

static Display *
get_display (void)
{
  return gdk_x11_display_get_xdisplay (gdk_display_get_default ());
}

static void
settle (void)
{
  XSync (get_display (), False);
  mvua_test_run_for (MOMENT_MS);
}

static gboolean
is_active (gpointer window)
{
  return gtk_window_is_active (window);
}

static Window
get_xid (GtkWidget *widget)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (widget));

  return gdk_x11_surface_get_xid (surface);
}

void
mvua_test_focus_window (GtkWindow *window)
{
  int unused;

  g_assert_true (
      XTestQueryExtension (get_display (), &unused, &unused, &unused, &unused));
  XSetInputFocus (get_display (), get_xid (GTK_WIDGET (window)), RevertToParent,
                  CurrentTime);
  settle ();
  g_assert_true (mvua_test_wait (is_active, window));
}

static const struct
{
  GdkModifierType modifier;
  KeySym key;
} modifiers[] = {
  { GDK_CONTROL_MASK, GDK_KEY_Control_L },
  { GDK_SHIFT_MASK, GDK_KEY_Shift_L },
  { GDK_ALT_MASK, GDK_KEY_Alt_L },
};

static void
hold (GdkModifierType state, gboolean is_down)
{
  for (guint i = 0; i < G_N_ELEMENTS (modifiers); i++)
    if (state & modifiers[i].modifier)
      XTestFakeKeyEvent (get_display (),
                         XKeysymToKeycode (get_display (), modifiers[i].key), is_down,
                         CurrentTime);
}

static void
press (guint key, GdkModifierType state)
{
  Display *display = get_display ();
  const KeyCode code = XKeysymToKeycode (display, key);

  g_assert_cmpuint (code, !=, 0);
  /* "?" and the like lie on the upper half of their keys. */
  if (XkbKeycodeToKeysym (display, code, 0, 0) != key &&
      XkbKeycodeToKeysym (display, code, 0, 1) == key)
    state |= GDK_SHIFT_MASK;
  hold (state, TRUE);
  XTestFakeKeyEvent (display, code, True, CurrentTime);
  XTestFakeKeyEvent (display, code, False, CurrentTime);
  hold (state, FALSE);
  settle ();
}

void
mvua_test_press (const char *key)
{
  guint code = 0;
  GdkModifierType state = 0;

  g_assert_true (gtk_accelerator_parse (key, &code, &state));
  press (code, state);
}

void
mvua_test_type (const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    press (gdk_unicode_to_keyval (g_utf8_get_char (at)), 0);
}

void
mvua_test_point (GtkWidget *widget, double x, double y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  Display *display = get_display ();
  graphene_point_t at;
  double left = 0, top = 0;
  int root_x = 0, root_y = 0;
  Window child;

  g_assert_true (gtk_widget_compute_point (
      widget, GTK_WIDGET (native), &GRAPHENE_POINT_INIT ((float) x, (float) y), &at));
  gtk_native_get_surface_transform (native, &left, &top);
  XTranslateCoordinates (display, get_xid (widget), DefaultRootWindow (display),
                         (int) (at.x + (float) left), (int) (at.y + (float) top), &root_x,
                         &root_y, &child);
  XTestFakeMotionEvent (display, -1, root_x, root_y, CurrentTime);
  settle ();
}

static void
button (guint number, gboolean is_down)
{
  XTestFakeButtonEvent (get_display (), number, is_down, CurrentTime);
  settle ();
}

void
mvua_test_click (GtkWidget *widget, double x, double y)
{
  mvua_test_point (widget, x, y);
  button (1, TRUE);
  button (1, FALSE);
}

void
mvua_test_drag (
    GtkWidget *widget, double x0, double y0, double x1, double y1, GdkModifierType held)
{
  mvua_test_point (widget, x0, y0);
  hold (held, TRUE);
  button (1, TRUE);
  mvua_test_point (widget, (x0 + x1) / 2, (y0 + y1) / 2);
  mvua_test_point (widget, x1, y1);
  button (1, FALSE);
  hold (held, FALSE);
  settle ();
}

void
mvua_test_wheel (GtkWidget *widget, double x, double y, int n_up)
{
  mvua_test_point (widget, x, y);
  for (int i = 0; i < ABS (n_up); i++)
    {
      button (n_up > 0 ? 4 : 5, TRUE);
      button (n_up > 0 ? 4 : 5, FALSE);
    }
}
