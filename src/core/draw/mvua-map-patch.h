/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: the part of a field that is seen, in pixels. */

#include "mvua-map-painting.h"

G_BEGIN_DECLS

/**
 * MvuaMapPatch:
 * @values: [n_rows][n_columns]; north to south, west to east
 * @x: pixels of the first column
 * @dx: pixels from column to column
 * @y: pixels of the first row
 * @dy: pixels from row to row, downwards
 * @row: in the field's window, of the first row
 * @column: in the field's window, of the first column; it may be below 0 where a field
 * goes round the globe
 * @stride: rows and columns of the field from one to the next; more than 1 where they lie
 *   closer than a painter can use
 */
typedef struct
{
  float *values;
  guint n_rows;
  guint n_columns;
  double x;
  double dx;
  double y;
  double dy;
  int row;
  int column;
  int stride;
} MvuaMapPatch;

/**
 * mvua_map_patches_new:
 * @least: pixels that points are apart at least; 0 for all points
 *
 * Rows and columns that are left out do not depend on what is seen, so that lines stay
 * what they are when a map is moved.
 *
 * Returns: (transfer full) (element-type MvuaMapPatch): one for each turn of the globe in
 *   which some of the field is seen; none is smaller than two by two
 */
GArray *mvua_map_patches_new (const MvuaMapPainting *painting,
                              const MvuaField *field,
                              double least) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
