/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-painting.h"

#include <math.h>

/* Files that keep lines as lines get rasters of so many pixels a point. */
#define VECTOR_RATIO 2.0
#define MOST_RATIO 8.0

static double
ratio_of (cairo_t *cr)
{
  double across = 1, down = 0, x_scale = 1, y_scale = 1;

  cairo_user_to_device_distance (cr, &across, &down);
  cairo_surface_get_device_scale (cairo_get_group_target (cr), &x_scale, &y_scale);
  const double ratio = hypot (across, down) * x_scale;
  return isfinite (ratio) && ratio > 0 ? MIN (ratio, MOST_RATIO) : 1;
}

static gboolean
is_vector (cairo_t *cr)
{
  const cairo_surface_type_t type = cairo_surface_get_type (cairo_get_target (cr));

  return type == CAIRO_SURFACE_TYPE_PDF || type == CAIRO_SURFACE_TYPE_SVG ||
         type == CAIRO_SURFACE_TYPE_PS || type == CAIRO_SURFACE_TYPE_RECORDING;
}

void
mvua_map_painting_init (MvuaMapPainting *self,
                        const MvuaMapScene *scene,
                        cairo_t *cr,
                        double width,
                        double height)
{
  *self = (MvuaMapPainting){
    .scene = scene,
    .cr = cr,
    .width = width,
    .height = height,
    .box = mvua_map_camera_box (&scene->camera, width, height),
    .is_vector = is_vector (cr),
    .taken = g_array_new (FALSE, FALSE, sizeof (MvuaMapRectangle)),
  };
  self->ratio = self->is_vector ? VECTOR_RATIO : ratio_of (cr);
  /* The default font map is one a thread. */
  self->text = pango_cairo_create_context (cr);
  if (scene->field != NULL)
    {
      self->limits = mvua_map_style_limits (&scene->style, scene->field);
      mvua_map_palette_init (&self->palette, &scene->style, &self->limits);
    }
}

void
mvua_map_painting_clear (MvuaMapPainting *self)
{
  g_clear_object (&self->text);
  g_clear_pointer (&self->taken, g_array_unref);
}

gboolean
mvua_map_painting_has_values (const MvuaMapPainting *self)
{
  const MvuaField *field = self->scene->field;

  return field != NULL && field->n_points > 0;
}

static gboolean
overlaps (const MvuaMapRectangle *a, const MvuaMapRectangle *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height &&
         b->y < a->y + a->height;
}

static gboolean
is_free_from (const MvuaMapPainting *self, guint first, const MvuaMapRectangle *rectangle)
{
  if (rectangle->x < 0 || rectangle->y < 0 ||
      rectangle->x + rectangle->width > self->width ||
      rectangle->y + rectangle->height > self->height)
    return FALSE;
  for (guint i = first; i < self->taken->len; i++)
    if (overlaps (&g_array_index (self->taken, MvuaMapRectangle, i), rectangle))
      return FALSE;
  return TRUE;
}

gboolean
mvua_map_painting_is_free_of_names (const MvuaMapPainting *self,
                                    const MvuaMapRectangle *rectangle)
{
  return is_free_from (self, self->n_lower, rectangle);
}

gboolean
mvua_map_painting_is_free (const MvuaMapPainting *self, const MvuaMapRectangle *rectangle)
{
  return is_free_from (self, 0, rectangle);
}

gboolean
mvua_map_painting_take (MvuaMapPainting *self, const MvuaMapRectangle *rectangle)
{
  if (!mvua_map_painting_is_free (self, rectangle))
    return FALSE;
  g_array_append_val (self->taken, *rectangle);
  return TRUE;
}

void
mvua_map_painting_hurry (MvuaMapPainting *self)
{
  /* Files would hand it on to whoever draws them. */
  if (!self->is_vector)
    cairo_set_antialias (self->cr, CAIRO_ANTIALIAS_FAST);
}

void
mvua_map_set_colour (cairo_t *cr, guint32 rgb, double alpha)
{
  cairo_set_source_rgba (cr, (rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0,
                         (rgb & 0xff) / 255.0, alpha);
}
