/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

/* Whether two netCDF files have the same groups, variables, attributes and values, in
 * however many bytes. */
gboolean faults_netcdf_is_equal (const char *path, const char *other);
