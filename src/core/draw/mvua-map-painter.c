/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-painter.h"

#include "mvua-map-labels.h"
#include "mvua-map-legend.h"
#include "mvua-map-painting.h"
#include "mvua-map-text.h"
#include "mvua-map-title.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define TITLE_SIZE MVUA_MAP_TITLE_SIZE
#define TEXT_SIZE MVUA_MAP_TITLE_TEXT_SIZE
#define FOOTER_SIZE 9.5
#define MARGIN 10.0
#define SCALE_WIDTH 78.0
#define LEAST_MAP 40.0

#define DEMO_INK 0xb3261e

GResource *mvua_basemap_data_get_resource (void);

MvuaBasemap *
mvua_map_basemap (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = g_resource_lookup_data (
          mvua_basemap_data_get_resource (), "/org/mvua/draw/basemap.bin", 0, &error);
      MvuaBasemap *basemap = bytes != NULL ? mvua_basemap_new (bytes, &error) : NULL;
      /* It is a part of the program, which is broken without it. */
      if (basemap == NULL)
        g_error ("The basemap of the program: %s", error->message);
      g_once_init_leave (&once, GPOINTER_TO_SIZE (basemap));
    }
  return GSIZE_TO_POINTER (once);
}

MvuaMapLayout
mvua_map_layout (const MvuaMapScene *scene, double width, double height)
{
  g_auto (GStrv) lines = mvua_map_title_lines (scene, width - 2 * MARGIN);
  const guint n = g_strv_length (lines);
  const double title = n > 0 ? MARGIN + TITLE_SIZE * MVUA_MAP_LINE_HEIGHT +
                                   (n - 1) * TEXT_SIZE * MVUA_MAP_LINE_HEIGHT + 4
                             : 0;
  const double footer =
      scene->provenance != NULL ? FOOTER_SIZE * MVUA_MAP_LINE_HEIGHT + 6 : 0;
  const double scale = scene->field != NULL && width > 3 * SCALE_WIDTH ? SCALE_WIDTH : 0;
  /* Of a tiny picture the map is all. */
  const gboolean is_tiny = height - title - footer < LEAST_MAP || width < LEAST_MAP;
  const double top = is_tiny ? 0 : title;
  const double bottom = is_tiny ? 0 : footer;
  const double map_height = MAX (height - top - bottom, 1);
  const double map_width = MAX (width - (is_tiny ? 0 : scale), 1);

  return (MvuaMapLayout){
    .title = { 0, 0, width, top },
    .map = { 0, top, map_width, map_height },
    .scale = { map_width, top, width - map_width, map_height },
    .footer = { 0, height - bottom, width, bottom },
  };
}

/* Across the whole map, and faint: it must be read and must not hide the weather. */
static void
paint_demo (MvuaMapPainting *self)
{
  const char *text = _ ("DEMO, NOT A FORECAST");
  const double size = CLAMP (self->width / 18, 10, 64);
  const double angle = atan2 (self->height, self->width) * 0.8;
  const double room = MIN (self->width / cos (angle), self->height / sin (angle));
  g_autoptr (PangoLayout) layout = mvua_map_text_new (self->text, text, size, TRUE);
  double width = 0;
  double height = 0;

  mvua_map_text_extents (layout, &width, &height);
  if (width > room * 0.92)
    {
      g_object_unref (layout);
      layout = mvua_map_text_new (self->text, text, size * room * 0.92 / width, TRUE);
      mvua_map_text_extents (layout, &width, &height);
    }
  cairo_save (self->cr);
  cairo_translate (self->cr, self->width / 2, self->height / 2);
  cairo_rotate (self->cr, -angle);
  cairo_move_to (self->cr, -width / 2, -height / 2);
  mvua_map_set_colour (self->cr, DEMO_INK, 0.22);
  pango_cairo_show_layout (self->cr, layout);
  cairo_restore (self->cr);
}

static const char *
name_status (MvuaStatus status)
{
  switch (status)
    {
    case MVUA_STATUS_NOT_DEFINED:
      return _ ("There is no such field at this step.");
    case MVUA_STATUS_NOT_PUBLISHED:
      return _ ("Not published: the file does not have this field.");
    case MVUA_STATUS_REJECTED:
      return _ ("Rejected: the message is not what it should be.");
    case MVUA_STATUS_MISSING:
    case MVUA_STATUS_OK:
    default:
      return _ ("Missing: the field is not there.");
    }
}

/* Why there is nothing to see, where it would be: what it means, and the words of who
 * looked for it, which are English as those of all errors. */
