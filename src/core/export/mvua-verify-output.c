/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-verify-output.h"

#include "mvua-crc32c.h"
#include "mvua-error.h"
#include "mvua-export-record.h"
#include "mvua-seal.h"
#include "mvua-store-file.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-writer.h"

#include <string.h>

#define MOST_FIELDS ((gsize) 64 << 20)
#define MOST_STORES_BYTES ((gsize) 64 << 10)

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full) (element-type utf8): the stores of a folder that is none itself, whole
 * or not; NULL of anything else, which has its own table */
static GPtrArray *
list_stores (const char *path)
{
  g_autofree char *table = g_build_filename (path, ".mvua", "files", NULL);
  g_autoptr (GPtrArray) stores = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (dir == NULL || g_file_test (table, G_FILE_TEST_EXISTS))
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *store = g_build_filename (path, name, NULL);
      if (g_str_has_suffix (name, ".zarr") && g_file_test (store, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (stores, g_steal_pointer (&store));
    }
  g_ptr_array_sort (stores, compare_names);
  return stores->len > 0 ? g_steal_pointer (&stores) : NULL;
}

/* Of one of several stores. */
typedef struct
{
  const char *name;
  MvuaVerifyFunc func;
  gpointer data;
} Prefixed;

static void
call_with_prefix (const char *path, const char *complaint, gpointer data)
{
  const Prefixed *self = data;
  /* A name that somebody else chose may hold anything. */
  g_autofree char *shown = mvua_store_file_is_path (self->name)
                               ? g_strdup (self->name)
                               : g_strescape (self->name, NULL);
  g_autofree char *whole = g_strconcat (shown, "/", path, NULL);

  if (self->func != NULL)
    self->func (whole, complaint, self->data);
}

/* The octets of a file that a store's table knows, as they were written.
 * Returns: (nullable): %NULL with @error set, or without where the table has none */
static GBytes *
load_checked (const char *folder, const char *path, gsize most, GError **error)
{
  g_autoptr (MvuaFileTable) table = mvua_file_table_read (folder, error);
  guint64 expected = 0;
  guint32 crc = 0;
  gsize n = 0;

  if (table == NULL || !mvua_file_table_lookup (table, path, &expected, &crc))
    return NULL;
  char *bytes = mvua_store_reader_load (folder, path, most, &n, error);
  if (bytes == NULL)
    return NULL;
  g_autofree char *complaint =
      mvua_store_reader_dup_complaint (n, expected, mvua_crc32c (0, bytes, n), crc);
  if (complaint == NULL)
    return g_bytes_new_take (bytes, n);
  g_free (bytes);
  g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_INVALID, "“%s/%s” %s", folder,
               path, complaint);
  return NULL;
}

/* A store's name in a folder, and nothing that leads elsewhere or upsets a terminal. */
static gboolean
is_store_name (const char *name)
{
  for (const char *c = name; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr ("._-", *c) == NULL)
      return FALSE;
  return name[0] != '.' && g_str_has_suffix (name, ".zarr");
}

/* Adds the stores that were written together with one and are not there.  @complaints:
 * by name.  A list that is damaged is a complaint of its store. */
static void
add_absent (const char *folder, const char *store, GHashTable *complaints)
{
  g_autofree char *path = g_build_filename (folder, store, NULL);
  g_autoptr (GBytes) list =
      load_checked (path, ".mvua/" MVUA_EXPORT_STORES, MOST_STORES_BYTES, NULL);

  if (list == NULL)
    return;
  g_autofree char *text =
      g_strndup (g_bytes_get_data (list, NULL), g_bytes_get_size (list));
  g_auto (GStrv) names = g_strsplit (text, "\n", -1);
  for (guint i = 0; names[i] != NULL; i++)
    if (is_store_name (names[i]) && !g_hash_table_contains (complaints, names[i]))
      g_hash_table_insert (
          complaints, g_strdup (names[i]),
          g_strdup_printf ("is missing: %s was written together with it", store));
}

/* (transfer full) (element-type utf8 utf8): stores that are there, with "", and those
 * that should be, with what is to be said */
