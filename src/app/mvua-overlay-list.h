/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define MVUA_TYPE_OVERLAY_LIST (mvua_overlay_list_get_type ())
/**
 * MvuaOverlayList:
 *
 * The user's GeoJSON files that are drawn over the map, to be added and removed: the key
 * "overlays" of the settings.  A file is read before it is taken; why one was not is said
 * in the list.
 */
G_DECLARE_FINAL_TYPE (
    MvuaOverlayList, mvua_overlay_list, MVUA, OVERLAY_LIST, AdwPreferencesGroup)

/* Once, after it was made. */
void mvua_overlay_list_set_settings (MvuaOverlayList *self, GSettings *settings);

/* Reads a file in a thread, and takes it if it can be drawn. */
void mvua_overlay_list_add (MvuaOverlayList *self, const char *path);

/* Why the last file was not taken; %NULL if it was. */
const char *mvua_overlay_list_get_complaint (MvuaOverlayList *self);

/* Whether a file is being read. */
gboolean mvua_overlay_list_is_busy (MvuaOverlayList *self);

G_END_DECLS
