/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export.h"

G_BEGIN_DECLS

/*
 * What was asked for when a store was made, kept in it as `.mvua/export`: JSON, with the
 * options as one would type them, and null for those that were left open.  Private to
 * the room.
 */
#define MVUA_EXPORT_RECORD "export"

/* Its file in each of a folder of stores: names of all of them, one a line. */
#define MVUA_EXPORT_STORES "stores"

/* (transfer full) */
char *mvua_export_record_format (const MvuaExportOptions *options);

/**
 * mvua_export_record_parse:
 * @options: (out caller-allocates): to be cleared
 *
 * Returns: %FALSE with %MVUA_ERROR_SOURCE set, and @options empty
 */
gboolean mvua_export_record_parse (const char *text,
                                   MvuaExportOptions *options,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_export_record_check:
 * @store: its name, for the error
 * @recorded: what it was made with
 *
 * Whether @options are those of a store; of the steps only whether they hold all of
 * @steps, which it has.
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE set, naming the option and both values
 */
gboolean mvua_export_record_check (const char *store,
                                   const MvuaExportOptions *recorded,
                                   const GArray *steps,
                                   const MvuaExportOptions *options,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_export_record_equal:
 * @option: (out) (transfer full): the first that differs, with both values as one would
 *   type them
 */
gboolean mvua_export_record_equal (const MvuaExportOptions *options,
                                   const MvuaExportOptions *recorded,
                                   char **option,
                                   char **asked,
                                   char **was);

G_END_DECLS
