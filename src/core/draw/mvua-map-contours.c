/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Filled contours and isolines, both from the lines of the kernel. */

#include "mvua-map-contours.h"

#include "mvua-contour.h"
#include "mvua-map-patch.h"
#include "mvua-map-round.h"
#include "mvua-map-text.h"

/* Points of the field that lines are made of are so many pixels apart at least. */
#define LEAST_CELL 3.0
/* Around a patch, so that what is above a level is enclosed by rings. */
#define FAR_BELOW (-1e30f)
#define MOST_ISOLINES 200

#define LABEL_SIZE 10.0
#define LABEL_EVERY 260.0
#define LABEL_LEAST_LINE 90.0
#define LABEL_MARGIN 2.0
#define ANGLE_STEP (G_PI / 36)

typedef struct
{
  MvuaContourPoint *points;
  MvuaContourLine *lines;
  unsigned char *marks;
} Room;

static Room
room_for (const MvuaMapPatch *patch)
{
  const gsize n = (gsize) patch->n_rows * patch->n_columns;

  return (Room){ g_new (MvuaContourPoint, 2 * n), g_new (MvuaContourLine, n),
                 g_new (unsigned char, n) };
}

static void
room_clear (Room *room)
{
  g_free (room->points);
  g_free (room->lines);
  g_free (room->marks);
}

/* A curve through the points of a line, which bends as its neighbours say (Catmull and
 * Rom); straight where there are only two. */
static void
add_line (cairo_t *cr, const MvuaContourPoint *p, gsize n, gboolean is_closed)
{
  const gsize n_pieces = is_closed ? n : n - 1;

  cairo_move_to (cr, (double) p[0].x, (double) p[0].y);
  for (gsize i = 0; i < n_pieces; i++)
    {
      const MvuaContourPoint a = p[i > 0 ? i - 1 : is_closed ? n - 1 : 0];
      const MvuaContourPoint b = p[i];
      const MvuaContourPoint c = p[(i + 1) % n];
      const MvuaContourPoint d = p[i + 2 < n ? i + 2 : is_closed ? (i + 2) % n : n - 1];

      cairo_curve_to (cr, (double) (b.x + (c.x - a.x) / 6),
                      (double) (b.y + (c.y - a.y) / 6), (double) (c.x - (d.x - b.x) / 6),
                      (double) (c.y - (d.y - b.y) / 6), (double) c.x, (double) c.y);
    }
  if (is_closed)
    cairo_close_path (cr);
}

/* Points closer than a third of a cell bend a curve more than they tell. */
static gsize
thin (MvuaContourPoint *p, gsize n, float least, gboolean is_closed)
{
  gsize kept = 1;

  for (gsize i = 1; i < n; i++)
    {
      const float dx = p[i].x - p[kept - 1].x, dy = p[i].y - p[kept - 1].y;
      if (dx * dx + dy * dy >= least * least || (i == n - 1 && !is_closed))
        p[kept++] = p[i];
    }
  return kept;
}

static gsize
contour (const MvuaMapPatch *patch, float level, Room *room)
{
  const gsize n_lines =
      mvua_kernel_contour (patch->values, patch->n_rows, patch->n_columns, level,
                           room->marks, room->points, room->lines);
  const float least = (float) (patch->dx / 3);

  for (gsize i = 0; i < n_lines; i++)
    {
      MvuaContourLine *line = &room->lines[i];
      MvuaContourPoint *p = room->points + line->first;
      for (gsize k = 0; k < line->n_points; k++)
        {
          p[k].x = (float) (patch->x + (double) p[k].x * patch->dx);
          p[k].y = (float) (patch->y + (double) p[k].y * patch->dy);
        }
      line->n_points = thin (p, line->n_points, least, line->is_closed);
    }
  return n_lines;
}

/* A copy with one more row and column on each side, and with what is missing, below all
 * levels: the lines in it are rings. */
static MvuaMapPatch
enclose (const MvuaMapPatch *patch)
{
  MvuaMapPatch wide = *patch;

  wide.n_rows += 2;
  wide.n_columns += 2;
  wide.x -= patch->dx;
  wide.y -= patch->dy;
  const gsize n = (gsize) wide.n_rows * wide.n_columns;
  wide.values = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    wide.values[i] = FAR_BELOW;
  for (guint row = 0; row < patch->n_rows; row++)
    for (guint column = 0; column < patch->n_columns; column++)
      {
        const float value = patch->values[(gsize) row * patch->n_columns + column];
        if (!isnan (value))
          wide.values[(gsize) (row + 1) * wide.n_columns + column + 1] = value;
      }
  return wide;
}

