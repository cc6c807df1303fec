/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-chunks.h"

/* What an entry takes besides its bytes, about: chunks that are not there are noted too.
 */
#define ENTRY_SIZE 128

typedef struct
{
  guint64 owner;
  guint64 number;
  GBytes *bytes; /* NULL while it is made */
  GList link;    /* in the order of use; not linked while it is made */
} Entry;

struct _MvuaZarrChunks
{
  gatomicrefcount n_refs;
  gsize most_bytes;

  GMutex mutex; /* guards what follows */
  GCond made;
  GHashTable *entries; /* (element-type Entry) */
  GQueue used;         /* the most recent first */
  gsize n_bytes;
  guint64 last_owner;
};

static guint
entry_hash (gconstpointer key)
{
  const Entry *entry = key;
  const guint64 mixed =
      entry->owner * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + entry->number;

  return (guint) (mixed ^ mixed >> 32);
}

static gboolean
entry_equal (gconstpointer a, gconstpointer b)
{
  const Entry *one = a, *other = b;

  return one->owner == other->owner && one->number == other->number;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->bytes, g_bytes_unref);
  g_free (entry);
}

MvuaZarrChunks *
mvua_zarr_chunks_new (gsize most_bytes)
{
  MvuaZarrChunks *self = g_new0 (MvuaZarrChunks, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->most_bytes = most_bytes;
  self->entries = g_hash_table_new_full (entry_hash, entry_equal, entry_free, NULL);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->made);
  return self;
}

MvuaZarrChunks *
mvua_zarr_chunks_ref (MvuaZarrChunks *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
mvua_zarr_chunks_unref (MvuaZarrChunks *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_hash_table_unref (self->entries);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->made);
  g_free (self);
}

guint64
mvua_zarr_chunks_new_owner (MvuaZarrChunks *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return ++self->last_owner;
}

gsize
mvua_zarr_chunks_get_n_bytes (MvuaZarrChunks *self)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return self->n_bytes;
}

static gsize
size_of (const Entry *entry)
{
  return g_bytes_get_size (entry->bytes) + ENTRY_SIZE;
}

/* Guarded.  What was used last stays, however large it is. */
static void
forget_oldest (MvuaZarrChunks *self)
{
  while (self->n_bytes > self->most_bytes && self->used.length > 1)
    {
      Entry *oldest = self->used.tail->data;

      g_queue_unlink (&self->used, &oldest->link);
      self->n_bytes -= size_of (oldest);
      g_hash_table_remove (self->entries, oldest);
    }
}

/* Guarded. */
static void
keep (MvuaZarrChunks *self, Entry *entry, GBytes *bytes)
{
  entry->bytes = g_bytes_ref (bytes);
  entry->link.data = entry;
  g_queue_push_head_link (&self->used, &entry->link);
  self->n_bytes += size_of (entry);
  forget_oldest (self);
}

GBytes *
mvua_zarr_chunks_get (MvuaZarrChunks *self,
                      guint64 owner,
                      guint64 number,
                      MvuaZarrChunksFunc func,
                      gpointer data,
                      GError **error)
{
  const Entry key = { .owner = owner, .number = number };
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  Entry *entry;

  while ((entry = g_hash_table_lookup (self->entries, &key)) != NULL)
    {
      if (entry->bytes == NULL)
        {
          g_cond_wait (&self->made, &self->mutex);
          continue;
        }
      g_queue_unlink (&self->used, &entry->link);
      g_queue_push_head_link (&self->used, &entry->link);
      return g_bytes_ref (entry->bytes);
    }

  entry = g_new0 (Entry, 1);
  entry->owner = owner;
  entry->number = number;
  g_hash_table_add (self->entries, entry);
  g_mutex_unlock (&self->mutex);
  GBytes *bytes = func (data, error);
  g_mutex_lock (&self->mutex);
  if (bytes != NULL)
    keep (self, entry, bytes);
  else
    g_hash_table_remove (self->entries, entry);
  g_cond_broadcast (&self->made);
  return bytes;
}
