/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: the scale of colours beside a map. */

#include "mvua-map-painting.h"

G_BEGIN_DECLS

/* The classes or the ramp from the lowest at the bottom to the highest at the top, with
 * points at its ends where values may lie beyond, numbers, the unit, and what is missing.
 */
void
mvua_map_paint_legend (MvuaMapPainting *self, const MvuaMapRectangle *place, guint32 ink);

G_END_DECLS
