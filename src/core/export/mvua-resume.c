/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-resume.h"

#include "mvua-export-subset.h"
#include "mvua-export-work.h"
#include "mvua-journal.h"
#include "mvua-part-lock.h"
#include "mvua-store-file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void
mvua_export_left_free (MvuaExportLeft *self)
{
  g_free (self->target);
  g_free (self->part);
  g_free (self->complaint);
  g_free (self->source);
  g_free (self->base_url);
  mvua_export_options_clear (&self->options);
  g_free (self);
}

static guint
count_units (const MvuaExportOrder *order)
{
  const MvuaExportOptions *settled = &order->settled;
  const guint n_blocks = (settled->steps->len + order->block - 1) / order->block;

  return n_blocks * settled->variables->len;
}

static MvuaExportLeftState
state_of (const MvuaExportLog *log, const MvuaExportLeft *left)
{
  if (mvua_export_log_is_of (log, left->target))
    return MVUA_EXPORT_LEFT_DONE;
  return mvua_export_log_get_order (log)->asked.format == MVUA_EXPORT_NETCDF
             ? MVUA_EXPORT_LEFT_NETCDF
             : MVUA_EXPORT_LEFT_DEAD;
}

static void
describe (MvuaExportLeft *left, const MvuaExportLog *log)
{
  const MvuaExportOrder *order = mvua_export_log_get_order (log);

  left->source = g_strdup (order->source);
  left->base_url = g_strdup (order->base_url);
  left->run = order->run;
  left->is_top_up = order->is_top_up;
  left->begun = order->begun;
  left->n_done = mvua_export_log_get_n_all_units (log);
  left->n_units = count_units (order);
  left->options = mvua_export_options_copy (&order->asked);
  left->state = state_of (log, left);
}

static MvuaExportLeft *
new_left (const char *target, const char *part, MvuaExportLeftState state)
{
  MvuaExportLeft *left = g_new0 (MvuaExportLeft, 1);

  left->target = g_strdup (target);
  left->part = g_strdup (part);
  left->state = state;
  return left;
}

/* A journal that is there, and that the system does not let anyone read. */
static gboolean
is_refused (const char *part, const GError *error)
{
  g_autofree char *journal = g_build_filename (part, MVUA_JOURNAL_NAME, NULL);

  return error != NULL && error->domain == MVUA_ZARR_ERROR &&
         g_file_test (journal, G_FILE_TEST_EXISTS);
}

static gboolean
is_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL;
}

static gboolean
fail_to_lock (const char *part, int number, GError **error)
{
  g_autofree char *path = g_build_filename (part, MVUA_PART_LOCK_NAME, NULL);

  return mvua_store_file_fail (error, number, "lock", path, NULL, 0);
}

/* What has no journal that can be read.  It has a lock from its first moment, and is
 * empty before; what is not, no export has made. */
static void
describe_orphan (MvuaExportLeft *left)
{
  const int lock = mvua_part_lock_take (left->part);
  const int number = errno;
  g_autoptr (GError) error = NULL;

  left->state = MVUA_EXPORT_LEFT_ORPHAN;
  if (lock >= 0)
    close (lock);
  else if (number == EWOULDBLOCK)
    left->state = MVUA_EXPORT_LEFT_ALIVE;
  else if (number == ENOENT)
    left->state =
        is_empty (left->part) ? MVUA_EXPORT_LEFT_ORPHAN : MVUA_EXPORT_LEFT_UNKNOWN;
  else if (!fail_to_lock (left->part, number, &error))
    {
      left->state = MVUA_EXPORT_LEFT_UNREADABLE;
      left->complaint = g_strdup (error->message);
    }
}

