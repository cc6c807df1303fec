/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What floats over a map: the value under the pointer and at the pin, what is loading,
 * and why there is nothing. */

#include "mvua-map-area-private.h"
#include "mvua-map-text.h"

#include <glib/gi18n.h>

#define GAP 8
#define PIN_SIZE 6.0f

static GtkWidget *
new_plate (MvuaMapArea *self, GtkWidget *child)
{
  gtk_widget_add_css_class (child, "map-plate");
  gtk_widget_set_can_target (child, FALSE);
  gtk_widget_set_visible (child, FALSE);
  gtk_widget_set_parent (child, GTK_WIDGET (self));
  return child;
}

static GtkWidget *
new_message_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, style);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  return label;
}

void
mvua_map_area_add_plates (MvuaMapArea *self)
{
  GtkWidget *loading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *message = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->readout = new_plate (self, gtk_label_new (NULL));
  self->pin_plate = new_plate (self, gtk_label_new (NULL));
  self->spinner = gtk_spinner_new ();
  self->loading_label = gtk_label_new (NULL);
  gtk_box_append (GTK_BOX (loading), self->spinner);
  gtk_box_append (GTK_BOX (loading), self->loading_label);
  self->loading = new_plate (self, loading);
  self->message_title = new_message_label ("title-2");
  self->message_detail = new_message_label ("body");
  gtk_box_append (GTK_BOX (message), self->message_title);
  gtk_box_append (GTK_BOX (message), self->message_detail);
  gtk_widget_set_valign (message, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (message, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (message, FALSE);
  gtk_widget_set_parent (message, GTK_WIDGET (self));
  self->message = message;
}

static void
place (GtkWidget *plate, double x, double y, double room_x, double room_y)
{
  GtkRequisition size;

  if (!gtk_widget_get_visible (plate))
    return;
  gtk_widget_get_preferred_size (plate, NULL, &size);
  const GtkAllocation at = {
    (int) CLAMP (x, 0, MAX (room_x - size.width, 0)),
    (int) CLAMP (y, 0, MAX (room_y - size.height, 0)),
    size.width,
    size.height,
  };
  gtk_widget_size_allocate (plate, &at, -1);
}

void
mvua_map_area_allocate_plates (MvuaMapArea *self)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  const double height = gtk_widget_get_height (GTK_WIDGET (self));
  const MvuaMapRectangle *map = mvua_map_area_get_rectangle (self);
  double x = 0;
  double y = 0;
  GtkRequisition size;

  gtk_widget_get_preferred_size (self->readout, NULL, &size);
  place (self->readout, map->x + GAP, map->y + map->height - size.height - GAP - 16,
         width, height);
  gtk_widget_get_preferred_size (self->loading, NULL, &size);
  place (self->loading, map->x + (map->width - size.width) / 2, map->y + GAP * 3, width,
         height);
  if (self->has_pin)
    {
      mvua_map_area_to_widget (self, self->pin_longitude, self->pin_latitude, &x, &y);
      place (self->pin_plate, x + 10, y - 32, width, height);
    }
  if (gtk_widget_get_visible (self->message))
    {
      const GtkAllocation all = { 0, 0, (int) width, (int) height };
      gtk_widget_get_preferred_size (self->message, NULL, NULL);
      gtk_widget_size_allocate (self->message, &all, -1);
    }
}

static void
set_plate (GtkWidget *plate, char *text)
{
  gtk_widget_set_visible (plate, text != NULL);
  gtk_label_set_text (GTK_LABEL (plate), text != NULL ? text : "");
  g_free (text);
}

void
mvua_map_area_update_readouts (MvuaMapArea *self)
{
  const gboolean is_map =
      self->picture != NULL && mvua_map_area_get_message (self) == NULL;
  double longitude = 0;
  double latitude = 0;
  double x = 0;
  double y = 0;

  set_plate (self->readout,
             is_map && mvua_map_area_get_hover (self, &longitude, &latitude, NULL)
                 ? mvua_map_text_readout (self->picture->scene, longitude, latitude)
                 : NULL);
  set_plate (self->pin_plate,
             is_map && self->has_pin &&
                     mvua_map_area_to_widget (self, self->pin_longitude,
                                              self->pin_latitude, &x, &y)
                 ? mvua_map_text_value_at (self->picture->scene, self->pin_longitude,
                                           self->pin_latitude)
                 : NULL);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
mvua_map_area_snapshot_pin (MvuaMapArea *self, GtkSnapshot *snapshot)
{
  double x = 0;
  double y = 0;
  GskRoundedRect outer;
  GskRoundedRect inner;

  if (!self->has_pin ||
      !mvua_map_area_to_widget (self, self->pin_longitude, self->pin_latitude, &x, &y))
    return;
  const graphene_rect_t box = GRAPHENE_RECT_INIT (
      (float) x - PIN_SIZE, (float) y - PIN_SIZE, 2 * PIN_SIZE, 2 * PIN_SIZE);
  gsk_rounded_rect_init_from_rect (&outer, &box, PIN_SIZE);
  inner = outer;
  gsk_rounded_rect_shrink (&inner, 2, 2, 2, 2);
  gtk_snapshot_push_rounded_clip (snapshot, &outer);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 1, 1, 1, 1 }, &box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_push_rounded_clip (snapshot, &inner);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ 0.85f, 0.1f, 0.15f, 1 }, &box);
  gtk_snapshot_pop (snapshot);
}
