/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of NOAA's layout share: runs in a bucket of the test's own. */

#include "mvua-error.h"
#include "mvua-noaa.h"
#include "mvua-test-s3.h"

#include <string.h>

#define HOUR 3600
#define DAY (24 * HOUR)
#define RUN 1758153600 /* 2025-09-18 00Z */

static const MvuaMember control G_GNUC_UNUSED = { MVUA_MEMBER_CONTROL, 0 };
static const MvuaMember mean G_GNUC_UNUSED = { MVUA_MEMBER_MEAN, 0 };
static const MvuaMember spread G_GNUC_UNUSED = { MVUA_MEMBER_SPREAD, 0 };

static inline MvuaMember
perturbed (guint number)
{
  return (MvuaMember){ MVUA_MEMBER_PERTURBED, (guint8) number };
}

/* A file and its index. */
static inline void
add_file (MvuaTestS3 *server, MvuaRun run, MvuaMember member, int step)
{
  g_autofree char *key = mvua_noaa_key (run, member, step);
  g_autofree char *index = g_strconcat (key, ".idx", NULL);
  const gint64 time = run + 4 * HOUR + step * 60;

  mvua_test_s3_add (server, key, 1000 + (guint64) step, time);
  mvua_test_s3_add (server, index, 100, time);
}

static inline void
add_run (MvuaTestS3 *server, MvuaRun run, guint n_members, int last_step)
{
  for (guint m = 1; m <= n_members; m++)
    for (int step = 0; step <= last_step; step += 3)
      add_file (server, run, perturbed (m), step);
}

/* What else is in the folder of a run, and must not be taken for a file of it. */
static inline void
add_litter (MvuaTestS3 *server)
{
  static const char *const keys[] = {
    "gefs.20250918/00/atmos/pgrb2sp25/",
    "gefs.20250918/00/atmos/pgrb2sp25/gep01.t06z.pgrb2s.0p25.f000",
    "gefs.20250918/00/atmos/pgrb2sp25/gep01.t00z.pgrb2a.0p50.f000",
    "gefs.20250918/00/atmos/pgrb2sp25/deeper/gep01.t00z.pgrb2s.0p25.f000",
    "gefs.20250918/00/atmos/pgrb2sp25/gep99.t00z.pgrb2s.0p25.f000.idx",
    "gefs.20250918/00/atmos/pgrb2ap5/gep01.t00z.pgrb2a.0p50.f000",
    "gefs.20250918/00/wave/gridded/x",
    "index.html",
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    mvua_test_s3_add (server, keys[i], 1, RUN);
}
