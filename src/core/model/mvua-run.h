/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaRun:
 *
 * A model run, as the seconds since 1970-01-01 00:00:00 UTC of its reference time.
 */
typedef gint64 MvuaRun;

#define MVUA_RUN_UNKNOWN G_MININT64

#define MVUA_RUN_TEXT_SIZE 32

/* %MVUA_RUN_UNKNOWN if there is no such date or time. */
MvuaRun mvua_run_from_calendar (int year, int month, int day, int hour, int minute);

/* "YYYYMMDD" and "HH", or %MVUA_RUN_UNKNOWN; exactly eight and two digits are read. */
MvuaRun mvua_run_from_digits (const char *date, const char *hour);

/**
 * mvua_run_parse:
 * @text: "YYYYMMDD/HH"
 */
gboolean
mvua_run_parse (const char *text, MvuaRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* "2025-09-18"; hour of the day */
const char *mvua_run_date (MvuaRun run, char text[MVUA_RUN_TEXT_SIZE]);
int mvua_run_hour (MvuaRun run);

/* "2025-09-18 00Z", and any time as "2025-09-18 03:00 UTC" or "… 06:00 EAT" */
const char *mvua_run_label (MvuaRun run, char text[MVUA_RUN_TEXT_SIZE]);
const char *mvua_time_utc (gint64 seconds, char text[MVUA_RUN_TEXT_SIZE]);
const char *mvua_time_eat (gint64 seconds, char text[MVUA_RUN_TEXT_SIZE]);
/* "2025-09-18T03:00:00Z" */
const char *mvua_time_iso (gint64 seconds, char text[MVUA_RUN_TEXT_SIZE]);

/* What an output notes as the present time, in seconds since 1970: that, or what
 * SOURCE_DATE_EPOCH says for outputs that can be made again to the byte. */
gint64 mvua_time_to_note (void);

G_END_DECLS
