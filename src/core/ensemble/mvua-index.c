/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-index.h"

#include "mvua-error.h"

struct _MvuaIndexes
{
  MvuaReader *reader;

  GMutex mutex; /* guards what follows */
  GCond arrived;
  GHashTable *known;  /* file → GArray of MvuaIdxRecord */
  GHashTable *on_way; /* files that someone reads */
};

GArray *
mvua_index_scan (MvuaReader *reader,
                 const char *path,
                 const MvuaReading *reading,
                 GError **error)
{
  g_autoptr (MvuaReaderOctets) octets =
      mvua_reader_octets_open (reader, path, reading, error);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (MvuaScanned));
  MvuaScanReport report;

  if (octets == NULL)
    return NULL;
  mvua_scan (mvua_reader_octets_get (octets), mvua_reader_octets_get_size (octets), found,
             &report);
  mvua_scan_report_clear (&report);
  /* Half of a file is not what the file has. */
  if (mvua_reader_octets_get_error (octets) != NULL)
    {
      g_propagate_error (error, g_error_copy (mvua_reader_octets_get_error (octets)));
      return NULL;
    }
  return g_steal_pointer (&found);
}

MvuaIndexes *
mvua_indexes_new (MvuaReader *reader)
{
  MvuaIndexes *self = g_new0 (MvuaIndexes, 1);

  self->reader = reader;
  self->known = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->on_way = g_hash_table_new (NULL, NULL);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->arrived);
  return self;
}

void
mvua_indexes_free (MvuaIndexes *self)
{
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->on_way);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->arrived);
  g_free (self);
}

static GArray *
walk (MvuaIndexes *self, const char *path, const MvuaReading *reading, GError **error)
{
  g_autoptr (GArray) scanned = mvua_index_scan (self->reader, path, reading, error);
  GArray *records;

  if (scanned == NULL)
    return NULL;
  records = g_array_new (FALSE, FALSE, sizeof (MvuaIdxRecord));
  for (guint i = 0; i < scanned->len; i++)
    g_array_append_val (records, g_array_index (scanned, MvuaScanned, i).record);
  return records;
}

/* Returns: %NULL with @error set, or without if the text is not an index of the file */
static GArray *
read_text (MvuaIndexes *self,
           const char *path,
           const MvuaReading *reading,
           GError **error)
{
  g_autofree char *index = g_strconcat (path, ".idx", NULL);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (MvuaIdxRecord));
  guint64 file_size = 0;
  gsize n = 0;

  g_autoptr (GBytes) bytes =
      mvua_reader_read_all (self->reader, index, MVUA_INDEX_LARGEST, reading, error);
  if (bytes == NULL ||
      !mvua_reader_get_size (self->reader, path, &file_size, reading, error))
    return NULL;
  const char *text = g_bytes_get_data (bytes, &n);
  return n > 0 && mvua_idx_parse (text, n, file_size, records, NULL) && records->len > 0
             ? g_steal_pointer (&records)
             : NULL;
}

static GArray *
read_index (MvuaIndexes *self,
            const char *path,
            gboolean has_index,
            const MvuaReading *reading,
            GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GArray *records = has_index ? read_text (self, path, reading, &local_error) : NULL;

  if (records == NULL && local_error == NULL)
    return walk (self, path, reading, error);
  if (records == NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return records;
}

GArray *
mvua_indexes_get (MvuaIndexes *self,
                  guint file,
                  const char *path,
                  gboolean has_index,
                  const MvuaReading *reading,
                  GError **error)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);
  const gpointer key = GUINT_TO_POINTER (file);
  GArray *records;

  while ((records = g_hash_table_lookup (self->known, key)) == NULL &&
         g_hash_table_contains (self->on_way, key))
    g_cond_wait (&self->arrived, &self->mutex);
  if (records != NULL)
    return g_array_ref (records);

  g_hash_table_add (self->on_way, key);
  g_mutex_unlock (&self->mutex);
  records = read_index (self, path, has_index, reading, error);
  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->on_way, key);
  g_cond_broadcast (&self->arrived);
  if (records != NULL)
    g_hash_table_insert (self->known, key, g_array_ref (records));
  return records;
}