static MvuaExportLeft *
look_at (const char *target, const char *part)
{
  gboolean is_held = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaExportLog) log = mvua_export_log_open (part, &is_held, &error);
  MvuaExportLeft *left = new_left (target, part, MVUA_EXPORT_LEFT_ALIVE);

  if (log != NULL)
    describe (left, log);
  else if (!is_held && is_refused (part, error))
    {
      left->state = MVUA_EXPORT_LEFT_UNREADABLE;
      left->complaint = g_strdup (error->message);
    }
  else if (!is_held)
    describe_orphan (left);
  return left;
}

/* The folder itself, where it cannot be looked into. */
static MvuaExportLeft *
refuse_folder (const char *target, const char *folder, int number)
{
  MvuaExportLeft *left = new_left (target, folder, MVUA_EXPORT_LEFT_UNREADABLE);
  g_autoptr (GError) error = NULL;

  mvua_store_file_fail (&error, number, "list the folder", folder, NULL, 0);
  left->complaint = g_strdup (error->message);
  return left;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const MvuaExportLeft *const *one = a, *const *other = b;

  if ((*one)->begun != (*other)->begun)
    return (*one)->begun > (*other)->begun ? -1 : 1;
  return strcmp ((*one)->part, (*other)->part);
}

GPtrArray *
mvua_export_list_left (const char *target)
{
  GPtrArray *list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) mvua_export_left_free);
  g_autofree char *path = g_canonicalize_filename (target, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *prefix = mvua_target_dup_prefix (path);
  int number = 0;
  g_autoptr (GDir) dir = mvua_store_file_list (folder, &number);
  const char *name;

  if (dir == NULL && number != ENOENT && number != ENOTDIR)
    g_ptr_array_add (list, refuse_folder (path, folder, number));
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *part = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, prefix) &&
          !g_file_test (part, G_FILE_TEST_IS_SYMLINK) &&
          g_file_test (part, G_FILE_TEST_IS_DIR))
        g_ptr_array_add (list, look_at (path, part));
    }
  g_ptr_array_sort (list, compare);
  return list;
}

MvuaExportLeft *
mvua_export_steal_left (GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const MvuaExportLeft *left = g_ptr_array_index (list, i);
      if (left->state == MVUA_EXPORT_LEFT_DEAD ||
          left->state == MVUA_EXPORT_LEFT_NETCDF || left->state == MVUA_EXPORT_LEFT_DONE)
        return g_ptr_array_steal_index (list, i);
    }
  return NULL;
}

MvuaExportLeft *
mvua_export_find_left (const char *target)
{
  g_autoptr (GPtrArray) list = mvua_export_list_left (target);

  return mvua_export_steal_left (list);
}

static gboolean
refuse_held (const MvuaExportLeft *left, GError **error)
{
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
               "Another process is at work on the export to %s", left->target);
  return FALSE;
}

/* Takes the lock.  Returns: (transfer full) (nullable) */
static MvuaExportLog *
take (const MvuaExportLeft *left, GError **error)
{
  gboolean is_held = FALSE;
  MvuaExportLog *log = mvua_export_log_open (left->part, &is_held, error);

  if (is_held)
    refuse_held (left, error);
  return log;
}

