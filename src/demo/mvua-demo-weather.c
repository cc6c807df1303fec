/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-demo-weather.h"

#include "mvua-demo-land.h"
#include "mvua-demo-noise.h"

#include <math.h>
#include <stdlib.h>

enum
{
  PRESSURE, /* highs and lows */
  WAVE,     /* moist and dry air on the scale of easterly waves */
  CELLS,    /* clusters of storms */
  WARMTH,
  N_NOISES
};

/* waves, wave numbers, slope, drift in degrees an hour, stream, standing */
static const MvuaDemoNoiseKind noise_kinds[N_NOISES] = {
  [PRESSURE] = { 28, 3, 40, 1, -0.15, 1, false },
  [WAVE] = { 28, 8, 60, 0.5, -0.25, 2, false },
  [CELLS] = { 120, 25, 320, 0.45, -0.3, 3, false },
  [WARMTH] = { 48, 6, 250, 0.7, -0.1, 4, false },
};
/* The roughness of the ground: the same for every seed. */
static const MvuaDemoNoiseKind ground_kind = { 100, 30, 330, 0.4, 0, 5, true };

/* What does not change with time, [nj][ni] each. */
enum
{
  LAND,        /* 1 land, 0 water */
  INLAND,      /* the same with a soft coast, for what the air does not know sharply */
  WARM_BASE,   /* K: mean temperature at 2 m */
  WARM_DAY,    /* K: half of the day's range */
  PRESS_BASE,  /* Pa: mean pressure at mean sea level */
  PRESS_RATIO, /* pressure at the ground to that at mean sea level */
  WATER_BASE,  /* kg m-2 */
  RAIN_BASE,   /* how easily it rains: 1 is a standard deviation of the noise */
  N_STATICS
};

/* Of the sun: one value a column. */
enum
{
  HEAT,  /* -1..1, highest at 14.5 h local time */
  STORM, /* -1..1, highest at 17.5 h */
  TIDE,  /* -1..1, highest at 10 and 22 h */
  N_CYCLES
};

struct _MvuaDemoWeather
{
  const MvuaDemoGrid *grid;
  size_t n; /* points */
  int run_hour;
  MvuaDemoNoise *noises[N_NOISES];
  float *memory;             /* everything below */
  float *statics[N_STATICS]; /* [n] */
  float *noise[N_NOISES];    /* [n]: of the member and step at hand */
  float *cycles[N_CYCLES];   /* [ni] */
  float *trade_u, *trade_v;  /* [nj]: m s-1 */
};

static float
bell (double x, double centre, double half)
{
  return (float) exp (-(x - centre) * (x - centre) / (half * half));
}

static void
fill_statics (MvuaDemoWeather *self, size_t p, double latitude, double sun, float height)
{
  const float land = self->statics[LAND][p], inland = self->statics[INLAND][p];
  const double rain_belt = 2 + 0.45 * sun; /* it lags behind the sun */
  const float belt = bell (latitude, rain_belt + 2 * (double) inland, 8);
  const float desert = inland * bell (latitude, 22, 7);
  const double tilt = sin ((latitude - 0.4 * sun) * M_PI / 180);
  const float km = height / 1000;

  self->statics[WARM_BASE][p] =
      (float) (301 - 56 * tilt * tilt) + 1.5F * land + 5 * desert - 5.8F * km;
  self->statics[WARM_DAY][p] = 0.4F + land * (3.6F + 0.6F * km) + 2.6F * desert;
  self->statics[PRESS_BASE][p] = 101150 + 650 * bell (fabs (latitude), 32, 12) -
                                 1200 * bell (fabs (latitude), 65, 14) - 120 * desert;
  self->statics[PRESS_RATIO][p] = powf (1 - 2.25577e-2F * km, 5.25588F);
  self->statics[WATER_BASE][p] =
      (9 + 38 * bell (latitude, rain_belt, 22)) * expf (-km / 2.4F) - 8 * desert;
  self->statics[RAIN_BASE][p] = -2.35F + 1.3F * belt + 0.9F * bell (latitude, 0, 40) +
                                0.45F * fminf (km, 2) - 1.9F * desert +
                                1.5F * bell (fabs (latitude), 50, 14);
}

