/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-network.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MVUA_TYPE_PREFERENCES (mvua_preferences_get_type ())
/**
 * MvuaPreferences:
 *
 * What the user prefers.  Each row is bound to a key of the settings, both ways, and acts
 * at once.
 */
G_DECLARE_FINAL_TYPE (
    MvuaPreferences, mvua_preferences, MVUA, PREFERENCES, AdwPreferencesWindow)

/* @parent: (nullable): over which it stands; @network: (nullable) */
GtkWidget *
mvua_preferences_new (GtkWindow *parent, GSettings *settings, MvuaNetwork *network);

G_END_DECLS
