/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-labels.h"

#include "mvua-map-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define INK 0x14181c
#define SIZE 11.0
#define CAPITAL_SIZE 12.0
#define DEGREE_SIZE 10.0
#define DOT 2.0
#define GAP 4.0
#define LEAST_CHARACTER 3.5 /* pixels; few names are as narrow */

/* A map of so many pixels is crowded with more names. */
#define PIXELS_A_NAME 14000.0
#define LEAST_NAMES 5.0

static void
paint_dot (MvuaMapPainting *self, double x, double y, gboolean is_capital)
{
  cairo_t *cr = self->cr;

  cairo_new_path (cr);
  cairo_arc (cr, x, y, is_capital ? DOT * 1.5 : DOT, 0, 2 * G_PI);
  mvua_map_set_colour (cr, 0xffffff, 0.9);
  cairo_set_line_width (cr, 1.6);
  cairo_stroke_preserve (cr);
  mvua_map_set_colour (cr, INK, 1);
  cairo_fill (cr);
}

/* What a dot covers, so that no other name runs over it. */
static MvuaMapRectangle
dot_box (double x, double y, gboolean is_capital)
{
  const double reach = (is_capital ? DOT * 1.5 : DOT) + 0.8;

  return (MvuaMapRectangle){ x - reach, y - reach, 2 * reach, 2 * reach };
}

/* Whether a name might stand at a place at all: to lay out those that cannot costs more
 * than to draw those that can. */
static gboolean
may_have_room (const MvuaMapPainting *self, const MvuaMapPlace *place, double x, double y)
{
  const double width = LEAST_CHARACTER * (double) g_utf8_strlen (place->name, -1);
  const double height = SIZE;
  const MvuaMapRectangle dot = dot_box (x, y, place->is_capital);
  const MvuaMapRectangle spots[] = {
    { x + GAP, y - height / 2, width, height },
    { x - GAP - width, y - height / 2, width, height },
    { x - width / 2, y - GAP - height, width, height },
    { x - width / 2, y + GAP, width, height },
  };

  if (!mvua_map_painting_is_free_of_names (self, &dot))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (spots); i++)
    if (mvua_map_painting_is_free (self, &spots[i]))
      return TRUE;
  return FALSE;
}

/* To the right of its dot, or to the left, above or below where there is no room. */
static gboolean
paint_name (MvuaMapPainting *self, const MvuaMapPlace *place, double x, double y)
{
  g_autoptr (PangoLayout) layout =
      mvua_map_text_new (self->text, place->name, place->is_capital ? CAPITAL_SIZE : SIZE,
                         place->is_capital);
  const MvuaMapRectangle dot = dot_box (x, y, place->is_capital);
  double width = 0;
  double height = 0;

  mvua_map_text_extents (layout, &width, &height);
  const MvuaMapRectangle spots[] = {
    { x + GAP, y - height / 2, width, height },
    { x - GAP - width, y - height / 2, width, height },
    { x - width / 2, y - GAP - height, width, height },
    { x - width / 2, y + GAP, width, height },
  };
  for (guint i = 0; i < G_N_ELEMENTS (spots); i++)
    if (mvua_map_painting_take (self, &spots[i]))
      {
        g_array_append_val (self->taken, dot);
        paint_dot (self, x, y, place->is_capital);
        mvua_map_text_show_halo (self->cr, layout, spots[i].x, spots[i].y, INK);
        return TRUE;
      }
  return FALSE;
}

/* In the order of the list, which is that of what matters. */
static void
paint_places (MvuaMapPainting *self,
              const MvuaMapPlace *places,
              gsize n_places,
              guint most)
{
  guint n = 0;

  for (gsize i = 0; i < n_places && n < most; i++)
    {
      const MvuaMapPlace *place = &places[i];
      double lon = (double) place->at.lon;

      while (lon < self->box.west)
        lon += 360;
      const double x = mvua_map_painting_x (self, lon);
      const double y = mvua_map_painting_y (self, (double) place->at.lat);
      if (place->name[0] != '\0' && x >= 0 && y >= 0 && x <= self->width &&
          y <= self->height && may_have_room (self, place, x, y) &&
          paint_name (self, place, x, y))
        n++;
    }
}

