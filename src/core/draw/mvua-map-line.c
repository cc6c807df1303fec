/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-line.h"

gboolean
mvua_map_box_overlaps (const MvuaMapBox *a, const MvuaMapBox *b)
{
  return a->west <= b->east && b->west <= a->east && a->south <= b->north &&
         b->south <= a->north;
}

void
mvua_map_box_around (const MvuaMapPoint *points, gsize n_points, MvuaMapBox *box)
{
  g_return_if_fail (n_points > 0);

  *box = (MvuaMapBox){ .west = (double) points[0].lon,
                       .south = (double) points[0].lat,
                       .east = (double) points[0].lon,
                       .north = (double) points[0].lat };
  for (gsize i = 1; i < n_points; i++)
    {
      const double lon = (double) points[i].lon, lat = (double) points[i].lat;
      box->west = MIN (box->west, lon);
      box->south = MIN (box->south, lat);
      box->east = MAX (box->east, lon);
      box->north = MAX (box->north, lat);
    }
}

void
mvua_map_line_iter_init (MvuaMapLineIter *iter,
                         const MvuaMapLine *lines,
                         gsize n_lines,
                         const MvuaMapBox *box)
{
  iter->next = lines;
  iter->end = n_lines > 0 ? lines + n_lines : lines;
  iter->box = *box;
}

const MvuaMapLine *
mvua_map_line_iter_next (MvuaMapLineIter *iter)
{
  while (iter->next != iter->end)
    {
      const MvuaMapLine *line = iter->next++;

      if (mvua_map_box_overlaps (&line->box, &iter->box))
        return line;
    }
  return NULL;
}
