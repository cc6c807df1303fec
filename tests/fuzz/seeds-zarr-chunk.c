/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-crc32c.h"
#include "mvua-fuzz.h"
#include "mvua-zarr-decode.h"

#include <blosc.h>
#include <lz4.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define N_VALUES 96
#define N_BYTES (N_VALUES * sizeof (float))
#define ROOM 2048

static gsize
deflate_all (const guint8 *data, gsize n, guint8 *out, int bits)
{
  z_stream stream = {
    .next_in = (guint8 *) data, .avail_in = (uInt) n, .next_out = out, .avail_out = ROOM
  };

  g_assert_cmpint (deflateInit2 (&stream, 6, Z_DEFLATED, bits, 8, Z_DEFAULT_STRATEGY), ==,
                   Z_OK);
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  deflateEnd (&stream);
  return stream.total_out;
}

static gsize
compress_lz4 (const guint8 *data, gsize n, guint8 *out)
{
  const guint32 length = GUINT32_TO_LE ((guint32) n);

  memcpy (out, &length, sizeof length);
  return sizeof length + (gsize) LZ4_compress_default ((const char *) data,
                                                       (char *) out + sizeof length,
                                                       (int) n, ROOM - sizeof length);
}

/* Kinds of fuzz-zarr-chunk.c, in its order; the last is of no compressor. */
static gsize
compress_as (guint kind, const guint8 *data, gsize n, guint8 *out)
{
  switch (kind)
    {
    case 0:
      return (gsize) blosc_compress_ctx (5, 1, 4, n, data, out, ROOM, "zstd", 0, 1);
    case 1:
      return ZSTD_compress (out, ROOM, data, n, 3);
    case 2:
      return deflate_all (data, n, out, 15);
    case 3:
      return deflate_all (data, n, out, 31);
    case 4:
      return compress_lz4 (data, n, out);
    default:
      memcpy (out, data, n);
      return n;
    }
}

static gsize
append_crc (guint8 *data, gsize n)
{
  const guint32 crc = GUINT32_TO_LE (mvua_crc32c (0, data, n));

  memcpy (data + n, &crc, sizeof crc);
  return n + sizeof crc;
}

static void
fill (guint8 *data)
{
  float values[N_VALUES];

  for (guint i = 0; i < N_VALUES; i++)
    values[i] = (float) (i / 7) + (i % 5 == 0 ? 0.25f : 0);
  memcpy (data, values, sizeof values);
}

static void
add (MvuaFuzzSeeds *seeds,
     const char *name,
     guint8 kind,
     guint8 flags,
     const guint8 *data,
     gsize n)
{
  const guint8 options[] = { kind, (guint8) (flags | 2 << 3), N_BYTES >> 8,
                             N_BYTES & 0xff };

  mvua_fuzz_seeds_add_with (seeds, name, options, sizeof options, data, n);
}

/* Every compressor, with a checksum within, without, or none. */
static void
add_chains (MvuaFuzzSeeds *seeds)
{
  for (guint8 kind = 0; kind <= 5; kind++)
    for (guint8 flags = 0; flags < 8; flags++)
      {
        g_autofree char *name = g_strdup_printf ("chain-%u-%u", kind, flags);
        guint8 data[N_BYTES + 4], out[ROOM + 4];

        fill (data);
        gsize n = flags & 2 ? append_crc (data, N_BYTES) : N_BYTES;
        n = compress_as (kind, data, n, out);
        if (flags & 4)
          n = append_crc (out, n);
        add (seeds, name, kind, flags, out, n);
      }
}

/* What may be within blosc: compressors, shuffles, and nothing compressed at all. */
static void
add_bloscs (MvuaFuzzSeeds *seeds)
{
  static const char *const names[] = { "blosclz", "lz4", "lz4hc", "zlib", "zstd" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (int shuffle = 0; shuffle <= 2; shuffle++)
      for (int level = 0; level <= 9; level += 9)
        {
          g_autofree char *name =
              g_strdup_printf ("blosc-%s-%d-%d", names[i], shuffle, level);
          guint8 data[N_BYTES], out[ROOM];

          fill (data);
          const int n = blosc_compress_ctx (level, shuffle, 4, N_BYTES, data, out, ROOM,
                                            names[i], 64, 1);
          g_assert_cmpint (n, >, 0);
          add (seeds, name, 0, 0, out, (gsize) n);
        }
}

void
mvua_fuzz_make_seeds (MvuaFuzzSeeds *seeds)
{
  add_chains (seeds);
  add_bloscs (seeds);
}
