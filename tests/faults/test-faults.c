/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Each call by which the command reaches the disk, or has bulk memory, fails: the first,
 * the second and so on, once or from then on; and the power goes out at each.  Never a
 * crash, a hang or a false success; the output is absent, as it was, or as it should be;
 * the message says what to do; and afterwards the same command succeeds.
 *
 * MVUA_FAULTS=all walks every call of everything, and repeats the command after each;
 * otherwise a few calls are walked of what is not a plain export.  Errors take turns but
 * for all calls of plain exports.  MVUA_FAULTS_STRIDE=N walks every Nth, where a run is
 * slow.
 */

#include "faults-judge.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define FEW 4 /* calls of a kind that are walked of what is not a plain export */

static char *place;
static gboolean walks_all;
static guint stride;
static GSubprocess *server;

static void
run_plainly (const char *arguments)
{
  g_auto (FaultsRun) run = faults_place_run (place, arguments, NULL);

  if (run.status != 0)
    g_error ("mvua %s: %s", arguments, run.complaints);
}

/* What the commands work on, made when the first of them needs it. */
static void
make_sources (void)
{
  if (g_file_test ("demo", G_FILE_TEST_EXISTS))
    return;
  run_plainly ("demo demo --count 2 --steps 0-6");
  run_plainly (
      "export demo members --layout members --variables t2m,tp --region 5,35,3,37"
      " --jobs 1");
  run_plainly ("export demo wide --layout members --variables t2m,tp --jobs 1");
}

/* It ends when this does, whyever. */
static void
end_with_parent (gpointer data G_GNUC_UNUSED)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
serve (void)
{
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *url = NULL;

  if (server != NULL)
    return;
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
  server =
      g_subprocess_launcher_spawn (launcher, NULL, g_getenv ("MVUA_SERVE"), "demo", NULL);
  g_assert_nonnull (server);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (server));
  url = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
  g_assert_nonnull (url);
  g_setenv ("MVUA_NOAA_URL", url, TRUE);
}

/* All as it was before the command. */
static void
restore (const FaultsWalk *walk)
{
  faults_place_remove (walk->folder);
  if (g_file_test ("base", G_FILE_TEST_EXISTS))
    faults_place_copy ("base", walk->folder);
  else
    g_assert_cmpint (g_mkdir (walk->folder, 0777), ==, 0);
  if ((walk->scenario->flags & FAULTS_IS_SERVED) != 0)
    faults_place_remove ("caches");
}

