/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What an export that is resumed takes over. */

#include "mvua-export-carry.h"
#include "mvua-export-work.h"

#include <glib/gstdio.h>

/* Units of the journal while they are held against the disk. */
typedef struct
{
  MvuaExportWork *work;
  const MvuaExportUnit **units; /* [n] */
  gboolean *are_there;          /* [n] */
  guint n;
} Check;

static const char *
name_of (const MvuaExportWork *work, guint variable)
{
  return ((const MvuaVariable *) g_ptr_array_index (work->plan->variables, variable))
      ->name;
}

static gboolean
check_unit (guint part, gpointer data, GError **error G_GNUC_UNUSED)
{
  Check *self = data;
  const GArray *pieces = self->units[part]->pieces;

  self->are_there[part] = TRUE;
  for (guint i = 0; self->are_there[part] && i < pieces->len; i++)
    self->are_there[part] =
        mvua_zarr_sink_has (self->work->sink, &g_array_index (pieces, MvuaZarrPiece, i));
  return TRUE;
}

/* A block of rain needs what the one before left. */
static guint
count_rain (MvuaExportWork *work, const char *name, guint n_good, guint n_blocks)
{
  if (n_good == 0 || n_good == n_blocks ||
      mvua_export_carry_is_there (
          work, (n_good - 1) * work->plan->block,
          mvua_export_log_get_unit (work->log, name, n_good - 1)->results))
    return n_good;
  return 0;
}

/* A variable is gone on with from its first unit that is not there: in a shard the
 * chunks lie in the order of the blocks. */
static void
cut_units (MvuaExportWork *work, const gboolean *are_there)
{
  const MvuaExportPlan *plan = work->plan;
  const guint n_blocks = (plan->steps->len + plan->block - 1) / plan->block;

  for (guint v = 0; v < plan->variables->len; v++)
    {
      const char *name = name_of (work, v);
      const guint n = mvua_export_log_get_n_units (work->log, name);
      guint n_good = 0;

      while (n_good < MIN (n, n_blocks) && are_there[n_good])
        n_good++;
      if (g_ptr_array_index (plan->variables, v) == plan->rain)
        n_good = count_rain (work, name, n_good, n_blocks);
      mvua_export_log_cut (work->log, name, n_good);
      are_there += n;
    }
}

static gboolean
adopt_unit (MvuaExportWork *work, const MvuaExportUnit *unit)
{
  for (guint i = 0; i < unit->pieces->len; i++)
    if (!mvua_zarr_sink_adopt (work->sink,
                               &g_array_index (unit->pieces, MvuaZarrPiece, i)))
      return FALSE;
  return TRUE;
}

static gboolean
adopt_units (MvuaExportWork *work, GError **error)
{
  for (guint v = 0; v < work->plan->variables->len; v++)
    {
      const char *name = name_of (work, v);
      const guint n = mvua_export_log_get_n_units (work->log, name);

      for (guint block = 0; block < n; block++)
        if (!adopt_unit (work, mvua_export_log_get_unit (work->log, name, block)))
          {
            g_set_error (
                error, MVUA_ERROR, MVUA_ERROR_SOURCE,
                "What is in %s fitted its journal, and now does not or cannot be "
                "read: the disk may be failing, or the limit of open files too "
                "low (ulimit -n)",
                work->part);
            return FALSE;
          }
    }
  return TRUE;
}

static gboolean
check_units (MvuaExportWork *work, GError **error)
{
  const MvuaExportPlan *plan = work->plan;
  const guint n_all = mvua_export_log_get_n_all_units (work->log);
  g_autofree const MvuaExportUnit **units = g_new (const MvuaExportUnit *, n_all + 1);
  g_autofree gboolean *are_there = g_new0 (gboolean, n_all + 1);
  Check check = { .work = work, .units = units, .are_there = are_there };

  for (guint v = 0; v < plan->variables->len; v++)
    for (guint b = 0; b < mvua_export_log_get_n_units (work->log, name_of (work, v)); b++)
      units[check.n++] = mvua_export_log_get_unit (work->log, name_of (work, v), b);
  if (!mvua_pool_run (work->pool, check.n, check_unit, &check, work->reading.cancellable,
                      error))
    return FALSE;
  cut_units (work, are_there);
  return TRUE;
}

/* The rain goes on where the last unit of it that counts left it. */
static gboolean
restore_rain (MvuaExportWork *work, GError **error)
{
  const MvuaExportPlan *plan = work->plan;
  const guint n_blocks = (plan->steps->len + plan->block - 1) / plan->block;
  const guint n =
      plan->rain != NULL ? mvua_export_log_get_n_units (work->log, plan->rain->name) : 0;

  if (n == 0 || n == n_blocks)
    return TRUE;
  return mvua_export_carry_restore (
      work, (n - 1) * plan->block,
      mvua_export_log_get_unit (work->log, plan->rain->name, n - 1)->results, error);
}

gboolean
mvua_export_work_resume (MvuaExportWork *work, GError **error)
{
  const gboolean is_begun = g_file_test (work->partial, G_FILE_TEST_EXISTS);

  if ((is_begun && !mvua_export_work_open_output (work, error)) ||
      !check_units (work, error) || !adopt_units (work, error) ||
      (is_begun && !mvua_zarr_sink_sweep (work->sink, error)))
    return FALSE;
  return mvua_export_log_go_on (work->log, error) && restore_rain (work, error);
}
