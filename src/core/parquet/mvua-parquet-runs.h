/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaParquetRuns:
 *
 * Small numbers as Parquet's hybrid of run lengths and packed bits: levels and the
 * numbers of dictionary entries.  Octets are borrowed.
 */
typedef struct
{
  const guint8 *at;
  const guint8 *end;
  guint bit_width; /* 0 to 32 */

  /* The run that is being read. */
  guint64 n_left;
  gboolean is_packed;
  guint32 value;        /* of a run of equal ones */
  const guint8 *packed; /* octets of a packed one */
  gsize n_packed, i_bit;
} MvuaParquetRuns;

MvuaParquetRuns mvua_parquet_runs (const guint8 *data, gsize n, guint bit_width);

/**
 * mvua_parquet_runs_read:
 * @values: (out caller-allocates): [n]
 *
 * Returns: %FALSE if there are not as many, or a run is cut off
 */
gboolean mvua_parquet_runs_read (MvuaParquetRuns *self, guint32 *values, gsize n);

/**
 * mvua_parquet_runs_add_levels:
 * @is_null: (nullable) [n]: %NULL if there is no missing value
 * @out: (out caller-allocates): mvua_parquet_runs_get_bound() octets
 *
 * Writes levels of an optional column: 1 where there is a value.
 *
 * Returns: how many octets were filled
 */
gsize mvua_parquet_runs_add_levels (const guint8 *is_null, gsize n, guint8 *out);
gsize mvua_parquet_runs_get_bound (gsize n);

G_END_DECLS
