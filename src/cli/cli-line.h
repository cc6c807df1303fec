/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>
#include <json-c/json.h>
#include <stdio.h>

G_BEGIN_DECLS

/* Prints a line, and its end.  It may name files and quote what is in them, whoever made
 * them: in the place of what a terminal would obey, or what is no UTF-8, it has another
 * character. */
void mvua_cli_line (FILE *to, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* (transfer full): a text that may be no UTF-8, which JSON has to be */
json_object *mvua_cli_new_text (const char *text);

G_END_DECLS
