/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ref-set.h"

#include "mvua-store-file.h"

#include <string.h>

/* Keys, URLs and octets of one set; no real one comes near. */
#define LARGEST_POOL (1u << 30)

/* What stands in the place of a URL. */
#define NO_URL G_MAXUINT32

/* Of a range, @place and @length are its offset and length; of inline octets where they
 * lie in the pool and how many they are; of the whole of a URL @length is WHOLE. */
#define WHOLE G_MAXUINT64

typedef struct
{
  guint32 key; /* where it lies in the pool */
  guint32 url;
  guint64 place;
  guint64 length;
} Entry;

struct _MvuaRefSet
{
  gatomicrefcount n_refs;
  GByteArray *pool;
  GArray *entries; /* of Entry, by key */
  GArray *urls;    /* of guint32: places in the pool */
};

struct _MvuaRefBuilder
{
  GByteArray *pool;
  GArray *entries;
  GArray *urls;
  GHashTable *known; /* URL → its index and 1 */
};

MvuaRefSet *
mvua_ref_set_ref (MvuaRefSet *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
mvua_ref_set_unref (MvuaRefSet *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_byte_array_unref (self->pool);
  g_array_unref (self->entries);
  g_array_unref (self->urls);
  g_free (self);
}

static const char *
text_at (const GByteArray *pool, guint32 place)
{
  return (const char *) pool->data + place;
}

static const char *
key_of (const MvuaRefSet *self, guint index)
{
  return text_at (self->pool, g_array_index (self->entries, Entry, index).key);
}

guint
mvua_ref_set_get_n (const MvuaRefSet *self)
{
  return self->entries->len;
}

void
mvua_ref_set_get (const MvuaRefSet *self, guint index, MvuaRef *ref)
{
  const Entry *entry = &g_array_index (self->entries, Entry, index);

  g_return_if_fail (index < self->entries->len);
  *ref = (MvuaRef){ .key = text_at (self->pool, entry->key), .url = entry->url };
  if (entry->url == NO_URL)
    {
      ref->bytes = self->pool->data + entry->place;
      ref->n_bytes = entry->length;
    }
  else if (entry->length == WHOLE)
    ref->kind = MVUA_REF_WHOLE;
  else
    {
      ref->kind = MVUA_REF_RANGE;
      ref->offset = entry->place;
      ref->length = entry->length;
    }
}

guint
mvua_ref_set_seek (const MvuaRefSet *self, const char *key)
{
  guint low = 0;
  guint high = self->entries->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      if (strcmp (key_of (self, middle), key) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gboolean
mvua_ref_set_find (const MvuaRefSet *self, const char *key, MvuaRef *ref)
{
  const guint at = mvua_ref_set_seek (self, key);

  if (at == self->entries->len || strcmp (key_of (self, at), key) != 0)
    return FALSE;
  mvua_ref_set_get (self, at, ref);
  return TRUE;
}

guint
mvua_ref_set_get_n_urls (const MvuaRefSet *self)
{
  return self->urls->len;
}

const char *
mvua_ref_set_get_url (const MvuaRefSet *self, guint url)
{
  g_return_val_if_fail (url < self->urls->len, NULL);
  return text_at (self->pool, g_array_index (self->urls, guint32, url));
}

gsize
mvua_ref_set_get_size (const MvuaRefSet *self)
{
  return sizeof *self + self->pool->len + self->entries->len * sizeof (Entry) +
         self->urls->len * sizeof (guint32);
}

MvuaRefBuilder *
mvua_ref_builder_new (void)
{
  MvuaRefBuilder *self = g_new0 (MvuaRefBuilder, 1);

  self->pool = g_byte_array_new ();
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->urls = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
mvua_ref_builder_free (MvuaRefBuilder *self)
{
  g_clear_pointer (&self->pool, g_byte_array_unref);
  g_clear_pointer (&self->entries, g_array_unref);
  g_clear_pointer (&self->urls, g_array_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_free (self);
}

static gboolean
add_to_pool (
    MvuaRefBuilder *self, const void *bytes, gsize n, guint32 *place, GError **error)
{
  if (n > LARGEST_POOL - self->pool->len)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "its keys and values together take more than %u MiB",
                   LARGEST_POOL >> 20);
      return FALSE;
    }
  *place = self->pool->len;
  if (n > 0)
    g_byte_array_append (self->pool, bytes, (guint) n);
  return TRUE;
}

static gboolean
add_entry (MvuaRefBuilder *self, const char *key, Entry entry, GError **error)
{
  if (!mvua_store_file_is_path (key))
    {
      g_autofree char *shown = mvua_error_dup_quoted (key, 200);
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "“%s” is not a key: expected the path of a file within a store",
                   shown);
      return FALSE;
    }
  if (!add_to_pool (self, key, strlen (key) + 1, &entry.key, error))
    return FALSE;
  g_array_append_val (self->entries, entry);
  return TRUE;
}

gboolean
mvua_ref_builder_add_bytes (MvuaRefBuilder *self,
                            const char *key,
                            const void *bytes,
                            gsize n_bytes,
                            GError **error)
{
  guint32 place = 0;

  return add_to_pool (self, bytes, n_bytes, &place, error) &&
         add_entry (self, key,
                    (Entry){ .url = NO_URL, .place = place, .length = n_bytes }, error);
}

/* The index of a URL, which is kept once. */
static gboolean
intern (MvuaRefBuilder *self, const char *url, guint32 *index, GError **error)
{
  const guint known = GPOINTER_TO_UINT (g_hash_table_lookup (self->known, url));
  guint32 place = 0;

  if (known > 0)
    {
      *index = known - 1;
      return TRUE;
    }
  if (url[0] == '\0' || !g_utf8_validate (url, -1, NULL))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   url[0] == '\0' ? "a URL is empty" : "a URL is not UTF-8");
      return FALSE;
    }
  if (!add_to_pool (self, url, strlen (url) + 1, &place, error))
    return FALSE;
  *index = self->urls->len;
  g_array_append_val (self->urls, place);
  g_hash_table_insert (self->known, g_strdup (url), GUINT_TO_POINTER (*index + 1));
  return TRUE;
}

