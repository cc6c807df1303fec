/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-colour-scale.h"
#include "mvua-field.h"
#include "mvua-unit.h"

G_BEGIN_DECLS

typedef enum
{
  MVUA_MAP_FILL_NEAREST,
  MVUA_MAP_FILL_SMOOTH,
  MVUA_MAP_FILL_CONTOURS,
  MVUA_MAP_FILL_NONE,
} MvuaMapFill;

typedef enum
{
  MVUA_MAP_WIND_NONE,
  MVUA_MAP_WIND_ARROWS,
  MVUA_MAP_WIND_BARBS,
} MvuaMapWind;

#define MVUA_MAP_MAX_LEVELS 64

/**
 * MvuaMapLimits:
 * @lowest: of a ramp; of classes the first level
 * @highest: of a ramp; of classes where the legend ends, which is the last level or, with
 *   @is_most, a value above it
 * @is_least: there can be nothing below @lowest (rain, percent): no class lies below the
 *   first level, and the legend has no arrow there
 * @is_most: there can be nothing above @highest (percent): the legend has no arrow there
 * @n_levels: 0 for a ramp from @lowest to @highest without classes
 * @levels: ascending: a colour for each class between two neighbours, one for all below
 *   the first (none with @is_least) and one for all from the last on.  A value that is a
 *   level belongs to the class above it.
 *
 * Which value has which colour, in the unit that is shown.  What lies outside of a ramp
 * has the colours of its ends.
 */
typedef struct
{
  double lowest;
  double highest;
  gboolean is_least;
  gboolean is_most;
  guint n_levels;
  double levels[MVUA_MAP_MAX_LEVELS];
} MvuaMapLimits;

/**
 * MvuaMapStyle:
 * @scale: colours
 * @reversed: of the scale
 * @automatic: limits are worked out of the field; otherwise @limits are used
 * @symmetric: limits lie evenly about 0
 * @limits: fixed, so that steps can be compared
 * @isoline_interval: in the unit that is shown; 0 for none
 * @isoline_levels: [n_isoline_levels]: lines besides
 * @unit: that is shown
 * @utc_first: time zone that the title names first; EAT otherwise.  Both are always
 * there.
 *
 * How a field is drawn; a plain value.
 */
typedef struct
{
  const MvuaColourScale *scale;
  gboolean reversed;
  gboolean automatic;
  gboolean symmetric;
  MvuaMapLimits limits;
  MvuaMapFill fill;
  double isoline_interval;
  guint n_isoline_levels;
  double isoline_levels[8];
  MvuaMapWind wind;
  const MvuaUnit *unit;
  gboolean borders;
  gboolean divisions;
  gboolean rivers;
  gboolean lakes;
  gboolean places;
  gboolean graticule;
  gboolean utc_first;
} MvuaMapStyle;

/**
 * mvua_map_style_new:
 * @hours: length of the time window: classes of rain differ for 3 h and for days
 * @unit: (nullable): %NULL for the one that people expect
 *
 * What suits a variable and product, out of the table of styles: fixed limits, the scale,
 * smooth fill, all of the basemap, no wind.  A spread has limits of its own, a
 * probability those of percent with a line at 50.
 */
MvuaMapStyle mvua_map_style_new (const MvuaVariable *variable,
                                 const MvuaProduct *product,
                                 int hours,
                                 const MvuaUnit *unit);

/**
 * mvua_map_style_limits:
 *
 * The limits that @field is drawn with: the fixed ones or, if they are automatic, round
 * numbers about its lowest and highest value.
 */
MvuaMapLimits mvua_map_style_limits (const MvuaMapStyle *self, const MvuaField *field);

/* Colour of a value in the unit that is shown, 0xRRGGBB. */
guint32 mvua_map_style_colour (const MvuaMapStyle *self,
                               const MvuaMapLimits *limits,
                               double value);

/* Changes the unit and all that is in it.  Evenly spaced levels and isolines become round
 * numbers again, so they may lie a little elsewhere; others are kept as they are. */
void mvua_map_style_set_unit (MvuaMapStyle *self, const MvuaUnit *unit);

G_END_DECLS
