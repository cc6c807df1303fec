/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/**
 * MvuaFoundPlace:
 * @name: as people write it
 * @country: in the user's language; "" of a country or a region itself
 * @box: what is to be seen of it
 */
typedef struct
{
  char *name;
  const char *country;
  MvuaMapBox box;
} MvuaFoundPlace;

/**
 * mvua_place_search:
 * @text: what was typed; "" finds the whole region, the world and the countries
 * @most: of places
 *
 * Regions, countries and places whose name, or another name of which, has @text in it,
 * whatever the case and without marks: "ndjamena" is N'Djamena.  First those that are
 * called just so, then those that begin with it, then those of which a word does, then
 * the others; in each of these regions and countries come first, then places by rank.
 *
 * Returns: (transfer full) (element-type MvuaFoundPlace)
 */
GPtrArray *mvua_place_search (const MvuaBasemap *basemap,
                              const char *text,
                              guint most) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