/* Until the first step is made the fields of the noise are free to build with. */
static bool
fill_ground (MvuaDemoWeather *self, int day_of_year)
{
  const MvuaDemoGrid *grid = self->grid;
  const double sun = 23.44 * sin (2 * M_PI * (day_of_year - 81) / 365.25);
  MvuaDemoNoise *ground = mvua_demo_noise_new (grid, &ground_kind, 0);
  float *height = self->noise[CELLS], *rough = self->noise[PRESSURE];
  float *scratch = self->noise[WAVE], *once = self->noise[WARMTH];

  if (ground == NULL)
    return false;
  mvua_demo_noise_make (ground, 0, 0, rough);
  mvua_demo_noise_free (ground);
  mvua_demo_land_fill (grid, self->statics[LAND], height);
  mvua_demo_land_smooth (grid, 5, self->statics[LAND], scratch, once);
  mvua_demo_land_smooth (grid, 5, once, scratch, self->statics[INLAND]);
  for (size_t j = 0; j < grid->nj; j++)
    {
      const double latitude = grid->north - (double) j * grid->spacing;

      for (size_t i = 0; i < grid->ni; i++)
        {
          const size_t p = j * grid->ni + i;
          const float relief =
              self->statics[LAND][p] * rough[p] * (60 + 0.13F * height[p]);

          fill_statics (self, p, latitude, sun, fmaxf (height[p] + relief, 0));
        }
      self->trade_u[j] =
          -4.5F * bell (fabs (latitude), 13, 12) + 7 * bell (fabs (latitude), 48, 14);
      self->trade_v[j] = 2.5F * bell (latitude, -8, 12) - 2 * bell (latitude, 22, 9) +
                         (float) (0.08 * sun) * bell (latitude, 2, 9);
    }
  return true;
}

static bool
allocate (MvuaDemoWeather *self)
{
  const size_t ni = self->grid->ni, nj = self->grid->nj;
  const size_t n = self->n;
  float *next =
      calloc ((N_STATICS + N_NOISES) * n + N_CYCLES * ni + 2 * nj, sizeof *next);

  self->memory = next;
  if (next == NULL)
    return false;
  for (int s = 0; s < N_STATICS; s++, next += n)
    self->statics[s] = next;
  for (int s = 0; s < N_NOISES; s++, next += n)
    self->noise[s] = next;
  for (int c = 0; c < N_CYCLES; c++, next += ni)
    self->cycles[c] = next;
  self->trade_u = next;
  self->trade_v = next + nj;
  return true;
}

MvuaDemoWeather *
mvua_demo_weather_new (const MvuaDemoGrid *grid,
                       uint64_t seed,
                       int day_of_year,
                       int run_hour)
{
  MvuaDemoWeather *self = calloc (1, sizeof *self);
  bool ok;

  if (self == NULL)
    return NULL;
  self->grid = grid;
  self->n = grid->ni * grid->nj;
  self->run_hour = run_hour;
  ok = allocate (self) && fill_ground (self, day_of_year);
  for (int k = 0; ok && k < N_NOISES; k++)
    {
      self->noises[k] = mvua_demo_noise_new (grid, &noise_kinds[k], seed);
      ok = self->noises[k] != NULL;
    }
  if (ok)
    return self;
  mvua_demo_weather_free (self);
  return NULL;
}

void
mvua_demo_weather_free (MvuaDemoWeather *self)
{
  if (self == NULL)
    return;
  for (int k = 0; k < N_NOISES; k++)
    mvua_demo_noise_free (self->noises[k]);
  free (self->memory);
  free (self);
}

static void
turn_sun (MvuaDemoWeather *self, double hour_utc)
{
  for (size_t i = 0; i < self->grid->ni; i++)
    {
      const double east = self->grid->west + (double) i * self->grid->spacing;
      const double angle = 2 * M_PI * (hour_utc + east / 15) / 24;

      self->cycles[HEAT][i] = (float) cos (angle - 2 * M_PI * 14.5 / 24);
      self->cycles[STORM][i] = (float) cos (angle - 2 * M_PI * 17.5 / 24);
      self->cycles[TIDE][i] = (float) cos (2 * (angle - 2 * M_PI * 10 / 24));
    }
}

/* Rain comes where the noise and the place together pass 0; the more they do, the more
 * than proportionally it rains, up to what a cloud can hold. */
static float
rain_of (float readiness)
{
  const float q = fmaxf (readiness, 0);
  const float raw = 1.7F * q + 3.2F * q * q;

  return raw / (1 + raw / 200);
}

static void
fill_rain (const MvuaDemoWeather *self, float *rain)
{
  const size_t ni = self->grid->ni;

  for (size_t j = 0; j < self->grid->nj; j++)
    for (size_t i = 0; i < ni; i++)
      {
        const size_t p = j * ni + i;
        const float land = self->statics[LAND][p];

        rain[p] = rain_of (self->statics[RAIN_BASE][p] + 0.75F * self->noise[WAVE][p] +
                           0.85F * self->noise[CELLS][p] +
                           (0.55F * land - 0.12F) * self->cycles[STORM][i]);
      }
}