static void
paint_complaint (MvuaMapPainting *self)
{
  const MvuaField *field = self->scene->field;

  if (field->status == MVUA_STATUS_OK || self->width < LEAST_MAP)
    return;
  const char *status = name_status (field->status);
  g_autofree char *text = field->complaint != NULL
                              ? g_strdup_printf ("%s\n(%s)", status, field->complaint)
                              : g_strdup (status);
  const double size = CLAMP (self->width / 40, 9, 14);
  g_autoptr (PangoLayout) layout = mvua_map_text_new (self->text, text, size, TRUE);
  double width = 0;
  double height = 0;
  pango_layout_set_width (layout, (int) (self->width * 0.7 * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  mvua_map_text_extents (layout, &width, &height);
  const double x = self->width * 0.15;
  const double y = (self->height - height) / 2;
  cairo_rectangle (self->cr, x - 12, y - 10, self->width * 0.7 + 24, height + 20);
  mvua_map_set_colour (self->cr, 0xffffff, 0.92);
  cairo_fill (self->cr);
  cairo_move_to (self->cr, x, y);
  mvua_map_set_colour (self->cr, 0x202020, 1);
  pango_cairo_show_layout (self->cr, layout);
}

void
mvua_map_paint_map (const MvuaMapScene *scene, cairo_t *cr, double width, double height)
{
  MvuaMapPainting self;

  if (!(width >= 1 && height >= 1))
    return;
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  mvua_map_painting_init (&self, scene, cr, width, height);
  mvua_map_paint_ground (&self);
  if (mvua_map_painting_has_values (&self))
    {
      if (scene->style.fill == MVUA_MAP_FILL_CONTOURS)
        mvua_map_paint_bands (&self);
      mvua_map_paint_raster (&self);
    }
  mvua_map_paint_basemap (&self);
  mvua_map_paint_overlays (&self);
  mvua_map_paint_isolines (&self);
  mvua_map_paint_wind (&self);
  mvua_map_paint_graticule (&self);
  mvua_map_paint_labels (&self);
  if (scene->field != NULL && scene->field->is_demo)
    paint_demo (&self);
  if (scene->field != NULL)
    paint_complaint (&self);
  mvua_map_painting_clear (&self);
  cairo_restore (cr);
}

static void
paint_title (MvuaMapPainting *self, const MvuaMapRectangle *place, guint32 ink)
{
  g_auto (GStrv) lines = mvua_map_title_lines (self->scene, place->width - 2 * MARGIN);
  double y = MARGIN;

  for (guint i = 0; place->height > 0 && lines[i] != NULL; i++)
    {
      const double size = i == 0 ? TITLE_SIZE : TEXT_SIZE;
      const gboolean is_demo = self->scene->field->is_demo && lines[i + 1] == NULL;
      mvua_map_set_colour (self->cr, is_demo ? DEMO_INK : ink, 1);
      mvua_map_text_show_fitted (self->cr, self->text, lines[i], size, i == 0 || is_demo,
                                 MARGIN, y, place->width - 2 * MARGIN);
      y += size * MVUA_MAP_LINE_HEIGHT;
    }
}

void
mvua_map_paint_furniture (const MvuaMapScene *scene,
                          cairo_t *cr,
                          const MvuaMapLayout *layout,
                          double width,
                          double height)
{
  const guint32 ground = scene->is_dark ? 0x1e1e1e : 0xffffff;
  const guint32 ink = scene->is_dark ? 0xeeeeee : 0x1a1a1a;
  MvuaMapPainting self;

  cairo_save (cr);
  /* All but the map. */
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_rectangle (cr, layout->map.x, layout->map.y, layout->map.width,
                   layout->map.height);
  cairo_set_fill_rule (cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_clip (cr);
  mvua_map_painting_init (&self, scene, cr, width, height);
  mvua_map_set_colour (cr, ground, 1);
  cairo_paint (cr);
  if (scene->field != NULL)
    paint_title (&self, &layout->title, ink);
  if (layout->scale.width > 1)
    mvua_map_paint_legend (&self, &layout->scale, ink);
  if (scene->provenance != NULL && layout->footer.height > 0)
    {
      mvua_map_set_colour (cr, ink, 0.75);
      mvua_map_text_show_fitted (cr, self.text, scene->provenance, FOOTER_SIZE, FALSE,
                                 MARGIN, layout->footer.y + 2, width - 2 * MARGIN);
    }
  mvua_map_painting_clear (&self);
  cairo_restore (cr);
}

void
mvua_map_paint (const MvuaMapScene *scene, cairo_t *cr, double width, double height)
{
  const MvuaMapLayout layout = mvua_map_layout (scene, width, height);

  mvua_map_paint_furniture (scene, cr, &layout, width, height);
  cairo_save (cr);
  cairo_translate (cr, layout.map.x, layout.map.y);
  mvua_map_paint_map (scene, cr, layout.map.width, layout.map.height);
  cairo_restore (cr);
}
