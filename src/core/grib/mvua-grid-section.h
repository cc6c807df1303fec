/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-identity.h"

G_BEGIN_DECLS

/* Private to the room: section 3 into the grid, ni, nj and scanning of @identity. */
gboolean mvua_grid_section_read (const MvuaSections *sections,
                                 MvuaIdentity *identity,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
