/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ensemble.h"
#include "mvua-gate.h"

G_BEGIN_DECLS

/**
 * MvuaSubset:
 * @script: (nullable): of the server; %NULL for NOAA's
 * @folder: where the files go, laid out as the bucket is; what is there already is of an
 *   earlier call with the same subset, and is not fetched again
 * @members: (element-type MvuaMember)
 * @steps: (element-type int): hours
 * @variables: (element-type MvuaVariable)
 * @there: (nullable) (element-type utf8): URLs of the bucket's files; what is not among
 *   them is not asked for
 * @gate: (nullable): nothing more is asked for while it is closed
 *
 * What is wanted of a run, cut out by NOAA's own server.  See mvua-subsetter.h.
 */
typedef struct
{
  const char *script;
  const char *folder;
  MvuaRun run;
  const GArray *members;
  const GArray *steps;
  const GPtrArray *variables;
  MvuaRegion region;
  GHashTable *there;
  MvuaGate *gate;
} MvuaSubset;

/**
 * MvuaSubsetReport:
 * @is_waiting: another export has the same cut out just now, and this one waits for it
 * @n_files: wanted
 * @n_fetched: fetched now
 * @n_kept: there already
 * @n_absent: which the bucket or the server does not have; what is wanted of them will be
 * missing
 * @n_bytes: fetched
 */
typedef struct
{
  gboolean is_waiting;
  guint n_files;
  guint n_fetched;
  guint n_kept;
  guint n_absent;
  guint64 n_bytes;
} MvuaSubsetReport;

/* Called in the thread of mvua_subset_download(), about once a second. */
typedef void (*MvuaSubsetProgress) (const MvuaSubsetReport *report, gpointer data);

/* (transfer full): a folder below @parent that is one subset's own, whatever else was
 * asked for; "20250918-00-1f3a…" */
char *mvua_subset_folder (const char *parent, const MvuaSubset *subset);

/**
 * mvua_subset_download:
 * @report: (out caller-allocates)
 *
 * Fetches a file for each member and step, at most %MVUA_SUBSETTER_MOST_PER_MINUTE a
 * minute, and waits where the server says that that was too many.  The folder is then a
 * source like any other: mvua_ensemble_open().  What was fetched stays, so another call
 * goes on where one ended.  Blocks.
 *
 * Returns: %FALSE with %MVUA_SUBSETTER_ERROR, %MVUA_HTTP_ERROR, %MVUA_ERROR_IO,
 *   %MVUA_ERROR_USAGE or %G_IO_ERROR_CANCELLED set
 */
gboolean mvua_subset_download (MvuaRemote *remote,
                               const MvuaSubset *subset,
                               MvuaSubsetProgress progress,
                               gpointer data,
                               MvuaSubsetReport *report,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_subset_fetch:
 * @url: of mvua_subsetter_url()
 * @gate: (nullable): nothing is asked for while it is closed
 *
 * One answer, in its turn: all requests of the program to one server are counted
 * together, and one that is told to wait does.  Blocks.
 *
 * Returns: (transfer full) (nullable): messages, not looked into; %NULL with an error of
 *   mvua_subsetter_fetch() or %G_IO_ERROR_CANCELLED set
 */
GBytes *mvua_subset_fetch (MvuaRemote *remote,
                           const char *url,
                           MvuaGate *gate,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
