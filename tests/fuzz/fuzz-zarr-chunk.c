/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The chunk of an array, after four octets that say which codecs it has gone through and
 * how long it is without them. */

#include "mvua-crc32c.h"
#include "mvua-fuzz.h"
#include "mvua-zarr-decode.h"

#include <string.h>

#define N_OPTIONS 4
#define MOST 8192

static const MvuaZarrCodecKind compressors[] = {
  MVUA_ZARR_CODEC_BLOSC, MVUA_ZARR_CODEC_ZSTD, MVUA_ZARR_CODEC_ZLIB, MVUA_ZARR_CODEC_GZIP,
  MVUA_ZARR_CODEC_LZ4
};

static MvuaZarrCodecs
codecs_of (const guint8 options[N_OPTIONS])
{
  const guint compressor = options[0] % (G_N_ELEMENTS (compressors) + 1);
  MvuaZarrCodecs codecs = { .is_big_endian = (options[1] & 1) != 0 };

  if ((options[1] & 2) != 0)
    codecs.kinds[codecs.n++] = MVUA_ZARR_CODEC_CRC32C;
  if (compressor < G_N_ELEMENTS (compressors))
    codecs.kinds[codecs.n++] = compressors[compressor];
  if ((options[1] & 4) != 0)
    codecs.kinds[codecs.n++] = MVUA_ZARR_CODEC_CRC32C;
  return codecs;
}

/* A checksum that is outermost is made right, as nobody finds one by trying. */
static void
mend_checksum (const MvuaZarrCodecs *codecs, guint8 *bytes, gsize n)
{
  guint32 crc;

  if (codecs->n == 0 || codecs->kinds[codecs->n - 1] != MVUA_ZARR_CODEC_CRC32C ||
      n < sizeof crc)
    return;
  crc = GUINT32_TO_LE (mvua_crc32c (0, bytes, n - sizeof crc));
  memcpy (bytes + n - sizeof crc, &crc, sizeof crc);
}

gboolean
mvua_fuzz_one (const guint8 *data, gsize n)
{
  if (n < N_OPTIONS)
    return FALSE;
  const MvuaZarrCodecs codecs = codecs_of (data);
  const gsize size = (gsize) 1 << (data[1] >> 3) % 4;
  const gsize n_out = MAX (((gsize) data[2] << 8 | data[3]) % MOST / size, 1) * size;
  g_autofree guint8 *bytes = g_memdup2 (data + N_OPTIONS - 1, n - N_OPTIONS + 1);
  g_autofree guint8 *out = g_malloc (n_out);
  g_autofree guint8 *again = g_malloc (n_out);
  g_autofree char *complaint = NULL, *second_complaint = NULL;

  /* One octet more before than there has to be, so that none is none. */
  mend_checksum (&codecs, bytes + 1, n - N_OPTIONS);
  memset (out, 0x00, n_out);
  memset (again, 0xff, n_out);
  const gboolean ok =
      mvua_zarr_decode (&codecs, bytes + 1, n - N_OPTIONS, out, n_out, size, &complaint);
  g_assert_true (ok == (complaint == NULL));
  g_assert_true (mvua_zarr_decode (&codecs, bytes + 1, n - N_OPTIONS, again, n_out, size,
                                   &second_complaint) == ok);
  /* All of it comes out of the chunk, and nothing out of what was there before. */
  if (ok)
    g_assert_cmpmem (out, n_out, again, n_out);
  return ok;
}
