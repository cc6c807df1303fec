/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-cut-outs.h"
#include "mvua-export-estimate.h"
#include "mvua-subset.h"
#include "mvua-subsetter.h"

G_BEGIN_DECLS

/**
 * mvua_export_estimate_ways:
 * @ensemble: a run in a bucket
 * @estimate: of mvua_export_estimate() with the same
 *
 * Both ways to what an export wants, side by side: ranges of the bucket's files, and
 * NOAA's subsetter; at the speed that the link has shown.  Whether the subsetter has the
 * run, mvua_subsetter_has_run() tells.
 *
 * Returns: all 0 where @ensemble is not in a bucket
 */
MvuaSubsetterEstimate mvua_export_estimate_ways (MvuaEnsemble *ensemble,
                                                 const MvuaExportOptions *options,
                                                 const MvuaExportEstimate *estimate);

/**
 * mvua_export_subset_open:
 * @ensemble: a run in a bucket: tells what there is
 * @options: members and steps that are left open are settled, so that what the server
 *   does not have is a gap; its gate holds the server's answers up, too
 * @script: (nullable): of the server, instead of NOAA's
 * @cut_out: (out) (transfer full) (nullable): what was fetched, in the user's cache, also
 *   where not all of it was; to be removed when it has been used, or let go of.  %NULL
 *   where there is nothing
 * @progress: (nullable): called in this thread
 * @report: (out caller-allocates)
 *
 * Has NOAA's server cut out what an export wants of a run, and opens it: a source for
 * mvua_export_run() like any folder.  Another call goes on where one ended; of several at
 * once, in whatever processes, one fetches, and the others wait and have what is there.
 * What is left of others, and old, is removed before.  Blocks.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_USAGE set where @ensemble
 *   is not in a bucket, or an error of mvua_subset_download() or mvua_ensemble_open()
 */
MvuaEnsemble *mvua_export_subset_open (MvuaEnsemble *ensemble,
                                       MvuaExportOptions *options,
                                       const char *script,
                                       MvuaCutOut **cut_out,
                                       MvuaSubsetProgress progress,
                                       gpointer data,
                                       MvuaSubsetReport *report,
                                       GCancellable *cancellable,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
