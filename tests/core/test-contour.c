/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Contour lines: by hand, at the edges, and by law. */

#include "mvua-contour.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define MOST 4096

static unsigned char marks[MOST];
static MvuaContourPoint points[2 * MOST];
static MvuaContourLine lines[MOST];

static size_t
contour (const float *values, size_t n_rows, size_t n_columns, float level)
{
  g_assert_cmpuint (n_rows * n_columns, <=, MOST);
  /* What scratch holds before does not matter. */
  memset (marks, 0xaa, sizeof marks);
  return mvua_kernel_contour (values, n_rows, n_columns, level, marks, points, lines);
}

static void
assert_point (const MvuaContourLine *line, size_t i, float x, float y)
{
  g_assert_cmpuint (i, <, line->n_points);
  g_assert_cmpfloat_with_epsilon (points[line->first + i].x, x, 1e-6f);
  g_assert_cmpfloat_with_epsilon (points[line->first + i].y, y, 1e-6f);
}

static gboolean
has_point (const MvuaContourLine *line, float x, float y)
{
  for (size_t i = 0; i < line->n_points; i++)
    if (fabsf (points[line->first + i].x - x) < 1e-6f &&
        fabsf (points[line->first + i].y - y) < 1e-6f)
      return TRUE;
  return FALSE;
}

/* One cell from 0 in the west to 10 in the east: the line of 2.5 stands at a quarter. */
static void
test_one_cell (void)
{
  const float values[] = { 0, 10, 0, 10 };

  g_assert_cmpuint (contour (values, 2, 2, 2.5f), ==, 1);
  g_assert_cmpuint (lines[0].n_points, ==, 2);
  g_assert_false (lines[0].is_closed);
  assert_point (&lines[0], 0, 0.25f, 0);
  assert_point (&lines[0], 1, 0.25f, 1);
}

/* A corner of 8 among zeros: the line of 2 cuts it off, 3/4 of the way to each side. */
static void
test_corner (void)
{
  const float values[] = { 8, 0, 0, 0 };

  g_assert_cmpuint (contour (values, 2, 2, 2), ==, 1);
  g_assert_cmpuint (lines[0].n_points, ==, 2);
  g_assert_true (has_point (&lines[0], 0.75f, 0));
  g_assert_true (has_point (&lines[0], 0, 0.75f));
}

/* A peak in the middle of three by three: a ring of four points. */
static void
test_ring (void)
{
  const float values[] = { 0, 0, 0, 0, 4, 0, 0, 0, 0 };

  g_assert_cmpuint (contour (values, 3, 3, 1), ==, 1);
  g_assert_true (lines[0].is_closed);
  g_assert_cmpuint (lines[0].n_points, ==, 4);
  g_assert_true (has_point (&lines[0], 1, 0.25f));
  g_assert_true (has_point (&lines[0], 1.75f, 1));
  g_assert_true (has_point (&lines[0], 1, 1.75f));
  g_assert_true (has_point (&lines[0], 0.25f, 1));
}

/* Which two points of a saddle each line joins: in the same half of the cell or not. */
static gboolean
joins_around_high (const float *values, float level)
{
  gboolean is_around = TRUE;

  g_assert_cmpuint (contour (values, 2, 2, level), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (lines[i].n_points, ==, 2);
      g_assert_false (lines[i].is_closed);
      const MvuaContourPoint *p = points + lines[i].first;
      /* Around the upper left or the lower right corner, which are the high ones. */
      const gboolean upper_left = p[0].x + p[0].y < 1 && p[1].x + p[1].y < 1;
      const gboolean lower_right = p[0].x + p[0].y > 1 && p[1].x + p[1].y > 1;
      is_around = is_around && (upper_left || lower_right);
    }
  return is_around;
}

/* High and low crosswise: the mean of the four tells whether the high or the low ones are
 * joined. */
