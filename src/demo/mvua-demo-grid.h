/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stddef.h>

/**
 * MvuaDemoGrid:
 *
 * A regular latitude/longitude grid with points in rows from north to south and from
 * west to east (scanning mode 0).  Degrees; longitudes east of Greenwich.
 */
typedef struct
{
  const char *name;
  size_t ni, nj; /* columns, rows */
  double north, west;
  double spacing;
} MvuaDemoGrid;

/* Returns: "east-africa" or "global", NULL for any other name. */
const MvuaDemoGrid *mvua_demo_grid_find (const char *name);

/* The row-major index of a point that must lie on the grid. */
size_t mvua_demo_grid_index (const MvuaDemoGrid *grid, double latitude, double longitude);
