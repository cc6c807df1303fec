/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-export.h"
#include "mvua-ref-file.h"
#include "mvua-ref-url.h"

G_BEGIN_DECLS

/**
 * MvuaRefsOptions:
 * @members: (element-type MvuaMember) (nullable): %NULL for all perturbed members, or for
 *   all there are where none is perturbed
 * @variables: (element-type MvuaVariable) (nullable): %NULL for all that the source has
 * @steps: (element-type int) (nullable): hours; %NULL for all
 * @urls: how files are named
 * @overwrite: an existing target is replaced when the new one is whole
 */
typedef struct
{
  GArray *members;
  GPtrArray *variables;
  GArray *steps;
  MvuaRefUrlForm urls;
  gboolean overwrite;
} MvuaRefsOptions;

/**
 * MvuaRefsReport:
 * @gaps: (element-type MvuaGap): messages that are wanted and not there, by member, step
 *   and variable; %MVUA_STATUS_REJECTED are those that a reference cannot name
 * @n_fields: wanted messages, those that are not defined left out
 * @n_files: to which there are references
 */
typedef struct
{
  GArray *gaps;
  guint n_fields;
  guint n_files;
} MvuaRefsReport;

void mvua_refs_report_clear (MvuaRefsReport *self);

/**
 * mvua_export_refs_count_requests:
 *
 * About how many requests mvua_export_refs() will make: one or two for each file of a run
 * in a bucket, for its index; none of what is here.
 */
guint mvua_export_refs_count_requests (const MvuaEnsemble *ensemble,
                                       const MvuaRefsOptions *options);

/* Called in the thread that makes the references. */
typedef void (*MvuaRefsProgress) (guint n_done, guint n_files, gpointer data);

/**
 * mvua_export_refs_new:
 * @folder: where the set is going to lie: relative URLs begin there
 * @progress: (nullable)
 * @report: (out caller-allocates): to be cleared, whatever is returned
 *
 * References to the messages of an ensemble, from its indexes alone: nothing is decoded.
 * A member is the group `gep01` with an array (step, latitude, longitude) for each
 * variable, on the messages' whole grid, a chunk being a message that kerchunk's filter
 * “grib” decodes; raw rain is `tp_bucket`, with the bounds of its windows.  Coordinates
 * are in the set itself, and so are consolidated metadata.  What is not there has no key.
 *
 * Returns: (transfer full) (nullable): %NULL with %MVUA_ERROR_USAGE, %MVUA_ERROR_SOURCE,
 *   %MVUA_HTTP_ERROR or %G_IO_ERROR_CANCELLED set
 */
MvuaRefSet *mvua_export_refs_new (MvuaEnsemble *ensemble,
                                  const char *folder,
                                  const MvuaRefsOptions *options,
                                  MvuaRefsProgress progress,
                                  gpointer data,
                                  MvuaRefsReport *report,
                                  GCancellable *cancellable,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_export_refs:
 * @target: .json, .par, .parquet or .parq; its folder must exist
 *
 * Makes them, and writes them beside @target, which gets its name when it is whole.
 *
 * Returns: %FALSE with those errors, %MVUA_ERROR_IO or %MVUA_ZARR_ERROR set
 */
gboolean mvua_export_refs (MvuaEnsemble *ensemble,
                           const char *target,
                           const MvuaRefsOptions *options,
                           MvuaRefsProgress progress,
                           gpointer data,
                           MvuaRefsReport *report,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaRefsReport, mvua_refs_report_clear)

G_END_DECLS
