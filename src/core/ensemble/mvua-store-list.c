/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-store-list.h"

#include "mvua-ensemble.h"
#include "mvua-zarr-tree.h"

#include <string.h>

#define MOST_STORES 500
#define STORE_ENDING ".zarr"

gboolean
mvua_store_member_of_name (const char *path, MvuaMember *member)
{
  g_autofree char *canonical = g_canonicalize_filename (path, NULL);
  g_autofree char *name = g_path_get_basename (canonical);

  name[strcspn (name, "._-")] = '\0';
  return mvua_member_from_name (name, member);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GPtrArray *
mvua_store_list_folder (const char *folder)
{
  GPtrArray *stores = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      MvuaMember member;
      if (!g_str_has_suffix (name, STORE_ENDING) ||
          !mvua_store_member_of_name (name, &member))
        continue;
      g_autofree char *path = g_build_filename (folder, name, NULL);
      if (mvua_zarr_tree_is_store (path) && stores->len < MOST_STORES)
        g_ptr_array_add (stores, g_steal_pointer (&path));
    }
  g_ptr_array_sort (stores, compare_names);
  return stores;
}

gboolean
mvua_ensemble_is_store (const char *path)
{
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    return FALSE;
  if (mvua_zarr_tree_is_store (path))
    return TRUE;
  g_autoptr (GPtrArray) stores = mvua_store_list_folder (path);
  return stores->len > 0;
}
