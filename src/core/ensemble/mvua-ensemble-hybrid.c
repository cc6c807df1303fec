/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Opens a hybrid as one ensemble: fields that are decoded come out of its store, all
 * others through its references. */

#include "mvua-ensemble-private.h"

#include "mvua-hybrid-set.h"
#include "mvua-ref-arrays.h"
#include "mvua-store-member.h"

#include <math.h>
#include <string.h>

static gboolean
complain (const char *path, const char *complaint, GError **error)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE, "%s: %s", path, complaint);
  return FALSE;
}

static GArray *
read_axis (const MvuaRefSet *set,
           const GPtrArray *arrays,
           const char *group,
           const char *name,
           double limit)
{
  g_autofree char *path = g_strdup_printf ("%s/%s", group, name);
  const MvuaRefArray *array = mvua_ref_arrays_find (arrays, path);
  g_autoptr (GArray) values = array != NULL ? mvua_ref_array_read (set, array) : NULL;

  for (guint i = 0; values != NULL && i < values->len; i++)
    if (!(fabs (g_array_index (values, double, i)) <= limit))
      return NULL;
  return g_steal_pointer (&values);
}

/* The grid that the messages are on, as the set says; each of them is held against it. */
static gboolean
read_message_grid (const MvuaRefSet *set,
                   const char *path,
                   MvuaGrid *grid,
                   GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) arrays = mvua_ref_arrays_list (set, notes);

  for (guint i = 0; i < arrays->len; i++)
    {
      const MvuaRefArray *array = g_ptr_array_index (arrays, i);
      MvuaStoreGrid found;
      if (array->grib == NULL ||
          !g_str_has_prefix (array->path, MVUA_HYBRID_MESSAGES "/"))
        continue;
      g_autofree char *group = g_path_get_dirname (array->path);
      g_autoptr (GArray) y = read_axis (set, arrays, group, "latitude", 90);
      g_autoptr (GArray) x = read_axis (set, arrays, group, "longitude", 720);
      if (y == NULL || x == NULL ||
          !mvua_store_grid_of_axes ((double *) (gpointer) y->data, y->len,
                                    (double *) (gpointer) x->data, x->len, &found))
        break;
      *grid = found.grid;
      return TRUE;
    }
  return complain (path, "its messages are on no regular grid of latitude and longitude",
                   error);
}

/* Where the grid of the decoded fields lies in that of the messages. */
static gboolean
place_grid (MvuaEnsemble *self, const char *path, GError **error)
{
  const MvuaGrid *grid = &self->grid;
  const MvuaGrid *of = &self->message_grid;
  const MvuaRegion region = { .north = grid->north / 1e6,
                              .west = grid->west / 1e6,
                              .south = grid->south / 1e6,
                              .east = ((double) grid->west + grid->width) / 1e6 };
  const MvuaRegion whole = { .whole = TRUE };
  const MvuaWindow all = { .n_rows = grid->n_rows, .n_columns = grid->n_columns };
  MvuaWindow *window = &self->in_messages;
  gboolean fits = mvua_grid_cut (of, grid->wraps ? &whole : &region, window, NULL) &&
                  window->n_rows == grid->n_rows && window->n_columns == grid->n_columns;

  for (guint32 i = 0; fits && i < grid->n_rows; i++)
    fits = fabs (mvua_window_latitude (of, window, i) -
                 mvua_window_latitude (grid, &all, i)) < 1e-5;
  for (guint32 i = 0; fits && i < grid->n_columns; i++)
    fits = fabs (remainder (mvua_window_longitude (of, window, i) -
                                mvua_window_longitude (grid, &all, i),
                            360)) < 1e-5;
  return fits ||
         complain (path, "its decoded fields are on no part of the messages’ grid",
                   error);
}

/* Where there are no members, what was made of them has the grid. */
gboolean
mvua_ensemble_take_derived (MvuaEnsemble *ensemble, MvuaZarrTree *tree, GError **error)
{
  const GPtrArray *paths = mvua_zarr_tree_list (tree);
  MvuaStoreGrid grid;

  for (guint i = 0; i < paths->len; i++)
    {
      const char *path = g_ptr_array_index (paths, i);
      const char *name = strrchr (path, '/');
      if (name == NULL || strcmp (name, "/latitude") != 0)
        continue;
      g_autofree char *group = g_strndup (path, (gsize) (name - path));
      if (!mvua_store_read_grid (tree, group, "latitude", "longitude", &grid, error))
        return FALSE;
      ensemble->run = mvua_store_find_run (tree, group);
      ensemble->grid = grid.grid;
      ensemble->west = grid.west;
      ensemble->is_demo = mvua_store_says_demo (tree, group);
      mvua_ensemble_take_product (ensemble, tree);
      return ensemble->run != MVUA_RUN_UNKNOWN ||
             mvua_store_complain (tree, group, error, "does not say of which run it is");
    }
  return mvua_store_complain (tree, "", error, "has neither members nor statistics");
}

MvuaEnsemble *
mvua_ensemble_open_hybrid (const char *path,
                           const char *set_path,
                           const MvuaRefSet *set,
                           const MvuaEnsembleOptions *options,
                           GCancellable *cancellable,
                           GError **error)
{
  const MvuaReading reading = { .priority = MVUA_PRIORITY_PICKED,
                                .cancellable = cancellable };
  g_autofree char *folder = g_path_get_dirname (set_path);
  g_autoptr (MvuaEnsemble) self = mvua_ensemble_new (path, options);

  if (!mvua_hybrid_set_check (set_path, set, error) ||
      !mvua_ensemble_take_stores (self, folder, options, TRUE, cancellable, error))
    return NULL;
  mvua_ensemble_sort (self);
  if (!read_message_grid (set, set_path, &self->message_grid, error) ||
      !place_grid (self, set_path, error) ||
      !mvua_ensemble_take_refs (self, set, folder, options, &reading, error))
    return NULL;
  if (self->references->len == 0)
    {
      complain (path, "it has no field that is not missing", error);
      return NULL;
    }
  return mvua_ensemble_settle (self, &reading, error) ? g_steal_pointer (&self) : NULL;
}
