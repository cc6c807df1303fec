/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-parquet-footer.h"
#include "mvua-parquet-values.h"

G_BEGIN_DECLS

/**
 * mvua_parquet_chunk_read:
 * @self: where the data are in @file
 * @leaf: whose they are; of a type that is read
 * @first, @n_rows: the rows that are filled
 * @values: of all rows
 * @is_null: (nullable): of all rows; not %NULL if @leaf is optional
 * @pages: (element-type guint8): pages that @values now borrow from are added
 *
 * Decodes all pages of a column in a row group.
 *
 * Returns: %FALSE with %MVUA_PARQUET_ERROR set
 */
gboolean mvua_parquet_chunk_read (const MvuaParquetChunk *self,
                                  const guint8 *file,
                                  const MvuaParquetLeaf *leaf,
                                  guint64 first,
                                  guint64 n_rows,
                                  MvuaParquetValues *values,
                                  guint8 *is_null,
                                  GPtrArray *pages,
                                  MvuaParquetBudget *budget,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
