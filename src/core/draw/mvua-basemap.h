/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-map-line.h"

G_BEGIN_DECLS

/**
 * MvuaBasemap:
 *
 * Coasts, lakes, rivers, borders, divisions and places: what is drawn under and over
 * every field.  Immutable once made, so any thread may read it; ref and unref are
 * atomic.  The format, its sources and what they lack: data/basemap/README.md.
 */
typedef struct _MvuaBasemap MvuaBasemap;

/**
 * MvuaBasemapLevel:
 * @MVUA_BASEMAP_WORLD: the whole globe, for 0.1° a pixel and more; no divisions
 * @MVUA_BASEMAP_REGION: what lies in mvua_basemap_get_region(), and is cut off at its
 *   edge, for 0.01° a pixel and more
 *
 * A map that reaches over the edge of the region draws the world outside of it (with
 * a clip) and the region inside.
 */
typedef enum
{
  MVUA_BASEMAP_WORLD,
  MVUA_BASEMAP_REGION,
} MvuaBasemapLevel;
#define MVUA_BASEMAP_N_LEVELS 2

/**
 * MvuaBasemapLayer:
 * @MVUA_BASEMAP_LAND: rings, to be filled only: they also run along the edge at which
 *   the level is cut off
 * @MVUA_BASEMAP_COAST: lines, to be stroked: the rings of the land without that edge
 * @MVUA_BASEMAP_LAKE: rings; rank 1 is above 5000 km², 2 above 500, 3 above 100; those
 *   of the region may run along its edge
 * @MVUA_BASEMAP_RIVER: lines; rank 1 to 9 as Natural Earth has it, 9 to 13 lesser ones
 * @MVUA_BASEMAP_BORDER: lines between countries, with %MVUA_MAP_LINE_DISPUTED
 * @MVUA_BASEMAP_DIVISION: lines between first-level divisions of one country, for
 *   those countries whose divisions the source has right
 */
typedef enum
{
  MVUA_BASEMAP_LAND,
  MVUA_BASEMAP_COAST,
  MVUA_BASEMAP_LAKE,
  MVUA_BASEMAP_RIVER,
  MVUA_BASEMAP_BORDER,
  MVUA_BASEMAP_DIVISION,
} MvuaBasemapLayer;
#define MVUA_BASEMAP_N_LAYERS 6

/**
 * MvuaMapCountry:
 * @code: ISO 3166 alpha-3
 * @name: in English
 * @box: holds all of the country, and what it claims
 */
typedef struct
{
  const char *code;
  const char *name;
  MvuaMapBox box;
} MvuaMapCountry;

/**
 * mvua_basemap_new:
 * @bytes: a whole basemap.bin; not needed any more after that
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE set if it is not a
 *   basemap, is cut off or damaged; the text names the offset and what was expected
 */
MvuaBasemap *mvua_basemap_new (GBytes *bytes, GError **error) G_GNUC_WARN_UNUSED_RESULT;
MvuaBasemap *mvua_basemap_ref (MvuaBasemap *self);
void mvua_basemap_unref (MvuaBasemap *self);

/* Returns: the box that %MVUA_BASEMAP_REGION is cut to */
MvuaMapBox mvua_basemap_get_region (const MvuaBasemap *self);

/**
 * mvua_basemap_get_lines:
 * @n_lines: (out): how many there are
 *
 * Lines come by rank, so that a painter may stop where they get too small.
 * #MvuaMapLineIter leaves out those that are out of sight.
 *
 * Returns: (transfer none) (array length=n_lines) (nullable): live as long as @self
 */
const MvuaMapLine *mvua_basemap_get_lines (const MvuaBasemap *self,
                                           MvuaBasemapLevel level,
                                           MvuaBasemapLayer layer,
                                           gsize *n_lines);

/**
 * mvua_basemap_get_places:
 * @n_places: (out): how many there are
 *
 * Towns in the region, by rank and then by population, so that a painter who puts
 * labels down in this order where there is room puts down those that matter.
 *
 * Returns: (transfer none) (array length=n_places) (nullable): live as long as @self
 */
const MvuaMapPlace *mvua_basemap_get_places (const MvuaBasemap *self, gsize *n_places);

/**
 * mvua_basemap_get_countries:
 * @n_countries: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_countries) (nullable): the countries of the
 *   region that maps are made for, by name; live as long as @self
 */
const MvuaMapCountry *mvua_basemap_get_countries (const MvuaBasemap *self,
                                                  gsize *n_countries);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaBasemap, mvua_basemap_unref)

G_END_DECLS
