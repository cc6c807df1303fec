/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-error.h"

#include <string.h>

G_DEFINE_QUARK (mvua_error, mvua_error)

char *
mvua_error_dup_quoted (const char *text, gsize most)
{
  const gsize n = text != NULL ? strnlen (text, most) : 0;
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", (gssize) n);
  GString *quoted = g_string_new (NULL);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    g_string_append_unichar (
        quoted, g_unichar_iscntrl (g_utf8_get_char (c)) ? '?' : g_utf8_get_char (c));
  return g_string_free (quoted, FALSE);
}
