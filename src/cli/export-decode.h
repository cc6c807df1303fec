/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/**
 * mvua_export_decode_parse:
 * @decode: (nullable): "stats,tp,0-72": statistics alone, variables, steps, each of which
 *   leaves out of what the options name what it does not name
 * @rest: (nullable): form of the references
 * @url: (nullable): how they name files
 * @options: with all other options in
 *
 * Makes the options those of a hybrid if it was typed.
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE set
 */
gboolean mvua_export_decode_parse (const char *decode,
                                   const char *rest,
                                   const char *url,
                                   MvuaExportOptions *options,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
