/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The part of Apache Parquet that tables of keys and values need: a flat schema of
 * required and optional columns.  Reading takes any number of row groups and pages (v1
 * and v2), plain and dictionary encodings, and pages that are stored as they are or with
 * Snappy, Zstandard or gzip.  What else a file holds is refused by its name.
 *
 * A file is not trusted: every length in it is bounded before room is made for it, and a
 * checksum that a page carries must be right.  All of this blocks, any thread may call
 * it, and nothing is kept between calls.
 */

#define MVUA_PARQUET_ERROR (mvua_parquet_error_quark ())
GQuark mvua_parquet_error_quark (void);

/**
 * MvuaParquetError:
 * @MVUA_PARQUET_ERROR_MALFORMED: this is no Parquet file, or it is damaged
 * @MVUA_PARQUET_ERROR_UNSUPPORTED: valid as far as it was read, but it uses what is not
 *   read here; the message names it
 * @MVUA_PARQUET_ERROR_TOO_LARGE: what it claims to hold is more than a file of its size
 *   may take here (see mvua_parquet_read()), or memory is short
 *
 * Every message names the column and the place in the file, where they are known.
 */
typedef enum
{
  MVUA_PARQUET_ERROR_MALFORMED,
  MVUA_PARQUET_ERROR_UNSUPPORTED,
  MVUA_PARQUET_ERROR_TOO_LARGE,
} MvuaParquetError;

/**
 * MvuaParquetType:
 * @MVUA_PARQUET_BYTES: any number of octets
 * @MVUA_PARQUET_TEXT: octets that the file calls UTF-8; whether they are is not looked at
 * @MVUA_PARQUET_INT64: INT32 is widened; dates and times are numbers in the unit of the
 *   file; unsigned numbers above %G_MAXINT64 are refused
 * @MVUA_PARQUET_DOUBLE: FLOAT is widened
 * @MVUA_PARQUET_BOOLEAN: read as 0 and 1
 */
typedef enum
{
  MVUA_PARQUET_BYTES,
  MVUA_PARQUET_TEXT,
  MVUA_PARQUET_INT64,
  MVUA_PARQUET_DOUBLE,
  MVUA_PARQUET_BOOLEAN,
} MvuaParquetType;

/* A table in memory.  Immutable, so any thread may read it. */
typedef struct _MvuaParquetTable MvuaParquetTable;

/* Whether @file begins and ends as a Parquet file does; no more is looked at. */
gboolean mvua_parquet_is_parquet (GBytes *file);

/**
 * mvua_parquet_read:
 * @file: a whole file, perhaps mapped
 * @columns: (nullable) (array zero-terminated=1): the columns that are wanted, or %NULL
 *   for all that can be read.  Only those are decoded.
 *
 * Columns stand in the table in the order of the file.  One of @columns that the file
 * lacks is left out of the table: look for it with mvua_parquet_table_find().  One that
 * is there in a form that is not read (nested or repeated, of a type without a
 * #MvuaParquetType) is an error if it was asked for, and left out otherwise.
 *
 * What is decoded may take 256 times the file's size and 32 MiB, and never more than
 * 1 GiB.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_PARQUET_ERROR set
 */
