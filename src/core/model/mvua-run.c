/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-run.h"

#include "mvua-error.h"

#include <string.h>

#define EAT_SECONDS                                                                      \
  (G_GINT64_CONSTANT (3) * 3600) /* East Africa Time is UTC+3 all year */

MvuaRun
mvua_run_from_calendar (int year, int month, int day, int hour, int minute)
{
  if (year < 1900 || year > 9999)
    return MVUA_RUN_UNKNOWN;
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, day, hour, minute, 0);
  return time ? g_date_time_to_unix (time) : MVUA_RUN_UNKNOWN;
}

static int
digits (const char *text, guint n)
{
  int value = 0;

  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      value = value * 10 + (text[i] - '0');
    }
  return value;
}

MvuaRun
mvua_run_from_digits (const char *date, const char *hour)
{
  const int ymd = digits (date, 8);
  const int hh = digits (hour, 2);

  if (ymd < 0 || hh < 0)
    return MVUA_RUN_UNKNOWN;
  return mvua_run_from_calendar (ymd / 10000, ymd / 100 % 100, ymd % 100, hh, 0);
}

gboolean
mvua_run_parse (const char *text, MvuaRun *run, GError **error)
{
  const MvuaRun parsed = strlen (text) == 11 && text[8] == '/'
                             ? mvua_run_from_digits (text, text + 9)
                             : MVUA_RUN_UNKNOWN;

  if (parsed == MVUA_RUN_UNKNOWN)
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "“%s” is not a run; expected YYYYMMDD/HH such as 20250918/00", text);
      return FALSE;
    }
  *run = parsed;
  return TRUE;
}

static const char *
format (gint64 seconds, const char *pattern, char text[MVUA_RUN_TEXT_SIZE])
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *formatted = time ? g_date_time_format (time, pattern) : NULL;

  g_strlcpy (text, formatted ? formatted : "unknown", MVUA_RUN_TEXT_SIZE);
  return text;
}

const char *
mvua_run_date (MvuaRun run, char text[MVUA_RUN_TEXT_SIZE])
{
  return format (run, "%Y-%m-%d", text);
}

int
mvua_run_hour (MvuaRun run)
{
  return (int) ((run % 86400 + 86400) % 86400 / 3600);
}

const char *
mvua_run_label (MvuaRun run, char text[MVUA_RUN_TEXT_SIZE])
{
  return format (run, "%Y-%m-%d %HZ", text);
}

const char *
mvua_time_utc (gint64 seconds, char text[MVUA_RUN_TEXT_SIZE])
{
  return format (seconds, "%Y-%m-%d %H:%M UTC", text);
}

const char *
mvua_time_eat (gint64 seconds, char text[MVUA_RUN_TEXT_SIZE])
{
  return format (seconds + EAT_SECONDS, "%Y-%m-%d %H:%M EAT", text);
}

const char *
mvua_time_iso (gint64 seconds, char text[MVUA_RUN_TEXT_SIZE])
{
  return format (seconds, "%Y-%m-%dT%H:%M:%SZ", text);
}

gint64
mvua_time_to_note (void)
{
  const char *epoch = g_getenv ("SOURCE_DATE_EPOCH");
  guint64 seconds = 0;

  if (epoch != NULL &&
      g_ascii_string_to_unsigned (epoch, 10, 0, G_MAXINT32 * 2ull, &seconds, NULL))
    return (gint64) seconds;
  return g_get_real_time () / G_USEC_PER_SEC;
}
