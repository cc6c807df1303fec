/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-field-maker.h"

G_BEGIN_DECLS

/**
 * MvuaFieldCache:
 *
 * The fields that were used last, bounded in bytes.  Whoever has it guards it.  Private
 * to the room.
 */
typedef struct _MvuaFieldCache MvuaFieldCache;

MvuaFieldCache *mvua_field_cache_new (gsize most_bytes);
void mvua_field_cache_free (MvuaFieldCache *self);

/* Returns: (transfer none) (nullable): valid until the next call that adds */
const MvuaMade *mvua_field_cache_look_up (MvuaFieldCache *self, const MvuaMakeKey *key);

/* Keeps a reference of its own; one that is larger than the whole cache is not kept. */
void
mvua_field_cache_add (MvuaFieldCache *self, const MvuaMakeKey *key, const MvuaMade *made);

gsize mvua_field_cache_get_n_bytes (const MvuaFieldCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaFieldCache, mvua_field_cache_free)

G_END_DECLS
