/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-area-private.h"

#include <math.h>
#include <string.h>

/* One press of a key. */
#define ZOOM_STEP 1.5

/* After so long without anything to do, what lies around the map is painted as well. */
#define REFINE_AFTER_MS 150
#define REFINE_MARGIN 0.25

/* So long a frame waits for a picture that is nearly there, if it is expected by then. */
#define WAIT_MICROSECONDS 9000

/* Smaller than this there is nothing to be seen. */
#define LEAST_SIZE 40.0

/* The least margin, in pixels, with which a moved picture is still thought to cover. */
#define SLACK 0.5

const MvuaMapRectangle *
mvua_map_area_get_rectangle (MvuaMapArea *self)
{
  return self->picture != NULL ? &self->picture->layout.map : &self->layout.map;
}

gboolean
mvua_map_area_to_widget (
    MvuaMapArea *self, double longitude, double latitude, double *x, double *y)
{
  const MvuaMapRectangle *map = mvua_map_area_get_rectangle (self);
  const double east = remainder (longitude - self->camera.longitude, 360.0);

  *x = map->x + 0.5 * map->width + east * self->camera.scale;
  *y = map->y + 0.5 * map->height -
       (latitude - self->camera.latitude) * self->camera.scale;
  return *x >= map->x && *x <= map->x + map->width && *y >= map->y &&
         *y <= map->y + map->height;
}

gboolean
mvua_map_area_to_degrees (
    MvuaMapArea *self, double x, double y, double *longitude, double *latitude)
{
  const MvuaMapRectangle *map = mvua_map_area_get_rectangle (self);

  mvua_map_camera_to_degrees (&self->camera, map->width, map->height, x - map->x,
                              y - map->y, longitude, latitude);
  *longitude = remainder (*longitude, 360.0);
  return x >= map->x && x <= map->x + map->width && y >= map->y &&
         y <= map->y + map->height && fabs (*latitude) <= 90.0;
}

static gboolean
same_camera (const MvuaMapCamera *one, const MvuaMapCamera *other)
{
  return one->longitude == other->longitude && one->latitude == other->latitude &&
         one->scale == other->scale;
}

/* The exact one where nothing was moved: in the one with a margin, names and the words
 * across a demo lie elsewhere, and would jump a moment after each pick. */
const MvuaMapPicture *
mvua_map_area_get_source (MvuaMapArea *self)
{
  return self->wide != NULL && !same_camera (&self->picture->scene->camera, &self->camera)
             ? self->wide
             : self->picture;
}

void
mvua_map_area_forget_pictures (MvuaMapArea *self)
{
  g_clear_pointer (&self->picture, mvua_map_picture_unref);
  g_clear_pointer (&self->wide, mvua_map_picture_unref);
}

/* Whether all of the map can be shown by moving the picture. */
static gboolean
picture_covers (MvuaMapArea *self)
{
  const MvuaMapPicture *picture = mvua_map_area_get_source (self);

  if (picture == NULL || picture->scene->camera.scale != self->camera.scale)
    return FALSE;
  const double dx =
      remainder (picture->scene->camera.longitude - self->camera.longitude, 360.0);
  const double dy = picture->scene->camera.latitude - self->camera.latitude;
  return fabs (dx) * self->camera.scale <= picture->margin_x + SLACK &&
         fabs (dy) * self->camera.scale <= picture->margin_y + SLACK;
}

/* Whether the texts around the map are those of the picture that is there. */
static gboolean
same_furniture (MvuaMapArea *self, double width, double height, int ratio)
{
  const MvuaMapPicture *picture = self->picture;

  return picture != NULL && picture->serial == self->serial && picture->width == width &&
         picture->height == height && picture->pixel_ratio == ratio &&
         picture->scene->is_dark == self->wanted->is_dark &&
         /* The same numbers or not: of 0 and -0 one would only paint it again. */
         /* NOLINTNEXTLINE(bugprone-*,cert-*) */
         memcmp (&picture->layout, &self->layout, sizeof self->layout) == 0;
}

/* A frame has the map and the time that was picked, both or neither, if it can. */
static void
on_frame (MvuaMapArea *self, GdkFrameClock *clock)
{
  const gint64 expected =
      self->shown_at + (gint64) (self->paint_seconds * G_USEC_PER_SEC);

  g_signal_handlers_disconnect_by_func (clock, on_frame, self);
  if (expected - g_get_monotonic_time () < WAIT_MICROSECONDS)
    mvua_map_renderer_wait (self->renderer, WAIT_MICROSECONDS);
}

