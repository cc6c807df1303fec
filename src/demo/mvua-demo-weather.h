/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-demo-grid.h"

#include <stdint.h>

/* The eight variables, in the order of NOAA's files. */
typedef enum
{
  MVUA_DEMO_MSLET,
  MVUA_DEMO_SP,
  MVUA_DEMO_T2M,
  MVUA_DEMO_U10,
  MVUA_DEMO_V10,
  MVUA_DEMO_TP,
  MVUA_DEMO_CAPE,
  MVUA_DEMO_PWAT,
  MVUA_DEMO_N_VARIABLES
} MvuaDemoVariable;

/**
 * MvuaDemoWeather:
 *
 * Made-up weather that looks like weather: a rain band that follows the sun, storms on
 * the land in the afternoon and over the mountains, a warm day and a cool night,
 * trade winds bent by the pressure.  It is a pure function of seed, member, run and
 * step: no state is carried from one call to the next.
 *
 * All fields are [nj][ni] of the grid in GRIB's units (K, mm, m s-1, J kg-1, Pa);
 * none has missing values.
 */
typedef struct _MvuaDemoWeather MvuaDemoWeather;

/**
 * mvua_demo_weather_new:
 * @run_hour: 0..23, UTC
 * @day_of_year: 1..366
 *
 * Returns: NULL if there is no memory.
 */
MvuaDemoWeather *mvua_demo_weather_new (const MvuaDemoGrid *grid,
                                        uint64_t seed,
                                        int day_of_year,
                                        int run_hour);
void mvua_demo_weather_free (MvuaDemoWeather *self);

/**
 * mvua_demo_weather_make:
 * @step: hours since the run's start
 * @fields: (out): one field a variable; that of MVUA_DEMO_TP is the rain of the 3 h
 *   that end at @step
 */
void mvua_demo_weather_make (MvuaDemoWeather *self,
                             int member,
                             int step,
                             float *const fields[MVUA_DEMO_N_VARIABLES]);

/* The rain of the 3 h that end at @step, alone. */
void mvua_demo_weather_rain (MvuaDemoWeather *self, int member, int step, float *rain);
