/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Gestures and keys of a map. */

#include "mvua-map-area-private.h"

#include <math.h>

#define WHEEL_STEP 1.25
#define PAN_SHARE 8.0
#define PIN_STEP 0.25

/* A drag that is not one is a click. */
#define LEAST_DRAG 4.0

static gboolean
on_scroll (GtkEventControllerScroll *controller G_GNUC_UNUSED,
           double dx G_GNUC_UNUSED,
           double dy,
           gpointer data)
{
  MvuaMapArea *self = data;
  const MvuaMapRectangle *map = mvua_map_area_get_rectangle (self);
  const double x = self->has_hover ? self->hover_x : map->x + map->width / 2;
  const double y = self->has_hover ? self->hover_y : map->y + map->height / 2;

  mvua_map_area_zoom_at (self, x, y, pow (WHEEL_STEP, -dy));
  return GDK_EVENT_STOP;
}

static void
on_motion (GtkEventControllerMotion *controller G_GNUC_UNUSED,
           double x,
           double y,
           gpointer data)
{
  mvua_map_area_hover_at (data, x, y);
}

static void
on_leave (GtkEventControllerMotion *controller G_GNUC_UNUSED, gpointer data)
{
  MvuaMapArea *self = data;

  self->has_hover = FALSE;
  mvua_map_area_update_readouts (self);
  g_signal_emit_by_name (self, "hover-changed");
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, gpointer data)
{
  MvuaMapArea *self = data;
  const GdkModifierType state =
      gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  gtk_widget_grab_focus (GTK_WIDGET (self));
  self->dragged_x = 0;
  self->dragged_y = 0;
  self->has_band = (state & GDK_SHIFT_MASK) != 0;
  self->band = GRAPHENE_RECT_INIT ((float) x, (float) y, 0, 0);
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  MvuaMapArea *self = data;
  double x = 0;
  double y = 0;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (self->has_band)
    {
      self->band = GRAPHENE_RECT_INIT ((float) MIN (x, x + dx), (float) MIN (y, y + dy),
                                       (float) fabs (dx), (float) fabs (dy));
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  else if (hypot (dx, dy) >= LEAST_DRAG || hypot (self->dragged_x, self->dragged_y) > 0)
    {
      mvua_map_area_pan (self, dx - self->dragged_x, dy - self->dragged_y);
      self->dragged_x = dx;
      self->dragged_y = dy;
    }
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, gpointer data)
{
  MvuaMapArea *self = data;
  double x = 0;
  double y = 0;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (self->has_band && fabs (dx) > LEAST_DRAG && fabs (dy) > LEAST_DRAG)
    mvua_map_area_zoom_box (self, x, y, x + dx, y + dy);
  else if (!self->has_band && hypot (dx, dy) < LEAST_DRAG)
    mvua_map_area_pin_at (self, x, y);
  self->has_band = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_pinch_begin (GtkGesture *gesture G_GNUC_UNUSED,
                GdkEventSequence *sequence G_GNUC_UNUSED,
                gpointer data)
{
  MVUA_MAP_AREA (data)->pinched = 1;
}

static void
on_pinch (GtkGestureZoom *gesture, double scale, gpointer data)
{
  MvuaMapArea *self = data;
  double x = 0;
  double y = 0;

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  mvua_map_area_zoom_at (self, x, y, scale / self->pinched);
  self->pinched = scale;
}

void
mvua_map_area_add_controllers (MvuaMapArea *self)
{
  GtkEventController *scroll =
      gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
}

static void
zoom_in_action (GtkWidget *widget,
                const char *name G_GNUC_UNUSED,
                GVariant *parameter G_GNUC_UNUSED)
{
  mvua_map_area_zoom_in (MVUA_MAP_AREA (widget));
}

static void
zoom_out_action (GtkWidget *widget,
                 const char *name G_GNUC_UNUSED,
                 GVariant *parameter G_GNUC_UNUSED)
{
  mvua_map_area_zoom_out (MVUA_MAP_AREA (widget));
}

static void
reset_action (GtkWidget *widget,
              const char *name G_GNUC_UNUSED,
              GVariant *parameter G_GNUC_UNUSED)
{
  mvua_map_area_zoom_reset (MVUA_MAP_AREA (widget));
}

static void
pan_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter)
{
  MvuaMapArea *self = MVUA_MAP_AREA (widget);
  const MvuaMapRectangle *map = mvua_map_area_get_rectangle (self);
  int east = 0;
  int south = 0;

  g_variant_get (parameter, "(ii)", &east, &south);
  mvua_map_area_pan (self, -east * map->width / PAN_SHARE,
                     -south * map->height / PAN_SHARE);
}

static void
move_pin_action (GtkWidget *widget, const char *name G_GNUC_UNUSED, GVariant *parameter)
{
  MvuaMapArea *self = MVUA_MAP_AREA (widget);
  int east = 0;
  int south = 0;

  g_variant_get (parameter, "(ii)", &east, &south);
  if (self->has_pin)
    mvua_map_area_set_pin (self, self->pin_latitude - south * PIN_STEP,
                           self->pin_longitude + east * PIN_STEP);
}

static void
unpin_action (GtkWidget *widget,
              const char *name G_GNUC_UNUSED,
              GVariant *parameter G_GNUC_UNUSED)
{
  mvua_map_area_clear_pin (MVUA_MAP_AREA (widget));
}

/* Escape unpins; without a pin it is the window's. */
static gboolean
on_escape (GtkWidget *widget,
           GVariant *arguments G_GNUC_UNUSED,
           gpointer data G_GNUC_UNUSED)
{
  MvuaMapArea *self = MVUA_MAP_AREA (widget);
  const gboolean had_pin = self->has_pin;

  mvua_map_area_clear_pin (self);
  return had_pin;
}

static const struct
{
  guint key;
  int east;
  int south;
} arrows[] = {
  { GDK_KEY_Left, -1, 0 },
  { GDK_KEY_Right, 1, 0 },
  { GDK_KEY_Up, 0, -1 },
  { GDK_KEY_Down, 0, 1 },
};

static const struct
{
  guint key;
  const char *action;
} zooms[] = {
  { GDK_KEY_plus, "map.zoom-in" },  { GDK_KEY_KP_Add, "map.zoom-in" },
  { GDK_KEY_equal, "map.zoom-in" }, { GDK_KEY_minus, "map.zoom-out" },
  { GDK_KEY_0, "map.reset" },       { GDK_KEY_KP_Subtract, "map.zoom-out" },
  { GDK_KEY_KP_0, "map.reset" },
};

void
mvua_map_area_class_add_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "map.zoom-in", NULL, zoom_in_action);
  gtk_widget_class_install_action (class, "map.zoom-out", NULL, zoom_out_action);
  gtk_widget_class_install_action (class, "map.reset", NULL, reset_action);
  gtk_widget_class_install_action (class, "map.pan", "(ii)", pan_action);
  gtk_widget_class_install_action (class, "map.move-pin", "(ii)", move_pin_action);
  gtk_widget_class_install_action (class, "map.unpin", NULL, unpin_action);
  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    gtk_widget_class_add_binding_action (class, zooms[i].key, GDK_CONTROL_MASK,
                                         zooms[i].action, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      gtk_widget_class_add_binding_action (class, arrows[i].key, GDK_SHIFT_MASK,
                                           "map.pan", "(ii)", arrows[i].east,
                                           arrows[i].south);
      gtk_widget_class_add_binding_action (class, arrows[i].key, GDK_ALT_MASK,
                                           "map.move-pin", "(ii)", arrows[i].east,
                                           arrows[i].south);
    }
  gtk_widget_class_add_binding (class, GDK_KEY_Escape, 0, on_escape, NULL);
}
