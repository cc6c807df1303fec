/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-rain-window.h"

#include "mvua-reference.h"

#define STEP_HOURS 3
#define DAY_HOURS 24

/* Hours from the run to the beginning of the first day; -1 for an hour that no step of
 * the run falls on. */
static int
first_day (int day_hour, MvuaRun run)
{
  if (day_hour == MVUA_DAILY_FROM_RUN)
    return 0;
  const int offset = (day_hour - mvua_run_hour (run) + DAY_HOURS) % DAY_HOURS;
  return offset % STEP_HOURS == 0 ? offset : -1;
}

static gboolean
days_at (
    const MvuaRainWindow *self, MvuaRun run, int last_step, int step, MvuaHours *hours)
{
  const int first = first_day (self->day_hour, run);
  const int length = self->n_days * DAY_HOURS;

  if (first < 0 || step <= first || self->n_days < 1 || first + length > last_step)
    return FALSE;

  const int wanted = first + (step - first - 1) / DAY_HOURS * DAY_HOURS;
  const int latest = first + (last_step - first - length) / DAY_HOURS * DAY_HOURS;
  hours->start = MIN (wanted, latest);
  hours->end = hours->start + length;
  return step <= hours->end;
}

gboolean
mvua_rain_window_at (
    const MvuaRainWindow *self, MvuaRun run, int last_step, int step, MvuaHours *hours)
{
  if (step <= 0 || step % STEP_HOURS != 0 || step > last_step)
    return FALSE;

  switch (self->kind)
    {
    case MVUA_RAIN_WINDOW_3_HOURS:
      *hours = (MvuaHours){ step - STEP_HOURS, step };
      return TRUE;
    case MVUA_RAIN_WINDOW_PUBLISHED:
      *hours = (MvuaHours){ MVUA_HOUR_UNKNOWN, step };
      return TRUE;
    case MVUA_RAIN_WINDOW_DAYS:
      return days_at (self, run, last_step, step, hours);
    default:
      g_assert_not_reached ();
    }
}

GArray *
mvua_rain_window_days (int day_hour, MvuaRun run, int last_step)
{
  GArray *days = g_array_new (FALSE, FALSE, sizeof (MvuaHours));
  const int first = first_day (day_hour, run);

  for (int start = first; first >= 0 && start + DAY_HOURS <= last_step;
       start += DAY_HOURS)
    {
      const MvuaHours day = { start, start + DAY_HOURS };
      g_array_append_val (days, day);
    }
  return days;
}

gboolean
mvua_rain_window_equal (const MvuaRainWindow *a, const MvuaRainWindow *b)
{
  if (a->kind != b->kind)
    return FALSE;
  return a->kind != MVUA_RAIN_WINDOW_DAYS ||
         (a->n_days == b->n_days && a->day_hour == b->day_hour);
}
