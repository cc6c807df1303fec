/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <json-c/json.h>

#include "mvua-export-base.h"
#include "mvua-export-plan.h"

G_BEGIN_DECLS

/**
 * MvuaExportOrder:
 * @version: of the program that began it
 * @target: absolute path
 * @source: what it was opened as: an absolute path, or "noaa:20250918/00"
 * @base_url: (nullable): of the bucket that a run is in
 * @begun: seconds since 1970: what the output says it was created at
 * @is_top_up: it adds to @target
 * @base: (nullable): what that store is known by
 * @asked: what was asked for; members, variables and steps may be open
 * @settled: the same, with what they came to when it began
 * @files: (element-type utf8): names of the files that are read, below @source where they
 *   are, each followed by what it is known by
 *
 * What an export was to make of what: it is the beginning of its journal, and an export
 * is resumed with all of it as it was.  Private to the room.
 */
typedef struct
{
  char *version;
  char *target;
  char *source;
  char *base_url;
  MvuaRun run;
  char *product;
  gboolean is_demo;
  gint64 begun;
  gboolean overwrite;
  gboolean is_top_up;
  char *base;
  guint block;
  MvuaExportOptions asked;
  MvuaExportOptions settled;
  GPtrArray *files;
} MvuaExportOrder;

/* The order of an export that begins now.  @base: (nullable) */
MvuaExportOrder *mvua_export_order_new (const MvuaExportPlan *plan,
                                        const MvuaExportBase *base,
                                        const char *target);
void mvua_export_order_free (MvuaExportOrder *self);

/* (transfer full): without the files */
json_object *mvua_export_order_format (const MvuaExportOrder *self);

/* (transfer full) (nullable): without the files; %NULL if it is none */
MvuaExportOrder *mvua_export_order_parse (const char *text);

/**
 * mvua_export_order_check:
 * @options: (nullable): what is asked for now; members, variables and steps that are
 *   open must have been
 * @base: (nullable): the store that is added to now
 *
 * Whether an export may go on: the source must be of the same run, and each of the files
 * that were to be read must be there and be what it was; there may be more by now, and
 * those of fields that are still to be loaded are taken.
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE set, saying what is not as it was
 */
gboolean mvua_export_order_check (const MvuaExportOrder *self,
                                  const MvuaEnsemble *ensemble,
                                  const MvuaExportOptions *options,
                                  const MvuaExportBase *base,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MvuaExportOrder, mvua_export_order_free)

G_END_DECLS
