/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is done to the bytes of a chunk, undone: each codec, and chunks that are not what
 * they should be. */

#include "mvua-crc32c.h"
#include "mvua-zarr-decode.h"

#include <blosc.h>
#include <lz4.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define N_VALUES 300
#define N_BYTES (N_VALUES * sizeof (float))
#define ROOM 4096

/* Something that can be compressed. */
static void
fill (float *values)
{
  for (guint i = 0; i < N_VALUES; i++)
    values[i] = (float) (i / 7) + (i % 5 == 0 ? 0.25f : 0);
}

static gsize
deflate_all (const void *data, gsize n, guint8 *out, int bits)
{
  z_stream stream = {
    .next_in = (guint8 *) data, .avail_in = (uInt) n, .next_out = out, .avail_out = ROOM
  };

  g_assert_cmpint (deflateInit2 (&stream, 1, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), ==,
                   Z_OK);
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  deflateEnd (&stream);
  return stream.total_out;
}

static gsize
encode (MvuaZarrCodecKind kind, const guint8 *data, gsize n, guint8 *out)
{
  const guint32 length = GUINT32_TO_LE ((guint32) n);
  guint32 crc;

  switch (kind)
    {
    case MVUA_ZARR_CODEC_BLOSC:
      return (gsize) blosc_compress_ctx (5, 1, 4, n, data, out, ROOM, "lz4", 0, 1);
    case MVUA_ZARR_CODEC_ZSTD:
      return ZSTD_compress (out, ROOM, data, n, 3);
    case MVUA_ZARR_CODEC_ZLIB:
      return deflate_all (data, n, out, 15);
    case MVUA_ZARR_CODEC_GZIP:
      return deflate_all (data, n, out, 31);
    case MVUA_ZARR_CODEC_LZ4:
      memcpy (out, &length, sizeof length);
      return 4 + (gsize) LZ4_compress_default ((const char *) data, (char *) out + 4,
                                               (int) n, ROOM - 4);
    case MVUA_ZARR_CODEC_CRC32C:
      crc = GUINT32_TO_LE (mvua_crc32c (0, data, n));
      memcpy (out, data, n);
      memcpy (out + n, &crc, sizeof crc);
      return n + sizeof crc;
    default:
      g_assert_not_reached ();
    }
}

/* All that is done to a chunk, one after the other. */
static gsize
encode_all (const MvuaZarrCodecs *codecs, const float *values, guint8 *out)
{
  guint8 last[ROOM];
  gsize n = N_BYTES;

  memcpy (out, values, n);
  for (guint i = 0; i < codecs->n; i++)
    {
      memcpy (last, out, n);
      n = encode (codecs->kinds[i], last, n, out);
    }
  return n;
}

static const MvuaZarrCodecs chains[] = {
  { .n = 0 },
  { .n = 1, .kinds = { MVUA_ZARR_CODEC_BLOSC } },
  { .n = 1, .kinds = { MVUA_ZARR_CODEC_ZSTD } },
  { .n = 1, .kinds = { MVUA_ZARR_CODEC_ZLIB } },
  { .n = 1, .kinds = { MVUA_ZARR_CODEC_GZIP } },
  { .n = 1, .kinds = { MVUA_ZARR_CODEC_LZ4 } },
  { .n = 1, .kinds = { MVUA_ZARR_CODEC_CRC32C } },
  { .n = 2, .kinds = { MVUA_ZARR_CODEC_ZSTD, MVUA_ZARR_CODEC_CRC32C } },
  { .n = 2, .kinds = { MVUA_ZARR_CODEC_CRC32C, MVUA_ZARR_CODEC_GZIP } },
  { .n = 4,
    .kinds = { MVUA_ZARR_CODEC_CRC32C, MVUA_ZARR_CODEC_CRC32C, MVUA_ZARR_CODEC_LZ4,
               MVUA_ZARR_CODEC_CRC32C } },
};

/* Chains in which every bit counts, as their outermost is a checksum. */
static gboolean
ends_with_crc (const MvuaZarrCodecs *codecs)
{
  return codecs->n > 0 && codecs->kinds[codecs->n - 1] == MVUA_ZARR_CODEC_CRC32C;
}

static void
test_chains (void)
{
  float values[N_VALUES], found[N_VALUES];
  guint8 bytes[ROOM];

  fill (values);
  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    {
      g_autofree char *complaint = NULL;
      const gsize n = encode_all (&chains[i], values, bytes);

      memset (found, 0xff, sizeof found);
      g_assert_true (mvua_zarr_decode (&chains[i], bytes, n, (guint8 *) found, N_BYTES, 4,
                                       &complaint));
      g_assert_null (complaint);
      g_assert_cmpmem (found, sizeof found, values, sizeof values);
      g_assert_cmpuint (n, <=, mvua_zarr_decode_get_bound (N_BYTES));
    }
}

