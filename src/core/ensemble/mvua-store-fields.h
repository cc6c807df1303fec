/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-field-source.h"
#include "mvua-store-member.h"

G_BEGIN_DECLS

/**
 * MvuaStoreFields:
 *
 * Where the fields of an ensemble come from that is kept in stores.  Private to the room.
 */
typedef struct _MvuaStoreFields MvuaStoreFields;

/* @grid: of the ensemble; @chunks: of all its stores, taken over */
MvuaStoreFields *mvua_store_fields_new (const MvuaGrid *grid, MvuaZarrChunks *chunks);
MvuaFieldSource *mvua_store_fields_get_source (MvuaStoreFields *self);

/* Keeps a store that members are in; (transfer full) */
void mvua_store_fields_take_tree (MvuaStoreFields *self, MvuaZarrTree *tree);

/* What a store is to blame for becomes a status; @local_error: (transfer full).
 * Returns: FALSE with @error set for what it is not */
gboolean
mvua_store_settle_error (GError *local_error, MvuaLoaded *loaded, GError **error);

/**
 * mvua_store_fields_take_member:
 * @member: (transfer full)
 *
 * Its variables are files of the ensemble, in their order: the first one is the returned
 * number.  A reference to one has the index of the step as its offset.
 */
guint mvua_store_fields_take_member (MvuaStoreFields *self, MvuaStoreMember *member);

G_END_DECLS
