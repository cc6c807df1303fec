/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

#include <json-c/json.h>

G_BEGIN_DECLS

/* Lists the fields that look odd on standard error: how many in which way, and which. */
void mvua_cli_print_findings (const MvuaExportReport *report);

/* The same for machines: "odd_fields" with a number a way, and "findings", all of them.
 */
void mvua_cli_add_findings (json_object *to, const MvuaExportReport *report);

G_END_DECLS