/* A store, or a folder of stores. */
static void
verify (const char *path)
{
  g_autofree char *table = g_build_filename (path, ".mvua", NULL);
  g_autofree char *command = g_strconcat ("verify ", path, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (g_file_test (table, G_FILE_TEST_EXISTS))
    run_plainly (command);
  else
    while ((name = g_dir_read_name (dir)) != NULL)
      if (g_str_has_suffix (name, ".zarr"))
        {
          g_autofree char *below = g_build_filename (path, name, NULL);
          verify (below);
        }
}

/* What is to be killed is killed when a part of its work is done. */
static void
do_before (FaultsWalk *walk)
{
  const FaultsScenario *scenario = walk->scenario;
  FaultsFault kill = { .under = scenario->under };

  if ((scenario->flags & FAULTS_IS_CUT) == 0)
    run_plainly (scenario->before);
  else
    {
      g_auto (FaultsRun) whole = faults_place_run (place, scenario->before, &kill);
      g_assert_cmpint (whole.status, ==, 0);
      walk->reference = faults_place_digest (walk->target);
      restore (walk);
      kill.kind = "power";
      kill.error = "none";
      kill.at = faults_place_count (place, kill.kind) * 2 / 5;
      g_auto (FaultsRun) killed = faults_place_run (place, scenario->before, &kill);
      g_assert_true (WIFSIGNALED (killed.status));
    }
  faults_place_copy (walk->folder, "base");
  g_free (walk->base);
  walk->base = faults_place_digest (walk->target);
}

static void
begin (FaultsWalk *walk, const FaultsScenario *scenario)
{
  const gboolean is_netcdf = (scenario->flags & FAULTS_IS_NETCDF) != 0;
  const FaultsFault none = { .under = scenario->under };

  make_sources ();
  if ((scenario->flags & FAULTS_IS_SERVED) != 0)
    serve ();
  *walk = (FaultsWalk){ .place = place,
                        .scenario = scenario,
                        .folder = g_strdup (is_netcdf ? "netcdf" : "out"),
                        .base = g_strdup ("") };
  walk->target = g_build_filename (walk->folder, scenario->target, NULL);
  faults_place_remove ("base");
  restore (walk);
  if (scenario->before != NULL)
    do_before (walk);
  g_auto (FaultsRun) run = faults_place_run (place, scenario->command, &none);
  if (run.status != 0)
    g_error ("mvua %s: %s", scenario->command, run.complaints);
  g_autofree char *digest = faults_place_digest (walk->target);
  if (walk->reference != NULL) /* to the byte what it is without an interruption */
    g_assert_cmpstr (digest, ==, walk->reference);
  else
    walk->reference = g_steal_pointer (&digest);
  g_assert_cmpstr (walk->reference, !=, walk->base);
  if (strstr (scenario->command, ".nc ") != NULL)
    faults_place_copy (walk->target, "netcdf.reference");
  else if (g_strcmp0 (scenario->target, "a") == 0)
    verify (walk->target);
}

static void
clear (FaultsWalk *walk)
{
  g_free (walk->target);
  g_free (walk->folder);
  g_free (walk->reference);
  g_free (walk->base);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (FaultsWalk, clear)

static void
walk_one (const FaultsWalk *walk, const FaultsFault *fault)
{
  restore (walk);
  g_auto (FaultsRun) run = faults_place_run (place, walk->scenario->command, fault);
  faults_judge (walk, fault, &run);
  if (walks_all || fault->at % 5 == 1)
    faults_judge_again (walk, fault);
}

static guint
find_stride (gboolean is_more, gboolean is_power, guint n)
{
  if (walks_all)
    return stride;
  if (is_more)
    return stride * MAX (1, n / FEW);
  return is_power ? 5 * stride : stride;
}

/* Whether it is an error's turn: all have one where all is walked, though of what is not
 * a plain export it would take hours. */
static gboolean
has_turn (gboolean is_more, guint turn, guint error, guint n_errors)
{
  return (walks_all && !is_more) || turn % n_errors == error;
}

static guint
walk_kind (const FaultsWalk *walk, const char *kind)
{
  const char *const *errors = faults_kind_get_errors (kind);
  const gboolean is_power = strcmp (kind, "power") == 0;
  const gboolean is_more = g_str_has_prefix (walk->scenario->name, "more/");
  /* The power goes out but once; other errors come once or stay. */
  const guint n_ways = is_power ? 1 : 2;
  const guint n_errors = n_ways * g_strv_length ((char **) errors);
  const guint n = faults_place_count (place, kind);
  const gboolean is_quick = (walk->scenario->flags & FAULTS_IS_QUICK) != 0;
  const guint step = find_stride (is_more && !is_quick, is_power, n);
  guint turn = 0;

  for (guint at = is_power ? 0 : 1; at <= n; at += step, turn++)
    for (guint i = 0; i < n_errors; i++)
      {
        const FaultsFault fault = { kind, errors[i / n_ways], walk->scenario->under, at,
                                    i % n_ways == 1 };
        /* At 0 it goes out at the end, which is looked at in every way. */
        if (at == 0 || has_turn (is_more, turn, i, n_errors))
          walk_one (walk, &fault);
      }
  return n;
}

static void
test_scenario (gconstpointer data)
{
  const FaultsScenario *scenario = data;
  g_auto (FaultsWalk) walk = { 0 };
  g_auto (GStrv) kinds = g_strsplit (scenario->kinds, " ", -1);

  begin (&walk, scenario);
  for (guint k = 0; kinds[k] != NULL; k++)
    {
      const FaultsFault none = { .under = scenario->under };
      restore (&walk);
      g_auto (FaultsRun) run = faults_place_run (place, scenario->command, &none);
      g_assert_cmpint (run.status, ==, 0);
      g_test_message ("%s: %u calls of %s", scenario->name, walk_kind (&walk, kinds[k]),
                      kinds[k]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  walks_all = g_strcmp0 (g_getenv ("MVUA_FAULTS"), "all") == 0;
  stride = g_getenv ("MVUA_FAULTS_STRIDE") != NULL
               ? (guint) MAX (1, atoi (g_getenv ("MVUA_FAULTS_STRIDE")))
               : 1;
  place = faults_place_new ();
  for (guint i = 0; i < faults_n_scenarios; i++)
    {
      g_autofree char *path = g_strconcat ("/faults/", faults_scenarios[i].name, NULL);
      g_test_add_data_func (path, &faults_scenarios[i], test_scenario);
    }
  const int status = g_test_run ();
  if (server != NULL)
    g_subprocess_force_exit (server);
  faults_place_free (place);
  return status;
}
