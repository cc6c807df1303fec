/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-file-list.h"

#include "mvua-error.h"
#include "mvua-file.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_DEPTH 8
#define INDEX_ENDING ".idx"
/* A store has thousands of files, and no message in any. */
#define STORE_ENDING ".zarr"

static const char *const endings[] = {
  ".grib2", ".grib", ".grb2", ".grb", ".gb2", ".g2"
};

static void
clear_listed (gpointer data)
{
  g_free (((MvuaListedFile *) data)->path);
}

static gboolean
has_grib_ending (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

static gboolean
begins_with_grib (const char *path)
{
  guint8 magic[4];
  gsize n = 0;

  return mvua_file_read (path, 0, sizeof magic, magic, &n, NULL) && n == sizeof magic &&
         memcmp (magic, "GRIB", 4) == 0;
}

static gboolean
is_left_out (const char *name)
{
  return name[0] == '.' || strstr (name, ".part-") != NULL ||
         g_str_has_suffix (name, ".part") || g_str_has_suffix (name, INDEX_ENDING);
}

static void
consider_file (char *path, const char *name, gboolean has_index, GArray *files)
{
  MvuaListedFile file = { .path = path, .has_index = has_index };

  file.is_named = mvua_file_name_parse (name, &file.name);
  if (file.is_named || has_index || has_grib_ending (name) || begins_with_grib (path))
    g_array_append_val (files, file);
  else
    g_free (path);
}

static gboolean
is_folder (const char *path, const struct dirent *entry)
{
  struct stat status;

  if (entry->d_type != DT_UNKNOWN)
    return entry->d_type == DT_DIR;
  return lstat (path, &status) == 0 && S_ISDIR (status.st_mode);
}

static gboolean
io_error (const char *path, GError **error)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot read %s: %s", path,
               g_strerror (errno));
  return FALSE;
}

static gboolean list_folder (const char *path,
                             guint depth,
                             GArray *files,
                             GCancellable *cancellable,
                             GError **error);

/* Names of a folder: indexes to look up, all others to go through. */
static gboolean
list_names (DIR *folder,
            const char *path,
            guint depth,
            GHashTable *indexes,
            GPtrArray *names,
            GArray *files,
            GCancellable *cancellable,
            GError **error)
{
  const struct dirent *entry;

  while ((entry = readdir (folder)) != NULL)
    {
      g_autofree char *child = NULL;

      if (entry->d_name[0] != '.' && g_str_has_suffix (entry->d_name, INDEX_ENDING))
        g_hash_table_add (indexes, g_strdup (entry->d_name));
      if (is_left_out (entry->d_name))
        continue;
      child = g_build_filename (path, entry->d_name, NULL);
      if (!is_folder (child, entry))
        g_ptr_array_add (names, g_strdup (entry->d_name));
      else if (depth < MAX_DEPTH && !g_str_has_suffix (child, STORE_ENDING) &&
               !list_folder (child, depth + 1, files, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
list_folder (const char *path,
             guint depth,
             GArray *files,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GHashTable) indexes =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  DIR *folder = opendir (path);
  if (folder == NULL)
    return io_error (path, error);
  const gboolean listed =
      list_names (folder, path, depth, indexes, names, files, cancellable, error);
  closedir (folder);

  for (guint i = 0; listed && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *index = g_strconcat (name, INDEX_ENDING, NULL);
      consider_file (g_build_filename (path, name, NULL), name,
                     g_hash_table_contains (indexes, index), files);
    }
  return listed;
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (((const MvuaListedFile *) a)->path, ((const MvuaListedFile *) b)->path);
}

GArray *
mvua_file_list (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (MvuaListedFile));
  struct stat status;

  g_array_set_clear_func (files, clear_listed);
  if (stat (path, &status) < 0)
    {
      io_error (path, error);
      return NULL;
    }
  if (S_ISREG (status.st_mode))
    {
      g_autofree char *name = g_path_get_basename (path);
      g_autofree char *index = g_strconcat (path, INDEX_ENDING, NULL);
      MvuaListedFile file = { .path = g_strdup (path),
                              .has_index = g_file_test (index, G_FILE_TEST_IS_REGULAR) };
      file.is_named = mvua_file_name_parse (name, &file.name);
      g_array_append_val (files, file);
      return g_steal_pointer (&files);
    }

  if (!list_folder (path, 0, files, cancellable, error))
    return NULL;
  g_array_sort (files, compare_paths);
  return g_steal_pointer (&files);
}