/* From the lowest class to the highest, each over all that is above it, so that nothing
 * shines through between two of them. */
static void
fill_bands (MvuaMapPainting *self, const MvuaMapPatch *patch)
{
  const MvuaMapPalette *palette = &self->palette;
  cairo_t *cr = self->cr;
  MvuaMapPatch wide = enclose (patch);
  Room room = room_for (&wide);

  cairo_save (cr);
  mvua_map_painting_hurry (self);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  for (guint i = 0; i < palette->n_classes; i++)
    {
      const gboolean is_all = i < MAX (palette->n_below, 1);
      const float level = is_all ? FAR_BELOW / 2 : palette->levels[i - palette->n_below];
      const gsize n_lines = contour (&wide, level, &room);

      for (gsize k = 0; k < n_lines; k++)
        if (room.lines[k].n_points > 2)
          {
            const MvuaContourPoint *p = room.points + room.lines[k].first;
            cairo_move_to (cr, (double) p[0].x, (double) p[0].y);
            for (gsize m = 1; m < room.lines[k].n_points; m++)
              cairo_line_to (cr, (double) p[m].x, (double) p[m].y);
            cairo_close_path (cr);
          }
      mvua_map_set_colour (cr, palette->colours[i], 1);
      cairo_fill (cr);
    }
  cairo_restore (cr);
  room_clear (&room);
  g_free (wide.values);
}

void
mvua_map_paint_bands (MvuaMapPainting *self)
{
  if (self->scene->style.fill != MVUA_MAP_FILL_CONTOURS || self->limits.n_levels == 0 ||
      !mvua_map_painting_has_values (self))
    return;
  g_autoptr (GArray) patches =
      mvua_map_patches_new (self, self->scene->field, LEAST_CELL);
  for (guint i = 0; i < patches->len; i++)
    fill_bands (self, &g_array_index (patches, MvuaMapPatch, i));
}

static int
compare_levels (gconstpointer a, gconstpointer b)
{
  const double one = ((const MvuaMapIsoline *) a)->level;
  const double other = ((const MvuaMapIsoline *) b)->level;
  return (one > other) - (one < other);
}

GArray *
mvua_map_isoline_levels (const MvuaMapPainting *self)
{
  const MvuaMapStyle *style = &self->scene->style;
  const MvuaField *field = self->scene->field;
  GArray *levels = g_array_new (FALSE, FALSE, sizeof (MvuaMapIsoline));

  for (guint i = 0;
       i < MIN (style->n_isoline_levels, G_N_ELEMENTS (style->isoline_levels)); i++)
    {
      const MvuaMapIsoline line = { style->isoline_levels[i], TRUE };
      g_array_append_val (levels, line);
    }
  if (style->isoline_interval > 0 && !isnan (field->lowest))
    {
      const double low = mvua_unit_from_stored (style->unit, (double) field->lowest);
      const double high = mvua_unit_from_stored (style->unit, (double) field->highest);
      double step = style->isoline_interval;
      while ((high - low) / step > MOST_ISOLINES)
        step *= 2;
      /* Counted, as to a value that is out of all bounds one more adds nothing. */
      const double first = ceil (low / step);
      for (guint k = 0; k <= MOST_ISOLINES && (first + k) * step <= high; k++)
        {
          const MvuaMapIsoline line = { (first + k) * step, FALSE };
          g_array_append_val (levels, line);
        }
    }
  g_array_sort (levels, compare_levels);
  return levels;
}

/* The place of a line where it is straightest over the length of a label, among those
 * around @at.  FALSE if it is nowhere straight enough. */
static gboolean
find_straight (const MvuaContourPoint *p,
               gsize n,
               gsize at,
               gsize reach,
               double length,
               gsize *begin,
               gsize *end)
{
  double best = 1.08;

  for (gsize i = at > reach ? at - reach : 0; i < MIN (at + reach, n); i++)
    {
      double way = 0;
      gsize k = i;
      while (k + 1 < n && way < length)
        {
          way += hypot ((double) (p[k + 1].x - p[k].x), (double) (p[k + 1].y - p[k].y));
          k++;
        }
      const double straight =
          hypot ((double) (p[k].x - p[i].x), (double) (p[k].y - p[i].y));
      if (way >= length && straight > 0 && way / straight < best)
        {
          best = way / straight;
          *begin = i;
          *end = k;
        }
    }
  return best < 1.08;
}

