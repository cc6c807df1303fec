/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-origins.h"
#include "mvua-reference.h"
#include "mvua-zarr-tree.h"

G_BEGIN_DECLS

/**
 * MvuaStoreOrigins:
 *
 * What stores say of where their fields come from, each one's table read once, when it is
 * first asked for.  Any thread.  Private to the room.
 */
typedef struct _MvuaStoreOrigins MvuaStoreOrigins;

MvuaStoreOrigins *mvua_store_origins_new (void);
void mvua_store_origins_free (MvuaStoreOrigins *self);

/**
 * mvua_store_origins_note:
 * @tree: the store; must live as long as @self
 * @array: its path in @tree
 * @reference: to the field
 *
 * Adds to @to the messages that a field was made of, or, of a store that does not tell,
 * the array itself.
 *
 * Returns: %FALSE with %MVUA_ERROR_NO_MEMORY set, or %MVUA_ERROR_IO where a table that is
 *   there cannot be read: nothing is forgotten for want of memory or descriptors
 */
gboolean mvua_store_origins_note (MvuaStoreOrigins *self,
                                  const MvuaZarrTree *tree,
                                  const char *array,
                                  const MvuaReference *reference,
                                  MvuaOrigins *to,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaStoreOrigins, mvua_store_origins_free)

G_END_DECLS