static double
step_of_labels (double scale)
{
  static const double steps[] = { 0.5, 1, 2, 5, 10, 15, 30 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * scale >= 90)
      return steps[i];
  return steps[G_N_ELEMENTS (steps) - 1];
}

/* "35°E"; the equator and Greenwich are on no side. */
static char *
degree_text (double degrees, gboolean is_longitude)
{
  const double size = fabs (degrees);
  g_autofree char *number =
      g_strdup_printf ("%.*f", fabs (size - round (size)) > 0.01 ? 1 : 0, size);

  if (size < 0.001)
    return g_strdup_printf ("%s°", number);
  /* TRANSLATORS: degrees east, west, north and south, along the edges of a map */
  if (is_longitude)
    return g_strdup_printf (degrees > 0 ? _ ("%s°E") : _ ("%s°W"), number);
  return g_strdup_printf (degrees > 0 ? _ ("%s°N") : _ ("%s°S"), number);
}

static void
paint_degree (
    MvuaMapPainting *self, double degrees, gboolean is_longitude, double x, double y)
{
  g_autofree char *text = degree_text (degrees, is_longitude);
  g_autoptr (PangoLayout) layout =
      mvua_map_text_new (self->text, text, DEGREE_SIZE, FALSE);
  MvuaMapRectangle place = { x, y, 0, 0 };

  mvua_map_text_extents (layout, &place.width, &place.height);
  if (x > 0)
    place.x -= place.width / 2;
  if (x > 0)
    place.y -= place.height + 2;
  else
    {
      place.x = 3;
      place.y -= place.height / 2;
    }
  if (mvua_map_painting_take (self, &place))
    mvua_map_text_show_halo (self->cr, layout, place.x, place.y, 0x404040);
}

/* Along the left and the lower edge. */
static void
paint_degrees (MvuaMapPainting *self)
{
  const double step = step_of_labels (self->scene->camera.scale);
  const double south = MAX (self->box.south, -90);
  const double north = MIN (self->box.north, 90);

  for (double lon = ceil (self->box.west / step) * step; lon <= self->box.east;
       lon += step)
    {
      const double x = mvua_map_painting_x (self, lon);
      const double one = remainder (lon, 360);
      if (x > 0)
        paint_degree (self, one, TRUE, x, self->height);
    }
  for (double lat = ceil (south / step) * step; lat <= north; lat += step)
    paint_degree (self, lat, FALSE, 0, mvua_map_painting_y (self, lat));
}

static guint
room_for_names (double width, double height)
{
  return (guint) MAX (LEAST_NAMES, width * height / PIXELS_A_NAME);
}

/* The basemap has places in its region alone: a small part of the world would be buried
 * under as many names as a map of the world has room for. */
static guint
room_in_region (const MvuaMapPainting *self)
{
  const MvuaMapBox region = mvua_basemap_get_region (self->scene->basemap);
  const double west = CLAMP (mvua_map_painting_x (self, region.west), 0, self->width);
  const double east = CLAMP (mvua_map_painting_x (self, region.east), 0, self->width);
  const double north = CLAMP (mvua_map_painting_y (self, region.north), 0, self->height);
  const double south = CLAMP (mvua_map_painting_y (self, region.south), 0, self->height);

  return room_for_names (east - west, south - north);
}

void
mvua_map_paint_labels (MvuaMapPainting *self)
{
  const GPtrArray *overlays = self->scene->overlays;
  const guint most = room_for_names (self->width, self->height);

  self->n_lower = self->taken->len;
  if (self->scene->style.graticule)
    paint_degrees (self);
  for (guint i = 0; overlays != NULL && i < overlays->len; i++)
    {
      gsize n = 0;
      const MvuaMapPlace *places =
          mvua_overlay_get_places (g_ptr_array_index (overlays, i), &n);
      paint_places (self, places, n, most);
    }
  if (self->scene->style.places && self->scene->basemap != NULL)
    {
      gsize n = 0;
      const MvuaMapPlace *places = mvua_basemap_get_places (self->scene->basemap, &n);
      paint_places (self, places, n, room_in_region (self));
    }
}
