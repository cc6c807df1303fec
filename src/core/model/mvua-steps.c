/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-steps.h"

#include "mvua-error.h"

static int
compare_ints (gconstpointer a, gconstpointer b)
{
  const int x = *(const int *) a;
  const int y = *(const int *) b;

  return (x > y) - (x < y);
}

/* Reads one number of hours at *@cursor and moves it behind. */
static gboolean
parse_hours (const char **cursor, int *hours)
{
  char *end = NULL;

  if (!g_ascii_isdigit (**cursor))
    return FALSE;
  const guint64 value = g_ascii_strtoull (*cursor, &end, 10);
  if (value > MVUA_MAX_STEP_HOURS)
    return FALSE;
  *cursor = end;
  *hours = (int) value;
  return TRUE;
}

static gboolean
parse_range (const char *range, int interval, GArray *steps)
{
  int first = 0;
  int last = 0;

  if (!parse_hours (&range, &first))
    return FALSE;
  last = first;
  if (*range == '-')
    {
      range++;
      if (!parse_hours (&range, &last))
        return FALSE;
      if (*range == '/')
        {
          range++;
          if (!parse_hours (&range, &interval))
            return FALSE;
        }
    }
  if (*range != '\0' || last < first || interval < 1)
    return FALSE;

  for (int hours = first; hours <= last; hours += interval)
    g_array_append_val (steps, hours);
  return TRUE;
}

GArray *
mvua_steps_parse (const char *text, int default_interval, GError **error)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (int));
  g_auto (GStrv) ranges = g_strsplit (text, ",", -1);

  for (guint i = 0; ranges[i] != NULL; i++)
    if (!parse_range (g_strstrip (ranges[i]), default_interval, steps))
      {
        g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                     "“%s” is not a step or a range of steps in hours; expected such as "
                     "24, 0-240 or 0-240/6",
                     ranges[i]);
        return NULL;
      }
  if (steps->len == 0)
    {
      g_set_error_literal (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                           "The list of steps is empty");
      return NULL;
    }

  g_array_sort (steps, compare_ints);
  for (guint i = steps->len - 1; i > 0; i--)
    if (g_array_index (steps, int, i) == g_array_index (steps, int, i - 1))
      g_array_remove_index (steps, i);
  return g_steal_pointer (&steps);
}

char *
mvua_steps_format (const GArray *steps)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < steps->len;)
    {
      const int first = g_array_index (steps, int, i);
      const int interval =
          i + 1 < steps->len ? g_array_index (steps, int, i + 1) - first : 0;
      guint n = 1;

      while (i + n < steps->len &&
             g_array_index (steps, int, i + n) - first == (int) n * interval)
        n++;
      if (text->len > 0)
        g_string_append (text, ", ");
      if (n >= 3)
        g_string_append_printf (text, "%d-%d/%d", first,
                                g_array_index (steps, int, i + n - 1), interval);
      else
        g_string_append_printf (text, "%d", first);
      i += n >= 3 ? n : 1;
    }
  return g_string_free (text, FALSE);
}
