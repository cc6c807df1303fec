/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "export-report.h"

#include <json-c/json.h>
#include <stdio.h>

/* Lines of gaps that are printed before the rest is only counted. */
#define MOST_LINES 40

/* Gaps of one member and step with the same cause are one line. */
static guint
print_gap_line (const GArray *gaps, guint first)
{
  const MvuaGap *one = &g_array_index (gaps, MvuaGap, first);
  g_autoptr (GString) variables = g_string_new (NULL);
  char name[MVUA_MEMBER_NAME_SIZE];
  guint end = first;

  for (; end < gaps->len; end++)
    {
      const MvuaGap *next = &g_array_index (gaps, MvuaGap, end);
      if (mvua_member_compare (next->member, one->member) != 0 ||
          next->step != one->step || next->status != one->status ||
          g_strcmp0 (next->complaint, one->complaint) != 0)
        break;
      g_string_append_printf (variables, "%s%s", end > first ? "," : "",
                              next->variable->name);
    }
  fprintf (stderr, "  %s f%03d %s: %s%s%s\n", mvua_member_name (one->member, name),
           one->step, variables->str, mvua_status_name (one->status),
           one->complaint ? ": " : "", one->complaint ? one->complaint : "");
  return end;
}

static void
print_gaps (const GArray *gaps)
{
  guint n_lines = 0;
  guint at = 0;

  if (gaps->len == 0)
    return;
  fprintf (stderr, "Gaps: %u fields, marked in the output\n", gaps->len);
  for (; at < gaps->len && n_lines < MOST_LINES; n_lines++)
    at = print_gap_line (gaps, at);
  if (at < gaps->len)
    fprintf (stderr, "  … and %u more; --json lists all\n", gaps->len - at);
}

static void
print_finding (const MvuaFinding *finding)
{
  char name[MVUA_MEMBER_NAME_SIZE];
  char twin[MVUA_MEMBER_NAME_SIZE];
  const char *separator = ":";

  fprintf (stderr, "  %s f%03d %s", mvua_member_name (finding->member, name),
           finding->step, finding->variable->name);
  for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
    {
      if ((finding->oddities & 1u << bit) == 0)
        continue;
      fprintf (stderr, "%s %s", separator, mvua_oddity_name (bit));
      if (1u << bit == MVUA_ODDITY_EQUAL)
        fprintf (stderr, " (%s)", mvua_member_name (finding->equal_to, twin));
      else if (1u << bit == MVUA_ODDITY_OUTSIDE)
        fprintf (stderr, " (%" G_GUINT64_FORMAT " values)", finding->n_outside);
      else if (1u << bit == MVUA_ODDITY_RAIN)
        fprintf (stderr, " (%" G_GUINT64_FORMAT " values)", finding->n_negative);
      separator = ",";
    }
  fprintf (stderr, "\n");
}

/* Fields that look odd: how many in which way, and which. */
static void
print_findings (const MvuaExportReport *report)
{
  const GArray *findings = report->findings;
  const guint n = MIN (findings->len, MOST_LINES);
  const char *separator = ":";

  if (findings->len == 0)
    return;
  fprintf (stderr, "Odd: %u field%s, kept as they are", findings->len,
           findings->len == 1 ? "" : "s");
  for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
    if (report->n_found[bit] > 0)
      {
        fprintf (stderr, "%s %u %s", separator, report->n_found[bit],
                 mvua_oddity_name (bit));
        separator = ",";
      }
  fprintf (stderr, "\n");
  for (guint i = 0; i < n; i++)
    print_finding (&g_array_index (findings, MvuaFinding, i));
  if (n < findings->len)
    fprintf (stderr, "  … and %u more; --json lists all\n", findings->len - n);
}

static void
print_notes (const char *command, MvuaEnsemble *ensemble, const MvuaExportReport *report)
{
  const GPtrArray *notes = mvua_ensemble_get_notes (ensemble);
  g_autoptr (GPtrArray) healed = mvua_ensemble_dup_healed (ensemble);

  for (guint i = 0; i < notes->len; i++)
    fprintf (stderr, "mvua %s: %s\n", command,
             (const char *) g_ptr_array_index (notes, i));
  for (guint i = 0; i < healed->len; i++)
    fprintf (stderr, "mvua %s: the index of %s is out of date; the file was read\n",
             command, (const char *) g_ptr_array_index (healed, i));
  if (report->n_rain_suspect > 0)
    fprintf (stderr,
             "mvua %s: in %u fields of rain the two buckets contradict each other "
             "(lowest %.2f mm)\n",
             command, report->n_rain_suspect, report->lowest_rain);
}

