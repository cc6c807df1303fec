/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* The export dialog: what it offers, asks for, refuses and says before the start. */

#include "dialog-fixture.h"

#include <sys/mount.h>

/* With no more than the name of the folder, it is what the command does. */
static void
test_defaults (void)
{
  Dialog self;
  g_auto (MvuaExportOptions) usual = mvua_export_options_new ();

  dialog_open (&self, NULL);
  g_auto (MvuaExportOptions) options = get_options (&self);
  assert_offered (&self);
  g_assert_null (options.members);
  g_assert_null (options.variables);
  g_assert_null (options.steps);
  g_assert_cmpint (options.format, ==, MVUA_EXPORT_ZARR2);
  g_assert_cmpint (options.layout, ==, MVUA_EXPORT_TREE);
  g_assert_cmpmem (&options.region, sizeof options.region, &usual.region,
                   sizeof usual.region);
  g_assert_cmpint (options.daily_hour, ==, usual.daily_hour);
  g_assert_cmpuint (options.statistics->len, ==, usual.statistics->len);
  g_assert_cmpmem (options.thresholds->data, options.thresholds->len * sizeof (double),
                   usual.thresholds->data, usual.thresholds->len * sizeof (double));
  g_assert_cmpmem (
      options.daily_thresholds->data, options.daily_thresholds->len * sizeof (double),
      usual.daily_thresholds->data, usual.daily_thresholds->len * sizeof (double));
  g_autofree char *target = mvua_export_dialog_dup_target (self.dialog);
  g_autofree char *expected =
      fixture_path (&shared, "demo_20250918_00z_east_africa.zarr");
  g_assert_cmpstr (target, ==, expected);
  g_assert_cmpstr (gtk_label_get_label (child_of (&self, "place")), ==, expected);
  mvua_test_save_picture (GTK_WINDOW (self.dialog), "export-dialog");
  dialog_close (&self);
}

static void
test_summary (void)
{
  Dialog self;

  dialog_open (&self, NULL);
  const char *text = gtk_label_get_label (child_of (&self, "summary"));
  /* Three members, 31 steps, eight variables, but no rain at the first step. */
  g_assert_true (g_str_has_prefix (text, "741 messages, "));
  g_assert_nonnull (strstr (text, " to read; about "));
  g_assert_nonnull (strstr (text, " to write in about "));
  set_text (&self, "steps_row", "3");
  g_assert_true (g_str_has_prefix (
      text = gtk_label_get_label (child_of (&self, "summary")), "24 messages, "));
  g_assert_nonnull (strstr (text, "1 s"));
  dialog_close (&self);
}

static void
test_choices (void)
{
  Dialog self;

  dialog_open (&self, NULL);
  MvuaCheckList *variables = child_of (&self, "variables_row");
  MvuaCheckList *members = child_of (&self, "members_row");
  g_assert_cmpuint (mvua_check_list_get_n_items (variables), ==, 8);
  g_assert_cmpuint (mvua_check_list_get_n_chosen (variables), ==, 8);
  g_assert_cmpuint (mvua_check_list_get_n_chosen (members), ==, 3);
  for (guint i = 1; i < 8; i++)
    mvua_check_list_set_chosen (variables, i, FALSE);
  mvua_check_list_set_chosen (members, 1, FALSE);
  set_text (&self, "steps_row", " 3, 12-24/6 ");
  gtk_switch_set_active (child_of (&self, "overwrite_switch"), TRUE);
  adw_expander_row_set_enable_expansion (child_of (&self, "statistics_row"), FALSE);
  set_text (&self, "thresholds_entry", "7.5, 2");
  set_text (&self, "daily_entry", "none");
  adw_combo_row_set_selected (child_of (&self, "daily_hour_row"), 8);
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (variables)), ==,
                   "1 of 8");

  g_auto (MvuaExportOptions) options = get_options (&self);
  g_assert_cmpuint (options.variables->len, ==, 1);
  g_assert_cmpuint (options.members->len, ==, 2);
  g_assert_cmpuint (g_array_index (options.members, MvuaMember, 1).number, ==, 3);
  g_assert_cmpuint (options.steps->len, ==, 4);
  g_assert_cmpint (g_array_index (options.steps, int, 1), ==, 12);
  g_assert_cmpuint (options.statistics->len, ==, 0);
  g_assert_cmpuint (options.thresholds->len, ==, 2);
  g_assert_cmpfloat (g_array_index (options.thresholds, double, 0), ==, 2);
  g_assert_cmpuint (options.daily_thresholds->len, ==, 0);
  g_assert_cmpint (options.daily_hour, ==, MVUA_DAILY_FROM_RUN);
  g_assert_false (options.overwrite); /* nothing is there to be replaced */
  dialog_close (&self);
}

