/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* A GeoJSON text of a user's: what comes of it can be painted without a second look. */

#include "mvua-error.h"
#include "mvua-fuzz.h"
#include "mvua-overlay.h"

static void
check_point (const MvuaMapPoint *point)
{
  g_assert_true (point->lon >= -180 && point->lon <= 180);
  g_assert_true (point->lat >= -90 && point->lat <= 90);
}

static void
check_line (const MvuaMapLine *line)
{
  g_assert_cmpuint (line->n_points, >=, line->flags == MVUA_MAP_LINE_CLOSED ? 3 : 2);
  g_assert_true (g_utf8_validate (line->name, -1, NULL));
  for (guint i = 0; i < line->n_points; i++)
    {
      const MvuaMapPoint *point = &line->points[i];

      check_point (point);
      g_assert_true (point->lon >= (float) line->box.west &&
                     point->lon <= (float) line->box.east);
      g_assert_true (point->lat >= (float) line->box.south &&
                     point->lat <= (float) line->box.north);
    }
}

gboolean
mvua_fuzz_one (const guint8 *data, gsize n)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, n);
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaOverlay) overlay = mvua_overlay_new (bytes, "overlay.geojson", &error);
  gsize n_lines = 0, n_places = 0;

  if (overlay == NULL)
    {
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_SOURCE);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return FALSE;
    }
  g_assert_no_error (error);
  const MvuaMapLine *lines = mvua_overlay_get_lines (overlay, &n_lines);
  const MvuaMapPlace *places = mvua_overlay_get_places (overlay, &n_places);
  for (gsize i = 0; i < n_lines; i++)
    check_line (&lines[i]);
  for (gsize i = 0; i < n_places; i++)
    {
      check_point (&places[i].at);
      g_assert_true (g_utf8_validate (places[i].name, -1, NULL));
    }
  /* Each of them takes some of the text, with which it cannot grow faster. */
  g_assert_cmpuint (n_lines + n_places, <=, n);
  return TRUE;
}
