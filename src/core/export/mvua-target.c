/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-target.h"

#include "mvua-export.h"
#include "mvua-journal.h"
#include "mvua-milestone.h"
#include "mvua-part-lock.h"
#include "mvua-store-file.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_DESCRIPTORS 16
#define OLD_NAME ".old" /* of what is replaced, for a moment */

struct _MvuaTarget
{
  char *path;
  char *folder;
  char *part;    /* (nullable): the sibling; NULL when there is none any more */
  char *partial; /* in it */
  int lock;      /* of the sibling, where it was made here; otherwise -1 */
  gboolean overwrite;
  gboolean is_kept;
};

gboolean
mvua_target_fail (const char *what, const char *path, GError **error)
{
  const int number = errno;
  const char *help = mvua_store_file_get_help (number);

  g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot %s %s: %s%s%s", what, path,
               g_strerror (number), help != NULL ? "; " : "", help != NULL ? help : "");
  return FALSE;
}

static gboolean
exists (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0;
}

/* Whether a folder is what an export wrote, or empty: a store, or a folder of stores or
 * netCDF files alone.  Anything else may be all that its owner has. */
static gboolean
is_ours (const char *path)
{
  static const char *const marks[] = { ".zgroup", "zarr.json", ".zmetadata" };
  g_autoptr (GDir) folder = NULL;
  const char *name;

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autofree char *mark = g_build_filename (path, marks[i], NULL);
      if (exists (mark))
        return TRUE;
    }
  folder = g_dir_open (path, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (!g_str_has_suffix (name, ".zarr") && !g_str_has_suffix (name, ".nc") &&
        strcmp (name, ".mvua") != 0)
      return FALSE;
  return folder != NULL;
}

static gboolean
is_folder (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0 && S_ISDIR (status.st_mode);
}

static gboolean
check_place (const MvuaTarget *self, GError **error)
{
  if (access (self->folder, W_OK | X_OK) < 0)
    return mvua_target_fail ("write to the folder", self->folder, error);
  if (exists (self->path) && !self->overwrite)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "%s exists; it is replaced only where that is asked for (--overwrite)",
                   self->path);
      return FALSE;
    }
  if (is_folder (self->path) && !is_ours (self->path))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "%s is not what an export wrote, and is not replaced", self->path);
      return FALSE;
    }
  return TRUE;
}

static MvuaTarget *
new_target (const char *path, gboolean overwrite, GError **error)
{
  g_autoptr (MvuaTarget) self = g_new0 (MvuaTarget, 1);

  self->path = g_canonicalize_filename (path, NULL);
  self->folder = g_path_get_dirname (self->path);
  self->overwrite = overwrite;
  self->lock = -1;
  return check_place (self, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
mvua_export_check_target (const char *target, gboolean overwrite, GError **error)
{
  g_autoptr (MvuaTarget) self = new_target (target, overwrite, error);

  return self != NULL;
}

char *
mvua_target_dup_prefix (const char *path)
{
  g_autofree char *full = g_canonicalize_filename (path, NULL);
  g_autofree char *name = g_path_get_basename (full);

  return g_strdup_printf (".%s.part-", name);
}

/* Makes a sibling and takes its lock.  Returns: %FALSE with errno set: to EEXIST where
 * somebody else has that name, or took the folder for a dead one. */
static gboolean
try_part (MvuaTarget *self, const char *part)
{
  if (mkdir (part, 0777) < 0)
    return FALSE;
  self->lock = mvua_part_lock_make (part);
  if (self->lock >= 0)
    return TRUE;
  const int number = errno;
  mvua_target_remove_part (part, -1);
  errno = number == EWOULDBLOCK || number == ENOENT ? EEXIST : number;
  return FALSE;
}

/* Makes the sibling under a name that nobody has. */
static gboolean
make_part (MvuaTarget *self, GError **error)
{
  g_autofree char *prefix = mvua_target_dup_prefix (self->path);

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *part =
          g_strdup_printf ("%s/%s%08x", self->folder, prefix, g_random_int ());
      if (try_part (self, part))
        {
          self->part = g_steal_pointer (&part);
          return TRUE;
        }
      if (errno != EEXIST)
        return mvua_target_fail ("make the folder", part, error);
    }
  errno = EEXIST;
  return mvua_target_fail ("find a free name beside", self->path, error);
}

static void
name_partial (MvuaTarget *self)
{
  g_autofree char *name = g_path_get_basename (self->path);

  self->partial = g_build_filename (self->part, name, NULL);
}

MvuaTarget *
mvua_target_new (const char *path, gboolean overwrite, GError **error)
{
  g_autoptr (MvuaTarget) self = new_target (path, overwrite, error);

  if (self == NULL || !make_part (self, error))
    return NULL;
  name_partial (self);
  mvua_milestone ("part-made");
  return g_steal_pointer (&self);
}

/* What gets the output's name is the output: a link in its place, to where somebody moved
 * it, would lead nowhere when the sibling is removed. */
static gboolean
check_partial (const MvuaTarget *self, GError **error)
{
  if (!exists (self->partial) || is_folder (self->partial))
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE,
               "%s is no folder; what was moved away has to be moved back",
               self->partial);
  return FALSE;
}

