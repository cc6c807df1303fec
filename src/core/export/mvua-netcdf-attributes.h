/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <netcdf.h>

#include "mvua-schema.h"

G_BEGIN_DECLS

/* Private to the sink of netCDF, which holds the lock. */

nc_type mvua_netcdf_type (MvuaZarrType type);

/**
 * mvua_netcdf_put_attributes:
 * @variable: or %NC_GLOBAL
 * @type: of the variable; flag_values are of it
 *
 * A JSON object as attributes: text, numbers and lists of either.
 *
 * Returns: a netCDF status
 */
int mvua_netcdf_put_attributes (int group,
                                int variable,
                                nc_type type,
                                json_object *attributes);

G_END_DECLS
