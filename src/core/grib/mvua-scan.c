/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "mvua-scan.h"

#include <string.h>

#define STRIDE 4096

/* The next “GRIB” at or after @at, or @size. */
static guint64
find_start (const MvuaOctets *octets, guint64 at, guint64 size)
{
  while (size - at >= 4)
    {
      const gsize n = MIN (STRIDE, size - at);
      const guint8 *bytes = octets->get (octets, at, n);
      const guint8 *found = bytes ? memmem (bytes, n, "GRIB", 4) : NULL;

      if (bytes == NULL)
        return size;
      if (found != NULL)
        return at + (guint64) (found - bytes);
      at += n - 3; /* the word may lie across two strides */
    }
  return size;
}

static void
complain (MvuaScanReport *report, const GError *error)
{
  if (report->complaint == NULL)
    report->complaint = g_strdup (error->message);
}

/* Hours, or unknown where a time is not a whole number of them. */
static gint16
whole_hours (gint64 seconds)
{
  const gboolean whole =
      seconds % 3600 == 0 && seconds >= 0 && seconds / 3600 <= G_MAXINT16;

  return (gint16) (whole ? seconds / 3600 : MVUA_HOUR_UNKNOWN);
}

static void
add_field (const MvuaSections *sections,
           guint64 length,
           GArray *records,
           MvuaScanReport *report)
{
  g_autoptr (GError) error = NULL;
  MvuaIdentity identity;
  MvuaScanned scanned = { .record = { .offset = sections->start,
                                      .length = length,
                                      .submessage = (guint16) sections->field } };

  if (mvua_identity_read (sections, &identity, &error))
    {
      scanned.record.run = identity.run;
      scanned.record.start = whole_hours (identity.start);
      scanned.record.end = whole_hours (identity.end);
      scanned.record.member = identity.member;
      scanned.record.variable =
          scanned.record.end == MVUA_HOUR_UNKNOWN ? NULL : identity.variable;
      scanned.grid = identity.grid;
      scanned.is_demo = identity.is_demo;
    }
  else
    {
      report->n_unreadable++;
      complain (report, error);
    }
  g_array_append_val (records, scanned);
}

/* Returns: where to go on */
static guint64
scan_message (const MvuaOctets *octets,
              guint64 at,
              guint64 size,
              GArray *records,
              MvuaScanReport *report)
{
  g_autoptr (GError) error = NULL;
  MvuaSections sections;
  int found = 0;

  if (!mvua_sections_open (&sections, octets, at, &error))
    {
      report->n_unreadable++;
      complain (report, error);
      return at + 4;
    }

  const gboolean cut_off = sections.length > size - at;
  const guint64 length = MIN (sections.length, size - at);
  while ((found = mvua_sections_next (&sections, &error)) > 0)
    {
      add_field (&sections, length, records, report);
      if (sections.field == G_MAXUINT16)
        break;
    }
  if (found < 0)
    complain (report, error);
  if (g_error_matches (error, MVUA_GRIB_ERROR, MVUA_GRIB_ERROR_MALFORMED))
    {
      /* The sections do not add up to the length, so it is not to be believed: the next
       * message may lie within it. */
      report->n_unreadable++;
      return at + sections.next;
    }

  report->n_unreadable += found < 0 && !cut_off;
  report->n_cut_off += cut_off;
  report->n_messages += !cut_off;
  if (cut_off && report->complaint == NULL)
    report->complaint =
        g_strdup_printf ("The message at offset %" G_GUINT64_FORMAT
                         " should be %" G_GUINT64_FORMAT " bytes long; the file ends "
                         "after %" G_GUINT64_FORMAT,
                         at, sections.length, size - at);
  return at + length;
}

/* How far a beginning of a message is looked for. */
static guint64
get_end (const MvuaScanLimits *limits,
         const MvuaScanReport *report,
         guint64 at,
         guint64 size)
{
  if (limits == NULL)
    return size;
  const guint64 left =
      limits->most_skipped - MIN (limits->most_skipped, report->n_skipped);
  return MIN (size - at, left) + at;
}

static gboolean
is_too_much (const MvuaScanLimits *limits, const MvuaScanReport *report, guint n_fields)
{
  return limits != NULL && (report->n_unreadable > limits->most_unreadable ||
                            n_fields > limits->most_fields);
}

void
mvua_scan (const MvuaOctets *octets,
           guint64 size,
           const MvuaScanLimits *limits,
           GArray *records,
           MvuaScanReport *report)
{
  const guint n_before = records->len;
  guint64 at = 0;

  *report = (MvuaScanReport){ .given_up_at = size };
  while (at < size)
    {
      const guint64 end = get_end (limits, report, at, size);
      const guint64 start = find_start (octets, at, end);

      report->n_skipped += start - at;
      if (start == end && end < size)
        report->given_up_at = start;
      if (start == end)
        break;
      at = scan_message (octets, start, size, records, report);
      if (is_too_much (limits, report, records->len - n_before))
        {
          report->given_up_at = MIN (at, size);
          break;
        }
    }
}

void
mvua_scan_report_clear (MvuaScanReport *report)
{
  g_clear_pointer (&report->complaint, g_free);
}
