/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-ensemble.h"
#include "mvua-origins.h"

G_BEGIN_DECLS

/**
 * MvuaSourceVerdict:
 * @MVUA_SOURCE_SAME: the source still has the octets that the field was made of
 * @MVUA_SOURCE_DIFFERS: it has others
 * @MVUA_SOURCE_GONE: it has nothing there, or could not be read
 * @MVUA_SOURCE_UNKNOWN: there is no message to look for: the field is out of a store that
 *   does not say where it has it from
 * @MVUA_SOURCE_CUT: a subsetter cut it out, and that piece cannot be compared: NOAA's has
 *   runs of a few days, and other sources the message itself, packed otherwise
 */
typedef enum
{
  MVUA_SOURCE_SAME,
  MVUA_SOURCE_DIFFERS,
  MVUA_SOURCE_GONE,
  MVUA_SOURCE_UNKNOWN,
  MVUA_SOURCE_CUT,
} MvuaSourceVerdict;

#define MVUA_N_SOURCE_VERDICTS 5

/* "same", "differs", "gone", "unknown", "cut" */
const char *mvua_source_verdict_name (MvuaSourceVerdict verdict);

/**
 * MvuaSourceFinding:
 * @verdict: never %MVUA_SOURCE_SAME
 * @complaint: what is wrong, with the file or URL
 */
typedef struct
{
  const MvuaVariable *variable;
  MvuaMember member;
  int step;
  MvuaSourceVerdict verdict;
  char *complaint;
} MvuaSourceFinding;

/**
 * MvuaSourceReport:
 * @n_fields: that the output tells of, with buckets of rain that are a part of others
 * @n_checked: of those, that were looked at
 * @n: of those, by verdict
 * @n_bytes: read
 * @findings: (element-type MvuaSourceFinding): by member, step and variable
 */
typedef struct
{
  guint n_fields;
  guint n_checked;
  guint n[MVUA_N_SOURCE_VERDICTS];
  guint64 n_bytes;
  GArray *findings;
} MvuaSourceReport;

void mvua_source_report_clear (MvuaSourceReport *self);

/* Called in the thread of mvua_source_check(), some times a second at most. */
typedef void (*MvuaSourceProgress) (guint n_done, guint n_wanted, gpointer data);

/**
 * MvuaSourceCheckOptions:
 * @ensemble: (nullable): where to look; %NULL for the files and URLs that the output
 *   names
 * @remote: (nullable): what those URLs are fetched through; it should keep no cache.  Not
 *   needed with @ensemble.
 * @n_sample: look at so many fields, evenly spread; 0 for all
 */
typedef struct
{
  MvuaEnsemble *ensemble;
  MvuaRemote *remote;
  guint n_sample;
  MvuaSourceProgress progress;
  gpointer data;
} MvuaSourceCheckOptions;

/**
 * mvua_source_check:
 * @origins: of an output: mvua_output_load_origins()
 * @report: (out caller-allocates): to be cleared, whatever is returned
 *
 * Reads again what the fields of an output were made of, and compares the checksums: just
 * those octets that were needed then.  What a subsetter cut out is asked for again, once
 * a file, as mvua_subset_fetch() does.  Blocks.
 *
 * Returns: %FALSE with %MVUA_HTTP_ERROR_OFFLINE, %MVUA_HTTP_ERROR_LIMIT or
 * %MVUA_SUBSETTER_ERROR_THROTTLED set, after which nothing more could be had,
 * %MVUA_ERROR_NO_MEMORY, %MVUA_ERROR_USAGE where a URL cannot be fetched without @remote,
 * or %G_IO_ERROR_CANCELLED
 */
gboolean mvua_source_check (MvuaOrigins *origins,
                            const MvuaSourceCheckOptions *options,
                            MvuaSourceReport *report,
                            GCancellable *cancellable,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether any of them is not on this computer. */
gboolean mvua_source_is_remote (MvuaOrigins *origins);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaSourceReport, mvua_source_report_clear)

G_END_DECLS
