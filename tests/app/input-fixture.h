/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Keys and pointer of the X server, moved as if by hand (the XTEST extension). */

/* Gives the window, which is on the screen, the keyboard; there is no window manager. */
void mvua_test_focus_window (GtkWindow *window);

/**
 * mvua_test_press:
 * @key: as gtk_accelerator_parse() reads it: "Right", "<Ctrl><Shift>e", "bracketleft"
 *
 * Presses and releases a key of the keyboard, with what has to be held for it, and runs
 * the main loop until that has arrived.
 */
void mvua_test_press (const char *key);

/* Types a text, of the letters of a US keyboard. */
void mvua_test_type (const char *text);

/* Moves the pointer to a point of a widget that is on the screen. */
void mvua_test_point (GtkWidget *widget, double x, double y);

/* Presses a button where the pointer is, moves it while held, and lets it go. */
void mvua_test_click (GtkWidget *widget, double x, double y);
void mvua_test_drag (
    GtkWidget *widget, double x0, double y0, double x1, double y1, GdkModifierType held);

/* Turns the wheel by so many clicks, towards the screen (up) or away from it. */
void mvua_test_wheel (GtkWidget *widget, double x, double y, int n_up);

G_END_DECLS
