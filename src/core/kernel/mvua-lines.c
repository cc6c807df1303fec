/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-lines.h"

MvuaLines
mvua_lines_lay_out (const MvuaCut *cut)
{
  const bool along_j = (cut->scanning & MVUA_SCAN_J_CONSECUTIVE) != 0;

  return (MvuaLines){ .cut = cut,
                      .along_j = along_j,
                      .n_lines = along_j ? cut->ni : cut->nj,
                      .line_length = along_j ? cut->nj : cut->ni };
}

/* The row (or column) of the grid, north and west first, that a line of the message is;
 * its own inverse. */
static uint32_t
flip (uint32_t index, uint32_t n, bool reversed)
{
  return reversed ? n - 1 - index : index;
}

/* Where in the window the row or column @index of the grid lies, or -1. */
static ptrdiff_t
place (uint32_t index, uint32_t first, uint32_t n_wanted, uint32_t n_all)
{
  const uint32_t ahead = index >= first ? index - first : index + n_all - first;

  return ahead < n_wanted ? (ptrdiff_t) ahead : -1;
}

ptrdiff_t
mvua_lines_place (const MvuaLines *lines, uint32_t line)
{
  const MvuaCut *cut = lines->cut;

  if (lines->along_j)
    return place (flip (line, cut->ni, cut->scanning & MVUA_SCAN_I_NEGATIVE), cut->column,
                  cut->n_columns, cut->ni);
  return place (flip (line, cut->nj, !!(cut->scanning & MVUA_SCAN_J_POSITIVE)), cut->row,
                cut->n_rows, cut->nj);
}

/* The window's part of a line that itself lies at @at in the window: one run, or two
 * where the window crosses the end of the line. */
unsigned
mvua_lines_cut (const MvuaLines *lines,
                uint32_t line,
                ptrdiff_t at,
                MvuaSegment segments[2])
{
  const MvuaCut *cut = lines->cut;
  const uint32_t n = lines->line_length;
  const uint32_t first = lines->along_j ? cut->row : cut->column;
  const uint32_t wanted = lines->along_j ? cut->n_rows : cut->n_columns;
  const ptrdiff_t step = lines->along_j ? (ptrdiff_t) cut->n_columns : 1;
  const ptrdiff_t start = lines->along_j ? at : at * (ptrdiff_t) cut->n_columns;
  bool reversed = lines->along_j ? !!(cut->scanning & MVUA_SCAN_J_POSITIVE)
                                 : !!(cut->scanning & MVUA_SCAN_I_NEGATIVE);
  uint32_t done = 0;
  unsigned n_segments = 0;

  if ((cut->scanning & MVUA_SCAN_ALTERNATE) && line % 2 == 1)
    reversed = !reversed;

  while (done < wanted && n_segments < 2)
    {
      const uint32_t index = (first + done) % n;
      const uint32_t run = wanted - done < n - index ? wanted - done : n - index;
      const uint32_t head = reversed ? index + run - 1 : index;

      segments[n_segments++] = (MvuaSegment){
        .from = flip (head, n, reversed),
        .n = run,
        .to = start + step * (ptrdiff_t) (done + (reversed ? run - 1 : 0)),
        .step = reversed ? -step : step,
      };
      done += run;
    }
  return n_segments;
}
