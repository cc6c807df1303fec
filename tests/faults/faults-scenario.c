/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "faults-scenario.h"

#include <string.h>

#define PART                                                                             \
  " --variables t2m,tp --region 5,35,3,37 --stats mean --thresholds 5"                   \
  " --daily-thresholds none --jobs 1"
/* Fields of more than 64 KiB. */
#define WIDE                                                                             \
  " --variables t2m,tp --stats mean,p50 --thresholds 5 --daily-thresholds 5 --jobs 1"

#define WRITES "write sync rename open mkdir truncate close unlink power"
#define READS "open read"

const FaultsScenario faults_scenarios[] = {
  { "export-zarr2", "export demo out/a" PART, "a", NULL, WRITES, "out",
    FAULTS_CAN_RESUME },
  { "export-zarr3", "export demo out/a --format zarr3" PART, "a", NULL, WRITES, "out",
    FAULTS_CAN_RESUME },
  { "export-netcdf", "export demo netcdf/a.nc --format netcdf" PART, "a.nc", NULL,
    "write sync rename open close unlink power", "netcdf", FAULTS_IS_NETCDF },
  { "more/refs-json", "refs demo out/a.json", "a.json", NULL, WRITES, "out", 0 },
  { "more/refs-par", "refs demo out/a.par", "a.par", NULL, WRITES, "out", 0 },
  { "more/refs-parq", "refs demo out/a.parq", "a.parq", NULL, WRITES, "out", 0 },
  { "more/combine", "combine members out/a" PART, "a", NULL, WRITES, "out",
    FAULTS_CAN_RESUME },
  { "more/overwrite", "export demo out/a --overwrite" PART, "a",
    "export demo out/a --steps 0-3" PART, WRITES, "out", FAULTS_CAN_RESUME },
  { "more/top-up", "export demo out/a --top-up --steps 0-6", "a",
    "export demo out/a --steps 0-3" PART, WRITES " read", "out", FAULTS_CAN_RESUME },
  { "more/top-up-zarr3", "export demo out/a --top-up --steps 0-6", "a",
    "export demo out/a --format zarr3 --steps 0-3" PART, WRITES " read", "out",
    FAULTS_CAN_RESUME },
  { "more/members", "export demo out/a --layout members" PART, "a", NULL, WRITES, "out",
    FAULTS_CAN_RESUME },
  { "more/variables", "export demo netcdf/a --format netcdf --layout variables" PART, "a",
    NULL, "write sync rename open mkdir close unlink power", "netcdf", FAULTS_IS_NETCDF },
  { "more/resume", "export --resume out/a", "a", "export demo out/a" PART, WRITES " read",
    "out", FAULTS_CAN_RESUME | FAULTS_IS_CUT },
  { "more/resume-zarr3", "export --resume out/a", "a",
    "export demo out/a --format zarr3" PART, WRITES " read", "out",
    FAULTS_CAN_RESUME | FAULTS_IS_CUT },
  { "more/source", "export demo out/a" PART, "a", NULL, READS, "demo",
    FAULTS_MAY_HAVE_GAPS | FAULTS_CAN_RESUME },
  { "more/source-stores", "combine members out/a" PART, "a", NULL, READS, "members",
    FAULTS_MAY_HAVE_GAPS | FAULTS_CAN_RESUME | FAULTS_IS_QUICK },
  { "more/cache", "export noaa:20250918/00 out/a --members gep01,gep02 --steps 0-6" PART,
    "a", NULL, WRITES " read", "caches", FAULTS_MUST_SUCCEED | FAULTS_IS_SERVED },
  { "memory/export-zarr2", "export demo out/a" WIDE, "a", NULL, "memory thread", "out",
    FAULTS_CAN_RESUME },
  { "memory/export-zarr3", "export demo out/a --format zarr3" WIDE, "a", NULL, "memory",
    "out", FAULTS_CAN_RESUME },
  { "memory/export-netcdf", "export demo netcdf/a.nc --format netcdf" WIDE, "a.nc", NULL,
    "memory", "netcdf", FAULTS_IS_NETCDF },
  { "memory/top-up", "export demo out/a --top-up --steps 0-6", "a",
    "export demo out/a --steps 0-3" WIDE, "memory", "out", FAULTS_CAN_RESUME },
  { "memory/combine", "combine wide out/a" WIDE, "a", NULL, "memory", "out",
    FAULTS_MAY_HAVE_GAPS | FAULTS_CAN_RESUME },
};
const guint faults_n_scenarios = G_N_ELEMENTS (faults_scenarios);

const char *const *
faults_kind_get_errors (const char *kind)
{
  static const char *const write[] = { "ENOSPC", "EIO", "short", NULL };
  static const char *const open[] = { "EMFILE", "ENOSPC", "EIO", NULL };
  static const char *const name[] = { "ENOSPC", "EIO", NULL };
  static const char *const rename[] = { "EIO", "ENOSPC", "EINVAL", NULL };
  static const char *const read[] = { "EIO", "short", NULL };
  static const char *const memory[] = { "ENOMEM", NULL };
  static const char *const thread[] = { "EAGAIN", NULL };
  static const char *const power[] = { "zero", "cut", "names", NULL };
  static const struct
  {
    const char *kind;
    const char *const *errors;
  } kinds[] = {
    { "write", write },   { "open", open },     { "rename", rename }, { "read", read },
    { "memory", memory }, { "thread", thread }, { "power", power },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].kind, kind) == 0)
      return kinds[i].errors;
  return name;
}
