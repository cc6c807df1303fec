/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What it costs that ecCodes decodes in a process apart: bench-child CORPUS
 * Messages by ecCodes in this process and by Mvua, in turns; the least time of each
 * counts, and of Mvua a share of the start of the child besides.  The values are
 * compared. */

#include "mvua-data-section.h"
#include "mvua-decoder.h"

#include <eccodes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_ROUNDS 40
#define N_STARTS 5
#define MISSING (-1e300)

typedef struct
{
  guint8 *octets;
  gsize n;
  MvuaIdentity identity;
} Message;

static double
seconds (void)
{
  return (double) g_get_monotonic_time () / G_USEC_PER_SEC;
}

static void
check (gboolean is_right, const char *what)
{
  if (is_right)
    return;
  fprintf (stderr, "bench-child: %s\n", what);
  exit (1);
}

/* The field of a file, packed as @packing unless that is NULL. */
static Message
load (const char *corpus, const char *name, const char *packing)
{
  g_autofree char *path = g_build_filename (corpus, "grib", name, NULL);
  Message self = { 0 };
  MvuaSections sections;

  check (g_file_get_contents (path, (char **) &self.octets, &self.n, NULL), path);
  if (packing != NULL)
    {
      codes_handle *handle = codes_handle_new_from_message (NULL, self.octets, self.n);
      size_t n = 0, size = strlen ("grid_simple");
      const void *octets = NULL;

      codes_get_size (handle, "values", &n);
      g_autofree double *values = g_new (double, n);
      check (codes_get_double_array (handle, "values", values, &n) == 0 &&
                 codes_set_string (handle, "packingType", "grid_simple", &size) == 0 &&
                 codes_set_long (handle, "bitsPerValue", 12) == 0 &&
                 codes_set_double_array (handle, "values", values, n) == 0 &&
                 codes_set_string (handle, "packingType", packing, &size) == 0 &&
                 codes_set_double_array (handle, "values", values, n) == 0 &&
                 codes_get_message (handle, &octets, &size) == 0,
             packing);
      guint8 *copy = g_memdup2 (octets, size);
      codes_handle_delete (handle);
      g_free (self.octets);
      self.octets = copy;
      self.n = size;
    }

  const MvuaMemoryOctets memory = mvua_memory_octets (self.octets, self.n);
  check (mvua_sections_open (&sections, &memory.octets, 0, NULL) &&
             mvua_sections_next (&sections, NULL) == 1 &&
             mvua_identity_read (&sections, &self.identity, NULL),
         name);
  return self;
}

/* As a program without a child would: all of the field, then the window as floats. */
static void
decode_here (const Message *message, const MvuaWindow *window, float *values)
{
  size_t n = (size_t) message->identity.ni * message->identity.nj;
  g_autofree double *all = g_new (double, n);
  codes_handle *handle =
      codes_handle_new_from_message (NULL, message->octets, message->n);

  codes_set_double (handle, "missingValue", MISSING);
  check (codes_get_double_array (handle, "values", all, &n) == CODES_SUCCESS, "ecCodes");
  for (guint32 row = 0; row < window->n_rows; row++)
    for (guint32 column = 0; column < window->n_columns; column++)
      {
        const double v = all[(size_t) (window->row + row) * message->identity.ni +
                             (window->column + column) % message->identity.ni];
        *values++ = v == MISSING ? NAN : (float) v;
      }
  codes_handle_delete (handle);
}

static void
decode_in_child (MvuaDecoder *decoder,
                 const Message *message,
                 const MvuaWindow *window,
                 float *values)
{
  const MvuaExpectation expectation = { .run = message->identity.run,
                                        .variable = message->identity.variable,
                                        .member = message->identity.member,
                                        .start = MVUA_HOUR_UNKNOWN,
                                        .end = MVUA_HOUR_UNKNOWN,
                                        .grid = &message->identity.grid };
  MvuaDecoded decoded;
  g_autoptr (GError) error = NULL;

  if (!mvua_decoder_decode (decoder, message->octets, message->n, 0, &expectation, window,
                            values, &decoded, &error))
    check (FALSE, error->message);
}

static void
print_row (const char *label, double here, double there, const char *budget)
{
  printf ("%-46s %8.2f ms %8.2f ms %10s %8.2f x\n", label, 1e3 * here, 1e3 * there,
          budget, there / here);
}

/* How much longer the first message takes. */
static double
measure_start (const Message *message, const MvuaWindow *window, float *values)
{
  double best = HUGE_VAL;

  for (guint i = 0; i < N_STARTS; i++)
    {
      g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
      const double start = seconds ();

      decode_in_child (decoder, message, window, values);
      best = fmin (best, seconds () - start);
    }
  return best;
}

