/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-exports.h"
#include "mvua-network.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MVUA_APPLICATION_ID "org.mvua.Mvua"

#define MVUA_TYPE_APPLICATION (mvua_application_get_type ())
/**
 * MvuaApplication:
 *
 * The viewer: its windows, its exports, which go on when they are closed, and the actions
 * of both ("app.…").
 */
G_DECLARE_FINAL_TYPE (
    MvuaApplication, mvua_application, MVUA, APPLICATION, AdwApplication)

MvuaApplication *mvua_application_new (void);

MvuaExports *mvua_application_get_exports (MvuaApplication *self);
MvuaNetwork *mvua_application_get_network (MvuaApplication *self);

G_END_DECLS
