/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-loader.h"

G_BEGIN_DECLS

/**
 * MvuaPoint:
 * @latitude: of the grid point, degrees
 * @longitude: of the grid point, degrees
 * @members: (element-type MvuaMember): [n_members]
 * @steps: (element-type int): [n_steps], hours
 * @values: [n_members][n_steps], in the variable's unit; NaN is missing
 * @statuses: [n_members][n_steps]
 * @complaint: (nullable): the first thing that kept a value away
 * @n_gaps: values that are wanted and not there
 *
 * The members' series of one variable at one grid point.  Rain is that of the 3 h that
 * end at the step.
 */
typedef struct
{
  const MvuaVariable *variable;
  double latitude;
  double longitude;
  GArray *members;
  GArray *steps;
  float *values;
  guint8 *statuses;
  char *complaint;
  guint n_gaps;
} MvuaPoint;

/**
 * mvua_point_new:
 * @latitude: degrees north; the nearest grid point is taken
 * @longitude: degrees east
 * @n_threads: 0 for as many as there are cores
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_USAGE (the place lies
 *   outside the grid, the source lacks the variable) or %G_IO_ERROR_CANCELLED set
 */
MvuaPoint *mvua_point_new (MvuaEnsemble *ensemble,
                           const MvuaVariable *variable,
                           double latitude,
                           double longitude,
                           guint n_threads,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_point_free (MvuaPoint *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaPoint, mvua_point_free)

G_END_DECLS
