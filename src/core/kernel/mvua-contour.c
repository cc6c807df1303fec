/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-contour.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* An edge that the line crosses and that no line has yet: from the point of the mark to
 * the one east of it, to the one south of it. */
#define EASTWARD 1
#define SOUTHWARD 2

/* Edges of a cell, in whose terms a line walks. */
typedef enum
{
  TOP,
  RIGHT,
  BOTTOM,
  LEFT,
} Side;

typedef struct
{
  const float *values;
  size_t n_rows;
  size_t n_columns;
  float level;
  unsigned char *marks;
  MvuaContourPoint *points;
  size_t n_points;
} Work;

/* Where a line stands: about to enter the cell at @row, @column by @side.  Beyond the
 * border they wrap to values that no cell has. */
typedef struct
{
  size_t row;
  size_t column;
  Side side;
} Step;

static bool
is_cell (const Work *work, size_t row, size_t column)
{
  if (row >= work->n_rows - 1 || column >= work->n_columns - 1)
    return false;
  const float *v = work->values + row * work->n_columns + column;
  return !isnan (v[0] + v[1] + v[work->n_columns] + v[work->n_columns + 1]);
}

/* The side by which a line that enters by @step leaves, the cell being whole. */
static Side
leave (const Work *work, Step step)
{
  const float *v = work->values + step.row * work->n_columns + step.column;
  const float a = v[0], b = v[1], d = v[work->n_columns], c = v[work->n_columns + 1];
  const bool high_a = a >= work->level, high_b = b >= work->level;
  const bool high_c = c >= work->level, high_d = d >= work->level;
  const bool crossed[] = { high_a != high_b, high_b != high_c, high_c != high_d,
                           high_d != high_a };

  if (crossed[0] && crossed[1] && crossed[2] && crossed[3])
    {
      static const Side around_b_and_d[] = { RIGHT, TOP, LEFT, BOTTOM };
      static const Side around_a_and_c[] = { LEFT, BOTTOM, RIGHT, TOP };
      const double mean = ((double) a + (double) b + (double) c + (double) d) / 4;
      const bool is_joined = mean >= (double) work->level;
      return high_a == is_joined ? around_b_and_d[step.side] : around_a_and_c[step.side];
    }
  for (Side side = TOP; side <= LEFT; side++)
    if (crossed[side] && side != step.side)
      return side;
  return step.side;
}

/* The edge of a side, as the point that has its mark. */
static size_t
edge_of (const Work *work, Step step, unsigned char *mark)
{
  const size_t row = step.row + (step.side == BOTTOM ? 1 : 0);
  const size_t column = step.column + (step.side == RIGHT ? 1 : 0);

  *mark = step.side == TOP || step.side == BOTTOM ? EASTWARD : SOUTHWARD;
  return row * work->n_columns + column;
}

static void
emit (Work *work, size_t edge, unsigned char mark)
{
  const float from = work->values[edge];
  const float to = work->values[edge + (mark == EASTWARD ? 1 : work->n_columns)];
  const float way =
      (float) (((double) work->level - (double) from) / ((double) to - (double) from));
  MvuaContourPoint *point = &work->points[work->n_points++];

  const size_t row = edge / work->n_columns, column = edge % work->n_columns;
  point->x = (float) column + (mark == EASTWARD ? way : 0);
  point->y = (float) row + (mark == SOUTHWARD ? way : 0);
  work->marks[edge] = (unsigned char) (work->marks[edge] & ~mark);
}

/* The cell on the other side of the edge by which @step leaves. */
static Step
across (Step step)
{
  static const Side opposite[] = { BOTTOM, LEFT, TOP, RIGHT };

  return (Step){
    .row = step.row + (step.side == BOTTOM ? 1 : 0) - (step.side == TOP ? 1 : 0),
    .column = step.column + (step.side == RIGHT ? 1 : 0) - (step.side == LEFT ? 1 : 0),
    .side = opposite[step.side],
  };
}

/* A line from the edge by which @step enters, to its end or back to that edge. */
static MvuaContourLine
trace (Work *work, Step step)
{
  MvuaContourLine line = { .first = work->n_points };
  unsigned char mark;
  size_t edge = edge_of (work, step, &mark);

  emit (work, edge, mark);
  while (is_cell (work, step.row, step.column))
    {
      step.side = leave (work, step);
      edge = edge_of (work, step, &mark);
      if ((work->marks[edge] & mark) == 0)
        {
          line.is_closed = 1;
          break;
        }
      emit (work, edge, mark);
      step = across (step);
    }
  line.n_points = work->n_points - line.first;
  return line;
}

static bool
differs (const Work *work, float a, float b)
{
  return !isnan (a) && !isnan (b) && (a >= work->level) != (b >= work->level);
}

static void
mark_edges (Work *work)
{
  const size_t n = work->n_columns;

  memset (work->marks, 0, work->n_rows * n);
  for (size_t row = 0; row < work->n_rows; row++)
    for (size_t column = 0; column < n; column++)
      {
        const float *v = work->values + row * n + column;
        unsigned char mark = 0;
        if (column + 1 < n && differs (work, v[0], v[1]))
          mark |= EASTWARD;
        if (row + 1 < work->n_rows && differs (work, v[0], v[n]))
          mark |= SOUTHWARD;
        work->marks[row * n + column] = mark;
      }
}

/* The lines that begin at an edge which only one cell has, or, if @closed, any that are
 * left; an edge that no cell has is no line. */
static size_t
trace_all (Work *work, bool closed, MvuaContourLine *lines)
{
  size_t n_lines = 0;

  for (size_t edge = 0; edge < work->n_rows * work->n_columns; edge++)
    for (unsigned char mark = EASTWARD; mark <= SOUTHWARD && work->marks[edge]; mark++)
      {
        if ((work->marks[edge] & mark) == 0)
          continue;
        const Step after = { edge / work->n_columns, edge % work->n_columns,
                             mark == EASTWARD ? TOP : LEFT };
        const Step before = across (after);
        const bool has_after = is_cell (work, after.row, after.column);
        const bool has_before = is_cell (work, before.row, before.column);

        if (!has_after && !has_before)
          work->marks[edge] = (unsigned char) (work->marks[edge] & ~mark);
        else if (closed || has_after != has_before)
          lines[n_lines++] = trace (work, has_after ? after : before);
      }
  return n_lines;
}

size_t
mvua_kernel_contour (const float *values,
                     size_t n_rows,
                     size_t n_columns,
                     float level,
                     unsigned char *marks,
                     MvuaContourPoint *points,
                     MvuaContourLine *lines)
{
  Work work = { values, n_rows, n_columns, level, marks, points, 0 };

  if (n_rows < 2 || n_columns < 2)
    return 0;
  mark_edges (&work);
  const size_t n_open = trace_all (&work, false, lines);
  return n_open + trace_all (&work, true, lines + n_open);
}
