/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-fuzz.h"

#include <string.h>

#define FEATURE(geometry)                                                                \
  "{\"type\":\"Feature\",\"properties\":{\"name\":\"Tana \\u0130\"},\"geometry\":"       \
  "{\"type\":" geometry "}}"

static const struct
{
  const char *name;
  const char *text;
} seeds[] = {
  { "point", "{\"type\":\"Point\",\"coordinates\":[36.82,-1.29,1795]}" },
  { "points", FEATURE ("\"MultiPoint\",\"coordinates\":[[36,-1],[-180,90]]") },
  { "lines", FEATURE ("\"MultiLineString\",\"coordinates\":[[[1,2],[1,2],[3,4]],[]]") },
  { "polygons", FEATURE ("\"MultiPolygon\",\"coordinates\":[[[[0,0],[1,0],[1,1],[0,0]],"
                         "[[0.2,0.1],[0.4,0.1],[0.3,0.2]]]]") },
  { "collection",
    "\xef\xbb\xbf{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\","
    "\"properties\":"
    "{\"name\":\"urn:ogc:def:crs:OGC:1.3:CRS84\"}},\"features\":[" FEATURE (
        "\"GeometryCollection\",\"geometries\":[{\"type\":\"LineString\","
        "\"coordinates\":[[1e0,2],[3,4.5e-1]]},{\"type\":\"GeometryCollection\","
        "\"geometries\":[]}]") ",{\"type\":\"Feature\",\"properties\":null,"
                               "\"geometry\":null}]}" },
};

void
mvua_fuzz_make_seeds (MvuaFuzzSeeds *to)
{
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++)
    mvua_fuzz_seeds_add (to, seeds[i].name, seeds[i].text, strlen (seeds[i].text));
}
