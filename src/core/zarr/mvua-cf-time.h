/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * MvuaCfTime:
 * @unit: seconds that one unit has
 * @since: seconds from 1970-01-01 00:00:00 UTC to where a time is counted from; of a
 *   mere difference 0
 * @is_difference: it is a length of time: its unit names no "since"
 *
 * A unit of time as CF writes it.  A plain value.
 */
typedef struct
{
  double unit;
  double since;
  gboolean is_difference;
} MvuaCfTime;

/**
 * mvua_cf_time_parse:
 * @units: "hours", "seconds since 1970-01-01 00:00:00"; from nanoseconds to days
 * @calendar: (nullable): only those that agree with ours since 1582
 *
 * Returns: whether that is a unit of time
 */
gboolean mvua_cf_time_parse (MvuaCfTime *self,
                             const char *units,
                             const char *calendar) G_GNUC_WARN_UNUSED_RESULT;

/* Seconds, since 1970 or of the difference */
static inline double
mvua_cf_time_seconds (const MvuaCfTime *self, double value)
{
  return value * self->unit + self->since;
}

G_END_DECLS
