/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-text.h"

#include <glib/gi18n.h>
#include <math.h>

#define KM_PER_DEGREE 111.2
#define MOST_KM 300.0

/* Below this many km a place is said to be the town itself. */
#define AT_KM 3.0

char *
mvua_map_text_coordinates (double longitude, double latitude)
{
  const double east = remainder (longitude, 360.0);
  const double lat = fabs (latitude), lon = fabs (east);

  /* Translators: degrees of latitude and longitude; the letters are north, south, east
   * and west. */
  if (latitude >= 0)
    return east >= 0 ? g_strdup_printf (_ ("%.2f° N, %.2f° E"), lat, lon)
                     : g_strdup_printf (_ ("%.2f° N, %.2f° W"), lat, lon);
  return east >= 0 ? g_strdup_printf (_ ("%.2f° S, %.2f° E"), lat, lon)
                   : g_strdup_printf (_ ("%.2f° S, %.2f° W"), lat, lon);
}

/* From the town to the place, in km east and north; near enough for a few hundred. */
static void
offset_km (const MvuaMapPlace *town,
           double longitude,
           double latitude,
           double *east,
           double *north)
{
  const double middle = 0.5 * (latitude + (double) town->at.lat);

  *east = remainder (longitude - (double) town->at.lon, 360.0) * KM_PER_DEGREE *
          cos (middle * G_PI / 180.0);
  *north = (latitude - (double) town->at.lat) * KM_PER_DEGREE;
}

const MvuaMapPlace *
mvua_map_nearest_place (const MvuaBasemap *basemap,
                        double longitude,
                        double latitude,
                        double *distance_km)
{
  const MvuaMapPlace *nearest = NULL;
  gsize n = 0;
  const MvuaMapPlace *places =
      basemap != NULL ? mvua_basemap_get_places (basemap, &n) : NULL;

  *distance_km = MOST_KM;
  for (gsize i = 0; i < n; i++)
    {
      double east, north;

      if (*places[i].name == '\0')
        continue;
      offset_km (&places[i], longitude, latitude, &east, &north);
      if (hypot (east, north) < *distance_km)
        {
          *distance_km = hypot (east, north);
          nearest = &places[i];
        }
    }
  return nearest;
}

char *
mvua_map_text_place (const MvuaBasemap *basemap, double longitude, double latitude)
{
  /* Translators: points of the compass. */
  static const char *const compass[] = { N_ ("N"), N_ ("NE"), N_ ("E"), N_ ("SE"),
                                         N_ ("S"), N_ ("SW"), N_ ("W"), N_ ("NW") };
  double km, east, north;
  const MvuaMapPlace *town = mvua_map_nearest_place (basemap, longitude, latitude, &km);

  if (town == NULL)
    return NULL;
  if (km < AT_KM)
    /* Translators: %s is a town. */
    return g_strdup_printf (_ ("at %s"), town->name);
  offset_km (town, longitude, latitude, &east, &north);
  const int eighth = ((int) lround (atan2 (east, north) * 4.0 / G_PI) + 8) % 8;
  /* Translators: a town, a distance and a point of the compass: the place lies so far to
   * that side of the town. */
  return g_strdup_printf (_ ("near %s, %.0f km %s"), town->name, km, _ (compass[eighth]));
}

double
mvua_map_scene_value (const MvuaMapScene *scene,
                      double longitude,
                      double latitude,
                      gboolean *is_inside)
{
  const MvuaField *field = scene->field;
  gboolean inside = FALSE;
  double value = NAN;

  if (field != NULL && field->n_points > 0)
    {
      const MvuaWindow *window = &field->key.window;
      const double north = mvua_window_latitude (&field->grid, window, 0);
      const double south =
          mvua_window_latitude (&field->grid, window, window->n_rows - 1);
      const double west = mvua_window_longitude (&field->grid, window, 0);
      const double east =
          mvua_window_longitude (&field->grid, window, window->n_columns - 1);
      const double half =
          window->n_rows > 1 ? 0.5 * (north - south) / (window->n_rows - 1) : 0.0;
      const double along = remainder (longitude - 0.5 * (west + east), 360.0);

      inside = latitude <= north + half && latitude >= south - half &&
               fabs (along) <= 0.5 * (east - west) + half;
      value = (double) mvua_field_at (field, latitude, longitude);
      if (!isnan (value) && scene->style.unit != NULL)
        value = mvua_unit_from_stored (scene->style.unit, value);
    }
  if (is_inside != NULL)
    *is_inside = inside;
  return value;
}

