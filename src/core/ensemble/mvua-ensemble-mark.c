/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* By what a file of an ensemble is known again. */

#include "mvua-ensemble-private.h"
#include "mvua-remote.h"

#include <string.h>
#include <sys/stat.h>

/* How far above an array its store begins, at most: "store/ensemble_stats/mean/tp". */
#define STORE_DEPTH 4

static gboolean
append_file (GString *mark, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat status;

  if (stat (path, &status) != 0 || !S_ISREG (status.st_mode))
    return FALSE;
  g_string_append_printf (mark, "%s%" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%09ld",
                          mark->len > 0 ? " " : "", (gint64) status.st_size,
                          (gint64) status.st_mtim.tv_sec, status.st_mtim.tv_nsec);
  return TRUE;
}

/* An array of a store has its metadata, and the store a table of all files, which is
 * written when they change. */
static void
append_array (GString *mark, const char *path)
{
  g_autofree char *folder = g_strdup (path);

  if (!append_file (mark, folder, ".zarray"))
    append_file (mark, folder, "zarr.json");
  for (guint i = 0; i < STORE_DEPTH; i++)
    {
      char *slash = strrchr (folder, '/');
      if (slash == NULL || slash == folder)
        return;
      *slash = '\0';
      if (append_file (mark, folder, ".mvua/files"))
        return;
    }
}

char *
mvua_ensemble_dup_mark (const MvuaEnsemble *self, guint file)
{
  const char *path = mvua_ensemble_get_file (self, file);
  GString *mark;

  if (self->remote_reader != NULL && !g_path_is_absolute (path))
    return mvua_remote_reader_dup_version (self->remote_reader, path);
  mark = g_string_new (NULL);
  if (!append_file (mark, path, NULL))
    append_array (mark, path);
  return g_string_free (mark, FALSE);
}
