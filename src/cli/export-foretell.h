/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

typedef enum
{
  MVUA_CLI_WAY_RANGES,
  MVUA_CLI_WAY_SUBSETTER,
} MvuaCliWay;

/**
 * mvua_cli_foretell:
 * @store: (nullable): what is added to
 * @way: that is taken
 * @is_ours: the subsetter is another than NOAA's, so its runs are not known
 *
 * Before an export out of a bucket: what is going to be fetched, and how long that takes
 * on this link; on standard error.  The other way is told too where the link is thin.
 */
void mvua_cli_foretell (MvuaEnsemble *ensemble,
                        const char *store,
                        const MvuaExportOptions *options,
                        MvuaCliWay way,
                        gboolean is_ours);

G_END_DECLS
