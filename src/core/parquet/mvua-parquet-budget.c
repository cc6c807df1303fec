/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-parquet-budget.h"

#define MIB ((guint64) 1 << 20)
#define MAX_FACTOR 256
#define MAX_BASE (32 * MIB)
#define MAX_ALL (1024 * MIB)

G_DEFINE_QUARK (mvua_parquet_error, mvua_parquet_error)

MvuaParquetBudget
mvua_parquet_budget (gsize n_file)
{
  const guint64 n = MIN ((guint64) n_file, MAX_ALL); /* so that nothing overflows */

  return (MvuaParquetBudget){ .left = MIN (MAX_FACTOR * n + MAX_BASE, MAX_ALL) };
}

gpointer
mvua_parquet_budget_allocate (MvuaParquetBudget *self,
                              guint64 n,
                              gsize size,
                              GError **error)
{
  gpointer room;

  if (n > self->left / size)
    {
      g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE,
                   "%" G_GUINT64_FORMAT " values of %" G_GSIZE_FORMAT
                   " bytes are more than a file of this size may hold",
                   n, size);
      return NULL;
    }

  room = g_try_malloc0_n (MAX (n, 1), size);
  if (room == NULL)
    {
      g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE,
                   "Not enough memory for %" G_GUINT64_FORMAT " values", n);
      return NULL;
    }
  self->left -= n * size;
  return room;
}
