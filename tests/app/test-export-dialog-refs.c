/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* References from the export dialog, alone and beside what is decoded. */

#include "dialog-fixture.h"

#include <math.h>

static gboolean
is_shown (Dialog *self, const char *name)
{
  return gtk_widget_get_visible (child_of (self, name));
}

/* Presses the button, and waits until what it makes is there.  Returns: its path */
static char *
make (Dialog *self)
{
  g_autofree char *target = mvua_export_dialog_dup_target (self->dialog);

  g_object_add_weak_pointer (G_OBJECT (self->dialog), (gpointer *) &self->dialog);
  settle ();
  gtk_widget_activate (child_of (self, "export_button"));
  mvua_test_run_for (400);
  g_assert_null (self->dialog);
  mvua_export_job_start (self->job);
  wait_for_end (self->job, MVUA_EXPORT_JOB_DONE);
  return g_steal_pointer (&target);
}

/* The field of an ensemble at a place, as the source has it. */
static void
assert_same_field (MvuaEnsemble *found, const char *name)
{
  MvuaEnsemble *const both[] = { shared.ensemble, found };
  float values[2] = { NAN, NAN };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (MvuaPoint) point =
          mvua_point_new (both[i], mvua_variable_by_name (name), 0, 36, 1, NULL, &error);
      g_assert_no_error (error);
      for (guint s = 0; s < point->steps->len; s++)
        if (g_array_index (point->steps, int, s) == 6)
          values[i] = point->values[s];
    }
  g_assert_cmpfloat (values[0], ==, values[0]); /* there is one */
  g_assert_cmpfloat (values[0], ==, values[1]);
}

/* References of each form: what does not matter to them is not shown, their names have
 * endings of their own, and they lead to what was chosen. */
