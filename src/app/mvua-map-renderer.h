/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gtk/gtk.h>

#include "mvua-map-scene.h"

G_BEGIN_DECLS

/* The parts of a picture that lie around its map. */
typedef enum
{
  MVUA_MAP_STRIP_TOP,
  MVUA_MAP_STRIP_BOTTOM,
  MVUA_MAP_STRIP_LEFT,
  MVUA_MAP_STRIP_RIGHT,
} MvuaMapStrip;
#define MVUA_MAP_N_STRIPS 4

/**
 * MvuaMapPicture:
 * @scene: of which it was painted; its camera is that of the map without the margin
 * @serial: of the request
 * @is_refined: it was painted with a margin because there was time
 * @layout: of @width times @height
 * @pixel_ratio: device pixels a unit of @width
 * @margin_x: how much farther than the layout's map @map goes to either side
 * @margin_y: the same up and down
 * @map: (nullable): %NULL if there was no memory for it
 * @map_width: of the texture, in units of @width
 * @map_height: of the texture
 * @strips: (nullable): title, scale and footer; an empty one is %NULL
 * @strip_areas: where they lie
 * @label: what a screen reader says of it
 * @seconds: that painting took
 *
 * A scene that was painted into textures, all in one go, so title and map belong
 * together. Immutable; any thread.
 */
typedef struct
{
  MvuaMapScene *scene;
  guint serial;
  gboolean is_refined;
  double width;
  double height;
  MvuaMapLayout layout;
  int pixel_ratio;
  double margin_x;
  double margin_y;
  GdkTexture *map;
  double map_width;
  double map_height;
  GdkTexture *strips[MVUA_MAP_N_STRIPS];
  graphene_rect_t strip_areas[MVUA_MAP_N_STRIPS];
  char *label;
  double seconds;
} MvuaMapPicture;

MvuaMapPicture *mvua_map_picture_ref (MvuaMapPicture *self);
void mvua_map_picture_unref (MvuaMapPicture *self);

/**
 * MvuaMapRequest:
 * @scene: copied; a basemap that is %NULL becomes the program's own
 * @serial: comes back in the picture
 * @layout: of the scene in that size
 * @margin: share of the map's width and height that is painted around it; 0 for none
 * @before: (nullable): a picture of the same scene, size and layout but another camera,
 *   whose title, scale and footer are taken over
 */
typedef struct
{
  const MvuaMapScene *scene;
  guint serial;
  double width;
  double height;
  int pixel_ratio;
  MvuaMapLayout layout;
  double margin;
  MvuaMapPicture *before;
} MvuaMapRequest;

#define MVUA_TYPE_MAP_RENDERER (mvua_map_renderer_get_type ())
/**
 * MvuaMapRenderer:
 *
 * Paints pictures in another thread.  At most one is being painted and one waits: a newer
 * request replaces the one that waits.  Main thread only.
 *
 * Signal "painted" (#MvuaMapPicture as pointer, transfer none): one is ready.
 */
G_DECLARE_FINAL_TYPE (MvuaMapRenderer, mvua_map_renderer, MVUA, MAP_RENDERER, GObject)

MvuaMapRenderer *mvua_map_renderer_new (void);

void mvua_map_renderer_paint (MvuaMapRenderer *self, const MvuaMapRequest *request);

/* Whether something is being painted or waits. */
gboolean mvua_map_renderer_is_busy (MvuaMapRenderer *self);

/* How many pictures were painted so far. */
guint mvua_map_renderer_get_n_painted (MvuaMapRenderer *self);

/**
 * mvua_map_renderer_wait:
 *
 * Blocks until what is being painted is there, but no longer than that: for a frame that
 * can have it.
 *
 * Returns: whether it is; "painted" has been emitted
 */
gboolean mvua_map_renderer_wait (MvuaMapRenderer *self, gint64 microseconds);

/* What waits will not be painted, what is being painted is not told of. */
void mvua_map_renderer_cancel (MvuaMapRenderer *self);

/* Blocks until no thread paints any more: before the program ends. */
void mvua_map_renderer_wait_for_all (void);

/**
 * mvua_map_paint_texture:
 *
 * The whole picture as one texture, in the calling thread.
 *
 * Returns: (transfer full) (nullable): %NULL if there is no memory for it
 */
GdkTexture *mvua_map_paint_texture (const MvuaMapScene *scene,
                                    double width,
                                    double height,
                                    double pixel_ratio) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaMapPicture, mvua_map_picture_unref)

G_END_DECLS
