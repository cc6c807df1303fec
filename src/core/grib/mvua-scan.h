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
 * MvuaScanReport:
 * @n_messages: whole messages, whatever they hold
 * @n_cut_off: 1 if the last message lacks its end; it is in the list all the same
 * @n_skipped: octets between messages that belong to none
 * @n_unreadable: fields whose sections could not be read
 * @complaint: (nullable) (transfer full): the first thing that was wrong, with its offset
 */
typedef struct
{
  guint n_messages;
  guint n_cut_off;
  guint64 n_skipped;
  guint n_unreadable;
  char *complaint;
} MvuaScanReport;

/**
 * mvua_scan:
 * @octets: a file of GRIB messages
 * @size: of the file
 * @records: (element-type MvuaScanned): one is appended for each field
 * @report: (out caller-allocates): to be cleared with mvua_scan_report_clear()
 *
 * Makes an index by walking from message to message: reads headers only, and looks for
 * the next “GRIB” where something else lies between two messages.
 */
void mvua_scan (const MvuaOctets *octets,
                guint64 size,
                GArray *records,
                MvuaScanReport *report);

void mvua_scan_report_clear (MvuaScanReport *report);

G_END_DECLS
