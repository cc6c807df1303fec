/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-refs-plan.h"
#include "mvua-refs-schema.h"

G_BEGIN_DECLS

/**
 * MvuaRefsBuild:
 * @schema: of @plan
 * @store: (nullable): what lies in the set's folder and is in the set, too: groups and
 *   arrays, whose chunks are referred to by their paths
 * @folder: where the set is going to lie
 * @report: gets gaps and counts
 *
 * What a set is made of.  Private to the room.
 */
typedef struct
{
  const MvuaRefsPlan *plan;
  const MvuaSchema *schema;
  MvuaZarrWriter *store;
  const char *folder;
  MvuaRefsReport *report;
} MvuaRefsBuild;

/* Returns: (transfer full) (nullable): %NULL with @error set */
MvuaRefSet *mvua_refs_build (const MvuaRefsBuild *self,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
