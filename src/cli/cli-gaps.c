/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cli-gaps.h"

#include "cli-line.h"
#include "mvua-cli.h"

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
  mvua_cli_line (stderr, "  %s f%03d %s: %s%s%s", mvua_member_name (one->member, name),
                 one->step, variables->str, mvua_status_name (one->status),
                 one->complaint ? ": " : "", one->complaint ? one->complaint : "");
  return end;
}

void
mvua_cli_print_gaps (const GArray *gaps, const char *one, const char *more)
{
  guint n_lines = 0;
  guint at = 0;

  if (gaps->len == 0)
    return;
  fprintf (stderr, "Gaps: %u %s\n", gaps->len, mvua_cli_word (gaps->len, one, more));
  for (; at < gaps->len && n_lines < MOST_LINES; n_lines++)
    at = print_gap_line (gaps, at);
  if (at < gaps->len)
    fprintf (stderr, "  … and %u more; --json lists all\n", gaps->len - at);
}

json_object *
mvua_cli_list_gaps (const GArray *gaps)
{
  json_object *list = json_object_new_array ();

  for (guint i = 0; i < gaps->len; i++)
    {
      const MvuaGap *gap = &g_array_index (gaps, MvuaGap, i);
      json_object *row = json_object_new_object ();
      char name[MVUA_MEMBER_NAME_SIZE];

      json_object_object_add (
          row, "member", json_object_new_string (mvua_member_name (gap->member, name)));
      json_object_object_add (row, "step", json_object_new_int (gap->step));
      json_object_object_add (row, "variable",
                              json_object_new_string (gap->variable->name));
      json_object_object_add (row, "status",
                              json_object_new_string (mvua_status_name (gap->status)));
      json_object_object_add (row, "why",
                              gap->complaint ? mvua_cli_new_text (gap->complaint) : NULL);
      json_object_array_add (list, row);
    }
  return list;
}
