/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-painting.h"

#include <math.h>

#define SEA 0xdfe9f0
#define LAND 0xf4f1ea
#define COAST 0x1c2a33
#define WATER 0x3f6f96
#define BORDER 0x2a2a2a
#define DIVISION 0x555555
#define GRATICULE 0x404040
#define OVERLAY 0x7a1f5c

/* Points closer than this are one, in pixels. */
#define LEAST_MOVE 1.0

/* Pixels a degree from which on the finer level is drawn where there is one. */
#define LEAST_REGION_SCALE 8.0

/* Half a globe further and the same place comes again. */
#define TURN 360.0

/* Which lines of a layer are drawn at which scale, and how. */
typedef struct
{
  MvuaBasemapLayer layer;
  guint32 rgb;
  double alpha;
  double width;
} Pen;

typedef void (*LineFunc) (MvuaMapPainting *self,
                          const MvuaMapLine *line,
                          double turn,
                          gpointer data);

static void
add_line (MvuaMapPainting *self, const MvuaMapLine *line, double turn)
{
  cairo_t *cr = self->cr;
  double last_x = 0;
  double last_y = 0;

  for (guint i = 0; i < line->n_points; i++)
    {
      const double x = mvua_map_painting_x (self, (double) line->points[i].lon + turn);
      const double y = mvua_map_painting_y (self, (double) line->points[i].lat);
      if (i == 0)
        cairo_move_to (cr, x, y);
      else if (i + 1 < line->n_points && fabs (x - last_x) < LEAST_MOVE &&
               fabs (y - last_y) < LEAST_MOVE)
        continue;
      else
        cairo_line_to (cr, x, y);
      last_x = x;
      last_y = y;
    }
  if (line->flags & MVUA_MAP_LINE_CLOSED)
    cairo_close_path (cr);
}

/* Each line that is seen, in each turn in which it is. */
static void
for_each_line (MvuaMapPainting *self,
               const MvuaMapLine *lines,
               gsize n_lines,
               LineFunc func,
               gpointer data)
{
  for (double turn = floor ((self->box.west + 180) / TURN) * TURN;
       turn - 180 <= self->box.east; turn += TURN)
    {
      const MvuaMapBox box = { self->box.west - turn, self->box.south,
                               self->box.east - turn, self->box.north };
      MvuaMapLineIter iter;
      const MvuaMapLine *line;

      mvua_map_line_iter_init (&iter, lines, n_lines, &box);
      while ((line = mvua_map_line_iter_next (&iter)) != NULL)
        func (self, line, turn, data);
    }
}

