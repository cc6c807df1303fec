/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-parquet-format.h"
#include "mvua-parquet.h"

G_BEGIN_DECLS

/**
 * MvuaParquetLeaf:
 * @name: (nullable): of the column, or of the group that it is the first of; %NULL for
 *   the others in that group
 * @refusal: (nullable): why it is not read; the fields below then mean nothing
 * @is_unsigned: whether numbers are
 *
 * What the schema says of a column.  Those in groups are here too, for they have data.
 */
typedef struct
{
  char *name;
  const char *refusal;
  MvuaParquetPhysical physical;
  MvuaParquetType type;
  gboolean is_optional;
  gboolean is_unsigned;
} MvuaParquetLeaf;

/**
 * MvuaParquetChunk:
 *
 * Where the data of a column are in a row group, as the footer says: nothing of it was
 * compared with anything yet, but that @at to @at + @n lie within the file.
 */
typedef struct
{
  gint64 physical;
  gint64 codec;
  gint64 n_values;
  gsize at;
  gsize n;
  const char *refusal; /* (nullable): why it is not read */
} MvuaParquetChunk;

/**
 * MvuaParquetFooter:
 * @leaves: (element-type MvuaParquetLeaf): in the order of the file
 * @group_rows: (element-type guint64): rows of each row group; their sum is @n_rows
 * @chunks: (element-type MvuaParquetChunk): a row of @leaves a row group
 * @metadata: (element-type utf8 utf8)
 * @created_by: (nullable)
 */
typedef struct
{
  guint64 n_rows;
  GArray *leaves;
  GArray *group_rows;
  GArray *chunks;
  GHashTable *metadata;
  char *created_by;
} MvuaParquetFooter;

/**
 * mvua_parquet_footer_read:
 * @file, @n_file: the whole file
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_PARQUET_ERROR set
 */
MvuaParquetFooter *
mvua_parquet_footer_read (const guint8 *file, gsize n_file, GError **error);
void mvua_parquet_footer_free (MvuaParquetFooter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaParquetFooter, mvua_parquet_footer_free)

G_END_DECLS
