/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-renderer.h"

#include "mvua-map-text.h"

#include <math.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

struct _MvuaMapRenderer
{
  GObject parent_instance;

  struct _Work *running;   /* the data of a task */
  MvuaMapPicture *waiting; /* not painted yet */
  MvuaMapPicture *waiting_before;
  guint n_painted;
};

enum
{
  PAINTED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MvuaMapRenderer, mvua_map_renderer, G_TYPE_OBJECT)

MvuaMapPicture *
mvua_map_picture_ref (MvuaMapPicture *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
picture_clear (gpointer data)
{
  MvuaMapPicture *self = data;

  mvua_map_scene_free (self->scene);
  g_clear_object (&self->map);
  for (guint i = 0; i < MVUA_MAP_N_STRIPS; i++)
    g_clear_object (&self->strips[i]);
  g_free (self->label);
}

void
mvua_map_picture_unref (MvuaMapPicture *self)
{
  g_atomic_rc_box_release_full (self, picture_clear);
}

/* NULL if there is no memory for it. */
static cairo_t *
begin_surface (double width, double height, double pixel_ratio)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, MAX ((int) ceil (width * pixel_ratio), 1),
      MAX ((int) ceil (height * pixel_ratio), 1));

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS)
    {
      cairo_surface_destroy (surface);
      return NULL;
    }
  cairo_surface_set_device_scale (surface, pixel_ratio, pixel_ratio);
  cairo_t *cr = cairo_create (surface);
  cairo_surface_destroy (surface);
  return cr;
}

static void
destroy_surface (gpointer surface)
{
  cairo_surface_destroy (surface);
}

/* Blue, green, red.  Nothing that is painted here is transparent, and what could be, GTK
 * 4.8 turns into floating point and back at each frame with its cairo renderer: that took
 * six times as long as these. */
#define FORMAT GDK_MEMORY_B8G8R8
#define PIXEL_SIZE 3

/* In place: no byte is written before it was read.  Four pixels at a time are three
 * words, which took a quarter of the time of twelve bytes. */
static void
pack_row (guint8 *row, int width)
{
  const guint32 *from = (const guint32 *) (gpointer) row;
  int x = 0;

#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  guint32 *words = (guint32 *) (gpointer) row;

  for (; x + 4 <= width; x += 4, words += 3)
    {
      const guint32 a = from[x] & 0xffffff, b = from[x + 1] & 0xffffff;
      const guint32 c = from[x + 2] & 0xffffff, d = from[x + 3] & 0xffffff;
      words[0] = a | b << 24;
      words[1] = b >> 8 | c << 16;
      words[2] = c >> 16 | d << 8;
    }
#endif
  for (guint8 *to = row + (gsize) x * PIXEL_SIZE; x < width; x++, to += PIXEL_SIZE)
    {
      const guint32 pixel = from[x];
      to[0] = (guint8) pixel;
      to[1] = (guint8) (pixel >> 8);
      to[2] = (guint8) (pixel >> 16);
    }
}

/* (transfer full): the pixels of what was drawn, which are not copied; frees @cr */
static GBytes *
end_surface (cairo_t *cr, int *width, int *height, gsize *stride)
{
  cairo_surface_t *surface = cairo_surface_reference (cairo_get_target (cr));

  cairo_destroy (cr);
  cairo_surface_flush (surface);
  *width = cairo_image_surface_get_width (surface);
  *height = cairo_image_surface_get_height (surface);
  *stride = (gsize) cairo_image_surface_get_stride (surface);
  guint8 *data = cairo_image_surface_get_data (surface);
  for (int y = 0; y < *height; y++)
    pack_row (data + (gsize) y * *stride, *width);
  return g_bytes_new_with_free_func (data, *stride * (gsize) *height, destroy_surface,
                                     surface);
}

static GdkTexture *
end_texture (cairo_t *cr)
{
  int width, height;
  gsize stride;
  g_autoptr (GBytes) pixels = end_surface (cr, &width, &height, &stride);

  return gdk_memory_texture_new (width, height, FORMAT, pixels, stride);
}

GdkTexture *
mvua_map_paint_texture (const MvuaMapScene *scene,
                        double width,
                        double height,
                        double pixel_ratio)
{
  cairo_t *cr = begin_surface (width, height, pixel_ratio);

  if (cr == NULL)
    return NULL;
  mvua_map_paint (scene, cr, width, height);
  return end_texture (cr);
}

static void
paint_map (MvuaMapPicture *self)
{
  const double width = self->layout.map.width + 2 * self->margin_x;
  const double height = self->layout.map.height + 2 * self->margin_y;
  cairo_t *cr = begin_surface (width, height, self->pixel_ratio);

  if (cr == NULL)
    return;
  mvua_map_paint_map (self->scene, cr, width, height);
  self->map = end_texture (cr);
  self->map_width = (double) gdk_texture_get_width (self->map) / self->pixel_ratio;
  self->map_height = (double) gdk_texture_get_height (self->map) / self->pixel_ratio;
}

