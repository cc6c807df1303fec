/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

/* What the tests of the main window share: the application, one window, a small demo. */

#include "mvua-main-window.h"
#include "window-fixture.h"

#include <string.h>

G_BEGIN_DECLS

/* The application and its settings, which last as long as the program. */
MvuaApplication *mvua_test_get_application (void);
GSettings *mvua_test_get_settings (void);

/* Presents a new window; it is the one that the functions below are about. */
MvuaMainWindow *mvua_test_new_window (void);
MvuaMainWindow *mvua_test_get_window (void);
MvuaBrowser *mvua_test_get_browser (void);
MvuaMapArea *mvua_test_get_map (void);

/* Destroys the window, and then the application: at the end of main(). */
void mvua_test_end_application (void);

/* A child of the window's template. */
gpointer mvua_test_get_child (const char *name);

/* Whether the pick has come and is what the map shows, or a message says why not. */
gboolean mvua_test_is_drawn (gpointer unused);
void mvua_test_wait_drawn (void);

/* Waits for a page of the window: "main", "problem", "empty". */
void mvua_test_wait_page (const char *page);

/* A demo of three members and 48 h, made once a program. */
const char *mvua_test_demo_path (void);

/* Opens it and waits until it is drawn. */
void mvua_test_open_demo (void);

/* Activates "win.step(2)" and the like. */
void mvua_test_act (const char *detailed);
void mvua_test_act_and_wait (const char *detailed);

/* "gep01 t2m 12": what is picked; (transfer full). */
char *mvua_test_dup_pick (void);
#define mvua_test_assert_pick(expected)                                                  \
  G_STMT_START                                                                           \
  {                                                                                      \
    g_autofree char *pick__ = mvua_test_dup_pick ();                                     \
    g_assert_cmpstr (pick__, ==, expected);                                              \
  }                                                                                      \
  G_STMT_END

/* "gep01 t2m 12": what the map on the screen is of, or NULL; (transfer full). */
char *mvua_test_dup_shown (void);

/* Picks a node by its path in a store, a variable and a step, and waits for the map. */
void mvua_test_pick (const char *node, const char *variable, int step);

G_END_DECLS
