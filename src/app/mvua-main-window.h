/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-application.h"
#include "mvua-browser.h"
#include "mvua-map-area.h"
#include "mvua-tree-panel.h"

G_BEGIN_DECLS

#define MVUA_TYPE_MAIN_WINDOW (mvua_main_window_get_type ())
/**
 * MvuaMainWindow:
 *
 * The main window: tree, map, time and point.  Its actions ("win.…") do all that the
 * keys, menus and buttons do.
 */
G_DECLARE_FINAL_TYPE (
    MvuaMainWindow, mvua_main_window, MVUA, MAIN_WINDOW, AdwApplicationWindow)

MvuaMainWindow *mvua_main_window_new (MvuaApplication *app);

/* Opens a folder, or that of a file; what happens is told in the window. */
void mvua_main_window_open (MvuaMainWindow *self, const char *path);
void mvua_main_window_open_demo (MvuaMainWindow *self);

/* What was open when the program ended, if that is wished; FALSE if there is none. */
gboolean mvua_main_window_restore (MvuaMainWindow *self);

MvuaBrowser *mvua_main_window_get_browser (MvuaMainWindow *self);
MvuaMapArea *mvua_main_window_get_map (MvuaMainWindow *self);
MvuaTreePanel *mvua_main_window_get_tree (MvuaMainWindow *self);
GtkWidget *mvua_main_window_get_time_bar (MvuaMainWindow *self);

/* "empty", "opening", "problem" or "main" */
const char *mvua_main_window_get_page (MvuaMainWindow *self);

/* A short word at the foot of the window. */
void mvua_main_window_toast (MvuaMainWindow *self, const char *text);

G_END_DECLS
