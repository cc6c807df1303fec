/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-rain-window.h"
#include "mvua-reference.h"

#define RUN_00 (mvua_run_from_calendar (2025, 9, 18, 0, 0))
#define RUN_12 (mvua_run_from_calendar (2025, 9, 18, 12, 0))

/* "6-30", "?-12" or "none": the window that is shown at a step. */
static char *
window_at (MvuaRainWindow window, MvuaRun run, int last_step, int step)
{
  MvuaHours hours = { 0 };

  if (!mvua_rain_window_at (&window, run, last_step, step, &hours))
    return g_strdup ("none");
  if (hours.start == MVUA_HOUR_UNKNOWN)
    return g_strdup_printf ("?-%d", hours.end);
  return g_strdup_printf ("%d-%d", hours.start, hours.end);
}

static void
assert_window (
    MvuaRainWindow window, MvuaRun run, int last_step, int step, const char *expected)
{
  g_autofree char *found = window_at (window, run, last_step, step);
  g_assert_cmpstr (found, ==, expected);
}

static void
test_steps (void)
{
  const MvuaRainWindow three = { .kind = MVUA_RAIN_WINDOW_3_HOURS };
  const MvuaRainWindow published = { .kind = MVUA_RAIN_WINDOW_PUBLISHED };

  assert_window (three, RUN_00, 72, 0, "none");
  assert_window (three, RUN_00, 72, 12, "9-12");
  assert_window (three, RUN_00, 72, 13, "none");
  assert_window (three, RUN_00, 72, 75, "none");
  assert_window (published, RUN_00, 72, 0, "none");
  assert_window (published, RUN_00, 72, 12, "?-12");
}

/* A day is shown from after its start up to its end, and only where it is whole. */
static void
test_days (void)
{
  const MvuaRainWindow regional = { MVUA_RAIN_WINDOW_DAYS, 1, 6 };
  const MvuaRainWindow calendar = { MVUA_RAIN_WINDOW_DAYS, 1, 21 };
  const MvuaRainWindow of_run = { MVUA_RAIN_WINDOW_DAYS, 1, MVUA_DAILY_FROM_RUN };
  const MvuaRainWindow off_step = { MVUA_RAIN_WINDOW_DAYS, 1, 7 };

  assert_window (regional, RUN_00, 240, 6, "none");
  assert_window (regional, RUN_00, 240, 9, "6-30");
  assert_window (regional, RUN_00, 240, 30, "6-30");
  assert_window (regional, RUN_00, 240, 33, "30-54");
  assert_window (regional, RUN_00, 240, 222, "198-222");
  assert_window (regional, RUN_00, 240, 225, "none");
  assert_window (regional, RUN_12, 240, 21, "18-42");
  assert_window (calendar, RUN_00, 240, 24, "21-45");
  assert_window (of_run, RUN_12, 240, 3, "0-24");
  assert_window (of_run, RUN_12, 240, 240, "216-240");
  assert_window (off_step, RUN_00, 240, 30, "none");
}

/* Several days begin with the step's own or, near the end, are the last whole ones. */
static void
test_several_days (void)
{
  const MvuaRainWindow three = { MVUA_RAIN_WINDOW_DAYS, 3, MVUA_DAILY_FROM_RUN };
  const MvuaRainWindow regional = { MVUA_RAIN_WINDOW_DAYS, 3, 6 };

  assert_window (three, RUN_00, 240, 3, "0-72");
  assert_window (three, RUN_00, 240, 27, "24-96");
  assert_window (three, RUN_00, 240, 240, "168-240");
  assert_window (three, RUN_00, 72, 72, "0-72");
  assert_window (regional, RUN_00, 72, 30, "none");
  assert_window (regional, RUN_00, 78, 72, "6-78");
}

static void
test_count (void)
{
  g_autoptr (GArray) of_run = mvua_rain_window_days (MVUA_DAILY_FROM_RUN, RUN_00, 240);
  g_autoptr (GArray) regional = mvua_rain_window_days (6, RUN_00, 240);
  g_autoptr (GArray) off_step = mvua_rain_window_days (5, RUN_00, 240);

  g_assert_cmpuint (of_run->len, ==, 10);
  g_assert_cmpuint (regional->len, ==, 9);
  g_assert_cmpint (g_array_index (regional, MvuaHours, 8).start, ==, 198);
  g_assert_cmpuint (off_step->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rain-window/steps", test_steps);
  g_test_add_func ("/rain-window/days", test_days);
  g_test_add_func ("/rain-window/several-days", test_several_days);
  g_test_add_func ("/rain-window/count", test_count);
  return g_test_run ();
}
