/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stddef.h>
#include <stdint.h>

/*
 * Bytes of values in another order, in which they compress better: all first bytes, then
 * all second ones, and so on.  @n: bytes; what is left of a value at the end stays where
 * it is.  @size: bytes a value, at least 1.  Source: the shuffle of Blosc and HDF5.
 */
void mvua_kernel_shuffle (const uint8_t *restrict values,
                          size_t n,
                          size_t size,
                          uint8_t *restrict shuffled /* [n] */);

/* And back. */
void mvua_kernel_unshuffle (const uint8_t *restrict shuffled,
                            size_t n,
                            size_t size,
                            uint8_t *restrict values /* [n] */);
