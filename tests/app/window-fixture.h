/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-application.h"

G_BEGIN_DECLS

/* How long a test waits for what must happen. */
#define MVUA_TEST_SECONDS 40

/**
 * mvua_test_window_init:
 *
 * First thing in main() of a test of windows: GLib's tests, GTK, the texts of the build
 * folder.  A warning of GLib or GTK ends the test, as it does in all others.
 */
void mvua_test_window_init (int *argc, char ***argv);

typedef gboolean (*MvuaTestPredicate) (gpointer data);

/**
 * mvua_test_wait:
 *
 * Runs the main loop until @predicate holds.
 *
 * Returns: %FALSE if it does not after %MVUA_TEST_SECONDS
 */
gboolean mvua_test_wait (MvuaTestPredicate predicate, gpointer data);

/* Runs the main loop for so long: for what must not happen. */
void mvua_test_run_for (guint milliseconds);

/**
 * mvua_test_present:
 *
 * Brings @window to the screen and waits until it is there, with that size: without a
 * window manager GTK takes its own border off the size that is asked for.
 */
void mvua_test_present (GtkWindow *window, int width, int height);

/**
 * mvua_test_render:
 *
 * Returns: (transfer full): what a window that is mapped looks like
 */
GdkTexture *mvua_test_render (GtkWindow *window);

/* The same of a popover. */
GdkTexture *mvua_test_render_native (GtkNative *native);

/* Writes what @window looks like to screenshots/NAME.png in the build folder. */
void mvua_test_save_picture (GtkWindow *window, const char *name);

/* The same of a popover that is open, which is not in the picture of its window. */
void mvua_test_save_popover (GtkPopover *popover, const char *name);

G_END_DECLS
