/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-ref-folder.h"

#include "mvua-parquet.h"
#include "mvua-ref-arrays.h"
#include "mvua-ref-json.h"
#include "mvua-ref-parquet.h"
#include "mvua-store-file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define METADATA ".zmetadata"
#define RECORD_SIZE "record_size"

/* Rows of a file at most, as kerchunk has it, and chunks of an array. */
#define ROWS 10000
#define MOST_CHUNKS 1000000000

/* What pandas says of its columns.  Without it fastparquet, which fsspec reads these
 * files with, takes whole numbers that could be missing for floats. */
static const char *const pandas[] = {
  "pandas",
  "{\"index_columns\":[],\"column_indexes\":[],\"columns\":["
  "{\"name\":\"path\",\"field_name\":\"path\",\"pandas_type\":\"unicode\","
  "\"numpy_type\":\"object\",\"metadata\":null},"
  "{\"name\":\"offset\",\"field_name\":\"offset\",\"pandas_type\":\"int64\","
  "\"numpy_type\":\"int64\",\"metadata\":null},"
  "{\"name\":\"size\",\"field_name\":\"size\",\"pandas_type\":\"int64\","
  "\"numpy_type\":\"int64\",\"metadata\":null},"
  "{\"name\":\"raw\",\"field_name\":\"raw\",\"pandas_type\":\"bytes\","
  "\"numpy_type\":\"object\",\"metadata\":null}]}",
  NULL,
};

/* What has been made of a file's rows so far. */
typedef struct
{
  gsize n;
  guint8 *no_path;
  guint8 *no_raw;
  MvuaParquetBytes *paths;
  MvuaParquetBytes *raws;
  gint64 *offsets;
  gint64 *sizes;
} Rows;

static gboolean
rows_init (Rows *self, gsize n, const char *name, GError **error)
{
  self->n = n;
  self->no_path = g_try_malloc (n);
  self->no_raw = g_try_malloc (n);
  self->paths = g_try_new0 (MvuaParquetBytes, n);
  self->raws = g_try_new0 (MvuaParquetBytes, n);
  self->offsets = g_try_new0 (gint64, n);
  self->sizes = g_try_new0 (gint64, n);
  if (self->no_path == NULL || self->no_raw == NULL || self->paths == NULL ||
      self->raws == NULL || self->offsets == NULL || self->sizes == NULL)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_NO_MEMORY,
                   "Not enough memory for the %" G_GSIZE_FORMAT " rows of %s", n, name);
      return FALSE;
    }
  memset (self->no_path, 1, n);
  memset (self->no_raw, 1, n);
  return TRUE;
}

