/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export.h"

G_BEGIN_DECLS

/*
 * Exports that were interrupted: killed, out of room, without a network.  What such an
 * export has done lies beside its target, in `.NAME.part-<id>`, with a journal of it; all
 * of it is held against the journal's checksums when it is resumed, and what is not there
 * any more, or was not done, is done then.  The output is the same to the byte as one
 * that was made in one go, its time of creation included; when each field was read is
 * told as it is, or as SOURCE_DATE_EPOCH says.
 */

/**
 * MvuaExportLeftState:
 * @MVUA_EXPORT_LEFT_DEAD: it can be resumed
 * @MVUA_EXPORT_LEFT_ALIVE: a process is at work on it
 * @MVUA_EXPORT_LEFT_NETCDF: netCDF: it can only be begun anew, by mvua_export_resume()
 * too
 * @MVUA_EXPORT_LEFT_DONE: the target has got its name; only the rest is to be removed
 * @MVUA_EXPORT_LEFT_ORPHAN: it can only be discarded: it is of references, or had not
 * noted yet what it was going to be, or not in a way that this version reads
 * @MVUA_EXPORT_LEFT_UNKNOWN: nothing in it says that an export made it
 * @MVUA_EXPORT_LEFT_UNREADABLE: its journal cannot be read at the moment
 */
typedef enum
{
  MVUA_EXPORT_LEFT_DEAD,
  MVUA_EXPORT_LEFT_ALIVE,
  MVUA_EXPORT_LEFT_NETCDF,
  MVUA_EXPORT_LEFT_DONE,
  MVUA_EXPORT_LEFT_ORPHAN,
  MVUA_EXPORT_LEFT_UNKNOWN,
  MVUA_EXPORT_LEFT_UNREADABLE,
} MvuaExportLeftState;

/**
 * MvuaExportLeft:
 * @target: absolute path
 * @part: the folder that it grew in
 * @complaint: (nullable): why it is unreadable
 * @source: (nullable): what to open: an absolute path, or "noaa:20250918/00"; %NULL, as
 *   all that follows, where the journal cannot be read
 * @base_url: (nullable): of the bucket that a run is in
 * @is_top_up: it adds to @target
 * @begun: seconds since 1970
 * @n_done: of @n_units: parts of its work that are noted as done
 * @options: what was asked for
 *
 * What is left of an export.  Plain values.
 */
typedef struct
{
  MvuaExportLeftState state;
  char *target;
  char *part;
  char *complaint;
  char *source;
  char *base_url;
  MvuaRun run;
  gboolean is_top_up;
  gint64 begun;
  guint n_done;
  guint n_units;
  MvuaExportOptions options;
} MvuaExportLeft;

void mvua_export_left_free (MvuaExportLeft *self);

/**
 * mvua_export_list_left:
 *
 * What is left beside @target of exports to it; those that were begun last come first.
 * Reads the journals.  Any thread.
 *
 * Returns: (transfer full) (element-type MvuaExportLeft)
 */
GPtrArray *mvua_export_list_left (const char *target);

/* (transfer full) (nullable): the first of a list that can be gone on with, or only
 * tidied up */
MvuaExportLeft *mvua_export_steal_left (GPtrArray *list);

/**
 * mvua_export_find_left:
 *
 * Returns: (transfer full) (nullable): the one of them that is to be resumed, be it dead,
 *   of netCDF or done; %NULL if there is none
 */
MvuaExportLeft *mvua_export_find_left (const char *target);

/**
 * mvua_export_resume:
 * @ensemble: of @left's source, or of the same files elsewhere; there may be more by now
 * @options: (nullable): as they were; %NULL for just those.  Threads, gate and what is
 *   done on a cancellation are taken of them
 *
 * Goes on with an export, as mvua_export_run() and mvua_top_up_run() would have.  What it
 * has done is not read or decoded again.  If it fails again, or is cancelled while
 * @options keep what there is, it can be resumed again.
 *
 * Returns: %FALSE with @error set: %MVUA_ERROR_USAGE where the source or @options are not
 *   what they were or somebody else is at work on it, or as mvua_export_run()
 */
gboolean mvua_export_resume (MvuaEnsemble *ensemble,
                             const MvuaExportLeft *left,
                             const MvuaExportOptions *options,
                             MvuaExportProgress progress,
                             gpointer data,
                             MvuaExportReport *report,
                             GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_export_discard:
 *
 * Removes what is left of an export, unless somebody is at work on it or its journal or
 * lock cannot be read: whose it is nobody knows then.
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE, %MVUA_ERROR_IO or %MVUA_ZARR_ERROR_IO set
 */
gboolean mvua_export_discard (const MvuaExportLeft *left,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaExportLeft, mvua_export_left_free)

G_END_DECLS
