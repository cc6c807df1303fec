/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Big-endian bit fields of at most 32 bits, as GRIB packs them.  Inline, since this is
 * the innermost loop of all decoding. */

static inline uint64_t
mvua_bits_load (const uint8_t *octets)
{
  uint64_t word;

  memcpy (&word, octets, sizeof word);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  word = __builtin_bswap64 (word);
#endif
  return word;
}

/* The @width bits at bit @at; eight octets from the first one's must be readable. */
static inline uint32_t
mvua_bits_peek (const uint8_t *octets, uint64_t at, unsigned width)
{
  const uint64_t word = mvua_bits_load (octets + (at >> 3)) << (at & 7);

  /* Two shifts, since one by 64 is undefined and a width of 0 is common. */
  return (uint32_t) (word >> 1 >> (63 - width));
}

/* The same near the end of @n_octets, where eight octets cannot be read at once; all
 * @width bits must lie before the end. */
static inline uint32_t
mvua_bits_peek_end (const uint8_t *octets, size_t n_octets, uint64_t at, unsigned width)
{
  uint8_t tail[8] = { 0 };
  const size_t first = at >> 3;
  const size_t n = n_octets - first < sizeof tail ? n_octets - first : sizeof tail;

  if (width == 0)
    return 0;
  memcpy (tail, octets + first, n);
  return mvua_bits_peek (tail, at & 7, width);
}

static inline uint32_t
mvua_bits_get (const uint8_t *octets, size_t n_octets, uint64_t at, unsigned width)
{
  return (at >> 3) + 8 <= n_octets ? mvua_bits_peek (octets, at, width)
                                   : mvua_bits_peek_end (octets, n_octets, at, width);
}
