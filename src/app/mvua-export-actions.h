/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-exports.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mvua_export_actions_install:
 *
 * Adds what notifications and rows of exports refer to: "app.open-folder" (s: path of an
 * output; shows the folder that it lies in) and "app.export-details" (s: the same; its
 * errors and gaps by name).  They work without a window; after a restart, when the
 * details are forgotten, the second does what the first does.
 */
void mvua_export_actions_install (GtkApplication *application, MvuaExports *exports);

/**
 * mvua_export_actions_quit:
 * @window: (nullable): over which is asked
 *
 * Quits; while exports run, asks first: to go on, or to cancel them and quit.
 */
void mvua_export_actions_quit (GtkApplication *application,
                               MvuaExports *exports,
                               GtkWindow *window);

G_END_DECLS
