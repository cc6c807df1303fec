/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-unpack.h"

/* Private to the kernel: where the values of a message go in a window, whatever the
 * scanning mode. */

/* A run of neighbours in a line of the message, and where they go in the window. */
typedef struct
{
  uint32_t from;
  uint32_t n;
  ptrdiff_t to;
  ptrdiff_t step;
} MvuaSegment;

/* The lines of a message as the scanning mode lays them out, and what the window needs
 * of one.  A line is a parallel, or a meridian where points are consecutive in j. */
typedef struct
{
  const MvuaCut *cut;
  bool along_j;
  uint32_t n_lines;
  uint32_t line_length;
} MvuaLines;

MvuaLines mvua_lines_lay_out (const MvuaCut *cut);

/* Where in the window the row (or column) lies that @line is, or -1. */
ptrdiff_t mvua_lines_place (const MvuaLines *lines, uint32_t line);

/* The window's part of a line that itself lies at @at in the window: one run, or two
 * where the window crosses the end of the line.  Returns: how many */
unsigned mvua_lines_cut (const MvuaLines *lines,
                         uint32_t line,
                         ptrdiff_t at,
                         MvuaSegment segments[2]);
