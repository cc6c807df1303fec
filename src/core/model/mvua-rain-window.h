/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-run.h"

G_BEGIN_DECLS

/* Hour at which a day begins: the hour of the run. */
#define MVUA_DAILY_FROM_RUN (-1)

/**
 * MvuaRainWindowKind:
 * @MVUA_RAIN_WINDOW_3_HOURS: the 3 h that end at the step
 * @MVUA_RAIN_WINDOW_PUBLISHED: the bucket that was published at the step: 6 h at steps
 *   that are a multiple of 6, 3 h at the others
 * @MVUA_RAIN_WINDOW_DAYS: whole days
 */
typedef enum
{
  MVUA_RAIN_WINDOW_3_HOURS,
  MVUA_RAIN_WINDOW_PUBLISHED,
  MVUA_RAIN_WINDOW_DAYS,
} MvuaRainWindowKind;

/**
 * MvuaRainWindow:
 * @n_days: of %MVUA_RAIN_WINDOW_DAYS: 1, 3, 5, 7
 * @day_hour: UTC hour at which a day begins, a multiple of 3 (6 for 06-06 UTC, 21 for the
 *   calendar day in EAT), or %MVUA_DAILY_FROM_RUN
 *
 * Which rain a map shows; a plain value.
 */
typedef struct
{
  MvuaRainWindowKind kind;
  int n_days;
  int day_hour;
} MvuaRainWindow;

/* A window of time: hours from the run. */
typedef struct
{
  int start;
  int end;
} MvuaHours;

/**
 * mvua_rain_window_at:
 * @last_step: hours; the run goes so far
 * @step: hours
 * @hours: (out): the window that is shown at @step; its start is %MVUA_HOUR_UNKNOWN for
 *   %MVUA_RAIN_WINDOW_PUBLISHED, whose start the message tells
 *
 * A day is shown at the steps after its start and up to its end.  Several days are those
 * that begin with the day at @step or, where the run ends before, the last ones that are
 * whole and hold @step.
 *
 * Returns: %FALSE if no such window is wholly covered by the run: rain at step 0, the
 *   hours before the first day and after the last
 */
gboolean mvua_rain_window_at (
    const MvuaRainWindow *self, MvuaRun run, int last_step, int step, MvuaHours *hours);

/**
 * mvua_rain_window_days:
 *
 * Returns: (transfer full) (element-type MvuaHours): all the whole days up to @last_step
 *   of a run, in order
 */
GArray *mvua_rain_window_days (int day_hour, MvuaRun run, int last_step);

gboolean mvua_rain_window_equal (const MvuaRainWindow *a, const MvuaRainWindow *b);

G_END_DECLS
