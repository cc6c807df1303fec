/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cli-findings.h"
#include "mvua-cli.h"

#include <stdio.h>

/* Lines that are printed before the rest is only counted. */
#define MOST_LINES 40

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
        fprintf (stderr, " (%" G_GUINT64_FORMAT " %s)", finding->n_outside,
                 mvua_cli_word (finding->n_outside, "value", "values"));
      else if (1u << bit == MVUA_ODDITY_RAIN)
        fprintf (stderr, " (%" G_GUINT64_FORMAT " %s)", finding->n_negative,
                 mvua_cli_word (finding->n_negative, "value", "values"));
      separator = ",";
    }
  fprintf (stderr, "\n");
}

/* Fields that look odd: how many in which way, and which. */
void
mvua_cli_print_findings (const MvuaExportReport *report)
{
  const GArray *findings = report->findings;
  const guint n = MIN (findings->len, MOST_LINES);
  const char *separator = ":";

  if (findings->len == 0)
    return;
  fprintf (
      stderr, "Odd: %u %s", findings->len,
      mvua_cli_word (findings->len, "field, kept as it is", "fields, kept as they are"));
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
      json_object_object_add (row, "values_out_of_range",
                              json_object_new_int64 ((gint64) finding->n_outside));
      json_object_object_add (row, "values_negative_rain",
                              json_object_new_int64 ((gint64) finding->n_negative));
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
    json_object_object_add (counts, mvua_oddity_name (bit),
                            json_object_new_int64 ((gint64) report->n_found[bit]));
  return counts;
}

void
mvua_cli_add_findings (json_object *to, const MvuaExportReport *report)
{
  json_object_object_add (to, "odd_fields", count_findings (report));
  json_object_object_add (to, "findings", list_findings (report));
}
