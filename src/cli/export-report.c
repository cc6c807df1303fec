/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "export-report.h"

#include "cli-findings.h"
#include "cli-gaps.h"
#include "cli-line.h"
#include "mvua-cli.h"

#include <stdio.h>

static void
print_notes (const char *command, MvuaEnsemble *ensemble, const MvuaExportReport *report)
{
  const GPtrArray *notes = mvua_ensemble_get_notes (ensemble);
  g_autoptr (GPtrArray) healed = mvua_ensemble_dup_healed (ensemble);

  for (guint i = 0; i < notes->len; i++)
    mvua_cli_line (stderr, "mvua %s: %s", command,
                   (const char *) g_ptr_array_index (notes, i));
  for (guint i = 0; i < healed->len; i++)
    mvua_cli_line (stderr, "mvua %s: the index of %s is out of date; the file was read",
                   command, (const char *) g_ptr_array_index (healed, i));
  if (report->n_rain_suspect > 0)
    fprintf (stderr,
             "mvua %s: in %u %s of rain the two buckets contradict each other "
             "(lowest %.2f mm)\n",
             command, report->n_rain_suspect,
             mvua_cli_word (report->n_rain_suspect, "field", "fields"),
             report->lowest_rain);
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

  printf ("Fetched %s for %s of messages in %u %s; %s saved\n", fetched_text, all_text,
          report->n_requests, mvua_cli_word (report->n_requests, "request", "requests"),
          saved_text);
}

/* Of a store that was added to. */
static void
print_added (const char *target, const MvuaExportReport *report, double seconds)
{
  const guint n_missing = report->gaps->len;
  const guint n_added = report->n_fields - report->n_kept - n_missing;
  const char *kept = mvua_cli_word (report->n_kept, "field was", "fields were");
  const char *missing = mvua_cli_word (n_missing, "is", "are");
  g_autofree char *read = g_format_size (report->n_bytes_read);
  g_autofree char *written = g_format_size (report->n_bytes_written);

  if (report->is_unchanged)
    mvua_cli_line (stdout, "%s: nothing new; %u %s there, %u %s still missing", target,
                   report->n_kept, kept, n_missing, missing);
  else
    mvua_cli_line (stdout,
                   "%s: %u %s there, %u %s added, %u %s still missing, %s read, "
                   "%s written in %.1f s",
                   target, report->n_kept, kept, n_added,
                   mvua_cli_word (n_added, "was", "were"), n_missing, missing, read,
                   written, seconds);
}

static void
print_text (const char *target, const MvuaExportReport *report, double seconds)
{
  g_autofree char *read = g_format_size (report->n_bytes_read);
  g_autofree char *written = g_format_size (report->n_bytes_written);

  mvua_cli_line (stdout, "%s: %u of %u %s, %s read, %s written in %.1f s", target,
                 report->n_fields - report->gaps->len, report->n_fields,
                 mvua_cli_word (report->n_fields, "field", "fields"), read, written,
                 seconds);
  if (report->n_resumed > 0)
    printf ("%u of them %s done before it was interrupted\n", report->n_resumed,
            mvua_cli_word (report->n_resumed, "was", "were"));
}

static void
print_references (const MvuaExportReport *report)
{
  printf ("References beside: to %u %s\n", report->n_references,
          mvua_cli_word (report->n_references, "message", "messages"));
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

static void
print_json (const char *target,
            MvuaEnsemble *ensemble,
            const MvuaExportReport *report,
            gboolean is_top_up,
            double seconds)
{
  json_object *root = json_object_new_object ();

  json_object_object_add (root, "target", mvua_cli_new_text (target));
  json_object_object_add (root, "demo",
                          json_object_new_boolean (mvua_ensemble_is_demo (ensemble)));
  add_number (root, "n_fields", report->n_fields);
  if (is_top_up)
    add_added (root, report);
  add_number (root, "n_resumed", report->n_resumed);
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
  if (report->n_references > 0)
    add_number (root, "n_references", report->n_references);
  json_object_object_add (root, "lowest_rain_mm",
                          json_object_new_double (report->lowest_rain));
  json_object_object_add (root, "seconds", json_object_new_double (seconds));
  json_object_object_add (root, "gaps", mvua_cli_list_gaps (report->gaps));
  mvua_cli_add_findings (root, report);
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
  if (!is_json && report->n_references > 0)
    print_references (report);
  if (!is_json && mvua_ensemble_get_remote (ensemble) != NULL)
    print_fetched (report);
  (void) fflush (stdout);
  if (!is_json)
    {
      mvua_cli_print_gaps (report->gaps, "field, marked in the output",
                           "fields, marked in the output");
      mvua_cli_print_findings (report);
    }
  print_notes (command, ensemble, report);
}
