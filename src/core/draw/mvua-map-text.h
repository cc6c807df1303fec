/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* Private: text on maps and in their furniture. */

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* Pixels from line to line, of a text of so many pixels. */
#define MVUA_MAP_LINE_HEIGHT 1.35

/**
 * mvua_map_text_new:
 * @size: of the font, in units of the map, whatever the screen's resolution
 *
 * Returns: (transfer full)
 */
PangoLayout *mvua_map_text_new (PangoContext *context,
                                const char *text,
                                double size,
                                gboolean is_bold) G_GNUC_WARN_UNUSED_RESULT;

void mvua_map_text_extents (PangoLayout *layout, double *width, double *height);

/* With its top left corner at @x, @y, on a pale edge that lets it be read on anything. */
void mvua_map_text_show_halo (
    cairo_t *cr, PangoLayout *layout, double x, double y, guint32 rgb);

/**
 * mvua_map_text_show_fitted:
 * @width: that there is; a longer text gets smaller, and is cut with an ellipsis when it
 *   would be unreadable
 */
void mvua_map_text_show_fitted (cairo_t *cr,
                                PangoContext *context,
                                const char *text,
                                double size,
                                gboolean is_bold,
                                double x,
                                double y,
                                double width);

G_END_DECLS
