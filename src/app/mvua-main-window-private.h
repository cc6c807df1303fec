/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-choice-bar.h"
#include "mvua-kept-marks.h"
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

  /* Of a run that is somewhere else. */
  MvuaNetwork *network;
  GCancellable *completing; /* (nullable): while all of the run is being listed */
  char *source;             /* as it was asked for */
  gboolean is_first;        /* one member of it is being opened */
  gboolean was_cut_off;
  guint watch; /* source */
  MvuaKeptMarks marks;

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
  GtkWidget *problem_retry;
  GtkWidget *network_button;
  GtkWidget *network_bar;
  GtkLabel *network_label;
  GtkButton *network_action;
  GtkLabel *stand_in_label;
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
/* Ends what was being opened, and says what is being opened now. */
void mvua_main_window_begin (MvuaMainWindow *self, const char *text);
/* Shows what was opened, or says why it was not; takes either over, and the tree of a run
 * if there is one. */
void mvua_main_window_opened (MvuaMainWindow *self,
                              MvuaEnsemble *ensemble,
                              MvuaNode *tree,
                              GError *error);

/* mvua-main-window-remote.c */
void mvua_main_window_open_run (MvuaMainWindow *self, const char *source);
void mvua_main_window_open_latest (MvuaMainWindow *self);
/* What was asked for last, again. */
void mvua_main_window_retry_open (MvuaMainWindow *self);
/* Goes on to the whole run once the first map is there, if that is allowed. */
void mvua_main_window_complete_run (MvuaMainWindow *self);
/* Looks whether there is more of it. */
void mvua_main_window_refresh_run (MvuaMainWindow *self);
void mvua_main_window_watch_run (MvuaMainWindow *self);
void mvua_main_window_show_run (MvuaMainWindow *self);
void mvua_main_window_forget_run (MvuaMainWindow *self);
/* (transfer full): what is below the run in the title, while something is open */
char *mvua_main_window_dup_subtitle (MvuaMainWindow *self);

/* mvua-main-window-network.c */
void mvua_main_window_set_network (MvuaMainWindow *self, MvuaNetwork *network);
void mvua_main_window_remove_network (MvuaMainWindow *self);
void mvua_main_window_show_network (MvuaMainWindow *self);
void mvua_main_window_show_stand_in (MvuaMainWindow *self);
/* Why there are no values in @field: (transfer full) (nullable): %NULL if there are */
char *mvua_main_window_explain_field (MvuaMainWindow *self, MvuaField *field);
void mvua_main_window_retry_network (MvuaMainWindow *self);
void mvua_main_window_allow_metered (MvuaMainWindow *self);
void mvua_main_window_ask_consent (MvuaMainWindow *self);
/* Whether what is open can be exported now; says why not. */
gboolean mvua_main_window_may_export (MvuaMainWindow *self);

/* mvua-main-window-runs.c */
void mvua_main_window_choose_run (MvuaMainWindow *self);

/* mvua-main-window-menus.c */
void mvua_main_window_add_menus (MvuaMainWindow *self);
void mvua_main_window_show_sources (MvuaMainWindow *self);

/* mvua-main-window-export.c */
void mvua_main_window_export (MvuaMainWindow *self);

/* mvua-main-window-picture.c */
void mvua_main_window_copy_picture (MvuaMainWindow *self);
void mvua_main_window_copy_value (MvuaMainWindow *self);
void mvua_main_window_save_picture (MvuaMainWindow *self);
/* (transfer full) (nullable): what is on the screen, for a picture of that size; %NULL
 * after having said that there is nothing */
MvuaMapScene *
mvua_main_window_dup_scene (MvuaMainWindow *self, double width, double height);

/* mvua-main-window-print.c */
void mvua_main_window_print (MvuaMainWindow *self);
/* What the above runs with a dialog: (transfer full) (nullable): %NULL as above */
GtkPrintOperation *mvua_main_window_new_print (MvuaMainWindow *self);
/* Takes @operation over, which then goes on by itself, also without the window. */
void mvua_main_window_run_print (MvuaMainWindow *self,
                                 GtkPrintOperation *operation,
                                 GtkPrintOperationAction action);

G_END_DECLS
