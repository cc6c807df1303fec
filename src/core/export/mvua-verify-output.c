/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-verify-output.h"

#include "mvua-crc32c.h"
#include "mvua-error.h"
#include "mvua-seal.h"
#include "mvua-store-file.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-writer.h"

#include <string.h>

#define MOST_FIELDS ((gsize) 64 << 20)

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

/* A store without a table, or with a broken one, is a complaint about the whole. */
static gint64
verify_stores (const GPtrArray *stores,
               MvuaVerifyFunc func,
               gpointer data,
               guint64 *n_bytes,
               GCancellable *cancellable,
               GError **error)
{
  gint64 n_complaints = 0;

  for (guint i = 0; i < stores->len; i++)
    {
      const char *path = g_ptr_array_index (stores, i);
      g_autofree char *name = g_path_get_basename (path);
      g_autoptr (GError) local_error = NULL;
      Prefixed prefixed = { name, func, data };
      guint64 n = 0;
      const gint64 found = mvua_file_table_verify (path, call_with_prefix, &prefixed, &n,
                                                   cancellable, &local_error);

      *n_bytes += n;
      n_complaints += found >= 0 ? found : 1;
      if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return -1;
        }
      if (local_error != NULL)
        call_with_prefix (".mvua/files", local_error->message, &prefixed);
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
    found = verify_stores (stores, func, data, &n, cancellable, error);
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
  static const char path[] = ".mvua/" MVUA_ORIGINS_FILE;
  g_autoptr (MvuaFileTable) table = mvua_file_table_read (folder, error);
  guint64 expected = 0;
  guint32 crc = 0;
  gsize n = 0;

  if (table == NULL)
    return NULL;
  if (!mvua_file_table_lookup (table, path, &expected, &crc))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "%s does not say where its fields come from: it is of an earlier "
                   "version",
                   folder);
      return NULL;
    }
  char *bytes = mvua_store_reader_load (folder, path, MOST_FIELDS, &n, error);
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
