/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua.h"

G_BEGIN_DECLS

/* What an export has to say to people, in their language.  Knows no widget. */

/* "8 s", "1 min 40 s", "2 h 5 min"; (transfer full). */
char *mvua_export_text_duration (double seconds) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_export_text_estimate:
 * @is_of_fields: stores have fields, and not messages
 * @seconds: that it will take
 * @n_bytes_free: of the file system that it is written to; %G_MAXUINT64 if not known
 *
 * "19,440 messages, 5.1 GB to read; about 850 MB to write in about 1 min 40 s; 120 GB
 * free"
 *
 * Returns: (transfer full)
 */
char *mvua_export_text_estimate (const MvuaExportEstimate *estimate,
                                 gboolean is_of_fields,
                                 double seconds,
                                 guint64 n_bytes_free) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_export_text_progress:
 * @seconds_left: negative if not known
 *
 * "gep07 t2m 45 h · 1,234 of 4,860 fields · 2 min 10 s left"
 *
 * Returns: (transfer full)
 */
char *mvua_export_text_progress (const MvuaExportMoment *moment,
                                 double seconds_left) G_GNUC_WARN_UNUSED_RESULT;

/* "19,440 messages, referred to where they lie; nothing is decoded"; (transfer full). */
char *mvua_export_text_refs (guint n_messages) G_GNUC_WARN_UNUSED_RESULT;

/* "120 of 2,430 indexes read"; (transfer full). */
char *mvua_export_text_indexes (guint n_done, guint n_files) G_GNUC_WARN_UNUSED_RESULT;

/* "References to 19,440 messages in 2,430 files, in 4 s"; (transfer full). */
char *mvua_export_text_refs_result (const MvuaExportReport *report,
                                    guint n_files,
                                    double seconds) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_export_text_cutting:
 * @seconds_left: negative if not known
 *
 * "120 of 2,430 files cut out, 11.2 MB · 23 min 10 s left": by NOAA's server.
 *
 * Returns: (transfer full)
 */
char *mvua_export_text_cutting (const MvuaSubsetReport *report,
                                double seconds_left) G_GNUC_WARN_UNUSED_RESULT;

/**
 * mvua_export_text_gaps:
 * @report: of a finished export
 *
 * "gep07, 3 h, t2m, tp: missing (no file of gep07 f003)": gaps of a member and a step
 * with the same cause are one line.
 *
 * Returns: (transfer full) (array zero-terminated=1)
 */
GStrv mvua_export_text_gaps (const MvuaExportReport *report) G_GNUC_WARN_UNUSED_RESULT;

/* "gep07, 3 h, t2m: all values are the same": fields that look odd, a line each;
 * (transfer full) (array zero-terminated=1). */
GStrv
mvua_export_text_findings (const MvuaExportReport *report) G_GNUC_WARN_UNUSED_RESULT;

/* What else there is to know: stale indexes, and how many fields look odd in which way;
 * (transfer full) (array zero-terminated=1). */
GStrv mvua_export_text_notes (MvuaEnsemble *ensemble,
                              const MvuaExportReport *report) G_GNUC_WARN_UNUSED_RESULT;

/* "4,860 fields, 850 MB, in 1 min 40 s" and how many are missing; (transfer full). */
char *mvua_export_text_result (const MvuaExportReport *report,
                               double seconds) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