static void
test_saddle (void)
{
  const float islands[] = { 10, 0, 0, 10 };
  const float bridge[] = { 10, 2, 2, 10 };

  /* The mean is 5, below the level: each high corner is by itself. */
  g_assert_true (joins_around_high (islands, 7));
  /* The mean is 6, above it: the lines go around the low corners.  Points lie at
   * 6/8 from the high ones. */
  g_assert_cmpuint (contour (bridge, 2, 2, 4), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const gboolean upper_right =
          has_point (&lines[i], 0.75f, 0) && has_point (&lines[i], 1, 0.25f);
      const gboolean lower_left =
          has_point (&lines[i], 0, 0.75f) && has_point (&lines[i], 0.25f, 1);
      g_assert_true (upper_right || lower_left);
    }
}

/* A value that is the level lies above it, as the class of a value on a level does: there
 * is one line, which passes through the point. */
static void
test_on_the_level (void)
{
  const float values[] = { 0, 5, 10, 0, 5, 10, 0, 5, 10 };
  const float flat[] = { 5, 5, 5, 5 };

  g_assert_cmpuint (contour (values, 3, 3, 5), ==, 1);
  g_assert_cmpuint (lines[0].n_points, ==, 3);
  for (size_t i = 0; i < 3; i++)
    assert_point (&lines[0], i, 1, (float) i);
  g_assert_cmpuint (contour (flat, 2, 2, 5), ==, 0);
  g_assert_cmpuint (contour (values, 3, 3, 0), ==, 0);
  g_assert_cmpuint (contour (values, 3, 3, 10.5f), ==, 0);
}

/* A cell with a corner that is missing has no line, so a front that runs into a hole
 * ends there, and what is below the level does not make an edge of what is missing. */
static void
test_missing (void)
{
  float values[5 * 5];

  for (guint i = 0; i < 25; i++)
    values[i] = (float) (i % 5);
  g_assert_cmpuint (contour (values, 5, 5, 1.5f), ==, 1);
  g_assert_cmpuint (lines[0].n_points, ==, 5);
  values[2 * 5 + 2] = NAN;
  g_assert_cmpuint (contour (values, 5, 5, 1.5f), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpuint (lines[i].n_points, ==, 2);
      for (size_t k = 0; k < 2; k++)
        {
          const MvuaContourPoint p = points[lines[i].first + k];
          g_assert_cmpfloat (p.x, ==, 1.5f);
          g_assert_true (p.y <= 1 || p.y >= 3);
        }
    }
  for (guint i = 0; i < 25; i++)
    values[i] = i % 2 == 0 ? NAN : (float) i;
  g_assert_cmpuint (contour (values, 5, 5, 12), ==, 0);
}

/* Too small for a cell. */
static void
test_small (void)
{
  const float values[] = { 0, 10, 0, 10 };

  g_assert_cmpuint (contour (values, 1, 4, 5), ==, 0);
  g_assert_cmpuint (contour (values, 4, 1, 5), ==, 0);
}

/* Edges that a line must have a point on: between two points that are there and on
 * different sides, with a whole cell beside them. */
static gboolean
is_whole (const float *v, size_t n_rows, size_t n_columns, gssize row, gssize column)
{
  if (row < 0 || column < 0 || row + 1 >= (gssize) n_rows ||
      column + 1 >= (gssize) n_columns)
    return FALSE;
  const float *corner = v + (size_t) row * n_columns + (size_t) column;
  return !isnan (corner[0] + corner[1] + corner[n_columns] + corner[n_columns + 1]);
}

static guint
count_edges (const float *v, size_t n_rows, size_t n_columns, float level)
{
  guint n = 0;

  for (size_t row = 0; row < n_rows; row++)
    for (size_t column = 0; column < n_columns; column++)
      for (int is_down = 0; is_down < 2; is_down++)
        {
          if (is_down ? row + 1 == n_rows : column + 1 == n_columns)
            continue;
          const float a = v[row * n_columns + column];
          const float b = v[(row + (size_t) is_down) * n_columns + column + !is_down];
          const gssize y = (gssize) row, x = (gssize) column;
          const gboolean has_cell =
              is_whole (v, n_rows, n_columns, y, x) ||
              is_whole (v, n_rows, n_columns, y - !is_down, x - is_down);
          n += has_cell && (a >= level) != (b >= level);
        }
  return n;
}

