/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <cairo.h>

#include "mvua-basemap.h"
#include "mvua-map-camera.h"
#include "mvua-map-style.h"
#include "mvua-overlay.h"

G_BEGIN_DECLS

/**
 * MvuaMapScene:
 * @field: (nullable): what is drawn; %NULL for the basemap alone
 * @u: (nullable): eastward wind, for arrows and barbs, in m/s; %NULL for none
 * @v: (nullable): northward wind
 * @basemap: (nullable)
 * @overlays: (nullable) (element-type MvuaOverlay): drawn over the basemap
 * @provenance: (nullable): the footer: where the data come from
 * @is_dark: furniture on a dark ground; the map itself stays light
 *
 * All that is on a map.  Borrowed by the painters, which keep nothing; a scene that
 * another thread paints must hold references of its own.
 */
typedef struct
{
  MvuaField *field;
  MvuaField *u;
  MvuaField *v;
  MvuaMapStyle style;
  MvuaMapCamera camera;
  MvuaBasemap *basemap;
  GPtrArray *overlays;
  const char *provenance;
  gboolean is_dark;
} MvuaMapScene;

/* Pixels, from the top left corner. */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} MvuaMapRectangle;

/**
 * MvuaMapLayout:
 *
 * Where the parts of a picture lie: title above, scale to the right or below, footer
 * below and the map in what is left.  Depends on the size and the texts alone, so a hit
 * test uses the same.
 */
typedef struct
{
  MvuaMapRectangle title;
  MvuaMapRectangle map;
  MvuaMapRectangle scale;
  MvuaMapRectangle footer;
} MvuaMapLayout;

/* The basemap that belongs to the program; (transfer none); never %NULL. */
MvuaBasemap *mvua_map_basemap (void);

MvuaMapLayout mvua_map_layout (const MvuaMapScene *scene, double width, double height);

/**
 * mvua_map_paint_map:
 *
 * The map alone into @width times @height from the origin of @cr: fill, isolines, wind,
 * basemap, overlays, graticule, places.  What is missing is hatched, never left blank. Of
 * made-up data the words DEMO, NOT A FORECAST go across it.
 */
void
mvua_map_paint_map (const MvuaMapScene *scene, cairo_t *cr, double width, double height);

/* Title, scale and footer into the parts of @layout, on a ground of their own. */
void mvua_map_paint_furniture (const MvuaMapScene *scene,
                               cairo_t *cr,
                               const MvuaMapLayout *layout,
                               double width,
                               double height);

/* The whole picture.  The camera is that of the map's part of the layout. */
void mvua_map_paint (const MvuaMapScene *scene, cairo_t *cr, double width, double height);

/**
 * mvua_map_title:
 *
 * What the title block says, in lines: what (variable, product, unit), run, valid time in
 * EAT and UTC, window of rain, members "30/30" with those that are absent named.
 *
 * Returns: (transfer full)
 */
char **mvua_map_title (const MvuaMapScene *scene) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaMapFormat:
 *
 * A file that a picture goes into.
 */
typedef enum
{
  MVUA_MAP_PNG,
  MVUA_MAP_PDF,
  MVUA_MAP_SVG,
} MvuaMapFormat;

/**
 * mvua_map_write:
 * @path: of the file; its ending does not matter
 * @width: pixels, or points of 1/72 inch
 * @pixel_ratio: of PNG: pixels a unit of @width
 *
 * Writes to a file beside @path, which gets the name when it is whole.  The scene's
 * camera is taken for a map of the layout of that size.
 *
 * Returns: %FALSE with %MVUA_ERROR_IO or %MVUA_ERROR_NO_MEMORY set
 */
gboolean mvua_map_write (const MvuaMapScene *scene,
                         const char *path,
                         MvuaMapFormat format,
                         double width,
                         double height,
                         double pixel_ratio,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
