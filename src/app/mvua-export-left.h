/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-exports.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * mvua_export_left_offer:
 *
 * Looks, in a thread, for what is left of exports that an earlier session remembers, and
 * offers to go on with each of them, or to remove it, in the active window.  Of what is
 * done, or is not there any more, nothing is said; exports that another process is at
 * work on are left alone.
 */
void mvua_export_left_offer (GtkApplication *application,
                             MvuaExports *exports,
                             MvuaNetwork *network);

/* When it began and how much of it is done, in words; (transfer full). */
char *mvua_export_left_dup_text (const MvuaExportLeft *left) G_GNUC_WARN_UNUSED_RESULT;

/* Goes on with what is left of an export to @target, if anything is and @exports are not
 * at it already, without a question. */
void
mvua_export_left_resume (MvuaExports *exports, MvuaNetwork *network, const char *target);

G_END_DECLS