static double
value_at (const float *v, size_t n_columns, MvuaContourPoint p)
{
  const size_t x = (size_t) floorf (p.x), y = (size_t) floorf (p.y);
  const float *from = v + y * n_columns + x;
  const double right = (double) p.x - (double) x, down = (double) p.y - (double) y;

  if (right > 0)
    return (double) from[0] + right * ((double) from[1] - (double) from[0]);
  if (down > 0)
    return (double) from[0] + down * ((double) from[n_columns] - (double) from[0]);
  return (double) from[0];
}

/* Whether a point is one that an open line may end in: on the border of the array, or on
 * an edge one of whose two cells has a corner that is missing. */
static gboolean
is_end (const float *v, size_t n_rows, size_t n_columns, MvuaContourPoint p)
{
  const gssize x = (gssize) floorf (p.x), y = (gssize) floorf (p.y);
  gboolean all = TRUE;

  for (gssize dy = -1; dy <= 0; dy++)
    for (gssize dx = -1; dx <= 0; dx++)
      if ((float) y == p.y || dy == 0)
        if ((float) x == p.x || dx == 0)
          all = all && is_whole (v, n_rows, n_columns, y + dy, x + dx);
  return !all;
}

static void
check_lines (const float *v, size_t n_rows, size_t n_columns, float level, size_t n)
{
  size_t n_points = 0;

  for (size_t i = 0; i < n; i++)
    {
      const MvuaContourPoint *p = points + lines[i].first;
      const size_t last = lines[i].n_points - 1;

      g_assert_cmpuint (lines[i].first, ==, n_points);
      g_assert_cmpuint (lines[i].n_points, >=, lines[i].is_closed ? 3 : 2);
      n_points += lines[i].n_points;
      for (size_t k = 0; k <= last; k++)
        {
          const MvuaContourPoint next = p[k < last ? k + 1 : 0];
          g_assert_cmpfloat_with_epsilon (value_at (v, n_columns, p[k]), (double) level,
                                          1e-3);
          /* From one edge of a cell to another of the same. */
          if (k < last || lines[i].is_closed)
            g_assert_true (fabsf (next.x - p[k].x) <= 1 && fabsf (next.y - p[k].y) <= 1);
        }
      if (!lines[i].is_closed)
        g_assert_true (is_end (v, n_rows, n_columns, p[0]) &&
                       is_end (v, n_rows, n_columns, p[last]));
    }
  g_assert_cmpuint (n_points, ==, count_edges (v, n_rows, n_columns, level));
}

/* Each edge that is crossed has one point and lies on one line; lines are closed, or end
 * at the border or at a hole. */
static void
test_law (void)
{
  GRand *random = g_rand_new_with_seed (20250918);
  static float values[MOST];

  for (guint round = 0; round < 400; round++)
    {
      const size_t n_rows = (size_t) g_rand_int_range (random, 2, 40);
      const size_t n_columns = (size_t) g_rand_int_range (random, 2, 40);
      const double missing = round % 4 == 0 ? 0.15 : 0;
      const gboolean is_coarse = round % 3 == 0; /* many values are the level */

      for (size_t i = 0; i < n_rows * n_columns; i++)
        {
          const float value = (float) g_rand_double_range (random, 0, 10);
          values[i] = g_rand_double (random) < missing ? NAN
                      : is_coarse                      ? floorf (value)
                                                       : value;
        }
      const size_t n = contour (values, n_rows, n_columns, 5);
      check_lines (values, n_rows, n_columns, 5, n);
    }
  g_rand_free (random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/contour/one-cell", test_one_cell);
  g_test_add_func ("/contour/corner", test_corner);
  g_test_add_func ("/contour/ring", test_ring);
  g_test_add_func ("/contour/saddle", test_saddle);
  g_test_add_func ("/contour/on-the-level", test_on_the_level);
  g_test_add_func ("/contour/missing", test_missing);
  g_test_add_func ("/contour/small", test_small);
  g_test_add_func ("/contour/law", test_law);
  return g_test_run ();
}
