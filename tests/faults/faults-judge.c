/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "faults-judge.h"

#include "faults-netcdf.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

static void
complain (const FaultsWalk *walk,
          const FaultsFault *fault,
          const FaultsRun *run,
          const char *what)
{
  g_test_message ("%s: %s %u %s%s: %s; it ended with 0x%x and said:\n%s",
                  walk->scenario->name, fault->kind, fault->at, fault->error,
                  fault->stays ? " from then on" : "", what, run->status,
                  run->complaints);
  g_test_fail ();
}

static gboolean
is (const FaultsFault *fault, const char *kind)
{
  return strcmp (fault->kind, kind) == 0;
}

/* A message names a file, and what to do where something can be done. */
static const char *
find_fault_of_message (const FaultsWalk *walk, const FaultsFault *fault, const char *text)
{
  if (strchr (text, '\n') == NULL)
    return "it said nothing";
  if (is (fault, "memory"))
    return strstr (text, "emory") != NULL ? NULL : "memory is not spoken of";
  if (strstr (text, walk->scenario->target) == NULL &&
      strstr (text, walk->folder) == NULL)
    return "no file is named";
  if ((walk->scenario->flags & FAULTS_MAY_HAVE_GAPS) != 0) /* it is the source's */
    return NULL;
  if (strcmp (fault->error, "ENOSPC") == 0 && fault->stays && !is (fault, "open") &&
      strstr (text, "free") == NULL)
    return "it does not say that space has to be freed";
  if (strcmp (fault->error, "EMFILE") == 0 &&
      (walk->scenario->flags & FAULTS_IS_NETCDF) == 0 && strstr (text, "ulimit") == NULL)
    return "it does not say that the limit can be raised";
  return NULL;
}

static const char *
find_fault_of_output (const FaultsWalk *walk,
                      const FaultsFault *fault,
                      const FaultsRun *run,
                      int status)
{
  g_autofree char *digest = faults_place_digest (walk->target);
  const gboolean is_new =
      strcmp (digest, walk->reference) == 0 ||
      (is (fault, "memory") && (walk->scenario->flags & FAULTS_IS_NETCDF) != 0 &&
       digest[0] != '\0' && faults_netcdf_is_equal (walk->target, "netcdf.reference"));
  const gboolean is_old = strcmp (digest, walk->base) == 0;

  if (status == 0 && !is_new)
    return "it says that it is done, and the output is not";
  if (status == 3 && digest[0] == '\0')
    return "it says that there are gaps, and there is no output";
  if (status == 3)
    {
      g_autofree char *verify = g_strconcat ("verify ", walk->target, NULL);
      g_auto (FaultsRun) verified = faults_place_run (walk->place, verify, NULL);
      return verified.status == 0 ? NULL : "the output with gaps does not verify";
    }
  if (!is_new && !is_old)
    return "something else has got the name of the output";
  /* What was replaced is kept where it is not sure that it was, and what is to be removed
   * has to be opened. */
  if (is (fault, "unlink") || is (fault, "power") || is (fault, "open") ||
      (is_new && status != 0))
    return NULL;
  g_autofree char *left = faults_place_find_other (walk->folder, walk->scenario->target);
  const gboolean is_kept =
      (walk->scenario->flags & FAULTS_IS_CUT) != 0 ||
      ((walk->scenario->flags & FAULTS_CAN_RESUME) != 0 &&
       strstr (run->complaints, "what was done is kept; to go on with it:") != NULL);
  if (left == NULL && is_kept && status != 0 && !is_new)
    return "what was done is gone";
  return left == NULL || (is_kept && status != 0) ? NULL
                                                  : "something is left beside the output";
}

