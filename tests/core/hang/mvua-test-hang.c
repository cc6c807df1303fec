/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Stands before the decoding with ecCodes, in a child that is built for tests alone. */

#include "mvua-test-hang.h"

#include "mvua-eccodes.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MEGABYTE (1u << 20)

const char *__wrap_mvua_eccodes_unpack (const void *message,
                                        size_t n_octets,
                                        size_t n_points,
                                        double *all);
const char *__real_mvua_eccodes_unpack (const void *message,
                                        size_t n_octets,
                                        size_t n_points,
                                        double *all);

static int
has_mark (const uint8_t *message, size_t n_octets, float mark)
{
  uint8_t octets[4];
  uint32_t bits;

  memcpy (&bits, &mark, sizeof bits);
  for (int i = 0; i < 4; i++)
    octets[i] = (uint8_t) (bits >> (24 - 8 * i));
  for (size_t i = 0; i + sizeof octets <= n_octets; i++)
    if (memcmp (message + i, octets, sizeof octets) == 0)
      return 1;
  return 0;
}

static void
hang (void)
{
  for (volatile unsigned n = 0;; n++)
    continue;
}

/* What is not granted is not had, and then there is nothing to go on with. */
static void
run_away (void)
{
  for (;;)
    {
      uint8_t *more = malloc (MEGABYTE);
      if (more == NULL)
        abort ();
      memset (more, 1, MEGABYTE);
    }
}

const char *
__wrap_mvua_eccodes_unpack (const void *message,
                            size_t n_octets,
                            size_t n_points,
                            double *all)
{
  if (has_mark (message, n_octets, MVUA_TEST_MARK_HANG))
    hang ();
  if (has_mark (message, n_octets, MVUA_TEST_MARK_RUNAWAY))
    run_away ();
  return __real_mvua_eccodes_unpack (message, n_octets, n_points, all);
}
