/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Decoding beside ecCodes, in turns, on real messages: bench-decode CORPUS
 * The least time of each counts; the values are compared first. */

#include "mvua-decoder.h"

#include <eccodes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_ROUNDS 40
#define MISSING (-1e300)

typedef struct
{
  const char *file;
  double window_budget;
  double whole_budget;
} Job;

static const Job jobs[] = {
  { "gdas_0p25_f000_TMP2m_5p3.grib2", 6, 3 },
  { "gfs_0p25_f023_TMP_PV_missing1_5p3.grib2", 4, 2 },
};

static double
seconds (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static double
run_eccodes (const void *message, size_t n_bytes, double *values, size_t n)
{
  const double start = seconds ();
  codes_handle *handle = codes_handle_new_from_message (NULL, message, n_bytes);

  codes_set_double (handle, "missingValue", MISSING);
  if (codes_get_double_array (handle, "values", values, &n) != CODES_SUCCESS)
    abort ();
  codes_handle_delete (handle);
  return seconds () - start;
}

static double
run_mvua (const guint8 *message,
          gsize n_bytes,
          const MvuaIdentity *identity,
          const MvuaWindow *window,
          float *values)
{
  static MvuaDecoder *decoder;
  const double start = seconds ();
  const MvuaExpectation expectation = { .run = identity->run,
                                        .variable = identity->variable,
                                        .member = identity->member,
                                        .start = MVUA_HOUR_UNKNOWN,
                                        .end = MVUA_HOUR_UNKNOWN,
                                        .grid = &identity->grid };
  MvuaDecoded decoded;

  if (decoder == NULL)
    decoder = mvua_decoder_new ();
  if (!mvua_decoder_decode (decoder, message, n_bytes, 0, &expectation, window, values,
                            &decoded, NULL))
    abort ();
  return seconds () - start;
}

static void
compare (const MvuaIdentity *identity,
         const MvuaWindow *window,
         const double *all,
         const float *values)
{
  for (guint32 row = 0; row < window->n_rows; row++)
    for (guint32 column = 0; column < window->n_columns; column++)
      {
        const double e = all[(size_t) (window->row + row) * identity->ni +
                             (window->column + column) % identity->ni];
        const float m = values[(size_t) row * window->n_columns + column];
        if (e == MISSING ? !isnan (m) : (float) e != m)
          {
            fprintf (stderr, "bench-decode: values differ\n");
            exit (1);
          }
      }
}

static void
bench_window (const Job *job,
              const char *what,
              double budget,
              const guint8 *message,
              gsize n_bytes,
              const MvuaIdentity *identity,
              const MvuaWindow *window)
{
  const size_t n = (size_t) identity->ni * identity->nj;
  g_autofree double *all = g_new (double, n);
  g_autofree float *values = g_new (float, n);
  double best[2] = { HUGE_VAL, HUGE_VAL };

  for (int round = 0; round < N_ROUNDS; round++)
    {
      best[0] = fmin (best[0], run_eccodes (message, n_bytes, all, n));
      best[1] = fmin (best[1], run_mvua (message, n_bytes, identity, window, values));
    }
  compare (identity, window, all, values);
  printf ("%-42s %-12s %9.3f ms %9.3f ms   >= %.0f x %8.1f x\n", job->file, what,
          1e3 * best[0], 1e3 * best[1], budget, best[0] / best[1]);
}

static void
bench_job (const Job *job, const char *corpus)
{
  g_autofree char *path = g_build_filename (corpus, "grib", job->file, NULL);
  g_autofree char *bytes = NULL;
  gsize n_bytes = 0;
  MvuaSections sections;
  MvuaIdentity identity;
  MvuaWindow window;
  g_autoptr (GError) error = NULL;

  if (!g_file_get_contents (path, &bytes, &n_bytes, &error))
    {
      fprintf (stderr, "bench-decode: %s\n", error->message);
      exit (1);
    }
  const guint8 *message = (const guint8 *) bytes;
  const MvuaMemoryOctets memory = mvua_memory_octets (message, n_bytes);
  const MvuaRegion whole = { .whole = TRUE };
  if (!mvua_sections_open (&sections, &memory.octets, 0, NULL) ||
      mvua_sections_next (&sections, NULL) != 1 ||
      !mvua_identity_read (&sections, &identity, NULL) ||
      !mvua_grid_cut (&identity.grid, &mvua_region_east_africa, &window, NULL))
    abort ();
  bench_window (job, "East Africa", job->window_budget, message, n_bytes, &identity,
                &window);
  if (!mvua_grid_cut (&identity.grid, &whole, &window, NULL))
    abort ();
  bench_window (job, "whole field", job->whole_budget, message, n_bytes, &identity,
                &window);
}

int
main (int argc, char **argv)
{
  if (argc != 2)
    return 2;
  printf ("%-42s %-12s %12s %12s %8s %10s\n", "Message", "window", "ecCodes, all", "Mvua",
          "budget", "ratio");
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    bench_job (&jobs[i], argv[1]);
  return 0;
}
