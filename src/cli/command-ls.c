/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

#include "cli-line.h"
#include "mvua-cli.h"

#include <json-c/json.h>
#include <stdio.h>

/* Lines of absences that are printed before the rest is only counted. */
#define MOST_LINES 20

static guint
count_fields (const MvuaEnsemble *ensemble, const MvuaVariable *variable)
{
  const GArray *members = mvua_ensemble_get_members (ensemble);
  const GArray *steps = mvua_ensemble_get_steps (ensemble);
  guint n_fields = 0;

  for (guint m = 0; m < members->len; m++)
    for (guint s = 0; s < steps->len; s++)
      {
        guint n = 0;
        n_fields += mvua_ensemble_find (ensemble, variable,
                                        g_array_index (members, MvuaMember, m),
                                        g_array_index (steps, int, s), &n) != NULL;
      }
  return n_fields;
}

static void
print_variables (const MvuaEnsemble *ensemble)
{
  const GPtrArray *variables = mvua_ensemble_get_variables (ensemble);

  printf ("\n  %-10s %-8s %7s  %s\n", "Variable", "Unit", "Fields", "What it is");
  for (guint v = 0; v < variables->len; v++)
    {
      const MvuaVariable *variable = g_ptr_array_index (variables, v);
      printf ("  %-10s %-8s %7u  %s\n", variable->name, variable->units,
              count_fields (ensemble, variable), variable->long_name);
    }
}

/* Absences of one kind at consecutive steps of a member, as one line. */
static guint
print_run_of_absences (const GArray *absences, guint first)
{
  const MvuaAbsence *one = &g_array_index (absences, MvuaAbsence, first);
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (int));
  char name[MVUA_MEMBER_NAME_SIZE];
  guint end = first;

  while (end < absences->len)
    {
      const MvuaAbsence *next = &g_array_index (absences, MvuaAbsence, end);
      if (mvua_member_compare (next->member, one->member) != 0 ||
          next->variable != one->variable)
        break;
      g_array_append_val (steps, next->step);
      end++;
    }
  g_autofree char *text = mvua_steps_format (steps);
  printf ("  %s %s: %s\n", mvua_member_name (one->member, name),
          one->variable ? one->variable->name : "all variables", text);
  return end;
}

static void
print_absences (const GArray *absences)
{
  guint n_lines = 0;
  guint at = 0;

  if (absences->len == 0)
    {
      printf ("\nNothing is missing.\n");
      return;
    }
  printf ("\nMissing (steps in hours):\n");
  for (; at < absences->len && n_lines < MOST_LINES; n_lines++)
    at = print_run_of_absences (absences, at);
  if (at < absences->len)
    printf ("  … and %u more; --json lists all\n", absences->len - at);
}

static void
print_text (const MvuaEnsemble *ensemble, const GArray *absences)
{
  const MvuaRun run = mvua_ensemble_get_run (ensemble);
  const char *product = mvua_ensemble_get_product (ensemble);
  const guint n_messages = mvua_ensemble_get_n_messages (ensemble);
  const guint n_rest = mvua_ensemble_get_n_message_files (ensemble);
  g_autofree char *members = mvua_cli_members (mvua_ensemble_get_members (ensemble));
  g_autofree char *steps = mvua_steps_format (mvua_ensemble_get_steps (ensemble));
  g_autofree char *grid = mvua_grid_describe (mvua_ensemble_get_grid (ensemble));
  char label[MVUA_RUN_TEXT_SIZE];
  char eat[MVUA_RUN_TEXT_SIZE];

  if (mvua_ensemble_is_demo (ensemble))
    printf ("DEMO, NOT A FORECAST\n");
  printf ("Run      %s (%s)\n", mvua_run_label (run, label), mvua_time_eat (run, eat));
  if (product[0] != '\0')
    printf ("Product  %s\n", product);
  printf ("Members  %u: %s\n", mvua_ensemble_get_members (ensemble)->len, members);
  printf ("Steps    %u: %s h\n", mvua_ensemble_get_steps (ensemble)->len, steps);
  printf ("Grid     %s\n", grid);
  if (mvua_ensemble_is_hybrid (ensemble))
    printf ("Decoded  %u of %u %s, in a store; the rest are messages in %u %s\n",
            mvua_ensemble_get_n_fields (ensemble), n_messages,
            mvua_cli_word (n_messages, "field", "fields"), n_rest,
            mvua_cli_word (n_rest, "file", "files"));
  else if (mvua_ensemble_is_of_fields (ensemble))
    printf ("Arrays   %u with %u %s\n", mvua_ensemble_get_n_files (ensemble), n_messages,
            mvua_cli_word (n_messages, "field", "fields"));
  else
    printf ("Files    %u with %u %s, and %u of other parameters\n",
            mvua_ensemble_get_n_files (ensemble), n_messages,
            mvua_cli_word (n_messages, "message", "messages"),
            mvua_ensemble_get_n_unknown (ensemble));
  print_variables (ensemble);
  print_absences (absences);
}

static json_object *
list_members (const GArray *members)
{
  json_object *list = json_object_new_array ();

  for (guint i = 0; i < members->len; i++)
    {
      char name[MVUA_MEMBER_NAME_SIZE];
      mvua_member_name (g_array_index (members, MvuaMember, i), name);
      json_object_array_add (list, json_object_new_string (name));
    }
  return list;
}

