/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-grid.h"

#include "mvua-error.h"

#include <math.h>
#include <string.h>

#define TURN 360000000 /* microdegrees */
#define SLACK 2.0      /* microdegrees: what GRIB's own rounding may be off by */

const MvuaRegion mvua_region_east_africa = {
  .north = 23, .west = 21, .south = -12, .east = 53
};

gboolean
mvua_grid_equal (const MvuaGrid *a, const MvuaGrid *b)
{
  return memcmp (a, b, sizeof *a) == 0;
}

/* Position of the @index-th of @n points between two ends, in microdegrees. */
static double
between (double first, double last, guint32 n, double index)
{
  return n > 1 ? first + index * (last - first) / (n - 1) : first;
}

char *
mvua_grid_describe (const MvuaGrid *grid)
{
  char number[4][G_ASCII_DTOSTR_BUF_SIZE];
  const double bounds[] = { grid->north / 1e6, grid->south / 1e6, grid->west / 1e6,
                            ((double) grid->west + grid->width) / 1e6 };

  for (guint i = 0; i < G_N_ELEMENTS (bounds); i++)
    g_ascii_formatd (number[i], sizeof number[i], "%.10g", bounds[i]);
  return g_strdup_printf ("%u × %u points, %s…%s°N %s…%s°E", grid->n_rows,
                          grid->n_columns, number[0], number[1], number[2], number[3]);
}

static gboolean
region_is_sane (const MvuaRegion *region)
{
  return region->north <= 90 && region->south >= -90 && region->north >= region->south &&
         fabs (region->west) <= 360 && fabs (region->east) <= 360;
}

gboolean
mvua_region_parse (const char *text, MvuaRegion *region, GError **error)
{
  double numbers[4] = { 0 };
  const char *cursor = text;

  if (strcmp (text, "east-africa") == 0)
    {
      *region = mvua_region_east_africa;
      return TRUE;
    }
  if (strcmp (text, "global") == 0)
    {
      *region = (MvuaRegion){ .whole = TRUE };
      return TRUE;
    }

  guint n = 0;
  for (; n < G_N_ELEMENTS (numbers); n++)
    {
      char *end = NULL;
      numbers[n] = g_ascii_strtod (cursor, &end);
      if (end == cursor || !isfinite (numbers[n]) || *end != (n < 3 ? ',' : '\0'))
        break;
      cursor = end + 1;
    }

  const MvuaRegion parsed = {
    .north = numbers[0], .west = numbers[1], .south = numbers[2], .east = numbers[3]
  };
  if (n < G_N_ELEMENTS (numbers) || !region_is_sane (&parsed))
    {
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "“%s” is not a region; expected east-africa, global or N,W,S,E in "
                   "degrees such as 23,21,-12,53",
                   text);
      return FALSE;
    }
  *region = parsed;
  return TRUE;
}

static gboolean
cut_rows (const MvuaGrid *grid, const MvuaRegion *region, MvuaWindow *window)
{
  guint32 n = 0;

  for (guint32 row = 0; row < grid->n_rows; row++)
    {
      const double latitude = between (grid->north, grid->south, grid->n_rows, row);
      if (latitude > region->north * 1e6 + SLACK ||
          latitude < region->south * 1e6 - SLACK)
        continue;
      if (n == 0)
        window->row = row;
      n++;
    }
  window->n_rows = n;
  return n > 0;
}

/* Microdegrees eastward from @west to @longitude, 0 to below a turn. */
static double
eastward (double west, double longitude)
{
  double way = fmod (longitude - west, TURN);

  if (way < -SLACK)
    way += TURN;
  return way > TURN - SLACK ? way - TURN : way;
}

