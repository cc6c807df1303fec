/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Whether what came of a run with a fault is right. */

#pragma once

#include "faults-place.h"
#include "faults-scenario.h"

typedef struct
{
  const char *place;
  const FaultsScenario *scenario;
  char *target;    /* in the scratch folder */
  char *folder;    /* that it is in */
  char *reference; /* digest of the output where nothing failed */
  char *base;      /* and of the output that was there before; "" for none */
} FaultsWalk;

/* The test has failed where the output is neither as it was nor as it should be, the
 * program says otherwise, or does not say what to do. */
void
faults_judge (const FaultsWalk *walk, const FaultsFault *fault, const FaultsRun *run);

/* The same command where nothing fails any more: done, with the same output. */
void faults_judge_again (const FaultsWalk *walk, const FaultsFault *fault);
