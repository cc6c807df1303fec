/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cut-outs.h"

#include "mvua-error.h"

#include <glib/gstdio.h>
#include <string.h>

/* How they are named: "2025-09-18-00-" and sixteen hexadecimal digits. */
#define NAME_SHAPE "0000-00-00-00-xxxxxxxxxxxxxxxx"

char *
mvua_cut_outs_default_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "mvua", "subset", NULL);
}

static void
free_item (gpointer data)
{
  MvuaCutOutItem *item = data;

  g_free (item->folder);
  g_free (item->url);
  g_free (item);
}

static gboolean
is_ours (const char *name)
{
  static const char shape[] = NAME_SHAPE;

  if (strlen (name) != strlen (shape))
    return FALSE;
  for (guint i = 0; shape[i] != '\0'; i++)
    if (shape[i] == '-'   ? name[i] != '-'
        : shape[i] == '0' ? !g_ascii_isdigit (name[i])
                          : !g_ascii_isxdigit (name[i]))
      return FALSE;
  return TRUE;
}

/* Links are not followed. */
static void
add_tree (MvuaCutOutItem *item, const char *path, const char *name)
{
  GStatBuf status;
  const char *child;

  if (g_lstat (path, &status) != 0)
    return;
  if (S_ISDIR (status.st_mode))
    {
      g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
      while (dir != NULL && (child = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *below = g_build_filename (path, child, NULL);
          add_tree (item, below, child);
        }
      return;
    }
  item->n_files += strcmp (name, MVUA_CUT_OUT_FILE) != 0;
  item->n_bytes += (guint64) status.st_size;
  item->last_used = MAX (item->last_used, status.st_mtime);
}

static MvuaCutOutItem *
look_at (const char *folder)
{
  MvuaCutOutItem *item = g_new0 (MvuaCutOutItem, 1);
  GStatBuf status;

  item->folder = g_strdup (folder);
  item->url = mvua_cut_out_dup_pattern (folder);
  if (item->url == NULL)
    item->url = g_strdup (folder);
  if (g_lstat (folder, &status) == 0)
    item->last_used = status.st_mtime;
  add_tree (item, folder, "");
  return item;
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  const MvuaCutOutItem *first = *(MvuaCutOutItem *const *) a;
  const MvuaCutOutItem *second = *(MvuaCutOutItem *const *) b;

  if (first->last_used != second->last_used)
    return first->last_used < second->last_used ? -1 : 1;
  return strcmp (first->folder, second->folder);
}

GPtrArray *
mvua_cut_outs_list (const char *parent)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (free_item);
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (parent, name, NULL);
      if (is_ours (name) && !g_file_test (folder, G_FILE_TEST_IS_SYMLINK) &&
          g_file_test (folder, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (list, look_at (folder));
    }
  g_ptr_array_sort (list, compare_items);
  return list;
}

void
mvua_cut_outs_sweep (const char *parent, gint64 now, guint64 most_bytes)
{
  g_autoptr (GPtrArray) list = mvua_cut_outs_list (parent);
  guint64 n_bytes = 0;

  for (guint i = 0; i < list->len; i++)
    n_bytes += ((const MvuaCutOutItem *) g_ptr_array_index (list, i))->n_bytes;
  for (guint i = 0; i < list->len; i++)
    {
      const MvuaCutOutItem *item = g_ptr_array_index (list, i);
      gboolean is_held = FALSE;

      if ((now - item->last_used > MVUA_CUT_OUTS_MOST_AGE || n_bytes > most_bytes) &&
          mvua_cut_out_discard (item->folder, &is_held))
        n_bytes -= item->n_bytes;
    }
}

gboolean
mvua_cut_outs_clear (const char *parent, GError **error)
{
  g_autoptr (GPtrArray) list = mvua_cut_outs_list (parent);
  const char *stuck = NULL;

  for (guint i = 0; i < list->len; i++)
    {
      const MvuaCutOutItem *item = g_ptr_array_index (list, i);
      gboolean is_held = FALSE;

      if (!mvua_cut_out_discard (item->folder, &is_held) && !is_held && stuck == NULL)
        stuck = item->folder;
    }
  if (stuck != NULL)
    g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot remove all of %s", stuck);
  return stuck == NULL;
}

gboolean
mvua_cut_outs_check (const char *path, GError **error)
{
  g_autofree char *parent = mvua_cut_outs_default_folder ();
  g_autofree char *folder = g_path_get_dirname (path);

  if (strcmp (folder, parent) != 0 || g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "What was cut out for it, %s, has been removed since; it has to be begun "
               "anew",
               path);
  return FALSE;
}
