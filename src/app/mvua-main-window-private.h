/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-choice-bar.h"
#include "mvua-main-window.h"
#include "mvua-point-panel.h"
#include "mvua-time-bar.h"

G_BEGIN_DECLS

/* What the sources of the window share; nobody else includes it. */
struct _MvuaMainWindow
{
  AdwApplicationWindow parent_instance;
  GSettings *settings;
  MvuaBrowser *browser;
  GCancellable *opening;
  GtkFileChooserNative *chooser;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwWindowTitle *title;
  AdwFlap *flap;
  GtkWidget *point_revealer;
  GtkWidget *demo_bar;
  MvuaTreePanel *tree;
  MvuaPointPanel *point;
  MvuaChoiceBar *choices;
  MvuaMapArea *map;
  MvuaTimeBar *time;
  AdwHeaderBar *header;
  GtkWidget *sidebar_button;
  GtkMenuButton *source_button;
  GtkMenuButton *region_button;
  GtkMenuButton *menu_button;
  GtkButton *play;
  GtkButton *time_label;
  AdwStatusPage *problem;
  GtkSpinner *opening_spinner;
  GtkLabel *opening_label;
  GtkProgressBar *opening_bar;
};

/* mvua-main-window-actions.c */
void mvua_main_window_class_add_actions (GtkWidgetClass *class);
void mvua_main_window_add_actions (MvuaMainWindow *self);
void mvua_main_window_remove_actions (MvuaMainWindow *self);

/* mvua-main-window-keys.c: keys that are the window's when nothing in it takes them. */
void mvua_main_window_add_keys (MvuaMainWindow *self);

/* mvua-main-window-open.c */
void mvua_main_window_choose_folder (MvuaMainWindow *self);
void mvua_main_window_add_drop (MvuaMainWindow *self);
void mvua_main_window_save_session (MvuaMainWindow *self);

/* mvua-main-window-menus.c */
void mvua_main_window_add_menus (MvuaMainWindow *self);
void mvua_main_window_show_sources (MvuaMainWindow *self);

/* mvua-main-window-export.c */
void mvua_main_window_export (MvuaMainWindow *self);

/* mvua-main-window-picture.c */
void mvua_main_window_copy_picture (MvuaMainWindow *self);
void mvua_main_window_copy_value (MvuaMainWindow *self);
void mvua_main_window_save_picture (MvuaMainWindow *self);
void mvua_main_window_print (MvuaMainWindow *self);

G_END_DECLS