static void
rows_clear (Rows *self)
{
  g_free (self->no_path);
  g_free (self->no_raw);
  g_free (self->paths);
  g_free (self->raws);
  g_free (self->offsets);
  g_free (self->sizes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rows, rows_clear)

static void
rows_set (Rows *self, gsize row, const MvuaRefSet *set, const MvuaRef *ref)
{
  if (ref->kind == MVUA_REF_INLINE)
    {
      self->no_raw[row] = 0;
      self->raws[row] = (MvuaParquetBytes){ ref->bytes, ref->n_bytes };
      return;
    }
  const char *url = mvua_ref_set_get_url (set, ref->url);
  self->no_path[row] = 0;
  self->paths[row] = (MvuaParquetBytes){ url, strlen (url) };
  self->offsets[row] = (gint64) ref->offset;
  self->sizes[row] = (gint64) ref->length;
}

static gboolean
write_rows (const Rows *rows, const char *folder, const char *name, GError **error)
{
  const MvuaParquetColumn columns[] = {
    { .name = "path",
      .type = MVUA_PARQUET_TEXT,
      .is_optional = TRUE,
      .is_null = rows->no_path,
      .bytes = rows->paths },
    { .name = "offset", .type = MVUA_PARQUET_INT64, .int64s = rows->offsets },
    { .name = "size", .type = MVUA_PARQUET_INT64, .int64s = rows->sizes },
    { .name = "raw",
      .type = MVUA_PARQUET_BYTES,
      .is_optional = TRUE,
      .is_null = rows->no_raw,
      .bytes = rows->raws },
  };
  GError *local_error = NULL;
  gsize n = 0;
  g_autoptr (GBytes) file = mvua_parquet_write (columns, G_N_ELEMENTS (columns), rows->n,
                                                MVUA_PARQUET_ZSTD, pandas, &local_error);

  if (file == NULL)
    return mvua_ref_parquet_fail (name, local_error, error);
  const void *bytes = g_bytes_get_data (file, &n);
  return mvua_store_file_write (folder, name, bytes, n, FALSE, error);
}

/* The entries of an array are in a row, though not in the order of its chunks. */
static gboolean
write_array (const MvuaRefSet *set,
             const MvuaRefArray *array,
             const char *folder,
             GError **error)
{
  const guint64 n_chunks = mvua_ref_array_n_chunks (array);
  g_autofree char *prefix = g_strconcat (array->path, "/", NULL);

  if (n_chunks > MOST_CHUNKS)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE, "%s has too many chunks",
                   array->path);
      return FALSE;
    }
  for (guint64 first = 0; first < n_chunks; first += ROWS)
    {
      g_autofree char *name =
          g_strdup_printf ("%srefs.%" G_GUINT64_FORMAT ".parq", prefix, first / ROWS);
      g_auto (Rows) rows = { 0 };
      gboolean has_any = FALSE;

      if (!rows_init (&rows, (gsize) MIN (n_chunks - first, ROWS), name, error))
        return FALSE;
      for (guint i = mvua_ref_set_seek (set, prefix); i < mvua_ref_set_get_n (set); i++)
        {
          guint64 index[MVUA_REF_MAX_DIMS] = { 0 };
          MvuaRef ref;
          mvua_ref_set_get (set, i, &ref);
          if (!g_str_has_prefix (ref.key, prefix))
            break;
          if (!mvua_ref_array_parse_key (array, ref.key, index))
            continue;
          const guint64 number = mvua_ref_array_chunk_number (array, index);
          if (number < first || number - first >= rows.n)
            continue;
          rows_set (&rows, (gsize) (number - first), set, &ref);
          has_any = TRUE;
        }
      if (has_any && !write_rows (&rows, folder, name, error))
        return FALSE;
    }
  return TRUE;
}

/* Consolidated metadata as the set has them, or made of the single ones. */
static json_object *
collect_metadata (const MvuaRefSet *set)
{
  json_object *root = NULL;
  MvuaRef ref;

  if (mvua_ref_set_find (set, METADATA, &ref) && ref.kind == MVUA_REF_INLINE)
    root = mvua_ref_json_parse ((const char *) ref.bytes, ref.n_bytes, METADATA, NULL);
  if (json_object_get_type (root) == json_type_object &&
      json_object_object_get_ex (root, "metadata", NULL))
    return root;

  json_object_put (root);
  root = json_object_new_object ();
  json_object *metadata = json_object_new_object ();
  for (guint i = 0; i < mvua_ref_set_get_n (set); i++)
    {
      mvua_ref_set_get (set, i, &ref);
      if (ref.kind == MVUA_REF_INLINE && mvua_ref_json_is_metadata (ref.key) &&
          strcmp (ref.key, METADATA) != 0)
        json_object_object_add (
            metadata, ref.key,
            mvua_ref_json_parse ((const char *) ref.bytes, ref.n_bytes, ref.key, NULL));
    }
  json_object_object_add (root, "zarr_consolidated_format", json_object_new_int (1));
  json_object_object_add (root, "metadata", metadata);
  return root;
}

static gboolean
write_metadata (const MvuaRefSet *set, const char *folder, GError **error)
{
  json_object *root = collect_metadata (set);
  gsize n = 0;

  json_object_object_add (root, RECORD_SIZE, json_object_new_int (ROWS));
  const char *text = json_object_to_json_string_length (
      root, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &n);
  const gboolean is_written =
      mvua_store_file_write (folder, METADATA, text, n, FALSE, error);
  json_object_put (root);
  return is_written;
}

gboolean
mvua_ref_folder_write (const MvuaRefSet *set,
                       const char *path,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) arrays = mvua_ref_arrays_list (set, notes);

  if (mkdir (path, 0777) < 0)
    return mvua_store_file_fail (error, errno, "make", path, "", 0);
  for (guint i = 0; i < arrays->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
        !write_array (set, g_ptr_array_index (arrays, i), path, error))
      return FALSE;
  return write_metadata (set, path, error) && mvua_store_file_sync_all (path, error);
}
