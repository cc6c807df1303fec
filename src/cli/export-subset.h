/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/**
 * mvua_export_subset_open:
 * @ensemble: a run in a bucket: tells what there is
 * @options: members and steps that are left open are settled, so that what the server
 * does not have is a gap
 * @script: (nullable): of the server, instead of NOAA's
 * @folder: (out) (transfer full): what was fetched, to be removed when it has been used
 *
 * Has NOAA's server cut out what an export wants of a run, says how far that is, and
 * opens it.  Another call goes on where one ended.
 *
 * Returns: (transfer full) (nullable)
 */
MvuaEnsemble *mvua_export_subset_open (MvuaEnsemble *ensemble,
                                       MvuaExportOptions *options,
                                       const char *script,
                                       char **folder,
                                       GCancellable *cancellable,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Removes what was fetched. */
void mvua_export_subset_remove (const char *folder);

G_END_DECLS