char *
mvua_map_text_value (const MvuaMapScene *scene, double value)
{
  const MvuaUnit *unit = scene->style.unit;

  if (isnan (value))
    return g_strdup (_ ("missing"));
  if (unit == NULL || *unit->symbol == '\0')
    return g_strdup_printf ("%.*f", unit != NULL ? unit->decimals : 1, value);
  /* Translators: a number and its unit. */
  return g_strdup_printf (_ ("%.*f %s"), unit->decimals, value, unit->symbol);
}

char *
mvua_map_text_value_at (const MvuaMapScene *scene, double longitude, double latitude)
{
  gboolean is_inside;
  const double value = mvua_map_scene_value (scene, longitude, latitude, &is_inside);

  if (scene->field == NULL)
    return g_strdup (_ ("no data"));
  if (isnan (value) && !is_inside)
    return g_strdup (_ ("outside of the data"));
  return mvua_map_text_value (scene, value);
}

char *
mvua_map_text_readout (const MvuaMapScene *scene, double longitude, double latitude)
{
  g_autofree char *value = mvua_map_text_value_at (scene, longitude, latitude);
  g_autofree char *at = mvua_map_text_coordinates (longitude, latitude);
  g_autofree char *place = mvua_map_text_place (scene->basemap, longitude, latitude);

  if (place == NULL)
    /* Translators: a value and coordinates. */
    return g_strdup_printf (_ ("%s · %s"), value, at);
  /* Translators: a value, coordinates, and "near" a town. */
  return g_strdup_printf (_ ("%s · %s · %s"), value, at, place);
}

/* FALSE if no valid value is seen. */
static gboolean
highest_seen (const MvuaField *field, const MvuaMapBox *seen, double *lon, double *lat)
{
  const MvuaWindow *window = &field->key.window;
  const double middle = 0.5 * (seen->west + seen->east);
  const double half = 0.5 * (seen->east - seen->west);
  float highest = -INFINITY;

  for (guint32 j = 0; j < window->n_rows; j++)
    {
      const double latitude = mvua_window_latitude (&field->grid, window, j);

      if (latitude > seen->north || latitude < seen->south)
        continue;
      for (guint32 i = 0; i < window->n_columns; i++)
        {
          const float value = field->values[(gsize) j * window->n_columns + i];

          if (!(value > highest))
            continue;
          const double longitude = mvua_window_longitude (&field->grid, window, i);
          if (fabs (remainder (longitude - middle, 360.0)) > half)
            continue;
          highest = value;
          *lon = longitude;
          *lat = latitude;
        }
    }
  return highest > -INFINITY;
}

char *
mvua_map_text_label (const MvuaMapScene *scene, double width, double height)
{
  g_auto (GStrv) lines = mvua_map_title (scene);
  /* Translators: stands between the lines of a map's title when they are read aloud. */
  g_autofree char *title = g_strjoinv (_ (". "), lines);
  const MvuaMapBox seen = mvua_map_camera_box (&scene->camera, width, height);
  double lon = 0, lat = 0;

  if (scene->field == NULL)
    return g_strdup (_ ("Map without data"));
  if (!highest_seen (scene->field, &seen, &lon, &lat))
    /* Translators: %s is the title of a map. */
    return g_strdup_printf (_ ("Map. %s. There are no values in what is seen."), title);
  g_autofree char *value = mvua_map_text_value_at (scene, lon, lat);
  g_autofree char *place = mvua_map_text_place (scene->basemap, lon, lat);
  g_autofree char *at = mvua_map_text_coordinates (lon, lat);
  /* Translators: the title of a map, a value with its unit and where it is. */
  return g_strdup_printf (_ ("Map. %s. Highest in what is seen: %s, %s."), title, value,
                          place != NULL ? place : at);
}