gboolean
mvua_ref_builder_add_range (MvuaRefBuilder *self,
                            const char *key,
                            const char *url,
                            guint64 offset,
                            guint64 length,
                            GError **error)
{
  Entry entry = { .place = offset, .length = length };

  if (offset > G_MAXINT64 || length > G_MAXINT64 - offset)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "“%s”: %" G_GUINT64_FORMAT " bytes at offset %" G_GUINT64_FORMAT
                   " are not a part of any file",
                   key, length, offset);
      return FALSE;
    }
  return intern (self, url, &entry.url, error) && add_entry (self, key, entry, error);
}

gboolean
mvua_ref_builder_add_whole (MvuaRefBuilder *self,
                            const char *key,
                            const char *url,
                            GError **error)
{
  Entry entry = { .length = WHOLE };

  return intern (self, url, &entry.url, error) && add_entry (self, key, entry, error);
}

static int
compare_entries (gconstpointer a, gconstpointer b, gpointer pool)
{
  return strcmp (text_at (pool, ((const Entry *) a)->key),
                 text_at (pool, ((const Entry *) b)->key));
}

/* By key; of those that are the same the last one stays, as in a dictionary.  Sets are
 * mostly in order already. */
static void
put_in_order (MvuaRefBuilder *self)
{
  Entry *entries = (Entry *) (gpointer) self->entries->data;
  gboolean is_sorted = TRUE;
  guint n = 0;

  for (guint i = 1; i < self->entries->len && is_sorted; i++)
    is_sorted = compare_entries (&entries[i - 1], &entries[i], self->pool) < 0;
  if (is_sorted)
    return;
  /* It is a stable sort. */
  g_array_sort_with_data (self->entries, compare_entries, self->pool);
  for (guint i = 0; i < self->entries->len; i++)
    {
      const gboolean is_same =
          n > 0 && compare_entries (&entries[n - 1], &entries[i], self->pool) == 0;
      entries[is_same ? n - 1 : n] = entries[i];
      n += is_same ? 0 : 1;
    }
  g_array_set_size (self->entries, n);
}

MvuaRefSet *
mvua_ref_builder_end (MvuaRefBuilder *self)
{
  MvuaRefSet *set = g_new0 (MvuaRefSet, 1);

  put_in_order (self);
  g_atomic_ref_count_init (&set->n_refs);
  /* The arrays grew by doubling; the copies are no larger than what they hold. */
  set->pool = g_byte_array_sized_new (self->pool->len);
  if (self->pool->len > 0)
    g_byte_array_append (set->pool, self->pool->data, self->pool->len);
  set->entries = g_array_copy (self->entries);
  set->urls = g_array_copy (self->urls);
  g_byte_array_set_size (self->pool, 0);
  g_array_set_size (self->entries, 0);
  g_array_set_size (self->urls, 0);
  g_hash_table_remove_all (self->known);
  return set;
}
