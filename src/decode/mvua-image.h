/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stddef.h>
#include <stdint.h>

/**
 * mvua_image_check:
 * @message: [n_octets], framed by mvua_frame_write(), with the start of a section 5
 *
 * Values that are packed as a picture, JPEG 2000 or PNG, must be one of as many points as
 * section 5 says.  ecCodes 2.28 does not look: of a larger one it writes past the end of
 * its values, and of a smaller one it makes up the rest.
 *
 * Returns: (nullable): what is wrong
 */
const char *mvua_image_check (const uint8_t *message, size_t n_octets);
