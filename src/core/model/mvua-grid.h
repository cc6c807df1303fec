/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaGrid:
 * @north: latitude of the northernmost row, microdegrees
 * @south: latitude of the southernmost row, microdegrees
 * @west: longitude of the westernmost column, microdegrees, 0 to below 360,000,000
 * @width: microdegrees from the first column to the last, eastward
 * @n_rows: points along a meridian
 * @n_columns: points along a parallel
 * @wraps: whether one more column would be the first again
 *
 * A regular latitude/longitude grid, seen with north up whatever the order of the
 * values in the message.  A plain value; all bytes are set, so memcmp() compares.
 */
typedef struct
{
  gint32 north;
  gint32 south;
  gint32 west;
  gint32 width;
  guint32 n_rows;
  guint32 n_columns;
  guint32 wraps;
} MvuaGrid;

gboolean mvua_grid_equal (const MvuaGrid *a, const MvuaGrid *b);

/* Returns: (transfer full): "721 × 1440 points, 90…-90°N 0…359.75°E" */
char *mvua_grid_describe (const MvuaGrid *grid) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaRegion:
 * @whole: the whole of whatever grid; the four are not looked at then
 *
 * A box in degrees, bounds included.  @west may be greater than @east or below 0: the
 * box goes eastward from @west to @east.
 */
typedef struct
{
  gboolean whole;
  double north;
  double west;
  double south;
  double east;
} MvuaRegion;

extern const MvuaRegion mvua_region_east_africa;

/**
 * mvua_region_parse:
 * @text: "east-africa", "global" or "N,W,S,E" in degrees
 */
gboolean mvua_region_parse (const char *text,
                            MvuaRegion *region,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaWindow:
 * @row: first row, from the grid's north
 * @column: first column, from the grid's west; @column + @n_columns passes the grid's
 *   number of columns where the window crosses its seam
 * @turns: added to the longitude of @column, in whole turns, so that the window's
 *   longitudes lie as the region was asked for (-20…10 rather than 340…370)
 */
typedef struct
{
  guint32 row;
  guint32 n_rows;
  guint32 column;
  guint32 n_columns;
  gint32 turns;
} MvuaWindow;

/**
 * mvua_grid_cut:
 *
 * The points of @grid that lie within @region.
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE set if there are none
 */
gboolean mvua_grid_cut (const MvuaGrid *grid,
                        const MvuaRegion *region,
                        MvuaWindow *window,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The one point nearest to a place that lies within half a step of the grid. */
gboolean mvua_grid_nearest (const MvuaGrid *grid,
                            double latitude,
                            double longitude,
                            MvuaWindow *window,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Degrees of the @index-th row or column of @window; exact for decimal steps. */
double
mvua_window_latitude (const MvuaGrid *grid, const MvuaWindow *window, guint32 index);
double
mvua_window_longitude (const MvuaGrid *grid, const MvuaWindow *window, guint32 index);

static inline gsize
mvua_window_n_points (const MvuaWindow *window)
{
  return (gsize) window->n_rows * window->n_columns;
}

G_END_DECLS
