/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Frames of Blosc 1 whose blocks are zstd: written to the byte as c-blosc 1.21 writes
 * them, and read.  c-blosc itself crashes where it gets no memory, and takes what zstd
 * had no memory for as incompressible.  Any thread.
 */

/* What a frame adds to incompressible data. */
#define MVUA_BLOSC_FRAME_HEAD 16

/**
 * mvua_blosc_frame_write:
 * @n: up to %MVUA_ZARR_CODEC_MAX
 * @type_size: bytes a value, for the shuffle; at most 255
 * @out: (out caller-allocates): @n + %MVUA_BLOSC_FRAME_HEAD bytes
 *
 * Returns: how many of them were filled; 0 where there is no memory
 */
gsize mvua_blosc_frame_write (const guint8 *data,
                              gsize n,
                              gsize type_size,
                              int level,
                              guint8 *out) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a frame, of @n bytes and with a valid head, is of the kind that is read here.
 */
gboolean mvua_blosc_frame_is_ours (const guint8 *frame, gsize n);

/**
 * mvua_blosc_frame_read:
 * @frame: one that is ours
 * @out: (out caller-allocates): @n_out bytes, which the head says it comes to
 *
 * Returns: %FALSE with errno set: ENOMEM, or EINVAL where the frame is damaged
 */
gboolean mvua_blosc_frame_read (const guint8 *frame, gsize n, guint8 *out, gsize n_out)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
