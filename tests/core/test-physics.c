/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Fields that look odd are counted and named, whatever the output is, and kept. */

#include "export-fixture.h"
#include "flawed-fixture.h"
#include "mvua-combine.h"
#include "mvua-top-up.h"
#include "mvua-verify-output.h"

static const char expected[] = "gep01 f003 t2m constant\n"
                               "gep01 f009 t2m out_of_range 3\n"
                               "gep02 f006 t2m all_missing\n"
                               "gep03 f003 t2m equal_to_another gep02\n"
                               "gep04 f006 tp negative_rain 10\n";

static char *
findings_text (const MvuaExportReport *report)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < report->findings->len; i++)
    {
      const MvuaFinding *finding = &g_array_index (report->findings, MvuaFinding, i);
      char name[MVUA_MEMBER_NAME_SIZE];

      g_string_append_printf (text, "%s f%03d %s",
                              mvua_member_name (finding->member, name), finding->step,
                              finding->variable->name);
      for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
        if ((finding->oddities & 1u << bit) != 0)
          g_string_append_printf (text, " %s", mvua_oddity_name (bit));
      if ((finding->oddities & MVUA_ODDITY_EQUAL) != 0)
        g_string_append_printf (text, " %s", mvua_member_name (finding->equal_to, name));
      if (finding->n_outside > 0)
        g_string_append_printf (text, " %" G_GUINT64_FORMAT, finding->n_outside);
      if (finding->n_negative > 0)
        g_string_append_printf (text, " %" G_GUINT64_FORMAT, finding->n_negative);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
assert_found (const Fixture *self)
{
  g_autofree char *text = findings_text (&self->report);

  g_assert_cmpstr (text, ==, expected);
  for (guint bit = 0; bit < MVUA_N_ODDITIES; bit++)
    g_assert_cmpuint (self->report.n_found[bit], ==, 1);
  g_assert_cmpuint (self->report.n_implausible, ==, 3);
  g_assert_cmpuint (self->report.n_rain_suspect, ==, 1);
  g_assert_cmpuint (self->report.gaps->len, ==, 0);
}

/* What the store itself says of its fields. */
static void
assert_kept (const Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MvuaOrigins) origins = mvua_output_load_origins (self->store, &error);
  g_assert_no_error (error);
  g_autoptr (GArray) rows = mvua_origins_list (origins);
  MvuaExportReport report = { .findings =
                                  g_array_new (FALSE, FALSE, sizeof (MvuaFinding)) };

  g_assert_cmpuint (rows->len, ==, N_FLAWED_MEMBERS * 3 * 2);
  for (guint i = 0; i < rows->len; i++)
    {
      const MvuaOrigin *origin = &g_array_index (rows, MvuaOrigin, i);
      const MvuaFinding finding = { origin->variable,  origin->member,
                                    origin->step,      origin->oddities,
                                    origin->equal_to,  origin->n_outside,
                                    origin->n_negative };
      g_assert_true (origin->is_field);
      if (origin->oddities != 0)
        g_array_append_val (report.findings, finding);
    }
  g_autofree char *text = findings_text (&report);
  g_assert_cmpstr (text, ==, expected);
  mvua_export_report_clear (&report);
  g_assert_cmpint (mvua_verify_output (self->store, NULL, NULL, NULL, NULL, NULL), ==, 0);
}

