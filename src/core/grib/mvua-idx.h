/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-reference.h"

G_BEGIN_DECLS

/**
 * MvuaIdxRecord:
 * @offset: of the message
 * @length: to the next greater offset, or to the end of the file
 * @run: reference time
 * @variable: (nullable): %NULL if the line is of none that Mvua knows
 * @start: hours, or %MVUA_HOUR_UNKNOWN where the text does not tell
 *   (`0-0 day max fcst`): then the message has to be asked
 * @end: hours; the step
 */
typedef struct
{
  guint64 offset;
  guint64 length;
  MvuaRun run;
  const MvuaVariable *variable;
  guint16 submessage;
  gint16 start;
  gint16 end;
  MvuaMember member;
} MvuaIdxRecord;

/**
 * mvua_idx_parse:
 * @text: [length] an .idx file: lines of `N:OFFSET:d=YYYYMMDDHH:VAR:LEVEL:WHEN:ENS`
 * @file_size: of the GRIB file that it belongs to
 * @records: (element-type MvuaIdxRecord): lines are appended in their order
 *
 * `N.M` are the fields of one message, which share its offset.
 *
 * Returns: %FALSE with %MVUA_GRIB_ERROR_MALFORMED set and @records as it was if a line
 *   is not of that form or an offset does not lie within the file: the index does not
 *   belong to it
 */
gboolean mvua_idx_parse (const char *text,
                         gsize length,
                         guint64 file_size,
                         GArray *records,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
