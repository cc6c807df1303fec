/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mvua_test_save_screen:
 *
 * Writes what @window looks like, with the popovers that are over it, to
 * screenshots/NAME.png in the build folder.
 */
void mvua_test_save_screen (GtkWindow *window, const char *name);

/**
 * mvua_test_assert_texts_fit:
 *
 * No label on @widget or in it is cut short with an ellipsis, but for those that may hold
 * a path: the subtitle of a window, and those that are cut in the middle.  @name says
 * what is looked at.
 */
void mvua_test_assert_texts_fit (GtkWidget *widget, const char *name);

/* The first visible widget of @type that is @widget or in it; NULL if there is none. */
GtkWidget *mvua_test_find (GtkWidget *widget, GType type);

G_END_DECLS
