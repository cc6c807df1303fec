/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-map-line.h"

G_BEGIN_DECLS

/**
 * MvuaMapCamera:
 * @longitude: at the centre, degrees east, -180 to 180
 * @latitude: at the centre, degrees north
 * @scale: pixels a degree, the same both ways (plate carrée)
 *
 * Which part of the world is seen; a plain value.
 */
typedef struct
{
  double longitude;
  double latitude;
  double scale;
} MvuaMapCamera;

#define MVUA_MAP_LEAST_SCALE 1.0
#define MVUA_MAP_MOST_SCALE 400.0

/* All of @box in the middle of a map of so many pixels. */
MvuaMapCamera mvua_map_camera_fit (const MvuaMapBox *box, double width, double height);

/* Pixels of the map from its top left corner, and back. */
void mvua_map_camera_to_pixel (const MvuaMapCamera *self,
                               double width,
                               double height,
                               double longitude,
                               double latitude,
                               double *x,
                               double *y);
void mvua_map_camera_to_degrees (const MvuaMapCamera *self,
                                 double width,
                                 double height,
                                 double x,
                                 double y,
                                 double *longitude,
                                 double *latitude);

/* What is seen. */
MvuaMapBox mvua_map_camera_box (const MvuaMapCamera *self, double width, double height);

/* @factor times nearer, with the place at @x, @y staying there; within the bounds. */
void mvua_map_camera_zoom (
    MvuaMapCamera *self, double width, double height, double x, double y, double factor);

/* Moves what is seen by pixels; the centre stays on the globe's latitudes. */
void mvua_map_camera_pan (MvuaMapCamera *self, double dx, double dy);

G_END_DECLS
