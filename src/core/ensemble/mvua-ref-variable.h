/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ref-arrays.h"
#include "mvua-variable.h"

G_BEGIN_DECLS

/* Raw rain in a reference set of ours: never the name of rain that can be summed up. */
#define MVUA_REF_RAIN "tp_bucket"

/* The attribute of an array that names the bounds of its windows of time. */
#define MVUA_REF_BOUNDS "window_bounds"

/**
 * mvua_ref_variable_find:
 * @array: whose chunks are GRIB messages
 *
 * Which variable it is, by its name (ours, or what ecCodes and kerchunk call it) and by
 * what its attributes and path tell of level and statistic.  Each message is checked
 * against it all the same.
 *
 * Returns: (nullable): %NULL if it is none that Mvua knows
 */
const MvuaVariable *mvua_ref_variable_find (const MvuaRefArray *array);

/* (transfer full): its name in a reference set: "t2m", %MVUA_REF_RAIN */
char *mvua_ref_variable_name (const MvuaVariable *variable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
