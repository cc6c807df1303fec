/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-map-painter.h"

G_BEGIN_DECLS

/* What is said of places on a map, in the user's language; any thread. */

/* Returns: (transfer full): "1.29° S, 36.82° E"; @longitude in any turn */
char *mvua_map_text_coordinates (double longitude,
                                 double latitude) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_map_text_place:
 * @basemap: (nullable)
 *
 * Returns: (transfer full) (nullable): "near Nairobi, 12 km SE": the place asked for lies
 *   south-east of Nairobi; %NULL if no place that has a name is within 300 km
 */
char *mvua_map_text_place (const MvuaBasemap *basemap,
                           double longitude,
                           double latitude) G_GNUC_WARN_UNUSED_RESULT;

/* The place of the basemap that is nearest, (transfer none) (nullable). */
const MvuaMapPlace *mvua_map_nearest_place (const MvuaBasemap *basemap,
                                            double longitude,
                                            double latitude,
                                            double *distance_km);

/* @value: in the unit that is shown; NaN is "missing", in words */
char *mvua_map_text_value (const MvuaMapScene *scene,
                           double value) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_map_scene_value:
 * @is_inside: (out) (optional): whether the place lies within the field's window
 *
 * Returns: in the unit that is shown, at the grid point nearest to a place; NaN if it is
 *   missing, or there is no field
 */
double mvua_map_scene_value (const MvuaMapScene *scene,
                             double longitude,
                             double latitude,
                             gboolean *is_inside);

/**
 * mvua_map_text_value_at:
 *
 * Returns: (transfer full): "23.4 °C", "missing", "outside of the data"
 */
char *mvua_map_text_value_at (const MvuaMapScene *scene,
                              double longitude,
                              double latitude) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_map_text_readout:
 *
 * Returns: (transfer full): one line for a place: value, coordinates and the nearest town
 */
char *mvua_map_text_readout (const MvuaMapScene *scene,
                             double longitude,
                             double latitude) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_map_text_label:
 * @width: of the map
 * @height: of the map
 *
 * Returns: (transfer full): what a screen reader says of a map: its title, and the
 * highest value of what is seen, with the place
 */
char *mvua_map_text_label (const MvuaMapScene *scene,
                           double width,
                           double height) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
