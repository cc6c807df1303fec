/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-demo-grid.h"

/**
 * mvua_demo_land_fill:
 * @land: (out): [nj][ni]: 1 land, 0 sea or lake
 * @height_m: (out): [nj][ni]: above the sea, 0 or more
 *
 * Coarse outlines of the continents, drawn by hand and finest round East Africa, with
 * the great mountains as smooth humps: enough for a coast, a sea breeze and a
 * rain shadow to be where a forecaster looks for them.  No survey was used.
 */
void mvua_demo_land_fill (const MvuaDemoGrid *grid, float *land, float *height_m);

/* The mean over the @cells points to each side in both directions; @scratch: [nj][ni]. */
void mvua_demo_land_smooth (const MvuaDemoGrid *grid,
                            size_t cells,
                            const float *field,
                            float *scratch,
                            float *smooth);