static void
test_blosc_inside (void)
{
  static const char *const names[] = { "blosclz", "lz4", "lz4hc", "zlib", "zstd" };
  const MvuaZarrCodecs *codecs = &chains[1];
  float values[N_VALUES], found[N_VALUES];
  guint8 bytes[ROOM];

  fill (values);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (int shuffle = 0; shuffle <= 2; shuffle++)
      {
        g_autofree char *complaint = NULL;
        const int n = blosc_compress_ctx (5, shuffle, 4, N_BYTES, values, bytes, ROOM,
                                          names[i], 0, 1);

        g_assert_cmpint (n, >, 0);
        g_assert_true (mvua_zarr_decode (codecs, bytes, (gsize) n, (guint8 *) found,
                                         N_BYTES, 4, &complaint));
        g_assert_cmpmem (found, sizeof found, values, sizeof values);
      }
}

/* Two gzip files one after the other are one. */
static void
test_gzip_in_parts (void)
{
  const MvuaZarrCodecs *codecs = &chains[4];
  float values[N_VALUES], found[N_VALUES];
  guint8 bytes[2 * ROOM];
  g_autofree char *complaint = NULL;

  fill (values);
  gsize n = deflate_all (values, 400, bytes, 31);
  n += deflate_all ((guint8 *) values + 400, N_BYTES - 400, bytes + n, 31);
  g_assert_true (
      mvua_zarr_decode (codecs, bytes, n, (guint8 *) found, N_BYTES, 4, &complaint));
  g_assert_cmpmem (found, sizeof found, values, sizeof values);
}

static void
test_byte_order (void)
{
  const MvuaZarrCodecs codecs = { .is_big_endian = TRUE };
  const guint8 bytes[] = { 0x3f, 0x80, 0, 0, 0xc0, 0, 0, 0 };
  const guint8 words[] = { 0x01, 0x02, 0x03, 0x04 };
  g_autofree char *complaint = NULL;
  float floats[2];
  guint16 shorts[2];

  g_assert_true (
      mvua_zarr_decode (&codecs, bytes, 8, (guint8 *) floats, 8, 4, &complaint));
  g_assert_cmpfloat (floats[0], ==, 1);
  g_assert_cmpfloat (floats[1], ==, -2);
  g_assert_true (
      mvua_zarr_decode (&codecs, words, 4, (guint8 *) shorts, 4, 2, &complaint));
  g_assert_cmpuint (shorts[0], ==, 0x0102);
  g_assert_cmpuint (shorts[1], ==, 0x0304);
}

/* A chunk that ends early, at every byte, is none; nor is one that is longer or shorter
 * than it should be. */
static void
test_cut (void)
{
  float values[N_VALUES];
  guint8 bytes[ROOM], found[2 * N_BYTES];

  fill (values);
  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    {
      const gsize n = encode_all (&chains[i], values, bytes);

      for (gsize length = 0; length < n; length++)
        {
          /* Of its own length, so that reading past the end is seen. */
          g_autofree guint8 *cut = g_memdup2 (bytes, MAX (length, 1));
          g_autofree char *complaint = NULL;
          g_assert_false (
              mvua_zarr_decode (&chains[i], cut, length, found, N_BYTES, 4, &complaint));
          g_assert_nonnull (complaint);
        }
      for (gsize wanted = N_BYTES - 4; wanted <= N_BYTES + 4; wanted += 8)
        {
          g_autofree char *complaint = NULL;
          g_assert_false (
              mvua_zarr_decode (&chains[i], bytes, n, found, wanted, 4, &complaint));
          g_assert_nonnull (complaint);
        }
    }
}

/* With any bit flipped a chunk is refused if it has a checksum around it, and in any case
 * nothing is written past its end. */
static void
test_flipped (void)
{
  float values[N_VALUES];
  guint8 bytes[ROOM];
  guint n_refused = 0, n_all = 0;

  fill (values);
  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    {
      const gsize n = encode_all (&chains[i], values, bytes);

      for (gsize bit = 0; bit < 8 * n; bit++)
        {
          g_autofree guint8 *flipped = g_memdup2 (bytes, n);
          g_autofree guint8 *found = g_malloc (N_BYTES);
          g_autofree char *complaint = NULL;

          flipped[bit / 8] ^= (guint8) (1 << bit % 8);
          const gboolean ok =
              mvua_zarr_decode (&chains[i], flipped, n, found, N_BYTES, 4, &complaint);
          g_assert_true (ok == (complaint == NULL));
          if (ends_with_crc (&chains[i]))
            g_assert_false (ok);
          n_refused += !ok;
          n_all++;
        }
    }
  g_test_message ("%u of %u refused", n_refused, n_all);
  g_assert_cmpuint (n_refused, >, n_all / 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/zarr-decode/chains", test_chains);
  g_test_add_func ("/zarr-decode/blosc-inside", test_blosc_inside);
  g_test_add_func ("/zarr-decode/gzip-in-parts", test_gzip_in_parts);
  g_test_add_func ("/zarr-decode/byte-order", test_byte_order);
  g_test_add_func ("/zarr-decode/cut", test_cut);
  g_test_add_func ("/zarr-decode/flipped", test_flipped);
  return g_test_run ();
}
