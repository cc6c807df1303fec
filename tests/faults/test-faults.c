/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/*
 * Each call by which the command reaches the disk, or has bulk memory, fails: the first,
 * the second and so on, once or from then on; and the power goes out at each.  Never a
 * crash, a hang or a false success; the output is absent, as it was, or as it should be;
 * the message says what to do; and afterwards the same command succeeds.
 *
 * MVUA_FAULTS=all walks every call with every error, and repeats the command after each;
 * otherwise errors take turns, and of what is not a plain export every seventh call is
 * walked.  MVUA_FAULTS_STRIDE=N walks every Nth, where a run is slow.
 */

#include "faults-judge.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FEW 24 /* calls that are all walked, whatever they are of */

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

static void
serve (void)
{
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *url = NULL;

  if (server != NULL)
    return;
  server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, NULL,
                             g_getenv ("MVUA_SERVE"), "demo", NULL);
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
  g_assert_cmpint (g_mkdir (walk->folder, 0777), ==, 0);
  if (walk->base[0] != '\0')
    faults_place_copy ("base", walk->target);
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
  restore (walk);
  if (scenario->before != NULL)
    {
      run_plainly (scenario->before);
      faults_place_remove ("base");
      faults_place_copy (walk->target, "base");
      g_free (walk->base);
      walk->base = faults_place_digest (walk->target);
    }
  g_auto (FaultsRun) run = faults_place_run (place, scenario->command, &none);
  if (run.status != 0)
    g_error ("mvua %s: %s", scenario->command, run.complaints);
  walk->reference = faults_place_digest (walk->target);
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
find_stride (const FaultsScenario *scenario, const char *kind, guint n)
{
  if (walks_all || n <= FEW)
    return walks_all ? 1 : stride;
  if (g_str_has_prefix (scenario->name, "more/"))
    return 7 * stride;
  return strcmp (kind, "power") == 0 ? 5 * stride : stride;
}

static guint
walk_kind (const FaultsWalk *walk, const char *kind)
{
  const char *const *errors = faults_kind_get_errors (kind);
  const guint n_errors = g_strv_length ((char **) errors);
  const gboolean is_power = strcmp (kind, "power") == 0;
  const guint n = faults_place_count (place, kind);
  const guint step = find_stride (walk->scenario, kind, n);
  guint turn = 0;

  for (guint at = is_power ? 0 : 1; at <= n; at += step, turn++)
    for (guint i = 0; i < n_errors * 2; i++)
      {
        const FaultsFault fault = { kind, errors[i / 2], walk->scenario->under, at,
                                    i % 2 == 1 };
        /* The power goes out but once, and after the end in every way. */
        if (is_power && fault.stays)
          continue;
        if (walks_all || (is_power && at == 0) ||
            (is_power ? turn % n_errors == i / 2 : turn % (n_errors * 2) == i))
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