/* @lock: of the part, or -1 */
static gboolean
remove_left (const MvuaExportLeft *left, int lock, GError **error)
{
  /* If it was about to be replaced, the old output is not what is discarded. */
  if (mvua_target_restore_old (left->target, left->part))
    mvua_target_remove_part (left->part, lock);
  else if (lock >= 0)
    close (lock);
  if (!g_file_test (left->part, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, MVUA_ERROR, MVUA_ERROR_IO, "Cannot remove all of %s", left->part);
  return FALSE;
}

/* What has no journal, or had none yet when it was looked at. */
static gboolean
discard_orphan (const MvuaExportLeft *left, GError **error)
{
  gboolean is_held = FALSE;
  g_autoptr (MvuaExportLog) log G_GNUC_UNUSED =
      mvua_export_log_open (left->part, &is_held, NULL);

  if (is_held)
    return refuse_held (left, error);
  const int lock = mvua_part_lock_take (left->part);
  const int number = errno;
  if (lock >= 0)
    return remove_left (left, lock, error);
  if (number == EWOULDBLOCK)
    return refuse_held (left, error);
  /* Whoever is about to make a lock in it takes another folder then. */
  return (number == ENOENT && rmdir (left->part) == 0) ||
         fail_to_lock (left->part, number, error);
}

gboolean
mvua_export_discard (const MvuaExportLeft *left, GError **error)
{
  if (left->state == MVUA_EXPORT_LEFT_ORPHAN || left->state == MVUA_EXPORT_LEFT_ALIVE)
    return discard_orphan (left, error);
  g_autoptr (MvuaExportLog) log = take (left, error);

  return log != NULL && remove_left (left, -1, error);
}

/* netCDF keeps in memory what its file needs to be gone on with. */
static gboolean
begin_anew (MvuaEnsemble *ensemble,
            const MvuaExportLeft *left,
            const MvuaExportOptions *options,
            MvuaExportLog *taken,
            MvuaExportProgress progress,
            gpointer data,
            MvuaExportReport *report,
            GCancellable *cancellable,
            GError **error)
{
  {
    g_autoptr (MvuaExportLog) log G_GNUC_UNUSED = taken;
    mvua_target_remove_part (left->part, -1);
  }
  return mvua_export_work_run (ensemble, NULL, NULL, NULL, left->target, options,
                               progress, data, report, cancellable, error);
}

/* What was asked for, run as it is wanted now. */
static MvuaExportOptions
join_options (const MvuaExportOrder *order, const MvuaExportOptions *options)
{
  MvuaExportOptions joined = mvua_export_options_copy (&order->asked);

  if (options == NULL)
    return joined;
  joined.overwrite = joined.overwrite || options->overwrite;
  joined.n_threads = options->n_threads;
  joined.gate = options->gate;
  joined.stops_offline = options->stops_offline;
  joined.keeps_when_cancelled = options->keeps_when_cancelled;
  return joined;
}

/* (nullable): what a subsetter cut out for it, which is of no more use then */
static MvuaCutOut *
hold_cut_out (const MvuaEnsemble *ensemble)
{
  g_autofree char *parent = mvua_cut_outs_default_folder ();
  const char *path = mvua_ensemble_get_path (ensemble);
  g_autofree char *folder = g_path_get_dirname (path);

  return strcmp (folder, parent) == 0 ? mvua_cut_out_hold (path) : NULL;
}

gboolean
mvua_export_resume (MvuaEnsemble *ensemble,
                    const MvuaExportLeft *left,
                    const MvuaExportOptions *options,
                    MvuaExportProgress progress,
                    gpointer data,
                    MvuaExportReport *report,
                    GCancellable *cancellable,
                    GError **error)
{
  mvua_export_report_init (report);
  g_autoptr (MvuaExportLog) log = take (left, error);
  if (log == NULL)
    return FALSE;
  const MvuaExportOrder *order = mvua_export_log_get_order (log);
  g_autoptr (MvuaExportBase) base = NULL;
  g_autoptr (MvuaCutOut) cut_out = hold_cut_out (ensemble);

  (void) mvua_target_restore_old (left->target, left->part);
  if (order->is_top_up && (base = mvua_export_base_open (left->target, error)) == NULL)
    return FALSE;
  if (!mvua_export_order_check (order, ensemble, options, base, error))
    return FALSE;
  g_auto (MvuaExportOptions) joined = join_options (order, options);
  const gboolean is_done =
      joined.format == MVUA_EXPORT_NETCDF
          ? begin_anew (ensemble, left, &joined, g_steal_pointer (&log), progress, data,
                        report, cancellable, error)
          : mvua_export_work_run (ensemble, base, left->part, g_steal_pointer (&log),
                                  left->target, &joined, progress, data, report,
                                  cancellable, error);
  if (is_done && cut_out != NULL)
    mvua_cut_out_remove (g_steal_pointer (&cut_out));
  return is_done;
}