void
mvua_export_report_foretell (MvuaEnsemble *ensemble, const MvuaExportOptions *options)
{
  MvuaRemote *remote = mvua_ensemble_get_remote (ensemble);
  MvuaExportEstimate estimate;

  if (remote == NULL || !mvua_export_estimate (ensemble, options, &estimate, NULL))
    return;
  const MvuaHttpCount link = mvua_http_count (mvua_remote_get_http (remote));
  const int seconds =
      (int) mvua_export_expect_seconds (&estimate, link.bytes_per_s, link.latency_s);
  g_autofree char *all = g_format_size (estimate.n_bytes_to_read);
  g_autofree char *fetched = g_format_size (estimate.n_bytes_to_fetch);
  g_autofree char *speed = g_format_size ((guint64) link.bytes_per_s);
  fprintf (stderr,
           "mvua export: %u messages of %s, of which about %s are fetched in %u requests",
           estimate.n_messages, all, fetched, estimate.n_requests);
  if (link.bytes_per_s > 0)
    fprintf (stderr, ": %d:%02d:%02d at %s/s", seconds / 3600, seconds / 60 % 60,
             seconds % 60, speed);
  fprintf (stderr, "\n");
}

/* Indexes are fetched besides, and what is kept is not. */
static void
print_fetched (const MvuaExportReport *report)
{
  const guint64 all = report->n_bytes_of_messages;
  const guint64 saved = all - MIN (report->n_bytes_fetched, all);
  g_autofree char *fetched_text = g_format_size (report->n_bytes_fetched);
  g_autofree char *all_text = g_format_size (all);
  g_autofree char *saved_text = g_format_size (saved);

  printf ("Fetched %s for %s of messages in %u requests; %s saved\n", fetched_text,
          all_text, report->n_requests, saved_text);
}

/* Of a store that was added to. */
static void
print_added (const char *target, const MvuaExportReport *report, double seconds)
{
  const guint n_missing = report->gaps->len;
  g_autofree char *read = g_format_size (report->n_bytes_read);
  g_autofree char *written = g_format_size (report->n_bytes_written);

  if (report->is_unchanged)
    printf ("%s: nothing new; %u fields were there, %u are still missing\n", target,
            report->n_kept, n_missing);
  else
    printf ("%s: %u fields were there, %u were added, %u are still missing, %s read, "
            "%s written in %.1f s\n",
            target, report->n_kept, report->n_fields - report->n_kept - n_missing,
            n_missing, read, written, seconds);
}

static void
print_text (const char *target, const MvuaExportReport *report, double seconds)
{
  g_autofree char *read = g_format_size (report->n_bytes_read);
  g_autofree char *written = g_format_size (report->n_bytes_written);

  printf ("%s: %u of %u fields, %s read, %s written in %.1f s\n", target,
          report->n_fields - report->gaps->len, report->n_fields, read, written, seconds);
}

static void
add_number (json_object *to, const char *name, guint64 number)
{
  json_object_object_add (to, name, json_object_new_int64 ((gint64) number));
}

static void
add_added (json_object *to, const MvuaExportReport *report)
{
  add_number (to, "n_kept", report->n_kept);
  add_number (to, "n_added", report->n_fields - report->n_kept - report->gaps->len);
  add_number (to, "n_missing", report->gaps->len);
  add_number (to, "n_buckets_besides", report->n_buckets_besides);
  json_object_object_add (to, "changed", json_object_new_boolean (!report->is_unchanged));
}

static json_object *
list_gaps (const MvuaExportReport *report)
{
  json_object *gaps = json_object_new_array ();

  for (guint i = 0; i < report->gaps->len; i++)
    {
      const MvuaGap *gap = &g_array_index (report->gaps, MvuaGap, i);
      json_object *row = json_object_new_object ();
      char name[MVUA_MEMBER_NAME_SIZE];

      json_object_object_add (
          row, "member", json_object_new_string (mvua_member_name (gap->member, name)));
      json_object_object_add (row, "step", json_object_new_int (gap->step));
      json_object_object_add (row, "variable",
                              json_object_new_string (gap->variable->name));
      json_object_object_add (row, "status",
                              json_object_new_string (mvua_status_name (gap->status)));
      json_object_object_add (
          row, "why", gap->complaint ? json_object_new_string (gap->complaint) : NULL);
      json_object_array_add (gaps, row);
    }
  return gaps;
}

