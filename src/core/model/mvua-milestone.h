/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <stddef.h>

/*
 * Places in the work on an output at which a test may end the process, or look at the
 * disk.  Nothing in the library or the programs defines mvua_test_milestone(), so there
 * it is a comparison with NULL and cannot be reached from outside; a test program that
 * defines it is called, in whatever thread passes the place.
 */

void mvua_test_milestone (const char *name) __attribute__ ((weak));

static inline void
mvua_milestone (const char *name)
{
  if (mvua_test_milestone != NULL)
    mvua_test_milestone (name);
}
