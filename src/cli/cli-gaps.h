/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

#include <json-c/json.h>

G_BEGIN_DECLS

/* Lists what is missing (of MvuaGap) on standard error, saying what the gaps are, @one or
 * @more of them; those of one member and step with the same cause are one line. */
void mvua_cli_print_gaps (const GArray *gaps, const char *one, const char *more);

/* (transfer full): all of them, for machines. */
json_object *mvua_cli_list_gaps (const GArray *gaps);

G_END_DECLS
