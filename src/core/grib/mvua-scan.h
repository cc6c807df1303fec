/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-identity.h"
#include "mvua-idx.h"

G_BEGIN_DECLS

/**
 * MvuaScanned:
 * @record: as an index would have it; its variable is %NULL if the table has none, or
 *   if the field could not be read
 * @grid: of the field; all 0 if it could not be read
 * @is_demo: the message says that it is made up
 */
typedef struct
{
  MvuaIdxRecord record;
  MvuaGrid grid;
  gboolean is_demo;
} MvuaScanned;

/**
 * MvuaScanLimits:
 * @most_skipped: octets that belong to no message
 * @most_unreadable: fields, and beginnings of messages, that cannot be read
 * @most_fields: of all
 *
 * How much is put up with before a file is given up, where each look costs something: a
 * file that is something else is then told from one of messages after so many looks.
 */
typedef struct
{
  guint64 most_skipped;
  guint most_unreadable;
  guint most_fields;
} MvuaScanLimits;

/**
 * MvuaScanReport:
 * @n_messages: whole messages, whatever they hold
 * @n_cut_off: 1 if the last message lacks its end; it is in the list all the same
 * @n_skipped: octets between messages that belong to none
 * @n_unreadable: fields whose sections could not be read
 * @given_up_at: offset at which a limit was passed, and what comes after it was not
 * looked at; the size of the file if none was
 * @complaint: (nullable) (transfer full): the first thing that was wrong, with its offset
 */
typedef struct
{
  guint n_messages;
  guint n_cut_off;
  guint64 n_skipped;
  guint n_unreadable;
  guint64 given_up_at;
  char *complaint;
} MvuaScanReport;

/**
 * mvua_scan:
 * @octets: a file of GRIB messages
 * @size: of the file
 * @limits: (nullable): %NULL for none
 * @records: (element-type MvuaScanned): one is appended for each field
 * @report: (out caller-allocates): to be cleared with mvua_scan_report_clear()
 *
 * Makes an index by walking from message to message: reads headers only, and looks for
 * the next “GRIB” where something else lies between two messages.
 */
void mvua_scan (const MvuaOctets *octets,
                guint64 size,
                const MvuaScanLimits *limits,
                GArray *records,
                MvuaScanReport *report);

void mvua_scan_report_clear (MvuaScanReport *report);

G_END_DECLS
