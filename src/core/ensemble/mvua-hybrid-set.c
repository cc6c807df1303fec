/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-hybrid-set.h"

#include "mvua-crc32c.h"
#include "mvua-file-table.h"
#include "mvua-store-reader.h"
#include "mvua-zarr-tree.h"

#include <string.h>

static const char *const names[] = {
  [MVUA_REF_JSON] = "refs.json",
  [MVUA_REF_TABLE] = "refs.par",
  [MVUA_REF_FOLDER] = "refs.parq",
};

const char *
mvua_hybrid_set_name (MvuaRefForm form)
{
  return names[form];
}

/* As "DIR/refs.parq/" */
static char *
without_slashes (const char *path)
{
  gsize n = strlen (path);

  while (n > 1 && path[n - 1] == '/')
    n--;
  return g_strndup (path, n);
}

char *
mvua_hybrid_find_set (const char *path)
{
  g_autofree char *whole = without_slashes (path);
  g_autofree char *name = g_path_get_basename (whole);
  g_autofree char *folder = g_path_get_dirname (whole);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *inside = g_build_filename (whole, names[i], NULL);
      if (strcmp (name, names[i]) == 0 && mvua_zarr_tree_is_store (folder))
        return g_steal_pointer (&whole);
      if (g_file_test (inside, G_FILE_TEST_EXISTS) && mvua_zarr_tree_is_store (whole))
        return g_steal_pointer (&inside);
    }
  return NULL;
}

gboolean
mvua_hybrid_set_is (const MvuaRefSet *set)
{
  MvuaRef ref;

  return mvua_ref_set_find (set, MVUA_HYBRID_MESSAGES "/.zgroup", &ref);
}

/* What lies beside the store's files is held against its table. */
typedef struct
{
  MvuaFileTable *table;
  const char *folder;
  const char *name;
  GError **error;
  guint n_files;
  gboolean ok;
} Check;

static void
check_file (const char *below, const char *complaint, gpointer data)
{
  Check *self = data;
  g_autofree char *path =
      below != NULL ? g_strconcat (self->name, "/", below, NULL) : g_strdup (self->name);
  guint64 expected = 0;
  guint32 expected_crc = 0;
  gsize n = 0;

  if (!self->ok)
    return;
  self->n_files++;
  g_autofree char *bytes =
      complaint == NULL
          ? mvua_store_reader_load (self->folder, path, G_MAXINT32, &n, self->error)
          : NULL;
  self->ok = bytes != NULL;
  if (complaint != NULL)
    g_set_error (self->error, MVUA_ERROR, MVUA_ERROR_SOURCE, "%s/%s %s", self->folder,
                 path, complaint);
  if (!self->ok)
    return;
  g_autofree char *wrong =
      mvua_file_table_lookup (self->table, path, &expected, &expected_crc)
          ? mvua_store_reader_dup_complaint (n, expected, mvua_crc32c (0, bytes, n),
                                             expected_crc)
          : g_strdup ("is not in the table of the store’s files");
  self->ok = wrong == NULL;
  if (!self->ok)
    g_set_error (self->error, MVUA_ERROR, MVUA_ERROR_SOURCE, "%s/%s %s", self->folder,
                 path, wrong);
}

static guint
count_files (const MvuaFileTable *table, const char *name)
{
  g_autoptr (GPtrArray) paths = mvua_file_table_list ((MvuaFileTable *) table);
  g_autofree char *below = g_strconcat (name, "/", NULL);
  guint n = 0;

  for (guint i = 0; i < paths->len; i++)
    n += g_str_has_prefix (g_ptr_array_index (paths, i), below);
  return n;
}

static gboolean
check_table (const char *folder, const char *name, const char *path, GError **error)
{
  g_autofree char *file = g_build_filename (folder, ".mvua", "files", NULL);

  if (!g_file_test (file, G_FILE_TEST_EXISTS))
    return TRUE;
  g_autoptr (MvuaFileTable) table = mvua_file_table_read (folder, error);
  if (table == NULL)
    return FALSE;
  Check check = {
    .table = table, .folder = folder, .name = name, .error = error, .ok = TRUE
  };
  if (!g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      check_file (NULL, NULL, &check);
      return check.ok;
    }
  if (!mvua_store_reader_walk_path (path, check_file, &check, error) || !check.ok)
    return FALSE;
  if (check.n_files == count_files (table, name))
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "%s has %u files; expected %u, as the table of the store says", path,
               check.n_files, count_files (table, name));
  return FALSE;
}

gboolean
mvua_hybrid_set_check (const char *path, const MvuaRefSet *set, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);

  for (guint i = 0; i < mvua_ref_set_get_n (set); i++)
    {
      MvuaRef ref;
      mvua_ref_set_get (set, i, &ref);
      if (ref.kind == MVUA_REF_INLINE ||
          g_str_has_prefix (ref.key, MVUA_HYBRID_MESSAGES "/") ||
          strcmp (mvua_ref_set_get_url (set, ref.url), ref.key) == 0)
        continue;
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                   "%s has “%s” lead to “%s”; expected the store’s own file of that name",
                   path, ref.key, mvua_ref_set_get_url (set, ref.url));
      return FALSE;
    }
  return check_table (folder, name, path, error);
}
