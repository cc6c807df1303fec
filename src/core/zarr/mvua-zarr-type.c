/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-type.h"

/* Chunks are little-endian and are written from memory as it is. */
G_STATIC_ASSERT (G_BYTE_ORDER == G_LITTLE_ENDIAN);

/* The fill values: 0 and the quiet NaN, low byte first. */
static const MvuaZarrTypeInfo infos[] = {
  [MVUA_ZARR_INT8] = { 1, FALSE, "|i1", "int8", { 0 } },
  [MVUA_ZARR_INT16] = { 2, FALSE, "<i2", "int16", { 0 } },
  [MVUA_ZARR_INT32] = { 4, FALSE, "<i4", "int32", { 0 } },
  [MVUA_ZARR_INT64] = { 8, FALSE, "<i8", "int64", { 0 } },
  [MVUA_ZARR_FLOAT32] = { 4, TRUE, "<f4", "float32", { 0, 0, 0xc0, 0x7f } },
  [MVUA_ZARR_FLOAT64] = { 8, TRUE, "<f8", "float64", { 0, 0, 0, 0, 0, 0, 0xf8, 0x7f } },
};

const MvuaZarrTypeInfo *
mvua_zarr_type_get_info (MvuaZarrType type)
{
  g_assert ((gsize) type < G_N_ELEMENTS (infos));
  return &infos[type];
}
