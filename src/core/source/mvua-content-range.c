/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-content-range.h"

typedef struct
{
  const char *at;
  const char *end;
} Cursor;

static gboolean
take_char (Cursor *cursor, char wanted)
{
  if (cursor->at == cursor->end || *cursor->at != wanted)
    return FALSE;
  cursor->at++;
  return TRUE;
}

static gboolean
take_unit (Cursor *cursor)
{
  static const char unit[] = "bytes ";

  for (const char *wanted = unit; *wanted != '\0'; wanted++)
    {
      if (cursor->at == cursor->end || g_ascii_tolower (*cursor->at) != *wanted)
        return FALSE;
      cursor->at++;
    }
  return TRUE;
}

static gboolean
take_number (Cursor *cursor, guint64 *number)
{
  const char *start = cursor->at;
  guint64 value = 0;

  for (; cursor->at != cursor->end && g_ascii_isdigit (*cursor->at); cursor->at++)
    {
      const guint64 digit = (guint64) (*cursor->at - '0');
      if (value > (G_MAXINT64 - digit) / 10)
        return FALSE;
      value = value * 10 + digit;
    }
  *number = value;
  return cursor->at != start;
}

gboolean
mvua_content_range_parse (const char *text, gsize n, MvuaContentRange *range)
{
  Cursor cursor = { text, text + n };
  MvuaContentRange found = { .has_total = TRUE };

  if (!take_unit (&cursor))
    return FALSE;
  if (!take_char (&cursor, '*'))
    {
      found.has_range = TRUE;
      if (!take_number (&cursor, &found.first) || !take_char (&cursor, '-') ||
          !take_number (&cursor, &found.last) || found.last < found.first)
        return FALSE;
    }
  if (!take_char (&cursor, '/'))
    return FALSE;
  /* A range of an object of unknown length, but not neither. */
  if (found.has_range && take_char (&cursor, '*'))
    found.has_total = FALSE;
  else if (!take_number (&cursor, &found.total))
    return FALSE;
  if (cursor.at != cursor.end ||
      (found.has_range && found.has_total && found.last >= found.total))
    return FALSE;
  *range = found;
  return TRUE;
}
