/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-estimate.h"

G_BEGIN_DECLS

/**
 * mvua_top_up_read_options:
 * @store: a Zarr store of the layout tree that mvua_export_run() wrote
 * @options: (out caller-allocates): what it was made with; to be cleared, whatever is
 *   returned.  Members, variables and steps are %NULL where they were left open
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE set where there is no such store, or
 *   %MVUA_ZARR_ERROR where it is not whole
 */
gboolean mvua_top_up_read_options (const char *store,
                                   MvuaExportOptions *options,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_top_up_estimate:
 * @estimate: (out caller-allocates): as mvua_export_estimate() has it: messages and bytes
 *   of what @store lacks, the rest of what will be there then
 *
 * What mvua_top_up_run() with the same comes to.  Looks at the index of the source and at
 * what @store says of itself: reads no field and fetches nothing.
 *
 * Returns: %FALSE with the errors of mvua_top_up_run() set
 */
gboolean mvua_top_up_estimate (MvuaEnsemble *ensemble,
                               const char *store,
                               const MvuaExportOptions *options,
                               MvuaExportEstimate *estimate,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_top_up_run:
 * @ensemble: of the run that @store is of, as far as it has come
 * @options: (nullable): what mvua_top_up_read_options() gives, with threads, gate and, if
 *   more are wanted, steps; anything else must be as it was.  %NULL for just that
 * @report: (out caller-allocates): to be cleared, whatever is returned
 *
 * Adds to a store what has come since it was made: new steps, and fields that it lacks;
 * where members, variables or steps were left open, those that are new.  Nothing that it
 * has is fetched or decoded again, but for buckets of rain: the first half of a bucket of
 * 6 h whose other half is new, and those of days in which more members can take part
 * than did.  Statistics and probabilities are made again at steps at which any member
 * has changed.  The values are to the bit those of an export of all of it.
 *
 * Chunks without a change are taken over byte for byte, and every file that is read is
 * held against the store's table first.  A new store is written beside @store and takes
 * its place when it is whole; on an error or a cancellation the old one stays.  Where
 * nothing has come @store is not touched, and @report says so.  Memory is bounded as
 * that of an export.  Blocks.
 *
 * Returns: %FALSE with @error set: %MVUA_ERROR_USAGE where @store, @ensemble and
 *   @options do not go together, %MVUA_ZARR_ERROR where @store is not whole, or as for
 *   mvua_export_run()
 */
gboolean mvua_top_up_run (MvuaEnsemble *ensemble,
                          const char *store,
                          const MvuaExportOptions *options,
                          MvuaExportProgress progress,
                          gpointer data,
                          MvuaExportReport *report,
                          GCancellable *cancellable,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
