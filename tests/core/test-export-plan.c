/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* What an export comes to: its members, variables, days and chunks. */

#include "ensemble-fixture.h"
#include "mvua-export-plan.h"

typedef struct
{
  Folder folder;
  MvuaEnsemble *ensemble;
  MvuaExportOptions options;
  MvuaExportPlan *plan;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  folder_set_up (&self->folder, data);
  self->options = mvua_export_options_new ();
  self->options.region.whole = TRUE;
}

static void
forget_plan (Fixture *self)
{
  g_clear_pointer (&self->plan, mvua_export_plan_free);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  forget_plan (self);
  g_clear_pointer (&self->ensemble, mvua_ensemble_unref);
  mvua_export_options_clear (&self->options);
  folder_tear_down (&self->folder, data);
}

/* t2m and rain of a member at 3 h, in a run so many hours later than usual. */
static void
write_member (Fixture *self, MvuaMember member, int hours_later)
{
  static const char *const variables[] = { "t2m", "tp", "gust" };
  char name[MVUA_MEMBER_NAME_SIZE];
  g_autofree char *file = g_strconcat (mvua_member_name (member, name), ".grib2", NULL);

  for (guint v = 0; v < G_N_ELEMENTS (variables); v++)
    {
      MvuaTestMessage message = uniform (variables[v], member, v == 1 ? 0 : 3, 3, 30);
      message.run += hours_later * 3600;
      file_add_message (&self->folder, &message);
    }
  file_write (&self->folder, file, FALSE);
}

static void
make_plan (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  forget_plan (self);
  if (self->ensemble == NULL)
    self->ensemble = folder_open (&self->folder);
  self->plan = mvua_export_plan_new (self->ensemble, &self->options, &error);
  g_assert_no_error (error);
}

