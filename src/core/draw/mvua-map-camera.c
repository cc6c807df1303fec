/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-camera.h"

#include <math.h>

/* In -180 to below 180. */
static double
normal_longitude (double longitude)
{
  const double turned = fmod (longitude + 180, 360);
  return turned < 0 ? turned + 180 : turned - 180;
}

MvuaMapCamera
mvua_map_camera_fit (const MvuaMapBox *box, double width, double height)
{
  const double wide = MAX (box->east - box->west, 1e-6);
  const double tall = MAX (box->north - box->south, 1e-6);

  return (MvuaMapCamera){
    .longitude = normal_longitude ((box->west + box->east) / 2),
    .latitude = (box->south + box->north) / 2,
    .scale = CLAMP (MIN (width / wide, height / tall), MVUA_MAP_LEAST_SCALE,
                    MVUA_MAP_MOST_SCALE),
  };
}

void
mvua_map_camera_to_pixel (const MvuaMapCamera *self,
                          double width,
                          double height,
                          double longitude,
                          double latitude,
                          double *x,
                          double *y)
{
  *x = width / 2 + normal_longitude (longitude - self->longitude) * self->scale;
  *y = height / 2 - (latitude - self->latitude) * self->scale;
}

void
mvua_map_camera_to_degrees (const MvuaMapCamera *self,
                            double width,
                            double height,
                            double x,
                            double y,
                            double *longitude,
                            double *latitude)
{
  *longitude = normal_longitude (self->longitude + (x - width / 2) / self->scale);
  *latitude = self->latitude - (y - height / 2) / self->scale;
}

MvuaMapBox
mvua_map_camera_box (const MvuaMapCamera *self, double width, double height)
{
  const double wide = width / 2 / self->scale;
  const double tall = height / 2 / self->scale;

  return (MvuaMapBox){ .west = self->longitude - wide,
                       .south = self->latitude - tall,
                       .east = self->longitude + wide,
                       .north = self->latitude + tall };
}

void
mvua_map_camera_zoom (
    MvuaMapCamera *self, double width, double height, double x, double y, double factor)
{
  const double right = x - width / 2;
  const double down = y - height / 2;
  const double scale =
      CLAMP (self->scale * factor, MVUA_MAP_LEAST_SCALE, MVUA_MAP_MOST_SCALE);
  const double change = 1 / self->scale - 1 / scale;

  self->longitude = normal_longitude (self->longitude + right * change);
  self->latitude = CLAMP (self->latitude - down * change, -90, 90);
  self->scale = scale;
}

void
mvua_map_camera_pan (MvuaMapCamera *self, double dx, double dy)
{
  self->longitude = normal_longitude (self->longitude - dx / self->scale);
  self->latitude = CLAMP (self->latitude + dy / self->scale, -90, 90);
}
