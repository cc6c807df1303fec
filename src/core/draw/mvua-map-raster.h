/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: a field as an image. */

#include "mvua-map-painting.h"

G_BEGIN_DECLS

/**
 * MvuaMapRasterKind:
 * @MVUA_MAP_RASTER_NEAREST: each pixel has the value of the nearest grid point
 * @MVUA_MAP_RASTER_SMOOTH: bilinear; a pixel whose nearest point is missing is missing,
 * and others pass over those that are
 * @MVUA_MAP_RASTER_EDGES: as smooth, but only what filled contours cannot reach: cells
 * with a point that is missing, and the half step around the outermost points
 * @MVUA_MAP_RASTER_MISSING: only what is missing
 */
typedef enum
{
  MVUA_MAP_RASTER_NEAREST,
  MVUA_MAP_RASTER_SMOOTH,
  MVUA_MAP_RASTER_EDGES,
  MVUA_MAP_RASTER_MISSING,
} MvuaMapRasterKind;

/* What is missing is hatched in these, stripes of both being as wide. */
#define MVUA_MAP_MISSING_LIGHT 0xd6d6d6
#define MVUA_MAP_MISSING_DARK 0x8c8c8c

/* Whether the hatching has its dark colour at a pixel of an image. */
static inline gboolean
mvua_map_raster_is_dark (int x, int y, int stripe)
{
  return (x + y) / stripe % 3 == 0;
}

/**
 * mvua_map_raster:
 * @palette: of the values as they are stored
 * @ratio: pixels of the image a unit of the map
 *
 * Returns: (transfer full): an image of the whole map, clear where there is no field
 */
cairo_surface_t *mvua_map_raster (const MvuaField *field,
                                  const MvuaMapPalette *palette,
                                  const MvuaMapCamera *camera,
                                  double width,
                                  double height,
                                  double ratio,
                                  MvuaMapRasterKind kind) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