static void
assert_refused (Fixture *self, const char *text)
{
  g_autoptr (GError) error = NULL;

  if (self->ensemble == NULL)
    self->ensemble = folder_open (&self->folder);
  g_assert_null (mvua_export_plan_new (self->ensemble, &self->options, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  if (strstr (error->message, text) == NULL)
    g_error ("“%s” does not say “%s”", error->message, text);
}

static void
set_members (Fixture *self, const char *text)
{
  g_clear_pointer (&self->options.members, g_array_unref);
  self->options.members = mvua_member_list_parse (text, NULL);
}

static void
set_variables (Fixture *self, const char *text)
{
  g_clear_pointer (&self->options.variables, g_ptr_array_unref);
  self->options.variables = mvua_variable_list_parse (text, NULL);
}

static void
set_steps (Fixture *self, const char *text)
{
  g_clear_pointer (&self->options.steps, g_array_unref);
  self->options.steps = mvua_steps_parse (text, 3, NULL);
}

/* "gec00 gep01*", with a star for those that statistics are of */
static void
assert_members (Fixture *self, const char *expected, guint n_absent)
{
  g_autoptr (GString) text = g_string_new (NULL);

  make_plan (self);
  for (guint i = 0; i < self->plan->members->len; i++)
    {
      char name[MVUA_MEMBER_NAME_SIZE];
      g_string_append_printf (
          text, "%s%s", i > 0 ? " " : "",
          mvua_member_name (mvua_export_plan_member (self->plan, i), name));
      for (guint k = 0; k < self->plan->perturbed->len; k++)
        if (g_array_index (self->plan->perturbed, guint, k) == i)
          g_string_append_c (text, '*');
    }
  g_assert_cmpstr (text->str, ==, expected);
  g_assert_cmpuint (self->plan->n_absent, ==, n_absent);
}

static void
test_members (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaMember control = { .kind = MVUA_MEMBER_CONTROL };
  const MvuaMember mean = { .kind = MVUA_MEMBER_MEAN };

  write_member (self, perturbed (1), 0);
  write_member (self, perturbed (2), 0);
  write_member (self, perturbed (5), 0);
  write_member (self, control, 0);
  write_member (self, mean, 0);
  /* Those that the numbering skips are there, too; the control only if asked for. */
  assert_members (self, "gep01* gep02* gep03* gep04* gep05*", 2);
  set_members (self, "gep02,gec00");
  assert_members (self, "gec00 gep02*", 0);
  set_members (self, "gep05-gep07");
  assert_members (self, "gep05* gep06* gep07*", 2);
  set_members (self, "gec00,geavg");
  assert_members (self, "gec00 geavg", 0);
  g_assert_cmpuint (self->plan->statistics->len, ==, 0);
  g_assert_cmpuint (self->plan->days->len, ==, 0);
  set_members (self, "gep06-gep30");
  assert_refused (self, "has none of the members");
  set_members (self, "gep01-gep255");
  assert_refused (self, "255 members are more than");
}

/* Without perturbed members whatever there is, and no statistics of it. */
static void
test_no_perturbed_members (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  const MvuaMember control = { .kind = MVUA_MEMBER_CONTROL };
  const MvuaMember single = { .kind = MVUA_MEMBER_DETERMINISTIC };

  write_member (self, control, 0);
  write_member (self, single, 0);
  assert_members (self, "det gec00", 0);
  g_assert_cmpuint (self->plan->statistics->len, ==, 0);
  g_assert_cmpuint (self->plan->days->len, ==, 0);
}

static void
assert_variables (Fixture *self, const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);

  make_plan (self);
  for (guint i = 0; i < self->plan->variables->len; i++)
    g_string_append_printf (
        text, "%s%s", i > 0 ? " " : "",
        ((MvuaVariable *) g_ptr_array_index (self->plan->variables, i))->name);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_variables (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_member (self, perturbed (1), 0);
  assert_variables (self, "t2m tp");
  g_assert_true (self->plan->rain == mvua_variable_by_name ("tp"));
  set_variables (self, "all");
  assert_variables (self, "gust t2m tp");
  set_variables (self, "cape,t2m");
  assert_variables (self, "t2m cape");
  g_assert_null (self->plan->rain);
  g_assert_cmpuint (self->plan->days->len, ==, 0);
  set_variables (self, "cape,sp");
  assert_refused (self, "has none of the variables");
}

static void
test_steps (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_member (self, perturbed (1), 0);
  make_plan (self);
  g_assert_cmpuint (self->plan->steps->len, ==, 1);
  set_steps (self, "0-240");
  make_plan (self);
  g_assert_cmpuint (self->plan->steps->len, ==, 81);
  set_steps (self, "6-240");
  assert_refused (self, "which has 3 to 3 h");
}

static void
assert_days (Fixture *self, int daily_hour, const char *steps, guint n_days, int start)
{
  self->options.daily_hour = daily_hour;
  set_steps (self, steps);
  make_plan (self);
  g_assert_cmpuint (self->plan->days->len, ==, n_days);
  for (guint i = 0; i < n_days; i++)
    {
      const MvuaHours *day = &g_array_index (self->plan->days, MvuaHours, i);
      g_assert_cmpint (day->start, ==, start + 24 * (int) i);
      g_assert_cmpint (day->end, ==, day->start + 24);
    }
}

/* Only days that are wholly within the steps. */
static void
test_days (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_member (self, perturbed (1), 0);
  assert_days (self, MVUA_DAILY_FROM_RUN, "0-240", 10, 0);
  assert_days (self, 0, "0-240", 10, 0);
  assert_days (self, 6, "0-240", 9, 6);
  assert_days (self, 21, "0-240", 9, 21);
  assert_days (self, 3, "3-240", 9, 3);
  assert_days (self, 0, "3-240", 10, 0); /* nothing falls at 0 h */
  assert_days (self, 0, "3-21", 0, 0);
  assert_days (self, 6, "3,30", 1, 6);
  assert_days (self, 6, "3-27", 0, 0);
}

static void
test_days_of_other_runs (Fixture *self, gconstpointer data)
{
  /* Hours from the run to the first day from 06 to 06, and how many there are. */
  static const struct
  {
    int start;
    guint n_days;
  } expected[] = { { 6, 9 }, { 0, 10 }, { 18, 9 }, { 12, 9 } };
  const guint quarter = GPOINTER_TO_UINT (data);

  write_member (self, perturbed (1), 6 * (int) quarter);
  assert_days (self, 6, "0-240", expected[quarter].n_days, expected[quarter].start);
  assert_days (self, MVUA_DAILY_FROM_RUN, "0-240", 10, 0);
}

/* Days are for trees of rain with thresholds. */
static void
test_no_days (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_member (self, perturbed (1), 0);
  self->options.layout = MVUA_EXPORT_MEMBERS;
  assert_days (self, 0, "0-240", 0, 0);
  g_assert_cmpuint (self->plan->statistics->len, ==, 0);
  self->options.layout = MVUA_EXPORT_TREE;
  g_array_set_size (self->options.daily_thresholds, 0);
  assert_days (self, 0, "0-240", 0, 0);
}

/* One field of a grid of that size; its values do not matter. */
static void
write_grid (Fixture *self,
            guint32 n_columns,
            guint32 n_rows,
            gint32 north,
            gint32 south,
            gint32 west,
            gint32 east)
{
  MvuaTestMessage message = uniform ("t2m", perturbed (1), 3, 3, 2900);

  message.packed = NULL;
  message.bits = 0;
  mvua_test_message_set_grid (&message, n_columns, n_rows, 0, north, south, west, east);
  file_add_message (&self->folder, &message);
  file_write (&self->folder, "a.grib2", FALSE);
}

static void
assert_chunks (Fixture *self, const char *steps, guint block, guint rows)
{
  const gsize largest = 2 << 20;

  set_steps (self, steps);
  make_plan (self);
  g_assert_cmpuint (self->plan->block, ==, block);
  g_assert_cmpuint (self->plan->chunk_rows, ==, rows);
  g_assert_cmpuint (4 * (gsize) block * rows * self->plan->window.n_columns, <=, largest);
}

static void
test_chunks_of_a_region (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_grid (self, 129, 141, 23000000, -12000000, 21000000, 53000000);
  assert_chunks (self, "0-240", 27, 141);
  assert_chunks (self, "3-78", 26, 141);
  assert_chunks (self, "3", 1, 141);
  self->options.region = (MvuaRegion){ .north = 0, .west = 36, .east = 36 };
  assert_chunks (self, "0-240", 27, 1);
}

static void
test_chunks_of_the_globe (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  write_grid (self, 1440, 721, 90000000, -90000000, 0, 359750000);
  set_members (self, "gep01-gep30");
  assert_chunks (self, "0-240", 1, 361);
  self->options.region =
      (MvuaRegion){ .north = 40, .west = -20, .south = -40, .east = 60 };
  assert_chunks (self, "0-240", 5, 321);
}

static void
test_combinations (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const int hours[] = { -2, 1, 5, 24, 27 };

  write_member (self, perturbed (1), 0);
  self->options.layout = MVUA_EXPORT_VARIABLES;
  assert_refused (self, "The layout variables is for netCDF");
  self->options.format = MVUA_EXPORT_NETCDF;
  make_plan (self);
  g_assert_cmpuint (self->plan->statistics->len, ==, 2); /* mean and std alone */
  self->options.layout = MVUA_EXPORT_MEMBERS;
  assert_refused (self, "The layout members is for Zarr");
  self->options.layout = MVUA_EXPORT_TREE;
  for (guint i = 0; i < G_N_ELEMENTS (hours); i++)
    {
      self->options.daily_hour = hours[i];
      assert_refused (self, "A day begins at 00, 03, 06");
    }
  self->options.daily_hour = 6;
  self->options.region = (MvuaRegion){ .north = 60, .west = -10, .south = 50 };
  assert_refused (self, "has no point of the grid");
}

static void
test_statistics_lists (void)
{
  static const char *const malformed[] = {
    "", " ", "p101", "p", "p-1", "median", "mean,", "p9.5", "none,mean", "Mean"
  };
  g_autoptr (GArray) none = mvua_statistics_parse ("none", NULL);
  g_autoptr (GArray) some = mvua_statistics_parse ("p90, mean,p5,p90,p100,p0", NULL);
  static const char *const names[] = { "p90", "mean", "p05", "p100", "p00" };

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (some->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < some->len; i++)
    {
      char name[MVUA_STATISTIC_NAME_SIZE];
      g_assert_cmpstr (mvua_statistic_name (g_array_index (some, MvuaStatistic, i), name),
                       ==, names[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (mvua_statistics_parse (malformed[i], &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
    }
}

static void
test_thresholds_lists (void)
{
  static const char *const malformed[] = {
    "", " ", "a", "-1", "inf", "nan", "5,,6", "5;6", "5mm", "1e999", "5,", "none,5"
  };
  static const double expected[] = { 0, 2.5, 5, 10 };
  g_autoptr (GArray) none = mvua_thresholds_parse ("none", NULL);
  g_autoptr (GArray) some = mvua_thresholds_parse ("10, 5,2.5,5.0,0", NULL);

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpmem (some->data, some->len * sizeof (double), expected, sizeof expected);
  for (guint i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (mvua_thresholds_parse (malformed[i], &error));
      g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *self, gconstpointer data);
    guint data;
  } tests[] = {
    { "/export-plan/members", test_members, 0 },
    { "/export-plan/no-perturbed-members", test_no_perturbed_members, 0 },
    { "/export-plan/variables", test_variables, 0 },
    { "/export-plan/steps", test_steps, 0 },
    { "/export-plan/days", test_days, 0 },
    { "/export-plan/days-of-run/00", test_days_of_other_runs, 0 },
    { "/export-plan/days-of-run/06", test_days_of_other_runs, 1 },
    { "/export-plan/days-of-run/12", test_days_of_other_runs, 2 },
    { "/export-plan/days-of-run/18", test_days_of_other_runs, 3 },
    { "/export-plan/no-days", test_no_days, 0 },
    { "/export-plan/chunks-of-a-region", test_chunks_of_a_region, 0 },
    { "/export-plan/chunks-of-the-globe", test_chunks_of_the_globe, 0 },
    { "/export-plan/combinations", test_combinations, 0 },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, GUINT_TO_POINTER (tests[i].data), set_up,
                tests[i].test, tear_down);
  g_test_add_func ("/export-plan/statistics-lists", test_statistics_lists);
  g_test_add_func ("/export-plan/thresholds-lists", test_thresholds_lists);
  return g_test_run ();
}