/* A message of a run of @n_run, for the first of which the child is started. */
static void
bench_run (const char *label,
           const Message *message,
           const MvuaRegion *region,
           guint n_run,
           const char *budget)
{
  double best[2] = { HUGE_VAL, HUGE_VAL };
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  MvuaWindow window;

  check (mvua_grid_cut (&message->identity.grid, region, &window, NULL), "no window");
  const gsize n = mvua_window_n_points (&window);
  g_autofree float *here = g_new (float, n);
  g_autofree float *there = g_new (float, n);
  const double first = measure_start (message, &window, there);

  decode_in_child (decoder, message, &window, there);
  for (guint round = 0; round < N_ROUNDS; round++)
    {
      double start = seconds ();
      decode_here (message, &window, here);
      best[0] = fmin (best[0], seconds () - start);

      start = seconds ();
      decode_in_child (decoder, message, &window, there);
      best[1] = fmin (best[1], seconds () - start);
    }
  check (memcmp (here, there, n * sizeof (float)) == 0, "values differ");
  print_row (label, best[0], best[1] + fmax (0, first - best[1]) / n_run, budget);
}

/* Template 5.3, unpacked by the kernel with nothing around it, and by the decoder. */
static void
bench_fast_path (const Message *message, const MvuaRegion *region)
{
  const MvuaMemoryOctets memory = mvua_memory_octets (message->octets, message->n);
  double best[2] = { HUGE_VAL, HUGE_VAL };
  g_autoptr (MvuaDecoder) decoder = mvua_decoder_new ();
  MvuaSections sections;
  MvuaPacking packing;
  MvuaWindow window;
  size_t n_used;

  check (mvua_grid_cut (&message->identity.grid, region, &window, NULL) &&
             mvua_sections_open (&sections, &memory.octets, 0, NULL) &&
             mvua_sections_next (&sections, NULL) == 1 &&
             mvua_data_section_read (&sections, message->identity.centre, &packing, NULL),
         "no field");
  const MvuaCut cut = { .ni = message->identity.ni,
                        .nj = message->identity.nj,
                        .scanning = message->identity.scanning,
                        .row = window.row,
                        .n_rows = window.n_rows,
                        .column = window.column,
                        .n_columns = window.n_columns };
  g_autofree float *values = g_new (float, mvua_window_n_points (&window));
  g_autofree gint64 *scratch = g_new (gint64, MAX (cut.ni, cut.nj));

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      double start = seconds ();
      check (mvua_kernel_unpack (&packing, &cut, scratch, values, &n_used) == 0,
             "kernel");
      best[0] = fmin (best[0], seconds () - start);

      start = seconds ();
      decode_in_child (decoder, message, &window, values);
      best[1] = fmin (best[1], seconds () - start);
    }
  check (mvua_decoder_get_n_children (decoder) == 0, "a child was started");
  print_row ("5.3, East Africa: kernel alone, and no child", best[0], best[1],
             "<= 1.00 x");
}

int
main (int argc, char **argv)
{
  static const char global[] = "gdas_0p25_f000_TMP2m_5p3.grib2";
  const MvuaRegion whole = { .whole = TRUE };

  if (argc != 2)
    return 2;

  const Message jpeg = load (argv[1], global, "grid_jpeg");
  const Message ccsds = load (argv[1], global, "grid_ccsds");
  const Message png = load (argv[1], global, "grid_png");
  const Message real = load (argv[1], "gefs_m5_PRMSL_2006_jpeg.grib2", NULL);
  const Message fast = load (argv[1], global, NULL);
  printf ("%-46s %11s %11s %10s %10s\n", "ecCodes in a process apart, a message of 30",
          "in process", "child", "budget", "ratio");
  bench_run ("JPEG 2000, 0.25°, East Africa", &jpeg, &mvua_region_east_africa, 30,
             "<= 1.15 x");
  bench_run ("JPEG 2000, 0.25°, whole field", &jpeg, &whole, 30, "<= 1.15 x");
  bench_run ("JPEG 2000, GEFS of 2006, 1°, East Africa", &real, &mvua_region_east_africa,
             30, "<= 1.15 x");
  bench_run ("CCSDS, 0.25°, East Africa", &ccsds, &mvua_region_east_africa, 30, "none");
  bench_run ("PNG, 0.25°, East Africa", &png, &mvua_region_east_africa, 30, "none");
  bench_fast_path (&fast, &mvua_region_east_africa);
  return 0;
}
