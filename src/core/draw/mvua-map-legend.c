/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-legend.h"

#include "mvua-map-raster.h"
#include "mvua-map-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SIZE 11.0
#define BAR 18.0
#define POINT 10.0
#define MARGIN 12.0
#define RAMP_STEPS 128

static double
level_y (double top, double height, guint i, guint n)
{
  return top + height - height * i / n;
}

/* Classes between two levels, and the last one where values end above the last level. */
static guint
n_classes (const MvuaMapLimits *limits)
{
  return limits->is_most ? limits->n_levels : limits->n_levels - 1;
}

static double
level (const MvuaMapLimits *limits, guint i)
{
  return i < limits->n_levels ? limits->levels[i] : limits->highest;
}

/* A number without zeros that say nothing. */
static char *
number (double value)
{
  return g_strdup_printf ("%.4g", fabs (value) < 1e-9 ? 0 : value);
}

static void
paint_number (MvuaMapPainting *self, double value, double x, double y, guint32 ink)
{
  g_autofree char *text = number (value);
  g_autoptr (PangoLayout) layout = mvua_map_text_new (self->text, text, SIZE, FALSE);
  double width = 0;
  double height = 0;

  mvua_map_text_extents (layout, &width, &height);
  cairo_move_to (self->cr, x, y - height / 2);
  mvua_map_set_colour (self->cr, ink, 1);
  pango_cairo_show_layout (self->cr, layout);
}

/* A triangle above or below the bar: values beyond have this colour. */
static void
paint_end (MvuaMapPainting *self, double x, double y, double point, guint32 colour)
{
  cairo_move_to (self->cr, x, y);
  cairo_line_to (self->cr, x + BAR, y);
  cairo_line_to (self->cr, x + BAR / 2, y + point);
  cairo_close_path (self->cr);
  mvua_map_set_colour (self->cr, colour, 1);
  cairo_fill (self->cr);
}

static void
paint_classes (MvuaMapPainting *self, double x, double top, double height, guint32 ink)
{
  const MvuaMapStyle *style = &self->scene->style;
  const MvuaMapLimits *limits = &self->limits;
  const guint n = n_classes (limits);
  /* Numbers that would stand on one another are left out. */
  const guint every = (guint) ceil (SIZE * 1.5 / (height / n));

  for (guint i = 0; i < n; i++)
    {
      const double y = level_y (top, height, i + 1, n);
      const double middle = (level (limits, i) + level (limits, i + 1)) / 2;
      cairo_rectangle (self->cr, x, y, BAR, height / n + 0.5);
      mvua_map_set_colour (self->cr, mvua_map_style_colour (style, limits, middle), 1);
      cairo_fill (self->cr);
    }
  for (guint i = 0; i <= n; i += MAX (every, 1))
    paint_number (self, level (limits, i), x + BAR + 4, level_y (top, height, i, n), ink);
}

/* Around all of it: the first class of rain is as white as paper. */
static void
paint_frame (MvuaMapPainting *self, double x, double top, double height, guint32 ink)
{
  const MvuaMapLimits *limits = &self->limits;
  cairo_t *cr = self->cr;

  cairo_move_to (cr, x, top);
  if (!limits->is_most)
    cairo_line_to (cr, x + BAR / 2, top - POINT);
  cairo_line_to (cr, x + BAR, top);
  cairo_line_to (cr, x + BAR, top + height);
  if (!limits->is_least)
    cairo_line_to (cr, x + BAR / 2, top + height + POINT);
  cairo_line_to (cr, x, top + height);
  cairo_close_path (cr);
  mvua_map_set_colour (cr, ink, 0.6);
  cairo_set_line_width (cr, 0.7);
  cairo_stroke (cr);
}

static void
paint_ramp (MvuaMapPainting *self, double x, double top, double height, guint32 ink)
{
  const MvuaMapStyle *style = &self->scene->style;
  const MvuaMapLimits *limits = &self->limits;
  const double span = limits->highest - limits->lowest;

  for (guint i = 0; i < RAMP_STEPS; i++)
    {
      const double value = limits->lowest + span * (i + 0.5) / RAMP_STEPS;
      cairo_rectangle (self->cr, x, level_y (top, height, i + 1, RAMP_STEPS), BAR,
                       height / RAMP_STEPS + 0.5);
      mvua_map_set_colour (self->cr, mvua_map_style_colour (style, limits, value), 1);
      cairo_fill (self->cr);
    }
  for (guint i = 0; i <= 5; i++)
    paint_number (self, limits->lowest + span * i / 5, x + BAR + 4,
                  level_y (top, height, i, 5), ink);
}

/* What the hatching on the map is. */
static void
paint_missing (MvuaMapPainting *self,
               const MvuaMapRectangle *place,
               double y,
               guint32 ink)
{
  const double x = place->x + MARGIN;
  cairo_t *cr = self->cr;

  cairo_save (cr);
  cairo_rectangle (cr, x, y, BAR, SIZE);
  cairo_clip (cr);
  mvua_map_set_colour (cr, MVUA_MAP_MISSING_LIGHT, 1);
  cairo_paint (cr);
  mvua_map_set_colour (cr, MVUA_MAP_MISSING_DARK, 1);
  cairo_set_line_width (cr, 2);
  for (double at = -SIZE; at < BAR; at += 6)
    {
      cairo_move_to (cr, x + at, y + SIZE);
      cairo_line_to (cr, x + at + SIZE, y);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
  mvua_map_set_colour (cr, ink, 1);
  mvua_map_text_show_fitted (cr, self->text, _ ("missing"), SIZE, FALSE, x + BAR + 4,
                             y - 2, place->width - MARGIN - BAR - 10);
}

void
mvua_map_paint_legend (MvuaMapPainting *self, const MvuaMapRectangle *place, guint32 ink)
{
  const MvuaMapLimits *limits = &self->limits;
  const MvuaMapStyle *style = &self->scene->style;
  const double x = place->x + MARGIN;
  const double top = place->y + SIZE * 2 + POINT + 4;
  const double height = place->height - (top - place->y) - POINT - SIZE * 2.5;
  const double beyond = (limits->highest - limits->lowest) * 1e-3 + 1e-9;

  if (self->scene->field == NULL || height < 40 ||
      (limits->n_levels > 0 && n_classes (limits) == 0))
    return;
  mvua_map_set_colour (self->cr, ink, 1);
  mvua_map_text_show_fitted (self->cr, self->text, style->unit->symbol, SIZE + 1, TRUE, x,
                             place->y + 2, place->width - MARGIN);
  if (!limits->is_most)
    paint_end (self, x, top, -POINT,
               mvua_map_style_colour (style, limits, limits->highest + beyond));
  if (!limits->is_least)
    paint_end (self, x, top + height, POINT,
               mvua_map_style_colour (style, limits, limits->lowest - beyond));
  if (limits->n_levels > 0)
    paint_classes (self, x, top, height, ink);
  else
    paint_ramp (self, x, top, height, ink);
  paint_frame (self, x, top, height, ink);
  if (self->scene->field->n_missing > 0)
    paint_missing (self, place, place->y + place->height - SIZE - 2, ink);
}