/* A part of the pixels; the strip keeps the whole of them. */
static void
cut_strip (MvuaMapPicture *self,
           MvuaMapStrip strip,
           GBytes *pixels,
           gsize stride,
           int x0,
           int y0,
           int x1,
           int y1)
{
  if (x1 <= x0 || y1 <= y0)
    return;
  const gsize offset = (gsize) y0 * stride + (gsize) x0 * PIXEL_SIZE;
  const gsize length = (gsize) (y1 - y0 - 1) * stride + (gsize) (x1 - x0) * PIXEL_SIZE;
  g_autoptr (GBytes) part = g_bytes_new_from_bytes (pixels, offset, length);
  const float ratio = (float) self->pixel_ratio;

  self->strips[strip] = gdk_memory_texture_new (x1 - x0, y1 - y0, FORMAT, part, stride);
  self->strip_areas[strip] =
      GRAPHENE_RECT_INIT ((float) x0 / ratio, (float) y0 / ratio,
                          (float) (x1 - x0) / ratio, (float) (y1 - y0) / ratio);
}

/* The furniture is painted once and cut into what lies around the map, so that no pixel
 * is blended in vain when it is put on the screen. */
static void
paint_furniture (MvuaMapPicture *self)
{
  const MvuaMapRectangle *map = &self->layout.map;
  cairo_t *cr = begin_surface (self->width, self->height, self->pixel_ratio);
  int width, height;
  gsize stride;

  if (cr == NULL)
    return;
  mvua_map_paint_furniture (self->scene, cr, &self->layout, self->width, self->height);
  g_autoptr (GBytes) pixels = end_surface (cr, &width, &height, &stride);

  const int left = CLAMP ((int) ceil (map->x * self->pixel_ratio), 0, width);
  const int top = CLAMP ((int) ceil (map->y * self->pixel_ratio), 0, height);
  const int right =
      CLAMP ((int) floor ((map->x + map->width) * self->pixel_ratio), left, width);
  const int bottom =
      CLAMP ((int) floor ((map->y + map->height) * self->pixel_ratio), top, height);

  cut_strip (self, MVUA_MAP_STRIP_TOP, pixels, stride, 0, 0, width, top);
  cut_strip (self, MVUA_MAP_STRIP_BOTTOM, pixels, stride, 0, bottom, width, height);
  cut_strip (self, MVUA_MAP_STRIP_LEFT, pixels, stride, 0, top, left, bottom);
  cut_strip (self, MVUA_MAP_STRIP_RIGHT, pixels, stride, right, top, width, bottom);
}

static void
take_furniture (MvuaMapPicture *self, const MvuaMapPicture *before)
{
  for (guint i = 0; i < MVUA_MAP_N_STRIPS; i++)
    {
      g_set_object (&self->strips[i], before->strips[i]);
      self->strip_areas[i] = before->strip_areas[i];
    }
}

/* The task's data; @is_done is behind the mutex below. */
typedef struct _Work
{
  MvuaMapPicture *picture;
  MvuaMapPicture *before;
  gboolean is_done;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->picture, mvua_map_picture_unref);
  g_clear_pointer (&work->before, mvua_map_picture_unref);
  g_free (work);
}

/* How many paint; a program must not end under them. */
static GMutex painting_mutex;
static GCond painting_ended; /* one of them has painted, or has ended */
static guint n_painting;

static void
count_painting (int by)
{
  g_mutex_lock (&painting_mutex);
  n_painting += (guint) by;
  g_cond_broadcast (&painting_ended);
  g_mutex_unlock (&painting_mutex);
}

static void
set_done (Work *work)
{
  g_mutex_lock (&painting_mutex);
  work->is_done = TRUE;
  g_cond_broadcast (&painting_ended);
  g_mutex_unlock (&painting_mutex);
}

void
mvua_map_renderer_wait_for_all (void)
{
  g_mutex_lock (&painting_mutex);
  while (n_painting > 0)
    g_cond_wait (&painting_ended, &painting_mutex);
  g_mutex_unlock (&painting_mutex);
}

/* Pixels and fields come and go by the megabyte in many threads, whose heaps keep what
 * they once had. */