static json_object *
list_variables (const MvuaEnsemble *ensemble)
{
  const GPtrArray *variables = mvua_ensemble_get_variables (ensemble);
  json_object *list = json_object_new_array ();

  for (guint v = 0; v < variables->len; v++)
    {
      const MvuaVariable *variable = g_ptr_array_index (variables, v);
      json_object *row = json_object_new_object ();
      json_object_object_add (row, "name", json_object_new_string (variable->name));
      json_object_object_add (row, "units", json_object_new_string (variable->units));
      json_object_object_add (row, "long_name",
                              json_object_new_string (variable->long_name));
      json_object_object_add (row, "n_fields",
                              json_object_new_int64 (count_fields (ensemble, variable)));
      json_object_array_add (list, row);
    }
  return list;
}

static json_object *
list_absences (const GArray *absences)
{
  json_object *list = json_object_new_array ();

  for (guint i = 0; i < absences->len; i++)
    {
      const MvuaAbsence *absence = &g_array_index (absences, MvuaAbsence, i);
      json_object *row = json_object_new_object ();
      char name[MVUA_MEMBER_NAME_SIZE];

      json_object_object_add (
          row, "member",
          json_object_new_string (mvua_member_name (absence->member, name)));
      json_object_object_add (row, "step", json_object_new_int (absence->step));
      json_object_object_add (
          row, "variable",
          absence->variable ? json_object_new_string (absence->variable->name) : NULL);
      json_object_array_add (list, row);
    }
  return list;
}

static json_object *
list_texts (const GPtrArray *texts)
{
  json_object *list = json_object_new_array ();

  for (guint i = 0; i < texts->len; i++)
    json_object_array_add (list, mvua_cli_new_text (g_ptr_array_index (texts, i)));
  return list;
}

static void
print_json (const MvuaEnsemble *ensemble, const GArray *absences)
{
  const GArray *hours = mvua_ensemble_get_steps (ensemble);
  g_autofree char *grid = mvua_grid_describe (mvua_ensemble_get_grid (ensemble));
  json_object *root = json_object_new_object ();
  json_object *steps = json_object_new_array ();
  char run[MVUA_RUN_TEXT_SIZE];

  for (guint i = 0; i < hours->len; i++)
    json_object_array_add (steps, json_object_new_int (g_array_index (hours, int, i)));
  mvua_time_iso (mvua_ensemble_get_run (ensemble), run);
  json_object_object_add (root, "run", json_object_new_string (run));
  json_object_object_add (root, "demo",
                          json_object_new_boolean (mvua_ensemble_is_demo (ensemble)));
  json_object_object_add (root, "product",
                          json_object_new_string (mvua_ensemble_get_product (ensemble)));
  json_object_object_add (root, "grid", json_object_new_string (grid));
  json_object_object_add (root, "members",
                          list_members (mvua_ensemble_get_members (ensemble)));
  json_object_object_add (root, "steps", steps);
  json_object_object_add (root, "variables", list_variables (ensemble));
  json_object_object_add (
      root, "n_messages",
      json_object_new_int64 (mvua_ensemble_get_n_messages (ensemble)));
  json_object_object_add (root, "n_other_messages",
                          json_object_new_int64 (mvua_ensemble_get_n_unknown (ensemble)));
  json_object_object_add (root, "missing", list_absences (absences));
  json_object_object_add (root, "notes", list_texts (mvua_ensemble_get_notes (ensemble)));
  printf ("%s\n", json_object_to_json_string_ext (
                      root, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_NOSLASHESCAPE));
  json_object_put (root);
}

int
mvua_command_ls (int argc, char **argv)
{
  g_auto (MvuaCliSource) source = { 0 };
  gboolean json = FALSE;
  int status = MVUA_EXIT_FAILED;
  const GOptionEntry entries[] = { MVUA_CLI_SOURCE_ENTRIES (&source),
                                   { "json", 0, 0, G_OPTION_ARG_NONE, &json,
                                     "Print the result as JSON", NULL },
                                   G_OPTION_ENTRY_NULL };

  if (!mvua_cli_parse (&argc, &argv, "SOURCE",
                       "Lists what an ensemble has: run, members, variables, steps, and "
                       "what is missing.\nNothing is decoded.",
                       entries, 1))
    return MVUA_EXIT_USAGE;

  g_autoptr (MvuaEnsemble) ensemble =
      mvua_cli_open ("ls", argv[1], &source, mvua_cli_interruptible (), &status);
  if (ensemble == NULL)
    return status;

  g_autoptr (GArray) absences = mvua_ensemble_absences (ensemble);
  if (json)
    print_json (ensemble, absences);
  else
    {
      const GPtrArray *notes = mvua_ensemble_get_notes (ensemble);
      print_text (ensemble, absences);
      (void) fflush (stdout);
      for (guint i = 0; i < notes->len; i++)
        mvua_cli_line (stderr, "mvua ls: %s",
                       (const char *) g_ptr_array_index (notes, i));
      mvua_cli_tell_traffic ("ls", ensemble);
    }
  return absences->len > 0 ? MVUA_EXIT_GAPS : MVUA_EXIT_DONE;
}
