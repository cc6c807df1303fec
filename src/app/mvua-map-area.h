/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-map-renderer.h"

G_BEGIN_DECLS

#define MVUA_TYPE_MAP_AREA (mvua_map_area_get_type ())
/**
 * MvuaMapArea:
 *
 * A map in a window: it shows a field, is zoomed and panned, tells the value and place
 * under the pointer and has a pin.  Painting is done in another thread, so nothing here
 * blocks.  Title, scale and map on the screen always come from one paint: while another
 * field is being painted or awaited, the old one is there with its own title.  It knows
 * nothing of where fields come from.  Main thread only.
 *
 * Signals:
 * - "camera-changed": another part of the world is seen
 * - "pin-changed": the pin was set, moved or taken away
 * - "hover-changed": another place is under the pointer, or none
 * - "drawn" (double seconds): what mvua_map_area_show() was last given is on the screen,
 *   so long after that call
 *
 * Actions, with the keys that they have while the map has the focus: "map.zoom-in"
 * (Ctrl++), "map.zoom-out" (Ctrl+-), "map.reset" (Ctrl+0), "map.pan" (ii: eighths of the
 * map east and south; Shift+arrows), "map.move-pin" (ii: quarters of a degree east and
 * south; Alt+arrows), "map.unpin" (Esc, which goes on to the window if there is no pin).
 */
G_DECLARE_FINAL_TYPE (MvuaMapArea, mvua_map_area, MVUA, MAP_AREA, GtkWidget)

GtkWidget *mvua_map_area_new (void);

/**
 * mvua_map_area_show:
 * @field: (nullable): %NULL for the basemap alone
 * @u: (nullable): eastward wind over it
 * @v: (nullable): northward wind
 * @style: copied
 * @provenance: (nullable): copied; the footer
 *
 * Paints another field, or the same one otherwise.  Of many calls in a row the last one
 * is shown for certain, those before it only if there is time.  Takes a message away at
 * once and, when it is on the screen, ends mvua_map_area_set_dimmed().
 */
void mvua_map_area_show (MvuaMapArea *self,
                         MvuaField *field,
                         MvuaField *u,
                         MvuaField *v,
                         const MvuaMapStyle *style,
                         const char *provenance);

/* Shows nothing, as when nothing is open. */
void mvua_map_area_clear (MvuaMapArea *self);

/* (element-type MvuaOverlay) (nullable): referenced, so it is not to be changed any more
 */
void mvua_map_area_set_overlays (MvuaMapArea *self, GPtrArray *overlays);

/**
 * mvua_map_area_set_dimmed:
 * @what: (nullable): what is awaited, in words: "Temperature at 2 m, gep05, 12 h"
 *
 * Says that what is shown is not what was asked for: if it takes longer than a moment,
 * the picture is dimmed and a plate says "Loading …".
 */
void mvua_map_area_set_dimmed (MvuaMapArea *self, gboolean is_dimmed, const char *what);
gboolean mvua_map_area_get_dimmed (MvuaMapArea *self);

/**
 * mvua_map_area_set_message:
 * @title: (nullable): what happened; %NULL takes the message away
 * @detail: (nullable): why, and what to do
 *
 * Says why there is no map, in its place: the old one is not to be seen.
 */
void mvua_map_area_set_message (MvuaMapArea *self, const char *title, const char *detail);
const char *mvua_map_area_get_message (MvuaMapArea *self);

/* What is seen.  A box that was fitted stays fitted when the size changes, until the user
 * moves the map; what was seen last is the middle of another size otherwise. */
MvuaMapCamera mvua_map_area_get_camera (MvuaMapArea *self);
void mvua_map_area_set_camera (MvuaMapArea *self, const MvuaMapCamera *camera);
MvuaMapBox mvua_map_area_get_box (MvuaMapArea *self);
void mvua_map_area_fit_box (MvuaMapArea *self, const MvuaMapBox *box);

/* About the middle of the map; reset fits the box that was fitted last. */
void mvua_map_area_zoom_in (MvuaMapArea *self);
void mvua_map_area_zoom_out (MvuaMapArea *self);
void mvua_map_area_zoom_reset (MvuaMapArea *self);

/* @x, @y: in the widget: what is there stays there */
void mvua_map_area_zoom_at (MvuaMapArea *self, double x, double y, double factor);

/* Moves the map by pixels, as a drag does. */
void mvua_map_area_pan (MvuaMapArea *self, double dx, double dy);

/* Sees what lies between two corners, in the widget. */
void
mvua_map_area_zoom_box (MvuaMapArea *self, double x0, double y0, double x1, double y1);

/* Returns: whether there is a pin */
gboolean mvua_map_area_get_pin (MvuaMapArea *self, double *latitude, double *longitude);
void mvua_map_area_set_pin (MvuaMapArea *self, double latitude, double longitude);
void mvua_map_area_clear_pin (MvuaMapArea *self);

/* Pins what is at a point of the widget, as a click does; FALSE beside the map. */
gboolean mvua_map_area_pin_at (MvuaMapArea *self, double x, double y);

/**
 * mvua_map_area_get_hover:
 * @value: (out) (optional): in the unit that is shown; NaN if it is missing
 *
 * Returns: whether the pointer is on the map
 */
gboolean mvua_map_area_get_hover (MvuaMapArea *self,
                                  double *longitude,
                                  double *latitude,
                                  double *value);

/* As if the pointer were there; a place beside the map is none. */
void mvua_map_area_hover_at (MvuaMapArea *self, double x, double y);

/* Value and place under the pointer or, without one, at the pin, for the clipboard;
 * (transfer full) (nullable) */
char *mvua_map_area_dup_readout (MvuaMapArea *self) G_GNUC_WARN_UNUSED_RESULT;

/* Degrees to the widget and back; FALSE where the map is not. */
gboolean mvua_map_area_to_widget (
    MvuaMapArea *self, double longitude, double latitude, double *x, double *y);
gboolean mvua_map_area_to_degrees (
    MvuaMapArea *self, double x, double y, double *longitude, double *latitude);

/**
 * mvua_map_area_dup_scene:
 * @width: of the picture
 * @height: of the picture
 *
 * What is on the screen, to be painted on light ground in another size: at least the same
 * part of the world is seen.
 *
 * Returns: (transfer full) (nullable): %NULL if nothing is shown, or a message
 */
MvuaMapScene *mvua_map_area_dup_scene (MvuaMapArea *self,
                                       double width,
                                       double height) G_GNUC_WARN_UNUSED_RESULT;

/* What is on the screen, (transfer none) (nullable), and what a screen reader says of it.
 */
MvuaMapPicture *mvua_map_area_get_picture (MvuaMapArea *self);
const char *mvua_map_area_get_label (MvuaMapArea *self);

/* How many pictures were painted so far. */
guint mvua_map_area_get_n_painted (MvuaMapArea *self);

G_END_DECLS
