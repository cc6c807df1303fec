/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/* What is said and done of exports that were interrupted. */

/**
 * mvua_cli_left_find:
 * @left: (out) (transfer full) (nullable): the one to go on with; %NULL if there is none
 * @status: (out): how the program ends where %FALSE is returned
 *
 * Returns: %FALSE if there is nothing left to do, which has been said: another process is
 *   at work on it, or the output got its name already
 */
gboolean mvua_cli_left_find (const char *command,
                             const char *target,
                             MvuaExportLeft **left,
                             int *status);

/* Tells on standard error of what is left of exports to @target before a new one. */
void mvua_cli_left_tell (const char *command, const char *target);

/* Removes all of it that is nobody's.  Returns: how the program ends */
int mvua_cli_left_discard (const char *command, const char *target);

/* Says why an export failed of which what was done is kept, and how it is gone on with.
 * Returns: how the program ends */
int mvua_cli_left_fail (const char *command, const char *target, const GError *error);

/* Says, after why, what can be done with what cannot be gone on with.  @left: (nullable):
 * it, if anything was.  Returns: @status */
int mvua_cli_left_stays (const char *command,
                         const char *target,
                         const MvuaExportLeft *left,
                         int status);

G_END_DECLS
