/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/**
 * mvua_export_report_print:
 * @command: what notes begin with: "export"
 * @is_top_up: whether a store was added to
 * @is_json: the result as JSON, which lists all gaps
 *
 * Prints the result of an export on standard output, and gaps and notes on standard
 * error.
 */
void mvua_export_report_print (const char *command,
                               const char *target,
                               MvuaEnsemble *ensemble,
                               const MvuaExportReport *report,
                               gboolean is_top_up,
                               gboolean is_json,
                               double seconds);

G_END_DECLS
