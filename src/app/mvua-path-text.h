/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mvua_path_text:
 *
 * A path for people: "~/gefs/20250918" below their home, in UTF-8.  Not to be opened.
 *
 * Returns: (transfer full)
 */
char *mvua_path_text (const char *path) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
