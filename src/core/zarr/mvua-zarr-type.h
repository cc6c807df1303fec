/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-zarr-writer.h"

G_BEGIN_DECLS

/* How one type is called and stored.  @fill is one value as it stands in a chunk. */
typedef struct
{
  gsize size;
  gboolean is_float;
  const char *v2_dtype;
  const char *v3_data_type;
  guint8 fill[8];
} MvuaZarrTypeInfo;

const MvuaZarrTypeInfo *mvua_zarr_type_get_info (MvuaZarrType type);

G_END_DECLS
