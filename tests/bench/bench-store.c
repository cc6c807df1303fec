/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* How long stores take to be opened, and fields to be read out of them:
 * bench-store LABEL STORE …  Each line is a label, milliseconds and the budget. */

#include "mvua-loader.h"

#include <stdio.h>
#include <stdlib.h>

#define N_RUNS 21
#define BUDGET_OPEN_MS 50.0
#define BUDGET_FIELD_MS 10.0

static int
compare (const void *a, const void *b)
{
  const double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
median (double *times)
{
  qsort (times, N_RUNS, sizeof *times, compare);
  return times[N_RUNS / 2];
}

static double
since_ms (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000;
}

static MvuaEnsemble *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  MvuaEnsemble *ensemble = mvua_ensemble_open (path, NULL, NULL, &error);

  if (ensemble == NULL)
    g_error ("%s", error->message);
  return ensemble;
}

/* One whole field; its decoded chunk may be at hand, or not. */
static double
load_ms (MvuaLoader *loader, guint member, int step)
{
  const MvuaRegion whole = { .whole = TRUE };
  MvuaWindow window;
  MvuaLoaded loaded;
  g_autoptr (GError) error = NULL;

  if (!mvua_grid_cut (mvua_ensemble_get_grid (mvua_loader_get_ensemble (loader)), &whole,
                      &window, &error))
    g_error ("%s", error->message);
  g_autofree float *values = g_new (float, mvua_window_n_points (&window));
  const gint64 start = g_get_monotonic_time ();
  if (!mvua_loader_load (loader, mvua_variable_by_name ("t2m"),
                         (MvuaMember){ MVUA_MEMBER_PERTURBED, (guint8) member }, step,
                         MVUA_HOUR_UNKNOWN, &window, NULL, values, &loaded, &error) ||
      loaded.status != MVUA_STATUS_OK)
    g_error ("%s", error != NULL ? error->message : loaded.complaint);
  return since_ms (start);
}

int
main (int argc, char **argv)
{
  for (int i = 1; i + 1 < argc; i += 2)
    {
      double opening[N_RUNS], first[N_RUNS], next[N_RUNS];

      for (guint run = 0; run < N_RUNS; run++)
        {
          const gint64 start = g_get_monotonic_time ();
          g_autoptr (MvuaEnsemble) ensemble = open_store (argv[i + 1]);
          opening[run] = since_ms (start);
          g_autoptr (MvuaLoader) loader = mvua_loader_new (ensemble);
          first[run] = load_ms (loader, run + 1, 24);
          next[run] = load_ms (loader, run + 1, 27);
        }
      printf ("%s: opening\t%.2f\t%g\n", argv[i], median (opening), BUDGET_OPEN_MS);
      printf ("%s: one step of one member\t%.2f\t%g\n", argv[i], median (first),
              BUDGET_FIELD_MS);
      printf ("%s: its next step\t%.2f\t%g\n", argv[i], median (next), BUDGET_FIELD_MS);
    }
  return 0;
}
