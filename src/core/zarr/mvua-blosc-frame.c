/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Source: README_CHUNK_FORMAT.rst of c-blosc 1.21.  A head of 16 bytes, for each block
 * where it begins, and the blocks, each with its length before it; all little-endian.
 */

#include "mvua-blosc-frame.h"

#include "mvua-shuffle.h"

#include <errno.h>
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#define FRAME_VERSION 2
#define ZSTD_VERSION_OF_FRAME 1
#define ZSTD_FORMAT (4 << 5)
#define FORMATS (7 << 5)
#define SHUFFLED 0x01
#define STORED 0x02
#define SHUFFLED_BITS 0x04
#define NOT_SPLIT 0x10

/* What is shorter is not worth it, and what is longer than this much at level 1 has
 * blocks, which grow by half at the next levels. */
#define LEAST_BYTES 128
#define BLOCK_BYTES (32 << 10)

enum
{
  AT_VERSION,
  AT_FORMAT_VERSION,
  AT_FLAGS,
  AT_TYPE_SIZE,
  AT_LENGTH = 4,
  AT_BLOCK = 8,
  AT_ALL = 12,
};

static void
put (guint8 *at, gsize value)
{
  const guint32 word = GUINT32_TO_LE ((guint32) value);

  memcpy (at, &word, sizeof word);
}

static gsize
get (const guint8 *at)
{
  guint32 word;

  memcpy (&word, at, sizeof word);
  return GUINT32_FROM_LE (word);
}

static gsize
store (const guint8 *data, gsize n, guint8 *out)
{
  out[AT_FLAGS] |= STORED;
  memcpy (out + MVUA_BLOSC_FRAME_HEAD, data, n);
  put (out + AT_ALL, n + MVUA_BLOSC_FRAME_HEAD);
  return n + MVUA_BLOSC_FRAME_HEAD;
}

/* A frame while its blocks are written. */
typedef struct
{
  ZSTD_CCtx *zstd;
  guint8 *shuffled;
  int level;
  gsize size; /* bytes a value */
  guint8 *out;
  gsize room;
  gsize at; /* where the next block goes */
} Writing;

/* @fits: (out): whether the frame is shorter than the data still
 * Returns: %FALSE if there is no memory */
static gboolean
write_block (Writing *self, const guint8 *data, gsize n, gboolean *fits)
{
  const guint8 *bytes = data;

  *fits = self->at + sizeof (guint32) < self->room;
  if (!*fits)
    return TRUE;
  if (self->size > 1)
    {
      mvua_kernel_shuffle (data, n, self->size, self->shuffled);
      bytes = self->shuffled;
    }
  guint8 *length_at = self->out + self->at;
  self->at += sizeof (guint32);
  const gsize room = MIN (n, self->room - self->at);
  gsize written =
      ZSTD_compressCCtx (self->zstd, self->out + self->at, room, bytes, n, self->level);
  if (ZSTD_getErrorCode (written) == ZSTD_error_memory_allocation)
    return FALSE;
  if (ZSTD_isError (written) || written == n)
    {
      *fits = self->at + n <= self->room;
      if (!*fits)
        return TRUE;
      memcpy (self->out + self->at, bytes, n);
      written = n;
    }
  put (length_at, written);
  self->at += written;
  return TRUE;
}

static gboolean
write_blocks (Writing *self, const guint8 *data, gsize n, gsize block, gboolean *fit)
{
  const gsize n_blocks = (n + block - 1) / block;

  self->at = MVUA_BLOSC_FRAME_HEAD + n_blocks * sizeof (guint32);
  *fit = self->at < self->room;
  for (gsize i = 0; *fit && i < n_blocks; i++)
    {
      put (self->out + MVUA_BLOSC_FRAME_HEAD + i * sizeof (guint32), self->at);
      if (!write_block (self, data + i * block, MIN (block, n - i * block), fit))
        return FALSE;
    }
  return TRUE;
}

static gsize
find_block (gsize n, gsize size)
{
  const gsize block = MIN (n, BLOCK_BYTES);

  if (n < size)
    return 1;
  return block > size ? block / size * size : block;
}