MvuaTarget *
mvua_target_reopen (const char *path,
                    const char *part,
                    gboolean overwrite,
                    GError **error)
{
  g_autoptr (MvuaTarget) self = new_target (path, overwrite, error);

  if (self == NULL)
    return NULL;
  self->part = g_strdup (part);
  self->is_kept = TRUE;
  name_partial (self);
  return check_partial (self, error) ? g_steal_pointer (&self) : NULL;
}

const char *
mvua_target_get_partial (const MvuaTarget *self)
{
  return self->partial;
}

const char *
mvua_target_get_part (const MvuaTarget *self)
{
  return self->part;
}

void
mvua_target_set_is_kept (MvuaTarget *self, gboolean is_kept)
{
  self->is_kept = is_kept;
}

static int
remove_entry (const char *path,
              const struct stat *status G_GNUC_UNUSED,
              int type G_GNUC_UNUSED,
              struct FTW *place G_GNUC_UNUSED)
{
  return remove (path);
}

static void
remove_tree (const char *path)
{
  nftw (path, remove_entry, MAX_DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
}

gboolean
mvua_target_restore_old (const char *path, const char *part)
{
  g_autofree char *old = g_build_filename (part, OLD_NAME, NULL);

  if (!exists (old) || exists (path) || rename (old, path) == 0)
    return TRUE;
  g_critical ("%s is now %s", path, old);
  return FALSE;
}

static void
remove_in (const char *part, const char *name)
{
  g_autofree char *path = g_build_filename (part, name, NULL);

  remove_tree (path);
}

void
mvua_target_remove_part (const char *part, int lock)
{
  g_autoptr (GDir) dir = g_dir_open (part, 0, NULL);
  const char *name;

  /* The journal and the lock last: while they are there, what is left is not nobody's. */
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (strcmp (name, MVUA_JOURNAL_NAME) != 0 && strcmp (name, MVUA_PART_LOCK_NAME) != 0)
      remove_in (part, name);
  remove_in (part, MVUA_JOURNAL_NAME);
  remove_in (part, MVUA_PART_LOCK_NAME);
  /* NFS keeps what is open in the folder, which then would not go. */
  if (lock >= 0)
    close (lock);
  rmdir (part);
}

/* Some file systems (NFS, some of FUSE) refuse the flag; then the check and the rename
 * are two steps, and only a race within the moment between them is lost. */
static int
rename_new (const char *from, const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return -1;
  if (exists (to))
    {
      errno = EEXIST;
      return -1;
    }
  return rename (from, to);
}

/* Puts the new output in the place of the old one, which takes its name. */
static int
swap (MvuaTarget *self)
{
  if (renameat2 (AT_FDCWD, self->partial, AT_FDCWD, self->path, RENAME_EXCHANGE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return -1;

  g_autofree char *old = g_build_filename (self->part, OLD_NAME, NULL);
  if (rename (self->path, old) < 0)
    return -1;
  if (rename (self->partial, self->path) < 0)
    {
      const int saved = errno;
      if (rename (old, self->path) < 0)
        g_critical ("%s is now %s", self->path, old);
      errno = saved;
      return -1;
    }
  return 0;
}

gboolean
mvua_target_sync_folder (const char *folder, GError **error)
{
  const int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return mvua_target_fail ("open", folder, error);
  const int status = fsync (fd);
  /* File systems that cannot sync a folder say so, and need not. */
  const gboolean done = status == 0 || errno == EINVAL || errno == ENOTSUP;
  if (!done)
    mvua_target_fail ("sync", folder, error);
  close (fd);
  return done;
}

static void
remove_part (MvuaTarget *self)
{
  mvua_target_remove_part (self->part, self->lock);
  self->lock = -1;
}

gboolean
mvua_target_commit (MvuaTarget *self, GError **error)
{
  const gboolean replaces = self->overwrite && exists (self->path);
  const int status = replaces ? swap (self) : rename_new (self->partial, self->path);

  if (status < 0)
    return mvua_target_fail ("give its name to", self->path, error);
  mvua_milestone ("named");
  /* While a loss of power may give the old output its name back, it must be there; but
   * it is no export that can be gone on with. */
  const gboolean is_durable = mvua_target_sync_folder (self->folder, error);
  if (is_durable || !replaces)
    remove_part (self);
  else
    remove_in (self->part, MVUA_JOURNAL_NAME);
  g_clear_pointer (&self->part, g_free);
  return is_durable;
}

void
mvua_target_free (MvuaTarget *self)
{
  if (self->part != NULL && !self->is_kept)
    remove_part (self);
  if (self->lock >= 0)
    close (self->lock);
  g_free (self->part);
  g_free (self->partial);
  g_free (self->folder);
  g_free (self->path);
  g_free (self);
}
