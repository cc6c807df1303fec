/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: the title block of a picture. */

#include "mvua-map-painter.h"

G_BEGIN_DECLS

/* Of its first line and of the others, in units of the map. */
#define MVUA_MAP_TITLE_SIZE 15.0
#define MVUA_MAP_TITLE_TEXT_SIZE 12.0

/**
 * mvua_map_title_lines:
 * @width: that there is
 *
 * The lines of mvua_map_title(), those that would be too small to read in @width broken
 * in two at a “ · ”.  Depends on the texts and the width alone.
 *
 * Returns: (transfer full)
 */
char **mvua_map_title_lines (const MvuaMapScene *scene,
                             double width) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
