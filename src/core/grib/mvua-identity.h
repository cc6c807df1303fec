/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include "mvua-error.h"
#include "mvua-reference.h"
#include "mvua-sections.h"

G_BEGIN_DECLS

/* More points than any lat/lon grid in use; what claims more is not believed. */
#define MVUA_GRIB_MAX_POINTS 100000000

/* The same of a row or column, for which there is room while it is unpacked: a message of
 * 200 bytes can say that it is one row of all those points. */
#define MVUA_GRIB_MAX_LINE 1000000

/**
 * MvuaIdentity:
 * @centre: common code table C-11; 7 is NOAA's NCEP
 * @start: seconds from the run to the start of the time window; of an instant, @end
 * @end: seconds from the run to the end of the time window
 * @variable: (nullable): the row of the table, %NULL if it has none
 * @ni: points along a parallel
 * @nj: points along a meridian
 * @scanning: the octet of flag table 3.4
 * @is_demo: the message says that it is made up
 *
 * What a message says that it is: sections 0 to 4 of one of its fields.
 */
typedef struct
{
  guint centre;
  MvuaRun run;
  guint8 discipline;
  guint8 category;
  guint8 number;
  MvuaLevel first;
  MvuaLevel second;
  MvuaKind kind;
  gint64 start;
  gint64 end;
  MvuaMember member;
  const MvuaVariable *variable;
  MvuaGrid grid;
  guint32 ni;
  guint32 nj;
  guint scanning;
  gboolean is_demo;
} MvuaIdentity;

/* The local section of made-up messages begins with this. */
#define MVUA_DEMO_MARK "DEMO, NOT A FORECAST"

/**
 * mvua_identity_read:
 *
 * Source: WMO-No. 306 I.2, FM 92: templates 3.0 and 4.0, 4.1, 4.2, 4.8, 4.11, 4.12.
 *
 * Returns: %FALSE with %MVUA_GRIB_ERROR set; %MVUA_GRIB_ERROR_UNSUPPORTED for any
 *   other template
 */
gboolean mvua_identity_read (const MvuaSections *sections,
                             MvuaIdentity *identity,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * MvuaExpectation:
 * @run: or %MVUA_RUN_UNKNOWN, not compared
 * @start: hours, or %MVUA_HOUR_UNKNOWN, not compared
 * @end: hours, or %MVUA_HOUR_UNKNOWN, not compared
 * @grid: (nullable): not compared if %NULL
 *
 * What a message must be before its values are used.
 */
typedef struct
{
  MvuaRun run;
  const MvuaVariable *variable;
  MvuaMember member;
  int start;
  int end;
  const MvuaGrid *grid;
} MvuaExpectation;

/**
 * mvua_identity_check:
 *
 * Returns: %FALSE with %MVUA_GRIB_ERROR_MISMATCH set, saying all that differs
 */
gboolean mvua_identity_check (const MvuaIdentity *identity,
                              const MvuaExpectation *expectation,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
