/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-parquet-format.h"
#include "mvua-parquet.h"

G_BEGIN_DECLS

/* Octets that grow.  Zeroed is empty. */
typedef struct
{
  guint8 *data;
  gsize n;
  gsize room;
} MvuaParquetBuffer;

/* Returns: (nullable): room for @n more octets behind those that are there, which do not
 *   count yet; %NULL with %MVUA_PARQUET_ERROR_TOO_LARGE set */
guint8 *mvua_parquet_buffer_reserve (MvuaParquetBuffer *self, gsize n, GError **error);

gboolean mvua_parquet_buffer_append (MvuaParquetBuffer *self,
                                     const void *data,
                                     gsize n,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_parquet_buffer_clear (MvuaParquetBuffer *self);

/* How values of a type are laid out in a file. */
MvuaParquetPhysical mvua_parquet_column_get_physical (const MvuaParquetColumn *self);

/* Octets that each value takes in memory when it is read, beside the pages. */
gsize mvua_parquet_column_get_n_memory (const MvuaParquetColumn *self);

/* And with what the value of @row takes in them, or about as much. */
guint64 mvua_parquet_column_get_cost (const MvuaParquetColumn *self, guint64 row);

/**
 * mvua_parquet_column_encode:
 * @end: rows from @first up to here, but no more than make about 1 MiB
 * @page: emptied, then filled with levels and values
 *
 * Returns: the row after the last that fitted; 0 with an error set
 */
guint64 mvua_parquet_column_encode (const MvuaParquetColumn *self,
                                    guint64 first,
                                    guint64 end,
                                    MvuaParquetBuffer *page,
                                    GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaParquetBuffer, mvua_parquet_buffer_clear)

G_END_DECLS
