/* SPDX-FileCopyrightText: 2026 The Mvua developers */
/* SPDX-License-Identifier: Apache-2.0 */

/* Hybrids that are damaged or strange, and what is no hybrid. */

#include "hybrid-fixture.h"
#include "mvua-top-up.h"

static void
test_damage_is_found (Fixture *self, gconstpointer data)
{
  const MvuaRefForm form = (MvuaRefForm) GPOINTER_TO_INT (data);
  gsize n = 0;

  make (self, "t2m", "0-3", form);
  g_autofree char *set = set_path (self, form);
  g_autofree char *path = form == MVUA_REF_FOLDER
                              ? g_build_filename (set, "raw/gep01/t2m/refs.0.parq", NULL)
                              : g_strdup (set);
  g_autofree char *whole = NULL;
  g_assert_true (g_file_get_contents (path, &whole, &n, NULL));
  for (gsize at = 0; at < n; at += MAX (n / 40, 1))
    {
      g_autoptr (GError) error = NULL;
      whole[at] ^= 0x20;
      put (path, whole, n);
      whole[at] ^= 0x20;
      g_assert_null (mvua_ensemble_open (self->store, NULL, NULL, &error));
      g_assert_nonnull (error);
      g_assert_cmpint (mvua_file_table_verify (self->store, NULL, NULL, NULL, NULL, NULL),
                       ==, 1);
      g_clear_error (&error);
      put (path, whole, at);
      g_assert_null (mvua_ensemble_open (set, NULL, NULL, &error));
      g_assert_nonnull (error);
      put (path, whole, n);
    }
  g_autoptr (MvuaEnsemble) ensemble G_GNUC_UNUSED = open_path (self->store);
}

/* What a table does not cover is looked at all the same. */
static void
test_strange_sets (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  static const struct
  {
    const char *from;
    const char *to;
    const char *complaint;
  } cases[] = {
    { "[\"gep01/t2m/0.0.0\"]", "[\"gep02/t2m/0.0.0\"]", "lead to “gep02/t2m/0.0.0”" },
    { "[\"gep01/t2m/0.0.0\"]", "[\"/etc/passwd\"]", "lead to “/etc/passwd”" },
    { "\"raw/gep01/latitude/0\"", "\"raw/gep01/latitude/1\"", "no regular grid" },
  };
  static const char empty[] = "{\"version\":1,\"refs\":{}}";
  gsize n = 0;

  make (self, "t2m", "0-3", MVUA_REF_JSON);
  g_autofree char *table = g_build_filename (self->store, ".mvua", "files", NULL);
  g_autofree char *set = set_path (self, MVUA_REF_JSON);
  g_autofree char *text = NULL;
  g_assert_cmpint (g_remove (table), ==, 0);
  g_assert_true (g_file_get_contents (set, &text, &n, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (text, cases[i].from, -1);
      g_autofree char *changed = g_strjoinv (cases[i].to, parts);
      g_assert_cmpuint (g_strv_length (parts), ==, 2);
      put (set, changed, strlen (changed));
      assert_refused (self->store, cases[i].complaint);
    }
  put (set, text, n);
  g_autoptr (MvuaEnsemble) whole G_GNUC_UNUSED = open_path (self->store);

  /* A set that has nothing to do with the store leaves that as it is. */
  put (set, empty, strlen (empty));
  g_autoptr (MvuaEnsemble) store = open_path (self->store);
  g_assert_cmpuint (mvua_ensemble_get_steps (store)->len, ==, 2);
  assert_refused (set, "refers to no GRIB message");
}

static void
test_refused (Fixture *self, gconstpointer data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  make (self, "t2m", "0-3", MVUA_REF_JSON);
  g_autoptr (MvuaEnsemble) ensemble = folder_open (&self->folder);
  g_autoptr (MvuaEnsemble) hybrid = open_path (self->store);
  g_autofree char *other = g_build_filename (self->out, "other", NULL);

  mvua_export_report_clear (&self->report);
  g_assert_false (mvua_top_up_run (ensemble, self->store, NULL, NULL, NULL, &self->report,
                                   NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "references beside it"));
  g_clear_error (&error);

  /* It has no messages of its own that could be referred to. */
  mvua_export_report_clear (&self->report);
  g_assert_false (mvua_export_run (hybrid, other, &self->options, NULL, NULL,
                                   &self->report, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_clear_error (&error);
  self->options.format = MVUA_EXPORT_ZARR3;
  mvua_export_report_clear (&self->report);
  g_assert_false (mvua_export_run (ensemble, other, &self->options, NULL, NULL,
                                   &self->report, NULL, &error));
  g_assert_error (error, MVUA_ERROR, MVUA_ERROR_USAGE);
  g_assert_false (g_file_test (other, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, func)                                                            \
  g_test_add ("/hybrid-damage/" name, Fixture, GINT_TO_POINTER (data), set_up, func,     \
              tear_down)
  ADD ("damage-is-found/json", MVUA_REF_JSON, test_damage_is_found);
  ADD ("damage-is-found/table", MVUA_REF_TABLE, test_damage_is_found);
  ADD ("damage-is-found/folder", MVUA_REF_FOLDER, test_damage_is_found);
  ADD ("strange-sets", 0, test_strange_sets);
  ADD ("refused", 0, test_refused);
  return g_test_run ();
}
