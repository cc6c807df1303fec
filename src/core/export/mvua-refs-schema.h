/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-refs-plan.h"
#include "mvua-schema-parts.h"

G_BEGIN_DECLS

/**
 * mvua_refs_schema_new:
 * @plan: with its places known
 * @below: (nullable): name of the group that the members are in, %NULL for the root
 *
 * What a set of references looks like: what is above the members, and a group for each of
 * them, whose first
 * arrays are those of the plan's variables, in order; the others are coordinates with
 * their data.  Private to the room.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE set if the messages
 *   have their values in an order that the filter cannot give
 */
MvuaSchema *mvua_refs_schema_new (const MvuaRefsPlan *plan,
                                  const char *below,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
