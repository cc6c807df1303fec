/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As mvua_cache_list(). */
GPtrArray *mvua_cache_list_folder (const char *root);

G_END_DECLS
