/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-parquet.h"

G_BEGIN_DECLS

/* How pages are stored in a file: a table of what is known of each codec. */

/* Whether @codec (a number of the file) is one that is read; %FALSE with
 * %MVUA_PARQUET_ERROR_UNSUPPORTED set, naming it. */
gboolean mvua_parquet_codec_check (gint64 codec,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @n octets can become @n_out at all: a bound that is known before they do. */
gboolean mvua_parquet_codec_is_plausible (gint64 codec, gsize n, gsize n_out);

/**
 * mvua_parquet_codec_decompress:
 * @codec: one that is read
 * @out: (out caller-allocates): @n_out octets, all of which are filled
 *
 * Returns: %FALSE with %MVUA_PARQUET_ERROR_MALFORMED set if @data is not @n_out octets
 */
gboolean mvua_parquet_codec_decompress (gint64 codec,
                                        const guint8 *data,
                                        gsize n,
                                        guint8 *out,
                                        gsize n_out,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The most that mvua_parquet_codec_compress() makes of @n octets. */
gsize mvua_parquet_codec_get_bound (gint64 codec, gsize n);

/**
 * mvua_parquet_codec_compress:
 * @codec: %MVUA_CODEC_UNCOMPRESSED, %MVUA_CODEC_SNAPPY or %MVUA_CODEC_ZSTD
 * @out: (out caller-allocates): mvua_parquet_codec_get_bound() octets
 * @n_out: (out): how many were filled
 *
 * Returns: %FALSE with %MVUA_PARQUET_ERROR_TOO_LARGE set if memory is short
 */
gboolean mvua_parquet_codec_compress (gint64 codec,
                                      const guint8 *data,
                                      gsize n,
                                      guint8 *out,
                                      gsize *n_out,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
