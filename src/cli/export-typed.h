/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "cli-source.h"

G_BEGIN_DECLS

/* Options as they were typed; @combines: it is mvua combine that they were typed for. */
typedef struct
{
  gboolean combines;
  gboolean has_source;
  char *members;
  char *variables;
  char *steps;
  char *region;
  char *format;
  char *layout;
  char *statistics;
  char *thresholds;
  char *daily_thresholds;
  char *daily_window;
  MvuaCliSource source;
  char *way;
  char *subsetter_url;
  char *decode;
  char *rest;
  char *url;
  int n_jobs;
  gboolean overwrite;
  gboolean top_up;
  gboolean resume;
  gboolean discard;
  gboolean json;
} MvuaExportTyped;

void mvua_export_typed_clear (MvuaExportTyped *self);

/* One of @names, by its place.  Returns: %FALSE with %MVUA_ERROR_USAGE set if it is none
 * of them */
gboolean mvua_export_typed_choose (const char *option,
                                   const char *text,
                                   const char *const *names,
                                   guint n_names,
                                   guint *choice,
                                   GError **error);

/* What was typed replaces what stands in @options, which are to be cleared.
 * Returns: %FALSE with %MVUA_ERROR_USAGE set */
gboolean mvua_export_typed_parse (const MvuaExportTyped *self,
                                  MvuaExportOptions *options,
                                  GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaExportTyped, mvua_export_typed_clear)

G_END_DECLS
