/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-patch.h"
#include "mvua-map-text.h"
#include "mvua-unit.h"

#include <math.h>
#include <string.h>

/* Pixels from one arrow or barb to the next, at least. */
#define SPACING 40.0
#define ARROW_PER_SPEED 2.4 /* pixels a m/s */
#define ARROW_MOST 48.0
#define KEY_SPEED 10.0 /* m/s */
#define STAFF 22.0
#define FEATHER 8.0
#define FEATHER_STEP 3.6
/* No wind is stronger than 500 kt.  What a file may hold instead is no reason to draw
 * feathers for minutes. */
#define MOST_FIVES 100
#define KNOTS (3600 / 1852.0)
#define INK 0x101820

/* With its middle at @x, @y: speeds of an ocean do not hide in a corner of it. */
static void
add_arrow (cairo_t *cr, double x, double y, double u, double v)
{
  const double speed = hypot (u, v);
  const double length = MIN (speed * ARROW_PER_SPEED, ARROW_MOST);
  const double dx = u / speed, dy = -v / speed;
  const double head = CLAMP (length / 3, 2.5, 6);
  const double tip_x = x + dx * length / 2, tip_y = y + dy * length / 2;

  cairo_move_to (cr, x - dx * length / 2, y - dy * length / 2);
  cairo_line_to (cr, tip_x, tip_y);
  cairo_move_to (cr, tip_x - head * (dx + dy * 0.5), tip_y - head * (dy - dx * 0.5));
  cairo_line_to (cr, tip_x, tip_y);
  cairo_line_to (cr, tip_x - head * (dx - dy * 0.5), tip_y - head * (dy + dx * 0.5));
}

/* The feather of a barb, @along pixels from its foot; full, half, or a pennant. */
static void
add_feather (cairo_t *cr,
             double along,
             double dx,
             double dy,
             double side,
             double share,
             gboolean is_pennant)
{
  /* To the left of where the wind goes, and back to where it comes from. */
  const double out_x = side * dy * FEATHER * share - dx * FEATHER * 0.4 * share;
  const double out_y = -side * dx * FEATHER * share - dy * FEATHER * 0.4 * share;

  cairo_rel_move_to (cr, -dx * along, -dy * along);
  cairo_rel_line_to (cr, out_x, out_y);
  if (is_pennant)
    {
      cairo_rel_line_to (cr, dx * FEATHER_STEP - out_x, dy * FEATHER_STEP - out_y);
      cairo_rel_move_to (cr, dx * (along - FEATHER_STEP), dy * (along - FEATHER_STEP));
    }
  else
    cairo_rel_move_to (cr, dx * along - out_x, dy * along - out_y);
}

/* Its foot at @x, @y; feathers lie on the side of low pressure. */
static void
add_barb (cairo_t *cr, double x, double y, double u, double v, gboolean is_south)
{
  const double speed = hypot (u, v);
  int fives = (int) lround (MIN (speed * KNOTS / 5, MOST_FIVES));

  if (fives == 0)
    {
      /* There and back, so that it holds nothing that could be filled. */
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, 2.5, 0, 2 * G_PI);
      cairo_arc_negative (cr, x, y, 2.5, 2 * G_PI, 0);
      return;
    }
  const double dx = u / speed, dy = -v / speed, side = is_south ? -1 : 1;
  double along = STAFF;

  cairo_move_to (cr, x - dx * STAFF, y - dy * STAFF);
  cairo_line_to (cr, x, y);
  for (; fives >= 10; fives -= 10, along -= FEATHER_STEP + 1.5)
    add_feather (cr, along, dx, dy, side, 1, TRUE);
  for (; fives >= 2; fives -= 2, along -= FEATHER_STEP)
    add_feather (cr, along, dx, dy, side, 1, FALSE);
  if (fives == 1)
    add_feather (cr, along < STAFF ? along : along - FEATHER_STEP, dx, dy, side, 0.5,
                 FALSE);
}

