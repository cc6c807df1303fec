/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-zarr-codec.h"

#include "mvua-zarr-writer.h"

#include <blosc.h>

G_STATIC_ASSERT (MVUA_ZARR_CODEC_SHUFFLE == BLOSC_SHUFFLE);
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
  /* The _ctx call has no state of the process in it.  Incompressible data is stored in
   * the overhead that the bound allows for, so what is left is its own working memory. */
  const int n = blosc_compress_ctx (
      MVUA_ZARR_CODEC_LEVEL, MVUA_ZARR_CODEC_SHUFFLE, type_size, length, data, out,
      mvua_zarr_codec_get_bound (length), MVUA_ZARR_CODEC_CNAME, 0, 1);
  if (n <= 0)
    {
      g_set_error (error, MVUA_ZARR_ERROR, MVUA_ZARR_ERROR_NO_MEMORY,
                   "Could not compress %" G_GSIZE_FORMAT " bytes: not enough memory",
                   length);
      return FALSE;
    }

  *n_out = (gsize) n;
  return TRUE;
}

gboolean
mvua_zarr_codec_decompress (const void *data, gsize length, void *out, gsize n_out)
{
  gsize n = 0;

  return n_out <= MVUA_ZARR_CODEC_MAX && blosc_cbuffer_validate (data, length, &n) == 0 &&
         n == n_out && blosc_decompress_ctx (data, out, n_out, 1) == (int) n_out;
}