/* Along a line from @a to @b, upright for who reads it; not if there is no room. */
static void
put_label (MvuaMapPainting *self,
           PangoLayout *layout,
           MvuaContourPoint a,
           MvuaContourPoint b)
{
  const double x = (double) (a.x + b.x) / 2, y = (double) (a.y + b.y) / 2;
  double angle = atan2 ((double) (b.y - a.y), (double) (b.x - a.x));
  double width, height;

  if (angle > G_PI_2)
    angle -= G_PI;
  else if (angle < -G_PI_2)
    angle += G_PI;
  /* Glyphs are kept for each angle: a few of them serve all lines. */
  angle = round (angle / ANGLE_STEP) * ANGLE_STEP;
  mvua_map_text_extents (layout, &width, &height);
  const double across =
      fabs (cos (angle)) * width + fabs (sin (angle)) * height + 2 * LABEL_MARGIN;
  const double down =
      fabs (sin (angle)) * width + fabs (cos (angle)) * height + 2 * LABEL_MARGIN;
  const MvuaMapRectangle taken = { x - across / 2, y - down / 2, across, down };
  if (!mvua_map_painting_take (self, &taken))
    return;
  cairo_save (self->cr);
  cairo_translate (self->cr, x, y);
  cairo_rotate (self->cr, angle);
  mvua_map_text_show_halo (self->cr, layout, -width / 2, -height / 2, 0x202020);
  cairo_restore (self->cr);
}

static void
label_line (MvuaMapPainting *self,
            PangoLayout *layout,
            const MvuaContourPoint *p,
            gsize n)
{
  double width, height, length = 0, since = LABEL_EVERY / 2;

  mvua_map_text_extents (layout, &width, &height);
  for (gsize i = 1; i < n; i++)
    length += hypot ((double) (p[i].x - p[i - 1].x), (double) (p[i].y - p[i - 1].y));
  if (length < MAX (LABEL_LEAST_LINE, 2 * width))
    return;
  if (length < LABEL_EVERY)
    since = LABEL_EVERY - length / 2;
  for (gsize i = 1; i < n; i++)
    {
      gsize begin = 0, end = 0;
      since += hypot ((double) (p[i].x - p[i - 1].x), (double) (p[i].y - p[i - 1].y));
      if (since < LABEL_EVERY)
        continue;
      since = 0;
      if (find_straight (p, n, i, 8, width, &begin, &end))
        put_label (self, layout, p[begin], p[end]);
    }
}

static void
stroke_level (MvuaMapPainting *self,
              const Room *room,
              gsize n_lines,
              const MvuaMapIsoline *level)
{
  cairo_t *cr = self->cr;

  for (gsize i = 0; i < n_lines; i++)
    if (room->lines[i].n_points > 1)
      add_line (cr, room->points + room->lines[i].first, room->lines[i].n_points,
                room->lines[i].is_closed && room->lines[i].n_points > 2);
  cairo_set_line_width (cr, level->is_marked ? 1.8 : 0.9);
  mvua_map_set_colour (cr, 0x202020, level->is_marked ? 0.95 : 0.65);
  cairo_stroke (cr);
}

static void
paint_level (MvuaMapPainting *self,
             const MvuaMapPatch *patch,
             const MvuaMapIsoline *level,
             Room *room)
{
  const MvuaMapStyle *style = &self->scene->style;
  const float stored = (float) mvua_unit_to_stored (style->unit, level->level);
  const gsize n_lines = contour (patch, stored, room);

  if (n_lines == 0)
    return;
  g_autofree char *text =
      g_strdup_printf ("%.*f", mvua_round_decimals (level->level), level->level);
  g_autoptr (PangoLayout) layout =
      mvua_map_text_new (self->text, text, LABEL_SIZE, level->is_marked);

  stroke_level (self, room, n_lines, level);
  for (gsize i = 0; i < n_lines; i++)
    label_line (self, layout, room->points + room->lines[i].first,
                room->lines[i].n_points);
}

void
mvua_map_paint_isolines (MvuaMapPainting *self)
{
  if (!mvua_map_painting_has_values (self))
    return;
  g_autoptr (GArray) levels = mvua_map_isoline_levels (self);
  if (levels->len == 0)
    return;
  g_autoptr (GArray) patches =
      mvua_map_patches_new (self, self->scene->field, LEAST_CELL);

  cairo_save (self->cr);
  cairo_set_line_join (self->cr, CAIRO_LINE_JOIN_BEVEL);
  mvua_map_painting_hurry (self);
  for (guint i = 0; i < patches->len; i++)
    {
      const MvuaMapPatch *patch = &g_array_index (patches, MvuaMapPatch, i);
      Room room = room_for (patch);
      for (guint k = 0; k < levels->len; k++)
        paint_level (self, patch, &g_array_index (levels, MvuaMapIsoline, k), &room);
      room_clear (&room);
    }
  cairo_restore (self->cr);
}
