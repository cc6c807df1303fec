/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-layout.h"

#include <string.h>

static gboolean
take_digits (const char **cursor, guint n, int *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*cursor)[i]))
        return FALSE;
      *value = *value * 10 + ((*cursor)[i] - '0');
    }
  *cursor += n;
  return TRUE;
}

gboolean
mvua_file_name_parse (const char *name, MvuaFileName *parsed)
{
  const char *dot = strchr (name, '.');
  const char *last = strrchr (name, '.');
  char member[MVUA_MEMBER_NAME_SIZE] = "";
  int cycle = 0;
  int step = 0;

  if (dot == NULL || dot - name != 5 || strncmp (dot, ".t", 2) != 0)
    return FALSE;
  memcpy (member, name, 5);

  const char *cursor = dot + 2;
  if (!take_digits (&cursor, 2, &cycle) || strncmp (cursor, "z.", 2) != 0)
    return FALSE;
  const char *product = cursor + 2;
  cursor = last + 2;
  if (last <= product || last - product >= MVUA_PRODUCT_SIZE || last[1] != 'f' ||
      !take_digits (&cursor, 3, &step) || *cursor != '\0' || cycle > 23)
    return FALSE;

  *parsed = (MvuaFileName){ .cycle = cycle, .step = step };
  memcpy (parsed->product, product, (gsize) (last - product));
  return mvua_member_from_name (member, &parsed->member);
}
