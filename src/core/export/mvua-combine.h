/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export.h"

G_BEGIN_DECLS

/*
 * Joining the stores of members into one: an export of the ensemble that they are, with
 * all that is in them.  Members may have different steps: the output has each step that
 * any of them has, what one of them lacks is missing there, and nothing is interpolated.
 */

/**
 * mvua_combine_options_new:
 * @ensemble: of stores
 *
 * The options of mvua_export_run() with which everything is taken over: all members, the
 * control included, all variables, and the whole grid, as the stores write it.  To be
 * cleared.
 */
MvuaExportOptions mvua_combine_options_new (const MvuaEnsemble *ensemble);

G_END_DECLS
