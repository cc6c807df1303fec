/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-variable.h"

G_BEGIN_DECLS

/**
 * mvua_store_unit_find:
 * @units: as a store writes the unit of its values: "m/s", "m s**-1", "degC"
 * @factor: (out): a value times this …
 * @offset: (out): … plus this, is in the unit that @variable is kept in
 *
 * Returns: %FALSE if the unit is not known as one of the variable's.  Private to the room
 */
gboolean mvua_store_unit_find (const MvuaVariable *variable,
                               const char *units,
                               double *factor,
                               double *offset);

G_END_DECLS
