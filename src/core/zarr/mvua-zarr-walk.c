/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Stores without consolidated metadata: each group and array has files of its own. */

#include "mvua-zarr-tree-private.h"

#include "mvua-store-reader.h"

#include <string.h>

#define MAX_DEPTH 8

static gboolean
walk_group (MvuaZarrTree *self, const char *path, guint depth, GError **error);

/* @name below @path, whose files have names of their own */
static char *
join (const char *path, const char *name)
{
  return path[0] != '\0' ? g_strconcat (path, "/", name, NULL) : g_strdup (name);
}

/* Takes one of a node's files in.  @is_there: (out) (optional) */
static gboolean
take_file (MvuaZarrTree *self,
           const char *path,
           const char *name,
           gboolean *is_there,
           GError **error)
{
  g_autofree char *file = join (path, name);
  const char *text = NULL;
  gsize n = 0;

  if (!mvua_zarr_tree_load_text (self, file, &text, &n, error))
    return FALSE;
  if (text != NULL)
    mvua_zarr_tree_add (self, path, name, text, n);
  if (is_there != NULL)
    *is_there = text != NULL;
  return TRUE;
}

static gboolean
walk_v2 (MvuaZarrTree *self, const char *path, guint depth, GError **error)
{
  gboolean is_array = FALSE, is_group = FALSE;

  if (!take_file (self, path, ".zarray", &is_array, error) ||
      (!is_array && !take_file (self, path, ".zgroup", &is_group, error)))
    return FALSE;
  if (!is_array && !is_group)
    return TRUE;
  return take_file (self, path, ".zattrs", NULL, error) &&
         (is_array || walk_group (self, path, depth, error));
}

static gboolean
walk_v3 (MvuaZarrTree *self, const char *path, guint depth, GError **error)
{
  gboolean is_there = FALSE;

  if (!take_file (self, path, "zarr.json", &is_there, error))
    return FALSE;
  return !is_there || mvua_zarr_tree_has_array (self, path) ||
         walk_group (self, path, depth, error);
}

/* Below a group. */
static gboolean
walk_node (MvuaZarrTree *self, const char *path, guint depth, GError **error)
{
  return self->format == MVUA_ZARR_V2 ? walk_v2 (self, path, depth, error)
                                      : walk_v3 (self, path, depth, error);
}

static gboolean
walk_group (MvuaZarrTree *self, const char *path, guint depth, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;

  if (depth == MAX_DEPTH)
    return mvua_zarr_place_complain (&self->place, path, error,
                                     "is a group too deep below the store");
  names = mvua_store_reader_list_folders (self->place.folder_fd, path);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *below = join (path, name);

      if (!mvua_zarr_placement_is_path (below))
        continue;
      if (g_hash_table_size (self->nodes) >= MVUA_ZARR_TREE_MAX_NODES)
        return mvua_zarr_place_complain (&self->place, below, error,
                                         "is one group or array too many");
      if (!walk_node (self, below, depth + 1, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mvua_zarr_tree_walk (MvuaZarrTree *self, GError **error)
{
  return walk_node (self, "", 0, error);
}