/* A tick callback would have it wait for the beat of an animation. */
static void
wait_in_frame (MvuaMapArea *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (clock == NULL || self->paint_seconds <= 0)
    return;
  g_signal_handlers_disconnect_by_func (clock, on_frame, self);
  g_signal_connect_object (clock, "update", G_CALLBACK (on_frame), self,
                           G_CONNECT_SWAPPED);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_UPDATE);
}

static void
paint (MvuaMapArea *self, double margin)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  const double height = gtk_widget_get_height (GTK_WIDGET (self));
  const int ratio = gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (self->wanted == NULL || self->layout.map.width < LEAST_SIZE ||
      self->layout.map.height < LEAST_SIZE)
    return;
  self->wanted->camera = self->camera;
  const MvuaMapRequest request = {
    .scene = self->wanted,
    .serial = self->serial,
    .width = width,
    .height = height,
    .pixel_ratio = ratio,
    .layout = self->layout,
    .margin = margin,
    .before = same_furniture (self, width, height, ratio) ? self->picture : NULL,
  };
  mvua_map_renderer_paint (self->renderer, &request);
  if (request.before == NULL)
    wait_in_frame (self);
}

void
mvua_map_area_stop_refining (MvuaMapArea *self)
{
  g_clear_handle_id (&self->refine_source, g_source_remove);
}

static gboolean
on_refine (gpointer data)
{
  MvuaMapArea *self = data;

  self->refine_source = 0;
  if (!mvua_map_renderer_is_busy (self->renderer))
    paint (self, REFINE_MARGIN);
  return G_SOURCE_REMOVE;
}

static void
refine_later (MvuaMapArea *self)
{
  mvua_map_area_stop_refining (self);
  self->refine_source = g_timeout_add (REFINE_AFTER_MS, on_refine, self);
}

void
mvua_map_area_queue_paint (MvuaMapArea *self)
{
  mvua_map_area_stop_refining (self);
  paint (self, 0);
}

