/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers as they stand in a file.  Source: apache/parquet-format, parquet.thrift. */

#define MVUA_PARQUET_MAGIC "PAR1"
#define MVUA_PARQUET_MAGIC_ENCRYPTED "PARE"
#define MVUA_PARQUET_N_MAGIC 4

/* Type: how values are laid out. */
typedef enum
{
  MVUA_PHYSICAL_BOOLEAN = 0,
  MVUA_PHYSICAL_INT32 = 1,
  MVUA_PHYSICAL_INT64 = 2,
  MVUA_PHYSICAL_INT96 = 3,
  MVUA_PHYSICAL_FLOAT = 4,
  MVUA_PHYSICAL_DOUBLE = 5,
  MVUA_PHYSICAL_BYTE_ARRAY = 6,
  MVUA_PHYSICAL_FIXED_LEN_BYTE_ARRAY = 7,
} MvuaParquetPhysical;

/* FieldRepetitionType */
typedef enum
{
  MVUA_REPETITION_REQUIRED = 0,
  MVUA_REPETITION_OPTIONAL = 1,
  MVUA_REPETITION_REPEATED = 2,
} MvuaParquetRepetition;

/* ConvertedType: what values mean, the old way */
typedef enum
{
  MVUA_CONVERTED_UTF8 = 0,
  MVUA_CONVERTED_ENUM = 4,
  MVUA_CONVERTED_DECIMAL = 5,
  MVUA_CONVERTED_UINT_8 = 11,
  MVUA_CONVERTED_UINT_64 = 14,
  MVUA_CONVERTED_JSON = 19,
  MVUA_CONVERTED_INTERVAL = 21,
} MvuaParquetConverted;

/* LogicalType: the same, the new way; the number of the union's field */
typedef enum
{
  MVUA_LOGICAL_STRING = 1,
  MVUA_LOGICAL_ENUM = 4,
  MVUA_LOGICAL_DECIMAL = 5,
  MVUA_LOGICAL_INTEGER = 10,
  MVUA_LOGICAL_JSON = 12,
} MvuaParquetLogical;

/* Encoding */
typedef enum
{
  MVUA_ENCODING_PLAIN = 0,
  MVUA_ENCODING_PLAIN_DICTIONARY = 2,
  MVUA_ENCODING_RLE = 3,
  MVUA_ENCODING_BIT_PACKED = 4,
  MVUA_ENCODING_DELTA_BINARY_PACKED = 5,
  MVUA_ENCODING_DELTA_LENGTH_BYTE_ARRAY = 6,
  MVUA_ENCODING_DELTA_BYTE_ARRAY = 7,
  MVUA_ENCODING_RLE_DICTIONARY = 8,
  MVUA_ENCODING_BYTE_STREAM_SPLIT = 9,
} MvuaParquetEncoding;

/* CompressionCodec */
typedef enum
{
  MVUA_CODEC_UNCOMPRESSED = 0,
  MVUA_CODEC_SNAPPY = 1,
  MVUA_CODEC_GZIP = 2,
  MVUA_CODEC_LZO = 3,
  MVUA_CODEC_BROTLI = 4,
  MVUA_CODEC_LZ4 = 5,
  MVUA_CODEC_ZSTD = 6,
  MVUA_CODEC_LZ4_RAW = 7,
} MvuaParquetCodec;

/* PageType */
typedef enum
{
  MVUA_PAGE_DATA = 0,
  MVUA_PAGE_INDEX = 1,
  MVUA_PAGE_DICTIONARY = 2,
  MVUA_PAGE_DATA_V2 = 3,
} MvuaParquetPageType;

G_END_DECLS
