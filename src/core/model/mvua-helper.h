/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mvua_helper_path:
 * @name: "mvua-decode" or "mvua-demo-encode"
 *
 * Where a program is that belongs to Mvua and is not run by people: in the folder that
 * MVUA_LIBEXECDIR names; where it lies relative to the running program, installed
 * (bin/../libexec/mvua) or in a build folder; or in the folder of the configuration.
 *
 * Returns: (transfer full): a path, whether there is such a file or not
 */
char *mvua_helper_path (const char *name) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
