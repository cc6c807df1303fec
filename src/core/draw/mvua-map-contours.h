/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: which isolines a map has. */

#include "mvua-map-painting.h"

G_BEGIN_DECLS

/* @level in the unit that is shown; @is_marked: one of those that were asked for by value
 */
typedef struct
{
  double level;
  gboolean is_marked;
} MvuaMapIsoline;

/* (transfer full) (element-type MvuaMapIsoline): ascending */
GArray *mvua_map_isoline_levels (const MvuaMapPainting *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