static json_object *
list_oddities (const MvuaFinding *finding)
{
  json_object *names = json_object_new_array ();

  for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
    if ((finding->oddities & 1u << bit) != 0)
      json_object_array_add (names, json_object_new_string (mvua_oddity_name (bit)));
  return names;
}

static json_object *
list_findings (const MvuaExportReport *report)
{
  json_object *findings = json_object_new_array ();

  for (guint i = 0; i < report->findings->len; i++)
    {
      const MvuaFinding *finding = &g_array_index (report->findings, MvuaFinding, i);
      json_object *row = json_object_new_object ();
      char name[MVUA_MEMBER_NAME_SIZE];

      json_object_object_add (
          row, "member",
          json_object_new_string (mvua_member_name (finding->member, name)));
      json_object_object_add (row, "step", json_object_new_int (finding->step));
      json_object_object_add (row, "variable",
                              json_object_new_string (finding->variable->name));
      json_object_object_add (row, "what", list_oddities (finding));
      if ((finding->oddities & MVUA_ODDITY_EQUAL) != 0)
        json_object_object_add (
            row, "equal_to",
            json_object_new_string (mvua_member_name (finding->equal_to, name)));
      add_number (row, "values_out_of_range", finding->n_outside);
      add_number (row, "values_negative_rain", finding->n_negative);
      json_object_array_add (findings, row);
    }
  return findings;
}

/* "odd_fields": {"constant": 1, …} */
static json_object *
count_findings (const MvuaExportReport *report)
{
  json_object *counts = json_object_new_object ();

  for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
    add_number (counts, mvua_oddity_name (bit), report->n_found[bit]);
  return counts;
}

static void
print_json (const char *target,
            MvuaEnsemble *ensemble,
            const MvuaExportReport *report,
            gboolean is_top_up,
            double seconds)
{
  json_object *root = json_object_new_object ();

  json_object_object_add (root, "target", json_object_new_string (target));
  json_object_object_add (root, "demo",
                          json_object_new_boolean (mvua_ensemble_is_demo (ensemble)));
  add_number (root, "n_fields", report->n_fields);
  if (is_top_up)
    add_added (root, report);
  add_number (root, "n_decoded", report->n_decoded);
  add_number (root, "bytes_read", report->n_bytes_read);
  add_number (root, "bytes_of_messages", report->n_bytes_of_messages);
  add_number (root, "bytes_needed", report->n_bytes_needed);
  add_number (root, "bytes_fetched", report->n_bytes_fetched);
  add_number (root, "n_requests", report->n_requests);
  add_number (root, "bytes_written", report->n_bytes_written);
  add_number (root, "rain_values", report->n_rain_values);
  add_number (root, "rain_clamped", report->n_rain_clamped);
  add_number (root, "rain_suspect_fields", report->n_rain_suspect);
  add_number (root, "implausible_values", report->n_implausible);
  add_number (root, "n_days", report->n_days);
  json_object_object_add (root, "lowest_rain_mm",
                          json_object_new_double (report->lowest_rain));
  json_object_object_add (root, "seconds", json_object_new_double (seconds));
  json_object_object_add (root, "gaps", list_gaps (report));
  json_object_object_add (root, "odd_fields", count_findings (report));
  json_object_object_add (root, "findings", list_findings (report));
  printf ("%s\n", json_object_to_json_string_ext (
                      root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put (root);
}

void
mvua_export_report_print (const char *command,
                          const char *target,
                          MvuaEnsemble *ensemble,
                          const MvuaExportReport *report,
                          gboolean is_top_up,
                          gboolean is_json,
                          double seconds)
{
  if (is_json)
    print_json (target, ensemble, report, is_top_up, seconds);
  else
    (is_top_up ? print_added : print_text) (target, report, seconds);
  if (!is_json && mvua_ensemble_get_remote (ensemble) != NULL)
    print_fetched (report);
  fflush (stdout);
  if (!is_json)
    {
      print_gaps (report->gaps);
      print_findings (report);
    }
  print_notes (command, ensemble, report);
}