static void
fill_warmth_and_pressure (
    const MvuaDemoWeather *self, const float *rain, float *t2m, float *mslet, float *sp)
{
  const size_t ni = self->grid->ni;

  for (size_t p = 0; p < self->n; p++)
    {
      const size_t i = p % ni;
      const float heat = self->statics[WARM_DAY][p] * self->cycles[HEAT][i];

      t2m[p] = self->statics[WARM_BASE][p] + heat * (1 - 0.15F * self->noise[WAVE][p]) +
               (0.5F + self->statics[LAND][p]) * self->noise[WARMTH][p] -
               0.2F * fminf (rain[p], 15);
      mslet[p] = self->statics[PRESS_BASE][p] + 260 * self->noise[PRESSURE][p] +
                 110 * self->cycles[TIDE][i] -
                 80 * self->statics[INLAND][p] * self->cycles[HEAT][i] -
                 5 * self->noise[CELLS][p];
      sp[p] = mslet[p] * self->statics[PRESS_RATIO][p];
    }
}

static void
fill_moisture (const MvuaDemoWeather *self, const float *rain, float *cape, float *pwat)
{
  const size_t ni = self->grid->ni;

  for (size_t p = 0; p < self->n; p++)
    {
      const float land = self->statics[LAND][p];
      const float sun = self->cycles[HEAT][p % ni];
      const float water = self->statics[WATER_BASE][p] + 4.5F * self->noise[WAVE][p] +
                          2 * self->noise[CELLS][p] + 0.12F * rain[p];
      const float fuel = water - 29 + 4 * self->noise[WARMTH][p] + 5 * land * sun;

      pwat[p] = water > 6 ? water : 36 / (12 - water); /* smooth, never below 0 */
      cape[p] = fuel > 0 ? 75 * fuel * (1 - rain[p] / 120) : 0;
    }
}

/* The pressure's slope, Pa a degree: across the wind off the equator, along it on it. */
static void
fill_wind (const MvuaDemoWeather *self, const float *mslet, float *u10, float *v10)
{
  const size_t ni = self->grid->ni, nj = self->grid->nj;

  for (size_t j = 0; j < nj; j++)
    {
      const size_t north = j > 0 ? j - 1 : j, south = j + 1 < nj ? j + 1 : j;
      const double latitude = self->grid->north - (double) j * self->grid->spacing;
      const float per_degree = (float) (1 / self->grid->spacing);
      const float turn = 0.1F * (float) tanh (latitude / 9);

      for (size_t i = 0; i < ni; i++)
        {
          const size_t p = j * ni + i;
          const size_t west = i > 0 ? i - 1 : i, east = i + 1 < ni ? i + 1 : i;
          const float dx = (mslet[j * ni + east] - mslet[j * ni + west]) * per_degree /
                           (float) (east - west);
          const float dy = (mslet[north * ni + i] - mslet[south * ni + i]) * per_degree /
                           (float) (south - north);
          const float drag = 1 - 0.4F * self->statics[LAND][p];

          u10[p] = drag * (self->trade_u[j] - turn * dy - 0.05F * dx +
                           0.9F * self->noise[WARMTH][p]);
          v10[p] = drag * (self->trade_v[j] + turn * dx - 0.05F * dy +
                           0.9F * self->noise[CELLS][p]);
        }
    }
}

void
mvua_demo_weather_make (MvuaDemoWeather *self,
                        int member,
                        int step,
                        float *const fields[MVUA_DEMO_N_VARIABLES])
{
  float *rain = fields[MVUA_DEMO_TP], *mslet = fields[MVUA_DEMO_MSLET];

  mvua_demo_weather_rain (self, member, step, rain);
  mvua_demo_noise_make (self->noises[PRESSURE], member, step, self->noise[PRESSURE]);
  mvua_demo_noise_make (self->noises[WARMTH], member, step, self->noise[WARMTH]);
  turn_sun (self, self->run_hour + step);
  fill_warmth_and_pressure (self, rain, fields[MVUA_DEMO_T2M], mslet,
                            fields[MVUA_DEMO_SP]);
  fill_moisture (self, rain, fields[MVUA_DEMO_CAPE], fields[MVUA_DEMO_PWAT]);
  fill_wind (self, mslet, fields[MVUA_DEMO_U10], fields[MVUA_DEMO_V10]);
}

void
mvua_demo_weather_rain (MvuaDemoWeather *self, int member, int step, float *rain)
{
  mvua_demo_noise_make (self->noises[WAVE], member, step, self->noise[WAVE]);
  mvua_demo_noise_make (self->noises[CELLS], member, step, self->noise[CELLS]);
  turn_sun (self, self->run_hour + step - 1.5); /* the middle of the 3 h */
  fill_rain (self, rain);
}
