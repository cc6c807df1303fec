/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cli-line.h"

#include "mvua.h"

void
mvua_cli_line (FILE *to, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *shown = mvua_error_dup_quoted (text, G_MAXSIZE);
  fprintf (to, "%s\n", shown);
}

json_object *
mvua_cli_new_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return json_object_new_string (valid);
}
