/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-test-oracle.h"

#include <eccodes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (codes_handle, codes_handle_delete)

/* ecCodes gives the fields of a message one after another from a file only. */
static codes_handle *
open_field (const guint8 *message, gsize n_bytes, guint field)
{
  FILE *file = fmemopen ((void *) message, n_bytes, "rb");
  codes_handle *handle = NULL;
  int status = CODES_SUCCESS;

  g_assert_nonnull (file);
  codes_grib_multi_support_on (NULL);
  for (guint f = 0; f <= field && status == CODES_SUCCESS; f++)
    {
      g_clear_pointer (&handle, codes_handle_delete);
      handle = codes_handle_new_from_file (NULL, file, PRODUCT_GRIB, &status);
      if (handle == NULL)
        break;
    }
  codes_grib_multi_support_reset_file (NULL, file);
  codes_grib_multi_support_off (NULL);
  fclose (file);
  return handle;
}

double *
mvua_test_oracle_unpack (const guint8 *message,
                         gsize n_bytes,
                         guint field,
                         gsize *n_values)
{
  g_autoptr (codes_handle) handle =
      field == 0 ? codes_handle_new_from_message (NULL, message, n_bytes)
                 : open_field (message, n_bytes, field);
  size_t n = 0;

  if (handle == NULL || codes_get_size (handle, "values", &n) != CODES_SUCCESS ||
      codes_set_double (handle, "missingValue", MVUA_TEST_MISSING) != CODES_SUCCESS)
    return NULL;

  g_autofree double *values = g_new (double, n);
  if (codes_get_double_array (handle, "values", values, &n) != CODES_SUCCESS)
    return NULL;
  *n_values = n;
  return g_steal_pointer (&values);
}

void
mvua_test_place (
    guint32 ni, guint32 nj, guint scanning, guint32 index, guint32 *row, guint32 *column)
{
  const gboolean along_j = (scanning & 0x20) != 0;
  const guint32 length = along_j ? nj : ni;
  const guint32 line = index / length;
  const gboolean backward = (scanning & 0x10) != 0 && line % 2 == 1;
  const guint32 step = backward ? length - 1 - index % length : index % length;
  const guint32 i = along_j ? line : step;
  const guint32 j = along_j ? step : line;

  *column = scanning & 0x80 ? ni - 1 - i : i;
  *row = scanning & 0x40 ? nj - 1 - j : j;
}

void
mvua_test_pick (const double *all,
                guint32 ni,
                guint32 nj,
                guint scanning,
                const MvuaWindow *window,
                float *values)
{
  for (guint32 index = 0; index < ni * nj; index++)
    {
      guint32 row;
      guint32 column;

      mvua_test_place (ni, nj, scanning, index, &row, &column);
      const guint32 to_row = row - window->row;
      const guint32 to_column = (column + ni - window->column) % ni;
      if (row >= window->row && to_row < window->n_rows && to_column < window->n_columns)
        values[to_row * window->n_columns + to_column] =
            all[index] == MVUA_TEST_MISSING ? NAN : (float) all[index];
    }
}

gsize
mvua_test_first_difference (const float *a, const float *b, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!(isnan (a[i]) && isnan (b[i])) && memcmp (&a[i], &b[i], sizeof *a) != 0)
      return i;
  return n;
}
