/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-codec.h"

#include "mvua-blosc-frame.h"
#include "mvua-zarr-writer.h"

#include <blosc.h>
#include <errno.h>

/* More than any of its codecs takes besides. */
#define WORKING_BYTES (1 << 20)

G_STATIC_ASSERT (MVUA_ZARR_CODEC_SHUFFLE == BLOSC_SHUFFLE);
G_STATIC_ASSERT (MVUA_BLOSC_FRAME_HEAD == BLOSC_MAX_OVERHEAD);
G_STATIC_ASSERT (G_MAXINT32 - 16 == BLOSC_MAX_BUFFERSIZE);

gsize
mvua_zarr_codec_get_bound (gsize length)
{
  return length + BLOSC_MAX_OVERHEAD;
}

gboolean
mvua_zarr_codec_compress (const void *data,
                          gsize length,
                          gsize type_size,
                          void *out,
                          gsize *n_out,
                          GError **error)
{
  const gsize n =
      mvua_blosc_frame_write (data, length, type_size, MVUA_ZARR_CODEC_LEVEL, out);

  if (n == 0)
    {
      g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_NO_MEMORY,
                   "Could not compress %" G_GSIZE_FORMAT " bytes: not enough memory",
                   length);
      return FALSE;
    }

  *n_out = n;
  return TRUE;
}

/* c-blosc crashes where it gets none of its working memory, so it is asked for before. It
 * takes that by blocks, and refuses a frame with larger ones than there are octets. */
static gboolean
has_memory_for (const void *frame, gsize n_out)
{
  size_t n = 0, n_frame = 0, n_block = 0;

  blosc_cbuffer_sizes (frame, &n, &n_frame, &n_block);
  g_autofree void *memory = g_try_malloc (4 * MIN (n_block, n_out) + WORKING_BYTES);
  return memory != NULL;
}

gboolean
mvua_zarr_codec_decompress (const void *data, gsize length, void *out, gsize n_out)
{
  gsize n = 0;

  errno = EINVAL;
  if (n_out > MVUA_ZARR_CODEC_MAX || blosc_cbuffer_validate (data, length, &n) != 0 ||
      n != n_out)
    return FALSE;
  if (mvua_blosc_frame_is_ours (data, length))
    return mvua_blosc_frame_read (data, length, out, n_out);
  if (!has_memory_for (data, n_out))
    {
      errno = ENOMEM;
      return FALSE;
    }
  const gboolean done = blosc_decompress_ctx (data, out, n_out, 1) == (int) n_out;
  errno = EINVAL;
  return done;
}