/* Names follow what is chosen, until one was typed. */
static void
test_formats (void)
{
  static const struct
  {
    guint format;
    guint layout;
    MvuaExportLayout expected;
    const char *name;
  } rows[] = {
    { 0, 1, MVUA_EXPORT_MEMBERS, "demo_20250918_00z_east_africa" },
    { 1, 0, MVUA_EXPORT_TREE, "demo_20250918_00z_east_africa.zarr" },
    { 2, 0, MVUA_EXPORT_TREE, "demo_20250918_00z_east_africa.nc" },
    { 2, 1, MVUA_EXPORT_VARIABLES, "demo_20250918_00z_east_africa" },
  };
  Dialog self;

  dialog_open (&self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      adw_combo_row_set_selected (child_of (&self, "format_row"), rows[i].format);
      adw_combo_row_set_selected (child_of (&self, "layout_row"), rows[i].layout);
      settle ();
      g_auto (MvuaExportOptions) options = get_options (&self);
      g_autofree char *target = mvua_export_dialog_dup_target (self.dialog);
      g_autofree char *name = g_path_get_basename (target);
      g_assert_cmpuint (options.format, ==, rows[i].format);
      g_assert_cmpint (options.layout, ==, rows[i].expected);
      g_assert_cmpstr (name, ==, rows[i].name);
      assert_offered (&self);
    }
  set_text (&self, "name_row", "mine");
  adw_combo_row_set_selected (child_of (&self, "format_row"), 0);
  settle ();
  g_assert_cmpstr (gtk_editable_get_text (child_of (&self, "name_row")), ==, "mine");
  dialog_close (&self);
}

static void
test_regions (void)
{
  const MvuaMapBox view = { .west = 30, .south = -2, .east = 36, .north = 3 };
  Dialog self;

  dialog_open (&self, &view);
  AdwComboRow *row = child_of (&self, "region_row");
  g_assert_cmpuint (g_list_model_get_n_items (adw_combo_row_get_model (row)), ==, 4);
  g_assert_false (gtk_widget_get_visible (child_of (&self, "box_row")));
  adw_combo_row_set_selected (row, 1);
  settle ();
  g_auto (MvuaExportOptions) of_view = get_options (&self);
  g_assert_cmpfloat (of_view.region.north, ==, 3);
  g_assert_cmpfloat (of_view.region.west, ==, 30);
  g_assert_cmpfloat (of_view.region.south, ==, -2);
  g_assert_cmpfloat (of_view.region.east, ==, 36);
  g_assert_cmpstr (gtk_editable_get_text (child_of (&self, "name_row")), ==,
                   "demo_20250918_00z_view.zarr");

  adw_combo_row_set_selected (row, 2);
  settle ();
  g_auto (MvuaExportOptions) whole = get_options (&self);
  g_assert_true (whole.region.whole);

  adw_combo_row_set_selected (row, 3);
  settle ();
  g_assert_true (gtk_widget_get_visible (child_of (&self, "box_row")));
  set_text (&self, "box_row", "4.5,33,-5,42");
  g_auto (MvuaExportOptions) typed = get_options (&self);
  g_assert_cmpfloat (typed.region.north, ==, 4.5);
  set_text (&self, "box_row", "4.5,33,-5");
  assert_refused (&self, "north, west, south and east");
  set_text (&self, "box_row", "60,33,55,42");
  assert_refused (&self, "");
  /* What is wrong there does not matter where another region is chosen. */
  adw_combo_row_set_selected (row, 0);
  settle ();
  assert_offered (&self);
  dialog_close (&self);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *entry;
    const char *wrong;
    const char *reason;
    const char *right;
  } rows[] = {
    { "steps_row", "3-x", "Steps are hours", "3-9" },
    { "steps_row", "999", "None of the wanted steps", "" },
    { "statistics_entry", "mean,median", "Statistics are", "mean" },
    { "thresholds_entry", "five", "Thresholds are", "5" },
    { "daily_entry", "-5", "Thresholds are", "none" },
    { "name_row", "", "Type a name", "a.zarr" },
    { "name_row", "a/b", "Type a name", "b.zarr" },
  };
  Dialog self;

  dialog_open (&self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      set_text (&self, rows[i].entry, rows[i].wrong);
      assert_refused (&self, rows[i].reason);
      if (i == 0)
        mvua_test_save_picture (GTK_WINDOW (self.dialog), "export-dialog-refused");
      set_text (&self, rows[i].entry, rows[i].right);
      assert_offered (&self);
      g_assert_false (
          gtk_widget_has_css_class (child_of (&self, rows[i].entry), "error"));
    }
  MvuaCheckList *members = child_of (&self, "members_row");
  for (guint i = 0; i < 3; i++)
    mvua_check_list_set_chosen (members, i, FALSE);
  settle ();
  assert_refused (&self, "at least one member");
  mvua_check_list_set_chosen (members, 2, TRUE);
  mvua_export_dialog_set_folder (self.dialog, "/no/such/folder");
  settle ();
  assert_refused (&self, "cannot be written");
  dialog_close (&self);
}

