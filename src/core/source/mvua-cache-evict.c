/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cache-evict.h"

#include "mvua-cache-folder.h"
#include "mvua-error.h"

#include <errno.h>
#include <unistd.h>

#define HOUR (3600 * (gint64) G_USEC_PER_SEC)

typedef struct
{
  guint number;
  char name[MVUA_CACHE_NAME_SIZE];
  guint64 n_bytes;
  gint64 used;
} Kept;

typedef struct
{
  const char *root;
  MvuaCacheSum sum;
  GArray *kept; /* (element-type Kept) */
  gint64 now;
  GError **error;
  gboolean failed;
} Walk;

/* Gone is gone, whoever did it. */
static gboolean
remove_file (int folder, const char *name)
{
  return unlinkat (folder, name, 0) == 0 || errno == ENOENT;
}

static void
add_to_sum (const MvuaCacheFile *file, gpointer data)
{
  MvuaCacheSum *sum = data;

  if (file->is_part)
    return;
  sum->oldest = sum->n_files == 0 ? file->used : MIN (sum->oldest, file->used);
  sum->newest = sum->n_files == 0 ? file->used : MAX (sum->newest, file->used);
  sum->n_files++;
  sum->n_bytes += file->n_bytes;
}

MvuaCacheSum
mvua_cache_sum (const char *root)
{
  MvuaCacheSum sum = { 0 };

  sum.refused = mvua_cache_folder_walk (root, add_to_sum, &sum);
  return sum;
}

static void
collect (const MvuaCacheFile *file, gpointer data)
{
  Walk *walk = data;
  Kept kept = { .number = file->number, .n_bytes = file->n_bytes, .used = file->used };

  if (file->is_part)
    {
      if (walk->now - file->used > HOUR)
        remove_file (file->folder, file->name);
      return;
    }
  g_strlcpy (kept.name, file->name, sizeof kept.name);
  g_array_append_val (walk->kept, kept);
  walk->sum.n_bytes += file->n_bytes;
}

static int
compare_used (gconstpointer a, gconstpointer b)
{
  const gint64 first = ((const Kept *) a)->used, second = ((const Kept *) b)->used;

  return (first > second) - (first < second);
}

static gboolean
remove_kept (const Walk *walk, const Kept *kept)
{
  const int folder = mvua_cache_folder_open (walk->root, kept->number, FALSE);

  if (folder < 0)
    return errno == ENOENT;
  const gboolean removed = remove_file (folder, kept->name);
  const int why = errno;
  close (folder);
  errno = why;
  return removed;
}

MvuaCacheSum
mvua_cache_evict (const char *root, guint64 most, guint64 least, gint64 now)
{
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  Walk walk = { .root = root, .kept = kept, .now = now };

  const int unseen = mvua_cache_folder_walk (root, collect, &walk);
  guint64 n_bytes = walk.sum.n_bytes;
  const gboolean must = n_bytes > most;
  int kept_why = 0;
  walk.sum = (MvuaCacheSum){ 0 };
  g_array_sort (kept, compare_used);
  for (guint i = 0; i < kept->len; i++)
    {
      const Kept *each = &g_array_index (kept, Kept, i);
      const MvuaCacheFile file = { .n_bytes = each->n_bytes, .used = each->used };
      const gboolean goes = must && n_bytes > least;
      if (goes && remove_kept (&walk, each))
        {
          n_bytes -= each->n_bytes;
          continue;
        }
      if (goes)
        kept_why = errno;
      add_to_sum (&file, &walk.sum);
    }
  walk.sum.refused = unseen != 0 ? unseen : n_bytes > most ? kept_why : 0;
  return walk.sum;
}

static void
remove_any (const MvuaCacheFile *file, gpointer data)
{
  Walk *walk = data;

  if (remove_file (file->folder, file->name) || walk->failed)
    return;
  walk->failed = TRUE;
  g_set_error (walk->error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot remove %s/%02x/%s: %s",
               walk->root, file->number, file->name, g_strerror (errno));
}

gboolean
mvua_cache_empty (const char *root, GError **error)
{
  Walk walk = { .root = root, .error = error };

  const int refused = mvua_cache_folder_walk (root, remove_any, &walk);
  if (refused != 0 && !walk.failed)
    {
      walk.failed = TRUE;
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot look into %s: %s", root,
                   g_strerror (refused));
    }
  for (guint number = 0; number < MVUA_CACHE_N_FOLDERS; number++)
    {
      /* Fails where there is something else in it, or where it is a link. */
      g_autofree char *path = mvua_cache_folder_path (root, number);
      rmdir (path);
    }
  return !walk.failed;
}
