/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What the cache has, by URL. */

#include "mvua-cache-list.h"

#include "mvua-cache-entry.h"
#include "mvua-cache-folder.h"
#include "mvua-cache.h"

#include <string.h>

static void
free_item (gpointer item)
{
  g_free (((MvuaCacheItem *) item)->url);
  g_free (item);
}

static void
add_to_items (const MvuaCacheFile *file, gpointer data)
{
  GHashTable *items = data;
  g_auto (MvuaCacheEntry) entry = { .fd = -1 };

  if (file->is_part ||
      mvua_cache_entry_open (&entry, file->folder, file->name) != MVUA_CACHE_ENTRY_FINE)
    return;
  MvuaCacheItem *item = g_hash_table_lookup (items, entry.head.url);
  if (item == NULL)
    {
      item = g_new0 (MvuaCacheItem, 1);
      item->url = g_strdup (entry.head.url);
      g_hash_table_insert (items, item->url, item);
    }
  item->n_bytes += file->n_bytes;
  item->n_pieces++;
  item->last_used = MAX (item->last_used, file->used / G_USEC_PER_SEC);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const MvuaCacheItem *first = *(MvuaCacheItem *const *) a;
  const MvuaCacheItem *second = *(MvuaCacheItem *const *) b;

  return strcmp (first->url, second->url);
}

GPtrArray *
mvua_cache_list_folder (const char *root)
{
  g_autoptr (GHashTable) items = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *list = g_ptr_array_new_with_free_func (free_item);
  GHashTableIter iter;
  gpointer item;

  mvua_cache_folder_walk (root, add_to_items, items);
  g_hash_table_iter_init (&iter, items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_ptr_array_add (list, item);
  g_ptr_array_sort (list, compare_items);
  return list;
}
