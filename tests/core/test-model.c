/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Members, steps, runs and the table of variables: what people type and read. */

#include "mvua-error.h"
#include "mvua-helper.h"
#include "mvua-octets.h"
#include "mvua-reference.h"
#include "mvua-steps.h"

#include <string.h>

static void
test_member_names (void)
{
  static const char *const names[] = {
    "det", "gec00", "gep01", "gep30", "geavg", "gespr"
  };
  static const char *const others[] = { "",       "gep",    "gep0",  "gep1",    "gep00",
                                        "gep256", "GEP01",  "gec01", "gep-1",   "gep+1",
                                        "gep01x", " gep01", "gep 1", "ensemble" };
  MvuaMember members[G_N_ELEMENTS (names)];

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      char name[MVUA_MEMBER_NAME_SIZE];
      g_assert_true (mvua_member_from_name (names[i], &members[i]));
      g_assert_cmpstr (mvua_member_name (members[i], name), ==, names[i]);
      g_assert_cmpint (mvua_member_compare (members[i], members[i]), ==, 0);
    }
  /* The order in which they are listed. */
  for (guint i = 1; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_cmpint (mvua_member_compare (members[i - 1], members[i]), <, 0);
      g_assert_cmpint (mvua_member_compare (members[i], members[i - 1]), >, 0);
    }
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      MvuaMember member = { MVUA_MEMBER_MEAN, 7 };
      g_assert_false (mvua_member_from_name (others[i], &member));
      g_assert_cmpint (member.number, ==, 7);
    }
}

static char *
join_members (const GArray *members)
{
  GString *text = g_string_new (NULL);
  char name[MVUA_MEMBER_NAME_SIZE];

  for (guint i = 0; i < members->len; i++)
    g_string_append_printf (
        text, "%s%s", i > 0 ? " " : "",
        mvua_member_name (g_array_index (members, MvuaMember, i), name));
  return g_string_free (text, FALSE);
}

