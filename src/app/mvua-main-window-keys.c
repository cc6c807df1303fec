/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Keys that are the window's when nothing in it has taken them: plain arrows and letters
 * never steal from lists and fields.  Those with Ctrl belong to the application. */

#include "mvua-main-window-private.h"

#define NONE 0

static const struct
{
  guint key;
  GdkModifierType state;
  const char *action; /* with its parameter, as g_action_parse_detailed_name() reads it */
} keys[] = {
  { GDK_KEY_Left, NONE, "win.step(-1)" },
  { GDK_KEY_Right, NONE, "win.step(1)" },
  { GDK_KEY_Page_Up, NONE, "win.step(-1)" },
  { GDK_KEY_Page_Down, NONE, "win.step(1)" },
  { GDK_KEY_Left, GDK_CONTROL_MASK, "win.day(-1)" },
  { GDK_KEY_Right, GDK_CONTROL_MASK, "win.day(1)" },
  { GDK_KEY_Home, NONE, "win.step(-1000000)" },
  { GDK_KEY_End, NONE, "win.step(1000000)" },
  { GDK_KEY_Up, NONE, "win.member(-1)" },
  { GDK_KEY_Down, NONE, "win.member(1)" },
  { GDK_KEY_Page_Up, GDK_CONTROL_MASK, "win.variable(-1)" },
  { GDK_KEY_Page_Down, GDK_CONTROL_MASK, "win.variable(1)" },
  { GDK_KEY_space, NONE, "win.play" },
  { GDK_KEY_bracketleft, NONE, "win.slower" },
  { GDK_KEY_bracketright, NONE, "win.faster" },
  { GDK_KEY_1, NONE, "win.product::member" },
  { GDK_KEY_2, NONE, "win.product::mean" },
  { GDK_KEY_3, NONE, "win.product::spread" },
  { GDK_KEY_4, NONE, "win.product::probability" },
  { GDK_KEY_5, NONE, "win.product::percentile" },
  { GDK_KEY_t, NONE, "win.time-zone" },
  { GDK_KEY_c, NONE, "win.next-scale" },
  { GDK_KEY_r, NONE, "win.reverse" },
  { GDK_KEY_l, NONE, "win.limits" },
  { GDK_KEY_s, NONE, "win.symmetric" },
  { GDK_KEY_a, NONE, "win.automatic" },
  { GDK_KEY_b, NONE, "win.show-borders" },
  { GDK_KEY_g, NONE, "win.show-graticule" },
  { GDK_KEY_Escape, NONE, "win.stop" },
};

static gboolean
on_key (GtkEventControllerKey *controller G_GNUC_UNUSED,
        guint key,
        guint code G_GNUC_UNUSED,
        GdkModifierType state,
        gpointer data)
{
  const GdkModifierType wanted =
      state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *name = NULL;
      g_autoptr (GVariant) parameter = NULL;
      if (keys[i].key != gdk_keyval_to_lower (key) || keys[i].state != wanted ||
          !g_action_parse_detailed_name (keys[i].action, &name, &parameter, NULL))
        continue;
      return gtk_widget_activate_action_variant (data, name, parameter);
    }
  return GDK_EVENT_PROPAGATE;
}

void
mvua_main_window_add_keys (MvuaMainWindow *self)
{
  GtkEventController *controller = gtk_event_controller_key_new ();

  g_signal_connect (controller, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
