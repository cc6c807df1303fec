/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "verify-source.h"

#include "cli-line.h"

#include <stdio.h>

/* Lines that are printed before the rest is only counted. */
#define MOST_LINES 40

static void
show_progress (guint n_done, guint n_wanted, gpointer data)
{
  const gint64 *started = data;
  g_autofree char *left =
      mvua_cli_time_left (*started, (double) n_done / MAX (n_wanted, 1));
  g_autofree char *text =
      g_strdup_printf ("%u of %u %s compared with their source%s", n_done, n_wanted,
                       mvua_cli_word (n_wanted, "field", "fields"), left);

  mvua_cli_progress (text);
}

/* Fields of one member and step with the same cause are one line. */
static guint
print_line (const GArray *findings, guint first)
{
  const MvuaSourceFinding *one = &g_array_index (findings, MvuaSourceFinding, first);
  g_autoptr (GString) variables = g_string_new (NULL);
  char name[MVUA_MEMBER_NAME_SIZE];
  guint end = first;

  for (; end < findings->len; end++)
    {
      const MvuaSourceFinding *next = &g_array_index (findings, MvuaSourceFinding, end);
      if (mvua_member_compare (next->member, one->member) != 0 ||
          next->step != one->step || next->verdict != one->verdict ||
          g_strcmp0 (next->complaint, one->complaint) != 0)
        break;
      g_string_append_printf (variables, "%s%s", end > first ? "," : "",
                              next->variable->name);
    }
  mvua_cli_line (stdout, "%s f%03d %s: %s: %s", mvua_member_name (one->member, name),
                 one->step, variables->str, mvua_source_verdict_name (one->verdict),
                 one->complaint);
  return end;
}

static void
print_text (const char *store, const MvuaSourceReport *report)
{
  const GArray *findings = report->findings;
  const guint n_differ = report->n[MVUA_SOURCE_DIFFERS];
  g_autofree char *size = g_format_size (report->n_bytes);
  g_autofree char *cut =
      report->n[MVUA_SOURCE_CUT] > 0
          ? g_strdup_printf (", %u cut out by a server and not compared",
                             report->n[MVUA_SOURCE_CUT])
          : g_strdup ("");
  guint n_lines = 0;
  guint at = 0;

  for (; at < findings->len && n_lines < MOST_LINES; n_lines++)
    at = print_line (findings, at);
  if (at < findings->len)
    printf ("… and %u more; --json lists all\n", findings->len - at);
  mvua_cli_line (stdout,
                 "%s: %u of %u %s compared with their source, %s: %u the same, %u %s, %u "
                 "gone, %u out of stores that do not tell%s",
                 store, report->n_checked, report->n_fields,
                 mvua_cli_word (report->n_fields, "field", "fields"), size,
                 report->n[MVUA_SOURCE_SAME], n_differ,
                 mvua_cli_word (n_differ, "differs", "differ"),
                 report->n[MVUA_SOURCE_GONE], report->n[MVUA_SOURCE_UNKNOWN], cut);
}

static void
add_number (json_object *to, const char *name, guint64 number)
{
  json_object_object_add (to, name, json_object_new_int64 ((gint64) number));
}

static void
add_json (json_object *to, const MvuaSourceReport *report)
{
  json_object *source = json_object_new_object ();
  json_object *fields = json_object_new_array ();

  add_number (source, "n_fields", report->n_fields);
  add_number (source, "n_checked", report->n_checked);
  for (guint v = 0; v < MVUA_N_SOURCE_VERDICTS; v++)
    {
      g_autofree char *name =
          g_strconcat ("n_", mvua_source_verdict_name ((MvuaSourceVerdict) v), NULL);
      add_number (source, name, report->n[v]);
    }
  add_number (source, "bytes", report->n_bytes);
  for (guint i = 0; i < report->findings->len; i++)
    {
      const MvuaSourceFinding *finding =
          &g_array_index (report->findings, MvuaSourceFinding, i);
      json_object *row = json_object_new_object ();
      char name[MVUA_MEMBER_NAME_SIZE];

      json_object_object_add (
          row, "member",
          json_object_new_string (mvua_member_name (finding->member, name)));
      json_object_object_add (row, "step", json_object_new_int (finding->step));
      json_object_object_add (row, "variable",
                              json_object_new_string (finding->variable->name));
      json_object_object_add (
          row, "verdict",
          json_object_new_string (mvua_source_verdict_name (finding->verdict)));
      json_object_object_add (row, "why", mvua_cli_new_text (finding->complaint));
      json_object_array_add (fields, row);
    }
  json_object_object_add (source, "fields", fields);
  json_object_object_add (to, "source", source);
}

int
mvua_verify_source (const char *store,
                    const char *source,
                    const MvuaCliSource *how,
                    guint n_sample,
                    json_object *json)
{
  GCancellable *cancellable = mvua_cli_interruptible ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaOrigins) origins = mvua_output_load_origins (store, &error);
  g_autoptr (MvuaEnsemble) ensemble = NULL;
  g_autoptr (MvuaRemote) remote = NULL;
  g_auto (MvuaSourceReport) report = { 0 };
  gint64 started = g_get_monotonic_time ();
  int status = MVUA_EXIT_FAILED;

  if (origins == NULL)
    return mvua_cli_fail ("verify", error);
  if (source != NULL &&
      (ensemble = mvua_cli_open ("verify", source, how, cancellable, &status)) == NULL)
    return status;
  if (source == NULL && mvua_source_is_remote (origins) &&
      (remote = mvua_cli_open_remote (how, &error)) == NULL)
    return mvua_cli_fail ("verify", error);

  const MvuaSourceCheckOptions options = { .ensemble = ensemble,
                                           .remote = remote,
                                           .n_sample = n_sample,
                                           .progress = show_progress,
                                           .data = &started };
  if (!mvua_source_check (origins, &options, &report, cancellable, &error))
    return mvua_cli_fail ("verify", error);
  mvua_cli_progress_clear ();
  if (json != NULL)
    add_json (json, &report);
  else
    print_text (store, &report);
  if (report.n[MVUA_SOURCE_DIFFERS] > 0)
    return MVUA_EXIT_FAILED;
  return report.findings->len > 0 ? MVUA_EXIT_GAPS : MVUA_EXIT_DONE;
}
