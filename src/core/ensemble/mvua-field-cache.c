/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-field-cache.h"

typedef struct
{
  MvuaMakeKey key;
  MvuaMade made;
  gsize n_bytes;
  GList link; /* in the order of use; its data is this entry */
} Entry;

struct _MvuaFieldCache
{
  gsize most_bytes;
  gsize n_bytes;
  GHashTable *entries; /* key of an entry → the entry */
  GQueue order;        /* of entries, the one that was used last first */
};

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  mvua_made_clear (&entry->made);
  g_free (entry);
}

MvuaFieldCache *
mvua_field_cache_new (gsize most_bytes)
{
  MvuaFieldCache *self = g_new0 (MvuaFieldCache, 1);

  self->most_bytes = most_bytes;
  self->entries =
      g_hash_table_new_full (mvua_make_key_hash, mvua_make_key_equal, NULL, free_entry);
  g_queue_init (&self->order);
  return self;
}

void
mvua_field_cache_free (MvuaFieldCache *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

const MvuaMade *
mvua_field_cache_look_up (MvuaFieldCache *self, const MvuaMakeKey *key)
{
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry == NULL)
    return NULL;
  g_queue_unlink (&self->order, &entry->link);
  g_queue_push_head_link (&self->order, &entry->link);
  return &entry->made;
}

static void
evict (MvuaFieldCache *self, Entry *entry)
{
  g_queue_unlink (&self->order, &entry->link);
  self->n_bytes -= entry->n_bytes;
  g_hash_table_remove (self->entries, &entry->key);
}

void
mvua_field_cache_add (MvuaFieldCache *self, const MvuaMakeKey *key, const MvuaMade *made)
{
  const gsize n_bytes = mvua_field_size (made->field) + sizeof (Entry);
  Entry *entry = g_hash_table_lookup (self->entries, key);

  if (entry != NULL)
    evict (self, entry);
  if (n_bytes > self->most_bytes)
    return;
  while (self->n_bytes + n_bytes > self->most_bytes)
    evict (self, g_queue_peek_tail (&self->order));

  entry = g_new0 (Entry, 1);
  entry->key = *key;
  entry->made = *made;
  mvua_field_ref (made->field);
  entry->n_bytes = n_bytes;
  entry->link.data = entry;
  g_queue_push_head_link (&self->order, &entry->link);
  g_hash_table_insert (self->entries, &entry->key, entry);
  self->n_bytes += n_bytes;
}

gsize
mvua_field_cache_get_n_bytes (const MvuaFieldCache *self)
{
  return self->n_bytes;
}
