/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaOctets:
 * @get: octets @offset to @offset + @n - 1, or %NULL if they are not all there; valid
 *   until the next call
 *
 * Where octets come from: memory, or a file that is read piece by piece.
 */
typedef struct _MvuaOctets MvuaOctets;
struct _MvuaOctets
{
  const guint8 *(*get) (const MvuaOctets *self, guint64 offset, gsize n);
};

/* Octets in memory; the most that @get can be asked for is what is there. */
typedef struct
{
  MvuaOctets octets;
  const guint8 *bytes;
  gsize n_bytes;
} MvuaMemoryOctets;

MvuaMemoryOctets mvua_memory_octets (const guint8 *bytes, gsize n_bytes);

G_END_DECLS
