/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-browser.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define MVUA_TYPE_CHOICE_BAR (mvua_choice_bar_get_type ())
/**
 * MvuaChoiceBar:
 *
 * What is shown of a variable: a member, mean, spread or probability with its threshold;
 * the window of rain; the unit and the colours.
 */
G_DECLARE_FINAL_TYPE (MvuaChoiceBar, mvua_choice_bar, MVUA, CHOICE_BAR, GtkWidget)

/* @browser: followed from now on */
void mvua_choice_bar_set_browser (MvuaChoiceBar *self, MvuaBrowser *browser);

G_END_DECLS