static GHashTable *
find_absent (const GPtrArray *stores)
{
  GHashTable *complaints =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < stores->len; i++)
    g_hash_table_insert (complaints, g_path_get_basename (g_ptr_array_index (stores, i)),
                         g_strdup (""));
  for (guint i = 0; i < stores->len; i++)
    {
      const char *path = g_ptr_array_index (stores, i);
      g_autofree char *folder = g_path_get_dirname (path);
      g_autofree char *name = g_path_get_basename (path);
      add_absent (folder, name, complaints);
    }
  return complaints;
}

/* A store without a table, or with a broken one, is a complaint about the whole.
 * Returns: how many there are, or -1 where it was cancelled */
static gint64
verify_store (const char *folder,
              const char *name,
              MvuaVerifyFunc func,
              gpointer data,
              guint64 *n_bytes,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) local_error = NULL;
  Prefixed prefixed = { name, func, data };
  guint64 n = 0;
  const gint64 found = mvua_file_table_verify (path, call_with_prefix, &prefixed, &n,
                                               cancellable, &local_error);

  *n_bytes += n;
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return -1;
    }
  if (local_error != NULL)
    call_with_prefix (".mvua/files", local_error->message, &prefixed);
  return found >= 0 ? found : 1;
}

static gint64
verify_stores (const char *folder,
               const GPtrArray *stores,
               MvuaVerifyFunc func,
               gpointer data,
               guint64 *n_bytes,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GHashTable) complaints = find_absent (stores);
  g_autofree gpointer *names = g_hash_table_get_keys_as_array (complaints, NULL);
  const guint n_names = g_hash_table_size (complaints);
  gint64 n_complaints = 0;

  qsort (names, n_names, sizeof *names, compare_names);
  for (guint i = 0; i < n_names; i++)
    {
      const char *complaint = g_hash_table_lookup (complaints, names[i]);
      gint64 found = 1;

      if (complaint[0] == '\0')
        found = verify_store (folder, names[i], func, data, n_bytes, cancellable, error);
      else if (func != NULL)
        func (names[i], complaint, data);
      if (found < 0)
        return -1;
      n_complaints += found;
    }
  return n_complaints;
}

gint64
mvua_verify_output (const char *path,
                    MvuaVerifyFunc func,
                    gpointer data,
                    guint64 *n_bytes,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GPtrArray) stores = list_stores (path);
  guint64 n = 0;
  gint64 found;

  if (stores != NULL)
    found = verify_stores (path, stores, func, data, &n, cancellable, error);
  else if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    found = mvua_seal_verify (path, func, data, &n, cancellable, error);
  else
    found = mvua_file_table_verify (path, func, data, &n, cancellable, error);
  if (n_bytes != NULL)
    *n_bytes = n;
  return found;
}

static GBytes *
load_from_folder (const char *folder, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  GBytes *bytes =
      load_checked (folder, ".mvua/" MVUA_ORIGINS_FILE, MOST_FIELDS, &local_error);

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (bytes == NULL)
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                 "%s does not say where its fields come from: it is of an earlier "
                 "version",
                 folder);
  return bytes;
}

static gboolean
add_origins (MvuaOrigins *to, GBytes *bytes, const char *path, GError **error)
{
  g_autoptr (MvuaOrigins) from = bytes != NULL ? mvua_origins_parse (bytes, error) : NULL;

  if (from == NULL)
    {
      if (bytes != NULL)
        g_prefix_error (error, "%s: ", path);
      return FALSE;
    }
  mvua_origins_put_all (to, from);
  return TRUE;
}

MvuaOrigins *
mvua_output_load_origins (const char *path, GError **error)
{
  g_autoptr (MvuaOrigins) origins = mvua_origins_new ();
  g_autoptr (GPtrArray) stores = list_stores (path);

  for (guint i = 0; stores != NULL && i < stores->len; i++)
    {
      const char *store = g_ptr_array_index (stores, i);
      g_autoptr (GBytes) bytes = load_from_folder (store, error);
      if (!add_origins (origins, bytes, store, error))
        return NULL;
    }
  if (stores != NULL)
    return g_steal_pointer (&origins);
  g_autoptr (GBytes) bytes = g_file_test (path, G_FILE_TEST_IS_REGULAR)
                                 ? mvua_seal_load_fields (path, error)
                                 : load_from_folder (path, error);
  return add_origins (origins, bytes, path, error) ? g_steal_pointer (&origins) : NULL;
}
