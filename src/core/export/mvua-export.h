/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <gio/gio.h>

#include "mvua-ensemble.h"
#include "mvua-gate.h"
#include "mvua-origins.h"
#include "mvua-product.h"
#include "mvua-rain-window.h"
#include "mvua-ref-file.h"
#include "mvua-ref-url.h"

G_BEGIN_DECLS

typedef enum
{
  MVUA_EXPORT_ZARR2,
  MVUA_EXPORT_ZARR3,
  MVUA_EXPORT_NETCDF,
} MvuaExportFormat;

/**
 * MvuaExportLayout:
 * @MVUA_EXPORT_TREE: one DataTree: members, statistics and probabilities
 * @MVUA_EXPORT_MEMBERS: Zarr only: a folder with one store a member, `gep01.zarr` …
 * @MVUA_EXPORT_VARIABLES: netCDF only: a folder with `ensemble_<var>.nc`,
 *   `ensemble_mean_<var>.nc` and `ensemble_std_<var>.nc`
 */
typedef enum
{
  MVUA_EXPORT_TREE,
  MVUA_EXPORT_MEMBERS,
  MVUA_EXPORT_VARIABLES,
} MvuaExportLayout;

/**
 * MvuaExportRest:
 * @is_wanted: the output is a hybrid
 * @form: of the set
 * @urls: how files with messages are named
 * @variables: (element-type MvuaVariable) (nullable): %NULL for all that the source has
 * @steps: (element-type int) (nullable): %NULL for all
 *
 * What a hybrid has besides the fields that are decoded: a reference set in the folder of
 * the store, `refs.json`, `refs.par` or `refs.parq`, that opens as one tree: the groups
 * of the store, whose chunks it refers to by their paths, and below `raw` the messages of
 * all members, as mvua_export_refs() refers to them.
 */
typedef struct
{
  gboolean is_wanted;
  MvuaRefForm form;
  MvuaRefUrlForm urls;
  GPtrArray *variables;
  GArray *steps;
} MvuaExportRest;

/**
 * MvuaExportOptions:
 * @members: (element-type MvuaMember) (nullable): %NULL for all perturbed members, or
 *   for all there are where none is perturbed
 * @variables: (element-type MvuaVariable) (nullable): %NULL for the everyday ones that
 *   the source has, or for all that it has where it has none of those
 * @steps: (element-type int) (nullable): hours; %NULL for all
 * @statistics: (element-type MvuaStatistic)
 * @thresholds: (element-type double): mm in 3 h
 * @daily_thresholds: (element-type double): mm in 24 h
 * @daily_hour: UTC hour at which a day begins, a multiple of 3, or %MVUA_DAILY_FROM_RUN
 * @n_threads: 0 for as many as there are cores
 * @overwrite: an existing target is replaced when the new one is whole; never a folder
 *   that is not what an export wrote
 * @gate: (nullable): borrowed; the work stands still while it is closed
 * @only_statistics: the members themselves are not written; of a hybrid only
 * @rest: Zarr v2 and the layout tree only
 * @stops_offline: where the network goes away while it runs, it fails, to be resumed;
 *   otherwise what does not come is a gap
 * @keeps_when_cancelled: (nullable): borrowed; atomic, looked at when it is cancelled:
 *   whether what was done stays, to be resumed
 */
typedef struct
{
  MvuaExportFormat format;
  MvuaExportLayout layout;
  GArray *members;
  GPtrArray *variables;
  GArray *steps;
  MvuaRegion region;
  GArray *statistics;
  GArray *thresholds;
  GArray *daily_thresholds;
  int daily_hour;
  guint n_threads;
  gboolean overwrite;
  MvuaGate *gate;
  gboolean stops_offline;
  const gint *keeps_when_cancelled;
  gboolean only_statistics;
  MvuaExportRest rest;
} MvuaExportOptions;

/* Everything by default; to be cleared. */
MvuaExportOptions mvua_export_options_new (void);
void mvua_export_options_clear (MvuaExportOptions *self);

/* Shares the lists, which nobody changes any more; to be cleared. */
MvuaExportOptions mvua_export_options_copy (const MvuaExportOptions *self);