void
faults_judge (const FaultsWalk *walk, const FaultsFault *fault, const FaultsRun *run)
{
  const FaultsFlags flags = walk->scenario->flags;
  const gboolean is_served = (flags & FAULTS_IS_SERVED) != 0;
  /* How much of a cache is used depends on what comes first: the call may not be made. */
  const gboolean is_dead =
      is (fault, "power") && fault->at > 0 && !(is_served && WIFEXITED (run->status));
  const int status = WIFEXITED (run->status) ? WEXITSTATUS (run->status) : -1;
  const char *wrong = NULL;

  if (is_dead ? !WIFSIGNALED (run->status) || WTERMSIG (run->status) != SIGKILL
              : status < 0)
    wrong = "it ended by a signal";
  else if (!is_dead && status != 0 && status != 1 &&
           ((status != 3 && status != 2) || (flags & FAULTS_MAY_HAVE_GAPS) == 0))
    wrong = "it ended with a status that is not its own";
  else if (status != 0 && !is_dead && (flags & FAULTS_MUST_SUCCEED) != 0)
    wrong = "it failed of what it could do without";
  else if (!is_dead && !is_served &&
           faults_place_count (walk->place, fault->kind) < fault->at)
    wrong = "the call that was to fail was not made";
  else
    wrong = find_fault_of_output (walk, fault, run, status);
  if (wrong == NULL && (status == 1 || status == 2))
    wrong = find_fault_of_message (walk, fault, run->complaints);
  if (wrong == NULL && (strstr (run->complaints, "CRITICAL") != NULL ||
                        strstr (run->complaints, "runtime error") != NULL))
    wrong = "it complains of itself";
  if (wrong != NULL)
    complain (walk, fault, run, wrong);
}

/* (transfer full): the command that is to succeed now: the same one, going on with what
 * is left where it can, or replacing what was done although it was not said to be. */
static char *
find_next (const FaultsWalk *walk, const char *left)
{
  const char *command = walk->scenario->command;
  const gboolean is_cut = (walk->scenario->flags & FAULTS_IS_CUT) != 0;
  const gboolean can_resume = (walk->scenario->flags & FAULTS_CAN_RESUME) != 0;
  g_autofree char *was = faults_place_digest (walk->target);
  const gboolean is_old = strcmp (was, walk->base) == 0;

  if (is_cut && is_old)
    return g_strdup (command);
  if (is_old && can_resume && left != NULL)
    return g_strconcat (command, " --resume", NULL);
  if (is_cut)
    return g_strconcat (walk->scenario->before, " --overwrite", NULL);
  if (is_old || strstr (command, " --top-up") != NULL)
    return g_strdup (command);
  return g_strconcat (command, " --overwrite", NULL);
}

/* Whether what is left although it was to be gone on with is told of, and goes if that is
 * promised. */
static gboolean
is_told_of (const FaultsWalk *walk, const char *complaints)
{
  const FaultsFault none = { .under = walk->scenario->under };
  g_autofree char *discard = g_strconcat ("export --discard ", walk->target, NULL);

  if (strstr (complaints, "can be removed by hand") != NULL)
    return TRUE;
  if (strstr (complaints, "--discard removes what is left of it") == NULL)
    return FALSE;
  g_auto (FaultsRun) run = faults_place_run (walk->place, discard, &none);
  g_autofree char *still = faults_place_find_other (walk->folder, walk->scenario->target);
  return run.status == 0 && still == NULL;
}

void
faults_judge_again (const FaultsWalk *walk, const FaultsFault *fault)
{
  const FaultsFault none = { .under = walk->scenario->under };
  g_autofree char *left = faults_place_find_other (walk->folder, walk->scenario->target);
  g_autofree char *command = find_next (walk, left);
  g_auto (FaultsRun) run = faults_place_run (walk->place, command, &none);
  g_autofree char *digest = faults_place_digest (walk->target);
  g_autofree char *still = faults_place_find_other (walk->folder, walk->scenario->target);

  if (run.status != 0)
    complain (walk, fault, &run, "afterwards it failed again");
  if (strcmp (digest, walk->reference) != 0)
    complain (walk, fault, &run, "afterwards the output was another one");
  if (g_str_has_suffix (command, "--resume") && still != NULL &&
      !is_told_of (walk, run.complaints))
    complain (walk, fault, &run, "afterwards something was left");
}
