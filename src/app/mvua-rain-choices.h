/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/**
 * mvua_rain_choices:
 * @present: what is chosen now; it gets a row of its own if it is none of the usual
 *
 * The windows of rain to choose from: 3 h, 6 h as published, 24 h in the windows that are
 * in use, several days.
 *
 * Returns: (transfer full) (element-type MvuaRainWindow)
 */
GArray *mvua_rain_choices (const MvuaRainWindow *present);

/* "24 h, 06–06 UTC (09–09 EAT)"; (transfer full). */
char *mvua_rain_choice_name (const MvuaRainWindow *window);

/* "24 h, 06–06 UTC", where there is little room; (transfer full). */
char *mvua_rain_choice_short_name (const MvuaRainWindow *window);

G_END_DECLS