static gboolean
cut_columns (const MvuaGrid *grid, const MvuaRegion *region, MvuaWindow *window)
{
  const double west = region->west * 1e6;
  const double span = region->east - region->west >= 360
                          ? TURN - 2 * SLACK
                          : eastward (west, region->east * 1e6);
  guint32 first = 0;
  guint32 n = 0;
  double nearest = HUGE_VAL;

  for (guint32 column = 0; column < grid->n_columns; column++)
    {
      const double longitude =
          grid->west + between (0, grid->width, grid->n_columns, column);
      const double way = eastward (west, longitude);
      if (way > span + SLACK)
        continue;
      if (way < nearest)
        {
          nearest = way;
          first = column;
        }
      n++;
    }
  if (n == 0)
    return FALSE;

  /* A grid that does not go round cannot be entered at both ends. */
  if (!grid->wraps && first + n > grid->n_columns)
    n = grid->n_columns - first;
  window->column = first;
  window->n_columns = n;
  const double longitude = grid->west + between (0, grid->width, grid->n_columns, first);
  window->turns = (gint32) lround ((west + nearest - longitude) / TURN);
  return TRUE;
}

gboolean
mvua_grid_cut (const MvuaGrid *grid,
               const MvuaRegion *region,
               MvuaWindow *window,
               GError **error)
{
  if (region->whole)
    {
      *window = (MvuaWindow){ .n_rows = grid->n_rows, .n_columns = grid->n_columns };
      return TRUE;
    }

  *window = (MvuaWindow){ 0 };
  if (!cut_rows (grid, region, window) || !cut_columns (grid, region, window))
    {
      g_autofree char *text = mvua_grid_describe (grid);
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "The region %g,%g,%g,%g (N,W,S,E) has no point of the grid (%s); the "
                   "region “global” takes the whole grid",
                   region->north, region->west, region->south, region->east, text);
      return FALSE;
    }
  return TRUE;
}

gboolean
mvua_grid_nearest (const MvuaGrid *grid,
                   double latitude,
                   double longitude,
                   MvuaWindow *window,
                   GError **error)
{
  const double row_step =
      grid->n_rows > 1 ? ((double) grid->north - grid->south) / (grid->n_rows - 1) : 1e6;
  const double column_step =
      grid->n_columns > 1 ? (double) grid->width / (grid->n_columns - 1) : 1e6;
  const double row = (grid->north - latitude * 1e6) / row_step;
  double column = eastward (grid->west, longitude * 1e6) / column_step;

  if (grid->wraps && column > grid->n_columns - 0.5)
    column = 0;
  else if (!grid->wraps && column > TURN / column_step - 0.5)
    column -= TURN / column_step;
  if (!(row >= -0.5 && row <= grid->n_rows - 0.5 && column >= -0.5 &&
        column <= grid->n_columns - 0.5))
    {
      g_autofree char *text = mvua_grid_describe (grid);
      g_set_error (error, MVUA_ERROR, MVUA_ERROR_USAGE,
                   "%g°N %g°E lies outside the grid (%s)", latitude, longitude, text);
      return FALSE;
    }

  *window = (MvuaWindow){
    .row = MIN ((guint32) fmax (floor (row + 0.5), 0), grid->n_rows - 1),
    .n_rows = 1,
    .column = MIN ((guint32) fmax (floor (column + 0.5), 0), grid->n_columns - 1),
    .n_columns = 1,
  };
  const double found =
      grid->west + between (0, grid->width, grid->n_columns, window->column);
  window->turns = (gint32) lround ((longitude * 1e6 - found) / TURN);
  return TRUE;
}

double
mvua_window_latitude (const MvuaGrid *grid, const MvuaWindow *window, guint32 index)
{
  return between (grid->north, grid->south, grid->n_rows, window->row + index) / 1e6;
}

double
mvua_window_longitude (const MvuaGrid *grid, const MvuaWindow *window, guint32 index)
{
  const guint32 column = window->column + index;
  const guint32 n_around = column / grid->n_columns;
  const double turns = (double) window->turns + n_around;

  return (grid->west +
          between (0, grid->width, grid->n_columns, column % grid->n_columns) +
          turns * TURN) /
         1e6;
}
