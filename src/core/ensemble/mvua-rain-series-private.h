/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-rain-series.h"

G_BEGIN_DECLS

/* One bucket as it was published. */
typedef struct
{
  MvuaStatus status;
  int start;
  int end;
  int decimals;
  float *values;
} MvuaRainBucket;

struct _MvuaRainSeries
{
  MvuaRainBucketFunc func;
  gpointer data;
  GDestroyNotify destroy;
  gsize n_points;

  MvuaRainBucket last;
  MvuaRainBucket present;

  MvuaHours total;
  gboolean total_is_ok;
  int summed_to; /* hours up to which the total has its parts */
  double *sums;
};

G_END_DECLS
