/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-map-area.h"

G_BEGIN_DECLS

/* What the sources of the map area share; nobody else includes it. */
struct _MvuaMapArea
{
  GtkWidget parent_instance;

  MvuaMapRenderer *renderer;
  MvuaMapScene *wanted;    /* what show() was given; its camera is not looked at */
  MvuaMapPicture *picture; /* what is on the screen */
  MvuaMapPicture *wide; /* of the same with what lies around it, for when it is moved */
  GPtrArray *overlays;
  MvuaMapCamera camera;
  MvuaMapLayout layout; /* of @wanted */
  MvuaMapBox home;
  gboolean is_home; /* @home is fitted again if the size changes */

  guint serial; /* of show() */
  gint64 shown_at;
  gboolean awaits_frame;
  double paint_seconds; /* that the last picture without a margin took */
  guint dimmed_until;   /* serial of the picture that ends dimming; 0 if not dimmed */
  guint dim_source;     /* waits a moment before it is seen */
  gboolean looks_dimmed;
  guint refine_source;

  gboolean has_pin;
  double pin_latitude;
  double pin_longitude;
  gboolean has_hover;
  double hover_x; /* in the widget */
  double hover_y;
  gboolean has_band; /* zoom box that is being drawn, in the widget */
  graphene_rect_t band;
  double dragged_x;
  double dragged_y;
  double pinched;

  GtkWidget *readout;
  GtkWidget *pin_plate;
  GtkWidget *loading;
  GtkWidget *loading_label;
  GtkWidget *spinner;
  GtkWidget *message;
  GtkWidget *message_title;
  GtkWidget *message_detail;
  char *label;
};

/* mvua-map-area-input.c: gestures, and keys of the class. */
void mvua_map_area_add_controllers (MvuaMapArea *self);
void mvua_map_area_class_add_actions (GtkWidgetClass *class);

/* mvua-map-area-plates.c: what floats over the map. */
void mvua_map_area_add_plates (MvuaMapArea *self);
void mvua_map_area_allocate_plates (MvuaMapArea *self);
void mvua_map_area_update_readouts (MvuaMapArea *self);
void mvua_map_area_snapshot_pin (MvuaMapArea *self, GtkSnapshot *snapshot);

/* mvua-map-area-view.c: what is seen, and painting it. */
void mvua_map_area_resized (MvuaMapArea *self);
void mvua_map_area_queue_paint (MvuaMapArea *self);
void mvua_map_area_take_picture (MvuaMapArea *self, MvuaMapPicture *picture);
void mvua_map_area_stop_refining (MvuaMapArea *self);
void mvua_map_area_forget_pictures (MvuaMapArea *self);

/* What covers most of where the map is now. */
const MvuaMapPicture *mvua_map_area_get_source (MvuaMapArea *self);

/* The map in the widget: of what is on the screen or, before that, of what will be. */
const MvuaMapRectangle *mvua_map_area_get_rectangle (MvuaMapArea *self);

/* What screen readers are told has changed. */
void mvua_map_area_update_label (MvuaMapArea *self);

G_END_DECLS
