/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Blosc 1 with zstd and byte shuffle, which "blosc" means in Zarr v2 and v3.  The names
 * below stand in the metadata.  Any thread.
 */
#define MVUA_ZARR_CODEC_CNAME "zstd"
#define MVUA_ZARR_CODEC_LEVEL 1
#define MVUA_ZARR_CODEC_SHUFFLE 1              /* BLOSC_SHUFFLE, as v2 has it */
#define MVUA_ZARR_CODEC_SHUFFLE_NAME "shuffle" /* as v3 has it */

/* The largest chunk: Blosc's limit, which holds for raw chunks too. */
#define MVUA_ZARR_CODEC_MAX ((gsize) (G_MAXINT32 - 16))

/* Room that the result may take, for @length up to %MVUA_ZARR_CODEC_MAX. */
gsize mvua_zarr_codec_get_bound (gsize length);

/**
 * mvua_zarr_codec_compress:
 * @type_size: bytes a value, for the shuffle
 * @out: (out caller-allocates): mvua_zarr_codec_get_bound() bytes
 * @n_out: (out): how many of them were filled
 *
 * Returns: %FALSE with %MVUA_ZARR_ERROR_NO_MEMORY set, its only way to fail
 */
gboolean mvua_zarr_codec_compress (const void *data,
                                   gsize length,
                                   gsize type_size,
                                   void *out,
                                   gsize *n_out,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_zarr_codec_decompress:
 * @out: (out caller-allocates): @n_out bytes, which is what @data must come to
 *
 * Returns: %FALSE if @data is not that, with errno EINVAL, or if there is no memory, with
 * ENOMEM; what is in @out is then of no use
 */
gboolean mvua_zarr_codec_decompress (const void *data,
                                     gsize length,
                                     void *out,
                                     gsize n_out) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