static void
give_memory_back (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

static void
run_worker (GTask *task,
            gpointer object G_GNUC_UNUSED,
            gpointer data,
            GCancellable *cancellable G_GNUC_UNUSED)
{
  Work *work = data;
  MvuaMapPicture *picture = work->picture;
  const gint64 began = g_get_monotonic_time ();

  if (picture->scene->basemap == NULL)
    picture->scene->basemap = mvua_basemap_ref (mvua_map_basemap ());
  paint_map (picture);
  if (work->before != NULL)
    take_furniture (picture, work->before);
  else
    paint_furniture (picture);
  picture->label = mvua_map_text_label (picture->scene, picture->layout.map.width,
                                        picture->layout.map.height);
  picture->seconds = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
  set_done (work);
  /* Such a one is painted when there is nothing else to do. */
  if (picture->is_refined)
    give_memory_back ();
  g_task_return_boolean (task, TRUE);
  count_painting (-1);
}

static void begin_waiting (MvuaMapRenderer *self);

/* What was painted is there. */
static void
end_running (MvuaMapRenderer *self)
{
  g_autoptr (MvuaMapPicture) picture = mvua_map_picture_ref (self->running->picture);

  self->running = NULL;
  self->n_painted++;
  /* The next one is painted while this one is put on the screen. */
  begin_waiting (self);
  g_signal_emit (self, signals[PAINTED], 0, picture);
}

static void
on_painted (GObject *object, GAsyncResult *result, gpointer data G_GNUC_UNUSED)
{
  MvuaMapRenderer *self = MVUA_MAP_RENDERER (object);

  /* Otherwise it was cancelled or waited for, and another one may run already. */
  if (self->running == g_task_get_task_data (G_TASK (result)))
    end_running (self);
}

gboolean
mvua_map_renderer_wait (MvuaMapRenderer *self, gint64 microseconds)
{
  const gint64 end = g_get_monotonic_time () + microseconds;
  gboolean is_done = FALSE;

  g_return_val_if_fail (MVUA_IS_MAP_RENDERER (self), FALSE);

  if (self->running == NULL)
    return FALSE;
  g_mutex_lock (&painting_mutex);
  while (!self->running->is_done &&
         g_cond_wait_until (&painting_ended, &painting_mutex, end))
    ;
  is_done = self->running->is_done;
  g_mutex_unlock (&painting_mutex);
  if (is_done)
    end_running (self);
  return is_done;
}

static void
begin_waiting (MvuaMapRenderer *self)
{
  if (self->waiting == NULL || self->running != NULL)
    return;
  Work *work = g_new0 (Work, 1);

  work->picture = g_steal_pointer (&self->waiting);
  work->before = g_steal_pointer (&self->waiting_before);
  self->running = work;
  g_autoptr (GTask) task = g_task_new (self, NULL, on_painted, NULL);
  g_task_set_source_tag (task, begin_waiting);
  g_task_set_task_data (task, work, work_free);
  count_painting (1);
  g_task_run_in_thread (task, run_worker);
}

static void
drop_waiting (MvuaMapRenderer *self)
{
  g_clear_pointer (&self->waiting, mvua_map_picture_unref);
  g_clear_pointer (&self->waiting_before, mvua_map_picture_unref);
}

void
mvua_map_renderer_paint (MvuaMapRenderer *self, const MvuaMapRequest *request)
{
  MvuaMapPicture *picture = g_atomic_rc_box_new0 (MvuaMapPicture);

  g_return_if_fail (MVUA_IS_MAP_RENDERER (self));

  picture->scene = mvua_map_scene_copy (request->scene);
  picture->serial = request->serial;
  picture->is_refined = request->margin > 0;
  picture->width = request->width;
  picture->height = request->height;
  picture->layout = request->layout;
  picture->pixel_ratio = request->pixel_ratio;
  /* Whole units, so that the texture lies on whole pixels of the screen. */
  picture->margin_x = floor (request->layout.map.width * request->margin);
  picture->margin_y = floor (request->layout.map.height * request->margin);

  drop_waiting (self);
  /* What lies around an older map is not worth waiting for. */
  if (self->running != NULL && self->running->picture->is_refined &&
      self->running->picture->serial != picture->serial)
    self->running = NULL;
  self->waiting = picture;
  if (request->before != NULL)
    self->waiting_before = mvua_map_picture_ref (request->before);
  begin_waiting (self);
}

gboolean
mvua_map_renderer_is_busy (MvuaMapRenderer *self)
{
  g_return_val_if_fail (MVUA_IS_MAP_RENDERER (self), FALSE);

  return self->running != NULL || self->waiting != NULL;
}

guint
mvua_map_renderer_get_n_painted (MvuaMapRenderer *self)
{
  g_return_val_if_fail (MVUA_IS_MAP_RENDERER (self), 0);

  return self->n_painted;
}

void
mvua_map_renderer_cancel (MvuaMapRenderer *self)
{
  g_return_if_fail (MVUA_IS_MAP_RENDERER (self));

  drop_waiting (self);
  self->running = NULL;
}

static void
mvua_map_renderer_finalize (GObject *object)
{
  MvuaMapRenderer *self = MVUA_MAP_RENDERER (object);

  drop_waiting (self);
  G_OBJECT_CLASS (mvua_map_renderer_parent_class)->finalize (object);
}

static void
mvua_map_renderer_class_init (MvuaMapRendererClass *class)
{
  G_OBJECT_CLASS (class)->finalize = mvua_map_renderer_finalize;

  signals[PAINTED] = g_signal_new ("painted", MVUA_TYPE_MAP_RENDERER, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
mvua_map_renderer_init (MvuaMapRenderer *self G_GNUC_UNUSED)
{
}

MvuaMapRenderer *
mvua_map_renderer_new (void)
{
  return g_object_new (MVUA_TYPE_MAP_RENDERER, NULL);
}
