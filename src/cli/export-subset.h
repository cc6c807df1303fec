/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/* As mvua_export_subset_open(), and says how far that is. */
MvuaEnsemble *mvua_cli_subset_open (MvuaEnsemble *ensemble,
                                    MvuaExportOptions *options,
                                    const char *script,
                                    MvuaCutOut **cut_out,
                                    GCancellable *cancellable,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
