/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-decode.h"

#include "mvua-crc32c.h"
#include "mvua-zarr-codec.h"

#include <errno.h>
#include <lz4.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define CRC_SIZE sizeof (guint32)

/* zlib's window bits; 16 more are for gzip's header instead of zlib's. */
#define WINDOW_BITS 15
#define GZIP_BITS (WINDOW_BITS + 16)

gsize
mvua_zarr_decode_get_bound (gsize n_out)
{
  return n_out + n_out / 64 + 4096;
}

/* All of these fill just @n_out bytes, or fail with errno ENOMEM or EINVAL. */
typedef gboolean (*Decompress) (const guint8 *bytes, gsize n, guint8 *out, gsize n_out);

static gboolean
decompress_blosc (const guint8 *bytes, gsize n, guint8 *out, gsize n_out)
{
  return mvua_zarr_codec_decompress (bytes, n, out, n_out);
}

static gboolean
decompress_zstd (const guint8 *bytes, gsize n, guint8 *out, gsize n_out)
{
  const gsize made = ZSTD_decompress (out, n_out, bytes, n);

  errno = ZSTD_getErrorCode (made) == ZSTD_error_memory_allocation ? ENOMEM : EINVAL;
  return made == n_out;
}

static gboolean
inflate_all (const guint8 *bytes, gsize n, guint8 *out, gsize n_out, int bits)
{
  z_stream stream = { .next_in = (guint8 *) bytes,
                      .avail_in = (uInt) n,
                      .next_out = out,
                      .avail_out = (uInt) n_out };
  int status;

  errno = EINVAL;
  if (n > G_MAXUINT || n_out > G_MAXUINT)
    return FALSE;
  status = inflateInit2 (&stream, bits);
  if (status != Z_OK)
    {
      errno = status == Z_MEM_ERROR ? ENOMEM : EINVAL;
      return FALSE;
    }
  while ((status = inflate (&stream, Z_FINISH)) == Z_STREAM_END && bits == GZIP_BITS &&
         stream.avail_in > 0 && stream.avail_out > 0)
    if (inflateReset (&stream) != Z_OK) /* gzip files may follow one another */
      break;
  inflateEnd (&stream);
  errno = status == Z_MEM_ERROR ? ENOMEM : EINVAL;
  return status == Z_STREAM_END && stream.avail_out == 0;
}

static gboolean
decompress_zlib (const guint8 *bytes, gsize n, guint8 *out, gsize n_out)
{
  return inflate_all (bytes, n, out, n_out, WINDOW_BITS);
}

static gboolean
decompress_gzip (const guint8 *bytes, gsize n, guint8 *out, gsize n_out)
{
  return inflate_all (bytes, n, out, n_out, GZIP_BITS);
}

/* A block with its length before it, as numcodecs has it. */
static gboolean
decompress_lz4 (const guint8 *bytes, gsize n, guint8 *out, gsize n_out)
{
  guint32 length = 0;

  errno = EINVAL; /* it needs no memory */
  if (n < sizeof length || n > G_MAXINT || n_out > G_MAXINT)
    return FALSE;
  memcpy (&length, bytes, sizeof length);
  return GUINT32_FROM_LE (length) == n_out &&
         LZ4_decompress_safe ((const char *) bytes + sizeof length, (char *) out,
                              (int) (n - sizeof length), (int) n_out) == (int) n_out;
}

static const struct
{
  const char *name;
  Decompress func;
} compressors[] = {
  [MVUA_ZARR_CODEC_BLOSC] = { "blosc", decompress_blosc },
  [MVUA_ZARR_CODEC_ZSTD] = { "zstd", decompress_zstd },
  [MVUA_ZARR_CODEC_ZLIB] = { "zlib", decompress_zlib },
  [MVUA_ZARR_CODEC_GZIP] = { "gzip", decompress_gzip },
  [MVUA_ZARR_CODEC_LZ4] = { "lz4", decompress_lz4 },
};

/* Leaves the checksum at the end of @bytes away, if it is right. */
static gboolean
check_crc (const guint8 *bytes, gsize *n, char **complaint)
{
  guint32 crc = 0;

  if (*n >= CRC_SIZE)
    {
      *n -= CRC_SIZE;
      memcpy (&crc, bytes + *n, CRC_SIZE);
      if (GUINT32_FROM_LE (crc) == mvua_crc32c (0, bytes, *n))
        return TRUE;
    }
  return mvua_zarr_meta_complain (complaint, "does not fit its checksum");
}

static void
swap_bytes (guint8 *values, gsize n, gsize size)
{
  for (guint8 *value = values; value < values + n; value += size)
    for (gsize i = 0; i < size / 2; i++)
      {
        const guint8 byte = value[i];
        value[i] = value[size - 1 - i];
        value[size - 1 - i] = byte;
      }
}

/* Checksums that were added before the compression lie within what is decompressed. */
static gboolean
decompress (const MvuaZarrCodecs *codecs,
            guint at,
            const guint8 *bytes,
            gsize n,
            guint8 *out,
            gsize n_out,
            char **complaint)
{
  const Decompress func = compressors[codecs->kinds[at]].func;
  gsize n_all = n_out + at * CRC_SIZE;
  g_autofree guint8 *all = at > 0 ? g_try_malloc (n_all) : NULL;
  guint8 *target = at > 0 ? all : out;

  const gboolean done = target != NULL && func (bytes, n, target, n_all);
  if (target == NULL || (!done && errno == ENOMEM))
    return mvua_zarr_meta_complain (complaint, "is too large for the memory there is");
  if (!done)
    return mvua_zarr_meta_complain (complaint, "is not %" G_GSIZE_FORMAT " bytes of %s",
                                    n_all, compressors[codecs->kinds[at]].name);
  for (guint i = at; i-- > 0;)
    if (!check_crc (all, &n_all, complaint))
      return FALSE;
  if (at > 0)
    memcpy (out, all, n_out);
  return TRUE;
}

gboolean
mvua_zarr_decode (const MvuaZarrCodecs *codecs,
                  const guint8 *bytes,
                  gsize n,
                  guint8 *out,
                  gsize n_out,
                  gsize size,
                  char **complaint)
{
  guint at = codecs->n;

  *complaint = NULL;
  for (; at > 0 && codecs->kinds[at - 1] == MVUA_ZARR_CODEC_CRC32C; at--)
    if (!check_crc (bytes, &n, complaint))
      return FALSE;
  if (at > 0)
    {
      if (!decompress (codecs, at - 1, bytes, n, out, n_out, complaint))
        return FALSE;
    }
  else if (n != n_out)
    return mvua_zarr_meta_complain (
        complaint, "is %" G_GSIZE_FORMAT " bytes long; expected %" G_GSIZE_FORMAT, n,
        n_out);
  else
    memcpy (out, bytes, n);
  if (codecs->is_big_endian)
    swap_bytes (out, n_out, size);
  return TRUE;
}
