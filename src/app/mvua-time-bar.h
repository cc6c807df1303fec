/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-browser.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MVUA_TYPE_TIME_BAR (mvua_time_bar_get_type ())
/**
 * MvuaTimeBar:
 *
 * The steps of a run, drawn along their days; the one that is shown is marked, and so is
 * the window of rain.  Click or drag to go to a step; for assistive tools it is a slider.
 */
G_DECLARE_FINAL_TYPE (MvuaTimeBar, mvua_time_bar, MVUA, TIME_BAR, GtkWidget)

GtkWidget *mvua_time_bar_new (void);
/* @browser: (nullable): followed from now on */
void mvua_time_bar_set_browser (MvuaTimeBar *self, MvuaBrowser *browser);
/* Whether days are those of UTC instead of EAT. */
void mvua_time_bar_set_utc (MvuaTimeBar *self, gboolean is_utc);

/* Step that lies at @x of the widget, or that which is nearest; -1 if there is none. */
int mvua_time_bar_step_at (MvuaTimeBar *self, double x);

G_END_DECLS
