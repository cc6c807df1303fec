/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-map-scene.h"

static MvuaField *
ref_field (MvuaField *field)
{
  return field != NULL ? mvua_field_ref (field) : NULL;
}

MvuaMapScene *
mvua_map_scene_copy (const MvuaMapScene *scene)
{
  MvuaMapScene *copy = g_new (MvuaMapScene, 1);

  *copy = *scene;
  copy->field = ref_field (scene->field);
  copy->u = ref_field (scene->u);
  copy->v = ref_field (scene->v);
  if (scene->basemap != NULL)
    copy->basemap = mvua_basemap_ref (scene->basemap);
  if (scene->overlays != NULL)
    copy->overlays = g_ptr_array_ref (scene->overlays);
  copy->provenance = g_strdup (scene->provenance);
  return copy;
}

void
mvua_map_scene_free (MvuaMapScene *scene)
{
  if (scene == NULL)
    return;
  g_clear_pointer (&scene->field, mvua_field_unref);
  g_clear_pointer (&scene->u, mvua_field_unref);
  g_clear_pointer (&scene->v, mvua_field_unref);
  g_clear_pointer (&scene->basemap, mvua_basemap_unref);
  g_clear_pointer (&scene->overlays, g_ptr_array_unref);
  g_free ((char *) scene->provenance);
  g_free (scene);
}

void
mvua_map_scene_fit (MvuaMapScene *scene,
                    const MvuaMapBox *box,
                    double width,
                    double height)
{
  const MvuaMapLayout layout = mvua_map_layout (scene, width, height);

  scene->camera =
      mvua_map_camera_fit (box, MAX (layout.map.width, 1), MAX (layout.map.height, 1));
}
