/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-octets.h"

static const guint8 *
get_memory (const MvuaOctets *octets, guint64 offset, gsize n)
{
  const MvuaMemoryOctets *self = (const MvuaMemoryOctets *) octets;

  if (offset > self->n_bytes || n > self->n_bytes - offset)
    return NULL;
  return self->bytes + offset;
}

MvuaMemoryOctets
mvua_memory_octets (const guint8 *bytes, gsize n_bytes)
{
  return (MvuaMemoryOctets){ { get_memory }, bytes, n_bytes };
}
