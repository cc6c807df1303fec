/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Frames are to the byte c-blosc's, both ways, and damaged ones are refused. */

#include "mvua-blosc-frame.h"
#include "mvua-shuffle.h"
#include "mvua-zarr-codec.h"

#include <blosc.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#define MAX_BYTES 300000

typedef enum
{
  CONTENT_ZEROS,
  CONTENT_FIELD,
  CONTENT_NOISE,
  CONTENT_HALF, /* noise, then zeros */
  N_CONTENTS
} Content;

static void
fill (guint8 *data, gsize n, Content content)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  memset (data, 0, n);
  if (content == CONTENT_FIELD)
    for (gsize i = 0; i < n / sizeof (float); i++)
      {
        const float value = 290.0f + roundf (100 * sinf ((float) i / 300)) / 10;
        memcpy (data + i * sizeof value, &value, sizeof value);
      }
  else if (content != CONTENT_ZEROS)
    for (gsize i = 0; i < (content == CONTENT_HALF ? n / 2 : n); i++)
      data[i] = (guint8) g_rand_int (random);
}

/* As the kernel does it for four values of two bytes, with one left. */
static void
test_shuffle (void)
{
  const guint8 values[] = { 1, 10, 2, 20, 3, 30, 4, 40, 5 };
  const guint8 expected[] = { 1, 2, 3, 4, 10, 20, 30, 40, 5 };
  const guint8 words[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  const guint8 of_words[] = { 1, 5, 2, 6, 3, 7, 4, 8 };
  guint8 found[sizeof values], back[sizeof values];

  mvua_kernel_shuffle (values, sizeof values, 2, found);
  g_assert_cmpmem (found, sizeof found, expected, sizeof expected);
  mvua_kernel_unshuffle (found, sizeof found, 2, back);
  g_assert_cmpmem (back, sizeof back, values, sizeof values);
  mvua_kernel_shuffle (words, sizeof words, 4, found);
  g_assert_cmpmem (found, sizeof words, of_words, sizeof of_words);
  mvua_kernel_unshuffle (found, sizeof words, 4, back);
  g_assert_cmpmem (back, sizeof words, words, sizeof words);
}

static void
compare (const guint8 *data, gsize n, gsize size)
{
  const gsize room = n + MVUA_BLOSC_FRAME_HEAD;
  g_autofree guint8 *ours = g_malloc (room);
  g_autofree guint8 *theirs = g_malloc (room);
  g_autofree guint8 *back = g_malloc (n + 1);

  const gsize n_ours = mvua_blosc_frame_write (data, n, size, 1, ours);
  const int n_theirs =
      blosc_compress_ctx (1, BLOSC_SHUFFLE, size, n, data, theirs, room, "zstd", 0, 1);
  g_assert_cmpmem (ours, n_ours, theirs, (gsize) n_theirs);

  g_assert_true (mvua_blosc_frame_is_ours (theirs, n_ours));
  g_assert_true (mvua_blosc_frame_read (theirs, n_ours, back, n));
  g_assert_cmpmem (back, n, data, n);
}

static void
test_same_bytes (void)
{
  static const gsize sizes[] = { 1, 2, 4, 8, 12 };
  static const gsize lengths[] = { 0,     1,     4,     127,    128,    129,      1000,
                                   4096,  16383, 32764, 32768,  32772,  40001,    65536,
                                   72756, 98304, 98308, 131073, 218268, MAX_BYTES };
  g_autofree guint8 *data = g_malloc (MAX_BYTES);

  for (guint c = 0; c < N_CONTENTS; c++)
    for (guint l = 0; l < G_N_ELEMENTS (lengths); l++)
      {
        fill (data, lengths[l], (Content) c);
        for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
          compare (data, lengths[l], sizes[s]);
      }
}

/* c-blosc at other levels, without the shuffle, with other block sizes. */
static void
test_others (void)
{
  const gsize n = 100000;
  g_autofree guint8 *data = g_malloc (n);
  g_autofree guint8 *frame = g_malloc (n + MVUA_BLOSC_FRAME_HEAD);
  g_autofree guint8 *back = g_malloc (n);
  guint n_ours = 0;

  fill (data, n, CONTENT_FIELD);
  for (int level = 0; level <= 9; level++)
    for (int shuffle = 0; shuffle <= 2; shuffle++)
      for (gsize block = 0; block <= 4096; block += 1024)
        {
          const int n_frame =
              blosc_compress_ctx (level, shuffle, 4, n, data, frame,
                                  n + MVUA_BLOSC_FRAME_HEAD, "zstd", block, 1);
          g_assert_cmpint (n_frame, >, 0);
          memset (back, 0, n);
          n_ours += mvua_blosc_frame_is_ours (frame, (gsize) n_frame);
          g_assert_true (mvua_zarr_codec_decompress (frame, (gsize) n_frame, back, n));
          g_assert_cmpmem (back, n, data, n);
        }
  /* All but shuffled bits are read here. */
  g_assert_cmpuint (n_ours, >=, 100);
}

/* In memory that ends where the frame does. */
static void
read_damaged (const guint8 *frame, gsize n, gsize n_out)
{
  g_autofree guint8 *exact = g_memdup2 (frame, n);
  g_autofree guint8 *back = g_malloc (n_out);

  errno = 0;
  if (!mvua_zarr_codec_decompress (exact, n, back, n_out))
    g_assert_cmpint (errno, ==, EINVAL);
  if (mvua_blosc_frame_is_ours (exact, n) &&
      !mvua_blosc_frame_read (exact, n, back, n_out))
    g_assert_cmpint (errno, ==, EINVAL);
}

static void
test_damage (void)
{
  const gsize n = 36000; /* two blocks */
  g_autofree guint8 *data = g_malloc (n);
  g_autofree guint8 *frame = g_malloc (n + MVUA_BLOSC_FRAME_HEAD);

  fill (data, n, CONTENT_FIELD);
  const gsize n_frame = mvua_blosc_frame_write (data, n, 4, 1, frame);
  g_assert_cmpuint (n_frame, <, 16000);
  for (gsize cut = 0; cut < n_frame; cut += cut < 200 ? 1 : 97)
    read_damaged (frame, cut, n);
  for (gsize at = 0; at < n_frame; at += at < 200 ? 1 : 97)
    for (guint bit = 0; bit < 8; bit++)
      {
        frame[at] ^= (guint8) (1 << bit);
        read_damaged (frame, n_frame, n);
        frame[at] ^= (guint8) (1 << bit);
      }
  for (gsize at = 0; at < 32; at += 4)
    for (guint i = 0; i < 256; i++)
      {
        const guint32 word = i < 128 ? i : G_MAXUINT32 - i;
        guint8 old[4];
        memcpy (old, frame + at, 4);
        memcpy (frame + at, &word, 4);
        read_damaged (frame, n_frame, n);
        memcpy (frame + at, old, 4);
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blosc-frame/shuffle", test_shuffle);
  g_test_add_func ("/blosc-frame/same-bytes", test_same_bytes);
  g_test_add_func ("/blosc-frame/others", test_others);
  g_test_add_func ("/blosc-frame/damage", test_damage);
  return g_test_run ();
}
