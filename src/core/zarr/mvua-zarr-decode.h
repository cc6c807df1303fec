/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-zarr-meta.h"

G_BEGIN_DECLS

/* How long a chunk that decodes to @n_out bytes may be: no compressor makes more of what
 * it cannot compress. */
gsize mvua_zarr_decode_get_bound (gsize n_out);

/**
 * mvua_zarr_decode:
 * @bytes: [n] a chunk as it is stored
 * @out: (out caller-allocates): [n_out], which is what the chunk must come to
 * @size: bytes a value; @out has them in native byte order
 * @complaint: (out) (transfer full): why not: "is not 4,096 bytes of zstd"
 *
 * Undoes what was done to a chunk, from the last codec to the first.  Any thread.
 */
gboolean mvua_zarr_decode (const MvuaZarrCodecs *codecs,
                           const guint8 *bytes,
                           gsize n,
                           guint8 *out,
                           gsize n_out,
                           gsize size,
                           char **complaint) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
