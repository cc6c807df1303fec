/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export-job.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define MVUA_TYPE_EXPORT_DIALOG (mvua_export_dialog_get_type ())
/**
 * MvuaExportDialog:
 *
 * Asks what of an ensemble is to be exported, and whereto; says what that comes to
 * before it starts.
 *
 * Signal "accepted" (#MvuaExportJob): the user wants that job, which waits; the dialog
 * closes after it.  Signal "resumed" (a path): instead, an export to that target, which
 * was interrupted, is to be gone on with.
 */
G_DECLARE_FINAL_TYPE (
    MvuaExportDialog, mvua_export_dialog, MVUA, EXPORT_DIALOG, AdwWindow)

/**
 * mvua_export_dialog_new:
 * @parent: (nullable): over which it stands
 * @view: (nullable): what the map shows, to be offered as a region
 * @settings: (nullable): where folder and rate are remembered
 */
GtkWidget *mvua_export_dialog_new (GtkWindow *parent,
                                   MvuaEnsemble *ensemble,
                                   const MvuaMapBox *view,
                                   GSettings *settings);

/**
 * mvua_export_dialog_get_options:
 * @options: (out caller-allocates): to be cleared, whatever is returned
 *
 * What is asked for now; lists that are as they were offered are left to the defaults.
 * Of references, members, variables and steps count, and their variables are named.
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE set: what is wrong, in the user's language
 */
gboolean mvua_export_dialog_get_options (MvuaExportDialog *self,
                                         MvuaExportOptions *options,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Path of the output as it is now; (transfer full). */
char *mvua_export_dialog_dup_target (MvuaExportDialog *self) G_GNUC_WARN_UNUSED_RESULT;

/* The folder that it is written to, as if it had been chosen. */
void mvua_export_dialog_set_folder (MvuaExportDialog *self, const char *folder);

G_END_DECLS
