/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What a folder says of the requests that its files answer to. */

#include "mvua-cut-out.h"
#include "mvua-fuzz.h"
#include "mvua-subsetter.h"

#include <string.h>

/* As an output's table of fields takes it. */
#define LONGEST_URL 4096

gboolean
mvua_fuzz_one (const guint8 *data, gsize n)
{
  MvuaRun run = MVUA_RUN_UNKNOWN;
  g_autofree char *pattern = mvua_cut_out_parse ((const char *) data, n);

  if (pattern == NULL)
    return FALSE;
  g_assert_cmpuint (strlen (pattern), <=, MVUA_SUBSETTER_MOST_PATTERN);
  g_autofree char *url = mvua_subsetter_fill (pattern, "gep01 \n%*&file=*.f003");
  g_assert_cmpuint (strlen (url), <, LONGEST_URL);
  for (const char *c = url; *c != '\0'; c++)
    g_assert_true (g_ascii_isgraph (*c));
  g_assert_true (mvua_subsetter_parse_url (url, &run));
  g_assert_cmpint (run, !=, MVUA_RUN_UNKNOWN);
  g_assert_false (mvua_subsetter_is_pattern (url));
  return TRUE;
}