/* What an arrow of a certain length means, in the lower right corner. */
static void
paint_key (MvuaMapPainting *self)
{
  const MvuaUnit *unit = mvua_unit_choose (self->scene->u->key.variable, NULL, NULL);
  const MvuaUnit *shown = self->scene->style.unit;
  cairo_t *cr = self->cr;

  /* Where the map shows speeds, the key is in the same unit. */
  if (shown != NULL &&
      (strcmp (shown->symbol, "kt") == 0 || strcmp (shown->symbol, "km/h") == 0))
    unit = shown;
  g_autofree char *text =
      g_strdup_printf ("%.0f %s", mvua_unit_from_stored (unit, KEY_SPEED), unit->symbol);
  g_autoptr (PangoLayout) layout = mvua_map_text_new (self->text, text, 11, FALSE);
  double width, height;
  mvua_map_text_extents (layout, &width, &height);
  const double wide = width + KEY_SPEED * ARROW_PER_SPEED + 18, tall = height + 6;
  const MvuaMapRectangle box = { self->width - wide - 6, self->height - tall - 6, wide,
                                 tall };
  if (!mvua_map_painting_take (self, &box))
    return;
  cairo_rectangle (cr, box.x, box.y, box.width, box.height);
  mvua_map_set_colour (cr, 0xffffff, 0.8);
  cairo_fill (cr);
  mvua_map_set_colour (cr, INK, 1);
  add_arrow (cr, box.x + 6 + KEY_SPEED * ARROW_PER_SPEED / 2, box.y + tall / 2, KEY_SPEED,
             0);
  cairo_fill_preserve (cr);
  cairo_stroke (cr);
  cairo_move_to (cr, box.x + wide - width - 6, box.y + 3);
  pango_cairo_show_layout (cr, layout);
}

static gboolean
is_on_map (const MvuaMapPainting *self, double x, double y)
{
  return x >= 0 && y >= 0 && x < self->width && y < self->height;
}

static void
add_winds (MvuaMapPainting *self, const MvuaMapPatch *u, const MvuaMapPatch *v)
{
  const gboolean barbs = self->scene->style.wind == MVUA_MAP_WIND_BARBS;
  const double equator = mvua_map_painting_y (self, 0);

  for (guint row = 0; row < u->n_rows; row++)
    for (guint column = 0; column < u->n_columns; column++)
      {
        const gsize i = (gsize) row * u->n_columns + column;
        const double east = (double) u->values[i], north = (double) v->values[i];
        const double x = u->x + column * u->dx, y = u->y + row * u->dy;
        if (isnan (east + north) || !is_on_map (self, x, y))
          continue;
        if (barbs)
          add_barb (self->cr, x, y, east, north, y > equator);
        else if (hypot (east, north) > 0.2)
          add_arrow (self->cr, x, y, east, north);
      }
}

/* Both strokes at once: a pale edge, and the ink on it.  Heads of arrows and pennants are
 * the only parts of the path that hold anything, and are filled. */
static void
stroke_winds (cairo_t *cr)
{
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 2.8);
  mvua_map_set_colour (cr, 0xffffff, 0.55);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, 1.2);
  mvua_map_set_colour (cr, INK, 0.95);
  cairo_fill_preserve (cr);
  cairo_stroke (cr);
}

static gboolean
same_place (const MvuaField *a, const MvuaField *b)
{
  const MvuaWindow *one = &a->key.window, *other = &b->key.window;

  return mvua_grid_equal (&a->grid, &b->grid) && one->row == other->row &&
         one->n_rows == other->n_rows && one->column == other->column &&
         one->n_columns == other->n_columns && one->turns == other->turns;
}

void
mvua_map_paint_wind (MvuaMapPainting *self)
{
  const MvuaMapScene *scene = self->scene;

  if (scene->style.wind == MVUA_MAP_WIND_NONE || scene->u == NULL || scene->v == NULL ||
      !same_place (scene->u, scene->v))
    return;
  g_autoptr (GArray) u = mvua_map_patches_new (self, scene->u, SPACING);
  g_autoptr (GArray) v = mvua_map_patches_new (self, scene->v, SPACING);

  cairo_save (self->cr);
  for (guint i = 0; i < u->len; i++)
    add_winds (self, &g_array_index (u, MvuaMapPatch, i),
               &g_array_index (v, MvuaMapPatch, i));
  stroke_winds (self->cr);
  if (scene->style.wind == MVUA_MAP_WIND_ARROWS)
    paint_key (self);
  cairo_restore (self->cr);
}