/* "mean,std,p90" or "none"; "5,10,2.5" or "none".  %NULL with %MVUA_ERROR_USAGE set. */
GArray *mvua_statistics_parse (const char *text,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
GArray *mvua_thresholds_parse (const char *text,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaGap:
 * @status: never ok or not defined
 * @complaint: why, with the file and the place
 */
typedef struct
{
  const MvuaVariable *variable;
  MvuaMember member;
  int step;
  MvuaStatus status;
  char *complaint;
} MvuaGap;

/**
 * MvuaFinding:
 * @oddities: of #MvuaOddity, at least one
 * @equal_to: the first member with the same values, with %MVUA_ODDITY_EQUAL
 * @n_outside: values outside of the plausible
 * @n_negative: differences of rain that were below 0, and are 0 in the output
 *
 * A field of the output that looks odd.
 */
typedef struct
{
  const MvuaVariable *variable;
  MvuaMember member;
  int step;
  guint oddities;
  MvuaMember equal_to;
  guint64 n_outside;
  guint64 n_negative;
} MvuaFinding;

/**
 * MvuaExportReport:
 * @gaps: (element-type MvuaGap): fields that are wanted and not there, by member, step
 *   and variable
 * @n_fields: wanted fields, those that are not defined left out
 * @n_kept: of those, fields that a store had already that was added to
 * @n_resumed: of those, fields that an earlier process had done whose export was resumed
 * @is_kept: it failed, and what was done stays: mvua_export_resume() goes on with it
 * @is_unchanged: there was nothing to be added, and the store was left as it is
 * @n_decoded: messages decoded
 * @n_buckets_besides: of those, buckets of rain that were read for a store that is added
 *   to, besides those of the fields that it lacked: first halves of 6 h, and days
 * @n_bytes_read: of messages
 * @n_bytes_of_messages: how long the decoded messages are
 * @n_bytes_needed: of those, what their windows did need
 * @n_bytes_fetched: over a network, all that came while it ran: messages and indexes
 * @n_requests: over a network
 * @n_bytes_written: of the output
 * @n_rain_values: values of rain that are differences of two buckets
 * @n_rain_clamped: of those, how many were slightly below 0
 * @lowest_rain: mm, the lowest of those; 0 if there were none
 * @findings: (element-type MvuaFinding): fields that look odd, by member, step and
 *   variable; of all of the output, also of what a store had already.  They are stored as
 *   they are.
 * @n_found: fields with each #MvuaOddity, by the number of its bit
 * @n_rain_suspect: fields of rain with more than 5 % of such values, or one below -0.1
 *   mm: those with %MVUA_ODDITY_RAIN
 * @n_implausible: values outside the range of their variable
 * @n_days: whole days of which probabilities were made
 * @n_references: of a hybrid: messages that are referred to
 */
typedef struct
{
  GArray *gaps;
  guint n_fields;
  guint n_kept;
  guint n_resumed;
  gboolean is_kept;
  gboolean is_unchanged;
  guint n_decoded;
  guint n_buckets_besides;
  guint64 n_bytes_read;
  guint64 n_bytes_of_messages;
  guint64 n_bytes_needed;
  guint64 n_bytes_fetched;
  guint n_requests;
  guint64 n_bytes_written;
  guint64 n_rain_values;
  guint64 n_rain_clamped;
  double lowest_rain;
  GArray *findings;
  guint n_found[MVUA_N_ODDITIES];
  guint n_rain_suspect;
  guint64 n_implausible;
  guint n_days;
  guint n_references;
} MvuaExportReport;

void mvua_export_report_clear (MvuaExportReport *self);

/**
 * MvuaExportMoment:
 * @fraction: 0..1
 * @n_done: fields loaded of @n_fields
 * @n_resumed: of @n_done, those that an earlier process did
 * @variable: (nullable): of the field that was loaded last, with @member and @step;
 *   %NULL before the first
 *
 * How far an export is; a plain value.
 */
typedef struct
{
  double fraction;
  guint n_done;
  guint n_resumed;
  guint n_fields;
  guint64 n_bytes_read;
  guint64 n_bytes_written;
  const MvuaVariable *variable;
  MvuaMember member;
  int step;
} MvuaExportMoment;

/* Called in the thread that runs the export, some times a second at most. */
typedef void (*MvuaExportProgress) (const MvuaExportMoment *moment, gpointer data);

/**
 * mvua_export_check_target:
 *
 * Whether there is, as it looks now, a place for an output: what mvua_export_run() looks
 * at first.
 *
 * Returns: %FALSE with %MVUA_ERROR_USAGE or %MVUA_ERROR_IO set
 */
gboolean mvua_export_check_target (const char *target,
                                   gboolean overwrite,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_export_run:
 * @target: path of the output; its folder must exist
 * @report: (out caller-allocates): to be cleared, whatever is returned
 *
 * Decodes each wanted message once and writes all that is made of them.  Blocks; memory
 * does not grow with the number of steps or variables.  The output is written beside
 * @target and renamed when it is whole.  On a cancellation nothing is left, unless
 * @options say otherwise; on an error what was done is kept where any of it can be gone
 * on with, by mvua_export_resume(), and @report says so.  Gaps are no error.
 *
 * Returns: %FALSE with @error set: %MVUA_ERROR_USAGE, %MVUA_ERROR_IO,
 *   %MVUA_ERROR_NO_MEMORY, %MVUA_ERROR_HELPER, %MVUA_ZARR_ERROR or
 *   %G_IO_ERROR_CANCELLED
 */
gboolean mvua_export_run (MvuaEnsemble *ensemble,
                          const char *target,
                          const MvuaExportOptions *options,
                          MvuaExportProgress progress,
                          gpointer data,
                          MvuaExportReport *report,
                          GCancellable *cancellable,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaExportOptions, mvua_export_options_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MvuaExportReport, mvua_export_report_clear)

G_END_DECLS
