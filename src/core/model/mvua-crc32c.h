/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * mvua_crc32c:
 * @crc: 0, or the sum of what comes before
 * @data: (nullable): [length]
 *
 * Chains: mvua_crc32c (mvua_crc32c (0, a, n), b, m) is the sum of a and b in a row.
 */
guint32 mvua_crc32c (guint32 crc, const void *data, gsize length);

G_END_DECLS
