/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-zarr-meta.h"

G_BEGIN_DECLS

#define MVUA_CF_MAX_MARKS 4

/**
 * MvuaCfPacking:
 * @is_packed: values are stored as integers, or scaled: value = stored × @scale + @offset
 * @marks: [n_marks] stored values that stand for a missing one; of floats NaN besides
 *
 * How the attributes of an array say that its values are to be understood, as xarray
 * understands them.  A plain value.
 */
typedef struct
{
  gboolean is_packed;
  double scale;
  double offset;
  guint n_marks;
  double marks[MVUA_CF_MAX_MARKS];
} MvuaCfPacking;

/**
 * mvua_cf_packing_parse:
 * @attributes: (nullable): scale_factor, add_offset, _FillValue, missing_value
 * @complaint: (out) (transfer full): what cannot be understood
 *
 * In Zarr v2 the fill value of the array is one of the marks, as xarray has it.
 */
gboolean mvua_cf_packing_parse (MvuaCfPacking *self,
                                const MvuaZarrMeta *meta,
                                json_object *attributes,
                                char **complaint) G_GNUC_WARN_UNUSED_RESULT;

/* NaN for a mark */
double mvua_cf_packing_unpack (const MvuaCfPacking *self, double stored);

G_END_DECLS
