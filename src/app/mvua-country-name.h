/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mvua_country_name:
 * @code: ISO 3166 alpha-3
 *
 * Returns: (transfer none): the country in the user's language; @code itself where it is
 *   none of the region of the basemap
 */
const char *mvua_country_name (const char *code);

G_END_DECLS
