/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/**
 * MvuaCliSource:
 * @run: (nullable): --run
 * @base_url: (nullable): --base-url
 * @no_cache: --no-cache
 * @daily_limit_mb: --daily-limit; 0 is none
 * @only_members: (nullable): borrowed; see MvuaEnsembleOptions
 * @first_variable: (nullable): as there, with @first_step
 *
 * How a command was told to open its SOURCE.
 */
typedef struct
{
  char *run;
  char *base_url;
  gboolean no_cache;
  int daily_limit_mb;
  const GArray *only_members;
  const MvuaVariable *first_variable;
  int first_step;
} MvuaCliSource;

void mvua_cli_source_clear (MvuaCliSource *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaCliSource, mvua_cli_source_clear)

/* Their rows in a command's table of options; @source: pointer to a MvuaCliSource. */
#define MVUA_CLI_SOURCE_ENTRIES(source)                                                  \
  { "run",                                                                               \
    0,                                                                                   \
    0,                                                                                   \
    G_OPTION_ARG_STRING,                                                                 \
    &(source)->run,                                                                      \
    "Which run, where the folder has several",                                           \
    "YYYYMMDD/HH" },                                                                     \
      { "base-url",                                                                      \
        0,                                                                               \
        0,                                                                               \
        G_OPTION_ARG_STRING,                                                             \
        &(source)->base_url,                                                             \
        "Of noaa: sources, where they lie (NOAA’s bucket)",                              \
        "URL" },                                                                         \
      { "no-cache",                                                                      \
        0,                                                                               \
        0,                                                                               \
        G_OPTION_ARG_NONE,                                                               \
        &(source)->no_cache,                                                             \
        "Keep nothing of what is fetched",                                               \
        NULL },                                                                          \
  {                                                                                      \
    "daily-limit", 0, 0, G_OPTION_ARG_INT, &(source)->daily_limit_mb,                    \
        "Fetch no more than so many MB a day (no limit)", "MB"                           \
  }

/* (transfer full) (nullable): what a bucket is read through; %NULL with @error set */
MvuaRemote *mvua_cli_open_remote (const MvuaCliSource *source, GError **error);

/* Opens a source, or says why not and sets @status. */
MvuaEnsemble *mvua_cli_open (const char *command,
                             const char *path,
                             const MvuaCliSource *source,
                             GCancellable *cancellable,
                             int *status);

/* Says what was fetched over the network, if anything was. */
void mvua_cli_tell_traffic (const char *command, MvuaEnsemble *ensemble);

/* What mvua combine is for; FALSE with MVUA_ERROR_USAGE set for anything else, or with
 * why it cannot be looked at. */
gboolean mvua_cli_check_stores (const char *source,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