/* What is there is replaced only if that is switched on, and only if it is an output. */
static void
test_existing (void)
{
  Dialog self;
  g_autofree char *store = fixture_path (&shared, "there.zarr");
  g_autofree char *mark = g_build_filename (store, ".zgroup", NULL);
  g_autofree char *other = g_build_filename (store, "thesis.txt", NULL);

  g_assert_cmpint (g_mkdir (store, 0777), ==, 0);
  g_assert_true (g_file_set_contents (mark, "{}", -1, NULL));
  dialog_open (&self, NULL);
  g_assert_false (gtk_widget_get_visible (child_of (&self, "overwrite_row")));
  set_text (&self, "name_row", "there.zarr");
  g_assert_true (gtk_widget_get_visible (child_of (&self, "overwrite_row")));
  assert_refused (&self, "There is an output of that name");
  gtk_switch_set_active (child_of (&self, "overwrite_switch"), TRUE);
  settle ();
  assert_offered (&self);
  g_auto (MvuaExportOptions) options = get_options (&self);
  g_assert_true (options.overwrite);

  g_assert_cmpint (g_remove (mark), ==, 0);
  g_assert_true (g_file_set_contents (other, "three years", -1, NULL));
  set_text (&self, "name_row", "there.zarr ");
  assert_refused (&self, "is not what an export wrote");
  dialog_close (&self);
  remove_all (store);
}

/* Enter exports; the job runs to its end; the folder is remembered. */
static void
test_accept (void)
{
  Dialog self;

  dialog_open (&self, NULL);
  gtk_editable_set_text (child_of (&self, "steps_row"), "3-6");
  gtk_editable_set_text (child_of (&self, "name_row"), "accepted.zarr");
  g_object_add_weak_pointer (G_OBJECT (self.dialog), (gpointer *) &self.dialog);
  settle ();
  gtk_widget_activate (child_of (&self, "export_button"));
  mvua_test_run_for (400);
  g_assert_null (self.dialog);
  g_assert_nonnull (self.job);
  g_autofree char *folder = g_settings_get_string (settings, "export-folder");
  g_assert_cmpstr (folder, ==, shared.out);
  mvua_export_job_start (self.job);
  wait_for_end (self.job, MVUA_EXPORT_JOB_DONE);
  g_assert_true (g_file_test (mvua_export_job_get_target (self.job), G_FILE_TEST_IS_DIR));
  dialog_close (&self);
}

/* Too little room is told before the start. */
static void
test_little_room (void)
{
  Dialog self;
  g_autofree char *small = fixture_path (&shared, "small");

  g_assert_cmpint (g_mkdir (small, 0777), ==, 0);
  if (mount ("none", small, "tmpfs", 0, "size=1m") != 0)
    {
      g_test_skip ("a small file system needs the right to mount one");
      return;
    }
  dialog_open (&self, NULL);
  g_assert_false (gtk_widget_get_visible (child_of (&self, "warning")));
  mvua_export_dialog_set_folder (self.dialog, small);
  g_assert_true (mvua_test_wait (is_ready, &self));
  mvua_test_run_for (200);
  g_assert_true (gtk_widget_get_visible (child_of (&self, "warning")));
  g_assert_nonnull (strstr (gtk_label_get_label (child_of (&self, "warning")),
                            "may not be enough room"));
  dialog_close (&self);
  g_assert_cmpint (umount (small), ==, 0);
}

/* Nothing of it holds the main loop up. */
static void
test_speed (void)
{
  Dialog self;
  gint64 longest = 0;

  dialog_open (&self, NULL);
  for (guint i = 0; i < 20; i++)
    {
      gtk_editable_set_text (child_of (&self, "steps_row"), i % 2 ? "0-90" : "3-60");
      const gint64 begun = g_get_monotonic_time ();
      while (g_main_context_iteration (NULL, FALSE))
        ;
      longest = MAX (longest, g_get_monotonic_time () - begun);
    }
  g_test_minimized_result ((double) longest / 1000, "update with drawing: %.1f ms",
                           (double) longest / 1000);
  dialog_close (&self);
}

static void
test_dark (void)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  Dialog self;

  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  dialog_open (&self, NULL);
  mvua_test_run_for (400);
  mvua_test_save_picture (GTK_WINDOW (self.dialog), "export-dialog-dark");
  dialog_close (&self);
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_DEFAULT);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  fixture_set_up (&shared, NULL);
  settings = g_settings_new ("org.mvua.Mvua");
  g_test_add_func ("/export-dialog/defaults", test_defaults);
  g_test_add_func ("/export-dialog/summary", test_summary);
  g_test_add_func ("/export-dialog/choices", test_choices);
  g_test_add_func ("/export-dialog/formats", test_formats);
  g_test_add_func ("/export-dialog/regions", test_regions);
  g_test_add_func ("/export-dialog/refusals", test_refusals);
  g_test_add_func ("/export-dialog/existing", test_existing);
  g_test_add_func ("/export-dialog/accept", test_accept);
  g_test_add_func ("/export-dialog/little-room", test_little_room);
  g_test_add_func ("/export-dialog/speed", test_speed);
  g_test_add_func ("/export-dialog/dark", test_dark);
  const int status = g_test_run ();
  g_object_unref (settings);
  fixture_tear_down (&shared, NULL);
  remove_source ();
  return status;
}