/* Shows the new camera at once with what is there, and paints what is not. */
static void
camera_changed (MvuaMapArea *self)
{
  if (picture_covers (self) && self->picture->serial == self->serial)
    refine_later (self);
  else
    {
      mvua_map_area_stop_refining (self);
      /* Of a zoom the next step comes at once; of a pan, what lies around is wanted. */
      const gboolean is_pan = self->picture != NULL &&
                              self->picture->scene->camera.scale == self->camera.scale;
      paint (self, is_pan ? REFINE_MARGIN : 0);
    }
  mvua_map_area_update_readouts (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit_by_name (self, "camera-changed");
}

/* Whether it shows what the other one does, and what lies around that. */
static gboolean
is_margin_of (const MvuaMapPicture *picture, const MvuaMapPicture *other)
{
  return other != NULL && !other->is_refined && picture->is_refined &&
         picture->serial == other->serial && picture->width == other->width &&
         picture->height == other->height && picture->pixel_ratio == other->pixel_ratio &&
         same_camera (&picture->scene->camera, &other->scene->camera);
}

void
mvua_map_area_take_picture (MvuaMapArea *self, MvuaMapPicture *picture)
{
  const gboolean is_new =
      self->picture == NULL || self->picture->serial < picture->serial;

  if (is_margin_of (picture, self->picture))
    {
      g_clear_pointer (&self->wide, mvua_map_picture_unref);
      self->wide = mvua_map_picture_ref (picture);
      return;
    }
  mvua_map_area_forget_pictures (self);
  self->picture = mvua_map_picture_ref (picture);
  if (!picture->is_refined)
    self->paint_seconds = picture->seconds;
  if (is_new && picture->serial == self->serial)
    self->awaits_frame = TRUE;
  if (self->dimmed_until != 0 && picture->serial >= self->dimmed_until)
    mvua_map_area_set_dimmed (self, FALSE, NULL);
  if (!picture->is_refined && !mvua_map_renderer_is_busy (self->renderer))
    refine_later (self);
  mvua_map_area_update_label (self);
  mvua_map_area_update_readouts (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mvua_map_area_resized (MvuaMapArea *self)
{
  const double width = gtk_widget_get_width (GTK_WIDGET (self));
  const double height = gtk_widget_get_height (GTK_WIDGET (self));

  if (width < LEAST_SIZE || height < LEAST_SIZE)
    return;
  if (self->wanted != NULL)
    self->layout = mvua_map_layout (self->wanted, width, height);
  else
    self->layout = (MvuaMapLayout){ .map = { 0, 0, width, height } };
  if (self->is_home && self->layout.map.width > 0 && self->layout.map.height > 0)
    self->camera = mvua_map_camera_fit (&self->home, self->layout.map.width,
                                        self->layout.map.height);
}

MvuaMapCamera
mvua_map_area_get_camera (MvuaMapArea *self)
{
  return self->camera;
}

void
mvua_map_area_set_camera (MvuaMapArea *self, const MvuaMapCamera *camera)
{
  g_return_if_fail (MVUA_IS_MAP_AREA (self));

  self->camera = *camera;
  self->is_home = FALSE;
  camera_changed (self);
}

MvuaMapBox
mvua_map_area_get_box (MvuaMapArea *self)
{
  const MvuaMapRectangle *map = mvua_map_area_get_rectangle (self);

  return mvua_map_camera_box (&self->camera, map->width, map->height);
}

void
mvua_map_area_fit_box (MvuaMapArea *self, const MvuaMapBox *box)
{
  g_return_if_fail (MVUA_IS_MAP_AREA (self));

  self->home = *box;
  mvua_map_area_zoom_reset (self);
}

void
mvua_map_area_zoom_reset (MvuaMapArea *self)
{
  g_return_if_fail (MVUA_IS_MAP_AREA (self));

  self->is_home = TRUE;
  mvua_map_area_resized (self);
  camera_changed (self);
}

void
mvua_map_area_zoom_at (MvuaMapArea *self, double x, double y, double factor)
{
  const MvuaMapRectangle *map = mvua_map_area_get_rectangle (self);

  g_return_if_fail (MVUA_IS_MAP_AREA (self));

  mvua_map_camera_zoom (&self->camera, map->width, map->height, x - map->x, y - map->y,
                        factor);
  self->is_home = FALSE;
  camera_changed (self);
}

static void
zoom_middle (MvuaMapArea *self, double factor)
{
  const MvuaMapRectangle *map = mvua_map_area_get_rectangle (self);

  mvua_map_area_zoom_at (self, map->x + 0.5 * map->width, map->y + 0.5 * map->height,
                         factor);
}

void
mvua_map_area_zoom_in (MvuaMapArea *self)
{
  zoom_middle (self, ZOOM_STEP);
}

void
mvua_map_area_zoom_out (MvuaMapArea *self)
{
  zoom_middle (self, 1 / ZOOM_STEP);
}

void
mvua_map_area_pan (MvuaMapArea *self, double dx, double dy)
{
  g_return_if_fail (MVUA_IS_MAP_AREA (self));

  mvua_map_camera_pan (&self->camera, dx, dy);
  self->is_home = FALSE;
  camera_changed (self);
}

void
mvua_map_area_zoom_box (MvuaMapArea *self, double x0, double y0, double x1, double y1)
{
  const MvuaMapRectangle *map = mvua_map_area_get_rectangle (self);
  double west, north, east, south;

  mvua_map_camera_to_degrees (&self->camera, map->width, map->height,
                              MIN (x0, x1) - map->x, MIN (y0, y1) - map->y, &west,
                              &north);
  mvua_map_camera_to_degrees (&self->camera, map->width, map->height,
                              MAX (x0, x1) - map->x, MAX (y0, y1) - map->y, &east,
                              &south);
  const MvuaMapBox box = {
    .west = west, .south = MAX (south, -90.0), .east = east, .north = MIN (north, 90.0)
  };
  const MvuaMapCamera camera = mvua_map_camera_fit (&box, map->width, map->height);
  mvua_map_area_set_camera (self, &camera);
}

MvuaMapScene *
mvua_map_area_dup_scene (MvuaMapArea *self, double width, double height)
{
  g_return_val_if_fail (MVUA_IS_MAP_AREA (self), NULL);

  if (self->picture == NULL || mvua_map_area_get_message (self) != NULL)
    return NULL;
  const MvuaMapBox seen = mvua_map_area_get_box (self);
  MvuaMapScene *scene = mvua_map_scene_copy (self->picture->scene);

  scene->is_dark = FALSE;
  mvua_map_scene_fit (scene, &seen, width, height);
  return scene;
}
