/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: one painting of a map, which its painters hand to one another. */

#include <pango/pangocairo.h>

#include "mvua-map-painter.h"
#include "mvua-map-palette.h"

G_BEGIN_DECLS

/**
 * MvuaMapPainting:
 * @box: what is seen, in degrees; @west may be below -180 and @east above 180
 * @ratio: pixels of rasters a unit
 * @is_vector: text and lines stay what they are in the file
 * @limits: of the field
 * @palette: of the field
 * @text: for layouts; of this thread
 * @taken: (element-type MvuaMapRectangle): where a label stands already
 * @n_lower: of @taken, those over which the dot of a place may stand: a town matters more
 *   than the corner of an isoline's label
 *
 * Lives while mvua_map_paint_map() does.
 */
typedef struct
{
  const MvuaMapScene *scene;
  cairo_t *cr;
  double width;
  double height;
  MvuaMapBox box;
  double ratio;
  gboolean is_vector;
  MvuaMapLimits limits;
  MvuaMapPalette palette;
  PangoContext *text;
  GArray *taken;
  guint n_lower;
} MvuaMapPainting;

void mvua_map_painting_init (MvuaMapPainting *self,
                             const MvuaMapScene *scene,
                             cairo_t *cr,
                             double width,
                             double height);
void mvua_map_painting_clear (MvuaMapPainting *self);

/* Pixels, in no turn but that of the longitude as it is. */
static inline double
mvua_map_painting_x (const MvuaMapPainting *self, double longitude)
{
  return self->width / 2 +
         (longitude - self->scene->camera.longitude) * self->scene->camera.scale;
}

static inline double
mvua_map_painting_y (const MvuaMapPainting *self, double latitude)
{
  return self->height / 2 -
         (latitude - self->scene->camera.latitude) * self->scene->camera.scale;
}

/* Whether there is a field whose values can be drawn. */
gboolean mvua_map_painting_has_values (const MvuaMapPainting *self);

/* Whether @rectangle lies on the map and on no label that a dot must not touch. */
gboolean mvua_map_painting_is_free_of_names (const MvuaMapPainting *self,
                                             const MvuaMapRectangle *rectangle);

/* Whether @rectangle lies on the map and on no label. */
gboolean mvua_map_painting_is_free (const MvuaMapPainting *self,
                                    const MvuaMapRectangle *rectangle);

/* The same; it is taken then. */
gboolean mvua_map_painting_take (MvuaMapPainting *self,
                                 const MvuaMapRectangle *rectangle);

/* Lines and areas from here on get 16 shades along their edges on an image, which for
 * lines of a pixel looks like the 255 of cairo's usual way and takes half the time. */
void mvua_map_painting_hurry (MvuaMapPainting *self);

void mvua_map_set_colour (cairo_t *cr, guint32 rgb, double alpha);

/* Parts of the map, from the lowest to the highest. */
void mvua_map_paint_ground (MvuaMapPainting *self);
void mvua_map_paint_raster (MvuaMapPainting *self);
void mvua_map_paint_bands (MvuaMapPainting *self);
void mvua_map_paint_isolines (MvuaMapPainting *self);
void mvua_map_paint_wind (MvuaMapPainting *self);
void mvua_map_paint_basemap (MvuaMapPainting *self);
void mvua_map_paint_overlays (MvuaMapPainting *self);
void mvua_map_paint_graticule (MvuaMapPainting *self);

G_END_DECLS
