/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-patch.h"

#include <math.h>

/* Points beyond the edge of the map, so that lines run out of it. */
#define MARGIN 1

static void
clear_patch (gpointer data)
{
  MvuaMapPatch *patch = data;
  g_free (patch->values);
}

static int
floor_to (double position, int stride)
{
  return (int) floor (position / stride) * stride;
}

/* The points of 0 to below @n, or of any turn, that lie from @low to @high, in strides.
 * Returns: how many there are */
static int
span (double low, double high, int n, int stride, gboolean goes_round, int *first)
{
  int from = floor_to (low, stride) - MARGIN * stride;
  int to = floor_to (high, stride) + (MARGIN + 1) * stride;

  if (!goes_round)
    {
      from = MAX (from, 0);
      to = MIN (to, (n - 1) / stride * stride);
    }
  *first = from;
  return to >= from ? (to - from) / stride + 1 : 0;
}

static void
copy_values (MvuaMapPatch *patch, const MvuaField *field)
{
  const int n_columns = (int) field->key.window.n_columns;

  patch->values = g_new (float, (gsize) patch->n_rows * patch->n_columns);
  for (guint row = 0; row < patch->n_rows; row++)
    {
      const float *from =
          field->values + (gsize) (patch->row + (int) row * patch->stride) * n_columns;
      float *to = patch->values + (gsize) row * patch->n_columns;
      for (guint i = 0; i < patch->n_columns; i++)
        {
          const int column = (patch->column + (int) i * patch->stride) % n_columns;
          to[i] = from[column < 0 ? column + n_columns : column];
        }
    }
}

/* Adds what is seen of @field with its first column at @west. */
static void
add_patch (GArray *patches,
           const MvuaMapPainting *painting,
           const MvuaField *field,
           double west,
           double step_x,
           double step_y,
           int stride,
           gboolean goes_round)
{
  const MvuaWindow *window = &field->key.window;
  const double north = mvua_window_latitude (&field->grid, window, 0);
  const MvuaMapBox *box = &painting->box;
  MvuaMapPatch patch = { .stride = stride };
  const int n_columns = span ((box->west - west) / step_x, (box->east - west) / step_x,
                              (int) window->n_columns, stride, goes_round, &patch.column);
  const int n_rows = span ((north - box->north) / step_y, (north - box->south) / step_y,
                           (int) window->n_rows, stride, FALSE, &patch.row);

  if (n_columns < 2 || n_rows < 2)
    return;
  patch.n_columns = (guint) n_columns;
  patch.n_rows = (guint) n_rows;
  patch.dx = step_x * stride * painting->scene->camera.scale;
  patch.dy = step_y * stride * painting->scene->camera.scale;
  patch.x = mvua_map_painting_x (painting, west + patch.column * step_x);
  patch.y = mvua_map_painting_y (painting, north - patch.row * step_y);
  copy_values (&patch, field);
  g_array_append_val (patches, patch);
}

GArray *
mvua_map_patches_new (const MvuaMapPainting *painting,
                      const MvuaField *field,
                      double least)
{
  GArray *patches = g_array_new (FALSE, FALSE, sizeof (MvuaMapPatch));
  const MvuaGrid *grid = &field->grid;
  const MvuaWindow *window = &field->key.window;
  const gboolean goes_round = grid->wraps && window->n_columns == grid->n_columns;

  g_array_set_clear_func (patches, clear_patch);
  if (grid->n_columns < 2 || grid->n_rows < 2)
    return patches;

  const double step_x = (double) grid->width / 1e6 / (grid->n_columns - 1);
  const double step_y = ((double) grid->north - grid->south) / 1e6 / (grid->n_rows - 1);
  const double scale = painting->scene->camera.scale;
  const int stride = MAX (1, (int) ceil (least / (MIN (step_x, step_y) * scale)));
  const double west = mvua_window_longitude (grid, window, 0);
  const double wide = (window->n_columns - 1) * step_x;

  if (goes_round)
    add_patch (patches, painting, field, west, step_x, step_y, stride, TRUE);
  else
    for (double turn = floor ((painting->box.west - west - wide) / 360);
         west + turn * 360 <= painting->box.east; turn++)
      add_patch (patches, painting, field, west + turn * 360, step_x, step_y, stride,
                 FALSE);
  return patches;
}
