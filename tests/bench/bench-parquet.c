/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* How long a table of keys and values takes to be read back, and each value to be looked
 * at: bench-parquet.  The keys and values are those of references to 30 members. */

#include "mvua-parquet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_ROWS 100000
#define N_RUNS 11
#define BUDGET_MS 300

static MvuaParquetBytes *
new_texts (gboolean are_keys)
{
  MvuaParquetBytes *texts = g_new0 (MvuaParquetBytes, N_ROWS);
  guint64 offset = 0;

  for (guint i = 0; i < N_ROWS; i++)
    {
      const guint member = i / (N_ROWS / 30) + 1, step = i % 81 * 3;
      const guint length = 500000 + i * 7919 % 100000;
      char *text =
          are_keys
              ? g_strdup_printf ("gep%02u/v%u/%u.0.0", member, i % 3300 / 81, i % 81)
              : g_strdup_printf ("[\"s3://noaa-gefs-pds/gefs.20250918/00/atmos/pgrb2sp25/"
                                 "gep%02u.t00z.pgrb2s.0p25.f%03u\",%" G_GUINT64_FORMAT
                                 ",%u]",
                                 member, step, offset, length);
      texts[i] = (MvuaParquetBytes){ text, strlen (text) };
      offset = (offset + length) % 40000000;
    }
  return texts;
}

static int
compare (const void *a, const void *b)
{
  const double one = *(const double *) a, other = *(const double *) b;

  return (one > other) - (one < other);
}

/* Reads the table and adds all octets up, so that none can be left out. */
static double
read_ms (GBytes *file)
{
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaParquetTable) table = mvua_parquet_read (file, NULL, &error);
  guint sum = 0;

  if (table == NULL || mvua_parquet_table_get_n_rows (table) != N_ROWS)
    g_error ("%s", error != NULL ? error->message : "rows are missing");
  for (guint column = 0; column < 2; column++)
    for (guint64 row = 0; row < N_ROWS; row++)
      {
        gsize n;
        const guint8 *bytes = mvua_parquet_table_get_bytes (table, column, row, &n);
        for (gsize i = 0; i < n; i++)
          sum += bytes[i];
      }
  g_assert (sum != 0);
  return (double) (g_get_monotonic_time () - start) / 1000;
}

int
main (void)
{
  static const char *const names[] = { "snappy", "zstd", "not compressed" };
  MvuaParquetBytes *keys = new_texts (TRUE), *values = new_texts (FALSE);
  const MvuaParquetColumn columns[] = {
    { "key", MVUA_PARQUET_TEXT, TRUE, NULL, { .bytes = keys } },
    { "value", MVUA_PARQUET_BYTES, TRUE, NULL, { .bytes = values } },
  };

  for (guint c = 0; c < G_N_ELEMENTS (names); c++)
    {
      double times[N_RUNS];
      g_autoptr (GBytes) file =
          mvua_parquet_write (columns, 2, N_ROWS, (MvuaParquetCompression) c, NULL, NULL);
      for (int i = 0; i < N_RUNS; i++)
        times[i] = read_ms (file);
      qsort (times, N_RUNS, sizeof *times, compare);
      printf ("100,000 keys and values, %s\t%.1f\t%d\n", names[c], times[N_RUNS / 2],
              BUDGET_MS);
    }
  return 0;
}
