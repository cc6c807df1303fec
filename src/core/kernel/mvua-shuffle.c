/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-shuffle.h"

#include <string.h>

/* What nearly all values are, in a way that compilers make vectors of. */
static void
shuffle_4 (const uint8_t *restrict values, size_t n, uint8_t *restrict shuffled)
{
  uint8_t *restrict first = shuffled, *restrict second = shuffled + n;
  uint8_t *restrict third = shuffled + 2 * n, *restrict fourth = shuffled + 3 * n;

  for (size_t i = 0; i < n; i++)
    {
      first[i] = values[4 * i];
      second[i] = values[4 * i + 1];
      third[i] = values[4 * i + 2];
      fourth[i] = values[4 * i + 3];
    }
}

static void
unshuffle_4 (const uint8_t *restrict shuffled, size_t n, uint8_t *restrict values)
{
  const uint8_t *restrict first = shuffled, *restrict second = shuffled + n;
  const uint8_t *restrict third = shuffled + 2 * n, *restrict fourth = shuffled + 3 * n;

  for (size_t i = 0; i < n; i++)
    {
      values[4 * i] = first[i];
      values[4 * i + 1] = second[i];
      values[4 * i + 2] = third[i];
      values[4 * i + 3] = fourth[i];
    }
}

void
mvua_kernel_shuffle (const uint8_t *restrict values,
                     size_t n,
                     size_t size,
                     uint8_t *restrict shuffled)
{
  const size_t n_values = n / size, n_whole = n_values * size;

  if (size == 4)
    shuffle_4 (values, n_values, shuffled);
  else
    for (size_t b = 0; b < size; b++)
      for (size_t i = 0; i < n_values; i++)
        shuffled[b * n_values + i] = values[i * size + b];
  memcpy (shuffled + n_whole, values + n_whole, n - n_whole);
}

void
mvua_kernel_unshuffle (const uint8_t *restrict shuffled,
                       size_t n,
                       size_t size,
                       uint8_t *restrict values)
{
  const size_t n_values = n / size, n_whole = n_values * size;

  if (size == 4)
    unshuffle_4 (shuffled, n_values, values);
  else
    for (size_t b = 0; b < size; b++)
      for (size_t i = 0; i < n_values; i++)
        values[i * size + b] = shuffled[b * n_values + i];
  memcpy (values + n_whole, shuffled + n_whole, n - n_whole);
}
