/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-index.h"

#include "mvua-http.h"
#include "mvua-once.h"

struct _MvuaIndexes
{
  MvuaReader *reader;
  MvuaOnce *once; /* of MvuaIdxRecord */

  GMutex mutex;      /* guards what follows */
  GHashTable *unfit; /* files whose index is not theirs */
};

/* Of a remote file each look is a request.  The product's files have 38 messages, and the
 * largest of NOAA's some 700, one after the other. */
static const MvuaScanLimits remote_limits = {
  .most_skipped = 64 << 12,
  .most_unreadable = 64,
  .most_fields = 4096,
};

/* Returns: %FALSE with @error set where not all of the file was looked at: half of a file
 * is not what the file has */
static gboolean
check_whole (const MvuaReaderOctets *octets,
             const MvuaScanReport *report,
             const char *path,
             GError **error)
{
  const guint64 size = mvua_reader_octets_get_size (octets);

  if (mvua_reader_octets_get_error (octets) != NULL)
    {
      g_propagate_error (error, g_error_copy (mvua_reader_octets_get_error (octets)));
      return FALSE;
    }
  if (report->given_up_at == size)
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "%s: given up at byte %" G_GUINT64_FORMAT " of %" G_GUINT64_FORMAT
               ": it is no file of GRIB messages, one after the other%s%s",
               path, report->given_up_at, size, report->complaint != NULL ? ". " : "",
               report->complaint != NULL ? report->complaint : "");
  return FALSE;
}

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
  mvua_scan (mvua_reader_octets_get (octets), mvua_reader_octets_get_size (octets),
             reader->is_remote ? &remote_limits : NULL, found, &report);
  const gboolean is_whole = check_whole (octets, &report, path, error);
  mvua_scan_report_clear (&report);
  return is_whole ? g_steal_pointer (&found) : NULL;
}

MvuaIndexes *
mvua_indexes_new (MvuaReader *reader)
{
  MvuaIndexes *self = g_new0 (MvuaIndexes, 1);

  self->reader = reader;
  self->once = mvua_once_new ();
  self->unfit = g_hash_table_new (NULL, NULL);
  g_mutex_init (&self->mutex);
  return self;
}

void
mvua_indexes_free (MvuaIndexes *self)
{
  mvua_once_free (self->once);
  g_hash_table_unref (self->unfit);
  g_mutex_clear (&self->mutex);
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

/* The index was listed, and is not there now or is another: the file tells as much. */
static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_NOT_FOUND) ||
         g_error_matches (error, MVUA_HTTP_ERROR, MVUA_HTTP_ERROR_CHANGED);
}

typedef struct
{
  MvuaIndexes *indexes;
  guint file;
  const char *path;
  gboolean has_index;
} Wanted;

static void
note_unfit (const Wanted *wanted)
{
  g_mutex_lock (&wanted->indexes->mutex);
  g_hash_table_add (wanted->indexes->unfit, GUINT_TO_POINTER (wanted->file));
  g_mutex_unlock (&wanted->indexes->mutex);
}

gboolean
mvua_indexes_is_unfit (MvuaIndexes *self, guint file)
{
  g_autoptr (GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&self->mutex);

  return g_hash_table_contains (self->unfit, GUINT_TO_POINTER (file));
}

static GArray *
read_index (gpointer data, const MvuaReading *reading, GError **error)
{
  const Wanted *wanted = data;
  g_autoptr (GError) local_error = NULL;
  GArray *records = wanted->has_index
                        ? read_text (wanted->indexes, wanted->path, reading, &local_error)
                        : NULL;

  if (records == NULL && local_error != NULL && !is_gone (local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (records != NULL)
    return records;
  records = walk (wanted->indexes, wanted->path, reading, error);
  if (records != NULL && wanted->has_index && local_error == NULL)
    note_unfit (wanted);
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
  Wanted wanted = { self, file, path, has_index };

  return mvua_once_get (self->once, file, read_index, &wanted, reading, error);
}
