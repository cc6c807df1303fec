/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-cli.h"

#include <json-c/json.h>

G_BEGIN_DECLS

/**
 * mvua_verify_source:
 * @store: what was verified itself
 * @source: (nullable): where to look instead of where the store says
 * @n_sample: so many fields; 0 for all
 * @json: (nullable): gets the result; %NULL to print it
 *
 * Holds a store against what it was made of, and tells.
 *
 * Returns: how the program ends
 */
int mvua_verify_source (const char *store,
                        const char *source,
                        const MvuaCliSource *how,
                        guint n_sample,
                        json_object *json);

G_END_DECLS
