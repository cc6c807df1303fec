/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: names on a map. */

#include "mvua-map-painting.h"

G_BEGIN_DECLS

/* Degrees along the edges, names of places and of overlays; none on another.  Where they
 * stand is in @self->taken. */
void mvua_map_paint_labels (MvuaMapPainting *self);

G_END_DECLS
