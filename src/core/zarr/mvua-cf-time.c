/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cf-time.h"

#include <string.h>

/* As UDUNITS writes them, in all the forms that are met; an "s" more is as good. */
static const struct
{
  const char *name;
  double seconds;
} units_of_time[] = {
  { "nanosecond", 1e-9 },
  { "ns", 1e-9 },
  { "microsecond", 1e-6 },
  { "us", 1e-6 },
  { "millisecond", 1e-3 },
  { "ms", 1e-3 },
  { "msec", 1e-3 },
  { "second", 1 },
  { "sec", 1 },
  { "s", 1 },
  { "minute", 60 },
  { "min", 60 },
  { "hour", 3600 },
  { "hr", 3600 },
  { "h", 3600 },
  { "day", 86400 },
  { "d", 86400 },
};

static gboolean
parse_unit (const char *text, gsize n, double *seconds)
{
  for (guint i = 0; i < G_N_ELEMENTS (units_of_time); i++)
    {
      const char *name = units_of_time[i].name;
      const gsize length = strlen (name);

      if ((n == length ||
           (n == length + 1 && length > 1 && g_ascii_tolower (text[length]) == 's')) &&
          g_ascii_strncasecmp (text, name, length) == 0)
        {
          *seconds = units_of_time[i].seconds;
          return TRUE;
        }
    }
  return FALSE;
}

/* A number of one to @most digits. */
static gboolean
take_number (const char **at, guint most, int *number)
{
  guint n = 0;

  for (*number = 0; n < most && g_ascii_isdigit (**at); n++, (*at)++)
    *number = *number * 10 + (**at - '0');
  return n > 0;
}

static gboolean
take (const char **at, const char *any_of)
{
  if (**at == '\0' || strchr (any_of, **at) == NULL)
    return FALSE;
  (*at)++;
  return TRUE;
}

/* "00:00:00.000"; what is left out is 0 */
static gboolean
take_clock (const char **at, int *hour, int *minute, double *second)
{
  int whole = 0;

  if (!take_number (at, 2, hour))
    return FALSE;
  if (take (at, ":") && !take_number (at, 2, minute))
    return FALSE;
  if (take (at, ":"))
    {
      if (!take_number (at, 2, &whole))
        return FALSE;
      *second = whole;
      if (take (at, "."))
        for (double digit = 0.1; g_ascii_isdigit (**at); digit /= 10, (*at)++)
          *second += digit * (**at - '0');
    }
  return *hour < 24 && *minute < 60 && *second < 61;
}

/* UTC, said or not */
static gboolean
is_utc (const char *zone)
{
  static const char *const names[] = {
    "", "Z", "UTC", "+00:00", "+0000", "+0:00", "GMT"
  };

  while (*zone == ' ')
    zone++;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (zone, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
parse_moment (const char *text, double *since)
{
  int year = 0, month = 0, day = 0, hour = 0, minute = 0;
  double second = 0;
  const char *at = text;

  if (!take_number (&at, 4, &year) || !take (&at, "-") || !take_number (&at, 2, &month) ||
      !take (&at, "-") || !take_number (&at, 2, &day))
    return FALSE;
  if (take (&at, "T ") && g_ascii_isdigit (*at) &&
      !take_clock (&at, &hour, &minute, &second))
    return FALSE;
  if (!is_utc (at))
    return FALSE;
  g_autoptr (GDateTime) moment =
      year > 0 ? g_date_time_new_utc (year, month, day, hour, minute, 0) : NULL;
  if (moment == NULL)
    return FALSE;
  *since = (double) g_date_time_to_unix (moment) + second;
  return TRUE;
}

gboolean
mvua_cf_time_parse (MvuaCfTime *self, const char *units, const char *calendar)
{
  static const char *const calendars[] = { "standard", "gregorian",
                                           "proleptic_gregorian" };
  const char *since = strstr (units, " since ");
  gboolean is_known = calendar == NULL;

  *self = (MvuaCfTime){ .is_difference = since == NULL };
  for (guint i = 0; calendar != NULL && i < G_N_ELEMENTS (calendars); i++)
    is_known = is_known || strcmp (calendar, calendars[i]) == 0;
  return is_known &&
         parse_unit (units, since != NULL ? (gsize) (since - units) : strlen (units),
                     &self->unit) &&
         (since == NULL || parse_moment (since + strlen (" since "), &self->since));
}
