/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stddef.h>

/* What stands for a missing value. */
#define MVUA_ECCODES_MISSING (-1e300)

/**
 * mvua_eccodes_unpack:
 * @message: [n_octets]; it stays as it is
 * @all: (out caller-allocates): [n_points], in the order of the message
 *
 * The values of the only field of a message, as ecCodes has them.
 *
 * Returns: (nullable): what is wrong, of which nothing needs to be freed
 */
const char *
mvua_eccodes_unpack (const void *message, size_t n_octets, size_t n_points, double *all);
