/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-sections.h"
#include "mvua-unpack.h"

G_BEGIN_DECLS

/**
 * mvua_wrap:
 * @sections: a field in memory, whole
 * @cut: its grid
 *
 * The packed values of one field (sections 5 to 7) as a message of its own with a plain
 * latitude/longitude grid of the same shape, scanned plainly, and product template 4.0
 * (mvua_frame_write()).  ecCodes then needs the definitions of the packing only, whatever
 * the field is, and gives the values in the order in which they lie in the message.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_GRIB_ERROR_TRUNCATED set if
 *   the field is not whole
 */
GByteArray *mvua_wrap (const MvuaSections *sections,
                       const MvuaCut *cut,
                       GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
