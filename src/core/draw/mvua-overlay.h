/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-map-line.h"

G_BEGIN_DECLS

/**
 * MvuaOverlay:
 *
 * Lines, rings and points of a user's GeoJSON file: counties, basins, stations.
 * Immutable once made, so any thread may read it; ref and unref are atomic.
 */
typedef struct _MvuaOverlay MvuaOverlay;

/* Larger files are refused: while one is read it takes ten to twenty times its size. */
#define MVUA_OVERLAY_MOST_BYTES (16 << 20)

/**
 * mvua_overlay_new:
 * @bytes: a GeoJSON text; not needed any more after that
 * @path: where it came from, for errors
 *
 * Reads a FeatureCollection, a Feature or a geometry: points, lines, polygons, their
 * Multi… kinds and collections of them, in degrees east and north (WGS 84).  Heights
 * are left aside, and so are all properties but "name", in whatever case.  Polygons
 * become rings (%MVUA_MAP_LINE_CLOSED), holes too, whether or not they end where they
 * began.
 *
 * Source: RFC 7946.  A "crs" member, which that took out, is taken for an error if it
 * names another system.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_SOURCE set; the text names
 *   @path, the feature (the first is 1) and what was expected
 */
MvuaOverlay *mvua_overlay_new (GBytes *bytes,
                               const char *path,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
MvuaOverlay *mvua_overlay_ref (MvuaOverlay *self);
void mvua_overlay_unref (MvuaOverlay *self);

/**
 * mvua_overlay_get_lines:
 * @n_lines: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_lines) (nullable): in the file's order, rank 0
 *   and no countries; live as long as @self
 */
const MvuaMapLine *mvua_overlay_get_lines (const MvuaOverlay *self, gsize *n_lines);

/**
 * mvua_overlay_get_places:
 * @n_places: (out): how many there are
 *
 * Returns: (transfer none) (array length=n_places) (nullable): the points of the file, in
 *   its order; only @name and @at are set; live as long as @self
 */
const MvuaMapPlace *mvua_overlay_get_places (const MvuaOverlay *self, gsize *n_places);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaOverlay, mvua_overlay_unref)

G_END_DECLS
