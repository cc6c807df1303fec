/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-text.h"

#include "mvua-map-halo.h"
#include "mvua-map-painting.h"

#define LEAST_SIZE 7.0

PangoLayout *
mvua_map_text_new (PangoContext *context, const char *text, double size, gboolean is_bold)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, "Sans");
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if (is_bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (font);
  return layout;
}

void
mvua_map_text_extents (PangoLayout *layout, double *width, double *height)
{
  int w = 0, h = 0;

  pango_layout_get_size (layout, &w, &h);
  *width = (double) w / PANGO_SCALE;
  *height = (double) h / PANGO_SCALE;
}

void
mvua_map_text_show_halo (
    cairo_t *cr, PangoLayout *layout, double x, double y, guint32 rgb)
{
  cairo_save (cr);
  mvua_map_set_colour (cr, 0xffffff, 0.8);
  mvua_map_halo_show (cr, layout, x, y);
  cairo_move_to (cr, x, y);
  mvua_map_set_colour (cr, rgb, 1);
  pango_cairo_show_layout (cr, layout);
  cairo_restore (cr);
}

void
mvua_map_text_show_fitted (cairo_t *cr,
                           PangoContext *context,
                           const char *text,
                           double size,
                           gboolean is_bold,
                           double x,
                           double y,
                           double width)
{
  g_autoptr (PangoLayout) layout = mvua_map_text_new (context, text, size, is_bold);
  double wide, tall;

  if (width <= 0)
    return;
  mvua_map_text_extents (layout, &wide, &tall);
  if (wide > width)
    {
      const double smaller = MAX (size * width / wide * 0.99, MIN (size, LEAST_SIZE));
      g_object_unref (layout);
      layout = mvua_map_text_new (context, text, smaller, is_bold);
      pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
}
