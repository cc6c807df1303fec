/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A scratch folder for runs of the command that fail, and what of a run is looked at. */

#pragma once

#include <glib.h>

/* What a run of the command came to. */
typedef struct
{
  int status;       /* as wait() has it */
  char *complaints; /* standard error */
} FaultsRun;

/* A fault, as the library's environment has it. */
typedef struct
{
  const char *kind; /* NULL: calls are counted */
  const char *error;
  const char *under; /* folder in the scratch folder */
  guint at;
  gboolean stays;
} FaultsFault;

/* (transfer full): the scratch folder, which is the current one from then on */
char *faults_place_new (void);
void faults_place_free (char *place);

/* Runs mvua with arguments as in a shell; %NULL for @fault: without the library, which
 * does not wait for the disk. */
FaultsRun
faults_place_run (const char *place, const char *arguments, const FaultsFault *fault);
void faults_run_clear (FaultsRun *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FaultsRun, faults_run_clear)

/* How many calls of a kind the last run with a fault made. */
guint faults_place_count (const char *place, const char *kind);

void faults_place_remove (const char *path);
void faults_place_copy (const char *from, const char *to);

/* (transfer full): names and contents of all below, "" if there is nothing */
char *faults_place_digest (const char *path);

/* (transfer full) (nullable): a name in @folder that is not @but, %NULL if there is none
 */
char *faults_place_find_other (const char *folder, const char *but);