MvuaParquetTable *mvua_parquet_read (GBytes *file,
                                     const char *const *columns,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

MvuaParquetTable *mvua_parquet_table_ref (MvuaParquetTable *self);
void mvua_parquet_table_unref (MvuaParquetTable *self);

guint64 mvua_parquet_table_get_n_rows (const MvuaParquetTable *self);
guint mvua_parquet_table_get_n_columns (const MvuaParquetTable *self);

/* Returns: the place of the column of this name among the table's, or -1 */
int mvua_parquet_table_find (const MvuaParquetTable *self, const char *name);

const char *mvua_parquet_table_get_name (const MvuaParquetTable *self, guint column);
MvuaParquetType mvua_parquet_table_get_column_type (const MvuaParquetTable *self,
                                                    guint column);

/* Whether there is no value here.  Always %FALSE in a column that the file requires. */
gboolean
mvua_parquet_table_is_null (const MvuaParquetTable *self, guint column, guint64 row);

/**
 * mvua_parquet_table_get_bytes:
 * @column: of %MVUA_PARQUET_BYTES or %MVUA_PARQUET_TEXT
 * @n: (out): how many; no zero octet follows them
 *
 * Returns: (transfer none) (nullable): valid as long as the table; %NULL only where there
 *   is no value (an empty value is not %NULL)
 */
const guint8 *mvua_parquet_table_get_bytes (const MvuaParquetTable *self,
                                            guint column,
                                            guint64 row,
                                            gsize *n);

/* @column: of the type in the name.  0 where there is no value. */
gint64
mvua_parquet_table_get_int64 (const MvuaParquetTable *self, guint column, guint64 row);
double
mvua_parquet_table_get_double (const MvuaParquetTable *self, guint column, guint64 row);
gboolean
mvua_parquet_table_get_boolean (const MvuaParquetTable *self, guint column, guint64 row);

/**
 * mvua_parquet_table_get_metadata:
 * @key: of the file's key/value metadata, such as "pandas"
 *
 * Returns: (transfer none) (nullable): %NULL if it is not there
 */
const char *mvua_parquet_table_get_metadata (const MvuaParquetTable *self,
                                             const char *key);

/* Returns: (transfer none) (nullable): the program that made the file, if it says so */
const char *mvua_parquet_table_get_created_by (const MvuaParquetTable *self);

/* A value of BYTES or TEXT to be written; @data may be %NULL if @n is 0. */
typedef struct
{
  const void *data;
  gsize n;
} MvuaParquetBytes;

/**
 * MvuaParquetColumn:
 * @name: UTF-8, not empty
 * @is_optional: whether values may be missing
 * @is_null: (nullable) [n_rows]: not 0 where there is no value; %NULL if all are there.
 *   Only with @is_optional.
 * @bytes: [n_rows], for BYTES and TEXT; what stands where there is no value is not
 *   looked at, here and below
 * @int64s: [n_rows], for INT64
 * @doubles: [n_rows], for DOUBLE
 * @booleans: [n_rows], for BOOLEAN: 0 or not 0
 *
 * A column to be written.  All is borrowed until mvua_parquet_write() returns.
 */
typedef struct
{
  const char *name;
  MvuaParquetType type;
  gboolean is_optional;
  const guint8 *is_null;
  union
  {
    const MvuaParquetBytes *bytes;
    const gint64 *int64s;
    const double *doubles;
    const guint8 *booleans;
  };
} MvuaParquetColumn;

/* How pages are stored; 0 is what other writers do. */
typedef enum
{
  MVUA_PARQUET_SNAPPY,
  MVUA_PARQUET_ZSTD,
  MVUA_PARQUET_PLAIN,
} MvuaParquetCompression;

/**
 * mvua_parquet_write:
 * @columns: [n_columns], at least one; names differ
 * @metadata: (nullable) (array zero-terminated=1): key, value, key, value …, %NULL
 *
 * Makes a file that any reader of Parquet knows: plain encoding, pages v1 of about 1 MiB
 * (a value is never split), row groups of up to 1,048,576 rows or about 64 MiB, no
 * statistics, but checksums.  Text is marked in both ways, old and new.  The same input
 * gives the same octets.
 *
 * What is written can be read by mvua_parquet_read(): if Zstandard packs values that are
 * ever the same beyond the bound there, they are packed with Snappy.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_PARQUET_ERROR_TOO_LARGE set if a
 *   value has more than 512 MiB, all of them together would take more than 1 GiB to read,
 *   they are millions and nearly all missing, or memory is short
 */
GBytes *mvua_parquet_write (const MvuaParquetColumn *columns,
                            guint n_columns,
                            guint64 n_rows,
                            MvuaParquetCompression compression,
                            const char *const *metadata,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaParquetTable, mvua_parquet_table_unref)

G_END_DECLS
