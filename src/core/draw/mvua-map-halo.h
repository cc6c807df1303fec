/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: the pale edge around text. */

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/**
 * mvua_map_halo_show:
 * @layout: in the coordinates of @cr with its top left corner at @x, @y
 *
 * Paints what is near the glyphs of @layout, and not the text itself, in the source of
 * @cr.  On an image it is made of the coverage of the glyphs, which costs a tenth of a
 * stroke around them; what keeps lines as lines gets that stroke.
 */
void mvua_map_halo_show (cairo_t *cr, PangoLayout *layout, double x, double y);

G_END_DECLS
