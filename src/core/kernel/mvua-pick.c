/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-pick.h"

#include "mvua-lines.h"

#include <math.h>

void
mvua_kernel_pick (const double *all,
                  double missing,
                  const MvuaCut *cut,
                  float *restrict values)
{
  const MvuaLines lines = mvua_lines_lay_out (cut);

  for (uint32_t line = 0; line < lines.n_lines; line++)
    {
      const double *from = all + (size_t) line * lines.line_length;
      const ptrdiff_t at = mvua_lines_place (&lines, line);
      MvuaSegment segments[2];
      const unsigned n = at < 0 ? 0 : mvua_lines_cut (&lines, line, at, segments);

      for (unsigned s = 0; s < n; s++)
        for (uint32_t i = 0; i < segments[s].n; i++)
          {
            const double v = from[segments[s].from + i];
            values[segments[s].to + (ptrdiff_t) i * segments[s].step] =
                v == missing ? NAN : (float) v;
          }
    }
}
