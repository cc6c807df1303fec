/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-zarr-writer.h"

G_BEGIN_DECLS

/**
 * MvuaZarrNumberKind:
 *
 * What a number is, beside how long it is.
 */
typedef enum
{
  MVUA_ZARR_NUMBER_SIGNED,
  MVUA_ZARR_NUMBER_UNSIGNED,
  MVUA_ZARR_NUMBER_FLOAT,
  MVUA_ZARR_NUMBER_BOOL,
} MvuaZarrNumberKind;

/**
 * MvuaZarrNumber:
 * @size: bytes: 1, 2, 4 or 8; of a float 4 or 8; of a bool 1
 *
 * The type of an array that anybody may have written.
 */
typedef struct
{
  MvuaZarrNumberKind kind;
  gsize size;
} MvuaZarrNumber;

/* What v2 calls "<f4": the byte order, the kind and the length.  FALSE, and nothing
 * touched, for what is no such number; @name: (nullable) */
gboolean
mvua_zarr_number_parse (MvuaZarrNumber *self, const char *name, gboolean *is_big_endian);

/* The value at @bytes, in native byte order; of 64-bit integers beyond 2^53 the nearest.
 */
double mvua_zarr_number_get (const MvuaZarrNumber *self, const void *bytes);

typedef enum
{
  MVUA_ZARR_CODEC_BLOSC,
  MVUA_ZARR_CODEC_ZSTD,
  MVUA_ZARR_CODEC_ZLIB,
  MVUA_ZARR_CODEC_GZIP,
  MVUA_ZARR_CODEC_LZ4,
  MVUA_ZARR_CODEC_CRC32C,
} MvuaZarrCodecKind;

#define MVUA_ZARR_MAX_CODECS 4

/**
 * MvuaZarrCodecs:
 * @kinds: [n] in the order in which they are applied when a chunk is written; one at most
 *   is not %MVUA_ZARR_CODEC_CRC32C
 * @is_big_endian: of the values, before the first of them
 *
 * What is done to the values of a chunk.
 */
typedef struct
{
  guint n;
  MvuaZarrCodecKind kinds[MVUA_ZARR_MAX_CODECS];
  gboolean is_big_endian;
} MvuaZarrCodecs;

/* The largest chunk that is read, decoded. */
#define MVUA_ZARR_META_MAX_CHUNK ((gsize) 512 << 20)

/**
 * MvuaZarrMeta:
 * @dims: names of the dimensions, "" where there are none; interned
 * @chunk: shape of what is decoded at once
 * @shard: shape of what lies in one file; @chunk where it is not sharded
 * @n_chunk: bytes of a chunk, decoded; %MVUA_ZARR_META_MAX_CHUNK at most
 * @n_inner: chunks in a shard
 * @index_has_crc: the shard's index is followed by its CRC-32C
 * @index_is_first: it stands at the shard's start instead of its end
 * @has_fill: of v2, which may leave it open
 * @fill: one value, in native byte order
 * @separator: between the indices in a chunk's name
 * @has_prefix: the name begins with "c"
 *
 * An array as its metadata describes it, whoever wrote it.  A plain value.
 */
typedef struct
{
  MvuaZarrFormat format;
  MvuaZarrNumber type;
  guint n_dims;
  const char *dims[MVUA_ZARR_MAX_DIMS];
  gsize shape[MVUA_ZARR_MAX_DIMS];
  gsize chunk[MVUA_ZARR_MAX_DIMS];
  gsize shard[MVUA_ZARR_MAX_DIMS];
  gsize n_chunk;
  gsize n_inner;
  gboolean is_sharded;
  gboolean index_has_crc;
  gboolean index_is_first;
  MvuaZarrCodecs codecs;
  gboolean has_fill;
  guint8 fill[8];
  char separator;
  gboolean has_prefix;
} MvuaZarrMeta;

/**
 * mvua_zarr_meta_parse_v2:
 * @json: what stands in .zarray
 * @attributes: (nullable): what stands in .zattrs
 * @complaint: (out) (transfer full): what is wrong: "has the filter “delta”, which is not
 *   read"
 *
 * Returns: whether it is an array that can be read
 */
gboolean mvua_zarr_meta_parse_v2 (MvuaZarrMeta *self,
                                  json_object *json,
                                  json_object *attributes,
                                  char **complaint) G_GNUC_WARN_UNUSED_RESULT;

/* The same of zarr.json. */
gboolean mvua_zarr_meta_parse_v3 (MvuaZarrMeta *self,
                                  json_object *json,
                                  char **complaint) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): the file that a chunk, or shard, lies in, below its array's folder */
char *mvua_zarr_meta_dup_chunk_name (const MvuaZarrMeta *self, const gsize *index);

/*
 * For both formats.  Each sets @complaint and returns %FALSE where it is not as it says.
 */
G_GNUC_PRINTF (2, 3)
gboolean mvua_zarr_meta_complain (char **complaint, const char *format, ...);

/* Lengths of a shape or, if @least is 1, of chunks.  Sets @n_dims, or compares. */
gboolean
mvua_zarr_meta_parse_shape (json_object *json, guint n_dims, gsize *shape, gsize least);

/* Names; what is not one, or a %NULL @json, is "". */
void mvua_zarr_meta_parse_dims (MvuaZarrMeta *self, json_object *json);

/* All forms that either format has, and the base64 that xarray writes. */
gboolean
mvua_zarr_meta_parse_fill (MvuaZarrMeta *self, json_object *json, char **complaint);

/* When all else is there: works out sizes, all of which are bounded. */
gboolean mvua_zarr_meta_measure (MvuaZarrMeta *self, char **complaint);

/* A codec from bytes to bytes by its name in either format; "numcodecs." is left out. */
gboolean
mvua_zarr_meta_add_codec (MvuaZarrCodecs *self, const char *name, char **complaint);

G_END_DECLS
