/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stdint.h>

#define MVUA_FRAME_SIZE (16 + 21 + 72 + 34)

/**
 * mvua_frame_write:
 * @frame: (out caller-allocates)
 * @ni: points along a parallel
 * @nj: points along a meridian
 * @n_octets: of the whole message, this frame and the “7777” at its end included
 *
 * Sections 0 to 4 of a message with a plain latitude/longitude grid and product template
 * 4.0.  ecCodes looks at the shape of the grid, not at where it lies, and which
 * definitions it reads depends on nothing else but the packing then.
 */
void mvua_frame_write (uint8_t *frame, uint32_t ni, uint32_t nj, uint32_t n_octets);
