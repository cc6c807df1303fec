/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/* What `mvua export` says before and after: results to standard output, the rest to
 * standard error. */

/* Of a run in a bucket: what is going to be fetched, and how long that takes on this
 * link. */
void mvua_export_tell_estimate (MvuaEnsemble *ensemble, const MvuaExportOptions *options);

/* @is_top_up: the store was there, and something was added to it */
void mvua_export_print_text (const char *target,
                             MvuaEnsemble *ensemble,
                             const MvuaExportReport *report,
                             gboolean is_top_up,
                             double seconds);
void mvua_export_print_json (const char *target,
                             MvuaEnsemble *ensemble,
                             const MvuaExportReport *report,
                             gboolean is_top_up,
                             double seconds);

/* What was odd about the source. */
void mvua_export_print_notes (MvuaEnsemble *ensemble, const MvuaExportReport *report);

G_END_DECLS
