/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-parquet-budget.h"
#include "mvua-parquet-format.h"

G_BEGIN_DECLS

/**
 * MvuaParquetValues:
 * @all: the array that the others are by type
 *
 * An array of values in memory: those of a column, or the entries of a dictionary.
 */
typedef struct
{
  MvuaParquetPhysical physical; /* how they are in the file, and so which they are here */
  gboolean is_unsigned;
  guint64 n;
  union
  {
    gpointer all;
    MvuaParquetBytes *bytes; /* into the page that they came from */
    gint64 *int64s;
    double *doubles;
    guint8 *booleans;
  };
} MvuaParquetValues;

/* Makes room for @n values, all null or 0. */
gboolean mvua_parquet_values_init (MvuaParquetValues *self,
                                   MvuaParquetPhysical physical,
                                   gboolean is_unsigned,
                                   guint64 n,
                                   MvuaParquetBudget *budget,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_parquet_values_clear (MvuaParquetValues *self);

/**
 * mvua_parquet_values_read_plain:
 * @first, @n: which are filled
 * @is_null: (nullable) [n]: those that have no value in @data
 * @data: must hold them and nothing behind them but zeros; borrowed, for BYTE_ARRAY as
 * long as @self is
 *
 * Returns: %FALSE with %MVUA_PARQUET_ERROR set
 */
gboolean mvua_parquet_values_read_plain (MvuaParquetValues *self,
                                         guint64 first,
                                         gsize n,
                                         const guint8 *is_null,
                                         const guint8 *data,
                                         gsize n_data,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same, where @data are numbers of entries of @dictionary. */
gboolean mvua_parquet_values_read_indexes (MvuaParquetValues *self,
                                           guint64 first,
                                           gsize n,
                                           const guint8 *is_null,
                                           const MvuaParquetValues *dictionary,
                                           const guint8 *data,
                                           gsize n_data,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The same for booleans, where @data are run lengths. */
gboolean mvua_parquet_values_read_runs (MvuaParquetValues *self,
                                        guint64 first,
                                        gsize n,
                                        const guint8 *is_null,
                                        const guint8 *data,
                                        gsize n_data,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The fewest octets that @n values take in plain encoding. */
gsize mvua_parquet_values_get_least (MvuaParquetPhysical physical, gsize n);

G_END_DECLS