static void
test_references (void)
{
  static const char *const endings[] = { ".json", ".par", ".parq" };
  static const char *const hidden[] = { "region_row", "box_row",  "derived_group",
                                        "layout_row", "rest_row", "only_row" };

  for (guint form = 0; form < G_N_ELEMENTS (endings); form++)
    {
      g_autofree char *name = g_strconcat ("demo_20250918_00z_refs", endings[form], NULL);
      g_autoptr (GError) error = NULL;
      Dialog self;

      dialog_open (&self, NULL);
      /* Wrong, and of no account. */
      adw_combo_row_set_selected (child_of (&self, "region_row"), 2);
      set_text (&self, "box_row", "4.5,33,-5");
      set_text (&self, "statistics_entry", "median");
      assert_refused (&self, "");
      adw_combo_row_set_selected (child_of (&self, "layout_row"), 1);
      adw_combo_row_set_selected (child_of (&self, "format_row"), 3 + form);
      settle ();
      for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
        g_assert_false (is_shown (&self, hidden[i]));
      g_assert_cmpstr (gtk_editable_get_text (child_of (&self, "name_row")), ==, name);
      assert_offered (&self);
      set_text (&self, "name_row", "refs.zarr");
      assert_refused (&self, endings[form]);
      set_text (&self, "name_row", name);
      set_text (&self, "steps_row", "3-12");
      assert_offered (&self);
      g_assert_true (g_str_has_prefix (gtk_label_get_label (child_of (&self, "summary")),
                                       "96 messages, referred to"));
      if (form == 0)
        {
          mvua_test_run_for (300);
          mvua_test_save_picture (GTK_WINDOW (self.dialog), "export-dialog-references");
        }

      g_autofree char *target = make (&self);
      g_test_message ("%s", mvua_export_job_get_message (self.job));
      g_assert_true (g_str_has_prefix (mvua_export_job_get_message (self.job),
                                       "References to 96 messages in 12 files, in "));
      g_autoptr (MvuaEnsemble) found = mvua_ensemble_open (target, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (mvua_ensemble_get_steps (found)->len, ==, 4);
      g_assert_cmpuint (mvua_ensemble_get_variables (found)->len, ==, 8);
      assert_same_field (found, "t2m");
      dialog_close (&self);
      remove_all (target);
    }
}

/* What is used often is decoded, and the rest is referred to: only a store of Zarr v2 in
 * one has it; without the members themselves, if so wished. */
static void
test_hybrid (void)
{
  Dialog self;
  g_autoptr (GError) error = NULL;

  dialog_open (&self, NULL);
  g_assert_true (is_shown (&self, "rest_row"));
  g_assert_false (is_shown (&self, "only_row"));
  for (guint format = 1; format <= 2; format++)
    {
      adw_combo_row_set_selected (child_of (&self, "format_row"), format);
      settle ();
      g_assert_false (is_shown (&self, "rest_row"));
    }
  adw_combo_row_set_selected (child_of (&self, "format_row"), 0);
  adw_combo_row_set_selected (child_of (&self, "layout_row"), 1);
  settle ();
  g_assert_false (is_shown (&self, "rest_row"));
  adw_combo_row_set_selected (child_of (&self, "layout_row"), 0);
  adw_combo_row_set_selected (child_of (&self, "rest_row"), 2);
  settle ();
  g_assert_true (is_shown (&self, "only_row"));
  gtk_switch_set_active (child_of (&self, "only_switch"), TRUE);
  for (guint i = 1; i < 8; i++)
    mvua_check_list_set_chosen (child_of (&self, "variables_row"), i, FALSE);
  set_text (&self, "steps_row", "3-12");
  set_text (&self, "name_row", "hybrid.zarr");
  g_auto (MvuaExportOptions) options = get_options (&self);
  g_assert_true (options.rest.is_wanted);
  g_assert_cmpint (options.rest.form, ==, MVUA_REF_TABLE);
  g_assert_true (options.only_statistics);
  GtkWidget *page =
      gtk_widget_get_ancestor (child_of (&self, "only_row"), GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *scroll =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (page));
  gtk_adjustment_set_value (scroll, gtk_adjustment_get_upper (scroll));
  mvua_test_run_for (500);
  mvua_test_save_picture (GTK_WINDOW (self.dialog), "export-dialog-hybrid");

  g_autofree char *target = make (&self);
  g_autofree char *set = g_build_filename (target, "refs.par", NULL);
  g_autofree char *member = g_build_filename (target, "gep01", NULL);
  const char *const verify[] = { g_getenv ("MVUA"), "verify", target, NULL };
  int status = -1;
  g_assert_true (g_file_test (set, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (member, G_FILE_TEST_EXISTS));
  g_assert_true (g_spawn_sync (NULL, (char **) verify, NULL, G_SPAWN_STDOUT_TO_DEV_NULL,
                               NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);

  /* A variable and a step that were not decoded. */
  g_autoptr (MvuaEnsemble) found = mvua_ensemble_open (target, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mvua_ensemble_get_variables (found)->len, ==, 8);
  g_assert_cmpuint (mvua_ensemble_get_steps (found)->len, ==, 31);
  assert_same_field (found, "cape");
  dialog_close (&self);
  remove_all (target);
}

/* What is in a store is in no message. */
static void
test_store (void)
{
  g_autofree char *target = fixture_path (&shared, "store.zarr");
  g_auto (MvuaExportOptions) options = mvua_export_options_new ();
  g_auto (MvuaExportReport) report = { 0 };
  g_autoptr (GError) error = NULL;
  Dialog self = { 0 };

  options.steps = mvua_steps_parse ("3", 3, NULL);
  g_assert_true (mvua_export_run (shared.ensemble, target, &options, NULL, NULL, &report,
                                  NULL, &error));
  g_assert_no_error (error);
  g_autoptr (MvuaEnsemble) store = mvua_ensemble_open (target, NULL, NULL, &error);
  g_assert_no_error (error);
  self.dialog = MVUA_EXPORT_DIALOG (mvua_export_dialog_new (NULL, store, NULL, settings));
  settle ();
  g_assert_cmpuint (
      g_list_model_get_n_items (adw_combo_row_get_model (child_of (&self, "format_row"))),
      ==, 3);
  g_assert_false (is_shown (&self, "rest_row"));
  g_assert_true (is_shown (&self, "region_row"));
  dialog_close (&self);
  remove_all (target);
}

int
main (int argc, char **argv)
{
  mvua_test_window_init (&argc, &argv);
  fixture_set_up (&shared, NULL);
  settings = g_settings_new ("org.mvua.Mvua");
  g_test_add_func ("/export-dialog-refs/references", test_references);
  g_test_add_func ("/export-dialog-refs/hybrid", test_hybrid);
  g_test_add_func ("/export-dialog-refs/store", test_store);
  const int status = g_test_run ();
  g_object_unref (settings);
  fixture_tear_down (&shared, NULL);
  remove_source ();
  return status;
}
