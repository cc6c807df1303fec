/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-cli.h"

#include <stdio.h>

typedef struct
{
  gint64 started;
} Progress;

static void
show_progress (guint n_done, guint n_total, const char *name, gpointer data)
{
  const Progress *progress = data;
  g_autofree char *left =
      mvua_cli_time_left (progress->started, (double) n_done / MAX (n_total, 1));
  g_autofree char *text = g_strdup_printf (
      "%3u %%  %u of %u %s (%s)%s", 100 * n_done / MAX (n_total, 1), n_done, n_total,
      mvua_cli_word (n_total, "file", "files"), name, left);

  mvua_cli_progress (text);
}

int
mvua_command_demo (int argc, char **argv)
{
  MvuaDemoOptions options = MVUA_DEMO_OPTIONS_INIT;
  g_autofree char *run = NULL;
  g_autofree char *steps = NULL;
  g_autofree char *grid = NULL;
  gint64 seed = 1;
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "count", 0, 0, G_OPTION_ARG_INT, &options.count, "Perturbed members, 1 to 30 (30)",
      "N" },
    { "steps", 0, 0, G_OPTION_ARG_STRING, &steps, "Hours, in threes (0-72)", "STEPS" },
    { "grid", 0, 0, G_OPTION_ARG_STRING, &grid, "east-africa or global (east-africa)",
      "GRID" },
    { "run", 0, 0, G_OPTION_ARG_STRING, &run, "Date and hour (20250918/00)",
      "YYYYMMDD/HH" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &seed, "Another seed makes other weather (1)",
      "N" },
    { "control", 0, 0, G_OPTION_ARG_NONE, &options.with_control, "The control gec00, too",
      NULL },
    { "jobs", 'j', 0, G_OPTION_ARG_INT, &options.n_jobs,
      "Processes; at most one a core (one a core)", "N" },
    { "overwrite", 0, 0, G_OPTION_ARG_NONE, &options.overwrite,
      "Replace the same run of an earlier demo", NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print the result as JSON", NULL },
    G_OPTION_ENTRY_NULL
  };
  Progress progress = { g_get_monotonic_time () };
  g_autoptr (GError) error = NULL;

  if (!mvua_cli_parse (&argc, &argv, "DIR",
                       "Makes an ensemble of made-up weather, laid out and encoded as "
                       "NOAA’s is.\nDEMO, NOT A FORECAST.",
                       entries, 1))
    return MVUA_EXIT_USAGE;

  options.directory = argv[1];
  options.run = run ? run : options.run;
  options.steps = steps ? steps : options.steps;
  options.grid = grid ? grid : options.grid;
  options.seed = (guint64) seed;
  if (!mvua_demo_make (&options, show_progress, &progress, mvua_cli_interruptible (),
                       &error))
    return mvua_cli_fail ("demo", error);

  mvua_cli_progress_clear ();
  const double seconds =
      (double) (g_get_monotonic_time () - progress.started) / G_USEC_PER_SEC;
  if (json)
    printf ("{\"members\":%d,\"seconds\":%.3f,\"demo\":1}\n", options.count, seconds);
  else
    printf ("%s: %d %s in %.1f s. DEMO, NOT A FORECAST\n", options.directory,
            options.count, mvua_cli_word (options.count, "member", "members"), seconds);
  return MVUA_EXIT_DONE;
}
