/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-plan.h"
#include "mvua-zarr-writer.h"

G_BEGIN_DECLS

/**
 * MvuaHybrid:
 *
 * What a hybrid has besides a store: references to the messages of all that is wanted.
 * Private to the room.
 */
typedef struct _MvuaHybrid MvuaHybrid;

/**
 * mvua_hybrid_new:
 * @plan: of the store; borrowed, must outlive it
 * @target: path of the output
 *
 * Finds out where the messages lie, which may mean that indexes are fetched.
 *
 * Returns: (transfer full) (nullable): %NULL with @error set
 */
MvuaHybrid *mvua_hybrid_new (MvuaEnsemble *ensemble,
                             const MvuaExportPlan *plan,
                             const char *target,
                             GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void mvua_hybrid_free (MvuaHybrid *self);

/* Writes the set into the folder of the store, of which all but the metadata is there. */
gboolean mvua_hybrid_write (MvuaHybrid *self,
                            MvuaZarrWriter *store,
                            const char *folder,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* After that: adds what it came to. */
void mvua_hybrid_report (MvuaHybrid *self, MvuaExportReport *report);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaHybrid, mvua_hybrid_free)

G_END_DECLS
