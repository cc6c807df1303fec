/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-rain-choices.h"

#include <glib/gi18n.h>

#define EAT_HOURS 3

static const MvuaRainWindow usual[] = {
  { .kind = MVUA_RAIN_WINDOW_3_HOURS }, { .kind = MVUA_RAIN_WINDOW_PUBLISHED },
  { MVUA_RAIN_WINDOW_DAYS, 1, 6 },      { MVUA_RAIN_WINDOW_DAYS, 1, 0 },
  { MVUA_RAIN_WINDOW_DAYS, 1, 21 },     { MVUA_RAIN_WINDOW_DAYS, 1, MVUA_DAILY_FROM_RUN },
};
static const int several_days[] = { 3, 5, 7 };

static void
add (GArray *choices, MvuaRainWindow window)
{
  for (guint i = 0; i < choices->len; i++)
    if (mvua_rain_window_equal (&g_array_index (choices, MvuaRainWindow, i), &window))
      return;
  g_array_append_val (choices, window);
}

GArray *
mvua_rain_choices (const MvuaRainWindow *present)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (MvuaRainWindow));
  /* Several days begin when the days do that were chosen. */
  const int hour =
      present->kind == MVUA_RAIN_WINDOW_DAYS ? present->day_hour : usual[2].day_hour;

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    add (choices, usual[i]);
  if (present->kind == MVUA_RAIN_WINDOW_DAYS && present->n_days == 1)
    add (choices, *present);
  for (guint i = 0; i < G_N_ELEMENTS (several_days); i++)
    add (choices, (MvuaRainWindow){ MVUA_RAIN_WINDOW_DAYS, several_days[i], hour });
  add (choices, *present);
  return choices;
}

static char *
name_of_day (int hour, gboolean is_short)
{
  const int eat = (hour + EAT_HOURS) % 24;

  if (hour == MVUA_DAILY_FROM_RUN)
    return g_strdup (_ ("from the run"));
  if (is_short)
    /* TRANSLATORS: hours at which a day begins and ends, where there is little room */
    return g_strdup_printf (_ ("%02d–%02d UTC"), hour, hour);
  /* TRANSLATORS: hours at which a day begins and ends, in both time zones */
  return g_strdup_printf (_ ("%02d–%02d UTC (%02d–%02d EAT)"), hour, hour, eat, eat);
}

static char *
make_name (const MvuaRainWindow *window, gboolean is_short)
{
  g_autofree char *day = NULL;

  if (window->kind == MVUA_RAIN_WINDOW_3_HOURS)
    return g_strdup (_ ("3 h"));
  if (window->kind == MVUA_RAIN_WINDOW_PUBLISHED)
    return g_strdup (_ ("6 h, as published"));
  day = name_of_day (window->day_hour, is_short);
  if (window->n_days == 1)
    /* TRANSLATORS: rain of a day; %s is the window, such as "06–06 UTC (09–09 EAT)" */
    return g_strdup_printf (_ ("24 h, %s"), day);
  return g_strdup_printf (ngettext ("%d day, %s", "%d days, %s", (gulong) window->n_days),
                          window->n_days, day);
}

char *
mvua_rain_choice_name (const MvuaRainWindow *window)
{
  return make_name (window, FALSE);
}

char *
mvua_rain_choice_short_name (const MvuaRainWindow *window)
{
  return make_name (window, TRUE);
}
