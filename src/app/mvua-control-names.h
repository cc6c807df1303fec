/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * mvua_control_names_add:
 * @root: a window whose template is there
 *
 * Gives names that a screen reader reads to the controls in @root that have no text of
 * their own: to an icon what its tip says, to what is in a row of a list of choices the
 * title of that row.
 */
void mvua_control_names_add (GtkWidget *root);

G_END_DECLS
