/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ref-arrays.h"
#include "mvua-reference.h"

G_BEGIN_DECLS

#define MVUA_REF_NO_NUMBER (-1)

/**
 * MvuaRefPlace:
 * @step: hours, or %MVUA_HOUR_UNKNOWN
 * @start: hours, of the window of time, or %MVUA_HOUR_UNKNOWN
 * @run: or %MVUA_RUN_UNKNOWN
 * @number: of the member, 0 being the control, or %MVUA_REF_NO_NUMBER
 *
 * What coordinates tell of one chunk.
 */
typedef struct
{
  int step;
  int start;
  MvuaRun run;
  int number;
} MvuaRefPlace;

/**
 * MvuaRefCoordinates:
 *
 * The coordinates of one array in a reference set: those of its group that are of no
 * dimension, or of one of the array's leading ones.  Private to the room.
 */
typedef struct _MvuaRefCoordinates MvuaRefCoordinates;

/* All three are borrowed, and must outlive it. */
MvuaRefCoordinates *mvua_ref_coordinates_new (const MvuaRefSet *set,
                                              const GPtrArray *arrays,
                                              const MvuaRefArray *array);
void mvua_ref_coordinates_free (MvuaRefCoordinates *self);

/**
 * mvua_ref_coordinates_at:
 * @index: of a chunk, which along leading dimensions is 1 long
 *
 * Kerchunk's trees come with a time that repeats the time of validity instead of the
 * run; it is known by that, and then the run is that less the step.
 */
MvuaRefPlace mvua_ref_coordinates_at (const MvuaRefCoordinates *self,
                                      const guint64 *index);

/* Whether a dimension of levels, where there is one, is at the level of @variable. */
gboolean mvua_ref_coordinates_fit (const MvuaRefCoordinates *self,
                                   const guint64 *index,
                                   const MvuaVariable *variable);

G_END_DECLS