gsize
mvua_blosc_frame_write (
    const guint8 *data, gsize n, gsize type_size, int level, guint8 *out)
{
  const gsize block = find_block (n, type_size);
  gboolean fit = FALSE;

  out[AT_VERSION] = FRAME_VERSION;
  out[AT_FORMAT_VERSION] = ZSTD_VERSION_OF_FRAME;
  out[AT_FLAGS] = SHUFFLED | NOT_SPLIT | ZSTD_FORMAT;
  out[AT_TYPE_SIZE] = (guint8) type_size;
  put (out + AT_LENGTH, n);
  put (out + AT_BLOCK, block);
  if (n < LEAST_BYTES)
    return store (data, n, out);

  g_autofree guint8 *shuffled = g_try_malloc (block);
  ZSTD_CCtx *zstd = ZSTD_createCCtx ();
  Writing writing = {
    zstd, shuffled, level, type_size, out, n + MVUA_BLOSC_FRAME_HEAD, 0
  };
  const gboolean had_memory =
      zstd != NULL && shuffled != NULL && write_blocks (&writing, data, n, block, &fit);
  ZSTD_freeCCtx (zstd);
  if (!had_memory)
    return 0;
  if (!fit)
    return store (data, n, out);
  put (out + AT_ALL, writing.at);
  return writing.at;
}

gboolean
mvua_blosc_frame_is_ours (const guint8 *frame, gsize n)
{
  if (n < MVUA_BLOSC_FRAME_HEAD || frame[AT_VERSION] != FRAME_VERSION)
    return FALSE;
  if ((frame[AT_FLAGS] & STORED) != 0)
    return TRUE;
  return (frame[AT_FLAGS] & FORMATS) == ZSTD_FORMAT &&
         frame[AT_FORMAT_VERSION] == ZSTD_VERSION_OF_FRAME &&
         (frame[AT_FLAGS] & NOT_SPLIT) != 0 && (frame[AT_FLAGS] & SHUFFLED_BITS) == 0 &&
         frame[AT_TYPE_SIZE] > 0;
}

static gboolean
fail (int number)
{
  errno = number;
  return FALSE;
}

/* One block of @n_out bytes; @at: of its length, which lies in the frame. */
static gboolean
read_block (
    ZSTD_DCtx *zstd, const guint8 *frame, gsize n, gsize at, guint8 *out, gsize n_out)
{
  if (at < MVUA_BLOSC_FRAME_HEAD || n < sizeof (guint32) || at > n - sizeof (guint32))
    return fail (EINVAL);
  const gsize length = get (frame + at);
  at += sizeof (guint32);
  if (length > n - at)
    return fail (EINVAL);
  if (length == n_out)
    {
      memcpy (out, frame + at, n_out);
      return TRUE;
    }
  const gsize made = ZSTD_decompressDCtx (zstd, out, n_out, frame + at, length);
  if (ZSTD_getErrorCode (made) == ZSTD_error_memory_allocation)
    return fail (ENOMEM);
  return made == n_out || fail (EINVAL);
}

static gboolean
read_blocks (ZSTD_DCtx *zstd,
             const guint8 *frame,
             gsize n,
             guint8 *out,
             gsize n_out,
             guint8 *shuffled)
{
  const gsize block = get (frame + AT_BLOCK);

  for (gsize i = 0, done = 0; done < n_out; i++, done += block)
    {
      const gsize at = get (frame + MVUA_BLOSC_FRAME_HEAD + i * sizeof (guint32));
      const gsize n_block = MIN (block, n_out - done);
      if (!read_block (zstd, frame, n, at, shuffled != NULL ? shuffled : out + done,
                       n_block))
        return FALSE;
      if (shuffled != NULL)
        mvua_kernel_unshuffle (shuffled, n_block, frame[AT_TYPE_SIZE], out + done);
    }
  return TRUE;
}

gboolean
mvua_blosc_frame_read (const guint8 *frame, gsize n, guint8 *out, gsize n_out)
{
  const gsize block = get (frame + AT_BLOCK);

  if (get (frame + AT_LENGTH) != n_out || get (frame + AT_ALL) != n)
    return fail (EINVAL);
  if ((frame[AT_FLAGS] & STORED) != 0)
    {
      if (n != n_out + MVUA_BLOSC_FRAME_HEAD)
        return fail (EINVAL);
      memcpy (out, frame + MVUA_BLOSC_FRAME_HEAD, n_out);
      return TRUE;
    }
  if (n_out == 0)
    return TRUE;
  if (block == 0 || block > n_out ||
      (n - MVUA_BLOSC_FRAME_HEAD) / sizeof (guint32) < (n_out + block - 1) / block)
    return fail (EINVAL);

  const gboolean is_shuffled =
      (frame[AT_FLAGS] & SHUFFLED) != 0 && frame[AT_TYPE_SIZE] > 1;
  g_autofree guint8 *shuffled = is_shuffled ? g_try_malloc (block) : NULL;
  ZSTD_DCtx *zstd = ZSTD_createDCtx ();
  const gboolean done = zstd == NULL || (is_shuffled && shuffled == NULL)
                            ? fail (ENOMEM)
                            : read_blocks (zstd, frame, n, out, n_out, shuffled);
  ZSTD_freeDCtx (zstd); /* leaves errno alone */
  return done;
}
