/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-run-list.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MVUA_TYPE_RUN_DIALOG (mvua_run_dialog_get_type ())
/**
 * MvuaRunDialog:
 *
 * The recent runs with how complete each is, of which one is opened.  While one of them
 * is being published it looks again every minute.
 *
 * Signal "chosen" (string source): "noaa:20250918/00"; the dialog closes after it.
 */
G_DECLARE_FINAL_TYPE (MvuaRunDialog, mvua_run_dialog, MVUA, RUN_DIALOG, AdwWindow)

/* @parent: (nullable): over which it stands */
GtkWidget *
mvua_run_dialog_new (GtkWindow *parent, MvuaNetwork *network, GSettings *settings);

/* For tests: (transfer none); "waiting", "list", "none" or "problem". */
MvuaRunList *mvua_run_dialog_get_runs (MvuaRunDialog *self);
const char *mvua_run_dialog_get_page (MvuaRunDialog *self);

/* What a row says: (transfer full). */
char *mvua_run_dialog_dup_title (MvuaRunDialog *self, MvuaRunItem *item);
char *mvua_run_dialog_dup_subtitle (MvuaRunDialog *self, MvuaRunItem *item);

/* Looks again now, as it does every minute. */
void mvua_run_dialog_refresh (MvuaRunDialog *self);

G_END_DECLS
