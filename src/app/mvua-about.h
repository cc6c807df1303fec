/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mvua_about_present:
 * @parent: (nullable): over which it stands
 *
 * Shows what Mvua is: version, licence, and who made the data that it draws.
 *
 * Returns: (transfer none): the window
 */
GtkWidget *mvua_about_present (GtkWindow *parent);

G_END_DECLS
