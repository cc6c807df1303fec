/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-demo-grid.h"

#include <math.h>
#include <string.h>

static const MvuaDemoGrid grids[] = {
  { "east-africa", 129, 141, 23, 21, 0.25 },
  { "global", 1440, 721, 90, 0, 0.25 },
};

const MvuaDemoGrid *
mvua_demo_grid_find (const char *name)
{
  for (size_t g = 0; g < sizeof grids / sizeof *grids; g++)
    if (strcmp (grids[g].name, name) == 0)
      return &grids[g];
  return NULL;
}

size_t
mvua_demo_grid_index (const MvuaDemoGrid *grid, double latitude, double longitude)
{
  const size_t j = (size_t) lround ((grid->north - latitude) / grid->spacing);
  const size_t i = (size_t) lround ((longitude - grid->west) / grid->spacing);

  return j * grid->ni + i;
}