/* The part of the map that a level of the basemap is drawn in; FALSE if there is none. */
static gboolean
clip_level (MvuaMapPainting *self, MvuaBasemapLevel level)
{
  const MvuaMapBox region = mvua_basemap_get_region (self->scene->basemap);
  /* At whole pixels: to clip at parts of them costs more than all the lines. */
  const double x = round (mvua_map_painting_x (self, region.west));
  const double y = round (mvua_map_painting_y (self, region.north));
  const double width = round (mvua_map_painting_x (self, region.east)) - x;
  const double height = round (mvua_map_painting_y (self, region.south)) - y;
  const gboolean covers =
      x <= 0 && y <= 0 && x + width >= self->width && y + height >= self->height;

  /* The world is as fine as pixels are: nobody sees the difference. */
  if (self->scene->camera.scale < LEAST_REGION_SCALE)
    return level == MVUA_BASEMAP_WORLD;
  if (covers)
    return level == MVUA_BASEMAP_REGION;
  if (!mvua_map_box_overlaps (&region, &self->box))
    return level == MVUA_BASEMAP_WORLD;
  if (level == MVUA_BASEMAP_WORLD)
    cairo_rectangle (self->cr, 0, 0, self->width, self->height);
  cairo_rectangle (self->cr, x, y, width, height);
  cairo_set_fill_rule (self->cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_clip (self->cr);
  return TRUE;
}

static void
add_any (MvuaMapPainting *self,
         const MvuaMapLine *line,
         double turn,
         gpointer data G_GNUC_UNUSED)
{
  add_line (self, line, turn);
}

/* The highest rank of rivers and lakes that has room at a scale. */
static guint
most_rank (const MvuaMapPainting *self)
{
  const double scale = self->scene->camera.scale;

  return scale < 8 ? 3 : scale < 16 ? 5 : scale < 40 ? 7 : scale < 100 ? 9 : 13;
}

typedef struct
{
  gboolean is_dashed;
  guint most_rank;
} Choice;

static void
add_chosen (MvuaMapPainting *self, const MvuaMapLine *line, double turn, gpointer data)
{
  const Choice *choice = data;
  const gboolean is_dashed =
      (line->flags & (MVUA_MAP_LINE_DISPUTED | MVUA_MAP_LINE_INTERMITTENT)) != 0;

  if (is_dashed == choice->is_dashed && line->rank <= choice->most_rank)
    add_line (self, line, turn);
}

/* Strokes a layer: plain lines, and then those that are disputed or fall dry. */
static void
stroke_layer (MvuaMapPainting *self, MvuaBasemapLevel level, const Pen *pen, guint rank)
{
  static const double dashes[] = { 4, 3 };
  gsize n = 0;
  const MvuaMapLine *lines =
      mvua_basemap_get_lines (self->scene->basemap, level, pen->layer, &n);

  cairo_set_line_width (self->cr, pen->width);
  mvua_map_set_colour (self->cr, pen->rgb, pen->alpha);
  for (guint i = 0; i < 2; i++)
    {
      Choice choice = { i == 1, rank };
      cairo_new_path (self->cr);
      for_each_line (self, lines, n, add_chosen, &choice);
      cairo_set_dash (self->cr, dashes, i == 1 ? G_N_ELEMENTS (dashes) : 0, 0);
      cairo_stroke (self->cr);
    }
  cairo_set_dash (self->cr, NULL, 0, 0);
}

static void
fill_layer (MvuaMapPainting *self,
            MvuaBasemapLevel level,
            MvuaBasemapLayer layer,
            guint32 rgb)
{
  gsize n = 0;
  const MvuaMapLine *lines =
      mvua_basemap_get_lines (self->scene->basemap, level, layer, &n);

  cairo_new_path (self->cr);
  for_each_line (self, lines, n, add_any, NULL);
  cairo_set_fill_rule (self->cr, CAIRO_FILL_RULE_EVEN_ODD);
  mvua_map_set_colour (self->cr, rgb, 1);
  cairo_fill (self->cr);
}

void
mvua_map_paint_ground (MvuaMapPainting *self)
{
  mvua_map_set_colour (self->cr, SEA, 1);
  cairo_paint (self->cr);
  for (guint level = 0; self->scene->basemap != NULL && level < MVUA_BASEMAP_N_LEVELS;
       level++)
    {
      cairo_save (self->cr);
      mvua_map_painting_hurry (self);
      if (clip_level (self, (MvuaBasemapLevel) level))
        {
          fill_layer (self, (MvuaBasemapLevel) level, MVUA_BASEMAP_LAND, LAND);
          if (self->scene->style.lakes)
            fill_layer (self, (MvuaBasemapLevel) level, MVUA_BASEMAP_LAKE, SEA);
        }
      cairo_restore (self->cr);
    }
}

void
mvua_map_paint_basemap (MvuaMapPainting *self)
{
  static const Pen rivers = { MVUA_BASEMAP_RIVER, WATER, 0.75, 0.8 };
  static const Pen lakes = { MVUA_BASEMAP_LAKE, WATER, 0.95, 0.9 };
  static const Pen divisions = { MVUA_BASEMAP_DIVISION, DIVISION, 0.6, 0.5 };
  static const Pen borders = { MVUA_BASEMAP_BORDER, BORDER, 0.9, 1.1 };
  static const Pen coast = { MVUA_BASEMAP_COAST, COAST, 0.95, 1.0 };
  const MvuaMapStyle *style = &self->scene->style;
  const guint rank = most_rank (self);

  if (self->scene->basemap == NULL)
    return;
  for (guint i = 0; i < MVUA_BASEMAP_N_LEVELS; i++)
    {
      const MvuaBasemapLevel level = (MvuaBasemapLevel) i;
      cairo_save (self->cr);
      if (clip_level (self, level))
        {
          cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_BEVEL);
          cairo_set_tolerance (self->cr, 0.5);
          mvua_map_painting_hurry (self);
          if (style->rivers)
            stroke_layer (self, level, &rivers, rank);
          if (style->lakes)
            stroke_layer (self, level, &lakes, G_MAXUINT8);
          if (style->divisions && self->scene->camera.scale >= 14)
            stroke_layer (self, level, &divisions, G_MAXUINT8);
          stroke_layer (self, level, &coast, G_MAXUINT8);
          if (style->borders)
            stroke_layer (self, level, &borders, G_MAXUINT8);
        }
      cairo_restore (self->cr);
    }
}

void
mvua_map_paint_overlays (MvuaMapPainting *self)
{
  const GPtrArray *overlays = self->scene->overlays;

  cairo_save (self->cr);
  mvua_map_painting_hurry (self);
  for (guint i = 0; overlays != NULL && i < overlays->len; i++)
    {
      gsize n = 0;
      const MvuaMapLine *lines =
          mvua_overlay_get_lines (g_ptr_array_index (overlays, i), &n);
      cairo_new_path (self->cr);
      for_each_line (self, lines, n, add_any, NULL);
      cairo_set_line_width (self->cr, 1.1);
      mvua_map_set_colour (self->cr, OVERLAY, 0.9);
      cairo_stroke (self->cr);
    }
  cairo_restore (self->cr);
}

/* Degrees from line to line, so that they are some 90 pixels apart. */
static double
graticule_step (double scale)
{
  static const double steps[] = { 0.5, 1, 2, 5, 10, 15, 30 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * scale >= 90)
      return steps[i];
  return steps[G_N_ELEMENTS (steps) - 1];
}

void
mvua_map_paint_graticule (MvuaMapPainting *self)
{
  const double step = graticule_step (self->scene->camera.scale);
  const double south = MAX (self->box.south, -90);
  const double north = MIN (self->box.north, 90);

  if (!self->scene->style.graticule)
    return;
  cairo_new_path (self->cr);
  for (double lon = ceil (self->box.west / step) * step; lon <= self->box.east;
       lon += step)
    {
      const double x = mvua_map_painting_x (self, lon);
      cairo_move_to (self->cr, x, mvua_map_painting_y (self, north));
      cairo_line_to (self->cr, x, mvua_map_painting_y (self, south));
    }
  for (double lat = ceil (south / step) * step; lat <= north; lat += step)
    {
      const double y = mvua_map_painting_y (self, lat);
      cairo_move_to (self->cr, 0, y);
      cairo_line_to (self->cr, self->width, y);
    }
  cairo_set_line_width (self->cr, 0.5);
  mvua_map_set_colour (self->cr, GRATICULE, 0.35);
  cairo_stroke (self->cr);
}
