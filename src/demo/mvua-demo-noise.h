/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-demo-grid.h"

#include <stdbool.h>
#include <stdint.h>

/**
 * MvuaDemoNoise:
 *
 * A smooth random field of mean 0 and, at the equator, variance 1 that moves with time
 * and differs from member to member: a sum of plane waves.  The waves are whole in a
 * circle of latitude, so that a global field has no seam, and the same place has the
 * same weather on any grid.  Towards the poles the field fades.
 *
 * All members share a wave's direction and frequency; a member's amplitude is a part
 * that all have in common and a part of its own.  The latter grows with the step, and
 * grows faster in short waves than in long ones, as errors of a forecast do.
 */
typedef struct _MvuaDemoNoise MvuaDemoNoise;

typedef struct
{
  int n_waves;
  double lo, hi;    /* wave numbers: waves in a circle round the equator */
  double slope;     /* amplitude goes as wave number ^ -slope */
  double drift;     /* degrees of longitude an hour; negative is westward */
  uint64_t stream;  /* tells the fields of one seed apart */
  bool is_standing; /* same for all members and times */
} MvuaDemoNoiseKind;

/* Returns: NULL if there is no memory. */
MvuaDemoNoise *mvua_demo_noise_new (const MvuaDemoGrid *grid,
                                    const MvuaDemoNoiseKind *kind,
                                    uint64_t seed);
void mvua_demo_noise_free (MvuaDemoNoise *self);

/* @field: [nj][ni] of the grid; @hour: since the run's start. */
void mvua_demo_noise_make (const MvuaDemoNoise *self, int member, int hour, float *field);
