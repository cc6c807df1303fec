/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The window that lists all keys: for gtk_application_window_set_help_overlay(), or to
 * be presented; (transfer none), as of any window. */
GtkShortcutsWindow *mvua_shortcuts_new (void);

G_END_DECLS
