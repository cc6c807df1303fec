/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-map-painter.h"

G_BEGIN_DECLS

/**
 * mvua_map_scene_copy:
 *
 * A scene that holds references of its own, so that another thread may paint it while the
 * window goes on.  The array of overlays is shared: nobody changes one that a scene has.
 *
 * Returns: (transfer full): for mvua_map_scene_free()
 */
MvuaMapScene *mvua_map_scene_copy (const MvuaMapScene *scene) G_GNUC_WARN_UNUSED_RESULT;
void mvua_map_scene_free (MvuaMapScene *scene);

/**
 * mvua_map_scene_fit:
 * @box: what is to be seen
 *
 * Points the camera at @box in a picture of that size.
 */
void mvua_map_scene_fit (MvuaMapScene *scene,
                         const MvuaMapBox *box,
                         double width,
                         double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaMapScene, mvua_map_scene_free)

G_END_DECLS