static void
test_member_lists (void)
{
  static const char *const lists[][2] = {
    { "gep01", "gep01" },
    { "gep03, gep01-gep02,gec00,gep02", "gec00 gep01 gep02 gep03" },
    { "gep30-gep30", "gep30" },
    { "gespr,geavg,det", "det geavg gespr" },
  };
  static const char *const malformed[] = {
    "",       ",",      "gep01,", "gep02-gep01", "gep01-gec00",
    "gep01-", "-gep01", "01-10",  "gep01;gep02"
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) members = mvua_member_list_parse (lists[i][0], &error);
      g_assert_no_error (error);
      g_autofree char *text = join_members (members);
      g_assert_cmpstr (text, ==, lists[i][1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (mvua_member_list_parse (malformed[i], &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
    }
}

/* What is parsed and formatted reads the same again. */
static void
test_steps (void)
{
  static const struct
  {
    const char *text;
    guint n;
    const char *formatted;
  } lists[] = {
    { "0-240", 81, "0-240/3" },
    { "0-240/6", 41, "0-240/6" },
    { "3,6,24-48/12", 5, "3, 6, 24-48/12" },
    { "24-48/12,3, 6,6,36", 5, "3, 6, 24-48/12" },
    { "12", 1, "12" },
    { "0", 1, "0" },
    { "9-24,3", 7, "3, 9-24/3" },
    { "10-20/7", 2, "10, 17" },
    { "6-6", 1, "6" },
    { "0-3/1", 4, "0-3/1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GArray) steps = mvua_steps_parse (lists[i].text, 3, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (steps->len, ==, lists[i].n);
      for (guint s = 1; s < steps->len; s++)
        g_assert_cmpint (g_array_index (steps, int, s - 1), <,
                         g_array_index (steps, int, s));

      g_autofree char *text = mvua_steps_format (steps);
      g_assert_cmpstr (text, ==, lists[i].formatted);
      g_autoptr (GArray) again = mvua_steps_parse (text, 3, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (again->data, again->len * sizeof (int), steps->data,
                       steps->len * sizeof (int));
    }
}

static void
test_malformed_steps (void)
{
  static const char *const malformed[] = { "",
                                           "a",
                                           "-3",
                                           "3-",
                                           "6-3",
                                           "0-24/0",
                                           "0-24/",
                                           "3;6",
                                           "1e3",
                                           "10001",
                                           "3,,6",
                                           "0-6/x",
                                           "0-6/-3",
                                           "3 6",
                                           "+3",
                                           "3.5",
                                           "0x10",
                                           "24/6",
                                           "18446744073709551617",
                                           "0-99999999999999999999" };

  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (mvua_steps_parse (malformed[i], 3, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
    }
}

static void
test_runs (void)
{
  static const char *const malformed[] = {
    "",
    "20250918",
    "20250918/",
    "20250918/0",
    "20250918/000",
    "20250918/24",
    "20250931/00",
    "20250229/00",
    "20251318/00",
    "20250900/00",
    "20250918-00",
    "2025-09-18/0",
    "abcdefgh/ij",
    "18991231/00",
    "20250918/ 6",
  };
  char text[MVUA_RUN_TEXT_SIZE];
  MvuaRun run = 0;

  g_assert_true (mvua_run_parse ("20250918/18", &run, NULL));
  g_assert_cmpint (run, ==, 1758218400);
  g_assert_cmpstr (mvua_run_date (run, text), ==, "2025-09-18");
  g_assert_cmpint (mvua_run_hour (run), ==, 18);
  g_assert_cmpstr (mvua_run_label (run, text), ==, "2025-09-18 18Z");
  g_assert_true (mvua_run_parse ("20240229/00", &run, NULL));
  g_assert_cmpint (mvua_run_hour (run), ==, 0);

  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;
      MvuaRun untouched = 5;
      g_assert_false (mvua_run_parse (malformed[i], &untouched, &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
      g_assert_cmpint (untouched, ==, 5);
    }
  g_assert_cmpint (mvua_run_from_calendar (2023, 2, 29, 0, 0), ==, MVUA_RUN_UNKNOWN);
  g_assert_cmpint (mvua_run_from_calendar (1970, 1, 1, 6, 30), ==, 23400);
}

static void
test_time_labels (void)
{
  const gint64 late = mvua_run_from_calendar (2024, 12, 31, 21, 30);
  char text[MVUA_RUN_TEXT_SIZE];

  g_assert_cmpstr (mvua_time_utc (late, text), ==, "2024-12-31 21:30 UTC");
  g_assert_cmpstr (mvua_time_eat (late, text), ==, "2025-01-01 00:30 EAT");
  g_assert_cmpstr (mvua_time_iso (late, text), ==, "2024-12-31T21:30:00Z");
  g_assert_cmpstr (mvua_time_eat (0, text), ==, "1970-01-01 03:00 EAT");
  g_assert_cmpstr (mvua_run_label (MVUA_RUN_UNKNOWN, text), ==, "unknown");
}

static gboolean
same_field (const MvuaVariable *a, const MvuaVariable *b)
{
  return a->discipline == b->discipline && a->category == b->category &&
         a->number == b->number && a->kind == b->kind && a->first.type == b->first.type &&
         a->first.value == b->first.value && a->second.type == b->second.type &&
         a->second.value == b->second.value;
}

/* Any row can be told from any other, by name, in a message and in an index. */
static void
test_variable_table (void)
{
  guint n = 0;
  guint n_rain = 0;
  const MvuaVariable *table = mvua_variable_table (&n);

  g_assert_cmpuint (n, >=, 38); /* of the product */
  for (guint i = 0; i < n; i++)
    {
      const MvuaVariable *row = &table[i];
      g_assert_true (mvua_variable_by_name (row->name) == row);
      g_assert_true (mvua_variable_by_idx (row->idx_name, strlen (row->idx_name),
                                           row->idx_level, strlen (row->idx_level),
                                           row->kind) == row);
      g_assert_cmpuint (mvua_variable_index (row), ==, i);
      g_assert_cmpfloat (row->lowest, <, row->highest);
      for (guint other = 0; other < i; other++)
        g_assert_false (same_field (row, &table[other]));
      n_rain += (guint) mvua_variable_is_rain (row);
    }
  g_assert_cmpuint (n_rain, ==, 1);
  g_assert_true (mvua_variable_is_rain (mvua_variable_by_name ("tp")));
  g_assert_null (mvua_variable_by_name ("t2"));
  g_assert_null (mvua_variable_by_name (""));
}

/* A piece of a line is looked up, not the text that follows it. */
static void
test_index_names (void)
{
  const char *line = "CAPE:180-0 mb above ground:3 hour fcst";

  g_assert_true (mvua_variable_by_idx (line, 4, line + 5, 21, MVUA_KIND_INSTANT) ==
                 mvua_variable_by_name ("cape180"));
  g_assert_null (mvua_variable_by_idx (line, 3, line + 5, 21, MVUA_KIND_INSTANT));
  g_assert_null (mvua_variable_by_idx (line, 4, line + 5, 20, MVUA_KIND_INSTANT));
  g_assert_null (mvua_variable_by_idx (line, 4, line + 5, 22, MVUA_KIND_INSTANT));
  g_assert_null (mvua_variable_by_idx (line, 4, line + 5, 21, MVUA_KIND_MAXIMUM));
  g_assert_true (mvua_variable_by_idx ("APCP", 4, "surface", 7, MVUA_KIND_ACCUMULATION) ==
                 mvua_variable_by_name ("tp"));
  g_assert_null (mvua_variable_by_idx ("APCP", 4, "surface", 7, MVUA_KIND_INSTANT));
}

static char *
join_variables (const GPtrArray *variables)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < variables->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            ((MvuaVariable *) g_ptr_array_index (variables, i))->name);
  return g_string_free (text, FALSE);
}

static void
test_variable_lists (void)
{
  static const char *const malformed[] = { "", "t2m,", "T2M", "t2m tp", "rain" };
  g_autoptr (GPtrArray) some = mvua_variable_list_parse ("tp, t2m,tp", NULL);
  g_autoptr (GPtrArray) all = mvua_variable_list_parse ("all", NULL);
  g_autofree char *text = join_variables (some);
  guint n = 0;

  mvua_variable_table (&n);
  g_assert_cmpstr (text, ==, "t2m tp");
  g_assert_cmpuint (all->len, ==, n);
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (mvua_variable_list_parse (malformed[i], &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
      /* It says which there are. */
      g_assert_nonnull (strstr (error->message, " pwat "));
    }
}

static void
test_everyday_variables (void)
{
  g_autoptr (GPtrArray) everyday = g_ptr_array_new ();
  guint n = 0;
  const MvuaVariable *table = mvua_variable_table (&n);

  for (guint i = 0; i < n; i++)
    if (table[i].everyday)
      g_ptr_array_add (everyday, (gpointer) &table[i]);
  g_autofree char *text = join_variables (everyday);
  g_assert_cmpstr (text, ==, "mslet sp t2m u10 v10 tp cape pwat");
}

/* The numbers are kept in stores, so they must not change. */
static void
test_statuses (void)
{
  static const char *const names[] = { "ok", "not_defined", "not_published", "missing",
                                       "rejected" };

  g_assert_cmpuint (G_N_ELEMENTS (names), ==, MVUA_N_STATUSES);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (mvua_status_name ((MvuaStatus) i), ==, names[i]);
}

static void
test_octets (void)
{
  const guint8 bytes[] = { 1, 2, 3, 4 };
  const MvuaMemoryOctets memory = mvua_memory_octets (bytes, sizeof bytes);
  const MvuaOctets *octets = &memory.octets;

  g_assert_true (octets->get (octets, 0, 4) == bytes);
  g_assert_true (octets->get (octets, 3, 1) == bytes + 3);
  g_assert_true (octets->get (octets, 4, 0) == bytes + 4);
  g_assert_null (octets->get (octets, 1, 4));
  g_assert_null (octets->get (octets, 4, 1));
  g_assert_null (octets->get (octets, 5, 0));
  g_assert_null (octets->get (octets, G_MAXUINT64, 2));
  g_assert_null (octets->get (octets, G_MAXUINT64 - 1, 4));
  g_assert_null (octets->get (octets, 1, G_MAXSIZE));
}

static void
test_helper (void)
{
  g_autofree char *saved = g_strdup (g_getenv ("MVUA_LIBEXECDIR"));

  g_setenv ("MVUA_LIBEXECDIR", "/some/where", TRUE);
  g_autofree char *told = mvua_helper_path ("mvua-decode");
  g_assert_cmpstr (told, ==, "/some/where/mvua-decode");

  /* Without being told it is found beside this program, in the build folder. */
  g_unsetenv ("MVUA_LIBEXECDIR");
  g_autofree char *found = mvua_helper_path ("mvua-decode");
  g_assert_true (g_file_test (found, G_FILE_TEST_IS_EXECUTABLE));
  if (saved != NULL)
    g_setenv ("MVUA_LIBEXECDIR", saved, TRUE);
}

/* What a message quotes of a file can be shown anywhere. */
static void
test_quoted (void)
{
  static const struct
  {
    const char *text;
    gsize most;
    const char *quoted;
  } cases[] = {
    { NULL, 9, "" },
    { "", 9, "" },
    { "float32", 9, "float32" },
    { "float32", 5, "float" },
    { "mv\xc3\xbb"
      "a",
      9, "mvûa" },
    { "mv\xc3\xbb"
      "a",
      3, "mv\xef\xbf\xbd" }, /* cut within a character */
    { "a\xff", 9, "a\xef\xbf\xbd" },
    { "a\033[2Jb\n\x7f\xc2\x9b", 99, "a?[2Jb???" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *quoted = mvua_error_dup_quoted (cases[i].text, cases[i].most);
      g_assert_cmpstr (quoted, ==, cases[i].quoted);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/member-names", test_member_names);
  g_test_add_func ("/model/member-lists", test_member_lists);
  g_test_add_func ("/model/steps", test_steps);
  g_test_add_func ("/model/malformed-steps", test_malformed_steps);
  g_test_add_func ("/model/runs", test_runs);
  g_test_add_func ("/model/time-labels", test_time_labels);
  g_test_add_func ("/model/variable-table", test_variable_table);
  g_test_add_func ("/model/index-names", test_index_names);
  g_test_add_func ("/model/variable-lists", test_variable_lists);
  g_test_add_func ("/model/everyday-variables", test_everyday_variables);
  g_test_add_func ("/model/statuses", test_statuses);
  g_test_add_func ("/model/octets", test_octets);
  g_test_add_func ("/model/helper", test_helper);
  g_test_add_func ("/model/quoted", test_quoted);
  return g_test_run ();
}
