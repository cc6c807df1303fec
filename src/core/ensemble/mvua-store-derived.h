/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-field-source.h"
#include "mvua-store-axes.h"

G_BEGIN_DECLS

/**
 * MvuaStoreDerived:
 *
 * Statistics and probabilities that a store has, where it says of which members they are
 * and of how many each is.  Any thread may use it.  Private to the room.
 */
typedef struct _MvuaStoreDerived MvuaStoreDerived;

/**
 * mvua_store_derived_new:
 * @tree: borrowed; must outlive it
 * @grid: of the ensemble, on which they must be
 *
 * Reads coordinates and numbers of members, and no field.
 *
 * Returns: (transfer full) (nullable): %NULL if there is nothing of the kind that is
 *   understood; members then are what they are made of
 */
MvuaStoreDerived *mvua_store_derived_new (MvuaZarrTree *tree, const MvuaGrid *grid);
void mvua_store_derived_free (MvuaStoreDerived *self);

/* Whether it has a field that is of all of @members (element-type MvuaMember), and of no
 * others.  Reads nothing. */
gboolean mvua_store_derived_has (const MvuaStoreDerived *self,
                                 const MvuaFieldKey *key,
                                 const GArray *members);

/* Reads one that it has.  As mvua_field_source's load. */
gboolean mvua_store_derived_load (MvuaStoreDerived *self,
                                  const MvuaFieldKey *key,
                                  float *values,
                                  MvuaLoaded *loaded,
                                  guint64 *n_read,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaStoreDerived, mvua_store_derived_free)

G_END_DECLS
