/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Degrees east and north: -180 to 180 and -90 to 90, both included. */
typedef struct
{
  float lon;
  float lat;
} MvuaMapPoint;

/* Degrees, bounds included; @west is not above @east. */
typedef struct
{
  double west;
  double south;
  double east;
  double north;
} MvuaMapBox;

/**
 * MvuaMapLineFlags:
 * @MVUA_MAP_LINE_CLOSED: a ring: the last point is joined to the first, which is not
 *   repeated
 * @MVUA_MAP_LINE_DISPUTED: a border that is disputed or indefinite
 * @MVUA_MAP_LINE_INTERMITTENT: a river that falls dry
 */
typedef enum
{
  MVUA_MAP_LINE_CLOSED = 1 << 0,
  MVUA_MAP_LINE_DISPUTED = 1 << 1,
  MVUA_MAP_LINE_INTERMITTENT = 1 << 2,
} MvuaMapLineFlags;

/**
 * MvuaMapLine:
 * @points: [@n_points], at least two of them, three in a ring
 * @rank: 0 is what matters most
 * @box: the least one that holds all of @points
 * @name: UTF-8, "" if there is none
 * @left: ISO 3166 code of the country to the left, "" if there is none
 * @right: the same to the right; of a division it is @left, and so it is of a border
 *   that only one side calls one
 *
 * A line on a map, or a ring.  Long lines are cut into pieces, so that what is out of
 * sight costs little: a piece begins with the point at which the one before it ended.
 * Rings and disputed lines are whole.  To fill rings, put them into one path and fill
 * it with the even-odd rule: islands in lakes are rings among the lakes.
 */
typedef struct
{
  const MvuaMapPoint *points;
  guint32 n_points;
  guint8 rank;
  guint8 flags;
  MvuaMapBox box;
  const char *name;
  const char *left;
  const char *right;
} MvuaMapLine;

/**
 * MvuaMapPlace:
 * @name: UTF-8; "" if it has none
 * @other: other names of it, "" if there are none
 * @country: ISO 3166 code, "" if that is not known
 * @population: an order of magnitude at best; 0 if that is not known
 * @rank: 0 is what matters most
 */
typedef struct
{
  const char *name;
  const char *other;
  const char *country;
  MvuaMapPoint at;
  guint32 population;
  guint8 rank;
  gboolean is_capital;
} MvuaMapPlace;

/* Whether two boxes have a point in common; bounds are included. */
gboolean mvua_map_box_overlaps (const MvuaMapBox *a, const MvuaMapBox *b);

/* (out) @box: the least box around @points, of which there is at least one */
void mvua_map_box_around (const MvuaMapPoint *points, gsize n_points, MvuaMapBox *box);

/**
 * MvuaMapLineIter:
 *
 *     MvuaMapLineIter iter;
 *     const MvuaMapLine *line;
 *
 *     mvua_map_line_iter_init (&iter, lines, n_lines, &box);
 *     while ((line = mvua_map_line_iter_next (&iter)) != NULL)
 *       …
 *
 * Goes through those lines whose boxes overlap one, in their order.  Lives on the stack
 * and holds nothing; the lines must outlive it.
 */
typedef struct
{
  /*< private >*/
  const MvuaMapLine *next;
  const MvuaMapLine *end;
  MvuaMapBox box;
} MvuaMapLineIter;

void mvua_map_line_iter_init (MvuaMapLineIter *iter,
                              const MvuaMapLine *lines,
                              gsize n_lines,
                              const MvuaMapBox *box);

/* Returns: (transfer none) (nullable): the next line, or %NULL after the last */
const MvuaMapLine *mvua_map_line_iter_next (MvuaMapLineIter *iter);

G_END_DECLS