static void
test_formats (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    MvuaExportFormat format;
    MvuaExportLayout layout;
  } outputs[] = {
    { MVUA_EXPORT_ZARR2, MVUA_EXPORT_TREE },
    { MVUA_EXPORT_ZARR3, MVUA_EXPORT_TREE },
    { MVUA_EXPORT_ZARR2, MVUA_EXPORT_MEMBERS },
    { MVUA_EXPORT_NETCDF, MVUA_EXPORT_TREE },
    { MVUA_EXPORT_NETCDF, MVUA_EXPORT_VARIABLES },
  };

  write_flawed (&self->folder);
  for (guint i = 0; i < G_N_ELEMENTS (outputs); i++)
    {
      g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
      g_autofree char *name = g_strdup_printf ("out-%u", i);
      g_autoptr (GError) error = NULL;

      g_free (self->store);
      self->store = g_build_filename (self->out, name, NULL);
      self->options.format = outputs[i].format;
      self->options.layout = outputs[i].layout;
      mvua_export_report_clear (&self->report);
      g_assert_true (mvua_export_run (ensemble, self->store, &self->options, NULL, NULL,
                                      &self->report, NULL, &error));
      g_assert_no_error (error);
      assert_found (self);
      assert_kept (self);
    }
}

static void
test_attributes (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const char *const said[] = {
    "\"physics_n_fields_constant\":1",
    "\"physics_n_fields_all_missing\":1",
    "\"physics_n_fields_equal_to_another\":1",
    "\"physics_n_fields_out_of_range\":1",
    "\"physics_n_fields_negative_rain\":1",
    "\"physics_n_values_out_of_range\":3",
    "\"physics_n_values_negative_rain\":10",
    ("\"physics_by_variable\":\"t2m:1constant,1all_missing,1equal_to_another,"
     "1out_of_range;tp:1negative_rain\""),
  };

  write_flawed (&self->folder);
  run_export (self);
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    g_assert_true (says (self, ".zattrs", said[i]));

  self->options.layout = MVUA_EXPORT_MEMBERS;
  run_export (self);
  g_assert_true (says (self, "gep01.zarr/.zattrs", "\"t2m:1constant,1out_of_range\""));
  g_assert_true (says (self, "gep02.zarr/.zattrs", "\"physics_n_fields_all_missing\":1"));
  g_assert_true (
      says (self, "gep04.zarr/.zattrs", "\"physics_by_variable\":\"tp:1negative_rain\""));
  g_assert_true (says (self, "gep04.zarr/.zattrs", "\"physics_n_fields_constant\":0"));
}

/* In two goes, it is what it is in one. */
static void
test_top_up (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  write_flawed_step (&self->folder, 3);
  run_export (self);
  g_assert_cmpuint (self->report.findings->len, ==, 2);
  write_flawed_step (&self->folder, 6);
  write_flawed_step (&self->folder, 9);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  mvua_export_report_clear (&self->report);
  g_assert_true (mvua_top_up_run (ensemble, self->store, NULL, NULL, NULL, &self->report,
                                  NULL, &error));
  g_assert_no_error (error);
  assert_found (self);
  assert_kept (self);
  g_assert_true (says (self, ".zattrs", "\"physics_n_fields_constant\":1"));

  /* What is odd is no reason to write it again. */
  mvua_export_report_clear (&self->report);
  g_assert_true (mvua_top_up_run (ensemble, self->store, NULL, NULL, NULL, &self->report,
                                  NULL, &error));
  g_assert_true (self->report.is_unchanged);
  assert_found (self);
}

/* What was seen when the rain was made is known to stores that are made of it. */
static void
test_combine (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  write_flawed (&self->folder);
  self->options.layout = MVUA_EXPORT_MEMBERS;
  run_export (self);
  g_autoptr (MvuaEnsemble) members = mvua_ensemble_open (self->store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_auto (MvuaExportOptions) options = mvua_combine_options_new (members);

  g_free (self->store);
  self->store = g_build_filename (self->out, "combined.zarr", NULL);
  mvua_export_report_clear (&self->report);
  g_assert_true (mvua_export_run (members, self->store, &options, NULL, NULL,
                                  &self->report, NULL, &error));
  g_assert_no_error (error);
  assert_found (self);
  assert_kept (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, test)                                                                  \
  g_test_add ("/physics/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("formats", test_formats);
  ADD ("attributes", test_attributes);
  ADD ("top-up", test_top_up);
  ADD ("combine", test_combine);
  return g_test_run ();
}
