/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stddef.h>

/* Columns from the first and rows from the first. */
typedef struct
{
  float x;
  float y;
} MvuaContourPoint;

/* Part of an array of points; of a closed line the first point is not repeated. */
typedef struct
{
  size_t first;
  size_t n_points;
  int is_closed;
} MvuaContourLine;

/**
 * mvua_kernel_contour:
 * @values: [@n_rows][@n_columns], row-major; NaN is missing
 * @level: points at or above it lie on one side of the lines, points below on the other
 * @marks: [@n_rows * @n_columns] scratch
 * @points: [2 * @n_rows * @n_columns]
 * @lines: [@n_rows * @n_columns]
 *
 * The lines along which bilinear values are @level, by marching squares: each point lies
 * on an edge between two neighbours, where the value interpolated along it is @level;
 * each such edge has one point, which belongs to one line.  In a cell whose corners are
 * high and low crosswise the mean of the four tells which two are joined.  A line ends at
 * the border of the array and where a cell has a corner that is missing.
 *
 * Returns: how many lines there are
 */
size_t mvua_kernel_contour (const float *values,
                            size_t n_rows,
                            size_t n_columns,
                            float level,
                            unsigned char *marks,
                            MvuaContourPoint *points,
                            MvuaContourLine *lines);
