/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-demo-noise.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A wave's amplitude for one member and hour is a complex number c; the field is the
 * sum of the real parts of c e^(i kx x) e^(i ky y).  The exponentials are tables, one
 * a column and one a row, so that a field needs no sine per point. */

enum
{
  MAX_WAVES = 160
};

typedef struct
{
  double amplitude;
  double frequency; /* rad/h */
  double re, im;    /* what all members have in common, at hour 0 */
  double memory_h;  /* e-folding time of what they have in common */
} Wave;

struct _MvuaDemoNoise
{
  size_t ni, nj, n_waves;
  uint64_t seed, stream;
  bool is_standing;
  Wave waves[MAX_WAVES];
  float *tables;                  /* the four below */
  float *column_cos, *column_sin; /* [n_waves][ni] */
  float *row_cos, *row_sin;       /* [n_waves][nj], times the fading */
};

/* Of the common part's variance, what is lost at the start and at the end. */
static const double first_loss = 0.02, whole_loss = 0.95;
/* Of the frequencies, how much they scatter: rad/h times sqrt (wave number). */
static const double scatter = 0.008;

/* Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators". */
static uint64_t
splitmix (uint64_t x)
{
  x += UINT64_C (0x9e3779b97f4a7c15);
  x = (x ^ (x >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  x = (x ^ (x >> 27)) * UINT64_C (0x94d049bb133111eb);
  return x ^ (x >> 31);
}

/* Numbers are drawn by what they are for, never in a row: a member is the same one
 * whichever process makes it. */
static double
uniform (uint64_t seed, uint64_t stream, int member, size_t wave, int draw)
{
  uint64_t x = splitmix (seed);

  x = splitmix (x ^ stream);
  x = splitmix (x ^ (uint64_t) (member + 1));
  x = splitmix (x ^ (uint64_t) wave);
  x = splitmix (x ^ (uint64_t) draw);
  return ((double) (x >> 11) + 0.5) / 9007199254740992.0; /* 2^53 */
}

/* Two independent normal numbers (Box and Muller). */
static void
normal_pair (
    const MvuaDemoNoise *self, int member, size_t wave, int draw, double *a, double *b)
{
  const double u = uniform (self->seed, self->stream, member, wave, draw);
  const double v = uniform (self->seed, self->stream, member, wave, draw + 1);
  const double radius = sqrt (-2 * log (u));

  *a = radius * cos (2 * M_PI * v);
  *b = radius * sin (2 * M_PI * v);
}

enum
{
  COMMON = -1, /* the member whose numbers all members share */
  DRAW_NUMBER = 0,
  DRAW_DIRECTION = 1,
  DRAW_FREQUENCY = 2, /* and 3 */
  DRAW_AMPLITUDE = 4  /* and 5 */
};

static void
fill_tables (
    MvuaDemoNoise *self, const MvuaDemoGrid *grid, size_t w, double kx, double ky)
{
  for (size_t i = 0; i < grid->ni; i++)
    {
      const double x = (grid->west + (double) i * grid->spacing) * M_PI / 180;

      self->column_cos[w * grid->ni + i] = (float) cos (kx * x);
      self->column_sin[w * grid->ni + i] = (float) sin (kx * x);
    }
  for (size_t j = 0; j < grid->nj; j++)
    {
      const double y = (grid->north - (double) j * grid->spacing) * M_PI / 180;

      self->row_cos[w * grid->nj + j] = (float) (cos (y) * cos (ky * y));
      self->row_sin[w * grid->nj + j] = (float) (cos (y) * sin (ky * y));
    }
}

static void
make_wave (MvuaDemoNoise *self,
           const MvuaDemoGrid *grid,
           const MvuaDemoNoiseKind *kind,
           size_t w)
{
  /* One number in each slice of the logarithmic range: no seed lacks long waves. */
  const double u = uniform (self->seed, self->stream, COMMON, w, DRAW_NUMBER);
  const double part = ((double) w + u) / (double) self->n_waves;
  const double number = kind->lo * pow (kind->hi / kind->lo, part);
  const double v = uniform (self->seed, self->stream, COMMON, w, DRAW_DIRECTION);
  const double kx = round (number * sin (M_PI * v));
  const double ky = number * cos (M_PI * v);
  Wave *wave = &self->waves[w];
  double a, b;

  normal_pair (self, COMMON, w, DRAW_FREQUENCY, &a, &b);
  wave->frequency = -kx * kind->drift * M_PI / 180 + scatter * sqrt (number) * a;
  wave->amplitude = pow (number, -kind->slope);
  wave->memory_h = 1400 / (10 + number);
  normal_pair (self, COMMON, w, DRAW_AMPLITUDE, &wave->re, &wave->im);
  fill_tables (self, grid, w, kx, ky);
}

/* A wave of complex amplitude a (N + i N) has the variance a^2. */
static void
scale_to_unit_variance (MvuaDemoNoise *self)
{
  double variance = 0;

  for (size_t w = 0; w < self->n_waves; w++)
    variance += self->waves[w].amplitude * self->waves[w].amplitude;
  for (size_t w = 0; w < self->n_waves; w++)
    self->waves[w].amplitude /= sqrt (variance);
}

MvuaDemoNoise *
mvua_demo_noise_new (const MvuaDemoGrid *grid,
                     const MvuaDemoNoiseKind *kind,
                     uint64_t seed)
{
  MvuaDemoNoise *self = calloc (1, sizeof *self);

  if (self == NULL || kind->n_waves > MAX_WAVES)
    {
      free (self);
      return NULL;
    }

  self->ni = grid->ni;
  self->nj = grid->nj;
  self->n_waves = (size_t) kind->n_waves;
  self->seed = seed;
  self->stream = kind->stream;
  self->is_standing = kind->is_standing;
  self->tables = calloc (self->n_waves * 2 * (grid->ni + grid->nj), sizeof (float));
  if (self->tables == NULL)
    {
      free (self);
      return NULL;
    }
  self->column_cos = self->tables;
  self->column_sin = self->column_cos + self->n_waves * grid->ni;
  self->row_cos = self->column_sin + self->n_waves * grid->ni;
  self->row_sin = self->row_cos + self->n_waves * grid->nj;

  for (size_t w = 0; w < self->n_waves; w++)
    make_wave (self, grid, kind, w);
  scale_to_unit_variance (self);
  return self;
}

void
mvua_demo_noise_free (MvuaDemoNoise *self)
{
  if (self == NULL)
    return;
  free (self->tables);
  free (self);
}

static void
amplitude_of (
    const MvuaDemoNoise *self, int member, int hour, size_t w, float *re, float *im)
{
  const Wave *wave = &self->waves[w];
  const double lost =
      self->is_standing
          ? 0
          : first_loss + (whole_loss - first_loss) * (1 - exp (-hour / wave->memory_h));
  const double phase = self->is_standing ? 0 : wave->frequency * hour;
  double a, b;

  normal_pair (self, member, w, DRAW_AMPLITUDE, &a, &b);
  a = wave->amplitude * (sqrt (1 - lost) * wave->re + sqrt (lost) * a);
  b = wave->amplitude * (sqrt (1 - lost) * wave->im + sqrt (lost) * b);
  *re = (float) (a * cos (phase) - b * sin (phase));
  *im = (float) (a * sin (phase) + b * cos (phase));
}

static void
add_wave (const float *restrict cosine,
          const float *restrict sine,
          float a,
          float b,
          size_t n,
          float *restrict row)
{
  for (size_t i = 0; i < n; i++)
    row[i] += a * cosine[i] - b * sine[i];
}

void
mvua_demo_noise_make (const MvuaDemoNoise *self, int member, int hour, float *field)
{
  float re[MAX_WAVES], im[MAX_WAVES];

  for (size_t w = 0; w < self->n_waves; w++)
    amplitude_of (self, member, hour, w, &re[w], &im[w]);

  memset (field, 0, self->ni * self->nj * sizeof *field);
  for (size_t j = 0; j < self->nj; j++)
    for (size_t w = 0; w < self->n_waves; w++)
      {
        const float c = self->row_cos[w * self->nj + j];
        const float s = self->row_sin[w * self->nj + j];

        add_wave (self->column_cos + w * self->ni, self->column_sin + w * self->ni,
                  re[w] * c - im[w] * s, re[w] * s + im[w] * c, self->ni,
                  field + j * self->ni);
      }
}
