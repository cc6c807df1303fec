/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What is done while calls fail, and which kinds of calls. */

#pragma once

#include <glib.h>

typedef enum
{
  FAULTS_MUST_SUCCEED = 1 << 0, /* a cache that fails costs requests alone */
  FAULTS_MAY_HAVE_GAPS =
      1 << 1, /* status 3; or 2: a folder that cannot be read is no source */
  FAULTS_IS_SERVED = 1 << 2,  /* from a bucket */
  FAULTS_IS_NETCDF = 1 << 3,  /* where HDF5 may leave chunks as they are */
  FAULTS_CAN_RESUME = 1 << 4, /* what was done is kept, and --resume goes on with it */
  FAULTS_IS_CUT = 1 << 5,     /* what comes before is killed in the midst of its work */
  FAULTS_IS_QUICK = 1 << 6,   /* every call is walked in the suite, too */
} FaultsFlags;

typedef struct
{
  const char *name;
  const char *command; /* of mvua; writes @target */
  const char *target;  /* in the folder out */
  const char *before;  /* nullable: done before it */
  const char *kinds;   /* which calls, with a space between */
  const char *under;   /* where they fail */
  FaultsFlags flags;
} FaultsScenario;

extern const FaultsScenario faults_scenarios[];
extern const guint faults_n_scenarios;

/* The errors that a kind of call may fail with, %NULL at the end. */
const char *const *faults_kind_get_errors (const char *kind);
