/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-parquet.h"

G_BEGIN_DECLS

/**
 * MvuaParquetBudget:
 *
 * What reading a file may still take.  Nothing is given back, so that it bounds the work
 * as well as the memory.
 */
typedef struct
{
  guint64 left;
} MvuaParquetBudget;

/* @n_file: size of the file */
MvuaParquetBudget mvua_parquet_budget (gsize n_file);

/**
 * mvua_parquet_budget_allocate:
 * @size: in octets, of each of @n
 *
 * Returns: (transfer full) (nullable): zeroed, and never %NULL for nothing; or %NULL with
 *   %MVUA_PARQUET_ERROR_TOO_LARGE set
 */
gpointer mvua_parquet_budget_allocate (MvuaParquetBudget *self,
                                       guint64 n,
                                       gsize size,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
