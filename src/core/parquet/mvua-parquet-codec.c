/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-parquet-codec.h"

#include "mvua-parquet-format.h"

#include <snappy-c.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define ZSTD_LEVEL 3

/* What comes of a page. */
typedef enum
{
  RIGHT,
  WRONG,
  NO_MEMORY,
} Outcome;

typedef Outcome (*Decompress) (const guint8 *data, gsize n, guint8 *out, gsize n_out);

static Outcome
copy (const guint8 *data, gsize n, guint8 *out, gsize n_out)
{
  if (n != n_out)
    return WRONG;
  memcpy (out, data, n);
  return RIGHT;
}

static Outcome
decompress_snappy (const guint8 *data, gsize n, guint8 *out, gsize n_out)
{
  const char *in = (const char *) data;
  gsize length;

  return snappy_uncompressed_length (in, n, &length) == SNAPPY_OK && length == n_out &&
                 snappy_uncompress (in, n, (char *) out, &length) == SNAPPY_OK &&
                 length == n_out
             ? RIGHT
             : WRONG;
}

/* One stream that ends where the page does; its own checksum is looked at on the way. */
static Outcome
decompress_gzip (const guint8 *data, gsize n, guint8 *out, gsize n_out)
{
  z_stream stream = { 0 };
  guint8 none = 0;
  int status;

  if (n > G_MAXUINT || n_out > G_MAXUINT)
    return WRONG;
  if (inflateInit2 (&stream, 15 + 32) != Z_OK)
    return NO_MEMORY;
  stream.next_in = (Bytef *) data;
  stream.avail_in = (uInt) n;
  stream.next_out = n_out > 0 ? out : &none;
  stream.avail_out = (uInt) n_out;
  status = inflate (&stream, Z_FINISH);
  inflateEnd (&stream);
  if (status == Z_MEM_ERROR)
    return NO_MEMORY;
  return status == Z_STREAM_END && stream.avail_in == 0 && stream.avail_out == 0 ? RIGHT
                                                                                 : WRONG;
}

static Outcome
decompress_zstd (const guint8 *data, gsize n, guint8 *out, gsize n_out)
{
  const gsize length = ZSTD_decompress (out, n_out, data, n);

  if (ZSTD_isError (length) && ZSTD_getErrorCode (length) == ZSTD_error_memory_allocation)
    return NO_MEMORY;
  return !ZSTD_isError (length) && length == n_out ? RIGHT : WRONG;
}

/**
 * @max_factor: how much larger than what is stored a page can be; 0 if there is no bound.
 *   Snappy copies up to 64 octets by 3, deflate 258 by 2 bits.
 */
typedef struct
{
  const char *name;
  Decompress decompress;
  guint max_factor;
} Codec;

static const Codec codecs[] = {
  [MVUA_CODEC_UNCOMPRESSED] = { "UNCOMPRESSED", copy, 1 },
  [MVUA_CODEC_SNAPPY] = { "SNAPPY", decompress_snappy, 22 },
  [MVUA_CODEC_GZIP] = { "GZIP", decompress_gzip, 1032 },
  [MVUA_CODEC_LZO] = { "LZO", NULL, 0 },
  [MVUA_CODEC_BROTLI] = { "BROTLI", NULL, 0 },
  [MVUA_CODEC_LZ4] = { "LZ4", NULL, 0 },
  [MVUA_CODEC_ZSTD] = { "ZSTD", decompress_zstd, 0 },
  [MVUA_CODEC_LZ4_RAW] = { "LZ4_RAW", NULL, 0 },
};

gboolean
mvua_parquet_codec_check (gint64 codec, GError **error)
{
  const gboolean is_known = codec >= 0 && codec < (gint64) G_N_ELEMENTS (codecs);

  if (is_known && codecs[codec].decompress != NULL)
    return TRUE;
  g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_UNSUPPORTED,
               "compression %s (%" G_GINT64_FORMAT ") is not read",
               is_known ? codecs[codec].name : "of a later kind", codec);
  return FALSE;
}

gboolean
mvua_parquet_codec_is_plausible (gint64 codec, gsize n, gsize n_out)
{
  const guint factor = codecs[codec].max_factor;

  return factor == 0 || n_out / factor <= n;
}

gboolean
mvua_parquet_codec_decompress (
    gint64 codec, const guint8 *data, gsize n, guint8 *out, gsize n_out, GError **error)
{
  const Outcome outcome =
      n == 0 && n_out == 0 ? RIGHT : codecs[codec].decompress (data, n, out, n_out);

  if (outcome == RIGHT)
    return TRUE;
  if (outcome == NO_MEMORY)
    {
      g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE,
                   "Could not unpack %" G_GSIZE_FORMAT " bytes: not enough memory",
                   n_out);
      return FALSE;
    }
  g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_MALFORMED,
               "%" G_GSIZE_FORMAT " bytes of %s are not the %" G_GSIZE_FORMAT
               " bytes that they should be",
               n, codecs[codec].name, n_out);
  return FALSE;
}

gsize
mvua_parquet_codec_get_bound (gint64 codec, gsize n)
{
  if (codec == MVUA_CODEC_SNAPPY)
    return snappy_max_compressed_length (n);
  return codec == MVUA_CODEC_ZSTD ? ZSTD_compressBound (n) : n;
}

gboolean
mvua_parquet_codec_compress (
    gint64 codec, const guint8 *data, gsize n, guint8 *out, gsize *n_out, GError **error)
{
  gboolean is_done = TRUE;

  *n_out = mvua_parquet_codec_get_bound (codec, n);
  if (codec == MVUA_CODEC_SNAPPY)
    is_done = snappy_compress ((const char *) data, n, (char *) out, n_out) == SNAPPY_OK;
  else if (codec == MVUA_CODEC_ZSTD)
    {
      *n_out = ZSTD_compress (out, *n_out, data, n, ZSTD_LEVEL);
      is_done = !ZSTD_isError (*n_out);
    }
  else
    memcpy (out, data, n);

  if (!is_done)
    g_set_error (error, MVUA_PARQUET_ERROR, MVUA_PARQUET_ERROR_TOO_LARGE,
                 "Could not compress %" G_GSIZE_FORMAT " bytes: not enough memory", n);
  return is_done;
}
